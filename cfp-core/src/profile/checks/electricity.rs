//! Questions about electricity: by what right it counts as it does, and that nothing counts twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::Amount;
use crate::characterise::{ElectricityRow, RowKind};
use crate::model::Treatment;
use crate::profile::rule::{Case, Check, exceeds};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

fn is(row: &ElectricityRow, treatment: Treatment) -> bool {
    row.treatment == treatment.word()
}

/// Whether the treatment takes electricity out of the average of the grid.
fn is_claimed(row: &ElectricityRow) -> bool {
    !is(row, Treatment::GridAverage) && !is(row, Treatment::ResidualMix)
}

pub static STATED: Check = Check {
    code: "electricity-not-stated",
    hint: "state by what right it counts so: `electricity` of the supply",
    find: |case| {
        let treated: BTreeSet<&str> = rows(case).map(|row| row.flow.as_str()).collect();
        let supplies = case.footprint.by_process.iter();
        let supplies = supplies.filter(|row| row.kind == RowKind::Supply);
        let untreated: BTreeSet<&str> = supplies
            .filter(|row| is_electricity(&row.product, &row.unit))
            .map(|row| row.product.as_str())
            .filter(|flow| !treated.contains(flow))
            .collect();
        let told = untreated.into_iter();
        told.map(|flow| format!("`{flow}` does not say by what right it counts so"))
            .collect()
    },
};

/// Whether a flow is electricity: an energy that is called so, in English or Chinese.
fn is_electricity(flow: &str, unit: &str) -> bool {
    let is_energy = Unit::parse(unit).is_ok_and(|unit| unit.dimension() == Dimension::ENERGY);
    is_energy && (flow.to_lowercase().contains("electric") || flow.contains('电'))
}

fn rows<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a ElectricityRow> + use<'a> {
    case.footprint.electricity.iter()
}

pub static CERTIFICATE_COMPLETE: Check = Check {
    code: "certificate-incomplete",
    hint: "state the instrument with its attributes, its period and its volume",
    find: |case| {
        let certificates = rows(case).filter(|row| is(row, Treatment::Certificate));
        let told = certificates.filter_map(|row| {
            let stated = [
                ("instrument", row.instrument.is_some()),
                ("period", row.period.is_some()),
                ("volume", row.volume.is_some()),
            ];
            let missing = stated.iter().filter(|(_, is_stated)| !is_stated);
            let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
            let missing_words = missing.join(", ");
            let flow = &row.flow;
            (!missing.is_empty())
                .then(|| format!("the certificate of `{flow}` states no {missing_words}"))
        });
        told.collect()
    },
};

/// What is taken under one instrument, and what it covers, in one unit.
struct Claim {
    unit: Unit,
    taken: Amount,
    volume: Amount,
}

pub static CERTIFICATE_VOLUME: Check = Check {
    code: "certificate-exceeded",
    hint: "count what the certificate does not cover by the residual mix",
    find: |case| {
        let mut claims: BTreeMap<&str, Claim> = BTreeMap::new();
        for row in rows(case) {
            let name = row.instrument.as_deref().unwrap_or(&row.flow);
            if let Some((taken, volume)) = covered(row) {
                let claim = claims.entry(name).or_insert_with(|| Claim {
                    unit: volume.unit().clone(),
                    taken: Amount::ZERO,
                    volume: volume.amount(),
                });
                let sum = taken.to(&claim.unit).ok();
                let sum = sum.and_then(|taken| claim.taken.plus(taken.amount()).ok());
                claim.taken = sum.unwrap_or(claim.taken);
            }
        }
        let exceeded = claims.into_iter();
        let exceeded = exceeded.filter(|(_, claim)| exceeds(claim.taken, claim.volume));
        exceeded
            .map(
                |(
                    name,
                    Claim {
                        unit,
                        taken,
                        volume,
                    },
                )| {
                    let (taken, volume) = (taken.significant(4), volume.significant(4));
                    format!(
                        "`{name}` covers {volume} {unit}, and {taken} {unit} are taken under it"
                    )
                },
            )
            .collect()
    },
};

/// What is taken, and the volume that covers it.
fn covered(row: &ElectricityRow) -> Option<(Quantity, Quantity)> {
    let volume: Quantity = row.volume.as_ref()?.parse().ok()?;
    let unit = Unit::parse(&row.unit).ok()?;
    Some((Quantity::new(row.amount.amount(), unit), volume))
}

pub static CERTIFICATE_PERIOD: Check = Check {
    code: "certificate-of-another-period",
    hint: "use instruments that were issued and redeemed for the period of the footprint",
    find: |case| {
        let Some(period) = case.declaration.period else {
            return Vec::new();
        };
        let told = rows(case).filter_map(|row| {
            let stated = row.period.as_deref()?;
            let years = years(stated);
            let (first, last) = (*years.first()?, *years.last()?);
            let fits = first <= period.start.year() && period.end.year() <= last;
            let flow = &row.flow;
            (!fits).then(|| {
                let (start, end) = (period.start, period.end);
                format!(
                    "`{flow}` counts by an instrument of {stated}, the data are of {start} to {end}"
                )
            })
        });
        told.collect()
    },
};

/// The years that a text names, in their order.
fn years(text: &str) -> BTreeSet<i16> {
    let words = text.split(|sign: char| !sign.is_ascii_digit());
    let years = words.filter(|word| word.len() == 4);
    years.filter_map(|year| year.parse().ok()).collect()
}

pub static GRID_AVERAGE: Check = Check {
    code: "grid-average-used",
    hint: "use the residual mix, or state that contracts are not tracked there: `electricity_is_tracked`",
    find: |case| {
        let accepted = case.parameters.grid_average_accepted == Some(true)
            || case.declaration.electricity_is_tracked == Some(false);
        let average = rows(case).filter(|row| is(row, Treatment::GridAverage) && !accepted);
        let flows: BTreeSet<&str> = average.map(|row| row.flow.as_str()).collect();
        let told = flows.into_iter();
        told.map(|flow| format!("`{flow}` counts by the average of the grid"))
            .collect()
    },
};

pub static TREATED_TWICE: Check = Check {
    code: "electricity-counted-twice",
    hint: "count the rest by the residual mix: the average of the grid has what is claimed by contract in it",
    find: |case| {
        let average = rows(case).filter(|row| is(row, Treatment::GridAverage));
        let average: BTreeSet<&str> = average.map(|row| row.flow.as_str()).collect();
        let claimed = rows(case).filter(|row| is_claimed(row));
        let claimed: BTreeMap<&str, &str> = claimed
            .map(|row| (row.flow.as_str(), row.treatment.as_str()))
            .collect();
        let twice = claimed.into_iter();
        twice
            .filter(|(flow, _)| average.contains(flow))
            .map(|(flow, treatment)| {
                format!("`{flow}` counts by {treatment} and by the average of the grid")
            })
            .collect()
    },
};

pub static LOCATION_BASED: Check = Check {
    code: "location-based-missing",
    hint: "state what the average of the grid counts at the same place: `location_based`",
    find: |case| {
        let missing = rows(case).filter(|row| row.location_based.is_none());
        let flows: BTreeSet<&str> = missing.map(|row| row.flow.as_str()).collect();
        let told = flows.into_iter();
        told.map(|flow| format!("what `{flow}` counts by the average of the grid is not stated"))
            .collect()
    },
};
