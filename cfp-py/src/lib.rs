//! The compiled part of the Python package `cfp`: core values and results as Python objects, and
//! nothing computed here.

mod errors;
mod file;
mod json;
mod long;
mod threads;

mod amount;
mod day;
mod exchange;
mod spread;

mod dataset;
mod factor;
mod region;

mod diff;
mod lock;

mod check;
mod gwp;
mod output;
mod pack;
mod registry;

mod circular;
mod model;
mod profile;
mod supply;

mod account;
mod analysis;
mod difference;
mod footprint_file;
mod html;
mod intensities;
mod result;
mod scenario;
mod study;
mod system;

mod database;
mod statistics;

mod cbam;

mod command;

mod table;

use pyo3::prelude::*;

/// The compiled part of the package `cfp`.
#[pymodule]
mod _cfp {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::account::{
        CoverageRow, CutOffRow, DataQuality, ElectricityRow, Ratings, RegionRow, StageRow,
        SupplierRow,
    };
    #[pymodule_export]
    use crate::analysis::{
        Against, Analysis, ContributionPart, ContributionRemainder, ContributionTable, FirstOrder,
        GlobalSensitivity, InputShare, MonteCarlo, PathStep, Paths, Sankey, SankeyLink, SankeyNode,
        Sensitivities, Sensitivity, SobolShare, SupplyPath, SupplyTree, TreeNode, UncertainInput,
        Upstream, UpstreamRow,
    };
    #[pymodule_export]
    use crate::cbam::{
        AnodeRow, Benchmark, Bridge, BridgeLine, ComparedYear, Declaration, DeclarationTotals,
        DeclaredGood, DefaultValue, EmbeddedGood, EmbeddedProcess, EmbeddedReport, EnergyUnitRow,
        HoldingRow, Installation, MeasuredRow, PrecursorUse, ScheduleRow, StreamRow,
        SupplierEffect, Threshold, WorkbookFigure, benchmark, cbam_factor, declaration,
        default_value, mark_up, template,
    };
    #[pymodule_export]
    use crate::check::{CheckReport, check_datasets};
    #[pymodule_export]
    use crate::circular::Circular;
    #[pymodule_export]
    use crate::command::run_command;
    #[pymodule_export]
    use crate::database::{
        ChainNode, ContributionOthers, ContributionRow, Contributions, Database, DatabaseDraws,
        DatabasePath, DatabasePaths, DatabaseStep, DatabaseVariance, EntrySensitivities,
        EntrySensitivity, EntryVariance, Figure, FlowRow, Label, LeftOutRow, LoopReport, Scores,
        SupplyChains,
    };
    #[pymodule_export]
    use crate::dataset::Dataset;
    #[pymodule_export]
    use crate::diff::{ChangedRow, DatasetDiff, DiffRow, RewrittenRow, TextChange};
    #[pymodule_export]
    use crate::difference::{Difference, DifferencePart};
    #[pymodule_export]
    use crate::errors::{
        AllocationError, CfpError, FactorError, FormatError, LinkError, Problem, SolveError,
        UnitError,
    };
    #[pymodule_export]
    use crate::factor::{Factor, sum_factors};
    #[pymodule_export]
    use crate::footprint_file::{
        FootprintResult, Provenance, ValueDifference, Verification, verify,
    };
    #[pymodule_export]
    use crate::gwp::GwpSet;
    #[pymodule_export]
    use crate::intensities::{Intensities, Intensity};
    #[pymodule_export]
    use crate::lock::{Lock, LockChange, LockedDataset, LockedGwp, LockedRegion};
    #[pymodule_export]
    use crate::model::Process;
    #[pymodule_export]
    use crate::output::write_file;
    #[pymodule_export]
    use crate::pack::pack_dataset;
    #[pymodule_export]
    use crate::profile::{ProfileFinding, profiles};
    #[pymodule_export]
    use crate::region::Region;
    #[pymodule_export]
    use crate::registry::Registry;
    #[pymodule_export]
    use crate::result::{Finding, Footprint, GasRow, ProcessRow, TermRow, UsedFactor};
    #[pymodule_export]
    use crate::scenario::{BreakEven, Meeting, Scenario, Scenarios, Sweep, SweepRow};
    #[pymodule_export]
    use crate::statistics::{Comparison, FailedDraws, Percentile, Statistics};
    #[pymodule_export]
    use crate::study::{Model, read_model};
    #[pymodule_export]
    use crate::supply::{Electricity, Supply};
    #[pymodule_export]
    use crate::system::System;
    #[pymodule_export]
    use crate::table::Table;

    /// Adds what has the name of something else in another module of the package.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::threads::load();
        let comparison = module.py().get_type::<crate::cbam::Comparison>();
        module.add("CbamComparison", comparison)
    }
}
