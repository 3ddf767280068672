//! What a footprint states beside its totals.

use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// What arises in the processes of one life-cycle stage, with the supplies that they take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StageRow {
    /// The stage; `None` for processes that state none.
    pub stage: Option<String>,
    /// kg CO2e.
    pub co2e: Figure,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// What a region emits, and what it consumes; each account sums to the total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegionRow {
    /// The code of the region; `None` for what states none.
    pub region: Option<String>,
    /// kg CO2e that are emitted there: production-side.
    pub territorial: Figure,
    /// kg CO2e in what is taken there, by whoever takes it from the one that emits: consumption-side. What meets the demand
    /// is taken in the region of the system.
    pub embodied: Figure,
}

/// On what kind of data a footprint rests, by contribution to its absolute figure without biogenic uptake. The four shares
/// sum to a hundred; all are `None` when nothing is emitted.
///
/// # Source
///
/// PACT data model 3.0.3: `primaryDataShare` is the share of primary data in the absolute footprint excluding
/// biogenic uptake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataQuality {
    /// Percent: measured emissions, and the primary shares of suppliers' results.
    pub primary_percent: Option<String>,
    /// Percent: amounts measured at the process, with a published factor for burning or releasing them. A profile says
    /// whether they count as primary.
    pub metered_percent: Option<String>,
    /// Percent: what is stated to be secondary, and published factors.
    pub secondary_percent: Option<String>,
    /// Percent: what states nothing of its origin.
    pub not_stated_percent: Option<String>,
    /// The scores of the data; `None` when none has any.
    pub ratings: Option<Ratings>,
}

/// Scores from 1 (best) to 5 for technology, geography and time, weighted by contribution to the absolute figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ratings {
    /// Technological, rounded to four places.
    pub technology: String,
    /// Geographical, rounded to four places.
    pub geography: String,
    /// Temporal, rounded to four places.
    pub time: String,
    /// The share of the absolute footprint, in percent, whose data have scores.
    pub covered_percent: Option<String>,
}

/// What of the footprint rests on one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CoverageRow {
    /// The source.
    #[serde(flatten)]
    pub source: CoveredBy,
    /// kg CO2e.
    pub co2e: Figure,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// The source of some part of a footprint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum CoveredBy {
    /// A published dataset.
    Dataset {
        /// Its id.
        dataset: String,
        /// Edition and revision.
        version: String,
        /// The region of the values.
        region: String,
        /// The year of the values.
        year: Option<u16>,
        /// Whether the values are of the region and year that were asked for.
        exact: bool,
    },
    /// A supplier's result.
    Supplier {
        /// What it says of its source, or the supplier's name.
        source: Option<String>,
    },
    /// An emission with a source of its own.
    Emission {
        /// The source.
        source: String,
    },
    /// An emission that states no source.
    NotStated,
}

impl CoveredBy {
    /// What kind of source it is, in words: `dataset`, `supplier`, `emission`, `not stated`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Dataset { .. } => "dataset",
            Self::Supplier { .. } => "supplier",
            Self::Emission { .. } => "emission",
            Self::NotStated => "not stated",
        }
    }
}

/// A supply of electricity, and by what right it counts so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ElectricityRow {
    /// The flow.
    pub flow: String,
    /// Such as `certificate`.
    pub treatment: String,
    /// The contract or certificate.
    pub instrument: Option<String>,
    /// The period of the instrument.
    pub period: Option<String>,
    /// How much the instrument covers.
    pub volume: Option<String>,
    /// How much is taken.
    pub amount: Figure,
    /// The unit of the amount.
    pub unit: String,
    /// kg CO2e as counted.
    pub co2e: Figure,
    /// kg CO2e by the average of the grid; `None` where that is not stated.
    pub location_based: Option<Figure>,
}

/// A supplier's result that was used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SupplierRow {
    /// The supplied flow.
    pub flow: String,
    /// Who supplies it.
    pub supplier: Option<String>,
    /// Where the figure is from.
    pub source: Option<String>,
    /// What it covers.
    pub boundary: Option<String>,
    /// The GWP set that it was made with.
    pub gwp: Option<String>,
    /// Until when, or for what, it is valid.
    pub validity: Option<String>,
    /// The share of it, in percent, that rests on the supplier's own measurements.
    pub primary_percent: Option<String>,
    /// How much is taken.
    pub amount: Figure,
    /// The unit of the amount.
    pub unit: String,
    /// kg CO2e.
    pub co2e: Figure,
}

/// A flow that is cut off, and what it could have made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CutOffRow {
    /// The flow.
    pub flow: String,
    /// How much of it the demand would need.
    pub amount: Figure,
    /// The unit of the amount.
    pub unit: String,
    /// In how many exchanges it is left out.
    pub exchanges: usize,
    /// kg CO2e that it could make, where a figure for it is stated; not in the total.
    pub estimate: Option<Figure>,
    /// The estimate in percent of the total, rounded to six places; `None` without one.
    pub estimate_percent: Option<String>,
}
