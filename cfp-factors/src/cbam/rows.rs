//! The rows of the tables for the Carbon Border Adjustment Mechanism, and how they are read.

use cfp_core::Amount;
use serde::Serialize;

use super::Layout;
use crate::error::{Error, FileFault, FileProblem};
use crate::read::{Row, Sheet};

/// What every row says of itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RowSource {
    /// The name of the row, unique in its dataset.
    pub row: String,
    /// The point, article or table of the act.
    pub place: String,
    /// How the value was seen.
    pub confidence: String,
    /// What one must know beyond the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl RowSource {
    /// Whether the value was not read in an official text or workbook.
    pub fn is_second_hand(&self) -> bool {
        ["second-hand", "inferred"]
            .iter()
            .any(|word| self.confidence.contains(word))
    }
}

/// A good of Annex I of Regulation (EU) 2023/956: a row of `goods.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GoodsRow {
    /// Where it is from.
    #[serde(flatten)]
    pub source: RowSource,
    /// The eight digits of the Combined Nomenclature.
    pub cn: String,
    /// Its description.
    pub description: String,
    /// Its sector, such as `iron and steel`.
    pub sector: String,
    /// Its aggregated goods category: 2547 Annex I Table 1.
    pub category: String,
    /// Its greenhouse gases.
    pub gases: String,
    /// What its embedded emissions are counted per: 2547 Article 4.
    pub functional_unit: String,
    /// Whether only direct emissions count: Annex II of the regulation.
    pub annex_ii: bool,
    /// Whether its mass counts for the threshold of 50 t.
    pub de_minimis: bool,
    /// The ten-digit codes that decide what value applies, each with what it is of.
    pub precision: Vec<(String, String)>,
}

/// A default value: a row of `defaults.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DefaultRow {
    /// Where it is from.
    #[serde(flatten)]
    pub source: RowSource,
    /// The country, as the act calls it; `unknown` for Annex IV.
    pub country: String,
    /// A code of four, six, eight or ten digits.
    pub code: String,
    /// Its description.
    pub description: String,
    /// t CO2e per t, direct; for information.
    pub direct: Option<Amount>,
    /// t CO2e per t, indirect; for information.
    pub indirect: Option<Amount>,
    /// t CO2e per t: what binds.
    pub total: Option<Amount>,
    /// The production routes that the value is of, such as `C` or `C/F`; empty where none is printed.
    pub route: String,
    /// Whether it has a value, is a heading, or sends to the other countries.
    pub applies: Applies,
}

/// What a row of default values says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applies {
    /// A value.
    Value,
    /// A heading whose codes below have the values.
    Heading,
    /// That those of other countries and territories apply.
    OtherCountries,
}

/// A benchmark: a row of `benchmarks.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BenchmarkRow {
    /// Where it is from.
    #[serde(flatten)]
    pub source: RowSource,
    /// The eight digits of the Combined Nomenclature.
    pub cn: String,
    /// `A` for actual values, `B` for default values.
    pub column: String,
    /// The production route; empty where the code has one benchmark for all.
    pub route: String,
    /// The period of years of production; empty where there is one for all.
    pub period: String,
    /// t CO2e per t of goods.
    pub value: Amount,
}

/// A number of the method or the schedule: a row of `parameters.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ParameterRow {
    /// Where it is from.
    #[serde(flatten)]
    pub source: RowSource,
    /// The table that it stands in.
    pub table: String,
    /// What it is of.
    pub item: String,
    /// What it is.
    pub quantity: String,
    /// The first year that it is of.
    pub first_year: Option<u16>,
    /// The last year that it is of.
    pub last_year: Option<u16>,
    /// The number as published.
    pub written: String,
    /// The number.
    pub value: Amount,
    /// Its unit.
    pub unit: String,
}

impl ParameterRow {
    /// Whether it is of a year; one without years is of all.
    pub fn is_of(&self, year: u16) -> bool {
        self.first_year.is_none_or(|first| first <= year)
            && self.last_year.is_none_or(|last| year <= last)
    }
}

/// A country or territory: a row of `territories.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TerritoryRow {
    /// Where it is from.
    #[serde(flatten)]
    pub source: RowSource,
    /// ISO 3166 alpha-2, where it has one.
    pub code: Option<String>,
    /// Its name in English.
    pub name: String,
    /// The name of its table of default values; `None` where it has none of its own.
    pub table: Option<String>,
    /// Whether goods of it are in scope.
    pub scope: Scope,
}

/// Whether goods that originate somewhere are in the scope of the mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// They are.
    In,
    /// A member state of the Union.
    Union,
    /// Exempt: Annex III point 1 of Regulation (EU) 2023/956.
    Exempt,
}

/// The rows of one table.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    Goods(Vec<GoodsRow>),
    Defaults(Vec<DefaultRow>),
    Benchmarks(Vec<BenchmarkRow>),
    Parameters(Vec<ParameterRow>),
    Territories(Vec<TerritoryRow>),
}

/// A row as lists and comparisons of datasets show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ListedRow {
    /// Where it is from.
    #[serde(flatten)]
    pub source: RowSource,
    /// What it is of.
    pub activity: String,
    /// What it is.
    pub kind: String,
    /// The country, code or number that it says.
    pub value: String,
    /// The unit of a number.
    pub unit: String,
    /// The number, where it is one.
    #[serde(skip)]
    pub amount: Option<Amount>,
    /// What it says beyond that, by column.
    #[serde(skip)]
    pub(crate) texts: Vec<(&'static str, String)>,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Goods(rows) => rows.len(),
            Self::Defaults(rows) => rows.len(),
            Self::Benchmarks(rows) => rows.len(),
            Self::Parameters(rows) => rows.len(),
            Self::Territories(rows) => rows.len(),
        }
    }

    /// The rows as lists show them.
    pub(crate) fn listed(&self) -> Vec<ListedRow> {
        match self {
            Self::Goods(rows) => rows.iter().map(GoodsRow::listed).collect(),
            Self::Defaults(rows) => rows.iter().map(DefaultRow::listed).collect(),
            Self::Benchmarks(rows) => rows.iter().map(BenchmarkRow::listed).collect(),
            Self::Parameters(rows) => rows.iter().map(ParameterRow::listed).collect(),
            Self::Territories(rows) => rows.iter().map(TerritoryRow::listed).collect(),
        }
    }
}

/// A value as it is written; nothing where none is published.
fn written(value: Option<Amount>) -> String {
    value.map_or_else(String::new, |value| value.value_text())
}

impl GoodsRow {
    fn listed(&self) -> ListedRow {
        let precision = self.precision.iter();
        let precision = precision.map(|(code, word)| format!("{code} {word}"));
        ListedRow {
            source: self.source.clone(),
            activity: format!("{} {}", self.cn, self.description),
            kind: self.category.clone(),
            value: if self.annex_ii {
                "direct emissions count".to_owned()
            } else {
                "direct and indirect emissions count".to_owned()
            },
            unit: format!("per {}", self.functional_unit),
            amount: None,
            texts: vec![
                ("sector", self.sector.clone()),
                ("gases", self.gases.clone()),
                ("de_minimis", self.de_minimis.to_string()),
                ("precision", precision.collect::<Vec<_>>().join("; ")),
            ],
        }
    }
}

impl DefaultRow {
    fn listed(&self) -> ListedRow {
        ListedRow {
            source: self.source.clone(),
            activity: format!("{} {}, {}", self.code, self.description, self.country),
            kind: if self.route.is_empty() {
                "default value".to_owned()
            } else {
                format!("default value, route {}", self.route)
            },
            value: match (self.applies, self.total) {
                (Applies::Value, Some(total)) => total.value_text(),
                (Applies::Heading, _) => "see the codes below".to_owned(),
                _ => "other countries apply".to_owned(),
            },
            unit: "t CO2e/t".to_owned(),
            amount: self.total,
            texts: vec![
                ("direct", written(self.direct)),
                ("indirect", written(self.indirect)),
            ],
        }
    }
}

impl BenchmarkRow {
    fn listed(&self) -> ListedRow {
        let mut kind = format!("benchmark, column {}", self.column);
        for (word, said) in [("route", &self.route), ("period", &self.period)] {
            if !said.is_empty() {
                kind = format!("{kind}, {word} {said}");
            }
        }
        ListedRow {
            source: self.source.clone(),
            activity: self.cn.clone(),
            kind,
            value: self.value.value_text(),
            unit: "t CO2e/t".to_owned(),
            amount: Some(self.value),
            texts: Vec::new(),
        }
    }
}

impl ParameterRow {
    fn listed(&self) -> ListedRow {
        let years = match (self.first_year, self.last_year) {
            (None, None) => String::new(),
            (Some(first), Some(last)) if first == last => format!(", {first}"),
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            (Some(first), None) => format!(", from {first}"),
            (None, Some(last)) => format!(", to {last}"),
        };
        ListedRow {
            source: self.source.clone(),
            activity: format!("{}: {}", self.table, self.item),
            kind: format!("{}{years}", self.quantity),
            value: self.written.clone(),
            unit: self.unit.clone(),
            amount: Some(self.value),
            texts: Vec::new(),
        }
    }
}

impl TerritoryRow {
    fn listed(&self) -> ListedRow {
        ListedRow {
            source: self.source.clone(),
            activity: self.name.clone(),
            kind: "origin".to_owned(),
            value: match self.scope {
                Scope::In => "in scope".to_owned(),
                Scope::Union => "the Union".to_owned(),
                Scope::Exempt => "exempt".to_owned(),
            },
            unit: self.table.clone().unwrap_or_default(),
            amount: None,
            texts: vec![("code", self.code.clone().unwrap_or_default())],
        }
    }
}

/// Reads a table: every row, or every problem.
pub(crate) fn read(layout: Layout, file: &str, bytes: &[u8]) -> Result<Rows, Error> {
    let sheet = Sheet::read(file, bytes, layout.columns())?;
    let mut problems = sheet.faults().to_vec();
    let rows = match layout {
        Layout::Goods => Rows::Goods(each(&sheet, &mut problems, goods)),
        Layout::Defaults => Rows::Defaults(each(&sheet, &mut problems, default_value)),
        Layout::Benchmarks => Rows::Benchmarks(each(&sheet, &mut problems, benchmark)),
        Layout::Parameters => Rows::Parameters(each(&sheet, &mut problems, parameter)),
        Layout::Territories => Rows::Territories(each(&sheet, &mut problems, territory)),
    };
    problems.extend(doubled(&sheet));
    Error::unless_empty(problems, rows)
}

fn each<T>(
    sheet: &Sheet<'_>,
    problems: &mut Vec<FileProblem>,
    read: impl Fn(&Row<'_>) -> Result<T, FileProblem>,
) -> Vec<T> {
    let rows = sheet.rows();
    rows.filter_map(|row| read(&row).map_err(|problem| problems.push(problem)).ok())
        .collect()
}

/// Rows that have the name of another.
fn doubled(sheet: &Sheet<'_>) -> Vec<FileProblem> {
    let mut names = std::collections::BTreeSet::new();
    let mut problems = Vec::new();
    for row in sheet.rows() {
        if let Some(name) = row.optional("row")
            && !names.insert(name.to_owned())
        {
            let row_name = name.to_owned();
            problems.push(row.problem("row", FileFault::DuplicateRow { row: row_name }));
        }
    }
    problems
}

fn source(row: &Row<'_>) -> Result<RowSource, FileProblem> {
    Ok(RowSource {
        row: row.text("row")?.to_owned(),
        place: row.text("place")?.to_owned(),
        confidence: row.text("confidence")?.to_owned(),
        note: row.optional("note").map(str::to_owned),
    })
}

/// One of a few words.
fn word<T: Copy>(row: &Row<'_>, column: &str, known: &[(&str, T)]) -> Result<T, FileProblem> {
    let written = row.text(column)?;
    let found = known.iter().find(|(word, _)| *word == written);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        row.bad_value(
            column,
            format!("`{written}` is not one of {}", words.join(", ")),
        )
    })
}

fn owned(row: &Row<'_>, column: &str) -> Result<String, FileProblem> {
    Ok(row.text(column)?.to_owned())
}

fn optional_amount(row: &Row<'_>, column: &str) -> Result<Option<Amount>, FileProblem> {
    row.optional(column).map(|_| row.amount(column)).transpose()
}

fn optional_year(row: &Row<'_>, column: &str) -> Result<Option<u16>, FileProblem> {
    row.optional(column).map(|_| row.whole(column)).transpose()
}

fn goods(row: &Row<'_>) -> Result<GoodsRow, FileProblem> {
    const TRUTH: [(&str, bool); 2] = [("yes", true), ("no", false)];
    let codes = row.optional("precision").unwrap_or_default().split(';');
    let precision = codes.filter_map(|code| {
        let (digits, what) = code.trim().split_once(' ')?;
        Some((digits.to_owned(), what.to_owned()))
    });
    Ok(GoodsRow {
        source: source(row)?,
        cn: owned(row, "cn")?,
        description: owned(row, "description")?,
        sector: owned(row, "sector")?,
        category: owned(row, "category")?,
        gases: owned(row, "gases")?,
        functional_unit: owned(row, "functional_unit")?,
        annex_ii: word(row, "annex_ii", &TRUTH)?,
        de_minimis: word(row, "de_minimis", &TRUTH)?,
        precision: precision.collect(),
    })
}

fn default_value(row: &Row<'_>) -> Result<DefaultRow, FileProblem> {
    const WORDS: [(&str, Applies); 3] = [
        ("value", Applies::Value),
        ("heading", Applies::Heading),
        ("other countries", Applies::OtherCountries),
    ];
    let applies = word(row, "applies", &WORDS)?;
    let total = if applies == Applies::Value {
        Some(row.amount("total")?)
    } else {
        None
    };
    Ok(DefaultRow {
        source: source(row)?,
        country: owned(row, "country")?,
        code: owned(row, "code")?,
        description: owned(row, "description")?,
        direct: optional_amount(row, "direct")?,
        indirect: optional_amount(row, "indirect")?,
        total,
        route: row.optional("route").unwrap_or_default().to_owned(),
        applies,
    })
}

fn benchmark(row: &Row<'_>) -> Result<BenchmarkRow, FileProblem> {
    Ok(BenchmarkRow {
        source: source(row)?,
        cn: owned(row, "cn")?,
        column: word(row, "column", &[("A", "A"), ("B", "B")])?.to_owned(),
        route: row.optional("route").unwrap_or_default().to_owned(),
        period: row.optional("period").unwrap_or_default().to_owned(),
        value: row.amount("value")?,
    })
}

fn parameter(row: &Row<'_>) -> Result<ParameterRow, FileProblem> {
    Ok(ParameterRow {
        source: source(row)?,
        table: owned(row, "table")?,
        item: owned(row, "item")?,
        quantity: owned(row, "quantity")?,
        first_year: optional_year(row, "first_year")?,
        last_year: optional_year(row, "last_year")?,
        written: owned(row, "value")?,
        value: row.amount("value")?,
        unit: owned(row, "unit")?,
    })
}

fn territory(row: &Row<'_>) -> Result<TerritoryRow, FileProblem> {
    const WORDS: [(&str, Scope); 3] = [
        ("in", Scope::In),
        ("union", Scope::Union),
        ("exempt", Scope::Exempt),
    ];
    Ok(TerritoryRow {
        source: source(row)?,
        code: row.optional("code").map(str::to_owned),
        name: owned(row, "name")?,
        table: row.optional("table").map(str::to_owned),
        scope: word(row, "scope", &WORDS)?,
    })
}
