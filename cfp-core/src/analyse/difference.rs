//! Why a footprint moves when the numbers that supply it do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::characterise::{Accounts, Demand, Figure, GwpSet, Means, Tally, share_percent};
use crate::error::{Error, NumberProblem, Place, Problem, Verb};
use crate::model::{Category, FactorRecord, Graph, Supply, System};

/// A system with other numbers for the same processes: two sets of global warming potentials, and for some supplies
/// two figures. What is not named stays as the system has it.
///
/// # Example
///
/// ```
/// use cfp_core::{Demand, GwpSet, Process, System};
///
/// let system = System::builder()
///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", "1.15 MWh"))
///     .supply("electricity", "0.6205 kg CO2e/kWh")
///     .build()?;
/// let gwp = GwpSet::new("none");
/// let newer = |_: &str, old: &cfp_core::Supply| Some([old.clone(), "0.5777 kg CO2e/kWh".into()]);
/// let difference = system.change([&gwp, &gwp], newer).difference(&Demand::new("profile", "1 t"))?;
/// assert_eq!(difference.change.to_string(), "-49.22");
/// assert_eq!(difference.parts[0].co2e, difference.change);
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Change {
    system: System,
    gwp: [GwpSet; 2],
    /// By supply, the figure before and after.
    supplies: BTreeMap<usize, [Supply; 2]>,
}

impl System {
    /// The same processes before and after a change of the figures that supply them. `supply` is asked for each supply, by
    /// its flow and its present figure; with `None` that stays.
    pub fn change(
        &self,
        gwp: [&GwpSet; 2],
        mut supply: impl FnMut(&str, &Supply) -> Option<[Supply; 2]>,
    ) -> Change {
        let supplies = self.graph.supplies.iter().enumerate();
        Change {
            system: self.clone(),
            gwp: gwp.map(Clone::clone),
            supplies: supplies
                .filter_map(|(index, served)| Some((index, supply(&served.flow, &served.stated)?)))
                .collect(),
        }
    }
}

/// The change of a footprint in kg CO2e, and what made it.
///
/// # Exactness
///
/// A footprint is linear in the figures of its supplies and in the global warming potentials: where only these change,
/// the processes run as often before as after. Each part is therefore the amount taken or emitted times the change of its
/// own figure, whatever the order in which the figures change, and the parts sum to the whole change.
/// [`Difference::remainder`] is what arithmetic rounding leaves, and lies within its bound. Where exchanges change too,
/// [`Analysis::compared_with`] says what the parts are; they sum to the change in the same manner.
///
/// [`Analysis::compared_with`]: super::Analysis::compared_with
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// What the footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e before.
    pub before: Figure,
    /// kg CO2e after.
    pub after: Figure,
    /// kg CO2e after less that before.
    pub change: Figure,
    /// The change in percent of what was before, rounded to six places; `None` where that is zero.
    pub change_percent: Option<String>,
    /// What made the change, largest first; what did not change is not here.
    pub parts: Vec<DifferencePart>,
    /// The change less the sum of its parts: zero but for rounding.
    pub remainder: Figure,
}

/// The part of a change that one figure, one exchange or one allocation made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DifferencePart {
    /// What changed.
    #[serde(flatten)]
    pub of: Changed,
    /// Of a figure, how much is taken, or emitted in kg: the mean of before and after. Of an exchange or a demand, how
    /// much more is exchanged after than before at the mean of both runs; where another serves it after, how much of that.
    /// Of an allocation, how often the process runs.
    pub amount: Figure,
    /// The unit of the amount.
    pub unit: String,
    /// kg CO2e after less those before.
    pub co2e: Figure,
    /// The share of the whole change in percent, rounded to six places; `None` where that is zero.
    pub share_percent: Option<String>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Changed {
    /// A supply.
    Supply {
        /// The supplied flow.
        flow: String,
        /// kg CO2e per unit before.
        before: Figure,
        /// kg CO2e per unit after.
        after: Figure,
        /// The row behind the figure before, where it is a published factor.
        row_before: Option<Box<FactorRecord>>,
        /// The row behind the figure after, where it is a published factor.
        row_after: Option<Box<FactorRecord>>,
    },
    /// A global warming potential.
    Gas {
        /// The gas.
        gas: String,
        /// The category it counts in.
        category: Category,
        /// kg CO2e per kg before.
        before: Figure,
        /// kg CO2e per kg after.
        after: Figure,
    },
    /// An exchange of a process: its amount, or who serves it.
    Exchange {
        /// The process.
        process: String,
        /// What the process does with the flow.
        verb: Verb,
        /// The flow.
        flow: String,
        /// The amount as written before; `None` where the process did not have it.
        before: Option<String>,
        /// The amount as written after; `None` where the process no longer has it.
        after: Option<String>,
        /// Who served it before, where somebody else does after: a process, `supply`, or `cut off`.
        from_before: Option<String>,
        /// Who serves it after, where that is somebody else.
        from_after: Option<String>,
    },
    /// The shares in which the outputs of a process bear its burdens.
    Allocation {
        /// The process.
        process: String,
    },
    /// What the footprint is of, or how much of it.
    Demand {
        /// The amount and the product before.
        before: String,
        /// The amount and the product after.
        after: String,
    },
}

/// A part before its share of the whole is known.
pub(super) struct Part {
    /// kg CO2e after less those before.
    pub co2e: Amount,
    pub amount: Amount,
    pub unit: String,
    pub of: Changed,
}

impl Changed {
    /// What kind of change it is: `supply`, `gas`, `exchange`, `allocation` or `demand`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Supply { .. } => "supply",
            Self::Gas { .. } => "gas",
            Self::Exchange { .. } => "exchange",
            Self::Allocation { .. } => "allocation",
            Self::Demand { .. } => "demand",
        }
    }

    /// The flow of a supply or an exchange, the gas, the process of an allocation; empty for the demand.
    pub fn name(&self) -> &str {
        match self {
            Self::Supply { flow, .. } | Self::Exchange { flow, .. } => flow,
            Self::Gas { gas, .. } => gas,
            Self::Allocation { process } => process,
            Self::Demand { .. } => "",
        }
    }

    /// The process of an exchange, and what it does with the flow.
    pub fn exchange(&self) -> Option<(&str, Verb)> {
        match self {
            Self::Exchange { process, verb, .. } => Some((process, *verb)),
            _ => None,
        }
    }

    /// The category that a gas counts in; `None` for all else.
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::Gas { category, .. } => Some(*category),
            _ => None,
        }
    }

    /// The figure of a supply or a gas before and after; `None` for all else.
    pub fn figures(&self) -> Option<[Figure; 2]> {
        match self {
            Self::Supply { before, after, .. } | Self::Gas { before, after, .. } => {
                Some([*before, *after])
            }
            _ => None,
        }
    }

    /// The published factors behind the figure before and after; `None` where it is none.
    pub fn records(&self) -> [Option<&FactorRecord>; 2] {
        match self {
            Self::Supply {
                row_before,
                row_after,
                ..
            } => [row_before.as_deref(), row_after.as_deref()],
            _ => [None, None],
        }
    }

    /// The amount of an exchange, or the demand, as written before and after.
    pub fn written(&self) -> [Option<&str>; 2] {
        match self {
            Self::Exchange { before, after, .. } => [before.as_deref(), after.as_deref()],
            Self::Demand { before, after } => [Some(before), Some(after)],
            _ => [None, None],
        }
    }

    /// Who serves an exchange before and after, where that changed.
    pub fn providers(&self) -> [Option<&str>; 2] {
        match self {
            Self::Exchange {
                from_before,
                from_after,
                ..
            } => [from_before.as_deref(), from_after.as_deref()],
            _ => [None, None],
        }
    }
}

impl Change {
    /// Why the footprint of a demand moves.
    ///
    /// # Errors
    ///
    /// Those of [`System::footprint`] under each of the two sets; figures of supplies that are not per unit of what the
    /// system takes.
    pub fn difference(&self, demand: &Demand) -> Result<Difference, Error> {
        let graph = &self.system.graph;
        let means = self.system.solve()?.meet(demand)?;
        let proved = match &means {
            Means::Supplies(_) => true,
            Means::Processes(solution) => !solution.proved.contains(&false),
        };
        let [before, after] = &self.gwp;
        let moves = Moves {
            change: self,
            graph,
            figures: self.figures()?,
            accounts: [Accounts::of(graph, before)?, Accounts::of(graph, after)?],
            proved,
        };
        let difference = moves.difference(demand, &means);
        difference.map_err(|kind| Problem::new(kind, Place::default()).into())
    }

    /// The figures of every supply before and after, in kg CO2e per its unit.
    fn figures(&self) -> Result<Vec<[Amount; 2]>, Error> {
        let supplies = &self.system.graph.supplies;
        let mut figures: Vec<_> = supplies
            .iter()
            .map(|supply| [supply.figure.total, supply.figure.total])
            .collect();
        let mut problems = Vec::new();
        for (index, pair) in &self.supplies {
            let served = &supplies[*index];
            for (side, supply) in pair.iter().enumerate() {
                match supply.per(&served.figure.unit) {
                    Ok(intensity) => figures[*index][side] = intensity.total,
                    Err(kind) => {
                        let place = Place::supply(&served.flow).at_key("footprint");
                        problems.push(Problem::new(kind, place));
                    }
                }
            }
        }
        Error::unless_empty(problems, figures)
    }
}

/// The same runs under two sets of figures.
struct Moves<'a> {
    change: &'a Change,
    graph: &'a Graph,
    /// By supply, kg CO2e per unit before and after.
    figures: Vec<[Amount; 2]>,
    accounts: [Accounts; 2],
    proved: bool,
}

/// What a gas in a category counts before and after: its mass in kg, and kg CO2e per kg. The masses differ only where
/// one of the sets knows a name that is an alias to the other.
#[derive(Clone, Copy)]
struct Gas {
    mass_kg: [Amount; 2],
    factor: [Amount; 2],
}

impl Moves<'_> {
    fn difference(self, demand: &Demand, means: &Means) -> Result<Difference, NumberProblem> {
        let gases = self.gases(means)?;
        let tally = Tally::of(self.graph, &self.accounts[0], means)?;
        let mut totals = [Amount::ZERO; 2];
        let mut parts: Vec<Part> = Vec::new();
        for ((gas, category), Gas { mass_kg, factor }) in gases {
            let [before, after] = [mass_kg[0].times(factor[0])?, mass_kg[1].times(factor[1])?];
            totals = [totals[0].plus(before)?, totals[1].plus(after)?];
            let changed = Changed::Gas {
                gas,
                category,
                before: self.figure(factor[0]),
                after: self.figure(factor[1]),
            };
            let is_same = mass_kg[0] == mass_kg[1];
            let co2e = if is_same {
                mass_kg[0].times(factor[1].minus(factor[0])?)?
            } else {
                after.minus(before)?
            };
            let mass = if mass_kg[0].is_zero() {
                mass_kg[1]
            } else {
                mass_kg[0]
            };
            parts.push(Part {
                co2e,
                amount: mass,
                unit: "kg".to_owned(),
                of: changed,
            });
        }
        for (index, &amount) in tally.supplied.iter().enumerate() {
            let [before, after] = self.figures[index];
            totals = [
                totals[0].plus(amount.times(before)?)?,
                totals[1].plus(amount.times(after)?)?,
            ];
            let unit = self.graph.supplies[index].figure.unit.symbol();
            let co2e = amount.times(after.minus(before)?)?;
            parts.push(Part {
                co2e,
                amount,
                unit: unit.to_owned(),
                of: self.supply(index),
            });
        }
        assembled(demand, self.proved, totals, parts)
    }

    /// The gases under both sets, by name and category.
    fn gases(&self, means: &Means) -> Result<BTreeMap<(String, Category), Gas>, NumberProblem> {
        let mut gases: BTreeMap<(String, Category), Gas> = BTreeMap::new();
        for (side, accounts) in self.accounts.iter().enumerate() {
            let tally = Tally::of(self.graph, accounts, means)?;
            for (account, &mass_kg) in accounts.list.iter().zip(&tally.masses) {
                if mass_kg.is_zero() {
                    continue;
                }
                let key = (account.gas.clone(), account.category);
                let gas = gases.entry(key).or_insert(Gas {
                    mass_kg: [Amount::ZERO; 2],
                    factor: [Amount::ZERO; 2],
                });
                gas.mass_kg[side] = mass_kg;
                gas.factor[side] = account.kg_co2e_per_kg.unwrap_or(Amount::ONE);
            }
        }
        Ok(gases)
    }

    fn supply(&self, index: usize) -> Changed {
        let served = &self.graph.supplies[index];
        let pair = self.change.supplies.get(&index);
        let row = |side: usize| {
            let supply = pair.map_or(&served.stated, |pair| &pair[side]);
            supply.record().cloned().map(Box::new)
        };
        let [before, after] = self.figures[index];
        Changed::Supply {
            flow: served.flow.clone(),
            before: self.figure(before),
            after: self.figure(after),
            row_before: row(0),
            row_after: row(1),
        }
    }

    fn figure(&self, amount: Amount) -> Figure {
        Figure::new(amount, self.proved)
    }
}

/// The parts, largest first, with what they leave of the change; those of nothing are left out.
pub(super) fn assembled(
    demand: &Demand,
    proved: bool,
    [before, after]: [Amount; 2],
    mut parts: Vec<Part>,
) -> Result<Difference, NumberProblem> {
    let figure = |amount: Amount| Figure::new(amount, proved);
    parts.retain(|part| !part.co2e.is_zero());
    parts.sort_by(|a, b| b.co2e.magnitude().rank(&a.co2e.magnitude()));
    let change = after.minus(before)?;
    let mut remainder = change;
    let mut rows = Vec::with_capacity(parts.len());
    for Part {
        co2e,
        amount,
        unit,
        of,
    } in parts
    {
        remainder = remainder.minus(co2e)?;
        rows.push(DifferencePart {
            of,
            amount: figure(amount),
            unit,
            co2e: figure(co2e),
            share_percent: share_percent(co2e, change)?,
        });
    }
    let written = demand.amount().as_ref();
    Ok(Difference {
        product: demand.product().to_owned(),
        demand: written.map_or_else(ToString::to_string, ToString::to_string),
        before: figure(before),
        after: figure(after),
        change: figure(change),
        change_percent: share_percent(change, before)?,
        parts: rows,
        remainder: figure(remainder),
    })
}
