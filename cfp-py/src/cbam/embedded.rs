//! What an installation's goods embed.

use std::sync::Arc;

use cfp_core::cbam;
use cfp_exchange::cbam::installation::{self, ReportedGood};
use pyo3::prelude::*;

use super::sources::{AnodeRow, EnergyUnitRow, MeasuredRow, StreamRow};
use crate::amount::Number;
use crate::json::written;
use crate::model::quoted;
use crate::result::{Finding, findings_counted};
use crate::table::{Listed, Table};

/// What the goods of an installation embed, and everything on the way to it.
#[pyclass(frozen, eq, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedReport {
    inner: Arc<installation::EmbeddedReport>,
}

impl From<installation::EmbeddedReport> for EmbeddedReport {
    fn from(inner: installation::EmbeddedReport) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }
}

impl EmbeddedReport {
    /// Rows of what was computed on the way.
    fn way(&self) -> &cbam::Embedded {
        &self.inner.way.embedded
    }
}

#[pymethods]
impl EmbeddedReport {
    /// What the installation is called.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.inner.name.as_deref()
    }

    /// The country that it is in, as it is written.
    #[getter]
    fn country(&self) -> Option<&str> {
        self.inner.country.as_deref()
    }

    /// The calendar year of the data.
    #[getter]
    fn year(&self) -> u16 {
        self.inner.year
    }

    /// The goods, in the order of the processes.
    #[getter]
    fn goods(&self) -> Table {
        Table::of::<EmbeddedGood, _, _>(Arc::clone(&self.inner), |of| &of.goods)
    }

    /// The production processes with the terms of their emissions and what they take.
    #[getter]
    fn processes(&self) -> Table {
        Table::of::<EmbeddedProcess, _, _>(Arc::clone(&self.inner), |of| &of.way.embedded.processes)
    }

    /// The source streams.
    #[getter]
    fn streams(&self) -> Table {
        Table::of::<StreamRow, _, _>(Arc::clone(&self.inner), |of| &of.way.embedded.streams)
    }

    /// The groups of electrolysis cells.
    #[getter]
    fn anode_effects(&self) -> Table {
        Table::of::<AnodeRow, _, _>(Arc::clone(&self.inner), |of| &of.way.embedded.anode_effects)
    }

    /// The measured sources.
    #[getter]
    fn measured(&self) -> Table {
        Table::of::<MeasuredRow, _, _>(Arc::clone(&self.inner), |of| &of.way.embedded.measured)
    }

    /// The boilers and cogeneration units that serve several processes.
    #[getter]
    fn energy_units(&self) -> Table {
        Table::of::<EnergyUnitRow, _, _>(Arc::clone(&self.inner), |of| {
            &of.way.embedded.energy_units
        })
    }

    /// t CO2e of the installation by its sources; 0 where none is given, because the processes state their emissions.
    #[getter]
    fn installation_direct(&self) -> Number {
        self.way().installation_direct.into()
    }

    /// t CO2e of the electricity that its production processes use.
    #[getter]
    fn installation_indirect(&self) -> Number {
        self.way().installation_indirect.into()
    }

    /// How far arithmetic rounding may have moved a specific embedded emission, at most; it says nothing about the data.
    #[getter]
    fn rounding_bound(&self) -> Number {
        self.inner.rounding_bound.into()
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

    /// What a reader should know.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    /// The figures of the communication workbook that the data are from, each beside the computed one; `None` where they
    /// are from none.
    #[getter]
    fn workbook(&self) -> Option<Listed<installation::WorkbookFigure, WorkbookFigure>> {
        let compared = self.inner.workbook.as_ref()?;
        Some((&compared.figures).into())
    }

    /// All of it as JSON, as `cfp --format json cbam installation` prints it: every number is a text.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    /// The goods as columns, the same as `goods`.
    fn table(&self) -> Table {
        self.goods()
    }

    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(self.inner.name.as_deref().unwrap_or_default())?;
        let installation::EmbeddedReport { year, goods, .. } = &*self.inner;
        let size = goods.len();
        let findings = findings_counted(self.inner.findings.len());
        Ok(format!(
            "<cfp.cbam.EmbeddedReport {name}, {year}, of {size} goods{findings}>"
        ))
    }
}

/// A good with its specific embedded emissions in t CO2e, per functional unit and per tonne.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedGood {
    /// The production process.
    process: String,
    /// The eight digits of the Combined Nomenclature.
    cn: String,
    /// The name of the good.
    name: String,
    /// What the embedded emissions are counted per by law: "t", "t clinker", "kg N" or "kWh".
    functional_unit: &'static str,
    /// Functional units in a tonne of it.
    content: Number,
    /// Direct, per functional unit.
    see_direct_per_fu: Number,
    /// Indirect, per functional unit.
    see_indirect_per_fu: Number,
    /// Direct, per tonne.
    see_direct: Number,
    /// Indirect, per tonne.
    see_indirect: Number,
    /// Both, per tonne.
    see_total: Number,
    /// What counts for certificates, per tonne.
    see_certificates: Number,
    /// The specific embedded free allocation by the actual path, per tonne; `None` where a part is not known.
    sefa: Option<Number>,
    /// MWh of electricity per tonne, that of precursors included.
    electricity_mwh: Number,
    /// The share of the direct emissions that is of default values; `None` where there are no direct emissions.
    share_default: Option<Number>,
    /// Direct as it is reported: five decimals at most.
    see_direct_reported: String,
    /// Indirect as it is reported.
    see_indirect_reported: String,
    /// What counts, as it is reported.
    see_certificates_reported: String,
}

impl From<&ReportedGood> for EmbeddedGood {
    fn from(good: &ReportedGood) -> Self {
        Self {
            process: good.process.clone(),
            cn: good.cn.clone(),
            name: good.name.clone(),
            functional_unit: good.functional_unit,
            content: good.content.into(),
            see_direct_per_fu: good.see_direct_per_fu.into(),
            see_indirect_per_fu: good.see_indirect_per_fu.into(),
            see_direct: good.see_direct.into(),
            see_indirect: good.see_indirect.into(),
            see_total: good.see_total.into(),
            see_certificates: good.see_certificates.into(),
            sefa: good.sefa.map(Number::from),
            electricity_mwh: good.electricity_mwh.into(),
            share_default: good.share_default.map(Number::from),
            see_direct_reported: good.see_direct_reported.clone(),
            see_indirect_reported: good.see_indirect_reported.clone(),
            see_certificates_reported: good.see_certificates_reported.clone(),
        }
    }
}

#[pymethods]
impl EmbeddedGood {
    fn __repr__(&self) -> PyResult<String> {
        let process = quoted(&self.process)?;
        let Self { cn, see_total, .. } = self;
        Ok(format!(
            "<cfp.cbam.EmbeddedGood {cn} of {process}: {see_total} t CO2e/t>"
        ))
    }
}

/// A production process with the terms of its emissions, in t CO2e unless they say otherwise: Equations 53 to 56 of
/// Implementing Regulation (EU) 2025/2547 Annex III.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedProcess {
    /// The production process.
    name: String,
    /// What its embedded emissions are counted per.
    functional_unit: &'static str,
    /// Whether its goods are of Annex II, so that its own electricity does not count.
    annex_ii: bool,
    /// Tonnes of goods.
    tonnes: Number,
    /// The activity level in functional units.
    activity_level: Number,
    /// Directly attributable emissions.
    direct: Number,
    /// Of heat that is received.
    heat_imported: Number,
    /// Of heat that leaves, taken off.
    heat_exported: Number,
    /// Of waste gas that is received, as natural gas.
    waste_gas_imported: Number,
    /// Of waste gas that leaves, taken off.
    waste_gas_exported: Number,
    /// Of electricity that is made, taken off.
    electricity_produced: Number,
    /// The sum of the terms.
    before_floor: Number,
    /// The share of the goods, where chemicals are made beside them; 1 elsewhere.
    share_of_goods: Number,
    /// Attributed direct emissions: the sum, zero where that is negative, and the share of the goods of it.
    attributed_direct: Number,
    /// Attributed indirect emissions.
    attributed_indirect: Number,
    /// MWh of electricity that the goods use.
    electricity_mwh: Number,
    /// t CO2e per functional unit, direct, precursors included.
    see_direct_per_fu: Number,
    /// t CO2e per functional unit, indirect.
    see_indirect_per_fu: Number,
    /// What it takes of precursors.
    precursors: Listed<cbam::PrecursorUse, PrecursorUse>,
}

impl From<&cbam::EmbeddedProcess> for EmbeddedProcess {
    fn from(process: &cbam::EmbeddedProcess) -> Self {
        let terms = &process.attribution;
        Self {
            name: process.name.clone(),
            functional_unit: process.functional_unit.word(),
            annex_ii: process.annex_ii,
            tonnes: process.tonnes.into(),
            activity_level: process.activity_level.into(),
            direct: terms.direct.into(),
            heat_imported: terms.heat_imported.into(),
            heat_exported: terms.heat_exported.into(),
            waste_gas_imported: terms.waste_gas_imported.into(),
            waste_gas_exported: terms.waste_gas_exported.into(),
            electricity_produced: terms.electricity_produced.into(),
            before_floor: terms.before_floor.into(),
            share_of_goods: terms.share_of_goods.into(),
            attributed_direct: terms.attributed_direct.into(),
            attributed_indirect: terms.attributed_indirect.into(),
            electricity_mwh: terms.electricity.into(),
            see_direct_per_fu: process.see_direct_per_fu.into(),
            see_indirect_per_fu: process.see_indirect_per_fu.into(),
            precursors: (&process.precursors).into(),
        }
    }
}

#[pymethods]
impl EmbeddedProcess {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        let tonnes = &self.tonnes;
        Ok(format!("<cfp.cbam.EmbeddedProcess {name}: {tonnes} t>"))
    }
}

/// A precursor that a production process uses.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct PrecursorUse {
    /// The precursor, or the process that makes it.
    name: String,
    /// Whether it is of the installation.
    is_own: bool,
    /// Tonnes.
    tonnes: Number,
    /// Tonnes per tonne of goods.
    per_tonne: Number,
    /// t CO2e that a tonne of it embeds, direct, on average over what is used.
    see_direct: Number,
    /// The same, indirect.
    see_indirect: Number,
    /// The part of the indirect emissions that counts.
    indirect_counted: Number,
    /// Its free allocation per tonne; `None` where it is not known.
    sefa: Option<Number>,
}

impl From<&cbam::PrecursorUse> for PrecursorUse {
    fn from(used: &cbam::PrecursorUse) -> Self {
        Self {
            name: used.name.clone(),
            is_own: used.is_own,
            tonnes: used.tonnes.into(),
            per_tonne: used.per_tonne.into(),
            see_direct: used.see_direct.into(),
            see_indirect: used.see_indirect.into(),
            indirect_counted: used.indirect_counted.into(),
            sefa: used.sefa.map(Number::from),
        }
    }
}

#[pymethods]
impl PrecursorUse {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        let tonnes = &self.tonnes;
        Ok(format!("<cfp.cbam.PrecursorUse {name}: {tonnes} t>"))
    }
}

/// A figure of a communication workbook beside the computed one, in t CO2e per tonne.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct WorkbookFigure {
    /// The eight digits of the Combined Nomenclature.
    cn: String,
    /// The name of the good.
    name: String,
    /// Which embedded emissions: "direct" or "indirect".
    what: &'static str,
    /// The cell of the good in the workbook.
    cell: String,
    /// What the workbook says.
    workbook: Number,
    /// What is computed of its entries.
    computed: Number,
    /// Whether the two differ by more than the workbook's own binary numbers do.
    differs: bool,
}

impl From<&installation::WorkbookFigure> for WorkbookFigure {
    fn from(figure: &installation::WorkbookFigure) -> Self {
        Self {
            cn: figure.cn.clone(),
            name: figure.name.clone(),
            what: figure.what,
            cell: figure.cell.clone(),
            workbook: figure.workbook.into(),
            computed: figure.computed.into(),
            differs: figure.differs,
        }
    }
}

#[pymethods]
impl WorkbookFigure {
    fn __repr__(&self) -> String {
        let Self {
            cn,
            what,
            workbook,
            computed,
            ..
        } = self;
        format!("<cfp.cbam.WorkbookFigure {cn}, {what}: {workbook}, computed {computed}>")
    }
}
