//! Single numbers of the published tables, each with its row.

use std::borrow::Cow;

use cfp_factors::{BenchmarkChoice, BenchmarkColumn, Cbam, CbamDefault, Origin, ParameterRow};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::{own, tables};
use crate::amount::Number;
use crate::errors::Raised;
use crate::long;
use crate::registry::Registry;
use crate::result::Finding;
use crate::table::Listed;

/// The findings of a number.
type Findings = Listed<cfp_core::Finding, Finding>;

/// A default value before its mark-up, in t CO2e per t.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultValue {
    /// The total, which binds.
    total: Number,
    /// Its indirect part, for information.
    indirect: Number,
    /// The production routes that it is of, such as "C" or "C/F"; empty where none is printed.
    route: String,
    /// The table that it stands in: a country, or "Other countries and territories".
    table: String,
    /// The code of the row, of four to ten digits.
    code: String,
    /// The description of the row.
    description: String,
    /// The stable name of the row in its dataset.
    row: String,
    /// The annex or table of the act.
    place: String,
    /// How the value was seen: in an official text, or second-hand.
    confidence: String,
    /// What one must know beyond the value.
    note: Option<String>,
    /// What names exactly the dataset.
    dataset: String,
    /// What a reader should know.
    findings: Findings,
}

impl DefaultValue {
    fn of(value: &CbamDefault, dataset: String) -> Self {
        let row = &value.row;
        Self {
            total: value.total.into(),
            indirect: value.indirect.into(),
            route: value.route.clone(),
            table: value.table.clone(),
            code: row.code.clone(),
            description: row.description.clone(),
            row: row.source.row.clone(),
            place: row.source.place.clone(),
            confidence: row.source.confidence.clone(),
            note: row.source.note.clone(),
            dataset,
            findings: (&value.findings).into(),
        }
    }
}

#[pymethods]
impl DefaultValue {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.cbam.DefaultValue {} t CO2e/t: row {}>",
            self.total, self.row
        )
    }
}

/// The benchmark of a good, in t CO2e per t; where none applies, those that the code has.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// The value; `None` where none fits the route, or several do.
    value: Option<Number>,
    /// The production route of its row; empty where the code has one benchmark for all.
    route: Option<String>,
    /// The stable name of its row in the dataset.
    row: Option<String>,
    /// The table of the act.
    place: Option<String>,
    /// How the value was seen: in an official text, or second-hand.
    confidence: Option<String>,
    /// What one must know beyond the value.
    note: Option<String>,
    /// What names exactly the dataset.
    dataset: String,
    /// The routes of the code with their benchmarks, where none applies; empty where one does.
    alternatives: Vec<(String, Number)>,
    /// What a reader should know.
    findings: Findings,
}

impl Benchmark {
    fn of(choice: &BenchmarkChoice, cn: &str, dataset: String) -> Self {
        let alternatives = match choice {
            BenchmarkChoice::Applies(_) => &[][..],
            BenchmarkChoice::Open { alternatives, .. } => alternatives,
        };
        let alternatives = alternatives.iter();
        let value = choice.benchmark();
        let source = value.map(|benchmark| &benchmark.row.source);
        Self {
            value: value.map(|benchmark| benchmark.value.into()),
            route: value.map(|benchmark| benchmark.row.route.clone()),
            row: source.map(|source| source.row.clone()),
            place: source.map(|source| source.place.clone()),
            confidence: source.map(|source| source.confidence.clone()),
            note: source.and_then(|source| source.note.clone()),
            dataset,
            alternatives: alternatives
                .map(|(route, value)| (route.clone(), Number::from(*value)))
                .collect(),
            findings: (&choice.findings(cn)).into(),
        }
    }
}

#[pymethods]
impl Benchmark {
    fn __repr__(&self) -> String {
        match (&self.value, &self.row) {
            (Some(value), Some(row)) => format!("<cfp.cbam.Benchmark {value} t CO2e/t: row {row}>"),
            _ => format!(
                "<cfp.cbam.Benchmark: none applies of {}>",
                self.alternatives.len()
            ),
        }
    }
}

/// A number of the schedule of the mechanism.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleRow {
    /// The number.
    value: Number,
    /// The number as published.
    written: String,
    /// Its unit; "1" for a share.
    unit: String,
    /// The table that it stands in.
    table: String,
    /// What it is of.
    item: String,
    /// What it is.
    quantity: String,
    /// The first year that it is of.
    first_year: Option<u16>,
    /// The last year that it is of.
    last_year: Option<u16>,
    /// The stable name of the row in its dataset.
    row: String,
    /// The article of the act.
    place: String,
    /// How the value was seen: in an official text, or second-hand.
    confidence: String,
    /// What one must know beyond the value.
    note: Option<String>,
    /// What names exactly the dataset.
    dataset: String,
}

impl ScheduleRow {
    fn of(row: &ParameterRow, cbam: &Cbam) -> Self {
        Self {
            value: row.value.into(),
            written: row.written.clone(),
            unit: row.unit.clone(),
            table: row.table.clone(),
            item: row.item.clone(),
            quantity: row.quantity.clone(),
            first_year: row.first_year,
            last_year: row.last_year,
            row: row.source.row.clone(),
            place: row.source.place.clone(),
            confidence: row.source.confidence.clone(),
            note: row.source.note.clone(),
            dataset: selector(cbam, "cbam-schedule"),
        }
    }
}

#[pymethods]
impl ScheduleRow {
    fn __repr__(&self) -> String {
        format!("<cfp.cbam.ScheduleRow {}: row {}>", self.written, self.row)
    }
}

/// The tables of an argument, read while the interpreter is free for others.
fn opened(
    py: Python<'_>,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<Cow<'static, Cbam>, Raised> {
    let registry = own(registry);
    Ok(long::run(py, move || tables(registry))??)
}

/// What names exactly the dataset of an id.
fn selector(cbam: &Cbam, id: &str) -> String {
    let dataset = cbam.datasets().find(|dataset| dataset.id == id);
    dataset.map_or_else(String::new, cfp_factors::Dataset::selector)
}

/// The default value of a good of a country, before its mark-up; that of other countries where the country has none.
///
/// `country` is a code of ISO 3166 or a name in use, or `None` where it is not known: then the highest values
/// apply. `goods` are the ten digits, where those decide.
///
///     >>> coil = cfp.cbam.default_value("72081000", country="CN")
///     >>> coil.total, coil.table, coil.route
///     (Decimal('3.187'), 'China', 'C')
#[pyfunction]
#[pyo3(signature = (cn, *, country, goods=None, registry=None))]
pub fn default_value(
    py: Python<'_>,
    cn: &str,
    country: Option<&str>,
    goods: Option<&str>,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<DefaultValue, Raised> {
    let cbam = opened(py, registry)?;
    let good = cbam.good(cn, goods)?;
    let origin = match country {
        Some(country) => Origin::Territory(cbam.territory(country)?),
        None => Origin::Unknown,
    };
    let value = cbam.default_of(origin, good, goods)?;
    let dataset = selector(&cbam, "cbam-default-values");
    Ok(DefaultValue::of(&value, dataset))
}

/// The benchmark of a good for a year of production: column "A" for actual values, "B" for default values.
///
/// `route` is a production route such as "C", or several such as "C/F", of which the one that the code has is meant.
/// Where none fits, `value` is `None` and `alternatives` has those of the code.
///
///     >>> cfp.cbam.benchmark("72081000", column="B", route="C", year=2026).value
///     Decimal('1.37')
///     >>> without = cfp.cbam.benchmark("72081000", column="B", year=2026)
///     >>> without.value is None, ("C", Decimal("1.37")) in without.alternatives
///     (True, True)
#[pyfunction]
#[pyo3(signature = (cn, *, column, year, route="", registry=None))]
pub fn benchmark(
    py: Python<'_>,
    cn: &str,
    column: &str,
    year: u16,
    route: &str,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<Benchmark, Raised> {
    let column = match column {
        "A" => BenchmarkColumn::A,
        "B" => BenchmarkColumn::B,
        _ => {
            let told = format!("`column` is \"A\" or \"B\", not {column:?}");
            return Err(PyValueError::new_err(told).into());
        }
    };
    let cbam = opened(py, registry)?;
    let good = cbam.code(cn)?;
    let choice = cbam.benchmark(good, column, route, year)?;
    let dataset = selector(&cbam, "cbam-benchmarks");
    Ok(Benchmark::of(&choice, &good.cn, dataset))
}

/// The mark-up on default values of a good in a year of import, such as 0.1.
///
///     >>> cfp.cbam.mark_up("72081000", year=2026).value
///     Decimal('0.1')
#[pyfunction]
#[pyo3(signature = (cn, *, year, registry=None))]
pub fn mark_up(
    py: Python<'_>,
    cn: &str,
    year: u16,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<ScheduleRow, Raised> {
    let cbam = opened(py, registry)?;
    let row = cbam.mark_up_row(&cbam.code(cn)?.sector, year)?;
    Ok(ScheduleRow::of(row, &cbam))
}

/// The share of free allocation that a year retains: the CBAM factor.
///
///     >>> cfp.cbam.cbam_factor(2026).value
///     Decimal('0.975')
#[pyfunction]
#[pyo3(signature = (year, *, registry=None))]
pub fn cbam_factor(
    py: Python<'_>,
    year: u16,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<ScheduleRow, Raised> {
    let cbam = opened(py, registry)?;
    let row = cbam.cbam_factor(year)?;
    Ok(ScheduleRow::of(row, &cbam))
}
