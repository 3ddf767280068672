//! How much CO2e a kilogram of each gas is.

use std::collections::HashMap;

use crate::amount::Amount;
use crate::error::{
    CharacteriseProblem, Error, NumberProblem, Place, Problem, ProblemKind, Verb, nearest,
};
use crate::model::{CO2E, Category, Distributed, Process, Spread};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// The name of carbon dioxide from fossil sources, which a bare `CO2` means.
const CO2_FOSSIL: &str = "CO2, fossil";
/// Carbon dioxide from biomass: +1 when emitted and -1 when removed, by definition.
const CO2_BIOGENIC: &str = "CO2, biogenic";
const CO2_LAND_USE_CHANGE: &str = "CO2, land use change";
const CO2_AIRCRAFT: &str = "CO2, aircraft";

/// A set of global warming potentials: kg CO2e per kg of each gas, and the account of each.
///
/// The values are data: a published set is loaded by the registry of `cfp-factors`, or written by
/// hand. Only what holds by definition is here.
///
/// # Source
///
/// ISO 14067:2018 clause 6.5.2: biogenic carbon dioxide counts +1 when emitted and -1 when removed.
///
/// # Example
///
/// ```
/// use cfp_core::{Category, GwpSet};
///
/// let mine = GwpSet::new("mine")
///     .with("CO2", "1".parse()?, Category::Fossil)
///     .with("CH4, fossil", "29.8".parse()?, Category::Fossil);
/// assert_eq!(mine.name(), "mine");
/// # Ok::<(), cfp_core::NumberProblem>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GwpSet {
    name: String,
    source: Option<String>,
    gases: HashMap<String, (Amount, Category)>,
    aliases: HashMap<String, String>,
    spreads: HashMap<String, Spread>,
}

/// What a gas counts, per kg emitted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Characterised {
    /// The name of the gas in the set.
    pub gas: String,
    pub kg_co2e_per_kg: Amount,
    pub category: Category,
}

/// The name of a gas in a set.
fn own_name(gas: &str) -> &str {
    if gas == "CO2" { CO2_FOSSIL } else { gas }
}

impl GwpSet {
    /// A set without gases yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            source: None,
            gases: HashMap::new(),
            aliases: HashMap::new(),
            spreads: HashMap::new(),
        }
    }

    /// The same set with the dataset and version that its values are from: `ipcc-gwp-ar6 2024-1`.
    pub fn published_in(mut self, source: &str) -> Self {
        self.source = Some(source.to_owned());
        self
    }

    /// The same set with a gas: kg CO2e per kg, and the account of its emissions. `CO2` is
    /// `CO2, fossil`; the names that state an account of their own, `CO2, land use change` and
    /// `CO2, aircraft`, keep it; `CO2, biogenic` counts +1 and -1 whatever the set says.
    pub fn with(mut self, gas: &str, kg_co2e_per_kg: Amount, category: Category) -> Self {
        let name = own_name(gas);
        let category = match name {
            CO2_LAND_USE_CHANGE => Category::LandUseChange,
            CO2_AIRCRAFT => Category::Aircraft,
            _ => category,
        };
        self.gases
            .insert(name.to_owned(), (kg_co2e_per_kg, category));
        self
    }

    /// The same set with how uncertain the value of a gas of its own is; quantities in the spread are in CO2e per mass, such
    /// as `"3 kg CO2e/kg"`. That of a gas which is fixed by definition is certain, and a spread of it is none. Footprints
    /// are of the values as written.
    pub fn with_spread(mut self, gas: &str, spread: Spread) -> Self {
        if !Self::is_fixed(gas) {
            self.spreads.insert(own_name(gas).to_owned(), spread);
        }
        self
    }

    /// The spread of the value of a gas, in kg CO2e per kg, or what is wrong with it; `None` when it has none, or when the
    /// set has no such gas.
    pub(crate) fn distributed(&self, gas: &str) -> Option<Result<Distributed, ProblemKind>> {
        let found = self.characterise(gas).ok()?;
        let spread = self.spreads.get(&found.gas)?;
        let unit = Unit::of_mass_co2e().per(&Unit::kilogram());
        let value = unit.map(|unit| Quantity::new(found.kg_co2e_per_kg, unit));
        Some(match value {
            Ok(value) => spread.of_amount(&value),
            Err(problem) => Err(problem.into()),
        })
    }

    /// Every spread of the set that does not fit its value.
    fn spread_problems(&self) -> Vec<Problem> {
        let mut gases: Vec<&String> = self.spreads.keys().collect();
        gases.sort();
        let failed = gases.into_iter().filter_map(|gas| {
            let kind = self.distributed(gas)?.err()?;
            Some(Problem::new(kind, Place::model(Some("gwp"))))
        });
        failed.collect()
    }

    /// Whether the set holds a value of its own for a gas; `CO2` and `CO2, fossil` are one.
    pub fn has_own(&self, gas: &str) -> bool {
        self.gases.contains_key(own_name(gas))
    }

    /// Whether the value of a gas is a matter of definition, so that no set can change it.
    pub fn is_fixed(gas: &str) -> bool {
        gas == CO2_BIOGENIC
    }

    /// Whether a gas is carbon dioxide, the reference to which all others are compared.
    pub(crate) fn is_reference(gas: &str) -> bool {
        [CO2_FOSSIL, CO2_BIOGENIC, CO2_LAND_USE_CHANGE, CO2_AIRCRAFT].contains(&gas)
    }

    /// The same set with another name for a gas of it.
    pub fn with_alias(mut self, alias: &str, gas: &str) -> Self {
        self.aliases.insert(alias.to_lowercase(), gas.to_owned());
        self
    }

    /// The name of the set, such as `AR6-100`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dataset and version that its values are from; `None` for a set of one's own.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Every gas of processes that the set cannot characterise, and every spread of the set that does not fit its value.
    pub fn problems_of(&self, processes: &[Process]) -> Vec<Problem> {
        let mut problems = self.spread_problems();
        for process in processes {
            for (number, line) in process.lines.iter().enumerate() {
                if let Verb::Emits | Verb::Removes = line.verb
                    && line.flow != CO2E
                    && let Err(kind) = self.characterise(&line.flow)
                {
                    problems.push(Problem::new(kind, process.place(number)));
                }
            }
        }
        problems
    }

    /// What a gas counts when emitted.
    pub(crate) fn characterise(&self, gas: &str) -> Result<Characterised, CharacteriseProblem> {
        let found = |name: &str, value: Amount, category: Category| Characterised {
            gas: name.to_owned(),
            kg_co2e_per_kg: value,
            category,
        };
        if gas == CO2_BIOGENIC {
            return Ok(found(gas, Amount::ONE, Category::BiogenicEmissions));
        }
        let name = own_name(gas);
        if let Some((value, category)) = self.gases.get(name) {
            return Ok(found(name, *value, *category));
        }
        let as_fossil = match gas {
            CO2_LAND_USE_CHANGE => Some(Category::LandUseChange),
            CO2_AIRCRAFT => Some(Category::Aircraft),
            _ => None,
        };
        if let Some(category) = as_fossil
            && let Some((value, _)) = self.gases.get(CO2_FOSSIL)
        {
            return Ok(found(gas, *value, category));
        }
        if let Some(name) = self.aliases.get(&gas.to_lowercase())
            && let Some((value, category)) = self.gases.get(name)
        {
            return Ok(found(name, *value, *category));
        }
        Err(self.unknown(gas))
    }

    fn unknown(&self, gas: &str) -> CharacteriseProblem {
        let prefix = format!("{gas}, ");
        let mut choices: Vec<String> = self
            .gases
            .keys()
            .filter(|name| name.starts_with(&prefix))
            .cloned()
            .collect();
        choices.sort();
        if choices.is_empty() {
            choices = self.by_plain_name(gas);
        }
        if choices.is_empty() {
            let names = self.gases.keys().map(String::as_str);
            CharacteriseProblem::UnknownGas {
                gas: gas.to_owned(),
                set: self.name.clone(),
                nearest: nearest(gas, names).map(str::to_owned),
            }
        } else {
            CharacteriseProblem::AmbiguousGas {
                gas: gas.to_owned(),
                set: self.name.clone(),
                choices,
            }
        }
    }
}

impl GwpSet {
    /// What a gas may be called in the set when it is written by its plain name, such as `methane`:
    /// a name that merely reads alike, such as ethane, would be another gas.
    fn by_plain_name(&self, gas: &str) -> Vec<String> {
        let formula = match gas.to_lowercase().as_str() {
            "methane" => "CH4",
            "carbon dioxide" | "co₂" | "ｃｏ２" => "CO2",
            _ => return Vec::new(),
        };
        let prefix = format!("{formula}, ");
        let names = self.gases.keys();
        let mut choices: Vec<String> = names
            .filter(|name| *name == formula || name.starts_with(&prefix))
            .cloned()
            .collect();
        if formula == "CO2" {
            choices.push(CO2_BIOGENIC.to_owned());
        }
        choices.sort();
        choices.dedup();
        choices
    }

    /// The set of these gases, all fossil, such as `[("CO2", "1"), ("N2O", "273")]`.
    ///
    /// # Errors
    ///
    /// Every value that is not a number.
    pub fn of_values<'a>(
        name: &str,
        values: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Error> {
        let mut set = Self::new(name);
        let mut problems = Vec::new();
        for (gas, value) in values {
            let read: Result<Amount, NumberProblem> = value.parse();
            match read {
                Ok(value) => set = set.with(gas, value, Category::Fossil),
                Err(kind) => problems.push(Problem::new(kind, Place::model(Some("gwp")))),
            }
        }
        Error::unless_empty(problems, set)
    }
}
