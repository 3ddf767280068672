//! What a declaration comes to in all: certificates and cost, the threshold, and what to hold at the end of a quarter.

use std::collections::BTreeMap;

use cfp_core::cbam::holding;
use cfp_core::{Amount, NumberProblem, ProblemKind};
use cfp_factors::Cbam;
use serde::Serialize;

use super::declared::DeclaredGood;
use super::number::{plain, plain_or_null};

/// What all imports of a declaration come to. Goods are not netted against each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeclarationTotals {
    /// Tonnes of goods in scope, electricity apart.
    #[serde(serialize_with = "plain")]
    pub mass_t: Amount,
    /// t CO2e, mark-ups included.
    #[serde(serialize_with = "plain")]
    pub embedded_t: Amount,
    /// The sum of the certificates of the lines, not rounded.
    #[serde(serialize_with = "plain")]
    pub certificates: Amount,
    /// Certificates that are due: those of the lines, without the goods that stay below the threshold.
    #[serde(serialize_with = "plain")]
    pub certificates_due: Amount,
    /// Euros for what is due; `None` where a line has no cost.
    #[serde(serialize_with = "plain_or_null")]
    pub cost_due_eur: Option<Amount>,
    /// Lines in scope whose certificates are not known, which are in none of these sums.
    pub lines_without_certificates: usize,
    /// The threshold of mass.
    pub threshold: Threshold,
    /// What to hold at the end of each quarter, from 2027 on.
    pub holding: Vec<HoldingRow>,
}

/// The mass up to which an importer owes nothing for iron and steel, aluminium, fertilisers and cement.
///
/// # Source
///
/// Regulation (EU) 2023/956 Article 2a and Annex VII by Regulation (EU) 2025/2083: the mass may reach the threshold and not
/// exceed it; when it is exceeded, all goods of the year are in scope.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Threshold {
    /// Tonnes of the list that count for it.
    #[serde(serialize_with = "plain")]
    pub mass_t: Amount,
    /// The threshold in tonnes; `None` where none is published for the year.
    #[serde(serialize_with = "plain_or_null")]
    pub limit_t: Option<Amount>,
    /// Whether the list exceeds it.
    pub is_exceeded: bool,
}

/// Certificates to hold at the end of a quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HoldingRow {
    /// The quarter; `None` where the lines state no days, and all of them count.
    pub quarter: Option<String>,
    /// Certificates, not rounded.
    #[serde(serialize_with = "plain")]
    pub certificates: Amount,
}

impl DeclarationTotals {
    pub(super) fn of(goods: &[&DeclaredGood], year: u16, cbam: &Cbam) -> Result<Self, ProblemKind> {
        let limit_t = cbam.de_minimis(year);
        let counting = || goods.iter().filter(|good| good.counts_for_threshold);
        let mass = sum(counting().map(|good| good.mass_t))?;
        let is_exceeded = limit_t.is_none_or(|limit| mass.rank(&limit).is_gt());
        let is_due = |good: &&&DeclaredGood| is_exceeded || !good.counts_for_threshold;
        let all = || goods.iter();
        let certificates = sum(all().filter_map(|good| good.certificates))?;
        let certificates_due = sum(all().filter(is_due).filter_map(|good| good.certificates))?;
        let owing = all()
            .filter(is_due)
            .filter(|good| good.certificates.is_some_and(|owed| !owed.is_zero()));
        let costs: Option<Vec<Amount>> = owing.map(|good| good.cost_eur).collect();
        let cost_due_eur = costs.map(sum).transpose()?;
        let in_scope = || all().filter(|good| good.path != super::SeePath::OutOfScope);
        let of_mass = in_scope().filter(|good| !super::declaration::is_energy(good));
        Ok(Self {
            mass_t: sum(of_mass.map(|good| good.mass_t))?,
            embedded_t: sum(all().filter_map(|good| good.embedded_t))?,
            certificates,
            certificates_due,
            cost_due_eur,
            lines_without_certificates: in_scope()
                .filter(|good| good.certificates.is_none())
                .count(),
            threshold: Threshold {
                mass_t: mass,
                limit_t,
                is_exceeded,
            },
            holding: holdings(goods, year, cbam)?,
        })
    }
}

fn sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, NumberProblem> {
    let mut sum = Amount::ZERO;
    for amount in amounts {
        sum = sum.plus(amount)?;
    }
    Ok(sum)
}

/// What to hold at the end of each quarter: the share of what was imported since January.
fn holdings(
    goods: &[&DeclaredGood],
    year: u16,
    cbam: &Cbam,
) -> Result<Vec<HoldingRow>, ProblemKind> {
    let Some(share) = cbam.holding_share(year) else {
        return Ok(Vec::new());
    };
    let mut by_quarter: BTreeMap<Option<&str>, Amount> = BTreeMap::new();
    for good in goods {
        let Some((default, sefa)) = good.holding else {
            continue;
        };
        let held = holding(share, good.mass_t, default, sefa)?;
        let sum = by_quarter.entry(good.quarter.as_deref()).or_default();
        *sum = sum.plus(held)?;
    }
    let has_days = !by_quarter.contains_key(&None);
    if !has_days {
        let certificates = sum(by_quarter.into_values())?;
        let quarter = None;
        return Ok(vec![HoldingRow {
            quarter,
            certificates,
        }]);
    }
    let mut held = Amount::ZERO;
    let mut rows = Vec::new();
    for (quarter, certificates) in by_quarter {
        held = held.plus(certificates)?;
        rows.push(HoldingRow {
            quarter: quarter.map(str::to_owned),
            certificates: held,
        });
    }
    Ok(rows)
}
