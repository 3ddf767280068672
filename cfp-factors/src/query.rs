//! What is asked of the registry.

use cfp_core::{Setting, Unit};

use crate::kind::Kind;

/// What is asked for: an activity in a region and a year, and how far the answer may stray.
///
/// Region and year have to be stated; without one the look-up is an error that says what exists. The kind is the
/// life-cycle footprint unless stated.
///
/// Fallback is off. With [`Query::up_to_region`] the look-up goes from the region to what it belongs to, as far as the
/// level allows; with [`Query::up_to_years_old`] it goes to older years, never to later ones. A more specific region
/// never gives way to a broader one: in each region the newest allowed year is taken before a broader region is tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub(crate) activity: String,
    pub(crate) region: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) kind: Kind,
    pub(crate) dataset: Option<String>,
    pub(crate) per: Option<Unit>,
    pub(crate) up_to_region: Option<String>,
    pub(crate) up_to_years_old: u16,
}

impl Query {
    /// A query for an activity by its English or Chinese name: `electricity` or `电力`.
    pub fn new(activity: &str) -> Self {
        Self {
            activity: activity.to_owned(),
            region: None,
            year: None,
            kind: Kind::default(),
            dataset: None,
            per: None,
            up_to_region: None,
            up_to_years_old: 0,
        }
    }

    /// The region of the activity, by its code or a name: `CN`, `CHN`, `China`, `中国`.
    pub fn region(mut self, code: &str) -> Self {
        self.region = Some(code.to_owned());
        self
    }

    /// The year of the activity.
    pub fn year(mut self, year: u16) -> Self {
        self.year = Some(year);
        self
    }

    /// The type of number that is needed.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// The dataset to look in: `id` in its current editions, `id@=2024` in the newest revision of that edition,
    /// `id@=2024-1` in exactly that one, `id@^2024` in that edition and later ones as they are current. Only a dataset
    /// that is named by `@=` is used after it was superseded.
    pub fn dataset(mut self, selector: &str) -> Self {
        self.dataset = Some(selector.to_owned());
        self
    }

    /// The unit that the activity is counted in, such as `kWh`. It decides between rows that differ in their unit
    /// only, first by the unit and then by its dimension; it never turns down a sole match.
    pub fn per(mut self, unit: Unit) -> Self {
        self.per = Some(unit);
        self
    }

    /// The query with what a hint proposes; what is no part of a query changes nothing.
    pub(crate) fn set(self, setting: &Setting) -> Self {
        let value = setting.value();
        match setting.key() {
            "up_to_region" => self.up_to_region(value),
            "dataset" => self.dataset(value),
            "up_to_years_old" => value
                .parse()
                .map_or(self.clone(), |years| self.up_to_years_old(years)),
            "year" => value.parse().map_or(self.clone(), |year| self.year(year)),
            "kind" => Kind::from_word(value).map_or(self.clone(), |kind| self.kind(kind)),
            "per" => Unit::parse(value).map_or(self.clone(), |unit| self.per(unit)),
            _ => self,
        }
    }

    /// The broadest level to fall back to: `province`, `grid region` or `country`.
    pub fn up_to_region(mut self, level: &str) -> Self {
        self.up_to_region = Some(level.to_owned());
        self
    }

    /// By how many years the factor may be older than the activity.
    pub fn up_to_years_old(mut self, years: u16) -> Self {
        self.up_to_years_old = years;
        self
    }
}
