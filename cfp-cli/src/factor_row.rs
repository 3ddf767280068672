//! A row of a dataset with all that is known of it, flat.

use cfp_factors::{Dataset, Factor, GasNameRow, GwpValue, Kind, Licence, ListedRow, PedigreeRow};
use serde::Serialize;

use crate::page::{Page, Side, Table};

/// A factor, a global warming potential, a name of a gas, a score of a pedigree matrix or a row of another table, with its whole provenance.
#[derive(Debug, Serialize)]
pub(crate) struct FactorRow<'a> {
    activity: &'a str,
    activity_zh: Option<&'a str>,
    value: &'a str,
    unit: String,
    #[serde(flatten)]
    nature: Nature<'a>,
    dataset: &'a str,
    version: String,
    row: &'a str,
    title: &'a str,
    title_zh: Option<&'a str>,
    publisher: &'a str,
    document: &'a str,
    place: &'a str,
    url: Option<&'a str>,
    published: &'a str,
    gas_basis: &'static str,
    gwp_set: Option<&'a str>,
    licence: &'a Licence,
    confidence: &'a str,
    note: Option<&'a str>,
    steps: &'a [String],
}

/// What the number is of.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Nature<'a> {
    Factor {
        kind: Kind,
        region: &'a str,
        year: u16,
    },
    Gwp {
        metric: &'a str,
        horizon_years: u16,
        category: String,
        aliases: &'a [String],
    },
    Score {
        score: u8,
    },
    Listed {
        kind: &'a str,
    },
}

impl<'a> FactorRow<'a> {
    /// The row of a factor.
    pub fn of(factor: &'a Factor) -> Self {
        let nature = Nature::Factor {
            kind: factor.kind,
            region: factor.region.code(),
            year: factor.year,
        };
        Self {
            activity: &factor.activity,
            activity_zh: factor.activity_zh.as_deref(),
            value: &factor.value,
            unit: factor.quantity.unit().to_string(),
            row: &factor.row,
            place: &factor.place,
            url: factor.url.as_deref().or(factor.dataset.url.as_deref()),
            confidence: &factor.confidence,
            note: factor.note.as_deref(),
            steps: &factor.steps,
            ..Self::of_dataset(&factor.dataset, nature)
        }
    }

    /// The row of a global warming potential.
    pub fn of_gwp(value: &'a GwpValue, dataset: &'a Dataset) -> Self {
        let nature = Nature::Gwp {
            metric: &value.metric,
            horizon_years: value.horizon_years,
            category: value.category.key().to_owned(),
            aliases: &value.aliases,
        };
        Self {
            activity: &value.gas,
            value: &value.value,
            unit: "kg CO2e/kg".to_owned(),
            row: &value.row,
            place: &value.place,
            confidence: &value.confidence,
            note: value.note.as_deref(),
            ..Self::of_dataset(dataset, nature)
        }
    }

    /// A name of a gas, whose value is the gas that it means.
    pub fn of_gas_name(row: &'a GasNameRow, dataset: &'a Dataset) -> Self {
        let kind = if row.is_removal {
            "name of a removal"
        } else {
            "name of a gas"
        };
        Self {
            activity: &row.name,
            value: &row.gas,
            row: &row.row,
            place: &row.list,
            note: row.note.as_deref(),
            ..Self::of_dataset(dataset, Nature::Listed { kind })
        }
    }

    /// The row of a pedigree matrix: a variance of the natural logarithm, which has no unit.
    pub fn of_pedigree(row: &'a PedigreeRow, dataset: &'a Dataset) -> Self {
        Self {
            activity: &row.indicator,
            value: &row.value,
            row: &row.row,
            place: &row.place,
            confidence: &row.confidence,
            note: row.note.as_deref(),
            ..Self::of_dataset(dataset, Nature::Score { score: row.score })
        }
    }

    /// A row of a table of the Carbon Border Adjustment Mechanism.
    pub fn of_listed(row: &'a ListedRow, dataset: &'a Dataset) -> Self {
        Self {
            activity: &row.activity,
            value: &row.value,
            unit: row.unit.clone(),
            row: &row.source.row,
            place: &row.source.place,
            confidence: &row.source.confidence,
            note: row.source.note.as_deref(),
            ..Self::of_dataset(dataset, Nature::Listed { kind: &row.kind })
        }
    }

    fn of_dataset(dataset: &'a Dataset, nature: Nature<'a>) -> Self {
        Self {
            activity: "",
            activity_zh: None,
            value: "",
            unit: String::new(),
            nature,
            dataset: &dataset.id,
            version: dataset.version(),
            row: "",
            title: &dataset.title,
            title_zh: dataset.title_zh.as_deref(),
            publisher: &dataset.publisher,
            document: &dataset.document,
            place: "",
            url: dataset.url.as_deref(),
            published: dataset.published.text(),
            gas_basis: dataset.gas_basis.word(),
            gwp_set: dataset.gwp_set.as_deref(),
            licence: &dataset.licence,
            confidence: "",
            note: None,
            steps: &[],
        }
    }

    /// Adds everything that is known of the row.
    pub fn show(&self, page: &mut Page) {
        page.line(format!("{} {}", self.value, self.unit).trim_end());
        let mut table = Table::new([Side::Left, Side::Left]);
        let mut row = |label: &str, text: String| table.row([label.to_owned(), text]);
        row("for", beside(self.activity, self.activity_zh));
        for (label, text) in self.nature.lines() {
            row(label, text);
        }
        row("gases", self.gases());
        row("dataset", format!("{} {}", self.dataset, self.version));
        row("row", self.row.to_owned());
        row("title", beside(self.title, self.title_zh));
        row("document", self.document.to_owned());
        row("place", self.place.to_owned());
        row("publisher", self.publisher.to_owned());
        row("published", self.published.to_owned());
        let optional = [("url", self.url), ("note", self.note)];
        for (label, text) in optional {
            if let Some(text) = text {
                row(label, text.to_owned());
            }
        }
        row("licence", licence(self.licence));
        row("attribution", self.licence.attribution.clone());
        row("confidence", self.confidence.to_owned());
        if !self.steps.is_empty() {
            row("steps", self.steps.join(", "));
        }
        page.table(&table);
    }

    /// The cells of the row in a list: value, unit, what it is of, where it stands.
    pub fn cells(&self) -> [String; 5] {
        let lines = self.nature.lines();
        let nature: Vec<String> = lines.into_iter().map(|(_, text)| text).collect();
        [
            self.value.to_owned(),
            self.unit.clone(),
            beside(self.activity, self.activity_zh),
            nature.join(", "),
            format!("{} {}, row {}", self.dataset, self.version, self.row),
        ]
    }

    fn gases(&self) -> String {
        match self.gwp_set {
            Some(set) => format!("{} by {set}", self.gas_basis),
            None => self.gas_basis.to_owned(),
        }
    }
}

impl Nature<'_> {
    fn lines(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Factor { kind, region, year } => vec![
                ("kind", kind.to_string()),
                ("region", (*region).to_owned()),
                ("year", year.to_string()),
            ],
            Self::Gwp {
                metric, category, ..
            } => vec![
                ("metric", (*metric).to_owned()),
                ("category", category.replace('_', " ")),
            ],
            Self::Score { score } => vec![("score", score.to_string())],
            Self::Listed { kind } => vec![("kind", (*kind).to_owned())],
        }
    }
}

/// A list of rows.
pub(crate) fn table(rows: &[FactorRow<'_>]) -> Table<5> {
    let mut table = Table::new([Side::Right, Side::Left, Side::Left, Side::Left, Side::Left]);
    for row in rows {
        table.row(row.cells());
    }
    table
}

/// A text and the same in Chinese.
fn beside(english: &str, chinese: Option<&str>) -> String {
    match chinese {
        Some(chinese) => format!("{english} ({chinese})"),
        None => english.to_owned(),
    }
}

fn licence(licence: &Licence) -> String {
    let redistribution = if licence.redistribution {
        "may be passed on"
    } else {
        "may not be passed on"
    };
    match &licence.url {
        Some(url) => format!("{} ({redistribution}; {url})", licence.name),
        None => format!("{} ({redistribution})", licence.name),
    }
}
