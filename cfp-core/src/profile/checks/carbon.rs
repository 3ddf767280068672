//! Questions about the carbon in the product.

use crate::amount::Amount;
use crate::characterise::InventoryRow;
use crate::error::ProblemKind;
use crate::model::{CO2E, Category};
use crate::profile::rule::{Case, Check, exceeds};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// Whether anything biogenic is emitted or removed.
fn is_biogenic(case: &Case<'_>) -> bool {
    let categories = [Category::BiogenicEmissions, Category::BiogenicRemovals];
    categories
        .into_iter()
        .any(|category| !case.category(category).is_zero())
}

fn content(case: &Case<'_>, stated: Option<&Quantity>, what: &str) -> Vec<String> {
    let demand = &case.footprint.demand;
    match stated {
        None => vec![format!(
            "the {what} carbon in `{demand}` of product is not stated"
        )],
        Some(per_unit) if kilograms(case, per_unit).is_none() => vec![format!(
            "the {what} carbon `{per_unit}` is not a mass per a unit of `{demand}`"
        )],
        Some(_) => Vec::new(),
    }
}

fn kilograms(case: &Case<'_>, per_unit: &Quantity) -> Option<Amount> {
    let mass = case.of_demand(per_unit)?.to(&Unit::kilogram()).ok()?;
    Some(mass.amount())
}

pub static BIOGENIC_CARBON: Check = Check {
    code: "biogenic-carbon-not-stated",
    hint: "state the biogenic carbon in the product at the gate, such as \"0.44 kg/kg\": `biogenic_carbon`",
    find: |case| {
        if !is_biogenic(case) {
            return Vec::new();
        }
        content(case, case.declaration.biogenic_carbon.as_ref(), "biogenic")
    },
};

pub static FOSSIL_CARBON: Check = Check {
    code: "fossil-carbon-not-stated",
    hint: "state the fossil carbon in the product at the gate, \"0 kg/kg\" for a metal: `fossil_carbon`",
    find: |case| content(case, case.declaration.fossil_carbon.as_ref(), "fossil"),
};

/// What enters with biomass and does not leave before the gate is in the product: the removals and the biogenic carbon
/// dioxide and methane that are emitted, as carbon dioxide, are together -44/12 of the carbon in the product. Removals by
/// themselves are gross, and equal to it only where nothing is emitted.
pub static CARBON_BALANCE: Check = Check {
    code: "carbon-balance",
    hint: "check the uptake against the carbon content, and the share of it that co-products and wastes take",
    find: |case| {
        let Some(tolerance) = case.parameters.carbon_balance_percent else {
            return Vec::new();
        };
        let stated = case.declaration.biogenic_carbon.as_ref();
        let Some(carbon) = stated.and_then(|per_unit| kilograms(case, per_unit)) else {
            return Vec::new();
        };
        match open(case, carbon, tolerance) {
            Ok(open) => open.into_iter().collect(),
            Err(_) => vec!["the balance of biogenic carbon is beyond the range of decimals".into()],
        }
    },
};

fn open(case: &Case<'_>, carbon: Amount, tolerance: Amount) -> Result<Option<String>, ProblemKind> {
    let whole = |number: u32| Amount::from(number);
    let mut net = Amount::ZERO;
    for row in &case.footprint.inventory {
        match carbon_dioxide(row)? {
            Some(co2) => net = net.plus(co2)?,
            None => {
                return Ok(Some(
                    "biogenic emissions known only as CO2e leave the balance of carbon open".into(),
                ));
            }
        }
    }
    let needed = carbon.times(whole(44))?;
    let missing = net.times(whole(12))?.plus(needed)?.magnitude();
    let allowed = needed.magnitude().times(tolerance)?.shifted(-2)?;
    if !exceeds(missing, allowed) {
        return Ok(None);
    }
    let needed = needed.over(whole(12))?.negated().significant(4);
    let net = net.significant(4);
    Ok(Some(format!(
        "biogenic carbon enters and leaves as {net} kg CO2, and the carbon in the product is {needed} kg CO2"
    )))
}

/// What a biogenic row of the inventory counts as carbon dioxide, in kg; zero for rows without biogenic carbon, `None`
/// where that is not known.
fn carbon_dioxide(row: &InventoryRow) -> Result<Option<Amount>, ProblemKind> {
    let biogenic = match row.category {
        Category::BiogenicRemovals if row.gas == CO2E => return Ok(Some(row.co2e.amount())),
        Category::BiogenicRemovals | Category::BiogenicEmissions => &row.mass_kg,
        _ => return Ok(Some(Amount::ZERO)),
    };
    let Some(mass) = biogenic else {
        return Ok(None);
    };
    Ok(Some(if row.gas.starts_with("CO2") {
        mass.amount()
    } else if row.gas.starts_with("CH4") {
        let carbon_dioxide = mass.amount().times(Amount::from(44))?;
        carbon_dioxide.over(Amount::from(16))?
    } else {
        Amount::ZERO
    }))
}
