//! What a study states about itself, and no computation knows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::ModelProblem;
use crate::quantity::Quantity;

/// What a study states about itself. No statement changes a digit of the footprint: offsets are listed beside it and
/// never subtracted.
///
/// # Example
///
/// ```
/// use cfp_core::{Boundary, Declaration, Offset};
///
/// let mut declaration = Declaration::default();
/// declaration.boundary = Some(Boundary::CradleToGate);
/// declaration.offsets.push(Offset::new("CCER 2024-0031, afforestation", "500 kg CO2e".parse()?));
/// # Ok::<(), cfp_core::ProblemKind>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Declaration {
    /// Which part of the life cycle the footprint covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Boundary>,
    /// The period that the data are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The first day on which the footprint may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which the footprint may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The rules of the product category or sector that were followed, or that none was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_rules: Option<String>,
    /// Why what is cut off may be left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_off_reason: Option<String>,
    /// Why co-products share as they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocation_reason: Option<String>,
    /// Why modules or stages after the gate are left out, or how they are covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_and_end_of_life: Option<String>,
    /// When emissions and removals happen over the life cycle, and what is stored for how long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<String>,
    /// How sensitive the result is to choices, and how uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<String>,
    /// What the result does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limitations: Option<String>,
    /// How well the data fit, and how that was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_quality: Option<String>,
    /// Who reviewed or verified the study, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification: Option<String>,
    /// Whether the packaging of the product is in the footprint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packaging_included: Option<bool>,
    /// Whether contracts for electricity are tracked where the product is made, so that there is a residual mix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity_is_tracked: Option<bool>,
    /// The mass of the product without packaging, per unit of it, such as `2400 kg/m3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_mass: Option<Quantity>,
    /// The biogenic carbon in the product at the gate, per unit of it, such as `0.44 kg/kg`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biogenic_carbon: Option<Quantity>,
    /// The fossil carbon in the product at the gate, per unit of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fossil_carbon: Option<Quantity>,
    /// Offsets that were bought for the product; not in any total.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<Offset>,
}

/// Which part of a life cycle a footprint covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Boundary {
    /// From raw materials to the gate of the plant.
    #[serde(rename = "cradle to gate")]
    CradleToGate,
    /// From raw materials to the end of life.
    #[serde(rename = "cradle to grave")]
    CradleToGrave,
    /// The plant alone.
    #[serde(rename = "gate to gate")]
    GateToGate,
}

impl Boundary {
    /// Every boundary.
    pub const ALL: [Self; 3] = [Self::CradleToGate, Self::CradleToGrave, Self::GateToGate];

    /// The words for it: `cradle to gate`.
    pub fn words(self) -> &'static str {
        match self {
            Self::CradleToGate => "cradle to gate",
            Self::CradleToGrave => "cradle to grave",
            Self::GateToGate => "gate to gate",
        }
    }

    /// The boundary of these words, with spaces or hyphens between.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::UnknownWord`] when it is none of them.
    pub fn from_words(written: &str) -> Result<Self, ModelProblem> {
        let plain = written.trim().to_lowercase().replace('-', " ");
        let mut all = Self::ALL.into_iter();
        all.find(|boundary| boundary.words() == plain)
            .ok_or_else(|| ModelProblem::UnknownWord {
                written: written.to_owned(),
                what: "a boundary",
                words: Self::ALL
                    .map(|boundary| boundary.words().to_owned())
                    .to_vec(),
            })
    }
}

/// A period of whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Period {
    /// The first day of it.
    pub start: Date,
    /// The last day of it.
    pub end: Date,
}

impl Period {
    /// The period from the first day to the last.
    pub fn new(start: Date, end: Date) -> Self {
        Self { start, end }
    }
}

/// Reductions or removals outside the product system that were bought for the product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Offset {
    /// What it is: the programme, its number, the project.
    pub name: String,
    /// How much of it, in CO2e.
    pub amount: Quantity,
}

impl Offset {
    /// So much of an offset.
    pub fn new(name: &str, amount: Quantity) -> Self {
        Self {
            name: name.to_owned(),
            amount,
        }
    }
}
