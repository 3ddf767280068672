//! Questions about how it was computed: potentials, cut-off, allocation, credits, and what is reported apart.

use std::collections::BTreeSet;

use crate::amount::Amount;
use crate::characterise::{CutOffRow, share_percent};
use crate::model::{Category, SharedProcess};
use crate::profile::rule::{Case, Check, exceeds};

pub static GWP_SET: Check = Check {
    code: "gwp-set",
    hint: "compute the footprint with the set that is asked for: `gwp`",
    find: |case| match &case.parameters.gwp_set {
        Some(set) if *set != case.footprint.gwp => {
            let gwp = &case.footprint.gwp;
            vec![format!("the footprint is made with {gwp}, not with {set}")]
        }
        _ => Vec::new(),
    },
};

pub static GWP_SETS_MIXED: Check = Check {
    code: "gwp-sets-mixed",
    hint: "list every set that was used, and ask suppliers for results of the newest",
    find: |case| {
        let footprint = case.footprint;
        let suppliers = footprint.suppliers.iter();
        let suppliers = suppliers.map(|row| (&row.flow, row.gwp.as_deref()));
        let factors = footprint.factors.iter();
        let factors = factors.map(|used| (&used.flow, used.record.gwp_set.as_deref()));
        let others: BTreeSet<_> = suppliers
            .chain(factors)
            .filter_map(|(flow, set)| Some((flow, set.filter(|set| *set != footprint.gwp)?)))
            .collect();
        let told = others.into_iter();
        told.map(|(flow, set)| format!("`{flow}` was computed with {set}"))
            .collect()
    },
};

pub static UNSPECIFIED: Check = Check {
    code: "not-reported-apart",
    hint: "ask for the parts by category, or use gases in place of CO2e",
    find: |case| {
        let unspecified = case.category(Category::Unspecified);
        if unspecified.is_zero() {
            return Vec::new();
        }
        let co2e = unspecified.significant(4);
        vec![format!(
            "{co2e} kg CO2e are of no known category, so that fossil and biogenic parts do not stand apart"
        )]
    },
};

pub static STAGES: Check = Check {
    code: "stages-not-stated",
    hint: "state the life-cycle stage of every process: `stage`",
    find: |case| {
        let without = case
            .footprint
            .by_stage
            .iter()
            .find(|row| row.stage.is_none());
        without.map_or_else(Vec::new, |row| {
            let co2e = row.co2e.value().significant(4);
            vec![format!("{co2e} kg CO2e are of no life-cycle stage")]
        })
    },
};

/// The modules of the product stage.
const MODULES: [&str; 3] = ["A1", "A2", "A3"];

pub static MODULES_A1_A3: Check = Check {
    code: "modules-not-stated",
    hint: "write the modules A1, A2 and A3 as the stages of processes: `stage`",
    find: |case| {
        let rows = case.footprint.by_stage.iter();
        rows.filter_map(|row| match row.stage.as_deref() {
            Some(stage) if MODULES.contains(&stage) => None,
            Some(stage) => Some(format!("the stage `{stage}` is not one of A1, A2, A3")),
            None => Some("a part of the footprint is of no module".to_owned()),
        })
        .collect()
    },
};

/// The share of the footprint without biogenic uptake that a cut-off could make, in percent, whatever their signs; `None`
/// when that is zero.
fn percent(case: &Case<'_>, estimate: Amount) -> Option<Amount> {
    let total = case.footprint.total_without_biogenic_uptake;
    let total = total.amount().magnitude();
    share_percent(estimate.magnitude(), total)
        .ok()??
        .parse()
        .ok()
}

fn estimates<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a CutOffRow, Amount)> + use<'a> {
    let rows = case.footprint.cut_offs.iter();
    rows.filter_map(|row| Some((row, row.estimate?.amount())))
}

pub static CUT_OFF_LIMIT: Check = Check {
    code: "cut-off-too-large",
    hint: "model the largest of what is cut off",
    find: |case| {
        let Some(limit) = case.parameters.cut_off_percent else {
            return Vec::new();
        };
        let sum = estimates(case).try_fold(Amount::ZERO, |sum, (_, estimate)| {
            sum.plus(estimate.magnitude())
        });
        match sum.ok().and_then(|sum| percent(case, sum)) {
            Some(percent) if exceeds(percent, limit) => vec![format!(
                "what is cut off could make {} % of the footprint, above {limit} %",
                percent.significant(4)
            )],
            _ => Vec::new(),
        }
    },
};

pub static CUT_OFF_EACH: Check = Check {
    code: "cut-off-each-too-large",
    hint: "model the flow",
    find: |case| {
        let Some(limit) = case.parameters.cut_off_each_percent else {
            return Vec::new();
        };
        let told = estimates(case).filter_map(|(row, estimate)| {
            let percent = percent(case, estimate)?;
            let (flow, share) = (&row.flow, percent.significant(4));
            exceeds(percent, limit).then(|| {
                format!(
                    "`{flow}` is cut off and could make {share} % of the footprint, above {limit} %"
                )
            })
        });
        told.collect()
    },
};

pub static CUT_OFF_ESTIMATE: Check = Check {
    code: "cut-off-not-estimated",
    hint: "state what a unit of it would count, so that its effect is known",
    find: |case| {
        let rows = case.footprint.cut_offs.iter();
        rows.filter(|row| row.estimate.is_none())
            .map(|row| format!("what `{}` could make is not known", row.flow))
            .collect()
    },
};

pub static ALLOCATION_ORDER: Check = Check {
    code: "allocation-order",
    hint: "divide the process where that can be done; else share by a physical relation, and by price where none holds",
    find: |case| {
        let shared = case.facts.allocations.iter();
        shared
            .filter_map(|shared| out_of_order(shared, case.parameters.price_ratio))
            .collect()
    },
};

fn out_of_order(shared: &SharedProcess, limit: Option<Amount>) -> Option<String> {
    let SharedProcess {
        process,
        by,
        price_ratio,
        ..
    } = shared;
    let by_price = by == "price";
    let is_physical = !["price", "equal", "share"].contains(&by.as_str());
    match (limit, *price_ratio) {
        (Some(limit), Some(ratio)) if exceeds(ratio, limit) => (!by_price).then(|| {
            let ratio = ratio.significant(3);
            format!(
                "`{process}` shares by {by}, though its prices differ {ratio} times, above {limit}"
            )
        }),
        (Some(limit), Some(ratio)) if by_price => {
            let ratio = ratio.significant(3);
            Some(format!(
                "`{process}` shares by price, though its prices differ {ratio} times, not above {limit}"
            ))
        }
        _ => (!is_physical)
            .then(|| format!("`{process}` shares by {by}, before any physical relation")),
    }
}

/// Whether avoided emissions and credits may be in the total.
fn accepts_credits(case: &Case<'_>) -> bool {
    case.parameters.credits_in_total == Some(true)
}

pub static AVOIDED: Check = Check {
    code: "avoided-in-total",
    hint: "report avoided emissions apart from the footprint: share the process among its outputs in place of `avoids`",
    find: |case| {
        let avoided = case.facts.avoided.iter();
        let told = avoided.filter(|_| !accepts_credits(case));
        told.map(|(process, flow)| format!("the total has what `{process}` avoids of `{flow}`"))
            .collect()
    },
};

/// The code of the findings that a footprint has of its own for credits.
const CREDIT: &str = "credit-in-total";

pub static CREDITS: Check = Check {
    code: CREDIT,
    hint: "report the credit apart from the footprint, and the footprint without it",
    find: |case| {
        let findings = case.footprint.findings.iter();
        let credits = findings.filter(|found| found.code == CREDIT && !accepts_credits(case));
        credits.map(|found| found.message.clone()).collect()
    },
};
