//! The look-up: from a query to one factor.

use std::borrow::{Borrow, Cow};
use std::ops::RangeInclusive;

use cfp_core::{Setting, Unit};

use crate::dataset::Dataset;
use crate::error::{Error, FactorProblem, Line};
use crate::factor::Factor;
use crate::query::Query;
use crate::region::{Level, RegionRow};
use crate::registry::{Listed, Registry};

/// A query whose every word is known: where it may look, in the order in which it does.
pub(crate) struct Asked<'a> {
    pub(crate) query: &'a Query,
    /// The region asked for and those it may fall back to.
    pub(crate) regions: Vec<&'a RegionRow>,
    /// The region asked for and all that it belongs to, allowed or not.
    pub(crate) chain: Vec<&'a RegionRow>,
    /// The year asked for and those it may fall back to.
    pub(crate) years: RangeInclusive<u16>,
    pub(crate) entries: Vec<&'a Listed>,
}

impl Asked<'_> {
    /// Whether the header of a dataset leaves it open that a row of it answers.
    fn may_answer(&self, dataset: &Dataset) -> bool {
        let in_years = dataset.served_within(&self.years).is_some();
        let in_regions = || {
            let mut codes = self.regions.iter().map(|region| &region.code);
            codes.any(|code| dataset.regions.contains(code))
        };
        in_years && dataset.kinds.contains(&self.query.kind) && in_regions()
    }
}

impl Registry {
    /// The one factor that a query asks for, with each step from what was asked to what was found.
    ///
    /// Superseded datasets answer only when the query names them.
    ///
    /// # Errors
    ///
    /// Every problem of the query: no or an unknown region, no year, an unknown dataset, level or activity. Else
    /// [`FactorProblem::NotFound`] with the whole search, [`FactorProblem::SeveralFactors`], under a lock
    /// [`FactorProblem::NotInLock`], or the faults of a table.
    pub fn find(&self, query: impl Borrow<Query>) -> Result<Factor, Error> {
        let query = &*self.by_code(query.borrow())?;
        let asked = self.asked(query)?;
        match self.answer(&asked)? {
            Some(factor) => Ok(factor),
            None => Err(self.missing(&asked)?.into()),
        }
    }

    /// The factor that answers, if one does; more than one are a problem.
    pub(crate) fn answer(&self, asked: &Asked<'_>) -> Result<Option<Factor>, Error> {
        let query = asked.query;
        let mut rows = Vec::new();
        for listed in &asked.entries {
            if asked.may_answer(listed.dataset()) {
                let of_activity = self.table(listed)?.of_activity(&query.activity);
                let of_kind = of_activity.filter(|factor| factor.kind == query.kind);
                rows.extend(of_kind.map(|factor| (listed.layer, factor)));
            }
        }
        for region in &asked.regions {
            let here = rows.iter().filter(|(_, row)| row.region == region.code);
            let newest = here
                .clone()
                .filter_map(|(_, row)| row.dataset.served_within(&asked.years))
                .max();
            if let Some(year) = newest {
                let matches: Vec<_> = here
                    .filter(|(_, row)| row.dataset.serves.contains(&year))
                    .copied()
                    .collect();
                let (matches, hidden) = uppermost(&matches);
                let one = one_of(query, year, &matches)?;
                let found = with_steps(one, year, asked, &hidden);
                self.check_way(&found)?;
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The query with the code of its region, where it names one that is known.
    pub(crate) fn by_code<'q>(&self, query: &'q Query) -> Result<Cow<'q, Query>, Error> {
        let Some(written) = &query.region else {
            return Ok(Cow::Borrowed(query));
        };
        Ok(match self.regions()?.known(written) {
            Ok(region) if region.code.code() != written => {
                Cow::Owned(query.clone().region(region.code.code()))
            }
            _ => Cow::Borrowed(query),
        })
    }

    /// Refuses an answer of another region under a lock that does not seal the way to it.
    fn check_way(&self, found: &Factor) -> Result<(), FactorProblem> {
        if self.lock().is_none_or(|lock| lock.admits_way(&found.chain)) {
            return Ok(());
        }
        Err(FactorProblem::NotInLock {
            wanted: found.activity.clone(),
            dataset: found.chain.join(" → "),
        })
    }

    /// The query with its words looked up, or everything that is wrong with it.
    pub(crate) fn asked<'a>(&'a self, query: &'a Query) -> Result<Asked<'a>, Error> {
        let regions = self.regions()?;
        let mut problems = Vec::new();
        let mut keep = |problem: FactorProblem| problems.push(problem);
        let entries = match &query.dataset {
            Some(selector) => self
                .selected(selector)
                .map_err(&mut keep)
                .unwrap_or_default(),
            None => self.current().collect(),
        };
        let level = query.up_to_region.as_deref().and_then(|word| {
            let level = Level::from_word(word);
            level.map_err(&mut keep).ok()
        });
        let chain = query.region.as_deref().map_or_else(Vec::new, |code| {
            let known = regions.known(code).map_err(&mut keep);
            known.map_or_else(|()| Vec::new(), |_| regions.chain(code))
        });
        if query.region.is_none() || query.year.is_none() {
            let existing = self.existing(query)?;
            let activity = || query.activity.clone();
            match existing {
                Err(unknown) => keep(unknown),
                Ok(existing) => {
                    if query.region.is_none() {
                        keep(FactorProblem::RegionNotStated {
                            activity: activity(),
                            existing: existing.clone(),
                        });
                    }
                    if query.year.is_none() {
                        keep(FactorProblem::YearNotStated {
                            activity: activity(),
                            existing,
                        });
                    }
                }
            }
        }
        let year = query.year.unwrap_or_default();
        let asked = Asked {
            query,
            regions: allowed(&chain, level),
            chain,
            years: year.saturating_sub(query.up_to_years_old)..=year,
            entries,
        };
        Error::unless_empty(problems, asked)
    }
}

/// The start of a chain, and what follows as far as the level allows.
fn allowed<'a>(chain: &[&'a RegionRow], level: Option<Level>) -> Vec<&'a RegionRow> {
    let within = |region: &&&RegionRow| level.is_some_and(|level| region.level <= level);
    let broader = chain.iter().skip(1).take_while(within);
    chain.iter().take(1).chain(broader).copied().collect()
}

/// The one of several rows for the same that is per the unit asked for.
fn one_of<'a>(
    query: &Query,
    year: u16,
    matches: &[&'a Factor],
) -> Result<&'a Factor, FactorProblem> {
    if let [one] = matches {
        return Ok(one);
    }
    let per = |factor: &Factor| factor.quantity.unit().parts().1;
    if let Some(asked) = &query.per {
        let same = |unit: &Unit| unit == asked;
        let alike = |unit: &Unit| unit.dimension() == asked.dimension();
        for fits in [&same as &dyn Fn(&Unit) -> bool, &alike] {
            let mut fitting = matches
                .iter()
                .filter(|factor| per(factor).as_ref().is_some_and(fits));
            if let (Some(one), None) = (fitting.next(), fitting.next()) {
                return Ok(one);
            }
        }
    }
    let first = matches[0];
    let one_dataset = matches.iter().all(|factor| factor.dataset == first.dataset);
    let candidates = matches.iter();
    Err(FactorProblem::SeveralFactors {
        activity: query.activity.clone(),
        region: first.region.to_string(),
        year,
        candidates: candidates
            .map(|factor| {
                let value = format!("{} {}", factor.value, factor.quantity.unit());
                Line::new(value, factor.whereabouts())
            })
            .collect(),
        way: if one_dataset {
            let unit = per(first).map_or_else(String::new, |unit| unit.to_string());
            let per = Setting::text("per", unit).with_option("unit");
            ("say per which unit", Box::new(per))
        } else {
            let dataset = Setting::text("dataset", first.dataset.selector());
            ("say which", Box::new(dataset))
        },
    })
}

/// The factors that no factor of an upper layer per the same sort of unit stands over, and those that one does.
fn uppermost<'a>(matches: &[(usize, &'a Factor)]) -> (Vec<&'a Factor>, Vec<&'a Factor>) {
    let is_over = |(layer, factor): &(usize, &Factor), (other, below): &(usize, &Factor)| {
        let [unit, other_unit] = [factor, below].map(|factor| factor.quantity.unit().dimension());
        layer < other && unit == other_unit
    };
    let (hidden, left): (Vec<_>, Vec<_>) = matches
        .iter()
        .copied()
        .partition(|below| matches.iter().any(|over| is_over(over, below)));
    let factors = |rows: Vec<(usize, &'a Factor)>| rows.into_iter().map(|(_, row)| row).collect();
    (factors(left), factors(hidden))
}

/// A factor that serves `year`, with the steps that led to it.
fn with_steps(found: &Factor, year: u16, asked: &Asked<'_>, hidden: &[&Factor]) -> Factor {
    let mut factor = found.clone();
    let steps = &mut factor.steps;
    if let Some(region) = asked.regions.first()
        && region.code != found.region
    {
        steps.push(format!("{} → {}", region.code, found.region));
        let passed = asked.regions.iter().map(|region| region.code.code());
        let answered = passed.clone().position(|code| code == found.region.code());
        let chain = passed.take(answered.map_or(0, |at| at + 1));
        factor.chain = chain.map(str::to_owned).collect();
    }
    let first = asked.years.end();
    if *first != year {
        steps.push(format!("{first} → {year}"));
    }
    if year != found.year {
        factor.served_year = Some(year);
        steps.push(format!("{year} served by data of {}", found.year));
    }
    let unit = found.quantity.unit().dimension();
    let below = hidden
        .iter()
        .filter(|below| below.quantity.unit().dimension() == unit);
    for below in below {
        steps.push(format!("own data over {}", below.whereabouts()));
        factor.over.push(below.dataset.selector());
    }
    factor
}
