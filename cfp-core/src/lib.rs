//! Product carbon footprints: exact quantities, process graphs, proven solutions.
//!
//! A footprint is computed by pure functions over immutable values: quantities make a model, a model
//! is linked into a [`System`], a system is solved, a demand is characterised into a [`Footprint`].
//! Every number on the way knows its unit, and how far rounding may have moved it.
//!
//! # A first footprint
//!
//! ```
//! use cfp_core::{GwpSet, Process, System};
//!
//! let extrusion = Process::new("extrude profile")
//!     .makes("aluminium profile", "1000 kg")
//!     .takes("aluminium billet", "1048 kg")
//!     .takes("electricity", "1.15 MWh")
//!     .emits("CO2, fossil", "203 kg");
//!
//! let system = System::builder()
//!     .process(extrusion)
//!     .supply("aluminium billet", "9.1 kg CO2e/kg")
//!     .supply("electricity", "0.5777 kg CO2e/kWh")
//!     .build()?;
//!
//! let gwp = GwpSet::of_values("CO2 only", [("CO2, fossil", "1")])?;
//! let footprint = system.footprint("aluminium profile", "1 t", &gwp)?;
//! assert_eq!(footprint.total().to_string(), "10404.155");
//! assert_eq!(footprint.total().bound(), Some(cfp_core::Amount::ZERO)); // nothing was rounded
//! for part in footprint.by_process() {
//!     println!("{}: {} kg CO2e", part.process, part.co2e);
//! }
//! # Ok::<(), cfp_core::Error>(())
//! ```
//!
//! # In the words of the field
//!
//! | LCA | here |
//! |---|---|
//! | unit process, inventory | [`Process`] with its exchanges |
//! | reference flow, co-products | [`Process::makes`]; a treatment's reference flow is [`Process::treats`] |
//! | technosphere, intermediate flow | [`Process::takes`], [`Process::discards`] |
//! | elementary flow | [`Process::emits`], [`Process::removes`] |
//! | substitution, system expansion | [`Process::avoids`] |
//! | allocation | [`Allocation`] |
//! | background data, emission factor | [`Supply`] |
//! | recycled content, end of life, circular footprint formula | [`Circular`] |
//! | cut-off | [`SystemBuilder::cut_off`] |
//! | functional unit, demand | [`Demand`] |
//! | characterisation factors | [`GwpSet`] |
//! | scaling factor | [`ByProcess::runs`] |
//!
//! # Loops
//!
//! Coal mining needs electricity and electricity needs coal. Loops of any shape are solved, and the
//! solution is proved:
//!
//! ```
//! use cfp_core::{GwpSet, Process, System};
//!
//! let system = System::builder()
//!     .process(Process::new("mine").makes("coal", "1 kg").takes("electricity", "0.05 kWh"))
//!     .process(
//!         Process::new("power plant")
//!             .makes("electricity", "1 kWh")
//!             .takes("coal", "0.4 kg")
//!             .emits("CO2, fossil", "0.9 kg"),
//!     )
//!     .build()?;
//! let gwp = GwpSet::of_values("CO2 only", [("CO2, fossil", "1")])?;
//! let footprint = system.footprint("electricity", "1 kWh", &gwp)?;
//! // 0.9 / (1 - 0.4 × 0.05)
//! assert_eq!(footprint.total().value().significant(10), "0.9183673469");
//! let bound = footprint.total().bound().expect("a proved bound");
//! assert!(bound.compare(&"1e-24".parse()?).is_some_and(std::cmp::Ordering::is_lt));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # When something is wrong
//!
//! Every problem of a model is told at once, each with a stable code, its place, and the way out:
//!
//! ```
//! use cfp_core::{Explain, Process, System};
//!
//! let model = System::builder().process(
//!     Process::new("press")
//!         .makes("profile", "1 t")
//!         .takes("electricity", "1150 kg")
//!         .takes("billet", "1.05"),
//! );
//! let error = model.supply("electricity", "0.5777 kg CO2e/kWh").build().unwrap_err();
//! let codes: Vec<_> = error.problems().iter().map(Explain::code).collect();
//! assert_eq!(codes, ["wrong-dimension", "no-supplier", "no-unit"]);
//! ```

mod amount;
mod analyse;
mod cancel;
pub mod cbam;
mod characterise;
mod double;
mod error;
mod model;
mod name;
mod profile;
mod quantity;
mod solve;
mod unit;

pub use amount::Amount;
pub use analyse::{
    Against, Analysis, Beside, By, ChainNode, ChainOptions, Change, Changed, Comparison, Compute,
    ContributionKind, ContributionRemainder, ContributionRow, ContributionTable, DatabaseDraws,
    DatabaseEntry, DatabasePath, DatabasePaths, DatabaseSankey, DatabaseSankeyLink,
    DatabaseSankeyNode, DatabaseStep, DatabaseVariance, Difference, DifferencePart, DrawOptions,
    EntrySensitivities, EntrySensitivity, EntryVariance, FailedDraws, FirstOrder,
    GlobalSensitivity, InputShare, ModelParameter, MonteCarlo, NumberPlace, Parametric, PathStep,
    Paths, Percentile, Progress, Sampling, Sankey, SankeyKind, SankeyLink, SankeyNode,
    Sensitivities, Sensitivity, SensitivityKind, SobolShare, Statistics, SupplyChains, SupplyPath,
    SupplyTree, TreeNode, UncertainInput, Upstream, UpstreamRow,
};
pub use cancel::{Cancel, CancelOnDrop};
pub use characterise::{
    ByProcess, Characterisation, Contribution, ContributionOthers, Contributions, CoverageRow,
    CoveredBy, CutOffRow, DataQuality, DatabaseDemand, Demand, ElectricityRow, Figure, FlowAmount,
    FlowChoices, Footprint, GasNames, GwpSet, Intensities, Intensity, InventoryRow, LeftOut,
    LeftOutFlow, NamedGas, Ratings, RegionRow, RowKind, Scores, StageRow, SupplierRow, TermRow,
    Total, UsedFactor,
};
pub use error::{
    AnalyseProblem, Caller, CbamProblem, CharacteriseProblem, CircularProblem, ComparisonProblem,
    DatabaseProblem, Detail, Error, Explain, ModelProblem, NumberProblem, Place, Problem,
    ProblemKind, SampleProblem, Setting, SolveProblem, UnitProblem, Verb, nearest,
};
pub use jiff::civil::Date;
pub use model::{
    Allocation, Category, Circular, CircularExchange, Compartment, Database, DatabaseBuilder,
    Electricity, EntryChange, EntrySpread, Exchange, FactorRecord, Finding, Label, Medium, Middle,
    Process, Provider, Quality, Region, Role, SharedProcess, Spread, Supply, System, SystemBuilder,
    Treatment, Written, Year,
};
pub use name::{Spellings, name_key};
pub use profile::{
    Basis, Boundary, Declaration, Facts, Offset, Parameters, Period, Profile, ProfileFinding,
    ProfileReport, ProfileRule, Severity,
};
pub use quantity::Quantity;
pub use solve::{LoopReport, Method, Solved, SolvedDatabase, Standing};
pub use unit::{Conversion, Dimension, Unit};

/// The pages of prose, checked with the code.
pub mod documentation {
    #[doc = include_str!("../DESIGN.md")]
    pub mod design {}
    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}
}
