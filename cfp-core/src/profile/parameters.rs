//! The numbers and choices of a profile that a study may set otherwise.

use serde::{Deserialize, Serialize};

use crate::amount::Amount;

/// What the checks of a profile compare with; `None` where the profile asks nothing.
///
/// # Example
///
/// ```
/// use cfp_core::{Parameters, Profile};
///
/// // A sector rule that allows five percent to be cut off in place of three.
/// let mut sector = Parameters::default();
/// sector.cut_off_percent = Some("5".parse()?);
/// let profile = Profile::named("pact-3")?.with(sector);
/// assert_eq!(profile.parameters().cut_off_percent, Some("5".parse()?));
/// assert_eq!(profile.parameters().validity_years, Some(3));
/// # Ok::<(), cfp_core::ProblemKind>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Parameters {
    /// The set of global warming potentials, such as `AR6-100`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gwp_set: Option<String>,
    /// The share of the footprint, in percent, that all that is cut off may make together.
    #[serde(skip_serializing_if = "Option::is_none", with = "text")]
    pub cut_off_percent: Option<Amount>,
    /// The share of the footprint, in percent, that one flow that is cut off may make.
    #[serde(skip_serializing_if = "Option::is_none", with = "text")]
    pub cut_off_each_percent: Option<Amount>,
    /// For how many years after the end of its period a footprint may be valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity_years: Option<u16>,
    /// The ratio of the prices of co-products above which they share by price, and up to which by a physical relation;
    /// without it, by a physical relation.
    #[serde(skip_serializing_if = "Option::is_none", with = "text")]
    pub price_ratio: Option<Amount>,
    /// By how much the biogenic carbon that enters and leaves may miss the carbon in the product, in percent of that.
    #[serde(skip_serializing_if = "Option::is_none", with = "text")]
    pub carbon_balance_percent: Option<Amount>,
    /// Whether the average of the grid is accepted where contracts are tracked, in place of the residual mix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid_average_accepted: Option<bool>,
    /// Whether avoided emissions and credits may be in the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_in_total: Option<bool>,
    /// Whether fuel that is metered and has a published factor counts as primary data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metered_is_primary: Option<bool>,
}

impl Parameters {
    /// The names, as files write them.
    pub const NAMES: [&'static str; 9] = [
        "gwp_set",
        "cut_off_percent",
        "cut_off_each_percent",
        "validity_years",
        "price_ratio",
        "carbon_balance_percent",
        "grid_average_accepted",
        "credits_in_total",
        "metered_is_primary",
    ];

    /// What these state, and where they state nothing, what `others` state.
    pub fn or(self, others: Self) -> Self {
        Self {
            gwp_set: self.gwp_set.or(others.gwp_set),
            cut_off_percent: self.cut_off_percent.or(others.cut_off_percent),
            cut_off_each_percent: self.cut_off_each_percent.or(others.cut_off_each_percent),
            validity_years: self.validity_years.or(others.validity_years),
            price_ratio: self.price_ratio.or(others.price_ratio),
            carbon_balance_percent: self
                .carbon_balance_percent
                .or(others.carbon_balance_percent),
            grid_average_accepted: self.grid_average_accepted.or(others.grid_average_accepted),
            credits_in_total: self.credits_in_total.or(others.credits_in_total),
            metered_is_primary: self.metered_is_primary.or(others.metered_is_primary),
        }
    }
}

/// Amounts as decimal texts.
mod text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::amount::Amount;

    #[allow(clippy::ref_option, reason = "the form that serde calls")]
    pub fn serialize<S: Serializer>(
        amount: &Option<Amount>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = amount.as_ref().map(Amount::value_text);
        text.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Amount>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom))
            .transpose()
    }
}
