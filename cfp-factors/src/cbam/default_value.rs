//! Which default value applies to a good of a country.

use cfp_core::{Amount, Finding};
use serde::Serialize;

use super::rows::{Applies, DefaultRow, GoodsRow, TerritoryRow};
use super::{Cbam, CbamLookup};

/// The table of all countries without one of their own.
const OTHERS: &str = "Other countries and territories";
/// The rows of Annex IV.
const UNKNOWN: &str = "unknown";

/// Where a good or precursor originates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Origin<'a> {
    /// A country or territory.
    Territory(&'a TerritoryRow),
    /// Not known: the highest default values, of Annex IV.
    Unknown,
}

/// A default value before its mark-up, in t CO2e per t.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CbamDefault {
    /// The total, which binds.
    pub total: Amount,
    /// Its indirect part, for information.
    pub indirect: Amount,
    /// The production routes that it is of; empty where none is printed.
    pub route: String,
    /// The table that it stands in.
    pub table: String,
    /// The row that it stands in.
    pub row: DefaultRow,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

impl Cbam {
    /// The default value of a good: of its country, or where that has none, of other countries.
    ///
    /// # Errors
    ///
    /// A code without a value anywhere.
    ///
    /// # Source
    ///
    /// Implementing Regulation (EU) 2025/2621 Annexes I and IV as replaced by Implementing Regulation (EU) 2026/1740; the total
    /// binds and its parts are for information (recital 10, second-hand).
    pub fn default_value(
        &self,
        territory: &TerritoryRow,
        good: &GoodsRow,
        ten_digits: Option<&str>,
    ) -> Result<CbamDefault, CbamLookup> {
        self.default_of(Origin::Territory(territory), good, ten_digits)
    }

    /// The default value of a good of this origin.
    ///
    /// # Errors
    ///
    /// As for [`Cbam::default_value`].
    pub fn default_of(
        &self,
        origin: Origin<'_>,
        good: &GoodsRow,
        ten_digits: Option<&str>,
    ) -> Result<CbamDefault, CbamLookup> {
        let codes = codes(good, ten_digits);
        match origin {
            Origin::Unknown => match self.row(UNKNOWN, &codes) {
                Some(row) => Ok(made(row, None)),
                None => Err(no_default(good)),
            },
            Origin::Territory(territory) => {
                let own = territory.table.as_deref().and_then(|table| {
                    let row = self.row(table, &codes)?;
                    Some(made(row, None))
                });
                if let Some(own) = own {
                    return Ok(own);
                }
                let why = match &territory.table {
                    Some(table) => {
                        let own = self.listed(table, &codes);
                        let seen = own.and_then(second_hand).unwrap_or_default();
                        format!("the table of {table} has no value of {}{seen}", good.cn)
                    }
                    None => format!("{} has no table of its own", territory.name),
                };
                match self.row(OTHERS, &codes) {
                    Some(row) => Ok(made(row, Some(why))),
                    None => Err(no_default(good)),
                }
            }
        }
    }

    /// The row with a value for the longest of these codes that a table has; a heading speaks for its codes, of which none was
    /// found.
    fn row(&self, table: &str, codes: &[String]) -> Option<&DefaultRow> {
        let row = self.listed(table, codes);
        row.filter(|row| row.applies == Applies::Value)
    }

    /// The row of the longest of these codes that a table has, with a value or without.
    fn listed(&self, table: &str, codes: &[String]) -> Option<&DefaultRow> {
        let mut rows = codes.iter().map(|code| {
            let key = (table.to_owned(), code.clone());
            self.defaults.get(&key)
        });
        rows.find_map(|row| row)
    }
}

/// The codes that a value may stand under, the longest first.
fn codes(good: &GoodsRow, ten_digits: Option<&str>) -> Vec<String> {
    let mut codes = Vec::new();
    if let Some(digits) = ten_digits.and_then(super::digits_of)
        && digits.len() == 10
    {
        codes.push(digits);
    }
    codes.extend([8, 6, 4].map(|length| good.cn[..length].to_owned()));
    codes
}

/// How a row was seen that was not read in an official text, to be put behind a sentence.
fn second_hand(row: &DefaultRow) -> Option<String> {
    let source = &row.source;
    source.is_second_hand().then(|| {
        let note = source.note.as_ref();
        let note = note.map_or_else(String::new, |note| format!("; {note}"));
        format!(" (row {}, {}{note})", source.row, source.confidence)
    })
}

fn no_default(good: &GoodsRow) -> CbamLookup {
    CbamLookup::NoDefault {
        code: good.cn.clone(),
    }
}

fn made(row: &DefaultRow, fallback: Option<String>) -> CbamDefault {
    let mut findings = Vec::new();
    if let Some(why) = fallback {
        findings.push(Finding::new(
            "other-countries-apply",
            why,
            "the value of other countries and territories applies, by the rule of the act",
        ));
    }
    if row.source.is_second_hand() {
        findings.push(Finding::new(
            "second-hand-value",
            format!(
                "row {} of the default values: {}",
                row.source.row, row.source.confidence
            ),
            "check it against the Official Journal before a declaration rests on it",
        ));
    }
    let total = row.total.unwrap_or_default();
    if total.is_zero() {
        findings.push(Finding::new(
            "default-value-of-zero",
            format!("row {} of the default values is zero", row.source.row),
            "zero is printed in the Official Journal; a later act may correct it",
        ));
    }
    CbamDefault {
        total,
        indirect: row.indirect.unwrap_or_default(),
        route: row.route.clone(),
        table: row.country.clone(),
        row: row.clone(),
        findings,
    }
}
