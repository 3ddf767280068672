//! The imports of a declaration, and what they come to.

use cfp_exchange::cbam;
use pyo3::prelude::*;

use crate::amount::Number;
use crate::result::{Finding, findings_counted};
use crate::table::{Listed, Table};

/// One import of a declaration with every step to its certificates; t CO2e per tonne, for electricity per MWh.
#[pyclass(frozen, eq, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredGood {
    inner: cbam::DeclaredGood,
}

impl From<&cbam::DeclaredGood> for DeclaredGood {
    fn from(good: &cbam::DeclaredGood) -> Self {
        let inner = good.clone();
        Self { inner }
    }
}

#[pymethods]
impl DeclaredGood {
    /// The line of the list, or the row where it is of rows; counted from 1.
    #[getter]
    fn line(&self) -> usize {
        self.inner.line
    }

    /// Whatever the importer knows the line by.
    #[getter]
    fn reference(&self) -> Option<&str> {
        self.inner.reference.as_deref()
    }

    /// The eight digits of the Combined Nomenclature.
    #[getter]
    fn cn(&self) -> &str {
        &self.inner.cn
    }

    /// The ten digits, where they are stated.
    #[getter]
    fn goods(&self) -> Option<&str> {
        self.inner.goods.as_deref()
    }

    /// The description of the code.
    #[getter]
    fn description(&self) -> &str {
        &self.inner.description
    }

    /// The aggregated goods category.
    #[getter]
    fn category(&self) -> &str {
        &self.inner.category
    }

    /// The country of origin in English.
    #[getter]
    fn country(&self) -> &str {
        &self.inner.country
    }

    /// The quarter of import, such as "2026-Q1"; `None` where its day is not stated.
    #[getter]
    fn quarter(&self) -> Option<&str> {
        self.inner.quarter.as_deref()
    }

    /// The year of production: the CBAM factor and the benchmark are of it.
    #[getter]
    fn production_year(&self) -> u16 {
        self.inner.production_year
    }

    /// Tonnes; MWh of electricity.
    #[getter]
    fn mass_t(&self) -> Number {
        self.inner.mass_t.into()
    }

    /// Where the embedded emissions are from: "actual", "default" or "out-of-scope".
    #[getter]
    fn path(&self) -> &'static str {
        self.inner.path.word()
    }

    /// Embedded emissions before a mark-up.
    #[getter]
    fn see(&self) -> Option<Number> {
        self.inner.see.map(Number::from)
    }

    /// The mark-up on a default value, such as 0.1.
    #[getter]
    fn markup(&self) -> Option<Number> {
        self.inner.markup.map(Number::from)
    }

    /// Embedded emissions with the mark-up.
    #[getter]
    fn see_with_markup(&self) -> Option<Number> {
        self.inner.see_with_markup.map(Number::from)
    }

    /// The share of free allocation that the year retains.
    #[getter]
    fn cbam_factor(&self) -> Option<Number> {
        self.inner.cbam_factor.map(Number::from)
    }

    /// The cross-sectoral correction factor.
    #[getter]
    fn correction_factor(&self) -> Option<Number> {
        self.inner.correction_factor.map(Number::from)
    }

    /// The benchmark; `None` where the report states the free allocation, or where none fits.
    #[getter]
    fn benchmark(&self) -> Option<Number> {
        self.inner.benchmark.map(Number::from)
    }

    /// The production route of the benchmark.
    #[getter]
    fn route(&self) -> Option<&str> {
        self.inner.route.as_deref()
    }

    /// Specific embedded free allocation; `None` where it is not known, and then there are no certificates either.
    #[getter]
    fn sefa(&self) -> Option<Number> {
        self.inner.sefa.map(Number::from)
    }

    /// Embedded emissions less free allocation; negative where that is more.
    #[getter]
    fn net_per_t(&self) -> Option<Number> {
        self.inner.net_per_t.map(Number::from)
    }

    /// t CO2e of the import.
    #[getter]
    fn embedded_t(&self) -> Option<Number> {
        self.inner.embedded_t.map(Number::from)
    }

    /// t CO2e of free allocation of the import.
    #[getter]
    fn free_allocation_t(&self) -> Option<Number> {
        self.inner.free_allocation_t.map(Number::from)
    }

    /// Certificates taken off for a carbon price paid.
    #[getter]
    fn carbon_price_reduction(&self) -> Option<Number> {
        self.inner.carbon_price_reduction.map(Number::from)
    }

    /// Certificates, not rounded.
    #[getter]
    fn certificates(&self) -> Option<Number> {
        self.inner.certificates.map(Number::from)
    }

    /// Euros per certificate.
    #[getter]
    fn price_eur(&self) -> Option<Number> {
        self.inner.price_eur.map(Number::from)
    }

    /// Euros.
    #[getter]
    fn cost_eur(&self) -> Option<Number> {
        self.inner.cost_eur.map(Number::from)
    }

    /// The row of the default value.
    #[getter]
    fn default_row(&self) -> Option<&str> {
        self.inner.default_row.as_deref()
    }

    /// The table of the default value.
    #[getter]
    fn default_table(&self) -> Option<&str> {
        self.inner.default_table.as_deref()
    }

    /// The row of the benchmark.
    #[getter]
    fn benchmark_row(&self) -> Option<&str> {
        self.inner.benchmark_row.as_deref()
    }

    /// Whether its mass counts for the threshold.
    #[getter]
    fn counts_for_threshold(&self) -> bool {
        self.inner.counts_for_threshold
    }

    /// What a reader should know of the line.
    #[getter]
    fn findings(&self) -> Table {
        let findings = self.inner.findings.iter();
        let findings: Vec<_> = findings.map(|finding| (**finding).clone()).collect();
        Table::of::<Finding, _, _>(findings, |findings| findings)
    }

    /// The way to the certificates, one step a line.
    ///
    ///     >>> rows = [{"cn": "72081000", "country": "CN", "mass_t": "1"}]
    ///     >>> for step in cfp.cbam.declaration(rows, year=2026).goods[0].steps()[-2:]:
    ///     ...     print(step)
    ///     net: 3.5057 − 1.33575 = 2.16995 t CO2e/t
    ///     certificates: max(0, 1 × 2.16995) = 2.16995
    fn steps(&self) -> Vec<String> {
        self.inner.steps()
    }

    fn __repr__(&self) -> String {
        let cbam::DeclaredGood {
            line, cn, country, ..
        } = &self.inner;
        let certificates = match self.inner.certificates {
            Some(certificates) => certificates.value_text(),
            None => "not known".to_owned(),
        };
        let findings = findings_counted(self.inner.findings.len());
        format!(
            "<cfp.cbam.DeclaredGood {line}: {cn}, {country}: {certificates} certificates{findings}>"
        )
    }
}

/// What all imports of a declaration come to; goods are not netted against each other.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct DeclarationTotals {
    /// Tonnes of goods in scope, electricity apart.
    mass_t: Number,
    /// t CO2e, mark-ups included.
    embedded_t: Number,
    /// The sum of the certificates of the lines, not rounded.
    certificates: Number,
    /// Certificates that are due: those of the lines, without the goods that stay below the threshold.
    certificates_due: Number,
    /// Euros for what is due; `None` where a line has no cost.
    cost_due_eur: Option<Number>,
    /// Lines in scope whose certificates are not known, which are in none of these sums.
    lines_without_certificates: usize,
    /// The threshold of mass.
    threshold: Threshold,
    /// What to hold at the end of each quarter, from 2027 on.
    holding: Listed<cbam::HoldingRow, HoldingRow>,
}

impl From<&cbam::DeclarationTotals> for DeclarationTotals {
    fn from(totals: &cbam::DeclarationTotals) -> Self {
        let cbam::Threshold {
            mass_t,
            limit_t,
            is_exceeded,
            ..
        } = &totals.threshold;
        Self {
            mass_t: totals.mass_t.into(),
            embedded_t: totals.embedded_t.into(),
            certificates: totals.certificates.into(),
            certificates_due: totals.certificates_due.into(),
            cost_due_eur: totals.cost_due_eur.map(Number::from),
            lines_without_certificates: totals.lines_without_certificates,
            threshold: Threshold {
                mass_t: (*mass_t).into(),
                limit_t: limit_t.map(Number::from),
                is_exceeded: *is_exceeded,
            },
            holding: (&totals.holding).into(),
        }
    }
}

#[pymethods]
impl DeclarationTotals {
    fn __repr__(&self) -> String {
        let due = &self.certificates_due;
        format!("<cfp.cbam.DeclarationTotals: {due} certificates due>")
    }
}

/// The mass up to which an importer owes nothing for iron and steel, aluminium, fertilisers and cement.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Tonnes of the list that count for it.
    mass_t: Number,
    /// The threshold in tonnes; `None` where none is published for the year.
    limit_t: Option<Number>,
    /// Whether the list exceeds it.
    is_exceeded: bool,
}

#[pymethods]
impl Threshold {
    fn __repr__(&self) -> String {
        let word = if self.is_exceeded {
            "exceeded"
        } else {
            "not exceeded"
        };
        format!("<cfp.cbam.Threshold: {} t, {word}>", self.mass_t)
    }
}

/// Certificates to hold at the end of a quarter.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct HoldingRow {
    /// The quarter, such as "2027-Q1"; `None` where the lines state no days, and all of them count.
    quarter: Option<String>,
    /// Certificates, not rounded.
    certificates: Number,
}

impl From<&cbam::HoldingRow> for HoldingRow {
    fn from(row: &cbam::HoldingRow) -> Self {
        Self {
            quarter: row.quarter.clone(),
            certificates: row.certificates.into(),
        }
    }
}

#[pymethods]
impl HoldingRow {
    fn __repr__(&self) -> String {
        let quarter = self.quarter.as_deref().unwrap_or("all lines");
        format!("<cfp.cbam.HoldingRow {quarter}: {}>", self.certificates)
    }
}
