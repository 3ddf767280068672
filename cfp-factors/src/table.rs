//! `factors.csv`: the factors of one dataset.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cfp_core::{Dimension, Quantity, Unit, Year};

use crate::dataset::{Dataset, GasBasis};
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::factor::Factor;
use crate::kind::Kind;
use crate::read::{Row, Sheet};
use crate::region::Regions;

const COLUMNS: [&str; 12] = [
    "row",
    "activity",
    "activity_zh",
    "region",
    "year",
    "value",
    "unit",
    "kind",
    "place",
    "url",
    "confidence",
    "note",
];

/// What a row by gas may count.
const GASES: [Dimension; 4] = [
    Dimension::CO2E,
    Dimension::CO2,
    Dimension::CH4,
    Dimension::N2O,
];

/// The factors of one dataset in the order of the table, and where each activity occurs.
#[derive(Debug)]
pub(crate) struct Table {
    factors: Vec<Factor>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Table {
    /// The table of these factors.
    pub(crate) fn new(factors: Vec<Factor>) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, factor) in factors.iter().enumerate() {
            by_name
                .entry(factor.activity.clone())
                .or_default()
                .push(index);
            if let Some(name) = &factor.activity_zh
                && *name != factor.activity
            {
                by_name.entry(name.clone()).or_default().push(index);
            }
        }
        Self { factors, by_name }
    }

    /// Every factor.
    pub(crate) fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// The factors for an activity, by its English or Chinese name.
    pub(crate) fn of_activity(&self, name: &str) -> impl Iterator<Item = &Factor> {
        let indices = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        indices.iter().map(|index| &self.factors[*index])
    }

    /// Every name of an activity.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// Reads the table of a dataset: every row, or every problem.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    dataset: &Arc<Dataset>,
    regions: &Regions,
) -> Result<Table, Error> {
    let sheet = Sheet::read(file, bytes, &COLUMNS)?;
    let mut reader = Reader {
        dataset,
        regions,
        units: BTreeMap::new(),
    };
    let mut factors = Vec::with_capacity(sheet.rows().len());
    let mut problems = Vec::new();
    for row in sheet.rows() {
        match reader.factor(&row) {
            Ok(factor) => factors.push(factor),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        problems.extend(duplicates(&sheet, &factors));
        problems.extend(disagreements(file, dataset, &factors));
    }
    Error::unless_empty(problems, ())?;
    Ok(Table::new(factors))
}

/// What every row of a table is read with.
struct Reader<'a> {
    dataset: &'a Arc<Dataset>,
    regions: &'a Regions,
    units: BTreeMap<String, Unit>,
}

impl Reader<'_> {
    fn factor(&mut self, row: &Row<'_>) -> Result<Factor, FileProblem> {
        let kind = read_kind(row)?;
        let region = row.region("region")?;
        if self.regions.get(region.code()).is_none() {
            let fault = FileFault::UnknownRegion {
                written: region.code().to_owned(),
                nearest: self.regions.nearest(region.code()),
            };
            return Err(row.problem("region", fault));
        }
        let year = Year::new(row.whole("year")?.into())
            .map_err(|problem| row.bad_value("year", problem.to_string()))?;
        let amount = row.amount("value")?;
        let unit = self.unit(row, kind)?;
        Ok(Factor {
            activity: row.text("activity")?.to_owned(),
            activity_zh: row.optional("activity_zh").map(str::to_owned),
            value: row.text("value")?.to_owned(),
            quantity: Quantity::new(amount, unit),
            kind,
            region,
            year: year.number(),
            dataset: Arc::clone(self.dataset),
            row: row.text("row")?.to_owned(),
            place: row.text("place")?.to_owned(),
            url: row.optional("url").map(str::to_owned),
            confidence: row.text("confidence")?.to_owned(),
            note: row.optional("note").map(str::to_owned),
            steps: Vec::new(),
        })
    }

    fn unit(&mut self, row: &Row<'_>, kind: Kind) -> Result<Unit, FileProblem> {
        let text = row.text("unit")?;
        let bad = |reason: String| {
            let unit = text.to_owned();
            row.problem("unit", FileFault::BadUnit { unit, reason })
        };
        let unit = match self.units.get(text) {
            Some(unit) => unit.clone(),
            None => Unit::parse(text).map_err(|problem| bad(problem.to_string()))?,
        };
        let (above, below) = unit.parts();
        let gas = above.dimension();
        let (gases, counted): (&[Dimension], _) = match self.dataset.gas_basis {
            GasBasis::Co2e => (&[Dimension::CO2E], "CO2e"),
            GasBasis::Co2 => (&[Dimension::CO2], "CO2"),
            GasBasis::PerGas => (&GASES, "CO2e, CO2, CH4 or N2O"),
        };
        let Some(below) = below.filter(|_| gases.contains(&gas)) else {
            return Err(bad(format!("it is not a mass of {counted} per something")));
        };
        if let Some(reason) = kind.refuses(gas, below.dimension()) {
            return Err(bad(reason.to_owned()));
        }
        self.units.insert(text.to_owned(), unit.clone());
        Ok(unit)
    }
}

fn read_kind(row: &Row<'_>) -> Result<Kind, FileProblem> {
    let word = row.text("kind")?;
    Kind::from_word(word).map_err(|problem| {
        let nearest = match problem {
            FactorProblem::UnknownKind { nearest, .. } => nearest,
            _ => None,
        };
        let written = word.to_owned();
        row.problem("kind", FileFault::UnknownKind { written, nearest })
    })
}

/// Rows that say the same twice.
fn duplicates(sheet: &Sheet<'_>, factors: &[Factor]) -> Vec<FileProblem> {
    let mut names = BTreeSet::new();
    let mut keys = BTreeSet::new();
    let mut problems = Vec::new();
    for (row, factor) in sheet.rows().zip(factors) {
        let Factor {
            activity,
            region,
            year,
            kind,
            ..
        } = factor;
        let unit = factor.quantity.unit().symbol();
        if !names.insert(&factor.row) {
            let row_name = factor.row.clone();
            problems.push(row.problem("row", FileFault::DuplicateRow { row: row_name }));
        }
        if !keys.insert((activity, region, year, kind, unit)) {
            let key = format!("the {kind} of `{activity}` in {region} for {year} in {unit}");
            problems.push(row.problem("activity", FileFault::DuplicateFactor { key }));
        }
    }
    problems
}

/// Where the header says other than the rows; look-ups pass over a table by its header alone.
fn disagreements(file: &str, dataset: &Dataset, factors: &[Factor]) -> Vec<FileProblem> {
    let mut reasons = Vec::new();
    if dataset.content.rows == factors.len() {
        let kinds: BTreeSet<_> = factors.iter().map(|factor| factor.kind).collect();
        if kinds != dataset.kinds.iter().copied().collect() {
            reasons.push("`kinds` are not those of the rows".to_owned());
        }
        let regions: BTreeSet<_> = factors.iter().map(|factor| &factor.region).collect();
        if regions != dataset.regions.iter().collect() {
            reasons.push("`regions` are not those of the rows".to_owned());
        }
        if let Some(year) = dataset.reference_year
            && let Some(factor) = factors.iter().find(|factor| factor.year != year)
        {
            let Factor {
                row, year: other, ..
            } = factor;
            reasons.push(format!(
                "`reference_year` is {year}, but row {row} is of {other}"
            ));
        }
    }
    reasons
        .into_iter()
        .map(|reason| {
            FileProblem::new(FilePlace::file(file), FileFault::HeaderDisagrees { reason })
        })
        .collect()
}
