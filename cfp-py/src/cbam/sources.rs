//! The sources of an installation's emissions.

use cfp_core::cbam;
use pyo3::prelude::*;

use crate::amount::Number;
use crate::model::quoted;

/// What a source stream emits.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct StreamRow {
    /// The source stream.
    name: String,
    /// How it is calculated: "combustion", "process" or "mass-balance".
    method: &'static str,
    /// t CO2 that count; negative for outputs of a mass balance.
    emissions: Number,
    /// t CO2 of biomass that count zero.
    zero_rated: Number,
    /// TJ of energy; `None` where no net calorific value is stated.
    energy_tj: Option<Number>,
    /// The equation with its numbers.
    step: String,
}

impl From<&cbam::StreamRow> for StreamRow {
    fn from(row: &cbam::StreamRow) -> Self {
        Self {
            name: row.name.clone(),
            method: row.method.word(),
            emissions: row.emissions.into(),
            zero_rated: row.zero_rated.into(),
            energy_tj: row.energy.map(Number::from),
            step: row.step.clone(),
        }
    }
}

#[pymethods]
impl StreamRow {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        Ok(format!(
            "<cfp.cbam.StreamRow {name}: {} t CO2>",
            self.emissions
        ))
    }
}

/// What a group of electrolysis cells emits of perfluorocarbons.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct AnodeRow {
    /// What it is called.
    name: String,
    /// t CF4 in the duct.
    cf4: Number,
    /// t C2F6 in the duct.
    c2f6: Number,
    /// t CO2e of the CF4 in the duct.
    cf4_co2e: Number,
    /// t CO2e of the C2F6 in the duct.
    c2f6_co2e: Number,
    /// t CO2e in all, what the duct does not collect included.
    emissions: Number,
}

impl From<&cbam::AnodeRow> for AnodeRow {
    fn from(row: &cbam::AnodeRow) -> Self {
        Self {
            name: row.name.clone(),
            cf4: row.cf4.into(),
            c2f6: row.c2f6.into(),
            cf4_co2e: row.cf4_co2e.into(),
            c2f6_co2e: row.c2f6_co2e.into(),
            emissions: row.emissions.into(),
        }
    }
}

#[pymethods]
impl AnodeRow {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        Ok(format!(
            "<cfp.cbam.AnodeRow {name}: {} t CO2e>",
            self.emissions
        ))
    }
}

/// What a measured source emits.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredRow {
    /// What it is called.
    name: String,
    /// t CO2e of the year.
    emissions: Number,
}

impl From<&cbam::MeasuredRow> for MeasuredRow {
    fn from(row: &cbam::MeasuredRow) -> Self {
        Self {
            name: row.name.clone(),
            emissions: row.emissions.into(),
        }
    }
}

#[pymethods]
impl MeasuredRow {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        Ok(format!(
            "<cfp.cbam.MeasuredRow {name}: {} t CO2e>",
            self.emissions
        ))
    }
}

/// What the heat and electricity of a boiler or cogeneration unit emit.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct EnergyUnitRow {
    /// The unit.
    name: String,
    /// TJ of its fuels.
    energy_tj: Number,
    /// t CO2 of its fuels and flue gas cleaning; waste gases count at most as natural gas.
    emissions: Number,
    /// t CO2 per TJ of heat that is used, losses included.
    per_heat: Number,
    /// t CO2 per MWh of electricity; `None` for a boiler.
    per_electricity: Option<Number>,
    /// The share of the emissions that falls on heat; `None` for a boiler.
    heat_share: Option<Number>,
    /// The share that falls on electricity; `None` for a boiler.
    electricity_share: Option<Number>,
}

impl From<&cbam::EnergyUnitRow> for EnergyUnitRow {
    fn from(row: &cbam::EnergyUnitRow) -> Self {
        let split = row.split.as_ref();
        Self {
            name: row.name.clone(),
            energy_tj: row.energy.into(),
            emissions: row.emissions.into(),
            per_heat: row.per_heat.into(),
            per_electricity: row.per_electricity.map(Number::from),
            heat_share: split.map(|split| split.heat_share.into()),
            electricity_share: split.map(|split| split.electricity_share.into()),
        }
    }
}

#[pymethods]
impl EnergyUnitRow {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        Ok(format!(
            "<cfp.cbam.EnergyUnitRow {name}: {} t CO2/TJ>",
            self.per_heat
        ))
    }
}
