//! From embedded emissions to product footprints.

use std::sync::Arc;

use cfp_core::Amount;
use cfp_exchange::cbam;
use cfp_exchange::{Columns, Row};
use pyo3::prelude::*;

use crate::amount::Number;
use crate::json::written;
use crate::model::quoted;
use crate::result::{Finding, findings_counted};
use crate::table::Table;

/// What the goods of an installation embed and the product footprints of the same goods, with every difference.
#[pyclass(frozen, eq, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    inner: Arc<cbam::Bridge>,
    lines: Arc<[LineOfGood]>,
}

impl From<cbam::Bridge> for Bridge {
    fn from(inner: cbam::Bridge) -> Self {
        Self {
            lines: inner.goods.iter().flat_map(LineOfGood::all).collect(),
            inner: Arc::new(inner),
        }
    }
}

#[pymethods]
impl Bridge {
    /// The set of global warming potentials of the footprint.
    #[getter]
    fn gwp(&self) -> &str {
        &self.inner.gwp
    }

    /// The lines of each good, good by good: what it embeds, every difference, its footprint.
    #[getter]
    fn lines(&self) -> Table {
        Table::of::<BridgeLine, _, _>(Arc::clone(&self.lines), |lines| lines)
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

    /// All of it as JSON, as `cfp --format json cbam bridge` prints it: every number is a text.
    ///
    /// It also has what rounding leaves between the lines of each good and its footprint.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    /// The lines as columns, the same as `lines`.
    fn table(&self) -> Table {
        self.lines()
    }

    fn __repr__(&self) -> PyResult<String> {
        let gwp = quoted(&self.inner.gwp)?;
        let size = self.inner.goods.len();
        let findings = findings_counted(self.inner.findings.len());
        Ok(format!(
            "<cfp.cbam.Bridge of {size} goods by {gwp}{findings}>"
        ))
    }
}

/// A line with the good that it is of.
#[derive(Debug, Clone, PartialEq)]
struct LineOfGood {
    process: String,
    cn: String,
    name: String,
    step: &'static str,
    what: &'static str,
    per_tonne: Amount,
}

impl LineOfGood {
    /// What a good embeds, the differences, and its footprint.
    fn all(good: &cbam::BridgeGood) -> Vec<Self> {
        let line = |step, what, per_tonne| Self {
            process: good.process.clone(),
            cn: good.cn.clone(),
            name: good.name.clone(),
            step,
            what,
            per_tonne,
        };
        let mut lines = vec![line(
            "embedded-emissions",
            "embedded emissions that count for certificates",
            good.see_certificates,
        )];
        let differences = good.lines.iter();
        lines.extend(differences.map(|of| line(of.step.word(), of.what, of.per_tonne)));
        lines.push(line(
            "footprint",
            "product footprint, cradle to gate",
            good.footprint,
        ));
        lines
    }
}

impl Row for LineOfGood {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("process", |row| &row.process)
            .text("cn", |row| &row.cn)
            .text("name", |row| &row.name)
            .text("step", |row| row.step)
            .text("what", |row| row.what)
            .amount("per_tonne", |row| Some(row.per_tonne))
            .in_unit("t CO2e/t");
    }
}

/// What a good embeds, a difference between that and its product footprint, or the footprint; in t CO2e per tonne.
#[pyclass(frozen, eq, get_all, module = "cfp.cbam")]
#[derive(Debug, Clone, PartialEq)]
pub struct BridgeLine {
    /// The production process.
    process: String,
    /// The eight digits of the Combined Nomenclature.
    cn: String,
    /// The name of the good.
    name: String,
    /// Which line it is: "embedded-emissions" first, a difference such as "carbon-ratio", "footprint" last.
    step: &'static str,
    /// What it is, in a sentence.
    what: &'static str,
    /// t CO2e per tonne; lines of zero are there too.
    per_tonne: Number,
}

impl From<&LineOfGood> for BridgeLine {
    fn from(line: &LineOfGood) -> Self {
        Self {
            process: line.process.clone(),
            cn: line.cn.clone(),
            name: line.name.clone(),
            step: line.step,
            what: line.what,
            per_tonne: line.per_tonne.into(),
        }
    }
}

#[pymethods]
impl BridgeLine {
    fn __repr__(&self) -> String {
        let Self {
            cn,
            step,
            per_tonne,
            ..
        } = self;
        format!("<cfp.cbam.BridgeLine {cn}, {step}: {per_tonne} t CO2e/t>")
    }
}
