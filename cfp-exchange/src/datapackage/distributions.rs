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
    let certain = |record: &DistributionRecord| match record.uncertainty_type {
        0 | 1 => record.loc,
        _ => f64::NAN,
    };
    Ok(Distributions {
        spreads: DistributionRecord::spreads(&records)?,
        cut: records.iter().filter(|record| record.is_cut()).count(),
        certain: records.iter().map(certain).collect(),
    })
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
