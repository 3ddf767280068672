//! The sheet of emission sources: source streams, anode effects, measurement, transfers, and whose they are.

use cfp_core::cbam::{AnodeEffects, AnodeProcess, Embedded, StreamMethod};
use cfp_core::{Amount, Dimension, Quantity, Unit};

use super::inputs::{Inputs, Stream, number, number_in, tonnes_co2};
use crate::cbam::installation::ledger::{NOT_STATED, Page, Row, Term};

/// What other sheets take of this one.
#[derive(Debug)]
pub(super) struct Sources {
    /// The parts of each user in t CO2e, and what counts of them in an energy unit.
    pub parts: Vec<Part>,
    /// The emissions of the installation.
    pub total: Term,
    pub constants: Constants,
}

/// What a source emits for a process or energy unit.
#[derive(Debug)]
pub(super) struct Part {
    pub user: String,
    /// t CO2e.
    pub emissions: Term,
    /// The same where a waste gas counts at most as natural gas.
    pub counted: Term,
    /// TJ of fuel.
    pub energy: Option<Term>,
}

/// The numbers of the law that formulas name.
#[derive(Debug)]
pub(super) struct Constants {
    pub carbon_to_co2: Term,
    pub natural_gas: Term,
    pub waste_gas: Term,
    pub n2o: Term,
    pub cf4: Term,
    pub c2f6: Term,
    pub boiler: Term,
    pub chp_heat: Term,
    pub chp_electricity: Term,
}

/// A source whose emissions are in the sheet.
struct Source<'i> {
    name: &'i str,
    users: &'i [(String, Amount)],
    emissions: Term,
    energy: Option<Term>,
    is_waste_gas: bool,
}

pub(super) fn write(
    page: &mut Page,
    inputs: &Inputs,
    way: &Embedded,
    method: &cfp_core::cbam::Method,
) -> Sources {
    let constants = constants(page, method);
    let mut sources = Vec::new();
    streams(page, inputs, way, &constants, &mut sources);
    anodes(page, inputs, way, &constants, &mut sources);
    measured(page, inputs, way, &constants, &mut sources);
    let transfers: Vec<[(String, Amount); 1]> = inputs
        .transfers
        .iter()
        .map(|one| [(one.user.clone(), Amount::ONE)])
        .collect();
    co2_transfers(page, inputs, &transfers, &mut sources);
    let parts = parts(page, &sources, &constants);
    page.heading("All sources of the installation");
    page.titles(&[
        "Total",
        "Emissions",
        "Unit",
        "Rounded to full tonnes",
        "Unit",
        "Note",
    ]);
    let emissions: Vec<Term> = sources
        .iter()
        .map(|source| source.emissions.clone())
        .collect();
    let mut row = page.row();
    row.text("Direct emissions of the installation");
    let total = row.formula(&Term::sum(&emissions), way.installation_direct);
    row.text("t CO2e");
    row.reckoned(&total.clone().rounded(0));
    row.text("t CO2e (Annex II point A.1(6))").end(5);
    Sources {
        parts,
        total,
        constants,
    }
}

fn constants(page: &mut Page, method: &cfp_core::cbam::Method) -> Constants {
    page.heading("Numbers of the method (2547 Annexes II and III)");
    page.titles(&["What", "Value", "Unit"]);
    let mut one = |name: &str, value: Amount, unit: &str| {
        let mut row = page.row();
        let term = row.text(name).number(value);
        row.text(unit);
        term
    };
    Constants {
        carbon_to_co2: one("CO2 of carbon", method.carbon_to_co2, "t CO2 per t C"),
        natural_gas: one(
            "Emission factor of natural gas",
            method.natural_gas,
            "t CO2 per TJ",
        ),
        waste_gas: one(
            "Correction of exported waste gas",
            method.waste_gas_correction,
            "1",
        ),
        n2o: one(
            "Global warming potential of N2O",
            method.n2o,
            "t CO2e per t",
        ),
        cf4: one(
            "Global warming potential of CF4",
            method.cf4,
            "t CO2e per t",
        ),
        c2f6: one(
            "Global warming potential of C2F6",
            method.c2f6,
            "t CO2e per t",
        ),
        boiler: one(
            "Boiler efficiency for heat of an unknown source",
            method.boiler_efficiency,
            "1",
        ),
        chp_heat: one(
            "Standard efficiency of cogeneration in heat",
            method.chp_heat,
            "1",
        ),
        chp_electricity: one(
            "Standard efficiency of cogeneration in electricity",
            method.chp_electricity,
            "1",
        ),
    }
}

fn streams<'i>(
    page: &mut Page,
    inputs: &'i Inputs,
    way: &Embedded,
    constants: &Constants,
    sources: &mut Vec<Source<'i>>,
) {
    page.heading("Source streams (2547 Annex II point B.3)");
    page.line("Emissions = activity × net calorific value × emission factor × oxidation or conversion factor × (1 − zero-rated biomass); by carbon: activity × carbon content × CO2 of carbon.");
    page.titles(&[
        "Source stream",
        "Method",
        "Activity",
        "Unit",
        "Net calorific value",
        "Unit",
        "Emission factor",
        "Unit",
        "Carbon content",
        "Unit",
        "Oxidation or conversion factor",
        "Zero-rated biomass fraction",
        "Emissions",
        "Unit",
        "Zero-rated CO2",
        "Unit",
        "Energy",
        "Unit",
        "As stated",
        "Note",
    ]);
    for (stream, computed) in inputs.streams.iter().zip(&way.streams) {
        let mut row = page.row();
        row.text(&stream.name).text(stream.method.word());
        let gross = gross(&mut row, stream, constants);
        let fraction = row.number(stream.fraction);
        let zero_rated = row.number(stream.zero_rated);
        let emitted = gross.product.times(&fraction);
        let fossil = Term::literal("1").minus(&zero_rated);
        let emissions = row.formula(&emitted.clone().times(&fossil), computed.emissions);
        row.text("t CO2");
        row.formula(&emitted.times(&zero_rated), computed.zero_rated);
        row.text("t CO2");
        let energy = match (computed.energy, gross.energy) {
            (Some(result), Some(term)) => Some(row.formula(&term, result)),
            (Some(result), None) => Some(row.number(result)),
            _ => {
                row.text("none: no net calorific value");
                None
            }
        };
        row.text("TJ").text(&computed.step);
        if stream.method == StreamMethod::MassBalance && stream.activity.amount().is_negative() {
            row.note("an output of the mass balance");
        }
        if stream.is_waste_gas {
            row.note("a waste gas: in an energy unit it counts at most as natural gas");
        }
        row.end(19);
        sources.push(Source {
            name: &stream.name,
            users: &stream.users,
            emissions,
            energy,
            is_waste_gas: stream.is_waste_gas,
        });
    }
}

/// The activity of a stream times its factors, and its energy.
struct Gross {
    product: Term,
    energy: Option<Term>,
}

/// Writes activity, net calorific value, emission factor and carbon content with their units.
fn gross(row: &mut Row<'_>, stream: &Stream, constants: &Constants) -> Gross {
    let stated = stream.activity.unit().to_string();
    let is_energy = stream.activity.unit().dimension() == Dimension::ENERGY;
    let unit = match (is_energy, stream.carbon) {
        (true, _) => "TJ",
        (false, Some(_)) => "t",
        (false, None) => &stated,
    };
    let activity = row.stated(number(&stream.activity, unit));
    row.text(unit);
    let per_unit = format!("TJ/{unit}");
    let calorific = stream.calorific.as_ref().filter(|_| !is_energy);
    let calorific = calorific.and_then(|value| number(value, &per_unit));
    let calorific = row.number_or(calorific, "not needed");
    row.text(if calorific.is_some() { &per_unit } else { "" });
    let energy = match (&calorific, is_energy) {
        (_, true) => Some(activity.clone()),
        (Some(calorific), false) => Some(activity.clone().times(calorific)),
        (None, false) => None,
    };
    let factor = stream
        .factor
        .as_ref()
        .and_then(|factor| factor_per(factor, unit));
    let is_of_energy = factor
        .as_ref()
        .is_some_and(|(_, unit)| unit.ends_with("/TJ"));
    let factor_term = row.number_or(factor.as_ref().map(|(value, _)| *value), "by carbon");
    row.text(factor.as_ref().map_or("", |(_, unit)| unit));
    let carbon = row.number_or(stream.carbon, "by emission factor");
    row.text(if carbon.is_some() { "t C/t" } else { "" });
    let product = match (factor_term, carbon) {
        (_, Some(carbon)) => activity.times(&carbon).times(&constants.carbon_to_co2),
        (Some(factor), None) if is_of_energy => {
            energy.clone().unwrap_or_else(Term::missing).times(&factor)
        }
        (Some(factor), None) => activity.times(&factor),
        (None, None) => Term::missing(),
    };
    Gross { product, energy }
}

/// An emission factor in t CO2 per TJ, or per this unit of the activity.
fn factor_per(factor: &Quantity, unit: &str) -> Option<(Amount, String)> {
    let (above, below) = factor.unit().parts();
    let above = if above.dimension() == Dimension::CO2 {
        "t CO2"
    } else {
        "t CO2e"
    };
    let is_energy = below.is_some_and(|below| below.dimension() == Dimension::ENERGY);
    let unit = if is_energy {
        format!("{above}/TJ")
    } else {
        format!("{above}/{unit}")
    };
    Unit::parse(&unit).ok()?;
    Some((number(factor, &unit)?, unit))
}

fn anodes<'i>(
    page: &mut Page,
    inputs: &'i Inputs,
    way: &Embedded,
    constants: &Constants,
    sources: &mut Vec<Source<'i>>,
) {
    page.heading("Anode effects (2547 Annex II point B.7)");
    page.titles(&[
        "Group of cells",
        "Method",
        "Aluminium",
        "Unit",
        "Frequency or overvoltage",
        "Unit",
        "Minutes, or current efficiency",
        "Unit",
        "Slope or overvoltage factor",
        "Unit",
        "C2F6 per CF4",
        "Unit",
        "Collection efficiency",
        "Other perfluorocarbons",
        "Unit",
        "CF4",
        "Unit",
        "C2F6",
        "Unit",
        "CF4 as CO2e",
        "C2F6 as CO2e",
        "Emissions",
        "Unit",
        "Note",
    ]);
    for (anode, computed) in inputs.anodes.iter().zip(&way.anode_effects) {
        let mut row = page.row();
        row.text(&anode.name);
        let per_tonne_times_aluminium = effects(&mut row, anode);
        let c2f6_per_cf4 = row.number(anode.c2f6_per_cf4);
        row.text("t/t");
        let efficiency = row.number(anode.collection_efficiency);
        let other = anode.other.as_ref().and_then(tonnes_co2);
        let other_term = row.number_or(other.map(|(amount, _)| amount), "none stated");
        row.text(other.map_or("", |(_, unit)| unit));
        let kilograms = Term::literal("1000");
        let cf4 = row.formula(&per_tonne_times_aluminium.over(&kilograms), computed.cf4);
        row.text("t");
        let c2f6 = row.formula(&cf4.clone().times(&c2f6_per_cf4), computed.c2f6);
        row.text("t");
        let cf4 = row.formula(&cf4.times(&constants.cf4), computed.cf4_co2e);
        let c2f6 = row.formula(&c2f6.times(&constants.c2f6), computed.c2f6_co2e);
        let mut whole = cf4.plus(&c2f6).over(&efficiency);
        if let Some(other) = other_term {
            whole = whole.plus(&other);
        }
        let emissions = row.formula(&whole, computed.emissions);
        row.text("t CO2e").end(23);
        sources.push(Source {
            name: &anode.name,
            users: &anode.users,
            emissions,
            energy: None,
            is_waste_gas: false,
        });
    }
}

/// Writes what was recorded of anode effects; kg of CF4 of the year.
fn effects(row: &mut Row<'_>, anode: &AnodeProcess) -> Term {
    let (method, numbers) = match anode.effects {
        AnodeEffects::Slope {
            frequency,
            minutes,
            factor,
        } => (
            "A: slope",
            [
                (frequency, "per cell and day"),
                (minutes, "minutes"),
                (factor, "kg CF4 per t and minute per cell and day"),
            ],
        ),
        AnodeEffects::Overvoltage {
            millivolts,
            current_efficiency_percent,
            factor,
        } => (
            "B: overvoltage",
            [
                (millivolts, "mV"),
                (current_efficiency_percent, "per cent"),
                (factor, "kg CF4 per t and mV"),
            ],
        ),
    };
    row.text(method);
    let aluminium = row.stated(number(&anode.aluminium, "t"));
    row.text("t");
    let [first, second, factor] = numbers.map(|(value, unit)| {
        let term = row.number(value);
        row.text(unit);
        term
    });
    match anode.effects {
        AnodeEffects::Slope { .. } => first.times(&second).times(&factor).times(&aluminium),
        AnodeEffects::Overvoltage { .. } => factor.times(&first).times(&aluminium).over(&second),
    }
}

fn measured<'i>(
    page: &mut Page,
    inputs: &'i Inputs,
    way: &Embedded,
    constants: &Constants,
    sources: &mut Vec<Source<'i>>,
) {
    page.heading("Measured emission sources (2547 Annex II points B.6 and B.9)");
    page.titles(&[
        "Source",
        "Mass of the year",
        "Unit",
        "Global warming potential",
        "CO2 of biomass taken off",
        "Unit",
        "Emissions",
        "Unit",
        "Note",
    ]);
    for (source, computed) in inputs.measured.iter().zip(&way.measured) {
        let mut row = page.row();
        row.text(&source.name);
        let units = ["t N2O", "t CO2", "t CO2e"];
        let found = number_in(&source.measured, &units);
        let mass = row.stated(found.map(|(mass, _)| mass));
        let unit = found.map_or("", |(_, unit)| unit);
        row.text(unit);
        let mut emissions = if unit == "t N2O" {
            let potential = row.reckoned(&constants.n2o);
            mass.times(&potential)
        } else {
            row.text("counts as it is");
            mass
        };
        let biomass = source.zero_rated.as_ref().and_then(tonnes_co2);
        let taken_off = row.number_or(biomass.map(|(amount, _)| amount), "none stated");
        row.text(biomass.map_or("", |(_, unit)| unit));
        if let Some(taken_off) = taken_off {
            emissions = emissions.minus(&taken_off);
        }
        let emissions = row.formula(&emissions, computed.emissions);
        row.text("t CO2e").end(8);
        sources.push(Source {
            name: &source.name,
            users: &source.users,
            emissions,
            energy: None,
            is_waste_gas: false,
        });
    }
}

fn co2_transfers<'i>(
    page: &mut Page,
    inputs: &'i Inputs,
    users: &'i [[(String, Amount); 1]],
    sources: &mut Vec<Source<'i>>,
) {
    page.heading("CO2 received or stored (2547 Annex II point B.8)");
    page.titles(&[
        "Transfer",
        "Direction",
        "CO2",
        "Unit",
        "Emissions",
        "Unit",
        "Note",
    ]);
    for (transfer, users) in inputs.transfers.iter().zip(users) {
        let mut row = page.row();
        let direction = if transfer.is_received {
            "received"
        } else {
            "stored or bound"
        };
        row.text(&transfer.name).text(direction);
        let Some((amount, unit)) = tonnes_co2(&transfer.amount) else {
            continue;
        };
        let amount = row.number(amount);
        row.text(unit);
        let sign = Term::literal(if transfer.is_received { "1" } else { "-1" });
        let emissions = row.reckoned(&sign.times(&amount));
        row.text("t CO2e");
        row.end(6);
        let name = &transfer.name;
        sources.push(Source {
            name,
            users,
            emissions,
            energy: None,
            is_waste_gas: false,
        });
    }
}

/// Whose each source is.
fn parts(page: &mut Page, sources: &[Source<'_>], constants: &Constants) -> Vec<Part> {
    page.heading("Whose the sources are");
    page.line("Part = emissions of the source × share. In an energy unit a waste gas counts at most as natural gas (Annex II point D.4.1).");
    page.titles(&[
        "Source",
        "Used in",
        "Share",
        "Part",
        "Unit",
        "Energy",
        "Unit",
        "Counted in an energy unit",
        "Unit",
        "Note",
    ]);
    let mut parts = Vec::new();
    for source in sources {
        if source.users.is_empty() {
            let mut row = page.row();
            row.text(source.name).text(NOT_STATED);
            row.note("the processes state their emissions; this source counts in the whole");
            row.end(9);
        }
        for (user, share) in source.users {
            let mut row = page.row();
            row.text(source.name).text(user);
            let share = row.number(*share);
            let emissions = row.reckoned(&source.emissions.clone().times(&share));
            row.text("t CO2e");
            let energy = source
                .energy
                .clone()
                .map(|energy| row.reckoned(&energy.times(&share)));
            if energy.is_none() {
                row.text("none");
            }
            row.text("TJ");
            let counted = match (&energy, source.is_waste_gas) {
                (Some(energy), true) => {
                    let most = energy.clone().times(&constants.natural_gas);
                    row.reckoned(&emissions.clone().at_most(&most))
                }
                _ => row.reckoned(&emissions),
            };
            row.text("t CO2e").end(9);
            let user = user.clone();
            parts.push(Part {
                user,
                emissions,
                counted,
                energy,
            });
        }
    }
    parts
}
