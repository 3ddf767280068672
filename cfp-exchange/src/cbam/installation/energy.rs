//! Anode effects, energy units, heat and electricity of a stated installation.

use cfp_core::cbam::{
    AnodeEffects, AnodeProcess, Cogeneration, Efficiencies, ElectricitySource, ElectricityUse,
    EnergyUnit, Heat, HeatOrigin, Powered,
};
use cfp_core::{Amount, Quantity, Unit};

use super::build::{Builder, Path, item, key};
use super::problem::InstallationProblem;
use super::stated::{StatedAnodes, StatedElectricity, StatedHeat, StatedSource, StatedUnit};

/// What a table of anode effects describes, in a sentence.
const CELLS: &str = "the group of cells";

impl Builder<'_> {
    pub(super) fn anodes(&mut self, stated: &StatedAnodes, path: &Path) -> Option<AnodeProcess> {
        let effects = self.effects(stated, path);
        let (effects, c2f6) = effects?;
        let other = match &stated.other {
            Some(text) => Some(self.co2(path, "other", text, None)?),
            None => None,
        };
        let efficiency = &stated.collection_efficiency;
        Some(AnodeProcess {
            name: stated.name.clone(),
            aluminium: self.quantity(path, "aluminium", &stated.aluminium, "t")?,
            effects,
            c2f6_per_cf4: c2f6,
            collection_efficiency: self.amount(path, "collection_efficiency", efficiency)?,
            other,
            users: self.users(path, &stated.used_in),
        })
    }

    /// What was recorded, and the share of C2F6.
    fn effects(&mut self, stated: &StatedAnodes, path: &Path) -> Option<(AnodeEffects, Amount)> {
        match (&stated.frequency, &stated.minutes, &stated.overvoltage) {
            (Some(frequency), Some(minutes), None) => {
                let factor = stated.slope_factor.as_ref();
                let factor =
                    self.of_technology(stated, path, "slope_factor", factor, ("slope", "SEF CF4"));
                let c2f6 = stated.c2f6_per_cf4.as_ref();
                let c2f6 =
                    self.of_technology(stated, path, "c2f6_per_cf4", c2f6, ("slope", "F C2F6"));
                let effects = AnodeEffects::Slope {
                    frequency: self.amount(path, "frequency", frequency)?,
                    minutes: self.amount(path, "minutes", minutes)?,
                    factor: factor?,
                };
                Some((effects, c2f6?))
            }
            (None, None, Some(millivolts)) => {
                let factor = stated.overvoltage_factor.as_ref();
                let factor = self.of_technology(
                    stated,
                    path,
                    "overvoltage_factor",
                    factor,
                    ("overvoltage", "OVC"),
                );
                let c2f6 = stated.c2f6_per_cf4.as_ref();
                let c2f6 = self.of_technology(
                    stated,
                    path,
                    "c2f6_per_cf4",
                    c2f6,
                    ("overvoltage", "F C2F6"),
                );
                let Some(efficiency) = &stated.current_efficiency_percent else {
                    self.none_of(
                        path,
                        "the overvoltage method",
                        &["current_efficiency_percent"],
                    );
                    return None;
                };
                let effects = AnodeEffects::Overvoltage {
                    millivolts: self.amount(path, "overvoltage", millivolts)?,
                    current_efficiency_percent: self.amount(
                        path,
                        "current_efficiency_percent",
                        efficiency,
                    )?,
                    factor: factor?,
                };
                Some((effects, c2f6?))
            }
            (frequency, minutes, Some(_)) => {
                let keys = [
                    ("overvoltage", true),
                    ("frequency", frequency.is_some()),
                    ("minutes", minutes.is_some()),
                ];
                self.both(path, CELLS, &keys);
                None
            }
            _ => {
                let keys = ["frequency` and `minutes", "overvoltage"];
                self.none_of(path, CELLS, &keys);
                None
            }
        }
    }

    /// A factor as stated, or that of the technology.
    fn of_technology(
        &mut self,
        stated: &StatedAnodes,
        path: &Path,
        of: &'static str,
        written: Option<&String>,
        (table, quantity): (&str, &str),
    ) -> Option<Amount> {
        if let Some(text) = written {
            return self.amount(path, of, text);
        }
        let Some(technology) = &stated.technology else {
            self.none_of(path, CELLS, &[of, "technology"]);
            return None;
        };
        match self.cbam.standard(&[table], technology, quantity) {
            Ok(row) => Some(row.value),
            Err(problem) => {
                self.tell(key(path, "technology"), &problem);
                None
            }
        }
    }

    pub(super) fn none_of(&mut self, path: &Path, owner: &'static str, keys: &[&'static str]) {
        let keys = keys.to_vec();
        self.tell(path.clone(), &InstallationProblem::NoneOf { owner, keys });
    }

    /// Whether two of these keys are stated, of which one can be meant; that is told.
    pub(super) fn both(
        &mut self,
        path: &Path,
        owner: &'static str,
        keys: &[(&'static str, bool)],
    ) -> bool {
        let stated: Vec<&'static str> = keys.iter().filter(|key| key.1).map(|key| key.0).collect();
        let [first, second, ..] = stated[..] else {
            return false;
        };
        let problem = InstallationProblem::Both {
            owner,
            first,
            second,
        };
        self.tell(path.clone(), &problem);
        true
    }

    pub(super) fn energy_unit(&mut self, stated: &StatedUnit, path: &Path) -> Option<EnergyUnit> {
        let kinds = [("boiler", false), ("cogeneration", true)];
        let is_cogeneration = self.word(path, "kind", &stated.kind, &kinds)?;
        let heat = match &stated.heat {
            Some(text) => Some(self.quantity(path, "heat", text, "TJ")?),
            None => None,
        };
        let losses = match &stated.losses {
            Some(text) => Some(self.quantity(path, "losses", text, "TJ")?),
            None => None,
        };
        let powered = if is_cogeneration {
            Powered::Cogeneration(self.cogeneration(stated, heat, path)?)
        } else {
            let efficiency = match &stated.efficiency {
                Some(text) => Some(self.amount(path, "efficiency", text)?),
                None => None,
            };
            if heat.is_none() && efficiency.is_none() {
                self.none_of(path, "the boiler", &["heat", "efficiency"]);
                return None;
            }
            Powered::Boiler { heat, efficiency }
        };
        Some(EnergyUnit {
            name: stated.name.clone(),
            powered,
            losses,
        })
    }

    fn cogeneration(
        &mut self,
        stated: &StatedUnit,
        heat: Option<Quantity>,
        path: &Path,
    ) -> Option<Cogeneration> {
        let (Some(heat), Some(electricity)) = (heat, &stated.electricity) else {
            self.none_of(path, "the cogeneration unit", &["heat` and `electricity"]);
            return None;
        };
        let electricity = self.quantity(path, "electricity", electricity, "MWh")?;
        let (Some(fuel), Some(built), Some(medium)) = (&stated.fuel, stated.built, &stated.medium)
        else {
            self.none_of(
                path,
                "the cogeneration unit",
                &["fuel`, `built` and `medium"],
            );
            return None;
        };
        let efficiencies = match (&stated.design_heat, &stated.design_electricity) {
            (Some(heat), Some(electricity)) => Efficiencies::Design {
                heat: self.amount(path, "design_heat", heat)?,
                electricity: self.amount(path, "design_electricity", electricity)?,
            },
            _ if stated.standard_efficiencies => Efficiencies::Standard,
            _ => Efficiencies::Measured,
        };
        let mut reference = |of: &str, at: &'static str| {
            let found = self.cbam.reference_efficiency(fuel, of, built);
            found
                .map_err(|problem| self.tell(key(path, at), &problem))
                .ok()
        };
        let reference_heat = reference(medium, "medium");
        let reference_electricity = reference("electricity", "fuel");
        Some(Cogeneration {
            heat,
            electricity,
            efficiencies,
            reference_heat: reference_heat?,
            reference_electricity: reference_electricity?,
        })
    }

    pub(super) fn source(
        &mut self,
        stated: &StatedSource,
        path: &Path,
    ) -> Option<ElectricitySource> {
        let received = self.quantity(path, "received", &stated.received, "MWh");
        let factor = self.co2(path, "factor", &stated.factor, Some("MWh"));
        Some(ElectricitySource {
            name: stated.name.clone(),
            received: received?,
            factor: factor?,
            is_actual: stated.evidence.is_some(),
        })
    }

    pub(super) fn heat(
        &mut self,
        stated: &[StatedHeat],
        path: &Path,
        list: &'static str,
    ) -> Vec<Heat> {
        let each = stated.iter().enumerate();
        let read = each.filter_map(|(number, heat)| self.one_heat(heat, &item(path, list, number)));
        read.collect()
    }

    fn one_heat(&mut self, stated: &StatedHeat, path: &Path) -> Option<Heat> {
        let amount = self.quantity(path, "amount", &stated.amount, "TJ");
        let origins = [
            ("factor", stated.factor.is_some()),
            ("unit", stated.unit.is_some()),
            ("usual_fuel", stated.usual_fuel.is_some()),
            ("uncounted", stated.uncounted),
        ];
        if self.both(path, "the heat", &origins) {
            return None;
        }
        let origin = match (&stated.factor, &stated.unit, &stated.usual_fuel) {
            (Some(text), None, None) => {
                HeatOrigin::Factor(self.co2(path, "factor", text, Some("TJ"))?)
            }
            (None, Some(unit), None) => HeatOrigin::Unit(unit.clone()),
            (None, None, Some(fuel)) => {
                let row = self.cbam.standard(&["fuel"], fuel, "emission factor");
                let row = row.map_err(|problem| self.tell(key(path, "usual_fuel"), &problem));
                let row = row.ok()?;
                let unit = Unit::parse(&row.unit);
                let unit = unit.map_err(|problem| self.tell(key(path, "usual_fuel"), &problem));
                HeatOrigin::UsualFuel(Quantity::new(row.value, unit.ok()?))
            }
            _ if stated.uncounted => HeatOrigin::Uncounted,
            _ => {
                let keys = ["factor", "unit", "usual_fuel", "uncounted"];
                self.none_of(path, "the heat", &keys);
                return None;
            }
        };
        Some(Heat {
            amount: amount?,
            origin,
        })
    }

    pub(super) fn electricity(
        &mut self,
        stated: &[StatedElectricity],
        path: &Path,
        list: &'static str,
    ) -> Vec<ElectricityUse> {
        let each = stated.iter().enumerate();
        let read = each.filter_map(|(number, used)| self.one_use(used, &item(path, list, number)));
        read.collect()
    }

    fn one_use(&mut self, stated: &StatedElectricity, path: &Path) -> Option<ElectricityUse> {
        let amount = self.quantity(path, "amount", &stated.amount, "MWh")?;
        let origins = [
            ("factor", stated.factor.is_some()),
            ("unit", stated.unit.is_some()),
            ("only", !stated.only.is_empty()),
        ];
        if self.both(path, "the electricity", &origins) {
            return None;
        }
        Some(match (&stated.factor, &stated.unit) {
            (Some(text), _) => {
                let factor = self.co2(path, "factor", text, Some("MWh"))?;
                ElectricityUse::Factor(amount, factor)
            }
            (None, Some(unit)) => ElectricityUse::Unit(amount, unit.clone()),
            (None, None) if stated.only.is_empty() => ElectricityUse::Average(amount),
            (None, None) => {
                if stated.evidence.is_none() {
                    let what = "electricity of some of the sources alone (2547 Article 9(2))";
                    self.tell(path.clone(), &InstallationProblem::NoEvidence { what });
                }
                ElectricityUse::Only(amount, stated.only.clone())
            }
        })
    }
}
