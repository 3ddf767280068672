//! The accounts beside the gases: stages, regions, sources and quality of data, one entry for each part of a footprint.

use std::collections::BTreeMap;

use super::figure::Figure;
use super::footprint::share_percent;
use super::rows::{CoverageRow, CoveredBy, DataQuality, Ratings, RegionRow, StageRow};
use super::tally::{Accounts, Of, Part};
use crate::amount::Amount;
use crate::error::NumberProblem;
use crate::model::{Carried, Category, FactorRecord, Graph, ServedSupply};
use crate::solve::Solution;

/// Sums by a key, in the order of the keys.
type Book<K> = BTreeMap<K, Amount>;

/// What each part of a footprint is entered in.
pub(super) struct Books<'a> {
    graph: &'a Graph,
    accounts: &'a Accounts,
    stages: Book<Option<&'a str>>,
    territorial: Book<Option<&'a str>>,
    embodied: Book<Option<&'a str>>,
    sources: Book<CoveredBy>,
    origins: Origins,
    /// kg CO2e that each column emits itself.
    direct: Vec<Amount>,
}

/// The absolute contributions by the origin of their data, and those with scores.
#[derive(Default)]
struct Origins {
    primary: Amount,
    metered: Amount,
    secondary: Amount,
    not_stated: Amount,
    scored: Amount,
    scores: [Amount; 3],
}

/// Adds to the sum of a key.
fn enter<K: Ord>(book: &mut Book<K>, key: K, amount: Amount) -> Result<(), NumberProblem> {
    let sum = book.entry(key).or_insert(Amount::ZERO);
    *sum = sum.plus(amount)?;
    Ok(())
}

impl<'a> Books<'a> {
    pub fn new(graph: &'a Graph, accounts: &'a Accounts) -> Self {
        Self {
            graph,
            accounts,
            stages: Book::new(),
            territorial: Book::new(),
            embodied: Book::new(),
            sources: Book::new(),
            origins: Origins::default(),
            direct: vec![Amount::ZERO; graph.columns.len()],
        }
    }

    /// Enters what one exchange of a running process counts.
    pub fn part(&mut self, column: usize, part: &Part) -> Result<(), NumberProblem> {
        if part.co2e.is_zero() {
            return Ok(());
        }
        let process = &self.graph.processes[part.activity];
        let here = self.graph.region_of(part.activity);
        enter(&mut self.stages, process.stage.as_deref(), part.co2e)?;
        match part.of {
            Of::Account(account) => {
                self.direct[column] = self.direct[column].plus(part.co2e)?;
                enter(&mut self.territorial, here, part.co2e)?;
                let exchange = &process.lines[part.line].exchange;
                let source = match exchange.stated_source() {
                    Some(source) => CoveredBy::Emission {
                        source: source.to_owned(),
                    },
                    None => CoveredBy::NotStated,
                };
                enter(&mut self.sources, source, part.co2e)?;
                if self.accounts.list[account].category != Category::BiogenicRemovals {
                    let quality = exchange.details().quality.as_ref();
                    let scores = quality.and_then(|quality| quality.checked().ok());
                    let absolute = part.co2e.magnitude();
                    self.origins.measured(exchange.stated_primary(), absolute)?;
                    self.origins.score(scores, absolute)?;
                }
                Ok(())
            }
            Of::Supply(supply, amount) => {
                enter(&mut self.embodied, here, part.co2e)?;
                let primary = process.lines[part.line].exchange.stated_primary();
                self.supply(supply, amount, primary)
            }
        }
    }

    /// Enters what is taken of a supply; `metered` says whether the amount was measured.
    pub fn supply(
        &mut self,
        supply: usize,
        amount: Amount,
        metered: Option<bool>,
    ) -> Result<(), NumberProblem> {
        let graph = self.graph;
        let served = &graph.supplies[supply];
        let co2e = amount.times(served.figure.total)?;
        enter(&mut self.territorial, served.stated.stated_region(), co2e)?;
        enter(&mut self.sources, covered_by(served), co2e)?;
        let absolute = without_uptake(served, amount)?;
        self.origins.supplied(served, metered, absolute)?;
        let about = &served.stated.about;
        let scores = about.quality.as_ref();
        let scores = scores.and_then(|quality| quality.checked().ok());
        let covered = match &about.carried {
            Some(carried) => absolute.times(carried.scored)?.shifted(-2)?,
            None => absolute,
        };
        self.origins.score(scores, covered)
    }

    /// Enters what meets the demand without any process, in the region of the system.
    pub fn demanded(&mut self, co2e: Amount) -> Result<(), NumberProblem> {
        enter(&mut self.embodied, self.graph.region.as_deref(), co2e)?;
        enter(&mut self.stages, None, co2e)
    }

    /// Enters what the processes emit themselves with those who take what they make: by the amounts that each takes.
    pub fn consumers(&mut self, solution: &Solution) -> Result<(), NumberProblem> {
        let graph = self.graph;
        let mut left = self.direct.clone();
        let mut per_unit = vec![None; graph.columns.len()];
        for (consumer, &runs) in solution.values.iter().enumerate() {
            if runs.is_zero() {
                continue;
            }
            let activity = graph.columns[consumer].activity;
            for link in &graph.activities[activity].links {
                let maker = link.column;
                if self.direct[maker].is_zero() {
                    continue;
                }
                let each = if let Some(each) = per_unit[maker] {
                    each
                } else {
                    *per_unit[maker].insert(self.accounts.emitted_per_unit(graph, maker)?)
                };
                let weight = graph.weight(consumer, link.weights.as_deref());
                let taken = link.amount.times(weight)?.times(runs)?;
                let co2e = taken.times(each)?;
                left[maker] = left[maker].minus(co2e)?;
                enter(&mut self.embodied, graph.region_of(activity), co2e)?;
            }
        }
        // What nobody in the system takes meets the demand. Elsewhere rounding alone is left, which is in no region.
        for co2e in left {
            if co2e.is_positive() || co2e.is_negative() {
                enter(&mut self.embodied, graph.region.as_deref(), co2e)?;
            }
        }
        Ok(())
    }

    /// The stages, largest first.
    pub fn stages(&self, total: Amount, proved: bool) -> Result<Vec<StageRow>, NumberProblem> {
        let rows = largest_first(&self.stages).into_iter();
        rows.map(|(stage, co2e)| {
            Ok(StageRow {
                stage: stage.map(str::to_owned),
                co2e: Figure::new(co2e, proved),
                share_percent: share_percent(co2e, total)?,
            })
        })
        .collect()
    }

    /// The regions by their codes, those that state none last.
    pub fn regions(&self, proved: bool) -> Vec<RegionRow> {
        let mut codes: Vec<_> = self
            .territorial
            .keys()
            .chain(self.embodied.keys())
            .collect();
        codes.sort_by_key(|code| (code.is_none(), **code));
        codes.dedup();
        let figure = |book: &Book<Option<&str>>, code: Option<&str>| {
            let sum = book.get(&code).copied();
            Figure::new(sum.unwrap_or(Amount::ZERO), proved)
        };
        codes
            .into_iter()
            .map(|code| RegionRow {
                region: code.map(str::to_owned),
                territorial: figure(&self.territorial, *code),
                embodied: figure(&self.embodied, *code),
            })
            .collect()
    }

    /// The sources, largest first.
    pub fn coverage(&self, total: Amount, proved: bool) -> Result<Vec<CoverageRow>, NumberProblem> {
        let rows = largest_first(&self.sources).into_iter();
        rows.map(|(source, co2e)| {
            Ok(CoverageRow {
                source: source.clone(),
                co2e: Figure::new(co2e, proved),
                share_percent: share_percent(co2e, total)?,
            })
        })
        .collect()
    }

    /// The origins of the data.
    pub fn quality(&self) -> Result<DataQuality, NumberProblem> {
        self.origins.quality()
    }
}

fn largest_first<K: Ord + Clone>(book: &Book<K>) -> Vec<(K, Amount)> {
    let mut rows: Vec<_> = book.iter().map(|(key, sum)| (key.clone(), *sum)).collect();
    rows.sort_by(|(_, a), (_, b)| b.magnitude().rank(&a.magnitude()));
    rows
}

/// The source of what a supply counts.
pub(crate) fn covered_by(served: &ServedSupply) -> CoveredBy {
    let about = &served.stated.about;
    match &about.factor {
        Some(FactorRecord {
            dataset,
            version,
            region,
            year,
            steps,
            ..
        }) => CoveredBy::Dataset {
            dataset: dataset.clone(),
            version: version.clone(),
            region: region.clone(),
            year: *year,
            exact: steps.is_empty(),
        },
        None => CoveredBy::Supplier {
            source: about.source.clone().or_else(|| about.supplier.clone()),
        },
    }
}

/// The absolute contribution of a supply without its biogenic uptake.
fn without_uptake(served: &ServedSupply, amount: Amount) -> Result<Amount, NumberProblem> {
    let parts = served.figure.by_category.iter();
    let mut uptakes = parts.filter(|(category, _)| *category == Category::BiogenicRemovals);
    match uptakes.next() {
        Some((_, uptake)) => {
            let rest = served.figure.total.minus(*uptake)?;
            Ok(amount.times(rest)?.magnitude())
        }
        None => Ok(amount.times(served.figure.total)?.magnitude()),
    }
}

impl Origins {
    fn measured(&mut self, primary: Option<bool>, absolute: Amount) -> Result<(), NumberProblem> {
        let sum = match primary {
            Some(true) => &mut self.primary,
            Some(false) => &mut self.secondary,
            None => &mut self.not_stated,
        };
        *sum = sum.plus(absolute)?;
        Ok(())
    }

    fn supplied(
        &mut self,
        served: &ServedSupply,
        metered: Option<bool>,
        absolute: Amount,
    ) -> Result<(), NumberProblem> {
        let about = &served.stated.about;
        if let Some(Ok(percent)) = &about.primary_percent {
            let part = |percent: Amount| absolute.times(percent)?.shifted(-2);
            let carried =
                |of: fn(&Carried) -> Amount| about.carried.as_ref().map_or(Amount::ZERO, of);
            let primary = part(*percent)?;
            let metered = part(carried(|carried| carried.metered))?;
            let not_stated = part(carried(|carried| carried.not_stated))?;
            self.primary = self.primary.plus(primary)?;
            self.metered = self.metered.plus(metered)?;
            self.not_stated = self.not_stated.plus(not_stated)?;
            let secondary = absolute.minus(primary)?.minus(metered)?.minus(not_stated)?;
            self.secondary = self.secondary.plus(secondary)?;
            return Ok(());
        }
        let burns = |record: &FactorRecord| {
            record.kind.starts_with("combustion") || record.kind == "gas release"
        };
        let sum = match &about.factor {
            Some(record) if metered == Some(true) && burns(record) => &mut self.metered,
            Some(_) => &mut self.secondary,
            None => &mut self.not_stated,
        };
        *sum = sum.plus(absolute)?;
        Ok(())
    }

    fn score(
        &mut self,
        scores: Option<[Amount; 3]>,
        absolute: Amount,
    ) -> Result<(), NumberProblem> {
        let Some(scores) = scores else {
            return Ok(());
        };
        self.scored = self.scored.plus(absolute)?;
        for (sum, score) in self.scores.iter_mut().zip(scores) {
            *sum = sum.plus(score.times(absolute)?)?;
        }
        Ok(())
    }

    fn quality(&self) -> Result<DataQuality, NumberProblem> {
        let sums = [self.primary, self.metered, self.secondary, self.not_stated];
        let mut absolute = Amount::ZERO;
        for sum in sums {
            absolute = absolute.plus(sum)?;
        }
        let percent = |sum: Amount| share_percent(sum, absolute);
        let rating = |sum: Amount| Some(sum.over(self.scored).ok()?.rounded_text(4));
        let ratings = match self.scores.map(rating) {
            [Some(technology), Some(geography), Some(time)] => Some(Ratings {
                technology,
                geography,
                time,
                covered_percent: percent(self.scored)?,
            }),
            // Nothing is scored, or next to nothing: a mean of it says nothing.
            _ => None,
        };
        Ok(DataQuality {
            primary_percent: percent(self.primary)?,
            metered_percent: percent(self.metered)?,
            secondary_percent: percent(self.secondary)?,
            not_stated_percent: percent(self.not_stated)?,
            ratings,
        })
    }
}
