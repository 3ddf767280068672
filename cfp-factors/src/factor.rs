//! One published number, and all that is known of it.

use std::sync::Arc;

use cfp_core::{FactorRecord, Quantity, Region, Supply};
use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, GasBasis};
use crate::kind::Kind;

/// A published factor, such as 0.5777 kg CO2e/kWh, with where it stands and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Factor {
    /// What the factor is for, in English.
    pub activity: String,
    /// The same in Chinese, where there is a name.
    pub activity_zh: Option<String>,
    /// The value as published, digit for digit, closing zeros included.
    pub value: String,
    /// The value in its unit, such as kg CO2e/kWh.
    pub quantity: Quantity,
    /// The type of number that it is.
    pub kind: Kind,
    /// The region that the value describes.
    pub region: Region,
    /// The year that the value describes.
    pub year: u16,
    /// The dataset it is from, with publisher, document, date and licence.
    pub dataset: Arc<Dataset>,
    /// Its stable name within the dataset.
    pub row: String,
    /// The table, row or cell of the document.
    pub place: String,
    /// The page, where it is known.
    pub url: Option<String>,
    /// How the value was seen: in the document, or in how many copies.
    pub confidence: String,
    /// What one must know beyond the number.
    pub note: Option<String>,
    /// The year of activity that it was found for, where that is not the year that the value describes.
    pub served_year: Option<u16>,
    /// Each step from what was asked for to what was found, such as `CN-GD → CN`; empty for an exact match.
    pub steps: Vec<String>,
    /// The datasets below data of one's own that have a row for the same, by their selectors.
    pub over: Vec<String>,
    /// The regions from the one asked for to the one that answered, both among them; empty for an exact match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<String>,
}

impl Factor {
    /// What a footprint keeps of the factor.
    pub fn record(&self) -> FactorRecord {
        let version = self.dataset.version();
        let unit = self.quantity.unit().symbol();
        FactorRecord::new(&self.dataset.id, &version, &self.row, &self.value, unit)
            .of(self.region.code(), Some(self.year), self.kind.word())
            .by_gwp(self.dataset.gwp_set.as_deref())
            .by_steps(self.steps.clone())
            .standing_over(self.over.clone())
            .through_regions(self.chain.clone())
    }

    /// The factor as the supply of an input. One in kg CO2 is refused when the system is built, as it is no CO2e.
    pub fn supply(&self) -> Supply {
        let supply = Supply::factor(self.quantity.clone(), self.record());
        match &self.dataset.gwp_set {
            Some(set) => supply.gwp(set),
            None => supply,
        }
    }

    /// The gas that a row of a dataset by gas counts, where its name says one: `natural gas, of CO2`, `anthracite, CH4`.
    pub(crate) fn part(&self) -> Option<&str> {
        if self.dataset.gas_basis != GasBasis::PerGas {
            return None;
        }
        let (_, last) = self.activity.rsplit_once(", ")?;
        let gas = last.strip_prefix("of ").unwrap_or(last);
        ["CO2", "CH4", "N2O"].contains(&gas).then_some(gas)
    }

    /// The place of the factor in words: `cn-mee-electricity-footprint 2024-1, row national`.
    pub(crate) fn whereabouts(&self) -> String {
        let Self { dataset, row, .. } = self;
        format!("{} {}, row {row}", dataset.id, dataset.version())
    }
}

impl From<&Factor> for Supply {
    fn from(factor: &Factor) -> Self {
        factor.supply()
    }
}

impl From<Factor> for Supply {
    fn from(factor: Factor) -> Self {
        factor.supply()
    }
}
