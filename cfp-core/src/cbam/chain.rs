//! What production processes pass on to each other, solved as a system of equations.

use super::embedded::Part;
use super::measure::{number, sum};
use super::precursor::Pooled;
use crate::amount::Amount;
use crate::characterise::{GwpSet, Intensity};
use crate::error::{Error, Place, Problem, ProblemKind};
use crate::model::{Process, System};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// Something that a process takes, by whom it is made.
pub(super) enum Link<'a> {
    /// From a process of the installation.
    Made {
        process: &'a str,
        tonnes: Amount,
        /// The same in functional units of that process.
        units: Amount,
    },
    /// From suppliers.
    Bought {
        precursor: &'a str,
        tonnes: Amount,
        pooled: Pooled,
    },
}

impl Link<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Made { process, .. } => process,
            Self::Bought { precursor, .. } => precursor,
        }
    }

    pub(super) fn is_own(&self) -> bool {
        matches!(self, Self::Made { .. })
    }

    pub(super) fn tonnes(&self) -> Amount {
        match self {
            Self::Made { tonnes, .. } | Self::Bought { tonnes, .. } => *tonnes,
        }
    }
}

/// What a unit of a process or precursor embeds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PerUnit {
    pub direct: Amount,
    pub indirect: Amount,
    pub counted: Amount,
    pub by_default: Amount,
    pub electricity: Amount,
}

/// The accounts that are passed on, in the order of [`PerUnit`].
const ACCOUNTS: [&str; 5] = [
    "direct",
    "indirect",
    "indirect that counts",
    "direct by default",
    "electricity",
];
/// The free allocation, which is passed on by tonnes and not by functional units.
const ALLOCATION: [&str; 2] = ["allocation", "parts not known"];

/// The solution: what a functional unit of each process embeds, and the free allocation of a tonne.
pub(super) struct Chain {
    per_unit: Vec<PerUnit>,
    /// Own and of precursors, per tonne; `None` where a part is not known.
    allocation: Vec<Option<Amount>>,
    /// Of precursors alone.
    of_precursors: Vec<Option<Amount>>,
    names: Vec<String>,
    /// Functional units per tonne, on average.
    contents: Vec<Amount>,
    /// Whether the rounding of all of it is bounded.
    pub is_proved: bool,
}

impl Chain {
    pub(super) fn solve(parts: &[Part<'_>]) -> Result<Self, Error> {
        let of_part = |part: &Part<'_>, kind| {
            Error::from(Problem::new(kind, Place::process(&part.production.name)))
        };
        let mut by_units = Vec::new();
        let mut by_tonnes = Vec::new();
        let mut owns = Vec::new();
        let mut contents = Vec::new();
        for part in parts {
            by_units.push(part.passes_on().map_err(|kind| of_part(part, kind))?);
            let own = part.own_allocation().map_err(|kind| of_part(part, kind))?;
            let passes = part.passes_allocation(own);
            by_tonnes.push(passes.map_err(|kind| of_part(part, kind))?);
            owns.push(own);
            let content = part.activity_level.over(part.tonnes);
            contents.push(content.map_err(|kind| of_part(part, kind.into()))?);
        }
        let (per_unit, units_proved) = solved(by_units, &ACCOUNTS)?;
        let (allocation, tonnes_proved) = solved(by_tonnes, &ALLOCATION)?;
        let allocation: Vec<Option<Amount>> = allocation
            .iter()
            .map(|[own, missing]| missing.midpoint().is_zero().then_some(*own))
            .collect();
        let mut of_precursors = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            // Without its own allocation a process still passes on that of its precursors.
            let known = part.allocation_of_precursors(&allocation, parts);
            let known = known.map_err(|kind| of_part(part, kind))?;
            of_precursors.push(match (allocation[number], owns[number], &part.links[..]) {
                (_, _, []) => Some(Amount::ZERO),
                _ => known,
            });
        }
        let to_unit =
            |[direct, indirect, counted, by_default, electricity]: &[Amount; 5]| PerUnit {
                direct: *direct,
                indirect: *indirect,
                counted: *counted,
                by_default: *by_default,
                electricity: *electricity,
            };
        Ok(Self {
            per_unit: per_unit.iter().map(to_unit).collect(),
            allocation,
            of_precursors,
            names: parts
                .iter()
                .map(|part| part.production.name.clone())
                .collect(),
            contents,
            is_proved: units_proved && tonnes_proved,
        })
    }

    /// What a functional unit of a process embeds.
    pub(super) fn of(&self, number: usize) -> PerUnit {
        self.per_unit[number]
    }

    /// The free allocation of the precursors of a tonne of goods.
    pub(super) fn allocation_of_precursors(&self, number: usize) -> Option<Amount> {
        self.of_precursors[number]
    }

    /// What a tonne of a precursor embeds.
    pub(super) fn values(&self, link: &Link<'_>) -> Result<Pooled, ProblemKind> {
        match link {
            Link::Bought { pooled, .. } => Ok(*pooled),
            Link::Made {
                process,
                tonnes,
                units,
            } => {
                let Some(number) = self.names.iter().position(|name| name == process) else {
                    return Ok(Pooled::NOTHING);
                };
                let content = if tonnes.is_zero() {
                    self.contents[number]
                } else {
                    units.over(*tonnes)?
                };
                let per_unit = self.per_unit[number];
                Ok(Pooled {
                    direct: per_unit.direct.times(content)?,
                    indirect: per_unit.indirect.times(content)?,
                    counted: per_unit.counted.times(content)?,
                    by_default: per_unit.by_default.times(content)?,
                    electricity: per_unit.electricity.times(content)?,
                    allocation: self.allocation[number],
                })
            }
        }
    }
}

impl Part<'_> {
    /// The process with what it adds to each account, and what it takes, by functional units.
    fn passes_on(&self) -> Result<Passing, ProblemKind> {
        let mut sums = [Amount::ZERO; 5];
        for link in &self.links {
            if let Link::Bought { tonnes, pooled, .. } = link {
                let of_tonne = [
                    pooled.direct,
                    pooled.indirect,
                    pooled.counted,
                    pooled.by_default,
                    pooled.electricity,
                ];
                for (sum, number) in sums.iter_mut().zip(of_tonne) {
                    *sum = sum.plus(tonnes.times(number)?)?;
                }
            }
        }
        let own = &self.attribution;
        let counted = if self.production.annex_ii {
            Amount::ZERO
        } else {
            own.attributed_indirect
        };
        let own = [
            own.attributed_direct,
            own.attributed_indirect,
            counted,
            Amount::ZERO,
            own.electricity,
        ];
        for (sum, number) in sums.iter_mut().zip(own) {
            *sum = sum.plus(number)?;
        }
        Ok(Passing {
            name: self.production.name.clone(),
            makes: self.activity_level,
            takes: self.takes(|_, units| units),
            adds: sums.to_vec(),
        })
    }

    /// The same for the free allocation, by tonnes; what is not known counts as a part that is not.
    fn passes_allocation(&self, own: Option<Amount>) -> Result<Passing, ProblemKind> {
        let mut known = match own {
            Some(own) => own.times(self.tonnes)?,
            None => Amount::ZERO,
        };
        let mut missing = if own.is_some() {
            Amount::ZERO
        } else {
            self.tonnes
        };
        for link in &self.links {
            if let Link::Bought { tonnes, pooled, .. } = link {
                match pooled.allocation {
                    Some(allocation) => known = known.plus(tonnes.times(allocation)?)?,
                    None => missing = missing.plus(*tonnes)?,
                }
            }
        }
        Ok(Passing {
            name: self.production.name.clone(),
            makes: self.tonnes,
            takes: self.takes(|tonnes, _| tonnes),
            adds: vec![known, missing],
        })
    }

    fn takes(&self, by: impl Fn(Amount, Amount) -> Amount) -> Vec<(String, Amount)> {
        let made = self.links.iter().filter_map(|link| match link {
            Link::Made {
                process,
                tonnes,
                units,
            } => Some(((*process).to_owned(), by(*tonnes, *units))),
            Link::Bought { .. } => None,
        });
        made.collect()
    }

    /// The own free allocation of a tonne of what the process makes, on average over its goods; `None` where that is not
    /// known.
    fn own_allocation(&self) -> Result<Option<Amount>, ProblemKind> {
        let goods = &self.production.goods;
        let owns: Option<Vec<Amount>> = goods.iter().map(|good| good.own_allocation).collect();
        let Some(owns) = owns.filter(|owns| !owns.is_empty()) else {
            return Ok(None);
        };
        if owns.windows(2).all(|pair| pair[0] == pair[1]) {
            return Ok(Some(owns[0]));
        }
        let mut whole = Amount::ZERO;
        for (good, own) in goods.iter().zip(&owns) {
            let Some(produced) = &good.produced else {
                return Ok(None);
            };
            let tonnes = number(produced, "t")?;
            whole = whole.plus(tonnes.times(*own)?)?;
        }
        Ok(Some(whole.over(self.tonnes)?))
    }

    /// The free allocation of what goes into a tonne of goods.
    fn allocation_of_precursors(
        &self,
        allocation: &[Option<Amount>],
        parts: &[Part<'_>],
    ) -> Result<Option<Amount>, ProblemKind> {
        let mut parts_of_sum = Vec::new();
        for link in &self.links {
            let of_tonne = match link {
                Link::Bought { pooled, .. } => pooled.allocation,
                Link::Made { process, .. } => {
                    let maker = parts
                        .iter()
                        .position(|part| part.production.name == *process);
                    maker.and_then(|maker| allocation[maker])
                }
            };
            let tonnes = link.tonnes();
            match of_tonne {
                Some(of_tonne) => parts_of_sum.push(tonnes.times(of_tonne)?),
                None if tonnes.is_zero() => {}
                None => return Ok(None),
            }
        }
        Ok(Some(sum(parts_of_sum)?.over(self.tonnes)?))
    }
}

/// A process of the equations: how much it makes, takes of the others, and adds to each account.
struct Passing {
    name: String,
    makes: Amount,
    takes: Vec<(String, Amount)>,
    adds: Vec<Amount>,
}

/// The accounts of a unit of each process, from the solver of process graphs.
fn solved<const N: usize>(
    passing: Vec<Passing>,
    accounts: &[&str; N],
) -> Result<(Vec<[Amount; N]>, bool), Error> {
    let in_whole = |kind: ProblemKind| Error::from(Problem::new(kind, Place::default()));
    let item = Unit::parse("item").map_err(|kind| in_whole(kind.into()))?;
    let mass = Unit::kilogram();
    let mut builder = System::builder();
    for one in passing {
        let mut process =
            Process::new(one.name.clone()).makes(&one.name, Quantity::new(one.makes, item.clone()));
        for (from, amount) in one.takes {
            process = process.takes(&from, Quantity::new(amount, item.clone()));
        }
        for (account, amount) in accounts.iter().zip(one.adds) {
            process = process.emits(account, Quantity::new(amount, mass.clone()));
        }
        builder = builder.process(process);
    }
    let set = GwpSet::of_values("accounts", accounts.map(|account| (account, "1")))?;
    let intensities = builder
        .build()?
        .solve()?
        .whole()?
        .intensities_with_gases(&set)?;
    let figure = |row: &Intensity, account: &str| {
        let gas = row.inventory.iter().find(|line| line.gas == account);
        gas.and_then(|line| line.mass_kg)
    };
    let rows = &intensities.intensities;
    let all = rows
        .iter()
        .flat_map(|row| accounts.map(|account| figure(row, account)));
    let is_proved = all.flatten().all(|figure| figure.proved().is_some());
    let of_row = |row: &Intensity| {
        accounts.map(|account| match figure(row, account) {
            Some(figure) => figure.proved().unwrap_or_else(|| figure.value()),
            None => Amount::ZERO,
        })
    };
    Ok((rows.iter().map(of_row).collect(), is_proved))
}
