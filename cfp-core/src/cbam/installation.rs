//! An installation: its sources, its energy, its production processes and what it buys.

use std::collections::{BTreeMap, BTreeSet};

use super::anode_effect::{AnodeProcess, AnodeRow};
use super::energy::{ElectricitySource, ElectricityUse, EnergyUnit, EnergyUnitRow, HeatOrigin};
use super::measure::{Method, sum};
use super::precursor::Precursor;
use super::production::{Direct, Production, Taken};
use super::stream::{SourceStream, StreamMethod, StreamRow};
use super::transfer::{Co2Transfer, MeasuredRow, MeasuredSource};
use crate::amount::Amount;
use crate::error::{CbamProblem, Error, Place, Problem, ProblemKind, nearest};

/// What an operator monitors at an installation in a year.
///
/// # Source
///
/// 2547 Annex II.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Installation {
    pub(super) streams: Vec<SourceStream>,
    pub(super) anodes: Vec<AnodeProcess>,
    pub(super) measured: Vec<MeasuredSource>,
    pub(super) transfers: Vec<Co2Transfer>,
    pub(super) units: Vec<EnergyUnit>,
    pub(super) electricity: Vec<ElectricitySource>,
    pub(super) productions: Vec<Production>,
    pub(super) precursors: Vec<Precursor>,
    pub(super) reconciled: bool,
}

/// Each source of the installation with what it emits, and what falls on whom.
pub(super) struct Sources {
    pub streams: Vec<StreamRow>,
    pub anodes: Vec<AnodeRow>,
    pub measured: Vec<MeasuredRow>,
    pub units: Vec<EnergyUnitRow>,
    /// Directly attributable emissions of each production process, as the sources say.
    pub direct: BTreeMap<String, Amount>,
    /// t CO2e of the installation.
    pub total: Amount,
}

impl Installation {
    /// Adds a source stream.
    pub fn stream(mut self, stream: SourceStream) -> Self {
        self.streams.push(stream);
        self
    }

    /// Adds a group of electrolysis cells.
    pub fn anode_process(mut self, anode: AnodeProcess) -> Self {
        self.anodes.push(anode);
        self
    }

    /// Adds a measured source.
    pub fn measured(mut self, source: MeasuredSource) -> Self {
        self.measured.push(source);
        self
    }

    /// Adds CO2 that is received or stored.
    pub fn co2_transfer(mut self, transfer: Co2Transfer) -> Self {
        self.transfers.push(transfer);
        self
    }

    /// Adds a boiler or cogeneration unit that serves several processes.
    pub fn energy_unit(mut self, unit: EnergyUnit) -> Self {
        self.units.push(unit);
        self
    }

    /// Adds a source of electricity.
    pub fn electricity(mut self, source: ElectricitySource) -> Self {
        self.electricity.push(source);
        self
    }

    /// Adds a production process.
    pub fn production(mut self, production: Production) -> Self {
        self.productions.push(production);
        self
    }

    /// Adds a precursor that is bought.
    pub fn precursor(mut self, precursor: Precursor) -> Self {
        self.precursors.push(precursor);
        self
    }

    /// Corrects the stated direct emissions of the processes by one factor, so that they sum to those of the sources.
    ///
    /// # Source
    ///
    /// 2547 Annex III point A.1.
    pub fn reconciled(mut self, is_wanted: bool) -> Self {
        self.reconciled = is_wanted;
        self
    }

    /// The production processes.
    pub fn productions(&self) -> &[Production] {
        &self.productions
    }

    /// Everything that is wrong with the parts by themselves: names, shares, factors and activity levels.
    pub(super) fn check(&self, method: &Method) -> Vec<Problem> {
        let mut problems = self.doubled();
        kept(&self.streams, &mut problems, |one| one.emissions(method));
        kept(&self.anodes, &mut problems, |one| one.emissions(method));
        kept(&self.measured, &mut problems, |one| one.emissions(method));
        kept(&self.transfers, &mut problems, Co2Transfer::emissions);
        for production in &self.productions {
            if let Err(kind) = production.activity_level() {
                problems.push(Problem::new(kind, Place::process(&production.name)));
            }
        }
        let whole = |kind: CbamProblem| Problem::new(kind, Place::default());
        for (what, users) in self.users() {
            problems.extend(self.check_users(&what, users).into_iter().map(whole));
        }
        for transfer in &self.transfers {
            let what = format!("CO2 transfer `{}`", transfer.name);
            let known = self.process_names();
            problems
                .extend(unknown(&what, &transfer.user, "production process", &known).map(whole));
        }
        for production in &self.productions {
            let place = || Place::process(&production.name);
            let found = self.unknown_in(production);
            problems.extend(found.into_iter().map(|kind| Problem::new(kind, place())));
        }
        problems
    }

    /// Each source that says who uses it.
    fn users(&self) -> Vec<(String, &[(String, Amount)])> {
        let streams = self.streams.iter();
        let streams = streams.map(|one| (format!("source stream `{}`", one.name), &one.users[..]));
        let anodes = self.anodes.iter();
        let anodes = anodes.map(|one| (format!("anode effects `{}`", one.name), &one.users[..]));
        let measured = self.measured.iter();
        let measured =
            measured.map(|one| (format!("measured source `{}`", one.name), &one.users[..]));
        streams.chain(anodes).chain(measured).collect()
    }

    fn check_users(&self, what: &str, users: &[(String, Amount)]) -> Vec<CbamProblem> {
        // Where every process states its emissions, the sources are a check of the whole.
        let all_stated = self
            .productions
            .iter()
            .all(|production| production.direct != Direct::OfSources);
        if users.is_empty() {
            let what = what.to_owned();
            return if all_stated {
                Vec::new()
            } else {
                vec![CbamProblem::Unused { what }]
            };
        }
        let mut known = self.process_names();
        known.extend(self.units.iter().map(|unit| unit.name.as_str()));
        let mut problems = Vec::new();
        for (user, _) in users {
            problems.extend(unknown(
                what,
                user,
                "production process or energy unit",
                &known,
            ));
        }
        let shares = sum(users.iter().map(|(_, share)| *share));
        if let Ok(sum) = shares
            && sum != Amount::ONE
        {
            let (what, sum) = (what.to_owned(), sum.to_string());
            problems.push(CbamProblem::SharesNotOne { what, sum });
        }
        for (_, share) in users.iter().filter(|(_, share)| share.is_negative()) {
            let what = format!("a share of {what}");
            let written = share.to_string();
            problems.push(CbamProblem::Negative { what, written });
        }
        problems
    }

    fn process_names(&self) -> Vec<&str> {
        self.productions
            .iter()
            .map(|one| one.name.as_str())
            .collect()
    }

    /// Names that stand twice.
    fn doubled(&self) -> Vec<Problem> {
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut users = owned(self.process_names());
        users.extend(self.units.iter().map(|unit| unit.name.clone()));
        let lists = [
            ("production processes or energy units", users),
            (
                "source streams",
                self.streams.iter().map(|one| one.name.clone()).collect(),
            ),
            (
                "precursors",
                self.precursors.iter().map(|one| one.name.clone()).collect(),
            ),
            (
                "sources of electricity",
                self.electricity
                    .iter()
                    .map(|one| one.name.clone())
                    .collect(),
            ),
        ];
        let mut problems = Vec::new();
        for (parts, names) in lists {
            let mut seen = BTreeSet::new();
            for name in names {
                if !seen.insert(name.clone()) {
                    let kind = CbamProblem::SameName { parts, name };
                    problems.push(Problem::new(kind, Place::default()));
                }
            }
        }
        problems
    }

    /// Names in a production process that nothing has.
    fn unknown_in(&self, production: &Production) -> Vec<CbamProblem> {
        let units: Vec<&str> = self.units.iter().map(|one| one.name.as_str()).collect();
        let sources: Vec<&str> = self
            .electricity
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        let precursors: Vec<&str> = self
            .precursors
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        let mut problems = Vec::new();
        let heat = production.heat_imported.iter();
        for heat in heat.chain(&production.heat_exported) {
            if let HeatOrigin::Unit(name) = &heat.origin {
                problems.extend(unknown("heat", name, "energy unit", &units));
            }
        }
        let electricity = production.electricity.iter();
        for used in electricity.chain(&production.electricity_produced) {
            match used {
                ElectricityUse::Unit(_, name) => {
                    problems.extend(unknown("electricity", name, "energy unit", &units));
                }
                ElectricityUse::Only(_, names) => {
                    problems.extend(names.iter().filter_map(|name| {
                        unknown("electricity", name, "source of electricity", &sources)
                    }));
                }
                ElectricityUse::Average(_) | ElectricityUse::Factor(..) => {}
            }
        }
        for taken in &production.takes {
            match taken {
                Taken::Made { process, good, .. } => {
                    let found = unknown(
                        "a precursor",
                        process,
                        "production process",
                        &self.process_names(),
                    );
                    problems.extend(found);
                    problems.extend(good.as_ref().and_then(|good| {
                        let maker = self.productions.iter().find(|one| one.name == *process)?;
                        let goods: Vec<&str> =
                            maker.goods.iter().map(|one| one.name.as_str()).collect();
                        unknown("a precursor", good, "good of the process", &goods)
                    }));
                }
                Taken::Bought {
                    precursor, only, ..
                } => {
                    problems.extend(unknown("a precursor", precursor, "precursor", &precursors));
                    let bought = self.precursors.iter().find(|one| one.name == *precursor);
                    let suppliers: Vec<&str> = bought.map_or_else(Vec::new, |bought| {
                        bought
                            .deliveries
                            .iter()
                            .map(|one| one.supplier.as_str())
                            .collect()
                    });
                    for name in only.iter().flatten() {
                        problems.extend(unknown("a precursor", name, "supplier of it", &suppliers));
                    }
                }
            }
        }
        problems
    }

    /// What every source emits and on whom it falls.
    pub(super) fn sources(&self, method: &Method) -> Result<Sources, Error> {
        let mut problems = Vec::new();
        let streams = kept(&self.streams, &mut problems, |one| one.emissions(method));
        let anodes = kept(&self.anodes, &mut problems, |one| one.emissions(method));
        let measured = kept(&self.measured, &mut problems, |one| one.emissions(method));
        let transfers = kept(&self.transfers, &mut problems, Co2Transfer::emissions);
        Error::unless_empty(problems, ())?;
        let mut falls: BTreeMap<String, Amount> = BTreeMap::new();
        let mut total = Amount::ZERO;
        let mut add = |users: &[(String, Amount)], emissions: Amount| -> Result<(), ProblemKind> {
            total = total.plus(emissions)?;
            for (user, share) in users {
                let part = emissions.times(*share)?;
                let sum = falls.entry(user.clone()).or_default();
                *sum = sum.plus(part)?;
            }
            Ok(())
        };
        let in_whole = |kind: ProblemKind| Error::from(Problem::new(kind, Place::default()));
        for (stream, row) in self.streams.iter().zip(&streams) {
            add(&stream.users, row.emissions).map_err(in_whole)?;
        }
        for (anode, row) in self.anodes.iter().zip(&anodes) {
            add(&anode.users, row.emissions).map_err(in_whole)?;
        }
        for (source, row) in self.measured.iter().zip(&measured) {
            add(&source.users, row.emissions).map_err(in_whole)?;
        }
        for (transfer, emissions) in self.transfers.iter().zip(&transfers) {
            let users = [(transfer.user.clone(), Amount::ONE)];
            add(&users, *emissions).map_err(in_whole)?;
        }
        let units = self.unit_rows(&streams, &falls, method)?;
        Ok(Sources {
            streams,
            anodes,
            measured,
            units,
            direct: falls,
            total,
        })
    }

    /// What each energy unit burns and what its heat and electricity emit.
    fn unit_rows(
        &self,
        streams: &[StreamRow],
        falls: &BTreeMap<String, Amount>,
        method: &Method,
    ) -> Result<Vec<EnergyUnitRow>, Error> {
        let mut problems = Vec::new();
        let rows = kept(&self.units, &mut problems, |unit| {
            let mut emissions = falls.get(&unit.name).copied().unwrap_or_default();
            let mut energy = Amount::ZERO;
            for (stream, row) in self.streams.iter().zip(streams) {
                for (_, share) in stream.users.iter().filter(|(user, _)| *user == unit.name) {
                    let of_stream = row.energy.unwrap_or_default().times(*share)?;
                    energy = energy.plus(of_stream)?;
                    let emitted = row.emissions.times(*share)?;
                    let as_natural_gas = of_stream.times(method.natural_gas)?;
                    // A waste gas with a higher factor counts with that of natural gas (Annex II point D.4.1).
                    if stream.is_waste_gas && emitted.rank(&as_natural_gas).is_gt() {
                        emissions = emissions.minus(emitted)?.plus(as_natural_gas)?;
                    }
                }
            }
            unit.row(emissions, energy, self.heat_used(&unit.name)?, method)
        });
        Error::unless_empty(problems, rows)
    }

    /// TJ of heat that production processes take from a unit.
    fn heat_used(&self, unit: &str) -> Result<Amount, ProblemKind> {
        let mut used = Amount::ZERO;
        for production in &self.productions {
            for heat in &production.heat_imported {
                if matches!(&heat.origin, HeatOrigin::Unit(name) if name == unit) {
                    used = used.plus(heat.energy()?)?;
                }
            }
        }
        Ok(used)
    }
}

/// Whether zero-rated carbon goes into the mass balances of the installation and does not come out of them, though other
/// carbon does.
///
/// # Source
///
/// 2547 Annex II point B.3.2, last paragraph.
pub(super) fn loses_zero_rated_carbon(streams: &[StreamRow]) -> bool {
    let balances = || {
        let is_balance = |row: &&StreamRow| row.method == StreamMethod::MassBalance;
        streams.iter().filter(is_balance)
    };
    let has_output = balances().any(|row| row.emissions.is_negative());
    let rated = sum(balances().map(|row| row.zero_rated)).unwrap_or_default();
    has_output && rated.is_positive()
}

/// The problem of a name that is none of the known ones.
fn unknown(what: &str, name: &str, wanted: &'static str, known: &[&str]) -> Option<CbamProblem> {
    if known.contains(&name) {
        return None;
    }
    Some(CbamProblem::UnknownPart {
        what: what.to_owned(),
        name: name.to_owned(),
        wanted,
        nearest: nearest(name, known.iter().copied()).map(str::to_owned),
    })
}

/// What is computed of each item; problems are kept, and then there is one row too few.
fn kept<T, R>(
    items: &[T],
    problems: &mut Vec<Problem>,
    compute: impl Fn(&T) -> Result<R, ProblemKind>,
) -> Vec<R> {
    let computed = items.iter().map(compute);
    let kept = computed.filter_map(|result| {
        result
            .map_err(|kind| problems.push(Problem::new(kind, Place::default())))
            .ok()
    });
    kept.collect()
}
