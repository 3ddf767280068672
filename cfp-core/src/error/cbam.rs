//! Problems of an installation's data for the Carbon Border Adjustment Mechanism.

use super::Explain;

/// The data of an installation do not make embedded emissions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CbamProblem {
    /// A source stream that says nothing of its carbon.
    #[error("source stream `{stream}` has neither an emission factor nor a carbon content")]
    NoCarbon {
        /// The source stream.
        stream: String,
    },
    /// An emission factor and a carbon content, of which one would have to give way.
    #[error("source stream `{stream}` has both an emission factor and a carbon content")]
    CarbonTwice {
        /// The source stream.
        stream: String,
    },
    /// An emission factor per energy, and no net calorific value to get at the energy.
    #[error(
        "source stream `{stream}` has an emission factor per energy and no net calorific value"
    )]
    NoCalorificValue {
        /// The source stream.
        stream: String,
    },
    /// A share, factor or efficiency that is no part of one.
    #[error("{what} is {written}, which is not between 0 and 1")]
    NotAFraction {
        /// What it is of.
        what: String,
        /// The number as written.
        written: String,
    },
    /// An amount below zero where only a mass balance has such.
    #[error("{what} is negative: {written}")]
    Negative {
        /// What it is.
        what: String,
        /// The amount as written.
        written: String,
    },
    /// An amount that is zero where it divides.
    #[error("{what} is zero")]
    Zero {
        /// What it is.
        what: String,
    },
    /// A source of emissions or energy of which nobody is said to be the user.
    #[error("{what} is used by no production process")]
    Unused {
        /// What it is.
        what: String,
    },
    /// Shares of the users that are not the whole.
    #[error("the shares of {what} sum to {sum}, not to 1")]
    SharesNotOne {
        /// What they are of.
        what: String,
        /// Their sum.
        sum: String,
    },
    /// A name that nothing of the installation has.
    #[error("{what} names `{name}`, which is no {wanted} of the installation")]
    UnknownPart {
        /// What names it.
        what: String,
        /// The name as written.
        name: String,
        /// What it should be a name of.
        wanted: &'static str,
        /// The name that reads most like it.
        nearest: Option<String>,
    },
    /// Two parts of an installation with one name.
    #[error("two {parts} are called `{name}`")]
    SameName {
        /// What they are.
        parts: &'static str,
        /// The name.
        name: String,
    },
    /// A production process that makes nothing.
    #[error("its activity level is zero: it makes no goods")]
    NoActivityLevel,
    /// Goods that are not the production.
    #[error("the goods sum to {sum} t, and the production is {produced} t")]
    GoodsNotProduction {
        /// The sum of the goods.
        sum: String,
        /// The production.
        produced: String,
    },
    /// Goods of different content, of which the amounts are not stated.
    #[error(
        "its goods have different contents of {unit}, and not each states how much was produced"
    )]
    AmountsNotStated {
        /// The functional unit.
        unit: &'static str,
    },
    /// A good whose functional unit is a content that is not stated.
    #[error(
        "the functional unit of good `{good}` is {unit}, and its content per tonne is not stated"
    )]
    NoContent {
        /// The good.
        good: String,
        /// The functional unit.
        unit: &'static str,
    },
    /// A precursor of the installation that is one of several goods of different content.
    #[error(
        "a precursor comes from a process whose goods have different contents, and no good is named"
    )]
    GoodNotNamed,
    /// Precursors of which nothing was received.
    #[error("nothing of precursor `{precursor}` was received")]
    NothingReceived {
        /// The precursor.
        precursor: String,
    },
    /// An obligation that needs a price of certificates.
    #[error(
        "a carbon price paid reduces certificates by the price of certificates, which is not given"
    )]
    NoReferencePrice,
}

impl Explain for CbamProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NoCarbon { .. } => "no-carbon",
            Self::CarbonTwice { .. } => "carbon-twice",
            Self::NoCalorificValue { .. } => "no-calorific-value",
            Self::NotAFraction { .. } => "not-a-fraction",
            Self::Negative { .. } => "negative-quantity",
            Self::Zero { .. } => "zero-divisor",
            Self::Unused { .. } => "source-not-used",
            Self::SharesNotOne { .. } => "shares-not-one",
            Self::UnknownPart { .. } => "unknown-part",
            Self::SameName { .. } => "same-name",
            Self::NoActivityLevel => "no-activity-level",
            Self::GoodsNotProduction { .. } => "goods-not-production",
            Self::AmountsNotStated { .. } => "amounts-not-stated",
            Self::NoContent { .. } => "no-content",
            Self::GoodNotNamed => "good-not-named",
            Self::NothingReceived { .. } => "nothing-received",
            Self::NoReferencePrice => "no-reference-price",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoCarbon { .. } => {
                "state `emission_factor` or `carbon_content`; a value of Annex II point G is taken only when asked for"
                    .into()
            }
            Self::CarbonTwice { .. } => "keep the one that was determined".into(),
            Self::NoCalorificValue { .. } => {
                "state `net_calorific_value`, such as \"48 GJ/t\", or the factor per tonne".into()
            }
            Self::NotAFraction { .. } => "a fraction is a part of one: \"0.98\" is 98 %".into(),
            Self::Negative { .. } => {
                "write zero or more; only outputs of a mass balance are negative (2547 Annex II B.3.2)".into()
            }
            Self::Zero { .. } => "state the amount, or leave the entry out".into(),
            Self::Unused { .. } => {
                "say which process it belongs to by `used_in`; emissions of no process would be lost".into()
            }
            Self::SharesNotOne { .. } => "all of it belongs to somebody: let the shares sum to 1".into(),
            Self::UnknownPart { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "spell it as it is named there".into(),
            },
            Self::SameName { .. } => "give each a name of its own".into(),
            Self::NoActivityLevel => {
                "state what left the process in the year, saleable off-spec goods included; leave an idle process out"
                    .into()
            }
            Self::GoodsNotProduction { .. } => {
                "the activity level is what leaves the process as goods: state one of the two, or let them agree".into()
            }
            Self::AmountsNotStated { .. } => "state `produced` of each good".into(),
            Self::NoContent { .. } => {
                "state `content`, such as \"0.95\" tonnes of clinker or \"150\" kilograms of nitrogen per tonne (2547 Article 4(4) and (5))"
                    .into()
            }
            Self::GoodNotNamed => "name the good that is taken by `good`".into(),
            Self::NothingReceived { .. } => "state its deliveries in the year, each with its amount".into(),
            Self::NoReferencePrice => "give the price of certificates of the quarter or week of import".into(),
        })
    }
}
