//! Look-ups that the tables of the mechanism do not answer.

use cfp_core::{Detail, Explain};

/// A look-up in the tables of the Carbon Border Adjustment Mechanism that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CbamLookup {
    /// A code that is none.
    #[error("`{written}` is not a code of eight digits")]
    NotACode {
        /// What was written.
        written: String,
    },
    /// A code under a heading that is in scope, though there is no such code in it.
    #[error("there is no code `{cn}` among the goods in scope")]
    UnknownCode {
        /// The code.
        cn: String,
        /// The first digits that it shares with codes in scope.
        begins: String,
        /// These codes, each with what it is of.
        beside: Vec<(String, String)>,
    },
    /// A code whose heading is not in scope.
    #[error("`{cn}` is not in scope of the mechanism")]
    NotInScope {
        /// The code.
        cn: String,
    },
    /// A code within which ten digits decide.
    #[error("`{cn}` does not say enough: ten digits decide")]
    TenDigits {
        /// The code.
        cn: String,
        /// The ten-digit codes, each with what it is of.
        choices: Vec<(String, String)>,
    },
    /// A country that no table names.
    #[error("there is no country `{name}`")]
    UnknownCountry {
        /// What was written.
        name: String,
        /// The name that reads most like it.
        nearest: Option<String>,
    },
    /// A code without a default value anywhere.
    #[error("there is no default value of `{code}`")]
    NoDefault {
        /// The code.
        code: String,
    },
    /// A year before the mechanism has obligations.
    #[error("{year} is before 2026, when the obligations begin")]
    TooEarly {
        /// The year.
        year: u16,
    },
    /// A year for which no benchmark or correction factor is published.
    #[error("no {what} is published for {year}")]
    NotPublished {
        /// What is missing.
        what: &'static str,
        /// The year.
        year: u16,
    },
    /// A sector without a mark-up.
    #[error("there is no mark-up on default values of {sector} in {year}")]
    NoMarkUp {
        /// The sector.
        sector: String,
        /// The year.
        year: u16,
    },
    /// A standard factor that the act does not have.
    #[error("the method has no standard factor of `{item}`")]
    UnknownStandard {
        /// What was asked for.
        item: String,
        /// The item that reads most like it.
        nearest: Option<String>,
    },
}

/// How many codes beside an unknown one are told.
const TOLD: usize = 8;

impl CbamLookup {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 10] = [
        "not-a-cn-code",
        "unknown-cn-code",
        "cn-code-not-in-scope",
        "ten-digits-decide",
        "unknown-country",
        "no-default-value",
        "year-too-early",
        "not-published-for-year",
        "no-mark-up",
        "unknown-standard-factor",
    ];
}

impl Explain for CbamLookup {
    fn code(&self) -> &'static str {
        match self {
            Self::NotACode { .. } => "not-a-cn-code",
            Self::UnknownCode { .. } => "unknown-cn-code",
            Self::NotInScope { .. } => "cn-code-not-in-scope",
            Self::TenDigits { .. } => "ten-digits-decide",
            Self::UnknownCountry { .. } => "unknown-country",
            Self::NoDefault { .. } => "no-default-value",
            Self::TooEarly { .. } => "year-too-early",
            Self::NotPublished { .. } => "not-published-for-year",
            Self::NoMarkUp { .. } => "no-mark-up",
            Self::UnknownStandard { .. } => "unknown-standard-factor",
        }
    }

    fn hint(&self) -> Option<String> {
        let nearest =
            |nearest: &Option<String>| nearest.as_ref().map(|near| format!("did you mean {near}?"));
        match self {
            Self::NotACode { .. } => Some(
                "write the eight digits of the Combined Nomenclature as text, such as \"72081000\"; a spreadsheet may have dropped a leading zero"
                    .into(),
            ),
            Self::UnknownCode { begins, .. } => Some(format!(
                "what is in scope under {begins} stands above; a code of the year that is not among it needs no declaration, and \
                 of a Chinese code only the first six digits are common: look up the eight of the Combined Nomenclature"
            )),
            Self::NotInScope { .. } => Some(
                "leave the row out: it needs no declaration, by Annex I of Regulation (EU) 2023/956".into(),
            ),
            Self::TenDigits { .. } => Some("give the ten digits in the column `goods`".into()),
            Self::UnknownCountry { nearest: near, .. } => nearest(near).or_else(|| {
                Some("write the code of ISO 3166, such as CN or CHN, or the name of the country".into())
            }),
            Self::NoDefault { .. } | Self::NoMarkUp { .. } => Some("give `see_direct` of the producer's verified report".into()),
            Self::TooEarly { .. } => Some(
                "the transitional period until 2025 had reports and no certificates".into(),
            ),
            Self::NotPublished { .. } => Some(
                "give the benchmark and the correction factor yourself, both of them, with their source".into(),
            ),
            Self::UnknownStandard { nearest: near, .. } => nearest(near).or_else(|| {
                Some("`cfp factors list cbam-method` has all of them".into())
            }),
        }
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::UnknownCode { beside, .. } => {
                let told = beside.iter().take(TOLD);
                let told =
                    told.map(|(code, what)| Detail::new("in scope", format!("{code}   {what}")));
                let more = beside.len().saturating_sub(TOLD);
                let more = (more > 0).then(|| Detail::new("in scope", format!("{more} more")));
                told.chain(more).collect()
            }
            Self::TenDigits { choices, .. } => choices
                .iter()
                .map(|(code, what)| Detail::new("choice", format!("{code}   {what}")))
                .collect(),
            _ => Vec::new(),
        }
    }
}
