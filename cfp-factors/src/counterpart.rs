//! The same number in another edition: what stands there for the activity, region, kind and unit of a row.

use cfp_core::{FactorRecord, GwpSet, Unit};

use crate::error::{Error, FactorProblem};
use crate::factor::Factor;
use crate::gwp::{self, GwpSource};
use crate::registry::Registry;

impl Registry {
    /// The row of another dataset for what a row is for: the same activity, region and kind, per the same unit or else
    /// per one of its dimension. The years differ, as those of two editions do, and nothing falls back.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::NoCounterpart`] where there is none or more than one; a dataset or row that is not there; the
    /// faults of a table.
    pub fn counterpart(&self, record: &FactorRecord, selector: &str) -> Result<Factor, Error> {
        let own = self.show(
            &format!("{}@={}", record.dataset, record.version),
            &record.row,
        )?;
        let alike = |other: &&Factor| {
            other.activity == own.activity && other.region == own.region && other.kind == own.kind
        };
        let rows = self.factors(selector)?.iter().filter(alike);
        let rows: Vec<_> = rows.collect();
        let unit = |factor: &Factor| factor.quantity.unit().clone();
        let same = |other: &Unit| *other == unit(own);
        let of_dimension = |other: &Unit| other.dimension() == unit(own).dimension();
        for fits in [&same as &dyn Fn(&Unit) -> bool, &of_dimension] {
            let mut fitting = rows.iter().filter(|other| fits(&unit(other)));
            if let (Some(found), None) = (fitting.next(), fitting.next()) {
                return Ok((*found).clone());
            }
        }
        let what = format!("`{}` in {} ({})", own.activity, own.region, own.kind);
        Err(self.no_counterpart(what, selector)?.into())
    }

    /// The set of global warming potentials by the same metric in another dataset.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::NoCounterpart`] where that has no such metric; a dataset that is not there; the faults of its
    /// table.
    pub fn gwp_counterpart(&self, source: &GwpSource, selector: &str) -> Result<GwpSet, Error> {
        let dataset = self.dataset(selector)?;
        let metric = &source.metric;
        if !dataset.metrics.contains(metric) {
            return Err(self.no_counterpart(format!("`{metric}`"), selector)?.into());
        }
        let name = gwp::set_name(dataset, metric);
        self.gwp(&format!("{name}@={}", dataset.version()))
    }

    fn no_counterpart(&self, what: String, selector: &str) -> Result<FactorProblem, Error> {
        let dataset = self.dataset(selector)?.selector();
        Ok(FactorProblem::NoCounterpart { what, dataset })
    }
}
