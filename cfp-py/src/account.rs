//! The accounts of a footprint beside its totals: stages, regions, suppliers, electricity, cut-offs and data.

use cfp_core::CoveredBy;
use pyo3::prelude::*;

use crate::amount::Number;
use crate::model::quoted;

/// What arises in the processes of one life-cycle stage, with the supplies that they take.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct StageRow {
    /// The stage; `None` for processes that state none.
    stage: Option<String>,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl From<&cfp_core::StageRow> for StageRow {
    fn from(row: &cfp_core::StageRow) -> Self {
        Self {
            stage: row.stage.clone(),
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
            share_percent: Number::written(row.share_percent.as_deref()),
        }
    }
}

#[pymethods]
impl StageRow {
    fn __repr__(&self) -> PyResult<String> {
        let stage = quoted(self.stage.as_deref().unwrap_or("not stated"))?;
        Ok(format!("<cfp.StageRow {stage}: {} kg CO2e>", self.co2e))
    }
}

/// What a region emits, and what it consumes; each account sums to the total.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct RegionRow {
    /// The code of the region; `None` for what states none.
    region: Option<String>,
    /// kg CO2e that are emitted there.
    territorial: Number,
    /// How far arithmetic rounding may have moved `territorial`; `None` if not proved.
    territorial_bound: Option<Number>,
    /// kg CO2e in what is taken there, by whoever takes it from the one that emits.
    embodied: Number,
    /// How far arithmetic rounding may have moved `embodied`; `None` if not proved.
    embodied_bound: Option<Number>,
}

impl From<&cfp_core::RegionRow> for RegionRow {
    fn from(row: &cfp_core::RegionRow) -> Self {
        Self {
            region: row.region.clone(),
            territorial: Number::value(row.territorial),
            territorial_bound: Number::bound(row.territorial),
            embodied: Number::value(row.embodied),
            embodied_bound: Number::bound(row.embodied),
        }
    }
}

#[pymethods]
impl RegionRow {
    fn __repr__(&self) -> String {
        let region = self.region.as_deref().unwrap_or("not stated");
        let Self {
            territorial,
            embodied,
            ..
        } = self;
        format!("<cfp.RegionRow {region}: {territorial} emitted, {embodied} consumed>")
    }
}

/// A supplier's result that was used.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SupplierRow {
    /// The supplied flow.
    flow: String,
    /// Who supplies it.
    supplier: Option<String>,
    /// Where the figure is from.
    source: Option<String>,
    /// What it covers.
    boundary: Option<String>,
    /// The GWP set that it was made with.
    gwp: Option<String>,
    /// Until when, or for what, it is valid.
    validity: Option<String>,
    /// The share of it, in percent, that rests on the supplier's own measurements.
    primary_percent: Option<Number>,
    /// How much is taken.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of the amount.
    unit: String,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
}

impl From<&cfp_core::SupplierRow> for SupplierRow {
    fn from(row: &cfp_core::SupplierRow) -> Self {
        Self {
            flow: row.flow.clone(),
            supplier: row.supplier.clone(),
            source: row.source.clone(),
            boundary: row.boundary.clone(),
            gwp: row.gwp.clone(),
            validity: row.validity.clone(),
            primary_percent: Number::written(row.primary_percent.as_deref()),
            amount: Number::value(row.amount),
            amount_bound: Number::bound(row.amount),
            unit: row.unit.clone(),
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
        }
    }
}

#[pymethods]
impl SupplierRow {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(self.supplier.as_deref().unwrap_or(&self.flow))?;
        Ok(format!("<cfp.SupplierRow {name}: {} kg CO2e>", self.co2e))
    }
}

/// A supply of electricity, and by what right it counts so.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ElectricityRow {
    /// The flow.
    flow: String,
    /// Such as "certificate".
    treatment: String,
    /// The contract or certificate.
    instrument: Option<String>,
    /// The period of the instrument.
    period: Option<String>,
    /// How much the instrument covers.
    volume: Option<String>,
    /// How much is taken.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of the amount.
    unit: String,
    /// kg CO2e as counted.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// kg CO2e by the average of the grid; `None` where that is not stated.
    location_based: Option<Number>,
    /// How far arithmetic rounding may have moved `location_based`; `None` if not proved.
    location_based_bound: Option<Number>,
}

impl From<&cfp_core::ElectricityRow> for ElectricityRow {
    fn from(row: &cfp_core::ElectricityRow) -> Self {
        Self {
            flow: row.flow.clone(),
            treatment: row.treatment.clone(),
            instrument: row.instrument.clone(),
            period: row.period.clone(),
            volume: row.volume.clone(),
            amount: Number::value(row.amount),
            amount_bound: Number::bound(row.amount),
            unit: row.unit.clone(),
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
            location_based: row.location_based.map(Number::value),
            location_based_bound: row.location_based.and_then(Number::bound),
        }
    }
}

#[pymethods]
impl ElectricityRow {
    fn __repr__(&self) -> PyResult<String> {
        let flow = quoted(&self.flow)?;
        Ok(format!(
            "<cfp.ElectricityRow {flow}, {}: {} kg CO2e>",
            self.treatment, self.co2e
        ))
    }
}

/// A flow that is cut off, and what it could have made.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct CutOffRow {
    /// The flow.
    flow: String,
    /// How much of it the demand would need.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of the amount.
    unit: String,
    /// In how many exchanges it is left out.
    exchanges: usize,
    /// kg CO2e that it could make, where a figure for it is stated; not in the total.
    estimate: Option<Number>,
    /// How far arithmetic rounding may have moved `estimate`; `None` if not proved.
    estimate_bound: Option<Number>,
    /// The estimate in percent of the total, rounded to six places; `None` without one.
    estimate_percent: Option<Number>,
}

impl From<&cfp_core::CutOffRow> for CutOffRow {
    fn from(row: &cfp_core::CutOffRow) -> Self {
        Self {
            flow: row.flow.clone(),
            amount: Number::value(row.amount),
            amount_bound: Number::bound(row.amount),
            unit: row.unit.clone(),
            exchanges: row.exchanges,
            estimate: row.estimate.map(Number::value),
            estimate_bound: row.estimate.and_then(Number::bound),
            estimate_percent: Number::written(row.estimate_percent.as_deref()),
        }
    }
}

#[pymethods]
impl CutOffRow {
    fn __repr__(&self) -> PyResult<String> {
        let flow = quoted(&self.flow)?;
        Ok(format!(
            "<cfp.CutOffRow {flow}: {} {}>",
            self.amount, self.unit
        ))
    }
}

/// On what kind of data a footprint rests, in percent of its absolute figure without biogenic uptake.
///
/// The four shares sum to a hundred, but for their rounding to six places; all are `None` when nothing
/// is emitted.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DataQuality {
    /// Measured emissions, and the primary shares of suppliers' results.
    primary_percent: Option<Number>,
    /// Amounts measured at the process, with a published factor for burning or releasing them.
    metered_percent: Option<Number>,
    /// What is stated to be secondary, and published factors.
    secondary_percent: Option<Number>,
    /// What states nothing of its origin.
    not_stated_percent: Option<Number>,
    /// The scores of the data; `None` when none has any.
    ratings: Option<Ratings>,
}

impl From<&cfp_core::DataQuality> for DataQuality {
    fn from(row: &cfp_core::DataQuality) -> Self {
        Self {
            primary_percent: Number::written(row.primary_percent.as_deref()),
            metered_percent: Number::written(row.metered_percent.as_deref()),
            secondary_percent: Number::written(row.secondary_percent.as_deref()),
            not_stated_percent: Number::written(row.not_stated_percent.as_deref()),
            ratings: row.ratings.as_ref().map(Ratings::from),
        }
    }
}

#[pymethods]
impl DataQuality {
    fn __repr__(&self) -> String {
        let primary = self.primary_percent;
        let primary = primary.map_or_else(|| "none".to_owned(), |percent| format!("{percent} %"));
        format!("<cfp.DataQuality primary: {primary}>")
    }
}

/// Scores from 1 (best) to 5, weighted by contribution to the absolute footprint; rounded to four places.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    /// Technological.
    technology: Option<Number>,
    /// Geographical.
    geography: Option<Number>,
    /// Temporal.
    time: Option<Number>,
    /// The share of the absolute footprint, in percent, whose data have scores.
    covered_percent: Option<Number>,
}

impl From<&cfp_core::Ratings> for Ratings {
    fn from(ratings: &cfp_core::Ratings) -> Self {
        Self {
            technology: Number::written(Some(&ratings.technology)),
            geography: Number::written(Some(&ratings.geography)),
            time: Number::written(Some(&ratings.time)),
            covered_percent: Number::written(ratings.covered_percent.as_deref()),
        }
    }
}

#[pymethods]
impl Ratings {
    fn __repr__(&self) -> String {
        let [technology, geography, time] = [self.technology, self.geography, self.time]
            .map(|score| score.map_or_else(|| "none".to_owned(), |score| score.to_string()));
        format!("<cfp.Ratings technology {technology}, geography {geography}, time {time}>")
    }
}

/// What of the footprint rests on one source.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRow {
    /// "dataset", "supplier", "emission", or "not stated" for emissions without a source.
    kind: &'static str,
    /// The id of the dataset, or what the supplier or emission says; `None` where nothing is said.
    source: Option<String>,
    /// The edition and revision of the dataset.
    version: Option<String>,
    /// The region of the dataset's values.
    region: Option<String>,
    /// The year of the dataset's values.
    year: Option<u16>,
    /// Whether the dataset's values are of the region and year that were asked for.
    exact: Option<bool>,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl From<&cfp_core::CoverageRow> for CoverageRow {
    fn from(row: &cfp_core::CoverageRow) -> Self {
        let mut own = Self {
            kind: row.source.word(),
            source: None,
            version: None,
            region: None,
            year: None,
            exact: None,
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
            share_percent: Number::written(row.share_percent.as_deref()),
        };
        match &row.source {
            CoveredBy::Dataset {
                dataset,
                version,
                region,
                year,
                exact,
            } => {
                own.source = Some(dataset.clone());
                own.version = Some(version.clone());
                own.region = Some(region.clone());
                own.year = *year;
                own.exact = Some(*exact);
            }
            CoveredBy::Supplier { source } => {
                own.source.clone_from(source);
            }
            CoveredBy::Emission { source } => {
                own.source = Some(source.clone());
            }
            _ => {}
        }
        own
    }
}

#[pymethods]
impl CoverageRow {
    fn __repr__(&self) -> PyResult<String> {
        let source = quoted(self.source.as_deref().unwrap_or("not stated"))?;
        Ok(format!(
            "<cfp.CoverageRow {} {source}: {} kg CO2e>",
            self.kind, self.co2e
        ))
    }
}
