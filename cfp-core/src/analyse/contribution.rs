//! What a footprint is made of: by process, product, gas, category, stage, tag, region, tier or dataset.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::parts::Parts;
use super::supply_chain::ChainOptions;
use crate::amount::Amount;
use crate::characterise::{
    CoveredBy, Figure, Means, Of, Part, Tally, covered_by, first_until, share_percent,
};
use crate::error::{AnalyseProblem, Error, NumberProblem, Place, Problem};
use crate::model::{CO2E, Finding, Process};

/// By what a footprint is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum By {
    /// What each process emits itself, over all of its outputs, and what each supply brings. Several supplies of one
    /// supplier are told apart by what they are.
    Process,
    /// What is emitted for each product that a process makes, and what each supplied flow brings.
    Product,
    /// The gases; what supplies bring is `CO2e`.
    Gas,
    /// The categories of ISO 14067.
    Category,
    /// The life-cycle stages; supplies count in that of the process that takes them.
    Stage,
    /// The tags; supplies count under those of the process that takes them. A process with several tags counts once, under
    /// all of them together (`recycled + site A`), so that the parts still sum to the total.
    Tag,
    /// The regions where it is emitted: of the process, or of the supply's figure.
    Region,
    /// The tiers of suppliers: 0 is the process that makes what is demanded, 1 what that takes directly, and so on. A process
    /// that is needed in several tiers counts in each with what is needed there, and one that takes its own product
    /// does so within its tier.
    Tier,
    /// The published datasets with their versions, the sources of suppliers' results, and the sources that emissions state.
    Dataset,
}

impl By {
    /// Every breakdown.
    pub const ALL: [Self; 9] = [
        Self::Process,
        Self::Product,
        Self::Gas,
        Self::Category,
        Self::Stage,
        Self::Tag,
        Self::Region,
        Self::Tier,
        Self::Dataset,
    ];

    /// The word for it: `process`, `tier`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Product => "product",
            Self::Gas => "gas",
            Self::Category => "category",
            Self::Stage => "stage",
            Self::Tag => "tag",
            Self::Region => "region",
            Self::Tier => "tier",
            Self::Dataset => "dataset",
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for By {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|by| by.word() == word).ok_or_else(|| {
            let kind = AnalyseProblem::UnknownBreakdown {
                given: word.to_owned(),
                known: Self::ALL.map(Self::word).to_vec(),
            };
            Problem::new(kind, Place::default()).into()
        })
    }
}

/// A footprint broken down.
///
/// # Exactness
///
/// The rows and what is grouped away sum to the total, within its bound: [`ContributionTable::rounding`] is the total less
/// all of them, and zero but for what arithmetic rounded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContributionTable {
    /// By what.
    pub by: By,
    /// kg CO2e of the whole footprint.
    pub total: Figure,
    /// The parts, largest first, tiers in their order; what contributes nothing is left out.
    pub rows: Vec<ContributionRow>,
    /// What is grouped away; `None` where nothing is.
    pub remainder: Option<ContributionRemainder>,
    /// The total less the rows and the remainder: zero but for rounding.
    pub rounding: Figure,
    /// What a reader should know of the breakdown.
    pub findings: Vec<Finding>,
}

/// A part of a footprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContributionRow {
    /// What the part is of.
    pub kind: ContributionKind,
    /// Its name; `None` for what states none.
    pub name: Option<String>,
    /// kg CO2e.
    pub co2e: Figure,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// What a part of a footprint is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ContributionKind {
    /// A process, by what it emits itself.
    Process,
    /// A product, by what the process that makes it emits itself.
    Product,
    /// A supply, by its whole figure.
    Supply,
    /// A gas.
    Gas,
    /// A category.
    Category,
    /// A life-cycle stage.
    Stage,
    /// A tag, or several together.
    Tag,
    /// A region.
    Region,
    /// A tier of suppliers.
    Tier,
    /// A published dataset in a version.
    Dataset,
    /// The source of a supplier's result.
    Supplier,
    /// The source of an emission.
    Emission,
}

impl ContributionKind {
    /// The word for it in results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Product => "product",
            Self::Supply => "supply",
            Self::Gas => "gas",
            Self::Category => "category",
            Self::Stage => "stage",
            Self::Tag => "tag",
            Self::Region => "region",
            Self::Tier => "tier",
            Self::Dataset => "dataset",
            Self::Supplier => "supplier",
            Self::Emission => "emission",
        }
    }
}

/// What a breakdown does not show row by row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContributionRemainder {
    /// What it is, such as `3 others`.
    pub name: String,
    /// How many rows it stands for; `None` for tiers without end.
    pub count: Option<usize>,
    /// kg CO2e.
    pub co2e: Figure,
    /// kg CO2e of what in it is above zero.
    pub positive: Figure,
    /// kg CO2e of what in it is below zero: with what is above, the remainder within the bounds.
    pub negative: Figure,
    /// The share of the remainder in the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

type Key = (ContributionKind, Option<String>);

/// The sums of a breakdown. A supply of a named supplier has a sum of its own: by its place among the supplies.
#[derive(Default)]
struct Sums(BTreeMap<(Key, Option<usize>), Amount>);

impl Sums {
    fn enter(
        &mut self,
        kind: ContributionKind,
        name: Option<String>,
        co2e: Amount,
    ) -> Result<(), NumberProblem> {
        self.enter_apart(((kind, name), None), co2e)
    }

    fn enter_apart(
        &mut self,
        key: (Key, Option<usize>),
        co2e: Amount,
    ) -> Result<(), NumberProblem> {
        let sum = self.0.entry(key).or_insert(Amount::ZERO);
        *sum = sum.plus(co2e)?;
        Ok(())
    }
}

impl Analysis {
    /// kg CO2e of the magnitudes of what each process emits itself and each supply brings, together: the rows of
    /// [`By::Process`] without their signs. Cut-offs are shares of this, since credits can bring the total to zero.
    ///
    /// # Errors
    ///
    /// A figure beyond the range of decimals.
    pub fn gross(&self) -> Result<Figure, Error> {
        let sums = self.summed(By::Process).map_err(too_large)?.0;
        let gross = Parts::of(sums.into_values()).and_then(|parts| parts.gross());
        Ok(Figure::new(gross.map_err(too_large)?, self.is_proved()))
    }

    /// The footprint broken down; the tiers until less than a millionth of the gross is left, and at most a hundred of them.
    ///
    /// # Errors
    ///
    /// Figures beyond the range of decimals.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{By, Demand, GwpSet, Process, System};
    ///
    /// let system = System::builder()
    ///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", "1.15 MWh"))
    ///     .supply("electricity", "0.5777 kg CO2e/kWh")
    ///     .build()?;
    /// let analysis = system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))?;
    /// let table = analysis.contributions(By::Process)?;
    /// assert_eq!(table.rows[0].name.as_deref(), Some("electricity"));
    /// assert_eq!(table.rows[0].co2e.to_string(), "664.355");
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn contributions(&self, by: By) -> Result<ContributionTable, Error> {
        if by == By::Tier {
            let options = ChainOptions::default().cut_off(1e-6).most(100);
            return self.tiers(options);
        }
        let sums = self.summed(by).map_err(too_large)?;
        let mut rows = self.told_apart(sums);
        rows.sort_by(|(_, a), (_, b)| b.magnitude().rank(&a.magnitude()));
        let table = self.table(by, rows, None);
        table.map_err(too_large)
    }

    /// The sums that are not zero, and in brackets behind a supplier's name what it supplies where there is more than one sum
    /// of that name.
    fn told_apart(&self, sums: Sums) -> Vec<(Key, Amount)> {
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        let sums: Vec<_> = sums
            .0
            .into_iter()
            .filter(|(_, co2e)| !co2e.is_zero())
            .collect();
        for ((key, _), _) in &sums {
            *counts.entry(key.clone()).or_default() += 1;
        }
        let told = sums.into_iter().map(|((key, supply), co2e)| {
            let several = counts[&key] > 1;
            let (kind, name) = key;
            let flow = supply.map(|supply| &self.graph().supplies[supply].flow);
            let name = match (name, flow) {
                (Some(name), Some(flow)) if several => Some(format!("{name} ({flow})")),
                (name, _) => name,
            };
            ((kind, name), co2e)
        });
        told.collect()
    }

    /// A table of rows, and what is left beyond them.
    pub(super) fn table(
        &self,
        by: By,
        rows: Vec<(Key, Amount)>,
        left: Option<Parts>,
    ) -> Result<ContributionTable, NumberProblem> {
        let total = self.total();
        let figure = |amount| Figure::new(amount, self.is_proved());
        let whole = left.map(|parts| Ok((parts, parts.net()?))).transpose()?;
        let mut rounding = total.amount();
        let left = whole.iter().map(|(_, net)| *net);
        for co2e in rows.iter().map(|(_, co2e)| *co2e).chain(left) {
            rounding = rounding.minus(co2e)?;
        }
        let rows = rows.into_iter().map(|((kind, name), co2e)| {
            Ok(ContributionRow {
                kind,
                name,
                co2e: figure(co2e),
                share_percent: share_percent(co2e, total.amount())?,
            })
        });
        let remainder = match whole {
            Some((Parts { positive, negative }, net)) => Some(ContributionRemainder {
                name: "further tiers".to_owned(),
                count: None,
                co2e: figure(net),
                positive: figure(positive),
                negative: figure(negative),
                share_percent: share_percent(net, total.amount())?,
            }),
            None => None,
        };
        Ok(ContributionTable {
            by,
            total,
            rows: rows.collect::<Result<_, NumberProblem>>()?,
            remainder,
            rounding: figure(rounding),
            findings: Vec::new(),
        })
    }

    fn summed(&self, by: By) -> Result<Sums, NumberProblem> {
        let (graph, accounts) = (self.graph(), &self.content.accounts);
        let mut sums = Sums::default();
        match &self.content.means {
            Means::Supplies(taken) => {
                for &(supply, amount) in taken {
                    self.enter_supply(&mut sums, by, supply, amount, None)?;
                }
            }
            Means::Processes(solution) => {
                let mut tally = Tally::new(graph, accounts);
                for (column, &runs) in solution.values.iter().enumerate() {
                    if !runs.is_zero() {
                        let enter = |part| self.enter(&mut sums, by, column, &part);
                        tally.run(graph, accounts, column, runs, enter)?;
                    }
                }
            }
        }
        Ok(sums)
    }

    /// Enters what one exchange of a running process counts.
    fn enter(
        &self,
        sums: &mut Sums,
        by: By,
        column: usize,
        part: &Part,
    ) -> Result<(), NumberProblem> {
        let graph = self.graph();
        let process = &graph.processes[part.activity];
        let account = match part.of {
            Of::Account(account) => &self.content.accounts.list[account],
            Of::Supply(supply, amount) => {
                return self.enter_supply(sums, by, supply, amount, Some(part.activity));
            }
        };
        let (kind, name) = match by {
            By::Process => (ContributionKind::Process, Some(process.name.clone())),
            By::Product => {
                let name = graph.output_name(column).to_owned();
                (ContributionKind::Product, Some(name))
            }
            By::Gas => (ContributionKind::Gas, Some(account.gas.clone())),
            By::Category => {
                let name = account.category.to_string();
                (ContributionKind::Category, Some(name))
            }
            By::Stage => (ContributionKind::Stage, process.stage.clone()),
            By::Tag => (ContributionKind::Tag, together(process)),
            By::Region => {
                let region = graph.region_of(part.activity);
                (ContributionKind::Region, region.map(str::to_owned))
            }
            By::Dataset => {
                let exchange = &process.lines[part.line].exchange;
                let source = exchange.stated_source();
                (ContributionKind::Emission, source.map(str::to_owned))
            }
            // Made from the steps of the supply chains.
            By::Tier => return Ok(()),
        };
        sums.enter(kind, name, part.co2e)
    }

    /// Enters what is taken of a supply, by a process or to meet the demand.
    fn enter_supply(
        &self,
        sums: &mut Sums,
        by: By,
        supply: usize,
        amount: Amount,
        taken_by: Option<usize>,
    ) -> Result<(), NumberProblem> {
        let graph = self.graph();
        let served = &graph.supplies[supply];
        let process = taken_by.map(|activity| &graph.processes[activity]);
        let (kind, name) = match by {
            By::Process => {
                let supplier = served.stated.about.supplier.as_ref();
                let name = supplier.unwrap_or(&served.flow).clone();
                let key = (
                    (ContributionKind::Supply, Some(name)),
                    supplier.map(|_| supply),
                );
                return sums.enter_apart(key, amount.times(served.figure.total)?);
            }
            By::Product => (ContributionKind::Supply, Some(served.flow.clone())),
            By::Gas => (ContributionKind::Gas, Some(CO2E.to_owned())),
            By::Category => {
                for (category, part) in &served.figure.by_category {
                    let name = Some(category.to_string());
                    sums.enter(ContributionKind::Category, name, amount.times(*part)?)?;
                }
                return Ok(());
            }
            By::Stage => {
                let stage = process.and_then(|process| process.stage.clone());
                (ContributionKind::Stage, stage)
            }
            By::Tag => (ContributionKind::Tag, process.and_then(together)),
            By::Region => {
                let region = served.stated.stated_region();
                (ContributionKind::Region, region.map(str::to_owned))
            }
            By::Dataset => match covered_by(served) {
                CoveredBy::Dataset {
                    dataset, version, ..
                } => {
                    let name = format!("{dataset} {version}");
                    (ContributionKind::Dataset, Some(name))
                }
                CoveredBy::Supplier { source } => (ContributionKind::Supplier, source),
                CoveredBy::Emission { source } => (ContributionKind::Emission, Some(source)),
                CoveredBy::NotStated => (ContributionKind::Emission, None),
            },
            By::Tier => return Ok(()),
        };
        sums.enter(kind, name, amount.times(served.figure.total)?)
    }
}

/// The tags of a process together, by the alphabet.
fn together(process: &Process) -> Option<String> {
    let tags: BTreeSet<&str> = process.tags.iter().map(String::as_str).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    (!tags.is_empty()).then(|| tags.join(" + "))
}

impl ContributionTable {
    /// The same with the first rows alone, so many of them, and all others in the remainder.
    ///
    /// # Errors
    ///
    /// A sum beyond the range of decimals.
    pub fn top(&self, rows: usize) -> Result<Self, Error> {
        self.grouped(rows).map_err(too_large)
    }

    /// The same with the first rows alone, so many as make this share of the magnitudes of all rows and of the remainder, from 0
    /// to 1; all others are in the remainder. They are the fewest that do, in the order of the table. `until` four fifths are
    /// the most relevant processes of the Product Environmental Footprint.
    ///
    /// # Errors
    ///
    /// A share that is none; a sum beyond the range of decimals.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{By, Demand, GwpSet, Process, System};
    ///
    /// let press = Process::new("press").makes("profile", "1 t").takes("billet", "1 t").takes("gas", "1 GJ");
    /// let system = System::builder()
    ///     .process(press)
    ///     .supply("billet", "9000 kg CO2e/t")
    ///     .supply("gas", "60 kg CO2e/GJ")
    ///     .build()?;
    /// let analysis = system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))?;
    /// let most = analysis.contributions(By::Process)?.until("0.8".parse().expect("a decimal"))?;
    /// assert_eq!(most.rows.len(), 1);
    /// assert_eq!(most.remainder.expect("the gas").co2e.to_string(), "60");
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn until(&self, share: Amount) -> Result<Self, Error> {
        let sizes = self.rows.iter().map(|row| row.co2e.value().magnitude());
        let grouped = self.remainder.iter();
        let grouped = grouped.flat_map(|left| [left.positive.value(), left.negative.value()]);
        let grouped = Parts::of(grouped).and_then(|parts| parts.gross());
        let sizes: Vec<Amount> = sizes.collect();
        self.top(first_until(&sizes, grouped.map_err(too_large)?, share)?)
    }

    fn grouped(&self, rows: usize) -> Result<Self, NumberProblem> {
        let mut table = self.clone();
        let others = table.rows.split_off(rows.min(table.rows.len()));
        if others.is_empty() {
            return Ok(table);
        }
        let mut count = Some(others.len());
        let mut name = match others.len() {
            1 => "1 other".to_owned(),
            many => format!("{many} others"),
        };
        let mut parts = Parts::of(others.iter().map(|row| row.co2e.amount()))?;
        let mut proved = others.iter().all(|row| row.co2e.bound().is_some());
        if let Some(remainder) = &table.remainder {
            parts.add_all(Parts {
                positive: remainder.positive.amount(),
                negative: remainder.negative.amount(),
            })?;
            proved &= remainder.co2e.bound().is_some();
            count = remainder.count.map(|kept| kept + others.len());
            name = match count {
                Some(count) => format!("{count} others"),
                None => remainder.name.clone(),
            };
        }
        let sum = parts.net()?;
        let figure = |amount| Figure::new(amount, proved);
        table.remainder = Some(ContributionRemainder {
            name,
            count,
            co2e: figure(sum),
            positive: figure(parts.positive),
            negative: figure(parts.negative),
            share_percent: share_percent(sum, table.total.amount())?,
        });
        Ok(table)
    }
}
