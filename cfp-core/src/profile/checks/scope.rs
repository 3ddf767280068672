//! Questions about what the footprint covers, of what, when and for how long.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::profile::declaration::Boundary;
use crate::profile::rule::{Case, Check};
use crate::unit::Dimension;

pub static BOUNDARY: Check = Check {
    code: "boundary-not-stated",
    hint: "state the part of the life cycle that is covered, such as \"cradle to gate\": `boundary`",
    find: |case| match case.declaration.boundary {
        Some(_) => Vec::new(),
        None => vec!["the study does not state its boundary".to_owned()],
    },
};

pub static CRADLE_TO_GATE: Check = Check {
    code: "not-cradle-to-gate",
    hint: "make the footprint of the product at the gate, with all that comes before",
    find: |case| match case.declaration.boundary {
        None | Some(Boundary::CradleToGate) => Vec::new(),
        Some(other) => vec![format!("the footprint is {}", other.words())],
    },
};

pub static NOT_THE_PLANT_ALONE: Check = Check {
    code: "upstream-left-out",
    hint: "add what comes before the plant: its inputs carry most of a footprint",
    find: |case| match case.declaration.boundary {
        Some(Boundary::GateToGate) => vec!["the footprint is of the plant alone".to_owned()],
        _ => Vec::new(),
    },
};

pub static SUPPLIER_BOUNDARY: Check = Check {
    code: "supplier-boundary",
    hint: "ask the supplier for a cradle-to-gate result, or add what it leaves out",
    find: |case| {
        let suppliers = case.footprint.suppliers.iter();
        let mut messages: Vec<String> = suppliers
            .filter_map(|row| {
                let stated = row.boundary.as_deref()?;
                let fits = Boundary::from_words(stated) == Ok(Boundary::CradleToGate);
                (!fits).then(|| format!("the result for `{}` covers {stated}", row.flow))
            })
            .collect();
        messages.dedup();
        messages
    },
};

pub static PERIOD: Check = Check {
    code: "period-not-stated",
    hint: "state the first and the last day that the data are of: `period`",
    find: |case| match case.declaration.period {
        Some(_) => Vec::new(),
        None => vec!["the study does not state the period of its data".to_owned()],
    },
};

/// The dimensions of PACT's list: litre and cubic metre, kilogram, kilowatt hour and megajoule, ton kilometre, square
/// metre, piece, hour. The megabit second is not a unit here.
const LISTED: [Dimension; 7] = [
    Dimension::MASS,
    Dimension::VOLUME,
    Dimension::ENERGY,
    Dimension::FREIGHT,
    Dimension::AREA,
    Dimension::ITEMS,
    Dimension::TIME,
];

pub static UNIT_LISTED: Check = Check {
    code: "unit-not-listed",
    hint: "declare per kg, L, m3, kWh, MJ, t km, m2, piece or hour",
    find: |case| match case.demand() {
        Some(demand) if LISTED.contains(&demand.unit().dimension()) => Vec::new(),
        _ => {
            let demand = &case.footprint.demand;
            vec![format!("the unit of `{demand}` is not one of the list")]
        }
    },
};

pub static PRODUCT_MASS: Check = Check {
    code: "product-mass-not-stated",
    hint: "state the mass of the product without packaging per unit of it, such as \"2400 kg/m3\": `product_mass`",
    find: |case| {
        let Some(demand) = case.demand() else {
            return Vec::new();
        };
        let has_none = [Dimension::ENERGY, Dimension::FREIGHT, Dimension::TIME];
        let dimension = demand.unit().dimension();
        if dimension == Dimension::MASS || has_none.contains(&dimension) {
            return Vec::new();
        }
        match &case.declaration.product_mass {
            None => vec![format!("the mass of `{demand}` of product is not stated")],
            Some(mass) if case.of_demand(mass).is_none() => {
                vec![format!("the mass `{mass}` is not per a unit of `{demand}`")]
            }
            Some(_) => Vec::new(),
        }
    },
};

/// The day after so many years; `None` where the calendar ends.
fn years_after(day: Date, years: u16) -> Option<Date> {
    day.checked_add(i64::from(years).years()).ok()
}

pub static VALIDITY: Check = Check {
    code: "valid-too-long",
    hint: "end the validity earlier, and compute the footprint anew then: `valid_until`",
    find: |case: &Case<'_>| {
        let declaration = case.declaration;
        let (Some(years), Some(period), Some(until)) = (
            case.parameters.validity_years,
            declaration.period,
            declaration.valid_until,
        ) else {
            return Vec::new();
        };
        match years_after(period.end, years) {
            Some(last) if until > last => vec![format!(
                "the footprint is valid until {until}; {years} years after its period are {last}"
            )],
            _ => Vec::new(),
        }
    },
};

pub static VALIDITY_STATED: Check = Check {
    code: "validity-not-stated",
    hint: "state until when the footprint may be used: `valid_until`",
    find: |case| match case.declaration.valid_until {
        Some(_) => Vec::new(),
        None => vec!["the study does not say until when it is valid".to_owned()],
    },
};

pub static VALID_EARLY: Check = Check {
    code: "valid-too-early",
    hint: "begin the validity when the period of the data has ended: `valid_from`",
    find: |case: &Case<'_>| match (case.declaration.period, case.declaration.valid_from) {
        (Some(period), Some(from)) if from < period.end => vec![format!(
            "the footprint is valid from {from}, before its period ends on {}",
            period.end
        )],
        _ => Vec::new(),
    },
};

pub static OFFSETS: Check = Check {
    code: "offsets-stated",
    hint: "state offsets apart from the footprint of the product; they are not in any total here",
    find: |case| {
        let offsets = case.declaration.offsets.iter();
        offsets
            .map(|offset| format!("the offset `{}` is stated: {}", offset.name, offset.amount))
            .collect()
    },
};
