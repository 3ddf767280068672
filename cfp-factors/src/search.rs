//! Lists of factors: by words, region, year, kind and dataset.

use std::collections::BTreeMap;
use std::ptr;

use crate::error::Error;
use crate::factor::Factor;
use crate::index::Fit;
use crate::kind::Kind;
use crate::registry::Registry;
use crate::spelling::search_key;

/// How many names are suggested.
const SUGGESTED: usize = 5;

/// What a list of factors is narrowed to; nothing stated is everything current.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    region: Option<String>,
    year: Option<u16>,
    kind: Option<Kind>,
    unit: Option<String>,
    dataset: Option<String>,
}

impl Filter {
    /// Everything in the current datasets.
    pub fn new() -> Self {
        Self::default()
    }

    /// Words that all stand in the name of the activity, in English or Chinese, in whatever case and in simplified or
    /// traditional characters.
    pub fn text(mut self, text: &str) -> Self {
        self.text = search_key(text);
        self
    }

    /// The region, by its code or a name.
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

    /// The unit, whole (`kg CO2e/kWh`) or what it is per (`kWh`).
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.to_owned());
        self
    }

    /// The dataset, by a selector as in [`crate::Query::dataset`].
    pub fn dataset(mut self, selector: &str) -> Self {
        self.dataset = Some(selector.to_owned());
        self
    }

    fn admits(&self, factor: &Factor) -> bool {
        let Self {
            region,
            year,
            kind,
            unit,
            ..
        } = self;
        region
            .as_ref()
            .is_none_or(|region| factor.region.code() == region)
            && year.is_none_or(|year| factor.dataset.serves.contains(&year))
            && kind.is_none_or(|kind| factor.kind == kind)
            && unit.as_ref().is_none_or(|unit| {
                let whole = factor.quantity.unit().symbol();
                let gas = whole.strip_suffix(unit.as_str());
                gas.is_some_and(|gas| gas.is_empty() || gas.ends_with('/'))
            })
    }
}

impl Registry {
    /// The factors that a filter admits: those named exactly so, then those whose names only narrow that (`coal
    /// (domestic)`), begin so, have its words, or have them within words. Of each of these first the totals, then the
    /// parts by gas, then those per money; and these by activity, region and year, the newest first.
    ///
    /// # Errors
    ///
    /// An unknown region or dataset, or the faults of a table.
    pub fn search(&self, filter: &Filter) -> Result<Vec<&Factor>, Error> {
        let by_code;
        let filter = match &filter.region {
            Some(region) => {
                let code = self.regions()?.known(region)?.code.code();
                by_code = filter.clone().region(code);
                &by_code
            }
            None => filter,
        };
        let selected = match &filter.dataset {
            Some(selector) => self.selected(selector)?,
            None => self.current().collect(),
        };
        let is_selected = |at: usize| {
            let listed = self.listed(at);
            selected.iter().any(|other| ptr::eq(*other, listed))
        };
        let words: Vec<&str> = filter.text.split_whitespace().collect();
        let mut by_fit: BTreeMap<Fit, Vec<&Factor>> = BTreeMap::new();
        for name in self.index()?.names() {
            let Some(fit) = name.fit(&filter.text, &words) else {
                continue;
            };
            let rows = name.rows.iter().filter(|(at, _)| is_selected(*at));
            let factors = rows.filter_map(|(at, row)| self.listed(*at).entry.row(*row));
            let admitted = factors.filter(|factor| filter.admits(factor));
            by_fit.entry(fit).or_default().extend(admitted);
        }
        Ok(by_fit.into_values().flatten().collect())
    }

    /// The activities whose names, English or Chinese, are most like a text, the nearest first and totals before parts
    /// by gas; for a search that finds nothing.
    ///
    /// # Errors
    ///
    /// The faults of a table.
    pub fn suggest(&self, text: &str) -> Result<Vec<String>, Error> {
        Ok(self.index()?.like(text, SUGGESTED))
    }
}
