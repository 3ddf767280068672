//! What a declaration and a comparison need beyond the goods: years and prices.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use cfp_core::{Amount, Date};

use super::problem::ImportProblem;

/// A quarter of a year, such as `2026-Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// The year.
    pub year: u16,
    /// From 1 to 4.
    pub number: u8,
}

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: Date) -> Self {
        Self {
            year: u16::try_from(day.year()).unwrap_or_default(),
            number: u8::try_from((day.month() - 1) / 3 + 1).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

impl FromStr for Quarter {
    type Err = ImportProblem;

    /// Reads `2026-Q1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || ImportProblem::BadPrice {
            written: text.to_owned(),
        };
        let (year, number) = text.split_once("-Q").ok_or_else(bad)?;
        let quarter = Self {
            year: year.parse().map_err(|_| bad())?,
            number: number.parse().map_err(|_| bad())?,
        };
        if (1..=4).contains(&quarter.number) {
            Ok(quarter)
        } else {
            Err(bad())
        }
    }
}

/// The price of certificates in euros, as the user gives it; none is built in.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum CertificatePrice {
    /// None is given, and no cost is computed.
    #[default]
    None,
    /// One for all imports.
    One(Amount),
    /// One for each quarter of import, as in 2026.
    ByQuarter(BTreeMap<Quarter, Amount>),
}

impl FromStr for CertificatePrice {
    type Err = ImportProblem;

    /// Reads `75.36`, or `2026-Q1=75.36,2026-Q2=75.28`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let price = |written: &str| {
            let price: Result<Amount, _> = written.trim().parse();
            let price = price.ok().filter(|price| !price.is_negative());
            price.ok_or_else(|| ImportProblem::BadPrice {
                written: text.to_owned(),
            })
        };
        if !text.contains('=') {
            return Ok(Self::One(price(text)?));
        }
        let mut quarters = BTreeMap::new();
        for part in text.split(',') {
            let (quarter, written) =
                part.split_once('=')
                    .ok_or_else(|| ImportProblem::BadPrice {
                        written: text.to_owned(),
                    })?;
            let quarter = quarter.trim().parse()?;
            if quarters.insert(quarter, price(written)?).is_some() {
                let written = text.to_owned();
                return Err(ImportProblem::BadPrice { written });
            }
        }
        Ok(Self::ByQuarter(quarters))
    }
}

/// What a declaration needs beyond the list of imports.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DeclarationOptions {
    /// The calendar year of import.
    pub year: u16,
    /// The price of certificates.
    pub price: CertificatePrice,
    /// Whether carbon prices paid abroad reduce certificates by the draft act of May 2026, which is not adopted.
    pub draft_carbon_price: bool,
    /// The cross-sectoral correction factor, for years for which none is published.
    pub correction_factor: Option<Amount>,
    /// The benchmark of all goods of the list, for years for which none is published.
    pub benchmark: Option<Amount>,
}

impl DeclarationOptions {
    /// Those of a year, without a price.
    pub fn new(year: u16) -> Self {
        Self {
            year,
            price: CertificatePrice::None,
            draft_carbon_price: false,
            correction_factor: None,
            benchmark: None,
        }
    }

    /// The same with a price.
    pub fn price(mut self, price: CertificatePrice) -> Self {
        self.price = price;
        self
    }

    /// The same with the draft rule on carbon prices paid.
    pub fn draft_carbon_price(mut self, is_on: bool) -> Self {
        self.draft_carbon_price = is_on;
        self
    }

    /// The same with a correction factor for years without a published one.
    pub fn correction_factor(mut self, factor: Amount) -> Self {
        self.correction_factor = Some(factor);
        self
    }

    /// The same with a benchmark for years without a published one.
    pub fn benchmark(mut self, benchmark: Amount) -> Self {
        self.benchmark = Some(benchmark);
        self
    }
}

/// What a comparison needs beyond the data of an installation.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonOptions {
    price: Amount,
    years: RangeInclusive<u16>,
}

impl ComparisonOptions {
    /// A price in euros per certificate, one for all years, and the years of production and import.
    ///
    /// # Errors
    ///
    /// A price that is negative, and years of which the first is after the last.
    pub fn new(price: Amount, years: RangeInclusive<u16>) -> Result<Self, ImportProblem> {
        if price.is_negative() {
            let written = price.to_string();
            return Err(ImportProblem::BadPrice { written });
        }
        if years.is_empty() {
            let (first, last) = years.into_inner();
            return Err(ImportProblem::YearsReversed { first, last });
        }
        Ok(Self { price, years })
    }

    /// Euros per certificate; zero or more.
    pub fn price(&self) -> Amount {
        self.price
    }

    /// The years, one or more.
    pub fn years(&self) -> RangeInclusive<u16> {
        self.years.clone()
    }
}
