//! What an installation's goods embed, as programs read it.

use cfp_core::cbam::{Embedded, EmbeddedGood, EmbeddedProcess, reported, reported_total};
use cfp_core::{Amount, Finding};
use cfp_factors::{Cbam, Dataset};
use serde::Serialize;

use super::recomputed::WorkbookComparison;
use super::stated::StatedInstallation;
use crate::cbam::number::{plain, plain_or_null};

/// What an installation's goods embed. Numbers are decimal texts with all digits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EmbeddedReport {
    /// The installation.
    pub name: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// The calendar year of the data.
    pub year: u16,
    /// The goods, in the order of the processes.
    pub goods: Vec<ReportedGood>,
    /// Direct emissions of the installation as they are reported, in full tonnes.
    pub direct_emissions_reported: String,
    /// Indirect emissions of the installation as they are reported.
    pub indirect_emissions_reported: String,
    /// The processes, sources and energy units on the way.
    #[serde(flatten)]
    pub way: Way,
    /// The figures of the communication workbook that the data are from, beside the computed ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workbook: Option<WorkbookComparison>,
    /// The largest bound on the rounding of a specific embedded emission.
    #[serde(serialize_with = "plain")]
    pub rounding_bound: Amount,
    /// What a verifier still has to see.
    pub checklist: Vec<String>,
    /// The datasets behind the numbers.
    pub datasets: Vec<String>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// What stands between the data and the goods.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Way {
    /// Everything that was computed.
    #[serde(rename = "detail")]
    pub embedded: Embedded,
}

/// A good with its specific embedded emissions in t CO2e, per functional unit and per tonne.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReportedGood {
    /// The production process.
    pub process: String,
    /// The code.
    pub cn: String,
    /// The name of the good.
    pub name: String,
    /// What the embedded emissions are counted per by law.
    pub functional_unit: &'static str,
    /// Functional units in a tonne.
    #[serde(serialize_with = "plain")]
    pub content: Amount,
    /// Direct, per functional unit.
    #[serde(serialize_with = "plain")]
    pub see_direct_per_fu: Amount,
    /// Indirect, per functional unit.
    #[serde(serialize_with = "plain")]
    pub see_indirect_per_fu: Amount,
    /// Direct, per tonne.
    #[serde(serialize_with = "plain")]
    pub see_direct: Amount,
    /// Indirect, per tonne.
    #[serde(serialize_with = "plain")]
    pub see_indirect: Amount,
    /// Both, per tonne.
    #[serde(serialize_with = "plain")]
    pub see_total: Amount,
    /// What counts for certificates, per tonne.
    #[serde(serialize_with = "plain")]
    pub see_certificates: Amount,
    /// Specific embedded free allocation by the actual path, per tonne.
    #[serde(serialize_with = "plain_or_null")]
    pub sefa: Option<Amount>,
    /// MWh of electricity per tonne.
    #[serde(serialize_with = "plain")]
    pub electricity_mwh: Amount,
    /// The share of the direct emissions that is of default values.
    #[serde(serialize_with = "plain_or_null")]
    pub share_default: Option<Amount>,
    /// Direct as it is reported: five decimals at most.
    pub see_direct_reported: String,
    /// Indirect as it is reported.
    pub see_indirect_reported: String,
    /// What counts, as it is reported.
    pub see_certificates_reported: String,
}

impl EmbeddedReport {
    pub(super) fn of(
        stated: &StatedInstallation,
        embedded: Embedded,
        mut findings: Vec<Finding>,
        cbam: &Cbam,
    ) -> Self {
        findings.extend(embedded.findings.iter().cloned());
        findings.extend(one_process(&embedded));
        findings.dedup();
        let numbers = embedded.goods.iter();
        let bounds = numbers.flat_map(|good| {
            [good.see_direct, good.see_indirect, good.see_certificates].map(|see| see.bound())
        });
        let rounding_bound = bounds.max_by(Amount::rank).unwrap_or_default();
        Self {
            name: stated.name.clone(),
            country: stated.country.clone(),
            year: stated.year,
            goods: embedded.goods.iter().map(ReportedGood::of).collect(),
            direct_emissions_reported: reported_total(embedded.installation_direct),
            indirect_emissions_reported: reported_total(embedded.installation_indirect),
            way: Way { embedded },
            workbook: None,
            rounding_bound,
            checklist: checklist(stated),
            datasets: cbam.datasets().map(Dataset::selector).collect(),
            findings,
        }
    }
}

impl ReportedGood {
    fn of(good: &EmbeddedGood) -> Self {
        Self {
            process: good.process.clone(),
            cn: good.cn.clone(),
            name: good.name.clone(),
            functional_unit: good.functional_unit.word(),
            content: good.content,
            see_direct_per_fu: good.see_direct_per_fu,
            see_indirect_per_fu: good.see_indirect_per_fu,
            see_direct: good.see_direct,
            see_indirect: good.see_indirect,
            see_total: good.see_total,
            see_certificates: good.see_certificates,
            sefa: good.sefa,
            electricity_mwh: good.electricity,
            share_default: good.share_default,
            see_direct_reported: reported(good.see_direct),
            see_indirect_reported: reported(good.see_indirect),
            see_certificates_reported: reported(good.see_certificates),
        }
    }
}

/// Processes that the law has as one: of one code, or of goods that differ only in size or shape.
///
/// # Source
///
/// 2547 Article 4(6), Annex II point A.4.
fn one_process(embedded: &Embedded) -> Vec<Finding> {
    let mut findings = Vec::new();
    let processes = &embedded.processes;
    for (number, first) in processes.iter().enumerate() {
        for second in &processes[number + 1..] {
            if let Some(good) = shared_code(embedded, &first.name, &second.name) {
                findings.push(Finding::new(
                    "one-process-per-unit",
                    format!(
                        "`{}` and `{}` both make {}{}",
                        first.name,
                        second.name,
                        good.cn,
                        together(first, second).unwrap_or_default()
                    ),
                    "make them one process: all routes of a functional unit are one (2547 Article 4(6))",
                ));
            } else if are_alike(embedded, first, second) {
                findings.push(Finding::new(
                    "multifunctional-process",
                    format!(
                        "`{}` and `{}` use the same precursors in the same proportions",
                        first.name, second.name
                    ),
                    "if their goods differ only in size or shape they are one process (2547 Annex II point A.4)",
                ));
            }
        }
    }
    findings
}

/// A good whose code two processes make.
fn shared_code<'e>(embedded: &'e Embedded, first: &str, second: &str) -> Option<&'e EmbeddedGood> {
    let of = |process: &str| {
        let process = process.to_owned();
        embedded
            .goods
            .iter()
            .filter(move |good| good.process == process)
    };
    of(first).find(|good| of(second).any(|other| other.cn == good.cn))
}

/// What the goods of two processes embed together, as a part of a sentence.
fn together(first: &EmbeddedProcess, second: &EmbeddedProcess) -> Option<String> {
    let weighted = |process: &EmbeddedProcess, see: Amount| process.activity_level.times(see).ok();
    let whole = first.activity_level.plus(second.activity_level).ok()?;
    let average = |of: fn(&EmbeddedProcess) -> Amount| {
        let sum = weighted(first, of(first))?
            .plus(weighted(second, of(second))?)
            .ok()?;
        sum.over(whole).ok()
    };
    let direct = average(|process| process.see_direct_per_fu)?;
    let indirect = average(|process| process.see_indirect_per_fu)?;
    Some(format!(
        ": together {} direct and {} indirect t CO2e per {}",
        reported(direct),
        reported(indirect),
        first.functional_unit.word()
    ))
}

/// Whether two processes of metal use the same precursors, and as much of each per tonne.
fn are_alike(embedded: &Embedded, first: &EmbeddedProcess, second: &EmbeddedProcess) -> bool {
    const METALS: [&str; 2] = ["72", "76"];
    let is_metal = |process: &EmbeddedProcess| {
        let mut goods = embedded
            .goods
            .iter()
            .filter(|good| good.process == process.name);
        goods.any(|good| METALS.contains(&&good.cn[..2]) || good.cn.starts_with("73"))
    };
    let uses = |process: &EmbeddedProcess| {
        let each = process.precursors.iter();
        let mut uses: Vec<(String, Amount)> = each
            .map(|used| (used.name.clone(), used.per_tonne.midpoint()))
            .collect();
        uses.sort_by(|a, b| a.0.cmp(&b.0));
        uses
    };
    let of_first = uses(first);
    is_metal(first) && is_metal(second) && !of_first.is_empty() && of_first == uses(second)
}

/// What a verifier still has to see, of what these data can tell.
///
/// # Source
///
/// Implementing Regulation (EU) 2025/2546 and 2547 Articles 5, 9, 10 and 14.
fn checklist(stated: &StatedInstallation) -> Vec<String> {
    let mut list = vec![
        "a verification report by a verifier accredited for the sector, with reasonable assurance"
            .to_owned(),
        "the monitoring plan, in English (2547 Article 5)".to_owned(),
        "the operator's emissions report and its summary, in English (2547 Article 10)".to_owned(),
    ];
    if stated.year < 2026 {
        list.push(format!(
            "data of 2026 or later: those of {} are of the transitional period and serve no declaration",
            stated.year
        ));
    }
    for precursor in &stated.precursor {
        for delivery in &precursor.delivery {
            let is_actual = delivery.see_direct.is_some() && delivery.report.is_none();
            if is_actual {
                list.push(format!(
                    "the verification report of `{}` for precursor `{}`",
                    delivery.supplier, precursor.name
                ));
            }
        }
    }
    for source in stated
        .electricity
        .iter()
        .filter(|source| source.evidence.is_some())
    {
        list.push(format!(
            "hourly metering and the contract or direct line behind `{}` (2547 Annex II point D.4.3)",
            source.name
        ));
    }
    for stream in stated
        .stream
        .iter()
        .filter(|stream| stream.zero_rated.is_some())
    {
        list.push(format!(
            "the evidence that the biomass of `{}` meets the criteria (2547 Annex II point B.3.3)",
            stream.name
        ));
    }
    let missing = ["operator", "address", "unlocode", "coordinates"];
    for item in missing
        .iter()
        .filter(|item| !stated.report.contains_key(**item))
    {
        list.push(format!(
            "the {item} in `[report]` (2547 Annex IV point 1.1)"
        ));
    }
    list
}
