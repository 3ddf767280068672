//! The model file: TOML or JSON that says what the processes of a product exchange.

mod break_even;
mod build;
mod carry;
mod change;
mod circular;
mod computed;
mod declaration;
mod dependence;
mod depth;
mod electricity;
mod exchange;
mod expression;
mod gwp;
mod json;
mod locate;
mod nested;
mod parameter_problem;
mod parameter_table;
mod parameter_value;
mod parameters;
mod problem;
mod problems;
mod read;
mod redraw;
mod scenario;
mod scenarios;
mod serve;
mod sloped;
mod source;
mod spelling;
mod spread;
mod study;
mod supply;
mod supply_table;
mod sweep;
mod token;
mod toml;
mod tree;
mod uncertainty;

pub use break_even::{Against, BreakEven, Meeting};
pub use build::Options;
pub use dependence::{Dependence, UncertainParameter};
pub use parameter_value::ParameterValue;
pub use parameters::Parameter;
pub use problem::FileProblem;
pub use redraw::Redrawing;
pub use scenario::Varied;
pub use scenarios::{Scenario, Scenarios};
pub(crate) use source::{Source, position};
pub use study::Study;
pub use sweep::{RefusedValue, Sweep, SweepRow};
pub(crate) use tree::{At, Entry, Node, Value};
pub use uncertainty::Uncertainty;

use std::collections::BTreeMap;
use std::sync::Arc;

use cfp_core::{Process, Quantity, Region, Spellings, Unit, Written, Year};
use cfp_factors::Pedigree;

use crate::error::{Error, Reported};
use carry::Carried;
use computed::Parameters;
use declaration::StatedStudy;
use dependence::Formulas;
use gwp::Gwp;
use nested::Opened;
use problems::{Problems, Scope};
use read::Reader;
use scenario::{Chosen, StatedScenario};
use supply::{Serves, StatedSupply};

/// A model as it is written: processes, what supplies them, and what a footprint of it needs.
///
/// Values that cannot be understood wait here until [`ModelFile::build`] tells them all at once,
/// with those that only the linked model and the registry know.
///
/// # Example
///
/// ```
/// use cfp_exchange::{ModelFile, Options};
/// use cfp_factors::Registry;
///
/// let text = r#"
/// product = "profile"
/// amount = "1 t"
/// gwp = { name = "mine", "CO2" = "1" }
///
/// [[process]]
/// name = "press"
/// makes = { "profile" = "1000 kg" }
/// takes = { "billet" = "1048 kg" }
/// emits = { "CO2" = "203 kg" }
///
/// [supply.billet]
/// footprint = "9.1 kg CO2e/kg"
/// "#;
/// let model = ModelFile::read("model.toml", text.as_bytes())?;
/// let study = model.build(&Registry::bundled()?, &Options::new())?;
/// assert_eq!(study.footprint()?.total().to_string(), "9739.8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ModelFile {
    source: Arc<Source>,
    stated: Stated,
    consumers: Vec<Consumer>,
    has_spread: bool,
    has_pedigree: bool,
    problems: Problems,
    /// How names are spelled that the text spells in several ways.
    spellings: Spellings,
    /// The files that supplies name, by the path as written.
    opened: BTreeMap<String, Opened>,
    /// What is wrong with files that only scenarios name.
    unopened: BTreeMap<String, Vec<Reported>>,
}

/// What the keys of a model state.
#[derive(Debug, Clone, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says what a key could not, by itself"
)]
struct Stated {
    name: Option<String>,
    product: Option<String>,
    product_is_unreadable: bool,
    amount: Option<Written<Quantity>>,
    gwp: Option<Gwp>,
    region: Option<Region>,
    region_is_unreadable: bool,
    year: Option<Year>,
    year_is_unreadable: bool,
    cut_off: Vec<String>,
    /// What a unit of some of the cut-off flows would count.
    estimates: Vec<(String, Serves)>,
    parameters: Vec<Parameter>,
    /// What is computed from them.
    formulas: Formulas,
    unused_parameters: Vec<String>,
    /// What became of the spreads of numbers that something else stands for.
    carried: Carried,
    processes: Vec<Process>,
    supplies: Vec<StatedSupply>,
    study: StatedStudy,
    scenarios: Vec<StatedScenario>,
    /// Whether the set of global warming potentials is of a scenario.
    gwp_is_chosen: bool,
}

/// A need for a supply that has to be looked up.
#[derive(Debug, Clone)]
struct Consumer {
    /// Which of the supplies.
    supply: usize,
    /// Which of the processes.
    process: usize,
    /// The unit that the need is written in.
    unit: Option<Unit>,
}

impl ModelFile {
    /// The largest file that is read, in bytes.
    pub const LARGEST_BYTES: usize = source::LARGEST;

    /// The model of a file; the name decides between TOML and JSON and stands in what is told.
    ///
    /// # Errors
    ///
    /// A file that cannot be read at all: its size, encoding, nesting or syntax. What is wrong with
    /// single values is told by [`ModelFile::build`].
    pub fn read(file_name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let source = Source::new(file_name, bytes)?;
        Self::of(Arc::new(source), &Chosen::default(), None)
    }

    /// The model of a text, with what is chosen in place of some of it. Pedigrees are read by a matrix, or by that which
    /// comes with the program.
    fn of(
        source: Arc<Source>,
        chosen: &Chosen,
        pedigree: Option<&Pedigree>,
    ) -> Result<Self, Error> {
        let mut problems = Problems::new(source.nowhere());
        let tree = source.parse()?;
        for (problem, at) in tree.problems {
            problems.file(&problem, Scope::Model, at);
        }
        let overrides = chosen.overrides(&tree.root);
        let mut reader = Reader {
            problems: &mut problems,
            has_spread: false,
            pedigree,
            has_pedigree: false,
            consumers: Vec::new(),
            parameters: Parameters::new(source.text(), &overrides),
        };
        let mut stated = reader.model(&tree.root);
        reader.choose(&mut stated, chosen);
        let Reader {
            has_spread,
            has_pedigree,
            consumers,
            ..
        } = reader;
        drop(tree.root);
        let spellings = tree.spellings;
        Ok(Self {
            source,
            stated,
            consumers,
            has_spread,
            has_pedigree,
            problems,
            spellings,
            opened: BTreeMap::new(),
            unopened: BTreeMap::new(),
        })
    }

    /// What the model is called.
    pub fn name(&self) -> Option<&str> {
        self.stated.name.as_deref()
    }

    /// What the footprint is of, as the file states it.
    pub fn product(&self) -> Option<&str> {
        self.stated.product.as_deref()
    }

    /// How much of the product, or why that cannot be read.
    pub fn amount(&self) -> Option<&Written<Quantity>> {
        self.stated.amount.as_ref()
    }

    /// The region in which factors are looked up unless a process or supply states its own.
    pub fn region(&self) -> Option<&Region> {
        self.stated.region.as_ref()
    }

    /// The year for which factors are looked up unless a process or supply states its own.
    pub fn year(&self) -> Option<Year> {
        self.stated.year
    }

    /// The inputs that are left out on purpose.
    pub fn cut_off(&self) -> &[String] {
        &self.stated.cut_off
    }

    /// The named parameters in the order of the file, each with what it is worth as written there.
    ///
    /// [`Options::parameter`] gives one another text for a single [`ModelFile::build`].
    pub fn parameters(&self) -> &[Parameter] {
        &self.stated.parameters
    }

    /// The names of the scenarios in the order of the file.
    ///
    /// [`Options::scenario`] builds one of them; [`ModelFile::compare`] sets them beside the model.
    pub fn scenarios(&self) -> impl Iterator<Item = &str> {
        self.stated
            .scenarios
            .iter()
            .map(|scenario| scenario.name.as_str())
    }

    /// The processes in the order of the file.
    pub fn processes(&self) -> &[Process] {
        &self.stated.processes
    }
}
