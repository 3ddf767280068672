//! `factors.csv`: the factors of one dataset.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cfp_core::{Amount, Dimension, Quantity, Region, Unit, Year, name_key};

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
            let own = name_key(&factor.activity);
            if let Some(name) = factor.activity_zh.as_deref().map(name_key)
                && name != own
            {
                by_name.entry(name.into_owned()).or_default().push(index);
            }
            by_name.entry(own.into_owned()).or_default().push(index);
        }
        Self { factors, by_name }
    }

    /// Every factor.
    pub(crate) fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// The factors for an activity, by its English or Chinese name in whatever spelling.
    pub(crate) fn of_activity(&self, name: &str) -> impl Iterator<Item = &Factor> {
        let indices = self
            .by_name
            .get(&*name_key(name))
            .map_or(&[][..], Vec::as_slice);
        indices.iter().map(|index| &self.factors[*index])
    }
}

/// Faults of values, each with the number of its row, by their places.
pub(crate) fn of_values(
    file: &str,
    bytes: &[u8],
    faults: Vec<(usize, FileFault)>,
) -> Result<Vec<FileProblem>, Error> {
    let sheet = Sheet::read(file, bytes, &COLUMNS)?;
    let rows: Vec<_> = sheet.rows().collect();
    let placed = faults.into_iter().map(|(row, fault)| match rows.get(row) {
        Some(row) => row.problem("value", fault),
        // The file changed since the table was read.
        None => FileProblem::new(FilePlace::file(file), fault),
    });
    Ok(placed.collect())
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
        problems: sheet.faults().to_vec(),
    };
    let rows = sheet.rows();
    let factors: Vec<_> = rows.filter_map(|row| reader.factor(&row)).collect();
    let mut problems = reader.problems;
    if problems.is_empty() {
        problems.extend(duplicates(&sheet, &factors));
        problems.extend(disagreements(file, dataset, &factors));
    }
    Error::unless_empty(problems, ())?;
    Ok(Table::new(factors))
}

/// What every row of a table is read with, and what is wrong with them.
struct Reader<'a> {
    dataset: &'a Arc<Dataset>,
    regions: &'a Regions,
    units: BTreeMap<String, Unit>,
    problems: Vec<FileProblem>,
}

impl Reader<'_> {
    /// A row, or nothing and a problem for each field that does not read.
    fn factor(&mut self, row: &Row<'_>) -> Option<Factor> {
        if let Some(fault) = swapped(row) {
            self.problems.push(fault);
            return None;
        }
        let name = self.keep(row.text("row"));
        let activity = self.keep(row.text("activity"));
        let region = self.region(row);
        let year = row.whole("year").and_then(|year| {
            let year = Year::new(year.into());
            year.map_err(|problem| row.bad_value("year", problem.to_string()))
        });
        let year = self.keep(year);
        let amount = self.amount(row);
        let kind = self.keep(read_kind(row));
        let unit = self.unit(row, kind);
        let unit = self.keep(unit);
        let place = self.keep(row.text("place"));
        let confidence = self.keep(row.text("confidence"));
        let amount = amount?;
        Some(Factor {
            activity: activity?.to_owned(),
            activity_zh: row.optional("activity_zh").map(str::to_owned),
            value: row.optional("value")?.to_owned(),
            quantity: Quantity::new(amount, unit?),
            kind: kind?,
            region: region?,
            year: year?.number(),
            dataset: Arc::clone(self.dataset),
            row: name?.to_owned(),
            place: place?.to_owned(),
            url: row.optional("url").map(str::to_owned),
            confidence: confidence?.to_owned(),
            note: row.optional("note").map(str::to_owned),
            served_year: None,
            steps: Vec::new(),
            over: Vec::new(),
            chain: Vec::new(),
        })
    }

    /// What reads; a problem is kept.
    fn keep<T>(&mut self, read: Result<T, FileProblem>) -> Option<T> {
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn region(&mut self, row: &Row<'_>) -> Option<Region> {
        let region = self.keep(row.region("region"))?;
        if self.regions.get(region.code()).is_some() {
            return Some(region);
        }
        let fault = FileFault::UnknownRegion {
            written: region.code().to_owned(),
            nearest: self.regions.nearest(region.code()),
        };
        self.problems.push(row.problem("region", fault));
        None
    }

    /// The value; a zero only where the header says that zeros are published.
    fn amount(&mut self, row: &Row<'_>) -> Option<Amount> {
        let amount = self.keep(row.amount("value"))?;
        if amount.is_zero() && !self.dataset.zeros_are_published {
            let fault = FileFault::UndeclaredZero;
            self.problems.push(row.problem("value", fault));
            return None;
        }
        Some(amount)
    }

    fn unit(&mut self, row: &Row<'_>, kind: Option<Kind>) -> Result<Unit, FileProblem> {
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
            GasBasis::NoGas => (&[], "nothing"),
            GasBasis::PerGas => (&GASES, "CO2e, CO2, CH4 or N2O"),
        };
        let Some(below) = below.filter(|_| gases.contains(&gas)) else {
            return Err(bad(format!("it is not a mass of {counted} per something")));
        };
        if let Some(reason) = kind.and_then(|kind| kind.refuses(gas, below.dimension())) {
            return Err(bad(reason.to_owned()));
        }
        self.units.insert(text.to_owned(), unit.clone());
        Ok(unit)
    }
}

/// Two fields of a row that only read in each other's place.
fn swapped(row: &Row<'_>) -> Option<FileProblem> {
    let field = |column| row.optional(column).unwrap_or_default();
    let is_number = |column| field(column).parse::<Amount>().is_ok();
    let is_unit = |column| Unit::parse(field(column)).is_ok();
    let is_year = |column| field(column).parse::<u16>().is_ok();
    let is_region = |column| !is_year(column) && Region::new(field(column)).is_ok();
    let has_han = |column| {
        field(column)
            .chars()
            .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    };
    let swapped = |first, second| FileFault::SwappedColumns { first, second };
    let found = if is_number("unit") && is_unit("value") {
        ("value", swapped("value", "unit"))
    } else if is_year("region") && is_region("year") {
        ("region", swapped("region", "year"))
    } else if has_han("activity") && !field("activity_zh").is_empty() && !has_han("activity_zh") {
        ("activity", swapped("activity", "activity_zh"))
    } else {
        return None;
    };
    Some(row.problem(found.0, found.1))
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
        if !keys.insert((name_key(activity), region, year, kind, unit)) {
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
