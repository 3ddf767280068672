//! Problems of a list of imports.

use cfp_core::Explain;

/// A list of imports cannot be read, or a line of it does not make an import.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportProblem {
    /// A list without a column that every import needs.
    #[error("the list has no column `{column}`")]
    NoColumn {
        /// The title of the column.
        column: &'static str,
    },
    /// A title that is none of those of a list.
    #[error("there is no column `{title}`")]
    UnknownTitle {
        /// The title as written.
        title: String,
        /// The title that reads most like it.
        nearest: Option<&'static str>,
    },
    /// A title that stands twice.
    #[error("the column `{title}` stands twice")]
    DoubleTitle {
        /// The title.
        title: String,
    },
    /// A line with more or fewer fields than there are titles.
    #[error("the line has {found} fields under {expected} titles")]
    FieldCount {
        /// How many there are.
        found: usize,
        /// How many titles there are.
        expected: usize,
    },
    /// A field that no import can do without.
    #[error("`{column}` is empty")]
    EmptyField {
        /// The column.
        column: &'static str,
    },
    /// A field that is no decimal number.
    #[error("`{column}` is `{written}`, which is no decimal number")]
    NotADecimal {
        /// The column.
        column: &'static str,
        /// What stands there.
        written: String,
    },
    /// A number that may not be negative.
    #[error("`{column}` is negative: {written}")]
    NegativeField {
        /// The column.
        column: &'static str,
        /// What stands there.
        written: String,
    },
    /// A field that is no day.
    #[error("`{written}` is no day")]
    NotADay {
        /// What stands there.
        written: String,
    },
    /// A day of another year than the declaration.
    #[error("{written} is not in {year}, the year of the declaration")]
    OtherYear {
        /// The day or year as written.
        written: String,
        /// The year of the declaration.
        year: u16,
    },
    /// A year of production that cannot be.
    #[error("`{written}` is no year of production of an import in {year}")]
    BadProductionYear {
        /// What stands there.
        written: String,
        /// The year of the declaration.
        year: u16,
    },
    /// A direct value without an indirect one, where both count.
    #[error("`see_direct` is given without `see_indirect`, and for {category} both count")]
    NoIndirect {
        /// The aggregated goods category.
        category: String,
    },
    /// An indirect value without a direct one.
    #[error("`see_indirect` is given without `see_direct`")]
    NoDirect,
    /// A route that the code does not have.
    #[error("{cn} has no benchmark of route `{route}`")]
    RouteDoesNotFit {
        /// The code.
        cn: String,
        /// The route as written.
        route: String,
        /// The routes that the code has.
        routes: Vec<String>,
    },
    /// Electricity without its energy, or a good with energy.
    #[error("electricity is declared in MWh")]
    ElectricityInMwh,
    /// Electricity without an emission factor.
    #[error("there is no factor of electricity from {country} here")]
    NoElectricityFactor {
        /// The country.
        country: String,
    },
    /// Prices by quarter, and an import without a day.
    #[error("the price is by quarter, and `import_date` is empty")]
    NoImportDate,
    /// Prices by quarter, and none of that of an import.
    #[error("no price of {quarter} is given")]
    NoPriceOfQuarter {
        /// The quarter.
        quarter: String,
    },
    /// A price that does not read.
    #[error("`{written}` is no price of certificates")]
    BadPrice {
        /// What was written.
        written: String,
    },
    /// Years to compare, the first of which is after the last.
    #[error("the first year is {first}, after the last, {last}")]
    YearsReversed {
        /// The first year.
        first: u16,
        /// The last.
        last: u16,
    },
}

impl ImportProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 19] = [
        "no-column",
        "unknown-title",
        "double-title",
        "field-count",
        "empty-import-field",
        "not-a-decimal",
        "negative-field",
        "not-a-day",
        "day-of-other-year",
        "bad-production-year",
        "indirect-not-stated",
        "direct-not-stated",
        "route-does-not-fit",
        "electricity-in-mwh",
        "no-electricity-factor",
        "no-import-date",
        "no-price-of-quarter",
        "bad-price",
        "years-reversed",
    ];
}

impl Explain for ImportProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NoColumn { .. } => "no-column",
            Self::UnknownTitle { .. } => "unknown-title",
            Self::DoubleTitle { .. } => "double-title",
            Self::FieldCount { .. } => "field-count",
            Self::EmptyField { .. } => "empty-import-field",
            Self::NotADecimal { .. } => "not-a-decimal",
            Self::NegativeField { .. } => "negative-field",
            Self::NotADay { .. } => "not-a-day",
            Self::OtherYear { .. } => "day-of-other-year",
            Self::BadProductionYear { .. } => "bad-production-year",
            Self::NoIndirect { .. } => "indirect-not-stated",
            Self::NoDirect => "direct-not-stated",
            Self::RouteDoesNotFit { .. } => "route-does-not-fit",
            Self::ElectricityInMwh => "electricity-in-mwh",
            Self::NoElectricityFactor { .. } => "no-electricity-factor",
            Self::NoImportDate => "no-import-date",
            Self::NoPriceOfQuarter { .. } => "no-price-of-quarter",
            Self::BadPrice { .. } => "bad-price",
            Self::YearsReversed { .. } => "years-reversed",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoColumn { .. } => {
                "the first line has the titles: `cn`, `country`, `mass_t` and others by choice".into()
            }
            Self::UnknownTitle { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("the columns are {}", super::imports::TITLES.join(", ")),
            },
            Self::DoubleTitle { .. } => "keep one of the two".into(),
            Self::FieldCount { .. } => "put a field with a comma in quotation marks".into(),
            Self::EmptyField { .. } => "state it, or leave the line out".into(),
            Self::NotADecimal { written, .. } if written.contains(',') => {
                "write the decimal point as a point, without separators of thousands: 1234.5".into()
            }
            Self::NotADecimal { .. } => {
                "write a decimal number such as 1234.5, and nothing where there is no value".into()
            }
            Self::NegativeField { .. } => "write zero or more".into(),
            Self::NotADay { .. } => "write the day as 2026-03-31".into(),
            Self::OtherYear { .. } => "a declaration is of one calendar year of import (Article 6)".into(),
            Self::BadProductionYear { .. } => {
                "it is 2026 or later and not after the import (2547 Article 7)".into()
            }
            Self::NoIndirect { .. } => {
                "give `see_indirect` of the verified report, or leave both empty for the default value".into()
            }
            Self::NoDirect => "give both, or neither for the default value".into(),
            Self::RouteDoesNotFit { routes, .. } if routes.is_empty() => {
                "leave `route` empty: the code has one benchmark for all routes".into()
            }
            Self::RouteDoesNotFit { routes, .. } => format!("its routes are {}", routes.join(", ")),
            Self::ElectricityInMwh => {
                "give `mwh` and leave `mass_t` empty for CN 2716 00 00, and the other way round elsewhere".into()
            }
            Self::NoElectricityFactor { .. } => {
                "give `see_direct` in t CO2e/MWh: the table of the act is derived from data whose licence forbids passing it on"
                    .into()
            }
            Self::NoImportDate => "give the day of import, or one price for all".into(),
            Self::NoPriceOfQuarter { quarter } => format!("add {quarter}=EUR to the prices"),
            Self::BadPrice { .. } => {
                "write euros such as 75.36, or by quarter 2026-Q1=75.36,2026-Q2=75.28".into()
            }
            Self::YearsReversed { .. } => "give the earlier year first".into(),
        })
    }
}
