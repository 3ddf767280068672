//! Life-cycle inventory databases from arrays.

mod array;
mod characterisation;
mod file;
mod label;
mod path;
mod rows;
mod scores;
mod sparse;
mod spread;
mod uncertainty;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use cfp_core::{
    Characterisation, DatabaseProblem, EntrySpread, Error, FlowChoices, SolvedDatabase,
};
use cfp_exchange::{DatabaseOptions, Limits};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors::Raised;
use crate::long;
use crate::result::{Finding, findings_counted};
use crate::table::Table;
use characterisation::Asked;
use label::{Given, index};
use sparse::Sparse;
use spread::spreads;

pub use label::Label;
pub use path::{DatabasePath, DatabasePaths, DatabaseStep};
pub use rows::{
    ChainNode, ContributionOthers, ContributionRow, Contributions, Figure, FlowRow, LeftOutRow,
    LoopReport, SupplyChains,
};
pub use scores::Scores;
pub use uncertainty::{
    DatabaseDraws, DatabaseVariance, EntrySensitivities, EntrySensitivity, EntryVariance,
};

/// A life-cycle inventory database: what each process makes and takes of each product, and what it emits.
///
/// Its numbers are doubles, each taken as the exact binary value that it is; every score has a proved bound on what
/// arithmetic rounding did to it. Immutable.
///
///     >>> import numpy as np
///     >>> exchanges = (np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1]), np.array([1, -0.05, 1, -0.4]))
///     >>> emissions = (np.array([0]), np.array([1]), np.array([0.9]))
///     >>> database = cfp.Database.from_triplets(2, exchanges, 1, emissions, products=["coal", "power"])
///     >>> database
///     <cfp.Database of 2 processes and 1 flow>
///     >>> scores = database.scores({0: 1.0})
///     >>> round(scores["power"].value, 12)  # 0.9 / (1 - 0.4 × 0.05)
///     Decimal('0.918367346939')
///     >>> scores["power"].bound < Decimal("1e-12")
///     True
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct Database {
    ordered: Ordered,
    /// What came with it to characterise its flows by, and what a reader should know.
    carried: Arc<Carried>,
}

/// What came with a database in its files.
#[derive(Debug, Default)]
struct Carried {
    characterisations: Vec<Characterisation>,
    findings: Vec<cfp_core::Finding>,
}

/// A database, put in order once that was needed; it never changes.
#[derive(Debug, Clone)]
struct Ordered {
    database: cfp_core::Database,
    solved: Arc<OnceLock<SolvedDatabase>>,
}

impl Ordered {
    fn solved(&self) -> Result<&SolvedDatabase, Error> {
        if let Some(solved) = self.solved.get() {
            return Ok(solved);
        }
        let new = self.database.solve()?;
        Ok(self.solved.get_or_init(|| new))
    }

    /// The index of a product.
    fn product(&self, value: &Bound<'_, PyAny>) -> Result<usize, Raised> {
        let find = |text: &str| self.database.find_product(text);
        index("product", value, self.database.size(), find)
    }

    /// The index of a process.
    fn process(&self, value: &Bound<'_, PyAny>) -> Result<usize, Raised> {
        let find = |text: &str| self.database.find_process(text);
        index("process", value, self.database.size(), find)
    }

    /// The index of an elementary flow.
    fn flow(&self, value: &Bound<'_, PyAny>) -> Result<usize, Raised> {
        let find = |text: &str| self.database.find_flow(text);
        index("flow", value, self.database.flow_count(), find)
    }
}

impl From<cfp_core::Database> for Database {
    fn from(database: cfp_core::Database) -> Self {
        let solved = Arc::default();
        let carried = Arc::new(Carried {
            characterisations: Vec::new(),
            findings: database.findings(),
        });
        let ordered = Ordered { database, solved };
        Self { ordered, carried }
    }
}

impl From<SolvedDatabase> for Database {
    fn from(solved: SolvedDatabase) -> Self {
        let database = solved.database().clone();
        let solved = Arc::new(OnceLock::from(solved));
        let ordered = Ordered { database, solved };
        let carried = Arc::default();
        Self { ordered, carried }
    }
}

impl Database {
    /// A characterisation that was asked for: one that came with the database, or what else an argument means.
    fn asked(&self, value: &Bound<'_, PyAny>) -> Result<Asked, Raised> {
        if let Ok(name) = value.cast::<PyString>() {
            let name = name.to_cow()?;
            let mut carried = self.carried.characterisations.iter();
            if let Some(own) = carried.find(|own| own.name() == name) {
                return Ok(Asked::Values(own.clone()));
            }
        }
        Asked::new(&self.ordered.database, value)
    }
}

#[pymethods]
impl Database {
    /// A database from two sparse matrices of `SciPy`: `technosphere[i, j]` is what process j makes (positive) or takes
    /// (negative) of product i, `emissions[k, j]` what it emits of flow k.
    ///
    /// Matrices in the formats csc, csr and coo are read where they stand, others as `tocsc` gives them. `products`,
    /// `processes` and `flows` are ids, or dicts with `id`, `name`, `location` and `unit`; `references` is the index of the
    /// reference product of each process, needed only where processes make several.
    ///
    ///     >>> from scipy.sparse import csc_array
    ///     >>> database = cfp.Database.from_matrices(
    ///     ...     csc_array([[1.0, -0.4], [-0.05, 1.0]]), csc_array([[0.0, 0.9]]), flows=["CO2, fossil"]
    ///     ... )
    ///     >>> database.scores("AR6-100").values().round(6).tolist()
    ///     [0.045918, 0.918367]
    #[staticmethod]
    #[pyo3(signature = (technosphere, emissions, *, products=None, processes=None, flows=None, references=None))]
    fn from_matrices(
        py: Python<'_>,
        technosphere: &Bound<'_, PyAny>,
        emissions: &Bound<'_, PyAny>,
        products: Option<&Bound<'_, PyAny>>,
        processes: Option<&Bound<'_, PyAny>>,
        flows: Option<&Bound<'_, PyAny>>,
        references: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self, Raised> {
        let given = Given::new([products, processes, flows, references])?;
        let technosphere = Sparse::of_matrix("technosphere", technosphere)?;
        let emissions = Sparse::of_matrix("emissions", emissions)?;
        if technosphere.rows != technosphere.columns {
            let (products, processes) = (technosphere.rows, technosphere.columns);
            let kind = DatabaseProblem::NotSquare {
                products,
                processes,
            };
            return Err(cfp_core::ProblemKind::from(kind).into());
        }
        built(py, &technosphere, &emissions, Default::default(), given)
    }

    /// A database of `size` processes and `n_flows` elementary flows from the entries of its matrices: each is a tuple of
    /// `NumPy` arrays, (rows, columns, amounts), counted from zero. Entries of the same place add up.
    ///
    /// Labels and references are as of `from_matrices`. `technosphere_spreads` and `emission_spreads` say how uncertain each
    /// entry is, sign included: structured arrays with the fields of `stats_arrays`, a record for each entry in their order.
    #[staticmethod]
    #[pyo3(signature = (
        size, technosphere, n_flows, emissions, *, products=None, processes=None, flows=None, references=None,
        technosphere_spreads=None, emission_spreads=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what a database may be given, by name"
    )]
    pub fn from_triplets(
        py: Python<'_>,
        size: usize,
        technosphere: &Bound<'_, PyAny>,
        n_flows: usize,
        emissions: &Bound<'_, PyAny>,
        products: Option<&Bound<'_, PyAny>>,
        processes: Option<&Bound<'_, PyAny>>,
        flows: Option<&Bound<'_, PyAny>>,
        references: Option<&Bound<'_, PyAny>>,
        technosphere_spreads: Option<&Bound<'_, PyAny>>,
        emission_spreads: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self, Raised> {
        let given = Given::new([products, processes, flows, references])?;
        let technosphere = Sparse::of_triplets("technosphere", (size, size), technosphere)?;
        let emissions = Sparse::of_triplets("emissions", (n_flows, size), emissions)?;
        let spreads = [
            of_entries("technosphere_spreads", technosphere_spreads)?,
            of_entries("emission_spreads", emission_spreads)?,
        ];
        built(py, &technosphere, &emissions, spreads, given)
    }

    /// The database of files: a datapackage of Brightway or tables in CSV, each a folder or a ZIP; several are combined in
    /// their order.
    ///
    /// `column` is the column of amounts that stand in arrays of several. Without `spreads`, how uncertain the amounts of
    /// datapackages are is not read, which is faster. What came with it to characterise its flows by is
    /// in `characterisations`, what was not carried over in `findings`. A ZIP whose content takes more than 256 MiB of
    /// memory, or 64 times its size, is read only with `allow_large`.
    #[staticmethod]
    #[pyo3(signature = (*paths, column=None, spreads=true, allow_large=false))]
    fn read(
        py: Python<'_>,
        paths: Vec<PathBuf>,
        column: Option<usize>,
        spreads: bool,
        allow_large: bool,
    ) -> Result<Self, Raised> {
        let limits = Limits::new().allow_large(allow_large);
        let mut options = DatabaseOptions::new().limits(limits);
        if let Some(column) = column {
            options = options.column(column);
        }
        if !spreads {
            options = options.without_spreads();
        }
        let loaded = long::run(py, move || file::read(&paths, &options))??;
        let mut database = Self::from(loaded.database);
        database.carried = Arc::new(Carried {
            characterisations: loaded.characterisations,
            findings: loaded.findings,
        });
        Ok(database)
    }

    /// The names of what came with the database to characterise its flows by; `scores` takes them.
    #[getter]
    fn characterisations(&self) -> Vec<&str> {
        let carried = self.carried.characterisations.iter();
        carried.map(Characterisation::name).collect()
    }

    /// What of its files a reader should know: above all what was not carried over.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.carried), |of| &of.findings)
    }

    /// How many processes, and so how many products, it has.
    #[getter]
    fn size(&self) -> usize {
        self.ordered.database.size()
    }

    /// How many elementary flows it has.
    #[getter]
    fn flow_count(&self) -> usize {
        self.ordered.database.flow_count()
    }

    /// How many entries its technosphere has, zeros aside.
    #[getter]
    fn exchanges(&self) -> usize {
        self.ordered.database.exchanges()
    }

    /// How many entries its emissions have, zeros aside.
    #[getter]
    fn emissions(&self) -> usize {
        self.ordered.database.emissions()
    }

    /// The index of the product with this id, or of the only one with this name.
    fn find_product(&self, text: &str) -> Result<usize, Raised> {
        Ok(self.ordered.database.find_product(text)?)
    }

    /// The index of the process with this id, or of the only one with this name.
    fn find_process(&self, text: &str) -> Result<usize, Raised> {
        Ok(self.ordered.database.find_process(text)?)
    }

    /// The index of the elementary flow with this id, or of the only one with this name.
    fn find_flow(&self, text: &str) -> Result<usize, Raised> {
        Ok(self.ordered.database.find_flow(text)?)
    }

    /// What a product is called: as the process that makes it, where it has no label; `None` without labels.
    fn product(&self, product: &Bound<'_, PyAny>) -> Result<Option<Label>, Raised> {
        let product = self.ordered.product(product)?;
        Ok(self.ordered.database.product(product).map(Label::from))
    }

    /// What a process is called; `None` without labels.
    fn process(&self, process: &Bound<'_, PyAny>) -> Result<Option<Label>, Raised> {
        let process = self.ordered.process(process)?;
        Ok(self.ordered.database.process(process).map(Label::from))
    }

    /// What an elementary flow is called; `None` without labels.
    fn flow(&self, flow: &Bound<'_, PyAny>) -> Result<Option<Label>, Raised> {
        let flow = self.ordered.flow(flow)?;
        Ok(self.ordered.database.flow(flow).map(Label::from))
    }

    /// The score of one unit of every product, from one solve.
    ///
    /// `characterisation` says what a unit of each flow counts: one of `characterisations`, the name of a GWP set such as "AR6-100" or a `GwpSet`,
    /// matched by the names of the flows; a dict of flows, by index, id or name, and floats; or a float64 array with one
    /// factor per flow. `spreads` says how uncertain the factors of an array or a dict are: a structured array with the fields
    /// of `stats_arrays`, a record for each factor in their order. A product that reaches a loop which only its credits hold has
    /// no score, unless `allow_held_loops` asks for what the equations say as they are written.
    ///
    /// A flow that is a greenhouse gas by its name and has no value, or could be one gas or another, is a `FactorError`: `gases` says
    /// which gas a flow is, {"Methane": "CH4, fossil"}, and `leave_out` names flows that are to count nothing.
    #[pyo3(signature = (characterisation, *, spreads=None, allow_held_loops=false, gases=None, leave_out=None))]
    fn scores(
        &self,
        py: Python<'_>,
        characterisation: &Bound<'_, PyAny>,
        spreads: Option<&Bound<'_, PyAny>>,
        allow_held_loops: bool,
        gases: Option<BTreeMap<String, String>>,
        leave_out: Option<Vec<String>>,
    ) -> Result<Scores, Raised> {
        let mut asked = self.asked(characterisation)?;
        if gases.is_some() || leave_out.is_some() {
            let gases = gases.unwrap_or_default().into_iter();
            let choices = gases.fold(FlowChoices::new(), |choices, (flow, gas)| {
                choices.gas(&flow, &gas)
            });
            let left_out = leave_out.unwrap_or_default().into_iter();
            asked = asked
                .with_choices(left_out.fold(choices, |choices, flow| choices.leave_out(&flow)))?;
        }
        if spreads.is_some() {
            let spreads = of_entries("spreads", spreads)?;
            asked = asked.with_spreads(characterisation, spreads)?;
        }
        let ordered = self.ordered.clone();
        let inner = long::run(py, move || -> Result<_, Error> {
            let characterisation = asked.of(&ordered.database)?;
            ordered.solved()?.scores(&characterisation)
        })??;
        let inner = if allow_held_loops {
            inner.allowing_held_loops()
        } else {
            inner
        };
        Ok(Scores::new(inner, self.ordered.clone()))
    }

    /// The scores under several characterisations, on all cores; each is the same as by itself.
    fn scores_of(
        &self,
        py: Python<'_>,
        characterisations: &Bound<'_, PyAny>,
    ) -> Result<Vec<Scores>, Raised> {
        if characterisations.is_instance_of::<PyString>() {
            let given = characterisations.repr()?;
            let message = format!("{given} is one characterisation; write [{given}]");
            return Err(PyTypeError::new_err(message).into());
        }
        let asked = characterisations.try_iter()?.map(|own| self.asked(&own?));
        let asked = asked.collect::<Result<Vec<_>, Raised>>()?;
        let ordered = self.ordered.clone();
        let scores = long::run(py, move || -> Result<_, Error> {
            let own = asked.into_iter().map(|own| own.of(&ordered.database));
            let own = own.collect::<Result<Vec<_>, Error>>()?;
            ordered.solved()?.scores_of(&own)
        })??;
        let scores = scores.into_iter();
        Ok(scores
            .map(|own| Scores::new(own, self.ordered.clone()))
            .collect())
    }

    fn __repr__(&self) -> String {
        let flows = self.flow_count();
        let s = if flows == 1 { "" } else { "s" };
        let findings = findings_counted(self.carried.findings.len());
        format!(
            "<cfp.Database of {} processes and {flows} flow{s}{findings}>",
            self.size()
        )
    }
}

/// The spreads of an argument called `name`; none where it is not given.
fn of_entries(name: &str, value: Option<&Bound<'_, PyAny>>) -> Result<Vec<EntrySpread>, Raised> {
    value.map_or_else(|| Ok(Vec::new()), |value| spreads(name, value))
}

/// The database of two matrices: they are copied into it once, straight from their arrays, while nobody can write to them.
fn built(
    py: Python<'_>,
    technosphere: &Sparse<'_>,
    emissions: &Sparse<'_>,
    [technosphere_spreads, emission_spreads]: [Vec<EntrySpread>; 2],
    given: Given,
) -> Result<Database, Raised> {
    let (processes, given_for) = (technosphere.columns, emissions.columns);
    if processes != given_for {
        let message = format!(
            "`technosphere` has {processes} columns and `emissions` {given_for}: both have one for each process"
        );
        return Err(PyValueError::new_err(message).into());
    }
    let builder = cfp_core::Database::builder(processes)
        .technosphere(technosphere.entries()?)
        .technosphere_spreads(technosphere_spreads)
        .emissions(emissions.rows, emissions.entries()?)
        .emission_spreads(emission_spreads);
    let builder = given.to(builder);
    Ok(long::run(py, || builder.build())??.into())
}
