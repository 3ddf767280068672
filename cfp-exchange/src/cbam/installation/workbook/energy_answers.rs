//! What the operator's reports say of heat, electricity and waste gases: items 2(h) to 5, 12 and 17 of 2547 Annex IV point 1.1.

use cfp_core::cbam::{ElectricityUse, Heat, HeatOrigin};
use cfp_core::{Amount, Quantity};

use super::answers::{Answer, Known, figure, joined, none, text, yes};
use super::inputs::number;
use crate::cbam::installation::StatedProcess;
use crate::cbam::installation::ledger::{NOT_STATED, Term};

impl Known<'_> {
    pub fn heat(&self) -> Vec<Answer> {
        let is_foreign = |heat: &Heat| {
            matches!(
                heat.origin,
                HeatOrigin::Factor(_) | HeatOrigin::UsualFuel(_)
            )
        };
        let processes = &self.inputs.processes;
        let received = processes
            .iter()
            .flat_map(|one| &one.heat_imported)
            .any(is_foreign);
        let left = processes.iter().any(|one| !one.heat_exported.is_empty());
        vec![
            text(
                "Heat by a factor of its own, as from other installations",
                yes(received),
            )
            .see("sheet Energy"),
            text("Heat that leaves a production process", yes(left)).see("sheet Energy"),
            self.said("heat_partners"),
        ]
    }

    pub fn electricity_sources(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for source in &self.stated.electricity {
            let kind = if source.evidence.is_some() {
                "actual"
            } else {
                "default"
            };
            let said = format!("{} at {} ({kind})", source.received, source.factor);
            answers.push(text(source.name.as_str(), said).see("sheet Energy"));
        }
        if answers.is_empty() {
            answers.push(text("Sources of electricity", NOT_STATED));
        }
        answers.push(self.said("electricity_suppliers"));
        answers
    }

    pub fn own_electricity(&self) -> Vec<Answer> {
        let units = self.stated.energy_unit.iter();
        let cogeneration = units.filter(|unit| unit.kind == "cogeneration");
        let cogeneration = joined(cogeneration.map(|unit| unit.name.clone()));
        let made = self
            .inputs
            .processes
            .iter()
            .any(|one| !one.electricity_produced.is_empty());
        vec![
            text(
                "(a) by cogeneration",
                none(cogeneration, "no cogeneration unit is stated"),
            )
            .see("sheet Energy"),
            text(
                "(b), (c) separate generation, fossil or renewable",
                NOT_STATED,
            ),
            text(
                "(d) electricity made in a production process is taken off",
                yes(made),
            )
            .see("sheet Energy"),
            self.said("own_electricity"),
        ]
    }

    pub fn waste_gas(&self) -> Vec<Answer> {
        let streams = self.stated.stream.iter().filter(|one| one.waste_gas);
        let streams = joined(streams.map(|one| one.name.clone()));
        let crossing = |of: fn(&StatedProcess) -> &Option<String>| {
            let processes = self.stated.process.iter();
            let each = processes.filter_map(|one| {
                let energy = of(one).as_ref()?;
                Some(format!("{}: {energy}", one.name))
            });
            none(joined(each), "none is stated")
        };
        vec![
            text("Waste gases used", none(streams, "none is stated")).see("sheet Sources"),
            text(
                "Waste gas received by processes",
                crossing(|one| &one.waste_gas_imported),
            ),
            text(
                "Waste gas that leaves processes",
                crossing(|one| &one.waste_gas_exported),
            ),
            self.said("waste_gas_partners"),
        ]
    }

    /// Heat, waste gases and electricity that cross the boundary of each process.
    pub fn balance(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for process in &self.inputs.processes {
            let heat = |heat: &[Heat]| -> Vec<Option<Amount>> {
                let each = heat.iter();
                each.map(|one| number(&one.amount, "TJ")).collect()
            };
            let gas = |gas: &Option<Quantity>| -> Vec<Option<Amount>> {
                let each = gas.iter();
                each.map(|energy| number(energy, "TJ")).collect()
            };
            let power = |uses: &[ElectricityUse]| -> Vec<Option<Amount>> {
                let each = uses.iter();
                each.map(|one| number(one.amount(), "MWh")).collect()
            };
            for (what, amounts, unit) in [
                ("heat received", heat(&process.heat_imported), "TJ"),
                ("heat that leaves", heat(&process.heat_exported), "TJ"),
                ("waste gas received", gas(&process.waste_gas_imported), "TJ"),
                (
                    "waste gas that leaves",
                    gas(&process.waste_gas_exported),
                    "TJ",
                ),
                ("electricity used", power(&process.electricity), "MWh"),
                (
                    "electricity produced",
                    power(&process.electricity_produced),
                    "MWh",
                ),
            ] {
                let what = format!("{}: {what}", process.name);
                let each = amounts.into_iter();
                let terms = each.map(|amount| amount.map_or_else(Term::missing, Term::number));
                let terms: Vec<Term> = terms.collect();
                answers.push(if terms.is_empty() {
                    text(what, "none stated")
                } else {
                    figure(what, Term::sum(&terms), None, unit).see("sheets Energy and Processes")
                });
            }
        }
        answers
    }
}
