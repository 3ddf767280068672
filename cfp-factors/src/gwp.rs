//! Global warming potentials: `gwp.csv`, and the names of the sets in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cfp_core::{Amount, Category, GwpSet};
use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;
use crate::error::{Error, FileFault, FileProblem};
use crate::read::{Row, Sheet};
use crate::registry::Registry;

const COLUMNS: [&str; 11] = [
    "row",
    "gas",
    "aliases",
    "category",
    "metric",
    "horizon_years",
    "value",
    "unit",
    "place",
    "confidence",
    "note",
];

/// The unit of every potential, since the metric has no other.
pub(crate) const UNIT: &str = "kg CO2e/kg";

/// The potential of one gas by one metric, in kg CO2e per kg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GwpValue {
    /// Its stable name within the dataset.
    pub row: String,
    /// The gas, such as `CH4, fossil`.
    pub gas: String,
    /// Other names of the gas: formula, chemical name, code, CAS number.
    pub aliases: Vec<String>,
    /// The account of its emissions.
    pub category: Category,
    /// The metric, such as `GWP-100`.
    pub metric: String,
    /// The time horizon in years.
    pub horizon_years: u16,
    /// The value as published, digit for digit.
    pub value: String,
    /// The table of the document.
    pub place: String,
    /// How the value was seen: in the document, or in how many copies.
    pub confidence: String,
    /// What one must know beyond the number.
    pub note: Option<String>,
}

/// Where the values of a set of global warming potentials are from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GwpSource {
    /// The name of the set as it was asked for: `AR6-100`, or `AR6-100@=2021` for a fixed edition.
    pub set: String,
    /// The metric in the dataset, such as `GWP-100`.
    pub metric: String,
    /// The dataset, with publisher, document, version and checksum.
    pub dataset: Arc<Dataset>,
}

/// The name of the set of a metric: `AR6-100` for `GWP-100` and `AR6-GTP100` for `GTP-100` of `ipcc-gwp-ar6`.
pub(crate) fn set_name(dataset: &Dataset, metric: &str) -> String {
    let report = dataset
        .id
        .rsplit('-')
        .next()
        .unwrap_or_default()
        .to_uppercase();
    let short = metric.strip_prefix("GWP-").map(str::to_owned);
    format!(
        "{report}-{}",
        short.unwrap_or_else(|| metric.replace('-', ""))
    )
}

/// The set of a metric, under the name that it was asked for by.
pub(crate) fn set(name: &str, values: &[(GwpValue, Amount)], metric: &str) -> GwpSet {
    let of_metric = values.iter().filter(|(value, _)| value.metric == metric);
    of_metric.fold(GwpSet::new(name), |set, (value, amount)| {
        let set = set.with(&value.gas, *amount, value.category);
        let named = value.aliases.iter();
        named.fold(set, |set, alias| set.with_alias(alias, &value.gas))
    })
}

impl Registry {
    /// The names of the sets that have a value for a gas by one of its names, sorted.
    ///
    /// # Errors
    ///
    /// The faults of a table.
    pub fn gwp_sets_with(&self, gas: &str) -> Result<Vec<String>, Error> {
        let mut sets = Vec::new();
        for set in self.gwp_names() {
            if self.gwp(&set)?.values(gas) {
                sets.push(set);
            }
        }
        Ok(sets)
    }
}

/// Reads the table of a dataset: every row, or every problem.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    dataset: &Dataset,
) -> Result<Vec<(GwpValue, Amount)>, Error> {
    let sheet = Sheet::read(file, bytes, &COLUMNS)?;
    let mut values = Vec::with_capacity(sheet.rows().len());
    let mut problems = sheet.faults().to_vec();
    for row in sheet.rows() {
        match read_row(&row, dataset) {
            Ok(value) => values.push(value),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        problems.extend(duplicates(&sheet, &values));
    }
    Error::unless_empty(problems, values)
}

fn read_row(row: &Row<'_>, dataset: &Dataset) -> Result<(GwpValue, Amount), FileProblem> {
    let unit = row.text("unit")?;
    if unit != UNIT {
        let fault = FileFault::BadUnit {
            unit: unit.to_owned(),
            reason: format!("a global warming potential is in {UNIT}"),
        };
        return Err(row.problem("unit", fault));
    }
    let category = match row.text("category")? {
        "fossil" => Category::Fossil,
        "biogenic" => Category::BiogenicEmissions,
        other => {
            let reason = format!("`{other}` is not `fossil` or `biogenic`");
            return Err(row.bad_value("category", reason));
        }
    };
    let metric = row.text("metric")?;
    if !dataset.metrics.iter().any(|known| known == metric) {
        let reason = format!("`{metric}` is not among the `metrics` of `dataset.toml`");
        return Err(row.bad_value("metric", reason));
    }
    let horizon_years = row.whole("horizon_years")?;
    if !metric.ends_with(&format!("-{horizon_years}")) {
        let reason = format!("{horizon_years} is not the horizon of `{metric}`");
        return Err(row.bad_value("horizon_years", reason));
    }
    let amount = row.amount("value")?;
    let aliases = row.optional("aliases").unwrap_or_default();
    let value = GwpValue {
        row: row.text("row")?.to_owned(),
        gas: row.text("gas")?.to_owned(),
        aliases: aliases
            .split('|')
            .map(str::trim)
            .filter(|alias| !alias.is_empty())
            .map(str::to_owned)
            .collect(),
        category,
        metric: metric.to_owned(),
        horizon_years,
        value: row.text("value")?.to_owned(),
        place: row.text("place")?.to_owned(),
        confidence: row.text("confidence")?.to_owned(),
        note: row.optional("note").map(str::to_owned),
    };
    Ok((value, amount))
}

/// Rows of one name, and names that stand for two gases of one metric.
fn duplicates(sheet: &Sheet<'_>, values: &[(GwpValue, Amount)]) -> Vec<FileProblem> {
    let mut rows = BTreeSet::new();
    let mut names: BTreeMap<(&str, String), &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (row, (value, _)) in sheet.rows().zip(values) {
        if !rows.insert(&value.row) {
            let name = value.row.clone();
            problems.push(row.problem("row", FileFault::DuplicateRow { row: name }));
        }
        let own = std::iter::once((&value.gas, "gas"));
        let others = value.aliases.iter().map(|alias| (alias, "aliases"));
        for (name, column) in own.chain(others) {
            let key = (value.metric.as_str(), name.to_lowercase());
            let earlier = names.insert(key, value.row.as_str());
            if earlier.is_some_and(|earlier| column == "gas" || earlier != value.row) {
                let key = format!("the {} of `{name}`", value.metric);
                problems.push(row.problem(column, FileFault::DuplicateFactor { key }));
            }
        }
    }
    problems
}
