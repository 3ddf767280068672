//! Which benchmark applies to a good.

use cfp_core::{Amount, Finding};
use serde::Serialize;

use super::rows::{BenchmarkRow, GoodsRow};
use super::{Cbam, CbamLookup};

/// For what a benchmark is: actual values have one of their process alone, default values one of the whole chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum BenchmarkColumn {
    /// Column A: actual values; that of precursors comes on top.
    A,
    /// Column B: default values.
    B,
}

impl BenchmarkColumn {
    /// The letter of the column.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

/// A benchmark that applies.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Benchmark {
    /// t CO2e per t of goods.
    pub value: Amount,
    /// Its row.
    pub row: BenchmarkRow,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The answer to which benchmark applies.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum BenchmarkChoice {
    /// One does.
    Applies(Box<Benchmark>),
    /// None fits the route, or several do: a choice of the reader's, never of ours.
    Open {
        /// The routes that were asked for; empty where none is known.
        asked: String,
        /// The benchmarks of the code, each with its route.
        alternatives: Vec<(String, Amount)>,
    },
}

impl BenchmarkChoice {
    /// The benchmark, where one applies.
    pub fn benchmark(&self) -> Option<&Benchmark> {
        match self {
            Self::Applies(benchmark) => Some(benchmark),
            Self::Open { .. } => None,
        }
    }

    /// Its findings, or that none applies.
    pub fn findings(&self, cn: &str) -> Vec<Finding> {
        match self {
            Self::Applies(benchmark) => benchmark.findings.clone(),
            Self::Open {
                asked,
                alternatives,
            } => {
                let each = alternatives.iter().map(|(route, value)| {
                    let route = if route.is_empty() { "any" } else { route };
                    format!("{route} {value}")
                });
                let each: Vec<String> = each.collect();
                let asked = if asked.is_empty() {
                    "no route".to_owned()
                } else {
                    format!("route {asked}")
                };
                vec![Finding::new(
                    "no-benchmark-fits",
                    format!(
                        "{cn}: {asked} is known, and the benchmarks are {}",
                        each.join(", ")
                    ),
                    "state the route: without a benchmark there is no free allocation",
                )]
            }
        }
    }
}

impl Cbam {
    /// The benchmark of a good for a year of production and a route such as `C` or `C/F`, of which the one that the code has is
    /// meant; empty where no route is known.
    ///
    /// # Errors
    ///
    /// A year for which no benchmark is published.
    ///
    /// # Source
    ///
    /// Implementing Regulation (EU) 2025/2620 Annex point 5.
    pub fn benchmark(
        &self,
        good: &GoodsRow,
        column: BenchmarkColumn,
        routes: &str,
        year: u16,
    ) -> Result<BenchmarkChoice, CbamLookup> {
        let what = "benchmark";
        let unpublished = || CbamLookup::NotPublished { what, year };
        let period = self.of_year("benchmark period", None, year);
        let period = period
            .map(|row| row.item.as_str())
            .ok_or_else(unpublished)?;
        let rows = self.benchmarks.get(&good.cn).map_or(&[][..], Vec::as_slice);
        let of_column = rows.iter().filter(|row| {
            row.column == column.word() && (row.period.is_empty() || row.period == period)
        });
        let rows: Vec<&BenchmarkRow> = of_column.collect();
        let fitting: Vec<&&BenchmarkRow> = match rows[..] {
            // One benchmark for all routes applies whatever the route.
            [only] if only.route.is_empty() => rows.iter().collect(),
            _ => {
                let asked = routes.split('/').map(str::trim);
                let asked: Vec<&str> = asked.filter(|route| !route.is_empty()).collect();
                let fits = |row: &&&BenchmarkRow| asked.contains(&row.route.as_str());
                rows.iter().filter(fits).collect()
            }
        };
        let [row] = fitting[..] else {
            let alternatives = rows.iter().map(|row| (row.route.clone(), row.value));
            return Ok(BenchmarkChoice::Open {
                asked: routes.to_owned(),
                alternatives: alternatives.collect(),
            });
        };
        Ok(BenchmarkChoice::Applies(Box::new(Benchmark {
            value: row.value,
            row: (*row).clone(),
            findings: findings(row, &rows, year),
        })))
    }
}

/// What a reader should know of a benchmark.
fn findings(row: &BenchmarkRow, rows: &[&BenchmarkRow], year: u16) -> Vec<Finding> {
    let mut findings = Vec::new();
    if year > 2026 {
        findings.push(Finding::new(
            "provisional-benchmark",
            format!("the benchmark of {} for {year} is that of 2026", row.cn),
            "updated benchmarks are to apply to imports from 2027 and are not published",
        ));
    }
    if row.source.is_second_hand() {
        findings.push(Finding::new(
            "second-hand-value",
            format!(
                "row {} of the benchmarks: {}",
                row.source.row, row.source.confidence
            ),
            "check it against the Official Journal before a declaration rests on it",
        ));
    }
    // High-alloy grades under one code: the text has the highest value, the row of the country its route.
    if row.column == "B" && row.route == "H" {
        let highest = rows.iter().filter(|other| other.route == "J");
        for other in highest.filter(|other| other.value.rank(&row.value).is_gt()) {
            findings.push(Finding::new(
                "alloy-grade-open",
                format!(
                    "the benchmark of {} is {} by route H, and {} if high-alloy grades decide (J)",
                    row.cn, row.value, other.value
                ),
                "Implementing Regulation (EU) 2025/2620 point 5.1 does not settle which applies; the route of the country is used",
            ));
        }
    }
    findings
}
