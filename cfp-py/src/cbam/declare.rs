//! The declaration of a list of imports.

use std::sync::Arc;

use cfp_core::{Amount, ProblemKind};
use cfp_exchange::cbam::{CertificatePrice, DeclarationOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyMapping;
use serde::Serialize;

use super::declared::{DeclarationTotals, DeclaredGood};
use super::rows::Imports;
use super::{own, tables};
use crate::amount::number;
use crate::errors::{Problem, Raised};
use crate::file;
use crate::json::written;
use crate::long;
use crate::model::names;
use crate::registry::Registry;
use crate::result::{Finding, findings_counted};
use crate::table::Table;

/// A list of imports of one calendar year, with everything on the way to their certificates.
#[pyclass(frozen, eq, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    inner: Arc<cfp_exchange::cbam::Declaration>,
}

/// A declaration as programs read it.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    declaration: &'a cfp_exchange::cbam::Declaration,
    problems: Vec<Problem>,
}

#[pymethods]
impl Declaration {
    /// The calendar year of import.
    #[getter]
    fn year(&self) -> u16 {
        self.inner.year
    }

    /// The imports in the order of the list; lines with problems are not among them.
    #[getter]
    fn goods(&self) -> Table {
        Table::of::<DeclaredGood, _, _>(Arc::clone(&self.inner), |of| &of.goods)
    }

    /// What is wrong with lines, each of which is then not declared.
    #[getter]
    fn problems(&self) -> Vec<Problem> {
        self.inner.problems.iter().map(Problem::from).collect()
    }

    /// What all lines come to; `None` where the sums are beyond the range of decimals.
    #[getter]
    fn totals(&self) -> Option<DeclarationTotals> {
        self.inner.totals.as_ref().map(DeclarationTotals::from)
    }

    /// The datasets behind the numbers, such as "cbam-goods@=2026-1".
    #[getter]
    fn datasets(&self) -> &[String] {
        &self.inner.datasets
    }

    /// What a reader should know of the whole.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    /// All of it as JSON, as `cfp --format json cbam goods` prints it: every number is a text.
    fn to_json(&self) -> String {
        written(&Answer {
            declaration: &self.inner,
            problems: self.problems(),
        })
    }

    /// The imports as columns, the same as `goods`.
    fn table(&self) -> Table {
        self.goods()
    }

    fn __repr__(&self) -> String {
        let cfp_exchange::cbam::Declaration {
            year,
            goods,
            problems,
            ..
        } = &*self.inner;
        let [goods, problems] = [goods.len(), problems.len()];
        let findings = findings_counted(self.inner.findings.len());
        format!("<cfp.cbam.Declaration of {year}: {goods} goods, {problems} problems{findings}>")
    }
}

/// The certificates of a list of imports in a calendar year: defaults or actual values, mark-ups, free allocation.
///
/// `imports` is the path of a CSV file, or rows that have a value by the title of each column: mappings, or a data frame
/// of pandas, polars or pyarrow. The columns are `cn`, `country`, `mass_t` and, by choice, `mwh`, `goods`, `route`,
/// `import_date`, `production_year`, `see_direct`, `see_indirect`, `sefa`, `precursor_sefa`,
/// `carbon_price_paid_eur_per_t` and `reference`.
///
/// `price` is in euros per certificate, one for all or by quarter of import: {"2026-Q1": "75.36"}; without it no cost is
/// computed. `draft_rules` are rules that are not law yet, by name, such as "carbon-price-paid". `correction_factor` and
/// `benchmark` (t CO2e per t) are for years for which none is published. A line with a problem is told in `problems` and
/// left out, unless `strict` makes it an error.
///
///     >>> rows = [{"cn": "72081000", "country": "CN", "mass_t": "1"}]
///     >>> declared = cfp.cbam.declaration(rows, year=2026, price="75.36")
///     >>> coil = declared.goods[0]
///     >>> coil.see, coil.markup, coil.sefa, coil.certificates, coil.cost_eur
///     (Decimal('3.187'), Decimal('0.1'), Decimal('1.33575'), Decimal('2.16995'), Decimal('163.527432'))
#[pyfunction]
#[pyo3(signature = (
    imports, *, year, price=None, draft_rules=None, correction_factor=None, benchmark=None, strict=false,
    registry=None
))]
#[allow(
    clippy::too_many_arguments,
    reason = "what a declaration may state, by name"
)]
pub fn declaration(
    py: Python<'_>,
    imports: &Bound<'_, PyAny>,
    year: u16,
    price: Option<&Bound<'_, PyAny>>,
    draft_rules: Option<&Bound<'_, PyAny>>,
    correction_factor: Option<&Bound<'_, PyAny>>,
    benchmark: Option<&Bound<'_, PyAny>>,
    strict: bool,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<Declaration, Raised> {
    let mut options = DeclarationOptions::new(year)
        .price(price_of(price)?)
        .draft_carbon_price(is_carbon_price_drafted(draft_rules)?);
    if let Some(factor) = correction_factor {
        options = options.correction_factor(amount(factor)?);
    }
    if let Some(benchmark) = benchmark {
        options = options.benchmark(amount(benchmark)?);
    }
    let (imports, registry) = (Imports::of(imports)?, own(registry));
    let declared = long::run(py, move || -> Result<_, file::Unread> {
        let table = imports.read()?;
        Ok(tables(registry)
            .map(|cbam| cfp_exchange::cbam::Declaration::of(&table, &cbam, &options)))
    })???;
    if strict && !declared.problems.is_empty() {
        return Err(Raised::reported(&declared.problems));
    }
    let inner = Arc::new(declared);
    Ok(Declaration { inner })
}

/// The price of an argument: a number, or one for each quarter.
fn price_of(price: Option<&Bound<'_, PyAny>>) -> Result<CertificatePrice, Raised> {
    let Some(price) = price else {
        return Ok(CertificatePrice::None);
    };
    let Ok(quarters) = price.cast::<PyMapping>() else {
        return Ok(number(price)?.parse()?);
    };
    let items = quarters.items()?;
    let mut written = Vec::new();
    for (quarter, price) in items.extract::<Vec<(String, Bound<'_, PyAny>)>>()? {
        written.push(format!("{quarter}={}", number(&price)?));
    }
    Ok(written.join(",").parse()?)
}

/// Whether the rule on carbon prices paid is among these; it is the only one.
fn is_carbon_price_drafted(rules: Option<&Bound<'_, PyAny>>) -> Result<bool, Raised> {
    let rules = names(rules)?;
    match rules.iter().find(|rule| *rule != "carbon-price-paid") {
        Some(rule) => {
            let told = format!("a draft rule is \"carbon-price-paid\", not {rule:?}");
            Err(PyValueError::new_err(told).into())
        }
        None => Ok(!rules.is_empty()),
    }
}

fn amount(value: &Bound<'_, PyAny>) -> Result<Amount, Raised> {
    Ok(number(value)?.parse().map_err(ProblemKind::from)?)
}
