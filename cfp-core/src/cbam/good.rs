//! Goods and the units that their embedded emissions are counted by.

use serde::Serialize;

use crate::amount::Amount;
use crate::quantity::Quantity;

/// What specific embedded emissions are counted per.
///
/// # Source
///
/// 2547 Article 4(2) to (5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub enum FunctionalUnit {
    /// Tonnes of goods of one CN code: the rule.
    #[default]
    #[serde(rename = "t")]
    Tonne,
    /// Tonnes of clinker contained in the goods.
    #[serde(rename = "t clinker")]
    TonneOfClinker,
    /// Kilograms of nitrogen contained in the goods, also where that is the supplementary unit of the code.
    #[serde(rename = "kg N")]
    KilogramOfNitrogen,
    /// Kilowatt hours of electricity.
    #[serde(rename = "kWh")]
    KilowattHour,
}

impl FunctionalUnit {
    /// Every functional unit.
    pub const ALL: [Self; 4] = [
        Self::Tonne,
        Self::TonneOfClinker,
        Self::KilogramOfNitrogen,
        Self::KilowattHour,
    ];

    /// The unit as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tonne => "t",
            Self::TonneOfClinker => "t clinker",
            Self::KilogramOfNitrogen => "kg N",
            Self::KilowattHour => "kWh",
        }
    }

    /// Whether a tonne of goods is one unit, whatever the goods contain.
    pub fn is_mass(self) -> bool {
        self == Self::Tonne
    }
}

/// A good that leaves a production process, under one CN code and one composition.
#[derive(Debug, Clone, PartialEq)]
pub struct Good {
    pub(super) cn: String,
    pub(super) name: String,
    pub(super) produced: Option<Quantity>,
    pub(super) content: Option<Amount>,
    pub(super) own_allocation: Option<Amount>,
}

impl Good {
    /// A good by its eight digits of the Combined Nomenclature and its name.
    pub fn new(cn: &str, name: &str) -> Self {
        Self {
            cn: cn.to_owned(),
            name: name.to_owned(),
            produced: None,
            content: None,
            own_allocation: None,
        }
    }

    /// How much of it left the process in the year.
    pub fn produced(mut self, amount: Quantity) -> Self {
        self.produced = Some(amount);
        self
    }

    /// Functional units per tonne: tonnes of clinker or kilograms of nitrogen in a tonne of the good.
    pub fn content(mut self, per_tonne: Amount) -> Self {
        self.content = Some(per_tonne);
        self
    }

    /// Its own free allocation, precursors apart, in t CO2e per tonne: see [`own_free_allocation`](super::own_free_allocation).
    pub fn own_allocation(mut self, per_tonne: Amount) -> Self {
        self.own_allocation = Some(per_tonne);
        self
    }
}
