//! What to say when nothing was found: what exists elsewhere, the nearest first.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use cfp_core::{Dimension, Setting, Unit};

use crate::error::{Error, FactorProblem, Line, Missing, Way};
use crate::factor::Factor;
use crate::find::Asked;
use crate::index::Fit;
use crate::query::Query;
use crate::region::RegionRow;
use crate::registry::Registry;

/// How many lines of what exists elsewhere are told.
const TOLD: usize = 5;
/// What is said of a row that a correction replaced.
const SUPERSEDED: &str = "superseded";
/// How many names are offered for an unknown activity.
const NEIGHBOURS: usize = 3;

impl Registry {
    /// The whole search behind a query that no row answers.
    pub(crate) fn missing(&self, asked: &Asked<'_>) -> Result<FactorProblem, Error> {
        let query = asked.query;
        if let Some(found) = self.unlocked().and_then(|all| all.find(query).ok()) {
            return Ok(FactorProblem::NotInLock {
                wanted: query.activity.clone(),
                dataset: found.dataset.selector(),
            });
        }
        let rows = self.rows_of(query, Some(asked))?;
        let published_later = self.published_later(query);
        if rows.is_empty() && published_later.is_empty() {
            return self.unknown_activity(&query.activity);
        }
        let mut elsewhere: Vec<_> = rows
            .into_iter()
            .map(|row| Elsewhere::of(row, asked, self.is_superseded(row)))
            .collect();
        elsewhere.sort_by_key(Elsewhere::distance);
        let (alike, activities) = self.alike(asked)?;
        let way = way(&elsewhere, asked, activities);
        let way = way.and_then(|way| self.tried(way, query));
        let (oldest, newest) = (asked.years.start(), asked.years.end());
        let span = if oldest == newest {
            newest.to_string()
        } else {
            format!("{newest} to {oldest}")
        };
        let nowhere = match &query.dataset {
            Some(selector) => format!("not in {selector}"),
            None => "not in any dataset".to_owned(),
        };
        let tried = asked.regions.iter();
        Ok(FactorProblem::NotFound(Box::new(Missing {
            activity: query.activity.clone(),
            region: query.region.clone().unwrap_or_default(),
            year: query.year.unwrap_or_default(),
            kind: query.kind,
            tried: tried
                .map(|region| Line::new(format!("{} {span}", region.code), nowhere.clone()))
                .collect(),
            not_tried: elsewhere.iter().take(TOLD).map(Elsewhere::line).collect(),
            published_later,
            more: elsewhere.len().saturating_sub(TOLD),
            alike,
            way,
        })))
    }

    /// A way that leads to one factor: with what else has to be said, where several are met at its end; `None` where it leads
    /// nowhere.
    fn tried(&self, mut way: Way, query: &Query) -> Option<Way> {
        let followed = way.followed(query);
        let asked = self.asked(&followed).ok()?;
        match self.answer(&asked) {
            Ok(Some(_)) => Some(way),
            Ok(None) => None,
            Err(error) => match error.into_problems().into_iter().next() {
                Some(FactorProblem::SeveralFactors { way: (_, more), .. }) => {
                    way.instead.push(*more);
                    Some(way)
                }
                _ => None,
            },
        }
    }

    /// What the region that is asked for, or one that it belongs to, has in the kind and for the year that are asked for, under
    /// names with the words of the activity; and these names.
    fn alike(&self, asked: &Asked<'_>) -> Result<(Vec<Line>, Vec<String>), Error> {
        let query = asked.query;
        let text = query.activity.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let per = query.per.as_ref().map(Unit::dimension);
        let mut found = Vec::new();
        for name in self.index()?.names() {
            let fit = name.fit(&text, &words);
            let Some(fit) = fit.filter(|fit| ![Fit::Same, Fit::Parts].contains(fit)) else {
                continue;
            };
            for (at, row) in &name.rows {
                let Some(factor) = self.listed(*at).entry.row(*row) else {
                    continue;
                };
                let answers = factor.kind == query.kind
                    && factor.part().is_none()
                    && factor.dataset.served_within(&asked.years).is_some()
                    && per.is_none_or(|per| per_of(factor) == Some(per))
                    && !self.is_superseded(factor);
                let mut regions = asked.regions.iter();
                let up = regions.position(|region| region.code == factor.region);
                if let Some(up) = up.filter(|_| answers) {
                    found.push((up, fit, name.english.as_str(), factor));
                }
            }
        }
        found.sort_by_key(|(up, fit, name, _)| (*up, *fit, name.len(), *name));
        found.truncate(NEIGHBOURS);
        let lines = found.iter().map(|(.., name, factor)| {
            let at = format!("{} {}", factor.region, served(factor, query));
            Line::new(at, format!("{}: `{name}`", factor.whereabouts()))
        });
        let mut names: Vec<String> = Vec::new();
        for (.., name, _) in &found {
            if !names.iter().any(|known| known == name) {
                names.push((*name).to_owned());
            }
        }
        Ok((lines.collect(), names))
    }

    /// What would answer if the day of the look-up did not hide it.
    fn published_later(&self, query: &Query) -> Vec<Line> {
        let found = self.of_today().and_then(|today| today.find(query).ok());
        let line = |factor: Factor| {
            let year = factor
                .dataset
                .served_nearest(query.year.unwrap_or(factor.year));
            let text = format!(
                "{}: published {}",
                factor.whereabouts(),
                factor.dataset.published
            );
            Line::new(format!("{} {year}", factor.region), text)
        };
        found.map(line).into_iter().collect()
    }

    /// What exists of the activity in the kind that is asked for, or why nothing does.
    pub(crate) fn existing(
        &self,
        query: &Query,
    ) -> Result<Result<Vec<Line>, FactorProblem>, Error> {
        let query = &*self.by_code(query)?;
        let mut rows = self.rows_of(query, None)?;
        if rows.is_empty() {
            return self.unknown_activity(&query.activity).map(Err);
        }
        rows.sort_by(|a, b| {
            let key = |row: &Factor| {
                let region = query.region.as_ref();
                let elsewhere = region.is_some_and(|region| row.region.code() != region);
                let served = served(row, query);
                let apart = query.year.map_or(0, |year| served.abs_diff(year));
                (row.kind != query.kind, elsewhere, apart, Reverse(served))
            };
            key(a).cmp(&key(b)).then_with(|| a.region.cmp(&b.region))
        });
        let lines = rows.iter().take(TOLD).map(|row| {
            let differences = differences(&[
                (row.kind != query.kind, &other_kind(row)),
                (self.is_superseded(row), SUPERSEDED),
            ]);
            let text = match differences.as_str() {
                "" => row.whereabouts(),
                differences => format!("{}: {differences}", row.whereabouts()),
            };
            Line::new(format!("{} {}", row.region, served(row, query)), text)
        });
        let mut lines: Vec<_> = lines.collect();
        if rows.len() > TOLD {
            lines.push(Line::new(format!("{} more", rows.len() - TOLD), ""));
        }
        Ok(Ok(lines))
    }

    /// Every row of the activity in the current datasets and in those that the query names. Of superseded datasets
    /// those that nothing current stands in the place of, where they are of the region asked for or all there is.
    fn rows_of(&self, query: &Query, asked: Option<&Asked<'_>>) -> Result<Vec<&Factor>, Error> {
        let mut rows = Vec::new();
        let mut superseded: Vec<&Factor> = Vec::new();
        for listed in self.entries() {
            let is_named = asked.is_some_and(|asked| {
                let mut entries = asked.entries.iter();
                entries.any(|named| named.dataset() == listed.dataset())
            });
            let of_activity = self.table(listed)?.of_activity(&query.activity);
            if listed.is_current || is_named {
                rows.extend(of_activity);
            } else {
                superseded.extend(of_activity);
            }
        }
        let key = |row: &Factor| {
            (
                row.dataset.id.clone(),
                row.region.clone(),
                row.year,
                row.kind,
            )
        };
        let current: BTreeSet<_> = rows.iter().map(|row| key(row)).collect();
        let is_all = rows.is_empty();
        let is_asked = |row: &Factor| query.region.as_deref() == Some(row.region.code());
        superseded.retain(|row| !current.contains(&key(row)) && (is_all || is_asked(row)));
        rows.extend(superseded);
        Ok(rows)
    }

    /// Whether another dataset that is shown replaces the one of the row.
    fn is_superseded(&self, row: &Factor) -> bool {
        let mut current = self.current();
        !current.any(|listed| Arc::ptr_eq(listed.dataset(), &row.dataset))
    }

    fn unknown_activity(&self, activity: &str) -> Result<FactorProblem, Error> {
        let near = self.index()?.like(activity, NEIGHBOURS);
        Ok(FactorProblem::UnknownActivity {
            activity: activity.to_owned(),
            nearest: near,
        })
    }
}

/// Those that hold, in words.
fn differences(all: &[(bool, &str)]) -> String {
    let holding = all.iter().filter(|(holds, _)| *holds);
    let words: Vec<_> = holding.map(|(_, words)| *words).collect();
    words.join(", ")
}

fn other_kind(row: &Factor) -> String {
    format!("another kind ({})", row.kind)
}

/// The year of activity that a row may serve, the nearest to the one asked for.
fn served(row: &Factor, query: &Query) -> u16 {
    row.dataset.served_nearest(query.year.unwrap_or(u16::MAX))
}

/// A row that does not answer, and in what it differs from what was asked.
struct Elsewhere<'a> {
    factor: &'a Factor,
    /// The region, when it belongs to the chain of the one asked for, and how far up it is.
    broader: Option<(usize, &'a RegionRow)>,
    query: &'a Query,
    other_dataset: bool,
    superseded: bool,
    /// The year of activity that the row may serve, the nearest to the one asked for.
    served: u16,
    /// By how many years that is older than asked; negative when it is later.
    years_older: i32,
}

impl<'a> Elsewhere<'a> {
    fn of(factor: &'a Factor, asked: &Asked<'a>, superseded: bool) -> Self {
        let query = asked.query;
        let up = asked
            .chain
            .iter()
            .position(|region| region.code == factor.region);
        let mut named = asked.entries.iter();
        let served = served(factor, query);
        Self {
            factor,
            broader: up.map(|up| (up, asked.chain[up])),
            query,
            other_dataset: !named.any(|listed| *listed.dataset() == factor.dataset),
            superseded,
            served,
            years_older: i32::from(query.year.unwrap_or_default()) - i32::from(served),
        }
    }

    /// The order in which rows are told: those that an allowance reaches first, those of foreign regions last.
    fn distance(&self) -> impl Ord + use<'a> {
        let up = self.broader.map(|(up, _)| up);
        let later = self.years_older < 0;
        let factor = self.factor;
        (
            (
                up.is_none(),
                self.is_per_other(),
                self.is_other_kind(),
                self.other_dataset,
                up,
                later,
            ),
            self.years_older.abs(),
            (&factor.region, &factor.dataset.id, &factor.row),
        )
    }

    fn is_other_kind(&self) -> bool {
        self.factor.kind != self.query.kind
    }

    /// Whether it is per another sort of unit than the one asked for.
    fn is_per_other(&self) -> bool {
        let per = self.query.per.as_ref();
        per.is_some_and(|per| per_of(self.factor) != Some(per.dimension()))
    }

    fn is_other_region(&self) -> bool {
        self.broader.is_none_or(|(up, _)| up > 0)
    }

    fn line(&self) -> Line {
        let in_other = self.other_dataset && !self.superseded;
        let differences = differences(&[
            (self.is_other_region(), "another region"),
            (self.years_older != 0, "another year"),
            (self.is_other_kind(), &other_kind(self.factor)),
            (self.is_per_other(), "per another unit"),
            (self.other_dataset && self.superseded, SUPERSEDED),
            (in_other, "another dataset"),
        ]);
        let at = format!("{} {}", self.factor.region, self.served);
        let text = format!("{}: {differences}", self.factor.whereabouts());
        Line::new(at, text)
    }

    /// What to set to get at the row: an allowance where there is one, else what to ask for instead.
    fn way(&self, asked: &Asked<'_>) -> Way {
        let mut way = Way::default();
        if let Some((up, region)) = self.broader
            && up >= asked.regions.len()
        {
            way.allowed
                .push(Setting::text("up_to_region", region.level.word()));
        }
        if self.years_older > i32::from(asked.query.up_to_years_old) {
            way.allowed
                .push(Setting::number("up_to_years_old", self.years_older));
        } else if self.years_older < 0 {
            way.instead.push(Setting::number("year", self.served));
        }
        if self.is_other_kind() {
            way.one_of
                .push(Setting::text("kind", self.factor.kind.word()));
        }
        if self.other_dataset {
            let selector = self.factor.dataset.selector();
            way.instead.push(Setting::text("dataset", selector));
        }
        way
    }
}

/// How to get at the nearest of what exists elsewhere, or at one of those that differ from it in their kind alone. What is of
/// a foreign region stands for no other.
fn way(elsewhere: &[Elsewhere<'_>], asked: &Asked<'_>, activities: Vec<String>) -> Option<Way> {
    let of_region = elsewhere
        .first()
        .filter(|nearest| nearest.broader.is_some());
    let is_easy = |way: &Way| way.one_of.is_empty();
    let way = of_region.map(|nearest| {
        let mut way = nearest.way(asked);
        for other in elsewhere {
            let mut others = other.way(asked);
            let kinds = std::mem::take(&mut others.one_of);
            let is_beside = other.broader.map(|(up, _)| up) == nearest.broader.map(|(up, _)| up)
                && other.is_per_other() == nearest.is_per_other()
                && others.allowed == way.allowed
                && others.instead == way.instead;
            for kind in kinds {
                if is_beside && !way.one_of.is_empty() && !way.one_of.contains(&kind) {
                    way.one_of.push(kind);
                }
            }
        }
        way
    });
    // A name of the region's own answers the question better than another kind of number.
    if !activities.is_empty() && !way.as_ref().is_some_and(is_easy) {
        return Some(Way {
            activities,
            ..way.filter(|way| way.allowed.is_empty()).unwrap_or_default()
        });
    }
    way
}

/// What a factor is per, by its dimension.
fn per_of(factor: &Factor) -> Option<Dimension> {
    factor
        .quantity
        .unit()
        .parts()
        .1
        .map(|unit| unit.dimension())
}
