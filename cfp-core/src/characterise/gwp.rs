//! How much CO2e a kilogram of each gas is.

use std::collections::HashMap;
use std::sync::Arc;

use super::gas_name::{GasNames, NamedGas};
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
    /// What databases call the gases, of this set and of others.
    names: Arc<GasNames>,
}

/// What a gas counts, per kg emitted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Characterised {
    /// The name of the gas in the set.
    pub gas: String,
    pub kg_co2e_per_kg: Amount,
    pub category: Category,
    /// Whether the name says that the gas is taken up instead of emitted.
    pub is_removal: bool,
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
            names: Arc::default(),
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

    /// The same set with what databases call gases, its own and those that only other sets value.
    pub fn named_by(mut self, names: Arc<GasNames>) -> Self {
        self.names = names;
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
                    && let Err(kind) =
                        self.of_exchange(&line.flow, matches!(line.verb, Verb::Removes))
                {
                    problems.push(Problem::new(kind, process.place(number)));
                }
            }
        }
        problems
    }

    /// Whether processes have gases that only the [names of databases](GwpSet::named_by) lead to, not those of the set.
    pub fn leans_on_names(&self, processes: &[Process]) -> bool {
        let lines = processes.iter().flat_map(|process| &process.lines);
        let mut gases = lines
            .filter(|line| matches!(line.verb, Verb::Emits | Verb::Removes) && line.flow != CO2E);
        gases.any(|line| self.by_own_name(&line.flow).is_none())
    }

    /// What a gas of a model counts when emitted; a name that says that the gas is taken up stands under `removes`.
    pub(crate) fn of_exchange(
        &self,
        gas: &str,
        is_removed: bool,
    ) -> Result<Characterised, CharacteriseProblem> {
        let found = self.characterise(gas)?;
        if found.is_removal && !is_removed {
            return Err(CharacteriseProblem::RemovalEmitted {
                gas: gas.to_owned(),
            });
        }
        Ok(found)
    }

    /// What a gas counts when emitted, by its name in the set or one of those that databases have for it.
    pub(crate) fn characterise(&self, gas: &str) -> Result<Characterised, CharacteriseProblem> {
        if let Some(found) = self.by_own_name(gas) {
            return Ok(found);
        }
        let named = self.names.find(gas);
        let valued: Vec<Characterised> = named.iter().filter_map(|one| self.of(one)).collect();
        let Some(first) = valued.first() else {
            return Err(self.unknown(gas, named.first().map(|one| one.gas())));
        };
        if valued.len() == named.len() && valued.iter().all(|other| other == first) {
            return Ok(first.clone());
        }
        let mut choices: Vec<String> = valued.into_iter().map(|one| one.gas).collect();
        choices.sort();
        choices.dedup();
        Err(self.ambiguous(gas, choices))
    }

    /// What a gas counts by a name of the set itself: its own, or one of the aliases beside its value.
    fn by_own_name(&self, gas: &str) -> Option<Characterised> {
        let found = |name: &str, value: Amount, category: Category| Characterised {
            gas: name.to_owned(),
            kg_co2e_per_kg: value,
            category,
            is_removal: false,
        };
        if gas == CO2_BIOGENIC {
            return Some(found(gas, Amount::ONE, Category::BiogenicEmissions));
        }
        let name = own_name(gas);
        if let Some((value, category)) = self.gases.get(name) {
            return Some(found(name, *value, *category));
        }
        let as_fossil = match gas {
            CO2_LAND_USE_CHANGE => Some(Category::LandUseChange),
            CO2_AIRCRAFT => Some(Category::Aircraft),
            _ => None,
        };
        if let (Some(category), Some((value, _))) = (as_fossil, self.gases.get(CO2_FOSSIL)) {
            return Some(found(gas, *value, category));
        }
        let name = self.aliases.get(&gas.to_lowercase())?;
        let (value, category) = self.gases.get(name)?;
        Some(found(name, *value, *category))
    }

    /// What the gas of a name counts, in the account that the name states.
    fn of(&self, named: &NamedGas) -> Option<Characterised> {
        // A set of one's own may value methane without its origin: `CH4`.
        let plain = named.gas().split_once(", ").map(|(plain, _)| plain);
        let plain = plain.filter(|plain| self.gases.contains_key(*plain));
        let mut found = self
            .by_own_name(named.gas())
            .or_else(|| self.by_own_name(plain?))?;
        if let Some(account) = named.stated_account() {
            found.category = account;
        }
        found.is_removal = named.is_removal();
        Some(found)
    }

    /// Whether a name is one that the set has a value for, or would have one for if it stated an origin.
    pub fn values(&self, gas: &str) -> bool {
        !matches!(
            self.characterise(gas),
            Err(CharacteriseProblem::UnknownGas { .. })
        )
    }

    fn unknown(&self, gas: &str, known_as: Option<&str>) -> CharacteriseProblem {
        let prefix = format!("{gas}, ");
        let mut choices: Vec<String> = self
            .gases
            .keys()
            .filter(|name| name.starts_with(&prefix))
            .cloned()
            .collect();
        choices.sort();
        if !choices.is_empty() {
            return self.ambiguous(gas, choices);
        }
        let names = self.gases.keys().map(String::as_str);
        // A name that is known means another gas than one that merely reads alike.
        let nearest = nearest(gas, names).filter(|_| known_as.is_none());
        CharacteriseProblem::UnknownGas {
            gas: gas.to_owned(),
            set: self.name.clone(),
            known_as: known_as
                .filter(|known| !known.eq_ignore_ascii_case(gas))
                .map(str::to_owned),
            nearest: nearest.map(str::to_owned),
        }
    }

    fn ambiguous(&self, gas: &str, choices: Vec<String>) -> CharacteriseProblem {
        CharacteriseProblem::AmbiguousGas {
            gas: gas.to_owned(),
            set: self.name.clone(),
            choices,
        }
    }

    /// Whether a name is one of a greenhouse gas, that of this set or of another.
    pub(crate) fn reads_like_a_gas(&self, name: &str) -> bool {
        self.by_own_name(name).is_some() || !self.names.find(name).is_empty()
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
