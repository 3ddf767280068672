//! Lists of factors: by words, region, year, kind and dataset.

use crate::error::Error;
use crate::factor::Factor;
use crate::kind::Kind;
use crate::registry::Registry;

/// What a list of factors is narrowed to; nothing stated is everything current.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    region: Option<String>,
    year: Option<u16>,
    kind: Option<Kind>,
    dataset: Option<String>,
}

impl Filter {
    /// Everything in the current datasets.
    pub fn new() -> Self {
        Self::default()
    }

    /// Words that all stand in the name of the activity, in English or Chinese, in whatever case.
    pub fn text(mut self, text: &str) -> Self {
        self.text = text.to_lowercase();
        self
    }

    /// The region, by its code.
    pub fn region(mut self, code: &str) -> Self {
        self.region = Some(code.to_owned());
        self
    }

    /// The year of activity that the value may serve.
    pub fn year(mut self, year: u16) -> Self {
        self.year = Some(year);
        self
    }

    /// The type of number.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The dataset, by a selector as in [`crate::Query::dataset`].
    pub fn dataset(mut self, selector: &str) -> Self {
        self.dataset = Some(selector.to_owned());
        self
    }

    fn admits(&self, factor: &Factor) -> bool {
        let Self {
            region, year, kind, ..
        } = self;
        region
            .as_ref()
            .is_none_or(|region| factor.region.code() == region)
            && year.is_none_or(|year| factor.dataset.serves.contains(&year))
            && kind.is_none_or(|kind| factor.kind == kind)
    }

    /// How well a name fits the words: 0 is the name itself, 1 its beginning, 2 all words somewhere in it.
    fn rank(&self, name: &str) -> Option<u8> {
        let name = name.to_lowercase();
        if name == self.text {
            Some(0)
        } else if name.starts_with(&self.text) {
            Some(1)
        } else if self.text.split_whitespace().all(|word| name.contains(word)) {
            Some(2)
        } else {
            None
        }
    }

    fn rank_of(&self, factor: &Factor) -> Option<u8> {
        let chinese = factor
            .activity_zh
            .as_deref()
            .and_then(|name| self.rank(name));
        self.rank(&factor.activity).into_iter().chain(chinese).min()
    }
}

impl Registry {
    /// The factors that a filter admits, the best fit first, then by activity, region and year, the newest first.
    ///
    /// # Errors
    ///
    /// An unknown region or dataset, or the faults of a table.
    pub fn search(&self, filter: &Filter) -> Result<Vec<&Factor>, Error> {
        if let Some(region) = &filter.region {
            self.regions()?.known(region)?;
        }
        let entries = match &filter.dataset {
            Some(selector) => self.selected(selector)?,
            None => self
                .entries()
                .iter()
                .filter(|entry| entry.is_current)
                .collect(),
        };
        let mut found = Vec::new();
        for entry in entries.into_iter().filter(|entry| !entry.dataset.is_gwp()) {
            let admitted = self.table(entry)?.factors().iter();
            found.extend(
                admitted
                    .filter(|factor| filter.admits(factor))
                    .filter_map(|factor| Some((filter.rank_of(factor)?, factor))),
            );
        }
        found.sort_by(|(rank, a), (other, b)| {
            let newest_first = b.year.cmp(&a.year);
            rank.cmp(other)
                .then_with(|| (&a.activity, &a.region).cmp(&(&b.activity, &b.region)))
                .then(newest_first)
                .then_with(|| (&a.dataset.id, &a.row).cmp(&(&b.dataset.id, &b.row)))
        });
        Ok(found.into_iter().map(|(_, factor)| factor).collect())
    }
}
