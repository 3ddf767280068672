//! Actual values against default values.

use std::sync::Arc;

use cfp_core::Amount;
use cfp_exchange::cbam::{self, CertificatePrice, ImportProblem};
use cfp_exchange::{Columns, Row};
use pyo3::prelude::*;

use crate::amount::{Number, number};
use crate::errors::Raised;
use crate::json::written;
use crate::model::quoted;
use crate::result::{Finding, findings_counted};
use crate::table::Table;

/// What the goods of an installation owe by their actual values and by default values, year by year.
#[pyclass(frozen, eq, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    inner: Arc<cbam::Comparison>,
    years: Arc<[YearOfGood]>,
}

impl From<cbam::Comparison> for Comparison {
    fn from(inner: cbam::Comparison) -> Self {
        let goods = inner.goods.iter();
        let years = goods.flat_map(|good| {
            good.years.iter().map(|year| YearOfGood {
                process: good.process.clone(),
                cn: good.cn.clone(),
                name: good.name.clone(),
                year: year.clone(),
            })
        });
        Self {
            years: years.collect(),
            inner: Arc::new(inner),
        }
    }
}

#[pymethods]
impl Comparison {
    /// The country of the installation, as it is written; empty where it is not stated.
    #[getter]
    fn country(&self) -> &str {
        &self.inner.country
    }

    /// Euros per certificate.
    #[getter]
    fn price_eur(&self) -> Number {
        self.inner.price_eur.into()
    }

    /// The years of each good, good by good.
    #[getter]
    fn years(&self) -> Table {
        Table::of::<ComparedYear, _, _>(Arc::clone(&self.years), |years| years)
    }

    /// What each supplier's data change, in the year of the data.
    #[getter]
    fn suppliers(&self) -> Table {
        Table::of::<SupplierEffect, _, _>(Arc::clone(&self.inner), |of| &of.suppliers)
    }

    /// What a verifier still has to see, of what the data can tell.
    #[getter]
    fn checklist(&self) -> &[String] {
        &self.inner.checklist
    }

    /// The datasets behind the numbers, such as "cbam-goods@=2026-1".
    #[getter]
    fn datasets(&self) -> &[String] {
        &self.inner.datasets
    }

    /// What a reader should know; years and goods that are not compared are told here.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    /// All of it as JSON, as `cfp --format json cbam compare` prints it: every number is a text.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    /// The years as columns, the same as `years`.
    fn table(&self) -> Table {
        self.years()
    }

    fn __repr__(&self) -> PyResult<String> {
        let country = quoted(&self.inner.country)?;
        let size = self.inner.goods.len();
        let price = self.price_eur();
        let findings = findings_counted(self.inner.findings.len());
        Ok(format!(
            "<cfp.cbam.Comparison {country}, of {size} goods, at {price} EUR{findings}>"
        ))
    }
}

/// A year with the good that it is of.
#[derive(Debug, Clone, PartialEq)]
struct YearOfGood {
    process: String,
    cn: String,
    name: String,
    year: cbam::ComparedYear,
}

impl YearOfGood {
    /// What is owed by the default value.
    fn default(&self) -> Option<&cbam::Owed> {
        self.year.default.as_ref()
    }
}

impl Row for YearOfGood {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("process", |row| &row.process)
            .text("cn", |row| &row.cn)
            .text("name", |row| &row.name)
            .year("year", |row| Some(row.year.year))
            .amount("cbam_factor", |row| Some(row.year.cbam_factor))
            .amount("markup", |row| Some(row.year.markup))
            .amount("actual_see", |row| Some(row.year.actual.see))
            .in_unit("t CO2e/t")
            .amount("actual_sefa", |row| row.year.actual.sefa)
            .in_unit("t CO2e/t")
            .amount("actual_certificates", |row| row.year.actual.certificates)
            .amount("actual_eur_per_t", |row| row.year.actual.eur_per_t)
            .in_unit("EUR/t")
            .amount("default_see", |row| Some(row.default()?.see))
            .in_unit("t CO2e/t")
            .amount("default_sefa", |row| row.default()?.sefa)
            .in_unit("t CO2e/t")
            .amount("default_certificates", |row| row.default()?.certificates)
            .amount("default_eur_per_t", |row| row.default()?.eur_per_t)
            .in_unit("EUR/t")
            .amount("saving_eur_per_t", |row| row.year.saving_eur_per_t)
            .in_unit("EUR/t")
            .amount("break_even_see", |row| row.year.break_even_see)
            .in_unit("t CO2e/t");
    }
}

/// What a tonne of a good owes in a year: emissions and free allocation in t CO2e per tonne, certificates per tonne.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedYear {
    /// The production process.
    process: String,
    /// The eight digits of the Combined Nomenclature.
    cn: String,
    /// The name of the good.
    name: String,
    /// The year of production and import.
    year: u16,
    /// The share of free allocation that the year retains.
    cbam_factor: Number,
    /// The mark-up on default values, such as 0.1.
    markup: Number,
    /// Embedded emissions by actual values.
    actual_see: Number,
    /// Free allocation by actual values; `None` where it is not known, and then what is owed is not either.
    actual_sefa: Option<Number>,
    /// Certificates by actual values, zero at least.
    actual_certificates: Option<Number>,
    /// Euros per tonne by actual values.
    actual_eur_per_t: Option<Number>,
    /// Embedded emissions by the default value, its mark-up included; `None` where there is no default value.
    default_see: Option<Number>,
    /// Free allocation by the default value.
    default_sefa: Option<Number>,
    /// Certificates by the default value, zero at least.
    default_certificates: Option<Number>,
    /// Euros per tonne by the default value.
    default_eur_per_t: Option<Number>,
    /// Euros per tonne that actual values save; negative where the default value is less.
    saving_eur_per_t: Option<Number>,
    /// The actual embedded emissions at which both owe the same.
    break_even_see: Option<Number>,
}

impl From<&YearOfGood> for ComparedYear {
    fn from(row: &YearOfGood) -> Self {
        let (year, default) = (&row.year, row.default());
        let of_default = |of: fn(&cbam::Owed) -> Option<Amount>| Some(of(default?)?.into());
        Self {
            process: row.process.clone(),
            cn: row.cn.clone(),
            name: row.name.clone(),
            year: year.year,
            cbam_factor: year.cbam_factor.into(),
            markup: year.markup.into(),
            actual_see: year.actual.see.into(),
            actual_sefa: year.actual.sefa.map(Number::from),
            actual_certificates: year.actual.certificates.map(Number::from),
            actual_eur_per_t: year.actual.eur_per_t.map(Number::from),
            default_see: of_default(|owed| Some(owed.see)),
            default_sefa: of_default(|owed| owed.sefa),
            default_certificates: of_default(|owed| owed.certificates),
            default_eur_per_t: of_default(|owed| owed.eur_per_t),
            saving_eur_per_t: year.saving_eur_per_t.map(Number::from),
            break_even_see: year.break_even_see.map(Number::from),
        }
    }
}

#[pymethods]
impl ComparedYear {
    fn __repr__(&self) -> String {
        let Self { cn, year, .. } = self;
        let saving = match &self.saving_eur_per_t {
            Some(saving) => format!("{saving} EUR/t"),
            None => "not known".to_owned(),
        };
        format!("<cfp.cbam.ComparedYear {cn} in {year}: saves {saving}>")
    }
}

/// What the data of a supplier make of a good, in t CO2e that count per tonne.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct SupplierEffect {
    /// The precursor.
    precursor: String,
    /// The supplier.
    supplier: String,
    /// Whether its actual values are used.
    is_actual: bool,
    /// The eight digits of the good.
    cn: String,
    /// The name of the good.
    good: String,
    /// What counts of the good as it is.
    see: Number,
    /// What would count of it with the default value of the precursor; `None` where there is none.
    see_by_default: Option<Number>,
    /// What would count of it if the precursor embedded nothing: the most that its data can save.
    see_without: Number,
    /// Euros per tonne of the good that the actual values save against the default value, free allocation aside.
    saving_eur_per_t: Option<Number>,
}

impl From<&cbam::SupplierEffect> for SupplierEffect {
    fn from(effect: &cbam::SupplierEffect) -> Self {
        Self {
            precursor: effect.precursor.clone(),
            supplier: effect.supplier.clone(),
            is_actual: effect.is_actual,
            cn: effect.cn.clone(),
            good: effect.good.clone(),
            see: effect.see.into(),
            see_by_default: effect.see_by_default.map(Number::from),
            see_without: effect.see_without.into(),
            saving_eur_per_t: effect.saving_eur_per_t.map(Number::from),
        }
    }
}

#[pymethods]
impl SupplierEffect {
    fn __repr__(&self) -> PyResult<String> {
        let [supplier, precursor] = [quoted(&self.supplier)?, quoted(&self.precursor)?];
        let cn = &self.cn;
        Ok(format!(
            "<cfp.cbam.SupplierEffect {precursor} of {supplier} on {cn}>"
        ))
    }
}

/// The price of an argument, one for all years.
pub(super) fn price_of(price: &Bound<'_, PyAny>) -> Result<Amount, Raised> {
    let written = number(price)?;
    match written.parse()? {
        CertificatePrice::One(price) => Ok(price),
        _ => Err(ImportProblem::BadPrice { written }.into()),
    }
}
