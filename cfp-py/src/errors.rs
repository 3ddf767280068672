//! Problems as Python exceptions.

use std::error::Error as _;
use std::io;

use cfp_cli::{OutputError, OutputProblem};
use cfp_core::{Caller, Explain, ProblemKind};
use cfp_exchange::cbam::installation::{InstallationProblem, TemplateProblem};
use cfp_exchange::cbam::{ImportProblem, WorkbookProblem};
use cfp_exchange::{
    DistributionProblem, FileProblem, MatrixTableProblem, PackageProblem, Reported, ResultProblem,
    TableProblem, shown,
};
use cfp_factors::{CbamLookup, FactorProblem};
use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyOSError};
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};
use serde::{Serialize, Serializer};

create_exception!(
    cfp,
    CfpError,
    PyException,
    "Everything that is wrong with an input: `problems` has each of them, and the text shows all.\n\n\
     The class of an error is that of its first problem."
);
create_exception!(
    cfp,
    UnitError,
    CfpError,
    "A unit that is unknown, or of another dimension than its place needs."
);
create_exception!(
    cfp,
    LinkError,
    CfpError,
    "A model that does not say what a footprint needs, or says it twice: names, suppliers, products."
);
create_exception!(
    cfp,
    FactorError,
    CfpError,
    "A published number that does not exist, is not the only one, does not go with others, or stands \
     in a damaged dataset."
);
create_exception!(
    cfp,
    AllocationError,
    CfpError,
    "Several outputs of a process that do not say how they share its burdens."
);
create_exception!(
    cfp,
    SolveError,
    CfpError,
    "A loop of processes without a usable solution."
);
create_exception!(
    cfp,
    FormatError,
    CfpError,
    "A number, word or file that cannot be read or is not the one that is meant, and a result beyond \
     the range of decimals."
);

/// One thing that is wrong.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// The stable name of this kind of problem, in kebab case.
    code: String,
    /// One line: what is wrong.
    message: String,
    /// The file with line and column, or the process and exchange; `None` where it has no place.
    #[pyo3(name = "where")]
    #[serde(rename = "where")]
    place: Option<String>,
    /// What can be done about it; `None` where the message says it.
    hint: Option<String>,
    /// Lines of explanation, each a label such as `given` and a text.
    #[serde(serialize_with = "labelled")]
    details: Vec<(String, String)>,
}

/// Lines of explanation as the command writes them.
fn labelled<S: Serializer>(details: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Line<'a> {
        label: &'a str,
        text: &'a str,
    }
    let lines = details.iter();
    serializer.collect_seq(lines.map(|(label, text)| Line { label, text }))
}

#[pymethods]
impl Problem {
    #[new]
    fn new(
        code: String,
        message: String,
        r#where: Option<String>,
        hint: Option<String>,
        details: Vec<(String, String)>,
    ) -> Self {
        Self {
            code,
            message,
            place: r#where,
            hint,
            details,
        }
    }

    fn __str__(&self) -> String {
        self.text()
    }

    fn __repr__(&self) -> String {
        format!("<cfp.Problem {}: {}>", self.code, self.message)
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
        let Self {
            code,
            message,
            place,
            hint,
            details,
        } = slf.get();
        let arguments = (code, message, place, hint, details).into_pyobject(slf.py())?;
        Ok((slf.get_type(), arguments))
    }
}

impl Problem {
    fn of(problem: &dyn Explain, message: String, place: Option<String>) -> Self {
        let details = problem.details().into_iter();
        Self {
            code: problem.code().to_owned(),
            message,
            place,
            hint: problem
                .hint_for(Caller::Python)
                .map(|hint| as_arguments(&hint)),
            details: details
                .map(|line| (line.label.to_owned(), line.text))
                .collect(),
        }
    }

    /// The problem as people read it: message, explanation, hint.
    fn text(&self) -> String {
        let place = self.place.iter();
        let begins = self.message.trim_start_matches('`');
        let place = place.filter(|place| !begins.starts_with(place.as_str()));
        let place = place.map(|place| ("at", place.as_str()));
        let details = self
            .details
            .iter()
            .map(|(label, text)| (label.as_str(), text.as_str()));
        let mut lines = vec![self.message.clone()];
        lines.extend(
            place
                .chain(details)
                .map(|(label, line)| format!("  {label:11}{line}")),
        );
        lines.extend(self.hint.iter().map(|hint| format!("hint: {hint}")));
        let lines: Vec<_> = lines.iter().map(|line| shown(line)).collect();
        lines.join("\n")
    }
}

impl From<&cfp_core::Problem> for Problem {
    fn from(problem: &cfp_core::Problem) -> Self {
        let place = (!problem.place.is_empty()).then(|| problem.place.to_string());
        Self::of(problem, problem.to_string(), place)
    }
}

impl From<&FactorProblem> for Problem {
    fn from(problem: &FactorProblem) -> Self {
        match problem {
            FactorProblem::File(file) => Self::of(
                problem,
                file.fault.to_string(),
                Some(file.place.to_string()),
            ),
            _ => Self::of(problem, problem.to_string(), None),
        }
    }
}

impl From<&Reported> for Problem {
    fn from(problem: &Reported) -> Self {
        let details = problem.details.iter();
        Self {
            code: problem.code.to_owned(),
            message: problem.message.clone(),
            place: Some(problem.location.to_string()),
            hint: problem.hint.as_deref().map(as_arguments),
            details: details
                .map(|line| (line.label.to_owned(), line.text.clone()))
                .collect(),
        }
    }
}

/// Options of the command, and the arguments that say the same.
const ARGUMENTS: [(&str, &str); 3] = [
    ("`--force`", "`force=True`"),
    ("`--allow-large`", "`allow_large=True`"),
    ("`--model FILE`", "`model`"),
];

/// A hint with arguments in place of options of the command.
fn as_arguments(hint: &str) -> String {
    let options = ARGUMENTS.iter();
    options.fold(hint.to_owned(), |hint, (option, argument)| {
        hint.replace(option, argument)
    })
}

impl From<OutputError> for Raised {
    fn from(error: OutputError) -> Self {
        let problems = error.problems().iter().map(|problem| {
            let place = Some(problem.file().to_owned());
            Problem::of(problem, problem.to_string(), place)
        });
        Self::problems(problems.collect())
    }
}

/// What a call ends with when it fails. Errors of every crate become one, and it becomes whatever
/// Python raises, so that `?` works between them.
#[derive(Debug)]
pub struct Raised(PyErr);

impl Raised {
    /// A file that the operating system does not give: `FileNotFoundError` and its like.
    pub fn file(source: &io::Error, path: &str) -> Self {
        let message = io_message(source);
        Self(match source.raw_os_error() {
            // With these arguments Python picks the subclass by the number.
            Some(number) => PyOSError::new_err((number, message, path.to_owned())),
            None => PyOSError::new_err(format!("{message}: {path}")),
        })
    }

    /// What is wrong with a file that is not yet read.
    pub fn in_file(problem: &FileProblem, path: String) -> Self {
        let problem = Problem::of(problem, problem.to_string(), Some(path));
        Self::problems(vec![problem])
    }

    /// A text that is not the JSON of a result.
    pub fn not_a_result(reason: &serde_json::Error) -> Self {
        Self::problems(vec![Problem {
            code: "not-a-result".to_owned(),
            message: format!("this is not the JSON of such a result: {reason}"),
            place: None,
            hint: Some("it is what `to_json` and `cfp --format json` write".to_owned()),
            details: Vec::new(),
        }])
    }

    /// Problems of a file as they are told, one or more.
    pub fn reported(problems: &[Reported]) -> Self {
        Self::problems(problems.iter().map(Problem::from).collect())
    }

    fn problems(problems: Vec<Problem>) -> Self {
        Self(Python::attach(|py| {
            raised(py, problems).unwrap_or_else(|error| error)
        }))
    }
}

/// What the operating system says, without the number that stands beside it.
fn io_message(source: &io::Error) -> String {
    let text = source.to_string();
    match text.split_once(" (os error") {
        Some((message, _)) => message.to_owned(),
        None => text,
    }
}

fn raised(py: Python<'_>, problems: Vec<Problem>) -> PyResult<PyErr> {
    let texts: Vec<String> = problems.iter().map(Problem::text).collect();
    let code = problems.first().map_or("", |problem| problem.code.as_str());
    let error = class(py, code).call1((texts.join("\n\n"),))?;
    error.setattr("problems", PyTuple::new(py, problems)?)?;
    Ok(PyErr::from_value(error))
}

/// The class of the problems of a code.
fn class<'py>(py: Python<'py>, code: &str) -> Bound<'py, PyType> {
    match code {
        "unknown-unit" | "ambiguous-unit" | "no-unit" | "wrong-dimension" | "co2-is-not-co2e"
        | "mixed-currencies" | "malformed-unit" | "not-per-unit" | "units-do-not-add"
        | "has-unit" => py.get_type::<UnitError>(),
        "empty-name"
        | "reserved-name"
        | "duplicate-process"
        | "duplicate-supply"
        | "duplicate-output"
        | "no-reference-flow"
        | "zero-reference-amount"
        | "empty-mix"
        | "category-of-mix"
        | "duplicate-category"
        | "parts-sum"
        | "no-supplier"
        | "several-suppliers"
        | "unknown-provider"
        | "cut-off-served"
        | "unknown-product"
        | "missing-term"
        | "unknown-parameter"
        | "parameter-cycle"
        | "no-product-stated"
        | "no-amount-stated"
        | "no-gwp-set"
        | "other-processes"
        | "other-outputs" => py.get_type::<LinkError>(),
        "allocation-not-stated"
        | "missing-weight"
        | "negative-weight"
        | "zero-weights"
        | "shares-sum"
        | "negative-share"
        | "not-an-output" => py.get_type::<AllocationError>(),
        "loop-consumes-output" | "singular-loop" => py.get_type::<SolveError>(),
        "unknown-gas" | "ambiguous-gas" | "removal-emitted" => py.get_type::<FactorError>(),
        "not-a-number"
        | "comma-in-number"
        | "too-many-digits"
        | "number-out-of-range"
        | "calculation"
        | "number-too-large"
        | "division-by-zero"
        | "bad-region"
        | "bad-year"
        | "bad-score"
        | "bad-percentage"
        | "unknown-word"
        | "bad-date"
        | "bad-lock"
        | "share-out-of-range"
        | "end-of-life-shares"
        | "negative-term"
        | "bad-expression"
        | "expression-too-deep"
        | "comparison-open"
        | "parameter-without-braces" => py.get_type::<FormatError>(),
        _ if FileProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if TableProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if ResultProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if OutputProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if PackageProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if DistributionProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if MatrixTableProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if FactorProblem::CODES.contains(&code) => py.get_type::<FactorError>(),
        _ => of_databases(py, code).unwrap_or_else(|| py.get_type::<CfpError>()),
    }
}

/// The class of a problem of databases or of analyses.
fn of_databases<'py>(py: Python<'py>, code: &str) -> Option<Bound<'py, PyType>> {
    Some(match code {
        "database-not-square"
        | "no-reference-product"
        | "reference-taken"
        | "labels-do-not-fit"
        | "spreads-do-not-fit"
        | "duplicate-id"
        | "not-in-database"
        | "of-another-database"
        | "several-of-name" => py.get_type::<LinkError>(),
        "entry-outside-matrix"
        | "amount-not-finite"
        | "database-too-large"
        | "figure-too-large"
        | "too-much-memory"
        | "bad-entry-spread" => py.get_type::<FormatError>(),
        "unit-not-known" => py.get_type::<UnitError>(),
        "nothing-characterised" | "gases-without-value" | "gases-of-several-origins" => {
            py.get_type::<FactorError>()
        }
        _ => return of_analyses(py, code),
    })
}

/// The class of a problem of analyses, or of what is beyond a limit.
fn of_analyses<'py>(py: Python<'py>, code: &str) -> Option<Bound<'py, PyType>> {
    Some(match code {
        "systems-differ" | "draws-do-not-pair" | "mix-too-deep" | "mix-too-large"
        | "unknown-term" => py.get_type::<LinkError>(),
        "unknown-breakdown" | "bad-cut-off" | "bad-share" | "not-a-percentile"
        | "sample-not-finite" | "too-many-draws" | "too-many-steps" | "too-many-nodes" => {
            py.get_type::<FormatError>()
        }
        _ => return of_cbam(py, code),
    })
}

/// The class of a problem of the Carbon Border Adjustment Mechanism.
fn of_cbam<'py>(py: Python<'py>, code: &str) -> Option<Bound<'py, PyType>> {
    Some(match code {
        "no-carbon"
        | "carbon-twice"
        | "no-calorific-value"
        | "source-not-used"
        | "unknown-part"
        | "same-name"
        | "no-activity-level"
        | "goods-not-production"
        | "amounts-not-stated"
        | "no-content"
        | "good-not-named"
        | "nothing-received"
        | "no-reference-price" => py.get_type::<LinkError>(),
        "not-a-fraction" | "negative-quantity" | "zero-divisor" => py.get_type::<FormatError>(),
        "shares-not-one" => py.get_type::<AllocationError>(),
        "not-a-cn-code"
        | "unknown-cn-code"
        | "cn-code-not-in-scope"
        | "ten-digits-decide"
        | "unknown-country"
        | "no-default-value"
        | "year-too-early"
        | "not-published-for-year"
        | "no-mark-up"
        | "unknown-standard-factor" => py.get_type::<FactorError>(),
        _ if ImportProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if InstallationProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if TemplateProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ if WorkbookProblem::CODES.contains(&code) => py.get_type::<FormatError>(),
        _ => return None,
    })
}

impl From<cfp_core::Error> for Raised {
    fn from(error: cfp_core::Error) -> Self {
        Self::problems(error.problems().iter().map(Problem::from).collect())
    }
}

impl From<cfp_core::Problem> for Raised {
    fn from(problem: cfp_core::Problem) -> Self {
        Self::from(cfp_core::Error::from(problem))
    }
}

impl From<ProblemKind> for Raised {
    fn from(kind: ProblemKind) -> Self {
        Self::from(cfp_core::Problem::new(kind, cfp_core::Place::default()))
    }
}

impl From<FileProblem> for Raised {
    fn from(problem: FileProblem) -> Self {
        Self::problems(vec![Problem::of(&problem, problem.to_string(), None)])
    }
}

impl From<DistributionProblem> for Raised {
    fn from(problem: DistributionProblem) -> Self {
        Self::problems(vec![Problem::of(&problem, problem.to_string(), None)])
    }
}

impl From<cfp_exchange::Error> for Raised {
    fn from(error: cfp_exchange::Error) -> Self {
        Self::reported(error.problems())
    }
}

impl From<ImportProblem> for Raised {
    fn from(problem: ImportProblem) -> Self {
        Self::problems(vec![Problem::of(&problem, problem.to_string(), None)])
    }
}

impl From<CbamLookup> for Raised {
    fn from(problem: CbamLookup) -> Self {
        Self::problems(vec![Problem::of(&problem, problem.to_string(), None)])
    }
}

impl From<FactorProblem> for Raised {
    fn from(problem: FactorProblem) -> Self {
        Self::from(cfp_factors::Error::from(problem))
    }
}

impl From<cfp_factors::Error> for Raised {
    fn from(error: cfp_factors::Error) -> Self {
        let source = error
            .source()
            .and_then(|source| source.downcast_ref::<io::Error>());
        let file = error.problems().iter().find_map(FactorProblem::place);
        match (source, file) {
            (Some(source), Some(place)) => Self::file(source, &place.file),
            _ => Self::problems(error.problems().iter().map(Problem::from).collect()),
        }
    }
}

impl From<PyErr> for Raised {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

impl From<Raised> for PyErr {
    fn from(raised: Raised) -> Self {
        raised.0
    }
}
