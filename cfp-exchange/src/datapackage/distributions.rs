//! How uncertain the entries of a group are.

use cfp_core::EntrySpread;

use super::npy::Npy;
use super::problem::PackageProblem;
use crate::database_file::DistributionRecord;

/// The distributions of a group, before anything is flipped or rescaled.
#[derive(Debug, Default)]
pub(super) struct Distributions {
    /// One for each entry.
    pub spreads: Vec<EntrySpread>,
    /// How many lognormal or normal ones are cut off at a least or a most.
    pub cut: usize,
    /// The amount that each entry without uncertainty states; no number for the others.
    certain: Vec<f64>,
}

/// The distributions of an array of records.
pub(super) fn read(array: &Npy<'_>) -> Result<Distributions, PackageProblem> {
    let fields = records(array);
    let records = fields.ok_or_else(|| PackageProblem::WrongElements {
        found: array.element(),
        expected: "records of `uncertainty_type`, `loc`, `scale`, `minimum`, `maximum` and `negative`",
    })?;
    let mut read = Distributions::default();
    read.spreads.reserve_exact(records.len());
    let mut first = None;
    let mut faults = 0;
    for (row, record) in records.iter().enumerate() {
        let spread = record.spread().unwrap_or_else(|problem| {
            // All of one kind are told with the first.
            let told: &mut (_, usize) = first.get_or_insert((problem.clone(), row));
            let is_alike = std::mem::discriminant(&told.0) == std::mem::discriminant(&problem);
            faults += usize::from(is_alike);
            EntrySpread::None
        });
        read.cut += usize::from(record.is_cut());
        read.certain.push(if spread.is_none() {
            record.loc
        } else {
            f64::NAN
        });
        read.spreads.push(spread);
    }
    match first {
        Some((problem, row)) => Err(problem.of_rows(faults, row).into()),
        None => Ok(read),
    }
}

/// Distributions are of singles, which are off by no more than this share.
const SINGLE: f64 = 1e-6;

impl Distributions {
    /// How many entries without uncertainty state another amount than that of the data.
    pub fn besides(&self, amounts: &[f64]) -> usize {
        let pairs = self.certain.iter().zip(amounts);
        pairs
            .filter(|(stated, amount)| (*stated - *amount).abs() > SINGLE * amount.abs())
            .count()
    }
}

fn records(array: &Npy<'_>) -> Option<Vec<DistributionRecord>> {
    let types = array.bytes("uncertainty_type")?;
    let loc = array.doubles("loc")?;
    let scale = array.doubles("scale")?;
    let minimum = array.doubles("minimum")?;
    let maximum = array.doubles("maximum")?;
    let negative = array.bytes("negative")?;
    let record = |row: usize| DistributionRecord {
        uncertainty_type: types[row],
        loc: loc[row],
        scale: scale[row],
        minimum: minimum[row],
        maximum: maximum[row],
        negative: negative[row] != 0,
    };
    Some((0..types.len()).map(record).collect())
}
