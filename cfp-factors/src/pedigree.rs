//! Pedigree matrices: `pedigree.csv`, the variances that scores of data quality stand for.

use std::sync::{Arc, OnceLock};

use cfp_core::Amount;
use serde::Serialize;

use crate::dataset::Dataset;
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::read::{Row, Sheet};
use crate::registry::Registry;

const COLUMNS: [&str; 7] = [
    "row",
    "indicator",
    "score",
    "value",
    "place",
    "confidence",
    "note",
];

/// The worst score.
const WORST: u8 = 5;

/// What five scores of data quality say of the uncertainty of a number, as published.
///
/// # Source
///
/// The bundled matrix is that of ecoinvent version 3: Weidema et al. 2013, ecoinvent report 1 (v3), Table 10.5.
///
/// # Example
///
/// ```
/// use cfp_factors::Pedigree;
///
/// let matrix = Pedigree::bundled()?;
/// let variance = matrix.log_variance([1, 2, 1, 3, 1]);
/// assert_eq!(variance.map(|variance| variance.to_string()).as_deref(), Some("0.0002"));
/// assert_eq!(matrix.log_variance([1, 2, 9, 3, 1]), None);
/// # Ok::<(), cfp_factors::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Pedigree {
    dataset: Arc<Dataset>,
    /// By indicator and score.
    variances: [[Amount; WORST as usize]; Pedigree::INDICATORS.len()],
}

/// One score of one indicator in a pedigree matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PedigreeRow {
    /// The name of the row, unique in its dataset.
    pub row: String,
    /// What the score is of: one of [`Pedigree::INDICATORS`].
    pub indicator: String,
    /// From 1 (best) to 5.
    pub score: u8,
    /// The variance of the natural logarithm that the score adds, as published.
    pub value: String,
    /// The table of the document.
    pub place: String,
    /// How the value was seen.
    pub confidence: String,
    /// What one must know beyond the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip)]
    pub(crate) variance: Amount,
}

impl Pedigree {
    /// The indicators in the order of the scores.
    pub const INDICATORS: [&'static str; 5] = [
        "reliability",
        "completeness",
        "temporal correlation",
        "geographical correlation",
        "further technological correlation",
    ];

    /// The matrix that comes with the program.
    ///
    /// # Errors
    ///
    /// A fault in a bundled file, which the tests of this crate rule out.
    pub fn bundled() -> Result<&'static Self, Error> {
        static BUNDLED: OnceLock<Pedigree> = OnceLock::new();
        if let Some(matrix) = BUNDLED.get() {
            return Ok(matrix);
        }
        let matrix = Registry::bundled()?.pedigree()?;
        Ok(BUNDLED.get_or_init(|| matrix))
    }

    /// The dataset that the matrix is from.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The variance of the natural logarithm that five scores add, in the order of [`Pedigree::INDICATORS`]; `None` when one
    /// is not from 1 to 5.
    ///
    /// # Exactness
    ///
    /// The sum of the published decimals.
    pub fn log_variance(&self, scores: [u8; 5]) -> Option<Amount> {
        let mut sum = Amount::ZERO;
        for (variances, score) in self.variances.iter().zip(scores) {
            let index = usize::from(score).checked_sub(1)?;
            sum = sum.plus(*variances.get(index)?).ok()?;
        }
        Some(sum)
    }

    fn of(dataset: &Arc<Dataset>, rows: &[PedigreeRow]) -> Self {
        let mut variances = [[Amount::ZERO; WORST as usize]; Self::INDICATORS.len()];
        for row in rows {
            let indicator = Self::INDICATORS
                .iter()
                .position(|own| *own == row.indicator);
            if let Some(indicator) = indicator {
                variances[indicator][usize::from(row.score) - 1] = row.variance;
            }
        }
        Self {
            dataset: Arc::clone(dataset),
            variances,
        }
    }
}

impl Registry {
    /// The newest pedigree matrix, that of the uppermost registry that has one.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownDataset`] when there is none, [`FactorProblem::NotInLock`] when a lock hides it, or the
    /// faults of the table.
    pub fn pedigree(&self) -> Result<Pedigree, Error> {
        let matrices = self
            .current()
            .filter(|listed| listed.dataset().is_pedigree());
        // Of one layer the last is the newest.
        let newest = matrices.rev().min_by_key(|listed| listed.layer);
        let Some(listed) = newest else {
            if let Some(hidden) = self.unlocked().and_then(|all| all.pedigree().ok()) {
                let problem = FactorProblem::NotInLock {
                    wanted: "pedigree".to_owned(),
                    dataset: hidden.dataset.selector(),
                };
                return Err(problem.into());
            }
            let problem = FactorProblem::UnknownDataset {
                selector: "ecoinvent-pedigree".to_owned(),
                choices: Vec::new(),
            };
            return Err(problem.into());
        };
        Ok(Pedigree::of(listed.dataset(), listed.entry.pedigree()?))
    }

    /// The rows of the newest pedigree matrix that a selector names, in the order of its table; none of other datasets.
    ///
    /// # Errors
    ///
    /// As for [`Registry::dataset`], or the faults of the table.
    pub fn pedigree_rows(&self, selector: &str) -> Result<&[PedigreeRow], Error> {
        self.newest(selector)?.entry.pedigree()
    }
}

/// Reads the table of a dataset: every row, or every problem.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Vec<PedigreeRow>, Error> {
    let sheet = Sheet::read(file, bytes, &COLUMNS)?;
    let mut rows: Vec<PedigreeRow> = Vec::with_capacity(sheet.rows().len());
    let mut problems = sheet.faults().to_vec();
    for row in sheet.rows() {
        match read_row(&row) {
            Ok(read) => {
                let named = rows.iter().any(|other| other.row == read.row);
                let is_same = |other: &PedigreeRow| {
                    other.indicator == read.indicator && other.score == read.score
                };
                if named {
                    let name = read.row.clone();
                    problems.push(row.problem("row", FileFault::DuplicateRow { row: name }));
                } else if rows.iter().any(is_same) {
                    let key = format!("score {} of `{}`", read.score, read.indicator);
                    problems.push(row.problem("score", FileFault::DuplicateFactor { key }));
                }
                rows.push(read);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let whole = usize::from(WORST) * Pedigree::INDICATORS.len();
    if problems.is_empty() && rows.len() != whole {
        let fault = FileFault::RowCount {
            stated: whole,
            actual: rows.len(),
        };
        let place = FilePlace::file(file);
        problems.push(FileProblem::new(place, fault));
    }
    Error::unless_empty(problems, rows)
}

fn read_row(row: &Row<'_>) -> Result<PedigreeRow, FileProblem> {
    let indicator = row.text("indicator")?;
    if !Pedigree::INDICATORS.contains(&indicator) {
        let reason = format!(
            "`{indicator}` is not one of {}",
            Pedigree::INDICATORS.join(", ")
        );
        return Err(row.bad_value("indicator", reason));
    }
    let written = row.text("score")?;
    let Ok(score @ 1..=WORST) = written.parse() else {
        let reason = format!("`{written}` is not a score from 1 to 5");
        return Err(row.bad_value("score", reason));
    };
    let variance = row.amount("value")?;
    if variance.is_negative() {
        let reason = format!("{variance} is below zero, which no variance is");
        return Err(row.bad_value("value", reason));
    }
    Ok(PedigreeRow {
        row: row.text("row")?.to_owned(),
        indicator: indicator.to_owned(),
        score,
        value: row.text("value")?.to_owned(),
        place: row.text("place")?.to_owned(),
        confidence: row.text("confidence")?.to_owned(),
        note: row.optional("note").map(str::to_owned),
        variance,
    })
}
