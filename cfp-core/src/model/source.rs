//! Where a number is from, and what a reader of a footprint should know.

use serde::{Deserialize, Serialize};

/// A published factor as it was used: enough to find the row again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FactorRecord {
    /// The id of the dataset.
    pub dataset: String,
    /// Its edition and revision, such as `2024-1`.
    pub version: String,
    /// The row of the dataset.
    pub row: String,
    /// The value as published, digit for digit.
    pub value: String,
    /// The unit of the value.
    pub unit: String,
    /// The region that the value is of.
    pub region: String,
    /// The year that the value is of.
    pub year: Option<u16>,
    /// The kind of number: `life-cycle footprint`.
    pub kind: String,
    /// The set of global warming potentials behind the value, where the publisher states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gwp_set: Option<String>,
    /// Each step from what was asked for to what was found, such as `CN-GD → CN`.
    pub steps: Vec<String>,
    /// The datasets that have a row for the same and gave way to this one, which is data of one's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<String>,
    /// The regions from the one asked for to the one that answered, both among them; empty where that is the same. It is
    /// no part of the record's text: a lock seals it.
    #[serde(skip)]
    pub chain: Vec<String>,
}

impl FactorRecord {
    /// The record of a row; region, year, kind and steps are added by the setters.
    pub fn new(dataset: &str, version: &str, row: &str, value: &str, unit: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            version: version.to_owned(),
            row: row.to_owned(),
            value: value.to_owned(),
            unit: unit.to_owned(),
            region: String::new(),
            year: None,
            kind: String::new(),
            gwp_set: None,
            steps: Vec::new(),
            over: Vec::new(),
            chain: Vec::new(),
        }
    }

    /// The region, year and kind of the value.
    pub fn of(mut self, region: &str, year: Option<u16>, kind: &str) -> Self {
        region.clone_into(&mut self.region);
        self.year = year;
        kind.clone_into(&mut self.kind);
        self
    }

    /// The set of global warming potentials behind the value.
    pub fn by_gwp(mut self, set: Option<&str>) -> Self {
        self.gwp_set = set.map(str::to_owned);
        self
    }

    /// The datasets that gave way to this one.
    pub fn standing_over(mut self, datasets: Vec<String>) -> Self {
        self.over = datasets;
        self
    }

    /// The regions from the one asked for to the one that answered.
    pub fn through_regions(mut self, chain: Vec<String>) -> Self {
        self.chain = chain;
        self
    }

    /// The steps from what was asked for to what was found.
    pub fn by_steps(mut self, steps: Vec<String>) -> Self {
        self.steps = steps;
        self
    }
}

/// Something a reader of a footprint should know; not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The stable name of this kind of finding.
    pub code: String,
    /// What was found.
    pub message: String,
    /// What can be done about it.
    pub hint: String,
}

impl Finding {
    /// A finding.
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            hint: hint.into(),
        }
    }
}
