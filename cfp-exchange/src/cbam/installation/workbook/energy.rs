//! The sheet of energy: sources of electricity, energy units, and the heat and electricity of the processes.

use cfp_core::Amount;
use cfp_core::cbam::{
    Cogeneration, Efficiencies, ElectricityUse, Embedded, EnergyUnit, EnergyUnitRow, Heat,
    HeatOrigin, Powered,
};

use super::inputs::{Inputs, number, number_in};
use super::sources::{Constants, Sources};
use crate::cbam::installation::ledger::{Page, Row, Term};

/// What the processes take of this sheet: t CO2e of each row, process by process.
#[derive(Debug, Default)]
pub(super) struct Energy {
    pub processes: Vec<OfProcess>,
}

/// The heat and electricity of a process.
#[derive(Debug, Default)]
pub(super) struct OfProcess {
    pub heat_imported: Vec<Term>,
    pub heat_exported: Vec<Term>,
    pub electricity: Vec<Term>,
    /// MWh.
    pub electricity_used: Vec<Term>,
    pub electricity_produced: Vec<Term>,
}

/// The cells of an energy unit that others take.
struct Unit {
    name: String,
    per_heat: Term,
    per_electricity: Option<Term>,
}

/// The column of amounts of heat.
const HEAT: usize = 2;

pub(super) fn write(page: &mut Page, inputs: &Inputs, way: &Embedded, sources: &Sources) -> Energy {
    let grid = grid(page, inputs);
    let units = units(page, inputs, way, sources);
    let mut energy = Energy::default();
    energy
        .processes
        .resize_with(inputs.processes.len(), OfProcess::default);
    heat(page, inputs, &units, &sources.constants, &mut energy);
    electricity(page, inputs, &units, &grid, &mut energy);
    energy
}

/// A source of electricity: its name, MWh, and t CO2 per MWh.
type Supply = (String, Term, Term);

fn grid(page: &mut Page, inputs: &Inputs) -> Vec<Supply> {
    page.heading("Sources of electricity (2547 Article 9)");
    page.titles(&[
        "Source",
        "Received",
        "Unit",
        "Emission factor",
        "Unit",
        "Kind of factor",
        "Note",
    ]);
    let mut supplies = Vec::new();
    for source in &inputs.electricity {
        let mut row = page.row();
        row.text(&source.name);
        let received = row.stated(number(&source.received, "MWh"));
        row.text("MWh");
        let units = ["t CO2/MWh", "t CO2e/MWh"];
        let found = number_in(&source.factor, &units);
        let factor = row.stated(found.map(|(factor, _)| factor));
        row.text(found.map_or("", |(_, unit)| unit));
        row.text(if source.is_actual {
            "actual, with evidence"
        } else {
            "default"
        });
        row.end(6);
        supplies.push((source.name.clone(), received, factor));
    }
    supplies
}

/// The factor of some sources together, weighted by what was received of each.
fn average(supplies: &[&Supply]) -> Term {
    if let [(_, _, factor)] = supplies {
        return factor.clone();
    }
    let each = supplies.iter();
    let products: Vec<Term> = each
        .clone()
        .map(|(_, received, factor)| received.clone().times(factor))
        .collect();
    let received: Vec<Term> = each.map(|(_, received, _)| received.clone()).collect();
    Term::sum(&products).over(&Term::sum(&received))
}

fn units(page: &mut Page, inputs: &Inputs, way: &Embedded, sources: &Sources) -> Vec<Unit> {
    page.heading("Boilers and cogeneration (2547 Annex III points A.2.2 and A.2.4)");
    page.line("Heat of a boiler = emissions / net heat, or emissions / energy / efficiency; heat that is lost falls on all that use heat of the unit. Cogeneration: Equations 46 to 52.");
    page.titles(&[
        "Unit",
        "Kind",
        "Emissions",
        "Unit",
        "Energy of fuels",
        "Unit",
        "Net heat",
        "Unit",
        "Efficiency",
        "Net electricity",
        "Unit",
        "Efficiency in heat",
        "Reference of heat",
        "Efficiency in electricity",
        "Reference of electricity",
        "Share of heat",
        "Share of electricity",
        "Heat used by processes",
        "Unit",
        "Heat lost",
        "Unit",
        "Heat",
        "Unit",
        "Electricity",
        "Unit",
        "Note",
    ]);
    let first_heat = page.next() + inputs.units.len() + 3;
    let used = heat_amounts(page, inputs, first_heat);
    let mut units = Vec::new();
    for (unit, computed) in inputs.units.iter().zip(&way.energy_units) {
        let used: Vec<Term> = used
            .iter()
            .filter(|(name, _)| *name == unit.name)
            .map(|(_, term)| term.clone())
            .collect();
        let mut row = page.row();
        let written = one_unit(&mut row, unit, computed, sources, &used);
        row.end(25);
        units.push(written);
    }
    units
}

/// The heat that processes receive of each unit, in the cells that it will stand in.
fn heat_amounts<'i>(page: &Page, inputs: &'i Inputs, first: usize) -> Vec<(&'i str, Term)> {
    let mut used = Vec::new();
    let mut row = first;
    for process in &inputs.processes {
        for heat in &process.heat_imported {
            if let HeatOrigin::Unit(name) = &heat.origin {
                let amount = number(&heat.amount, "TJ");
                used.push((name.as_str(), page.at(row, HEAT, amount)));
            }
            row += 1;
        }
        row += process.heat_exported.len();
    }
    used
}

fn one_unit(
    row: &mut Row<'_>,
    unit: &EnergyUnit,
    computed: &EnergyUnitRow,
    sources: &Sources,
    used: &[Term],
) -> Unit {
    let parts = || sources.parts.iter().filter(|part| part.user == unit.name);
    let counted: Vec<Term> = parts().map(|part| part.counted.clone()).collect();
    let energies: Vec<Term> = parts().filter_map(|part| part.energy.clone()).collect();
    let kind = match unit.powered {
        Powered::Boiler { .. } => "boiler",
        Powered::Cogeneration(_) => "cogeneration",
    };
    row.text(&unit.name).text(kind);
    let emissions = row.formula(&Term::sum(&counted), computed.emissions);
    row.text("t CO2");
    let energy = row.formula(&Term::sum(&energies), computed.energy);
    row.text("TJ");
    let (per_heat, per_electricity) = match &unit.powered {
        Powered::Boiler { heat, efficiency } => {
            let heat = heat.as_ref().and_then(|heat| number(heat, "TJ"));
            (boiler(row, heat, *efficiency, &emissions, &energy), None)
        }
        Powered::Cogeneration(cogeneration) => {
            let split = split(
                row,
                cogeneration,
                &emissions,
                &energy,
                computed,
                &sources.constants,
            );
            (split.0, Some(split.1))
        }
    };
    let used = row.reckoned(&Term::sum(used));
    row.text("TJ");
    let losses = unit.losses.as_ref().and_then(|losses| number(losses, "TJ"));
    let lost = row.number_or(losses, "none stated");
    row.text("TJ");
    let is_used = used.value().is_some_and(|used| used.is_positive());
    let per_heat = match lost.filter(|_| is_used) {
        Some(lost) => per_heat.times(&used.clone().plus(&lost)).over(&used),
        None => per_heat,
    };
    let per_heat = row.formula(&per_heat, computed.per_heat);
    row.text("t CO2/TJ");
    let per_electricity = per_electricity.zip(computed.per_electricity);
    let per_electricity = per_electricity.map(|(term, result)| row.formula(&term, result));
    if per_electricity.is_none() {
        row.text("none");
    }
    row.text("t CO2/MWh");
    Unit {
        name: unit.name.clone(),
        per_heat,
        per_electricity,
    }
}

/// Writes the heat or efficiency of a boiler; t CO2 per TJ of heat.
fn boiler(
    row: &mut Row<'_>,
    heat: Option<Amount>,
    efficiency: Option<Amount>,
    emissions: &Term,
    energy: &Term,
) -> Term {
    let heat = row.number_or(heat, "not measured");
    row.text("TJ");
    let efficiency = row.number_or(efficiency, "not needed");
    for _ in 0..8 {
        row.text("no cogeneration");
    }
    match (heat, efficiency) {
        (Some(heat), _) => emissions.clone().over(&heat),
        (None, Some(efficiency)) => emissions.clone().over(energy).over(&efficiency),
        (None, None) => Term::missing(),
    }
}

/// Writes the shares of cogeneration; t CO2 per TJ of heat and per MWh of electricity.
fn split(
    row: &mut Row<'_>,
    unit: &Cogeneration,
    emissions: &Term,
    energy: &Term,
    computed: &EnergyUnitRow,
    constants: &Constants,
) -> (Term, Term) {
    let heat = row.stated(number(&unit.heat, "TJ"));
    row.text("TJ").text("by its parts");
    let electricity = row.stated(number(&unit.electricity, "MWh"));
    row.text("MWh");
    let hours = Term::literal("0.0036");
    let (of_heat, of_electricity) = match unit.efficiencies {
        Efficiencies::Measured => (
            heat.clone().over(energy),
            electricity.clone().times(&hours).over(energy),
        ),
        Efficiencies::Design { heat, electricity } => {
            row.note("efficiencies of the design");
            (Term::number(heat), Term::number(electricity))
        }
        Efficiencies::Standard => {
            row.note("standard efficiencies");
            (
                constants.chp_heat.clone(),
                constants.chp_electricity.clone(),
            )
        }
    };
    let of_heat = row.reckoned(&of_heat);
    let reference_heat = row.number(unit.reference_heat);
    let of_electricity = row.reckoned(&of_electricity);
    let reference_electricity = row.number(unit.reference_electricity);
    let heat_part = of_heat.over(&reference_heat);
    let electricity_part = of_electricity.over(&reference_electricity);
    let whole = heat_part.clone().plus(&electricity_part);
    let shares = computed
        .split
        .map(|split| (split.heat_share, split.electricity_share));
    let heat_share = row.formula_or(&heat_part.over(&whole), shares.map(|shares| shares.0));
    let electricity_share = row.formula_or(
        &electricity_part.over(&whole),
        shares.map(|shares| shares.1),
    );
    (
        emissions.clone().times(&heat_share).over(&heat),
        emissions
            .clone()
            .times(&electricity_share)
            .over(&electricity),
    )
}

fn heat(
    page: &mut Page,
    inputs: &Inputs,
    units: &[Unit],
    constants: &Constants,
    energy: &mut Energy,
) {
    page.heading("Measurable heat of the processes (2547 Annex III point A.2.2)");
    page.titles(&[
        "Process",
        "Direction",
        "Net heat",
        "Unit",
        "Origin",
        "Emission factor",
        "Unit",
        "Emissions",
        "Unit",
        "Note",
    ]);
    for (process, of_process) in inputs.processes.iter().zip(&mut energy.processes) {
        for one in &process.heat_imported {
            let term = one_heat(page, &process.name, "imported", one, units, constants);
            of_process.heat_imported.push(term);
        }
        for one in &process.heat_exported {
            let term = one_heat(page, &process.name, "exported", one, units, constants);
            of_process.heat_exported.push(term);
        }
    }
}

fn one_heat(
    page: &mut Page,
    process: &str,
    direction: &str,
    heat: &Heat,
    units: &[Unit],
    constants: &Constants,
) -> Term {
    let mut row = page.row();
    row.text(process).text(direction);
    let amount = row.stated(number(&heat.amount, "TJ"));
    row.text("TJ");
    let stated = |row: &mut Row<'_>, factor| {
        let found = number_in(factor, &["t CO2/TJ", "t CO2e/TJ"]);
        let factor = row.stated(found.map(|(factor, _)| factor));
        (factor, found.map_or("", |(_, unit)| unit))
    };
    let (factor, unit) = match &heat.origin {
        HeatOrigin::Unit(name) => {
            row.text(&format!("energy unit: {name}"));
            let unit = units.iter().find(|unit| unit.name == *name);
            let factor = unit.map_or_else(Term::zero, |unit| unit.per_heat.clone());
            (row.reckoned(&factor), "t CO2/TJ")
        }
        HeatOrigin::Factor(factor) => {
            row.text("stated factor");
            stated(&mut row, factor)
        }
        HeatOrigin::UsualFuel(factor) => {
            row.text("most common fuel");
            let (factor, unit) = stated(&mut row, factor);
            row.note("divided by the boiler efficiency of the method");
            (factor.over(&constants.boiler), unit)
        }
        HeatOrigin::Uncounted => {
            row.text("exothermic or recovered: counts zero");
            (row.number(Amount::ZERO), "t CO2/TJ")
        }
    };
    row.text(unit);
    let emissions = row.reckoned(&amount.times(&factor));
    row.text("t CO2e").end(9);
    emissions
}

fn electricity(
    page: &mut Page,
    inputs: &Inputs,
    units: &[Unit],
    grid: &[Supply],
    energy: &mut Energy,
) {
    page.heading("Electricity of the processes (2547 Article 9, Annex II point D.4)");
    page.titles(&[
        "Process",
        "Direction",
        "Electricity",
        "Unit",
        "Origin",
        "Emission factor",
        "Unit",
        "Emissions",
        "Unit",
        "Note",
    ]);
    for (process, of_process) in inputs.processes.iter().zip(&mut energy.processes) {
        for used in &process.electricity {
            let (amount, term) = one_use(page, &process.name, "used", used, units, grid);
            of_process.electricity.push(term);
            of_process.electricity_used.push(amount);
        }
        for made in &process.electricity_produced {
            let (_, term) = one_use(page, &process.name, "produced", made, units, grid);
            of_process.electricity_produced.push(term);
        }
    }
}

fn one_use(
    page: &mut Page,
    process: &str,
    direction: &str,
    used: &ElectricityUse,
    units: &[Unit],
    grid: &[Supply],
) -> (Term, Term) {
    let mut row = page.row();
    row.text(process).text(direction);
    let megawatt_hours = number(used.amount(), "MWh");
    let amount = row.stated(megawatt_hours);
    row.text("MWh");
    let of_sources = |row: &mut Row<'_>, only: Option<&[String]>| {
        let is_meant = |(name, _, _): &&Supply| only.is_none_or(|only| only.contains(name));
        let supplies: Vec<&Supply> = grid.iter().filter(is_meant).collect();
        if megawatt_hours.is_some_and(|amount| amount.is_zero()) {
            // Nothing is used, and there may be no source.
            row.text("not needed");
            return Term::zero();
        }
        row.reckoned(&average(&supplies))
    };
    let factor = match used {
        ElectricityUse::Average(_) => {
            row.text("average of all sources");
            of_sources(&mut row, None)
        }
        ElectricityUse::Only(_, names) => {
            row.text(&format!("by evidence from: {}", names.join("; ")));
            of_sources(&mut row, Some(names))
        }
        ElectricityUse::Factor(_, factor) => {
            row.text("stated factor");
            let units = ["t CO2/MWh", "t CO2e/MWh"];
            row.stated(number_in(factor, &units).map(|(factor, _)| factor))
        }
        ElectricityUse::Unit(_, name) => {
            row.text(&format!("energy unit: {name}"));
            let unit = units.iter().find(|unit| unit.name == *name);
            let factor = unit.and_then(|unit| unit.per_electricity.clone());
            row.reckoned(&factor.unwrap_or_else(Term::zero))
        }
    };
    row.text("t CO2/MWh");
    let emissions = row.reckoned(&amount.clone().times(&factor));
    row.text("t CO2e").end(9);
    (amount, emissions)
}
