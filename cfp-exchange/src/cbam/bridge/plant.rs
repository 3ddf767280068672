//! The plant as a product system: the same processes with the gases, inputs and footprints of ISO 14067.

use cfp_core::cbam::EmbeddedProcess;
use cfp_core::{
    Amount, Exchange, NumberProblem, ProblemKind, Process, Quantity, Supply, System, Unit,
};

use crate::cbam::installation::{
    EmbeddedReport, StatedFootprint, StatedInstallation, StatedProcess,
};

/// The gases of a production process, in tonnes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gases {
    /// CO2 of streams whose emission factor is stated, of measurement and of transfers.
    pub co2: Amount,
    /// CO2 of streams whose carbon content is stated, by the ratio of the mechanism.
    pub co2_of_carbon: Amount,
    pub cf4: Amount,
    pub c2f6: Amount,
    pub n2o: Amount,
    /// CO2e that is of no single gas here: stated emissions, and perfluorocarbons estimated in CO2e.
    pub mixed: Amount,
}

/// The plant as it is stated, with what was computed of it.
pub(super) struct Plant<'a> {
    pub stated: &'a StatedInstallation,
    pub footprint: &'a StatedFootprint,
    pub report: &'a EmbeddedReport,
}

/// What a process takes from outside: the flow, how much, and its footprint per unit.
pub(super) type Outside = (String, Quantity, String);

/// A number, or why there is none.
pub(super) type Number = Result<Amount, ProblemKind>;

impl Plant<'_> {
    pub fn processes(&self) -> &[EmbeddedProcess] {
        &self.report.way.embedded.processes
    }

    /// The gases that fall on a process, its share of the goods taken.
    pub fn gases(
        &self,
        process: &EmbeddedProcess,
        stated: &StatedProcess,
    ) -> Result<Gases, ProblemKind> {
        let share = process.attribution.share_of_goods;
        let mut gases = Gases::default();
        if stated.direct.is_some() {
            gases.mixed = process.attribution.direct.times(share)?;
            return Ok(gases);
        }
        let embedded = &self.report.way.embedded;
        for (stream, row) in self.stated.stream.iter().zip(&embedded.streams) {
            let part = part_of(&stream.used_in, &process.name, row.emissions)?.times(share)?;
            let by_carbon = stream.carbon_content.is_some();
            let sum = if by_carbon {
                &mut gases.co2_of_carbon
            } else {
                &mut gases.co2
            };
            *sum = sum.plus(part)?;
        }
        for (anodes, row) in self
            .stated
            .anode_effects
            .iter()
            .zip(&embedded.anode_effects)
        {
            let efficiency: Amount = anodes.collection_efficiency.parse()?;
            let emitted = |duct: Amount| -> Number { Ok(duct.over(efficiency)?) };
            let fall = |amount: Amount| -> Number {
                Ok(part_of(&anodes.used_in, &process.name, amount)?.times(share)?)
            };
            gases.cf4 = gases.cf4.plus(fall(emitted(row.cf4)?)?)?;
            gases.c2f6 = gases.c2f6.plus(fall(emitted(row.c2f6)?)?)?;
            let of_gases = row.cf4_co2e.plus(row.c2f6_co2e)?.over(efficiency)?;
            gases.mixed = gases.mixed.plus(fall(row.emissions.minus(of_gases)?)?)?;
        }
        for (source, row) in self.stated.measured.iter().zip(&embedded.measured) {
            let measured: Quantity = source.measured.parse()?;
            let is_n2o = measured.unit().dimension() == cfp_core::Dimension::N2O;
            let amount = if is_n2o {
                measured.to(&Unit::parse("t N2O")?)?.amount()
            } else {
                row.emissions
            };
            let part = part_of(&source.used_in, &process.name, amount)?.times(share)?;
            let sum = if is_n2o {
                &mut gases.n2o
            } else {
                &mut gases.co2
            };
            *sum = sum.plus(part)?;
        }
        gases.co2 = gases
            .co2
            .plus(self.transferred(&process.name)?.times(share)?)?;
        Ok(gases)
    }

    /// t CO2 that a process receives, less what is stored of it.
    fn transferred(&self, process: &str) -> Number {
        let tonnes = |text: &str| -> Number {
            let amount: Quantity = text.parse()?;
            Ok(amount.to(&Unit::parse("t CO2")?)?.amount())
        };
        let mut sum = Amount::ZERO;
        let transfers = self.stated.co2_transfer.iter();
        for transfer in transfers.filter(|one| one.process == process) {
            if let Some(text) = &transfer.received {
                sum = sum.plus(tonnes(text)?)?;
            }
            if let Some(text) = &transfer.stored {
                sum = sum.minus(tonnes(text)?)?;
            }
        }
        Ok(sum)
    }

    /// The product system: gases by mass, electricity, precursors, fuels and other inputs by their footprints.
    pub fn system(&self, ratio: Amount) -> Result<System, cfp_core::Error> {
        let mut builder = System::builder();
        let mut supplied: Vec<String> = Vec::new();
        for (process, stated) in self.processes().iter().zip(&self.stated.process) {
            let made = self.process(process, stated, ratio);
            let made = made.map_err(|kind| {
                cfp_core::Problem::new(kind, cfp_core::Place::process(&process.name))
            })?;
            for (flow, _, supply) in &made.1 {
                // One flow has one footprint, however many processes take it.
                if !supplied.contains(flow) {
                    supplied.push(flow.clone());
                    builder = builder.supply(flow, Supply::new(supply));
                }
            }
            builder = builder.process(made.0);
        }
        builder.build()
    }

    /// A process of the product system, and what it takes from outside.
    fn process(
        &self,
        process: &EmbeddedProcess,
        stated: &StatedProcess,
        ratio: Amount,
    ) -> Result<(Process, Vec<Outside>), ProblemKind> {
        let tonnes = Unit::parse("t")?;
        let quantity = |amount: Amount| Quantity::new(amount, tonnes.clone());
        let mut made =
            Process::new(process.name.clone()).makes(&process.name, quantity(process.tonnes));
        let gases = self.gases(process, stated)?;
        let co2 = gases.co2.plus(gases.co2_of_carbon.times(ratio)?)?;
        for (gas, amount) in [
            ("CO2, fossil", co2),
            ("CF4", gases.cf4),
            ("C2F6", gases.c2f6),
            ("N2O", gases.n2o),
        ] {
            if !amount.is_zero() {
                made = made.emits(gas, quantity(amount));
            }
        }
        let outside = self.outside(process, stated, gases.mixed)?;
        for (flow, amount, _) in &outside {
            made = made.takes(flow, Exchange::new(amount.clone()));
        }
        for used in process.precursors.iter().filter(|used| used.is_own) {
            made = made.takes(&used.name, quantity(used.tonnes));
        }
        Ok((made, outside))
    }

    /// What a process takes from outside: the flow, how much, and its footprint.
    pub fn outside(
        &self,
        process: &EmbeddedProcess,
        stated: &StatedProcess,
        mixed: Amount,
    ) -> Result<Vec<Outside>, ProblemKind> {
        let share = process.attribution.share_of_goods;
        let mut outside = Vec::new();
        let received = process
            .attribution
            .heat_imported
            .plus(process.attribution.waste_gas_imported)?
            .times(share)?;
        let of_co2e = "1 t CO2e/t".to_owned();
        for (flow, amount) in [
            ("emissions stated in CO2e", mixed),
            ("heat and waste gas received", received),
            (
                "electricity of units of the installation",
                self.own_electricity(stated, share)?,
            ),
        ] {
            if !amount.is_zero() {
                let amount = Quantity::new(amount, Unit::parse("t")?);
                outside.push((flow.to_owned(), amount, of_co2e.clone()));
            }
        }
        let bought = bought_electricity(stated)?.times(share)?;
        if let Some(intensity) = &self.footprint.electricity
            && !bought.is_zero()
        {
            let amount = Quantity::new(bought, Unit::parse("MWh")?);
            outside.push(("electricity bought".to_owned(), amount, intensity.clone()));
        }
        for used in process.precursors.iter().filter(|used| !used.is_own) {
            if let Some(intensity) = self.footprint.precursor.get(&used.name) {
                let amount = Quantity::new(used.tonnes, Unit::parse("t")?);
                outside.push((
                    format!("precursor {}", used.name),
                    amount,
                    intensity.clone(),
                ));
            }
        }
        for (flow, amount, intensity, _) in self.supplied(process)? {
            outside.push((flow, amount, intensity));
        }
        Ok(outside)
    }

    /// The supply of source streams, and inputs that the mechanism does not count, with their kind.
    pub fn supplied(
        &self,
        process: &EmbeddedProcess,
    ) -> Result<Vec<(String, Quantity, String, Kind)>, ProblemKind> {
        let share = process.attribution.share_of_goods;
        let mut supplied = Vec::new();
        for stream in &self.stated.stream {
            let Some(intensity) = self.footprint.upstream.get(&stream.name) else {
                continue;
            };
            let activity: Quantity = stream.activity.parse()?;
            let part = part_of(&stream.used_in, &process.name, Amount::ONE)?.times(share)?;
            if part.is_zero() {
                continue;
            }
            let flow = format!("supply of {}", stream.name);
            supplied.push((
                flow,
                activity.scaled(part)?,
                intensity.clone(),
                Kind::Upstream,
            ));
        }
        for input in self
            .footprint
            .input
            .iter()
            .filter(|one| one.process == process.name)
        {
            let kind = match input.kind.as_deref() {
                Some("scrap") => Kind::Scrap,
                Some("excluded step") => Kind::Excluded,
                _ => Kind::Input,
            };
            let amount: Quantity = input.amount.parse()?;
            // Inputs of different processes may have one name and different footprints.
            let flow = format!("{} of {}", input.name, input.process);
            supplied.push((flow, amount.scaled(share)?, input.footprint.clone(), kind));
        }
        Ok(supplied)
    }

    /// t CO2 of the electricity that a process takes from units of the installation.
    pub fn own_electricity(&self, stated: &StatedProcess, share: Amount) -> Number {
        let units = &self.report.way.embedded.energy_units;
        let mut sum = Amount::ZERO;
        for used in &stated.electricity {
            let unit = units
                .iter()
                .find(|unit| Some(&unit.name) == used.unit.as_ref());
            if let Some(factor) = unit.and_then(|unit| unit.per_electricity) {
                let amount: Quantity = used.amount.parse()?;
                let energy = amount.to(&Unit::parse("MWh")?)?.amount();
                sum = sum.plus(energy.times(factor)?)?;
            }
        }
        Ok(sum.times(share)?)
    }
}

/// Why an input is in a product footprint and not in embedded emissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Upstream,
    Input,
    Scrap,
    Excluded,
}

/// The part of an amount that falls on a process.
fn part_of(
    users: &std::collections::BTreeMap<String, String>,
    process: &str,
    amount: Amount,
) -> Result<Amount, NumberProblem> {
    match users.get(process) {
        Some(share) => amount.times(share.parse()?),
        None => Ok(Amount::ZERO),
    }
}

/// t CO2e of a quantity by its footprint.
pub(super) fn co2e(amount: &Quantity, intensity: &str) -> Number {
    let intensity: Quantity = intensity.parse()?;
    let emitted = amount.times(&intensity)?;
    Ok(emitted.to(&Unit::parse("t CO2e")?)?.amount())
}

/// MWh that a process buys.
fn bought_electricity(stated: &StatedProcess) -> Number {
    let bought = stated.electricity.iter().filter(|used| used.unit.is_none());
    let mut sum = Amount::ZERO;
    for used in bought {
        let amount: Quantity = used.amount.parse()?;
        sum = sum.plus(amount.to(&Unit::parse("MWh")?)?.amount())?;
    }
    Ok(sum)
}
