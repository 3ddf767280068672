//! The lines of the bridge, and that they add up.

use cfp_core::cbam::EmbeddedProcess;
use cfp_core::{Amount, Explain, Finding, Problem, ProblemKind};
use cfp_factors::{Cbam, Registry};
use serde::Serialize;

use super::accounts::{Passing, solved};
use super::plant::{Gases, Kind, Number, Plant, co2e};
use crate::cbam::installation::{
    EmbeddedReport, InstallationFile, InstallationProblem, ReportedGood, StatedInstallation,
    StatedProcess,
};
use crate::cbam::number::plain;
use crate::error::{Error, Location, Reported};

/// The embedded emissions of an installation's goods and the product footprints of the same goods, with every difference.
///
/// The footprint is computed by itself, as a product system with the gases, electricity and inputs of ISO 14067; each line of
/// the bridge is computed by itself too; and that the lines add up to it is checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Bridge {
    /// The set of global warming potentials of the footprint.
    pub gwp: String,
    /// The goods.
    pub goods: Vec<BridgeGood>,
    /// The datasets behind the numbers.
    pub datasets: Vec<String>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The bridge of a good, in t CO2e per tonne.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BridgeGood {
    /// The production process.
    pub process: String,
    /// The code.
    pub cn: String,
    /// The name of the good.
    pub name: String,
    /// What counts for certificates.
    #[serde(serialize_with = "plain")]
    pub see_certificates: Amount,
    /// The differences, in their order; lines of zero too.
    pub lines: Vec<BridgeLine>,
    /// The product footprint, cradle to gate.
    #[serde(serialize_with = "plain")]
    pub footprint: Amount,
    /// What rounding leaves between the lines and the footprint.
    #[serde(serialize_with = "plain")]
    pub rounding: Amount,
}

/// A difference between embedded emissions and footprint.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BridgeLine {
    /// Which difference it is.
    pub step: BridgeStep,
    /// What it is, in a sentence.
    pub what: &'static str,
    /// t CO2e per tonne.
    #[serde(serialize_with = "plain")]
    pub per_tonne: Amount,
}

/// The differences between embedded emissions and a product footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BridgeStep {
    /// Goods of one process by content, and by mass.
    FunctionalUnit,
    /// Indirect emissions that do not count.
    UncountedIndirect,
    /// Electricity by its life-cycle footprint.
    Electricity,
    /// 44/12 in place of 3.664.
    CarbonRatio,
    /// Other global warming potentials.
    GlobalWarmingPotentials,
    /// Heat, waste gas and electricity that leave, which a footprint of the goods does not take off.
    Credits,
    /// The floor of zero.
    Floor,
    /// Mark-ups of default values.
    MarkUps,
    /// Precursors by their footprints.
    Precursors,
    /// Precursors that count zero: of the Union and of exempt countries.
    ExemptPrecursors,
    /// The supply of fuels and materials.
    Upstream,
    /// Inputs that are no goods of the mechanism.
    Inputs,
    /// Scrap, which counts zero.
    Scrap,
    /// Steps outside the system boundaries.
    ExcludedSteps,
}

/// How many differences are of the tonne, that is all but the functional unit.
const COUNT: usize = 13;

impl BridgeStep {
    /// The differences of the tonne, in the order of the table.
    const OF_TONNE: [Self; COUNT] = [
        Self::UncountedIndirect,
        Self::Electricity,
        Self::CarbonRatio,
        Self::GlobalWarmingPotentials,
        Self::Credits,
        Self::Floor,
        Self::MarkUps,
        Self::Precursors,
        Self::ExemptPrecursors,
        Self::Upstream,
        Self::Inputs,
        Self::Scrap,
        Self::ExcludedSteps,
    ];

    /// The step as it is written: `functional-unit`, `carbon-ratio`.
    pub fn word(self) -> &'static str {
        match self {
            Self::FunctionalUnit => "functional-unit",
            Self::UncountedIndirect => "uncounted-indirect",
            Self::Electricity => "electricity",
            Self::CarbonRatio => "carbon-ratio",
            Self::GlobalWarmingPotentials => "global-warming-potentials",
            Self::Credits => "credits",
            Self::Floor => "floor",
            Self::MarkUps => "mark-ups",
            Self::Precursors => "precursors",
            Self::ExemptPrecursors => "exempt-precursors",
            Self::Upstream => "upstream",
            Self::Inputs => "inputs",
            Self::Scrap => "scrap",
            Self::ExcludedSteps => "excluded-steps",
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::FunctionalUnit => {
                "goods of the process share by mass, not by clinker or nitrogen"
            }
            Self::UncountedIndirect => {
                "indirect emissions, of which goods of Annex II count none of their own"
            }
            Self::Electricity => "electricity by its life-cycle footprint",
            Self::CarbonRatio => "44/12 t CO2 per t of carbon in place of the ratio of the act",
            Self::GlobalWarmingPotentials => "global warming potentials of the footprint's set",
            Self::Credits => "no credit for heat, waste gas and electricity that leave",
            Self::Floor => "no floor of zero",
            Self::MarkUps => "no mark-up on default values",
            Self::Precursors => "precursors by their footprints, cradle to gate",
            Self::ExemptPrecursors => {
                "precursors of the Union and exempt countries, which count zero"
            }
            Self::Upstream => "supply of fuels and materials",
            Self::Inputs => "inputs that are no goods of the mechanism",
            Self::Scrap => "scrap, which counts zero",
            Self::ExcludedSteps => {
                "steps outside the boundary: cutting, welding, plating, finishing"
            }
        }
    }
}

impl Bridge {
    /// The bridge of an installation that states `[footprint]`.
    ///
    /// # Errors
    ///
    /// What is wrong with the data, or missing for a footprint.
    pub fn of(file: &InstallationFile, cbam: &Cbam, registry: &Registry) -> Result<Self, Error> {
        let stated = file.stated();
        let report = file.embedded(cbam)?;
        let told = |problem: &dyn Explain| {
            let place = Location::file(file.name());
            Error::new(vec![Reported::new(problem, place)])
        };
        let Some(footprint) = &stated.footprint else {
            let keys = vec!["footprint"];
            let owner = "the installation";
            return Err(told(&InstallationProblem::NoneOf { owner, keys }));
        };
        let plant = Plant {
            stated,
            footprint,
            report: &report,
        };
        let missing = missing(&plant);
        if !missing.is_empty() {
            let place = Location::file(file.name());
            let each = missing.iter().map(|one| Reported::new(one, place.clone()));
            return Err(Error::new(each.collect()));
        }
        let unmarked = file.without_mark_ups(cbam)?;
        let potentials = Potentials::of(registry, &footprint.gwp, cbam);
        let potentials = potentials.map_err(|error| of_factors(&error, file.name()))?;
        let set = registry.gwp(&footprint.gwp);
        let set = set.map_err(|error| of_factors(&error, file.name()))?;
        let of_core = |error: cfp_core::Error| of_problems(error.problems(), file.name());
        let ratio = ratio(cbam).map_err(|kind| told(&kind))?;
        let system = plant.system(ratio).map_err(of_core)?;
        let solved_system = system.solve().and_then(cfp_core::Solved::whole);
        let footprints = solved_system
            .and_then(|own| own.intensities(&set))
            .map_err(of_core)?;
        let lines = plant
            .lines(&unmarked, &potentials, ratio)
            .map_err(of_core)?;
        let per_tonne = solved(&lines).map_err(of_core)?;
        let mut goods = Vec::new();
        for good in &report.goods {
            let process = plant
                .processes()
                .iter()
                .position(|one| one.name == good.process);
            let Some(number) = process else { continue };
            let footprint = &footprints.intensities[number].total;
            let footprint = footprint.proved().unwrap_or_else(|| footprint.value());
            // The system counts kilograms per tonne.
            let footprint = footprint.shifted(-3).map_err(|kind| told(&kind))?;
            let made = BridgeGood::of(good, &per_tonne[number], footprint);
            goods.push(made.map_err(|kind| told(&kind))?);
        }
        let mut findings = report.findings.clone();
        findings.extend(unsplit(stated));
        Ok(Self {
            gwp: footprint.gwp.clone(),
            goods,
            datasets: report.datasets,
            findings,
        })
    }
}

/// 44/12 over the ratio of the act.
fn ratio(cbam: &Cbam) -> Number {
    let molar = Amount::from(44).over(Amount::from(12))?;
    Ok(molar.over(cbam.method().carbon_to_co2)?)
}

fn of_factors(error: &cfp_factors::Error, file: &std::sync::Arc<str>) -> Error {
    let place = Location::file(file);
    let each = error.problems().iter();
    Error::new(
        each.map(|problem| Reported::new(problem, place.clone()))
            .collect(),
    )
}

fn of_problems(problems: &[Problem], file: &std::sync::Arc<str>) -> Error {
    let place = Location::file(file);
    let each = problems.iter();
    Error::new(
        each.map(|problem| Reported::new(problem, place.clone()))
            .collect(),
    )
}

/// Footprints that the plant needs and does not state.
fn missing(plant: &Plant<'_>) -> Vec<InstallationProblem> {
    let not_stated = |what: &'static str, name: &str| InstallationProblem::FootprintNotStated {
        what,
        name: name.to_owned(),
    };
    let mut missing = Vec::new();
    let buys = |process: &StatedProcess| process.electricity.iter().any(|used| used.unit.is_none());
    if plant.footprint.electricity.is_none() && plant.stated.process.iter().any(buys) {
        missing.push(not_stated("figure", "electricity"));
    }
    for stream in &plant.stated.stream {
        let is_output = stream.activity.trim_start().starts_with('-');
        if !is_output && !plant.footprint.upstream.contains_key(&stream.name) {
            missing.push(not_stated("`upstream`", &stream.name));
        }
    }
    for precursor in &plant.stated.precursor {
        if !plant.footprint.precursor.contains_key(&precursor.name) {
            missing.push(not_stated("`precursor`", &precursor.name));
        }
    }
    missing
}

/// Processes whose emissions are stated in CO2e, so that gases and carbon cannot be told apart.
fn unsplit(stated: &StatedInstallation) -> Vec<Finding> {
    let processes = stated
        .process
        .iter()
        .filter(|process| process.direct.is_some());
    let findings = processes.map(|process| {
        Finding::new(
            "gases-not-split",
            format!("the direct emissions of `{}` are stated in CO2e", process.name),
            "assign sources by `used_in`, so that carbon and gases are counted by the footprint's own rules",
        )
    });
    findings.collect()
}

/// Global warming potentials of the footprint less those of the act.
struct Potentials {
    cf4: Amount,
    c2f6: Amount,
    n2o: Amount,
}

impl Potentials {
    fn of(registry: &Registry, name: &str, cbam: &Cbam) -> Result<Self, cfp_factors::Error> {
        let values = registry.gwp_values(name)?;
        let method = cbam.method();
        let of = |gas: &str, act: Amount| {
            let value = values.iter().find(|value| value.gas == gas);
            let value = value.and_then(|value| value.value.parse::<Amount>().ok());
            // A gas that the set lacks is a problem of the footprint, which is told there.
            value
                .and_then(|value| value.minus(act).ok())
                .unwrap_or_default()
        };
        Ok(Self {
            cf4: of("CF4", method.cf4),
            c2f6: of("C2F6", method.c2f6),
            n2o: of("N2O", method.n2o),
        })
    }
}

impl Plant<'_> {
    /// What each process adds to each difference, and to what counts, the last of the accounts.
    fn lines(
        &self,
        unmarked: &EmbeddedReport,
        potentials: &Potentials,
        ratio: Amount,
    ) -> Result<Vec<Passing<{ COUNT + 1 }>>, cfp_core::Error> {
        let processes = self.processes().iter().zip(&self.stated.process);
        let unmarked = &unmarked.way.embedded.processes;
        let each = processes
            .zip(unmarked)
            .map(|((process, stated), unmarked)| {
                let made = self.passing(process, stated, unmarked, potentials, ratio);
                made.map_err(|kind| {
                    let place = cfp_core::Place::process(&process.name);
                    cfp_core::Error::from(Problem::new(kind, place))
                })
            });
        each.collect()
    }

    fn passing(
        &self,
        process: &EmbeddedProcess,
        stated: &StatedProcess,
        unmarked: &EmbeddedProcess,
        potentials: &Potentials,
        ratio: Amount,
    ) -> Result<Passing<{ COUNT + 1 }>, ProblemKind> {
        let of = &process.attribution;
        let gases = self.gases(process, stated)?;
        let own = if process.annex_ii {
            of.attributed_indirect
        } else {
            Amount::ZERO
        };
        let bought = Bought::of(self, process, unmarked)?;
        let credits = of
            .heat_exported
            .plus(of.waste_gas_exported)?
            .plus(of.electricity_produced)?
            .times(of.share_of_goods)?;
        let floor = if of.before_floor.midpoint().is_negative() {
            of.before_floor.times(of.share_of_goods)?
        } else {
            Amount::ZERO
        };
        let [upstream, inputs, scrap, excluded] = self.of_kinds(process)?;
        let counted = of
            .attributed_direct
            .plus(of.attributed_indirect.minus(own)?)?
            .plus(bought.counted)?;
        let adds = [
            own.plus(bought.uncounted)?,
            self.electricity_line(process, stated)?,
            gases.co2_of_carbon.times(ratio.minus(Amount::ONE)?)?,
            potentials_line(&gases, potentials)?,
            credits,
            floor,
            bought.mark_ups,
            bought.by_footprint,
            bought.exempt,
            upstream,
            inputs,
            scrap,
            excluded,
            counted,
        ];
        let takes = process.precursors.iter().filter(|used| used.is_own);
        Ok(Passing {
            name: process.name.clone(),
            tonnes: process.tonnes,
            takes: takes.map(|used| (used.name.clone(), used.tonnes)).collect(),
            adds,
        })
    }

    /// Electricity by its footprint less what it counts by the factors of the act.
    fn electricity_line(&self, process: &EmbeddedProcess, stated: &StatedProcess) -> Number {
        let mut line = Amount::ZERO;
        for (flow, amount, intensity) in self.outside(process, stated, Amount::ZERO)? {
            if flow.starts_with("electricity") {
                line = line.plus(co2e(&amount, &intensity)?)?;
            }
        }
        Ok(line.minus(process.attribution.attributed_indirect)?)
    }

    /// t CO2e of supply, other inputs, scrap and excluded steps.
    fn of_kinds(&self, process: &EmbeddedProcess) -> Result<[Amount; 4], ProblemKind> {
        let mut sums = [Amount::ZERO; 4];
        for (_, amount, intensity, kind) in self.supplied(process)? {
            let at = match kind {
                Kind::Upstream => 0,
                Kind::Input => 1,
                Kind::Scrap => 2,
                Kind::Excluded => 3,
            };
            sums[at] = sums[at].plus(co2e(&amount, &intensity)?)?;
        }
        Ok(sums)
    }
}

fn potentials_line(gases: &Gases, potentials: &Potentials) -> Number {
    let mut line = gases.cf4.times(potentials.cf4)?;
    line = line.plus(gases.c2f6.times(potentials.c2f6)?)?;
    Ok(line.plus(gases.n2o.times(potentials.n2o)?)?)
}

/// What the precursors that a process buys make of the differences.
#[derive(Default)]
struct Bought {
    counted: Amount,
    uncounted: Amount,
    mark_ups: Amount,
    by_footprint: Amount,
    exempt: Amount,
}

impl Bought {
    fn of(
        plant: &Plant<'_>,
        process: &EmbeddedProcess,
        unmarked: &EmbeddedProcess,
    ) -> Result<Self, ProblemKind> {
        let mut sums = Self::default();
        for (used, plain) in process.precursors.iter().zip(&unmarked.precursors) {
            if used.is_own {
                continue;
            }
            let tonnes = |of_tonne: Amount| used.tonnes.times(of_tonne);
            let embedded = used.see_direct.plus(used.see_indirect)?;
            let without = plain.see_direct.plus(plain.see_indirect)?;
            let counted = used.see_direct.plus(used.indirect_counted)?;
            sums.counted = sums.counted.plus(tonnes(counted)?)?;
            sums.uncounted = sums.uncounted.plus(tonnes(embedded.minus(counted)?)?)?;
            sums.mark_ups = sums.mark_ups.plus(tonnes(without.minus(embedded)?)?)?;
            let intensity = plant.footprint.precursor.get(&used.name);
            let amount = cfp_core::Quantity::new(used.tonnes, cfp_core::Unit::parse("t")?);
            let footprint = match intensity {
                Some(intensity) => co2e(&amount, intensity)?,
                None => Amount::ZERO,
            };
            let difference = footprint.minus(tonnes(without)?)?;
            let sum = if embedded.midpoint().is_zero() {
                &mut sums.exempt
            } else {
                &mut sums.by_footprint
            };
            *sum = sum.plus(difference)?;
        }
        Ok(sums)
    }
}

impl BridgeGood {
    fn of(
        good: &ReportedGood,
        per_tonne: &[Amount; COUNT + 1],
        footprint: Amount,
    ) -> Result<Self, ProblemKind> {
        let counted = per_tonne[COUNT];
        let step = BridgeStep::FunctionalUnit;
        let mut lines = vec![BridgeLine {
            step,
            what: step.what(),
            per_tonne: counted.minus(good.see_certificates)?,
        }];
        for (step, amount) in BridgeStep::OF_TONNE.into_iter().zip(per_tonne) {
            lines.push(BridgeLine {
                step,
                what: step.what(),
                per_tonne: *amount,
            });
        }
        let mut sum = good.see_certificates;
        for line in &lines {
            sum = sum.plus(line.per_tonne)?;
        }
        Ok(Self {
            process: good.process.clone(),
            cn: good.cn.clone(),
            name: good.name.clone(),
            see_certificates: good.see_certificates,
            rounding: footprint.minus(sum)?,
            lines,
            footprint,
        })
    }
}
