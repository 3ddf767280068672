//! Production processes: their names in the sheet of the installation, and a block of the sheet of processes for each.

use cfp_core::Amount;
use serde::Serialize;

use super::cells::{At, Cells, Told, is_same};
use super::installation::INSTALLATION;
use super::notes::{Note, Notes};
use super::problem::WorkbookProblem;
use crate::cbam::installation::{StatedElectricity, StatedHeat, StatedProcess, StatedTaken};
use crate::cbam::number::{plain, plain_or_null};

/// The sheet of production processes.
pub(super) const PROCESSES: &str = "D_Processes";

/// How many production processes the template has.
const COUNT: u32 = 10;
/// The row of the first name.
const FIRST_NAME: u32 = 83;
/// The row of the first block, and the rows of a block.
const FIRST_BLOCK: u32 = 11;
const BLOCK: u32 = 65;
/// The categories that a process includes.
const INCLUDED: [&str; 6] = ["F", "G", "H", "I", "J", "K"];
/// What stands there of a process that includes none.
const NONE_INCLUDED: &str = "Only direct production";
/// The route of a category that has only one.
pub(super) const ALL_ROUTES: &str = "All production routes";

/// Sources of the emission factor of electricity that are actual ones, by the points of Implementing Regulation (EU) 2023/1773
/// Annex III.
const ACTUAL: [&str; 4] = ["D.4.1", "D.4.2", "D.4.3.1", "D.4.3.2"];
/// Those by which the installation makes the electricity itself.
const SELF_MADE: [&str; 2] = ["D.4.1", "D.4.2"];

/// A production process as the workbook has it, with its own results.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WorkbookProcess {
    /// Its name.
    pub name: String,
    /// Its aggregated goods category, in the words of the template.
    pub category: String,
    /// The categories of the precursors that it includes.
    pub included: Vec<String>,
    /// What each production route made, by the words of the template.
    pub routes: Vec<WorkbookRoute>,
    /// What was made for the market, in tonnes.
    #[serde(serialize_with = "plain_or_null")]
    pub to_market: Option<Amount>,
    /// What was used for goods that are none of the mechanism, in tonnes.
    #[serde(serialize_with = "plain_or_null")]
    pub for_other_goods: Option<Amount>,
    /// Where the emission factor of its electricity is from, by points of Implementing Regulation (EU) 2023/1773 Annex III.
    pub electricity_source: Option<String>,
    /// Attributed direct emissions in t CO2e, without a floor.
    #[serde(serialize_with = "plain")]
    pub attributed_direct: Amount,
    /// Attributed indirect emissions in t CO2e.
    #[serde(serialize_with = "plain")]
    pub attributed_indirect: Amount,
    /// The cell of its name.
    pub cell: String,
}

/// What a production route made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WorkbookRoute {
    /// The route in the words of the template.
    pub name: String,
    /// Tonnes.
    #[serde(serialize_with = "plain")]
    pub made: Amount,
}

/// A process that is named, and where its block begins.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub name: String,
    pub category: String,
    pub base: u32,
}

/// The processes that are named, in their order.
#[derive(Debug)]
pub(super) struct Names {
    named: Vec<Named>,
    /// Whether none of them had a problem.
    is_whole: bool,
}

/// Reads the names; they are told apart as the workbook does.
pub(super) fn names(cells: &mut Cells) -> Names {
    let mut named: Vec<Named> = Vec::new();
    let mut sound = Ok(());
    for index in 0..COUNT {
        let row = FIRST_NAME + index;
        if !cells.any(INSTALLATION, &["E", "L"], row) {
            continue;
        }
        match name(cells, index) {
            Ok(one) if named.iter().any(|other| is_same(&other.name, &one.name)) => {
                let (parts, name) = ("production processes", one.name);
                let at = At::new(INSTALLATION, "L", row);
                sound = Err(cells.tell(at, &WorkbookProblem::SameNameTwice { parts, name }));
            }
            Ok(one) => named.push(one),
            Err(Told) => sound = Err(Told),
        }
    }
    let is_whole = sound.is_ok();
    Names { named, is_whole }
}

fn name(cells: &mut Cells, index: u32) -> Result<Named, Told> {
    let of = |column| At::new(INSTALLATION, column, FIRST_NAME + index);
    let category = cells.needed_text(of("E"), "the aggregated goods category");
    let name = cells.text(of("L"));
    let (category, name) = (category?, name?);
    // As the workbook calls a process without a name.
    let name = name.unwrap_or_else(|| format!("P{} - {category}", index + 1));
    let base = FIRST_BLOCK + BLOCK * index;
    let marker = At::new(PROCESSES, "R", base);
    let expected = index + 1;
    if cells.number(marker)?.map(|number| number.to_string()) != Some(expected.to_string()) {
        let expected = expected.to_string();
        return Err(cells.tell(marker, &WorkbookProblem::OtherLayout { expected }));
    }
    cells.check_text(At::new(PROCESSES, "G", base), &name)?;
    cells.check_text(At::new(PROCESSES, "L", base), &category)?;
    Ok(Named {
        name,
        category,
        base,
    })
}

/// Reads the blocks of the processes that are named.
pub(super) fn read(
    cells: &mut Cells,
    notes: &mut Notes,
    names: &Names,
) -> Result<(Vec<StatedProcess>, Vec<WorkbookProcess>), Told> {
    let (mut stated, mut own, mut given) = (Vec::new(), Vec::new(), Vec::new());
    let mut sound = Ok(());
    for named in &names.named {
        let mut block = Block {
            cells: &mut *cells,
            notes: &mut *notes,
            named,
        };
        match (block.read(), block.given(names)) {
            (Ok((process, result)), Ok(uses)) => {
                stated.push(process);
                own.push(result);
                given.push(uses);
            }
            _ => sound = Err(Told),
        }
    }
    sound?;
    for (named, uses) in names.named.iter().zip(given) {
        for (user, amount) in uses {
            let from = Some(named.name.clone());
            let amount = format!("{amount} t");
            stated[user].takes.push(StatedTaken {
                from,
                amount,
                ..StatedTaken::default()
            });
        }
    }
    Ok((stated, own))
}

/// A block of the sheet of processes.
struct Block<'c> {
    cells: &'c mut Cells,
    notes: &'c mut Notes,
    named: &'c Named,
}

impl Block<'_> {
    /// A cell by its row in the block, from 0.
    fn at(&self, column: &'static str, row: u32) -> At {
        At::new(PROCESSES, column, self.named.base + row)
    }

    fn read(&mut self) -> Result<(StatedProcess, WorkbookProcess), Told> {
        let routes = self.routes();
        let direct = self
            .cells
            .needed(self.at("L", 43), "the directly attributable emissions");
        let direct_unit = self.unit("K", 43, "tCO2e");
        let mut process = StatedProcess {
            name: self.named.name.clone(),
            ..StatedProcess::default()
        };
        let heat = self.heat(&mut process);
        let gas = self.waste_gas(&mut process);
        let electricity = self.electricity(&mut process);
        let exported = self.exported(&mut process);
        let own = self.own();
        let (routes, produced, unit) = routes?;
        process.produced = format!("{produced} {unit}");
        if unit == "MWh" {
            process.functional_unit = Some("kWh".to_owned());
        }
        process.direct = Some(format!("{} t CO2e", direct?));
        direct_unit.and(heat).and(gas).and(exported)?;
        let source = electricity?;
        let mut own = own?;
        own.routes = routes;
        own.electricity_source = source;
        if own.routes.iter().any(|route| route.name != ALL_ROUTES) {
            self.notes.name(Note::Routes, &own.name);
        }
        Ok((process, own))
    }

    /// What each route made, their sum, and the unit.
    fn routes(&mut self) -> Result<(Vec<WorkbookRoute>, Amount, &'static str), Told> {
        let unit = self.cells.needed_entry(
            self.at("K", 5),
            "the unit of what is made",
            &[("t", "t"), ("MWh", "MWh")],
        );
        let total_at = self.at("L", 13);
        let (mut routes, mut total, mut sound) = (Vec::new(), Amount::ZERO, Ok(()));
        let mut is_stated = false;
        for row in 5..=12 {
            let (name, at) = (self.at("H", row), self.at("L", row));
            match self.cells.amount(at, "what is made") {
                Ok(Some(made)) => {
                    is_stated = true;
                    total = self.cells.computed(at, total.plus(made))?;
                    if made.is_positive() {
                        let name = self.cells.needed_text(name, "the production route")?;
                        routes.push(WorkbookRoute { name, made });
                    }
                }
                Ok(None) => {}
                Err(Told) => sound = Err(Told),
            }
        }
        sound?;
        if !is_stated {
            let what = "what is made";
            return Err(self
                .cells
                .tell(self.at("L", 5), &WorkbookProblem::EmptyCell { what }));
        }
        self.cells.check(total_at, total)?;
        Ok((routes, total, unit?))
    }

    /// Looks whether a unit that the template prints is there.
    fn unit(&mut self, column: &'static str, row: u32, unit: &'static str) -> Result<(), Told> {
        let at = self.at(column, row);
        self.cells.needed_entry(at, "the unit", &[(unit, ())])
    }

    fn heat(&mut self, process: &mut StatedProcess) -> Result<(), Told> {
        let imported = self.heat_of("L");
        let exported = self.heat_of("M");
        process.heat_imported.extend(imported?);
        process.heat_exported.extend(exported?);
        if process.heat_imported.is_empty() && process.heat_exported.is_empty() {
            return Ok(());
        }
        self.energy_factors();
        self.deselected("K");
        self.unit("K", 46, "TJ").and(self.unit("K", 47, "tCO2/TJ"))
    }

    fn heat_of(&mut self, column: &'static str) -> Result<Option<StatedHeat>, Told> {
        let amount = self
            .cells
            .amount(self.at(column, 46), "an amount of heat")?;
        let Some(amount) = amount.filter(Amount::is_positive) else {
            return Ok(None);
        };
        let factor = self
            .cells
            .needed(self.at(column, 47), "the emission factor of the heat")?;
        Ok(Some(StatedHeat {
            amount: format!("{amount} TJ"),
            factor: Some(format!("{factor} t CO2/TJ")),
            ..StatedHeat::default()
        }))
    }

    fn waste_gas(&mut self, process: &mut StatedProcess) -> Result<(), Told> {
        let what = "an amount of waste gas";
        let imported = self.cells.amount(self.at("L", 50), what);
        let exported = self.cells.amount(self.at("M", 50), what);
        let told = |amount: Amount| format!("{amount} TJ");
        process.waste_gas_imported = imported?.filter(Amount::is_positive).map(told);
        process.waste_gas_exported = exported?.filter(Amount::is_positive).map(told);
        if process.waste_gas_imported.is_none() && process.waste_gas_exported.is_none() {
            return Ok(());
        }
        self.deselected("L");
        self.unit("K", 50, "TJ")
    }

    /// Notes that something is stated which the selection of the block says is not there.
    fn deselected(&mut self, column: &'static str) {
        let at = self.at(column, 39);
        if self.cells.truth(at) != Ok(Some(true)) {
            self.notes.cell(Note::Deselected, at);
        }
    }

    fn energy_factors(&mut self) {
        self.notes.name(Note::EnergyFactors, &self.named.name);
    }

    /// Electricity that the process uses, and where its emission factor is from.
    fn electricity(&mut self, process: &mut StatedProcess) -> Result<Option<String>, Told> {
        let amount = self.cells.amount(self.at("L", 54), "the electricity used");
        let source = self.cells.text(self.at("L", 56));
        let (Some(amount), source) = (amount?.filter(Amount::is_positive), source?) else {
            return Ok(None);
        };
        let what = "the emission factor of the electricity";
        let factor = self.cells.needed(self.at("L", 55), what)?;
        self.unit("K", 54, "MWh")
            .and(self.unit("K", 55, "tCO2/MWh"))?;
        self.energy_factors();
        let is_of = |list: &[&str]| {
            source
                .as_deref()
                .is_some_and(|source| list.contains(&source))
        };
        if is_of(&SELF_MADE) {
            self.notes.name(Note::Exported, &self.named.name);
        }
        let evidence = source.as_ref().filter(|_| is_of(&ACTUAL)).map(|source| {
            format!("by point {source} of Implementing Regulation (EU) 2023/1773 Annex III, as the workbook states")
        });
        process.electricity.push(StatedElectricity {
            amount: format!("{amount} MWh"),
            factor: Some(format!("{factor} t CO2/MWh")),
            evidence,
            ..StatedElectricity::default()
        });
        Ok(source)
    }

    fn exported(&mut self, process: &mut StatedProcess) -> Result<(), Told> {
        let amount = self
            .cells
            .amount(self.at("L", 60), "the electricity exported")?;
        let Some(amount) = amount.filter(Amount::is_positive) else {
            return Ok(());
        };
        let what = "the emission factor of the electricity";
        let factor = self.cells.needed(self.at("L", 61), what)?;
        self.unit("K", 60, "MWh")
            .and(self.unit("K", 61, "tCO2/MWh"))?;
        self.notes.name(Note::Exported, &self.named.name);
        process.electricity_produced.push(StatedElectricity {
            amount: format!("{amount} MWh"),
            factor: Some(format!("{factor} t CO2/MWh")),
            ..StatedElectricity::default()
        });
        Ok(())
    }

    /// What the workbook says and computes of the process itself.
    fn own(&mut self) -> Result<WorkbookProcess, Told> {
        let to_market = self
            .cells
            .amount(self.at("L", 16), "what is made for the market");
        let for_other_goods = self.cells.amount(self.at("L", 30), "what other goods take");
        let mut included = Vec::new();
        let row = FIRST_NAME + (self.named.base - FIRST_BLOCK) / BLOCK;
        for column in INCLUDED {
            let category = self.cells.text(At::new(INSTALLATION, column, row))?;
            included.extend(category.filter(|category| !is_same(category, NONE_INCLUDED)));
        }
        if !included.is_empty() {
            self.notes.name(Note::Joint, &self.named.name);
        }
        let mut direct = Ok(Amount::ZERO);
        for row in [43, 47, 51, 61] {
            let at = self.at("T", row);
            let term = self
                .cells
                .needed_result(at, "a term of the attributed emissions");
            direct = match (direct, term) {
                (Ok(sum), Ok(term)) => self.cells.computed(at, sum.plus(term)),
                _ => Err(Told),
            };
        }
        let indirect = self
            .cells
            .needed_result(self.at("T", 55), "the indirect emissions");
        let control = self.at("L", 31);
        if self
            .cells
            .needed_result(control, "the control of the amounts")
            .is_ok_and(is_unbalanced)
        {
            self.notes.cell(Note::Unbalanced, control);
        }
        let attributed_direct = direct?;
        if attributed_direct.is_negative() {
            self.notes.name(Note::BelowZero, &self.named.name);
        }
        Ok(WorkbookProcess {
            name: self.named.name.clone(),
            category: self.named.category.clone(),
            included,
            routes: Vec::new(),
            to_market: to_market?,
            for_other_goods: for_other_goods?,
            electricity_source: None,
            attributed_direct,
            attributed_indirect: indirect?,
            cell: self.at("G", 0).to_string(),
        })
    }

    /// What other processes take of what is made here: the index of each, and the amount.
    fn given(&mut self, names: &Names) -> Result<Vec<(usize, Amount)>, Told> {
        let mut given = Vec::new();
        let mut sound = Ok(());
        for row in 21..=29 {
            let (to, at) = (self.at("E", row), self.at("L", row));
            match self.cells.amount(at, "what another process takes") {
                Ok(Some(amount)) if amount.is_positive() => match user(self.cells, to, names) {
                    Ok(user) => given.push((user, amount)),
                    Err(Told) => sound = Err(Told),
                },
                Ok(_) => {}
                Err(Told) => sound = Err(Told),
            }
        }
        sound.map(|()| given)
    }
}

/// The production process that a cell names, by its index.
pub(super) fn user(cells: &mut Cells, at: At, names: &Names) -> Result<usize, Told> {
    let name = cells.needed_text(at, "the production process")?;
    let mut known = names.named.iter();
    match known.position(|named| is_same(&named.name, &name)) {
        Some(user) => Ok(user),
        // It may be one whose name had a problem.
        None if !names.is_whole => Err(Told),
        None => Err(cells.tell(at, &WorkbookProblem::UnnamedProcess { name })),
    }
}

/// Whether a control is more than what a workbook rounds.
pub(super) fn is_unbalanced(control: Amount) -> bool {
    let thousandth = Amount::ONE.shifted(-3);
    thousandth.is_ok_and(|thousandth| control.magnitude().rank(&thousandth).is_gt())
}
