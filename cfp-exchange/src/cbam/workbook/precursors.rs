//! Precursors that are bought: their names in the sheet of the installation, and a block of the sheet of precursors for each.

use cfp_core::Amount;
use cfp_factors::Cbam;

use super::cells::{At, Cells, Told, is_same};
use super::installation::INSTALLATION;
use super::notes::{Note, Notes};
use super::problem::WorkbookProblem;
use super::processes::{Names, is_unbalanced, user};
use crate::cbam::installation::{StatedDelivery, StatedPrecursor, StatedProcess, StatedTaken};

/// The sheet of precursors that are bought.
pub(super) const PRECURSORS: &str = "E_PurchPrec";

/// How many the template has.
const COUNT: u32 = 20;
/// The row of the first name.
const FIRST_NAME: u32 = 102;
/// The row of the first block, and the rows of a block.
const FIRST_BLOCK: u32 = 14;
const BLOCK: u32 = 44;

/// Where a value is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Measured,
    Default,
    Unknown,
}

const ORIGINS: [(&str, Origin); 3] = [
    ("Measured", Origin::Measured),
    ("Default", Origin::Default),
    ("Unknown", Origin::Unknown),
];

/// Categories of the template that Implementing Regulation (EU) 2025/2547 Annex I Table 1 calls otherwise.
const CATEGORIES: [(&str, &str); 3] = [
    ("Calcined clays", "Calcined clay"),
    ("Pig iron", "Pig Iron"),
    ("Direct reduced iron", "DRI"),
];

/// Reads the precursors, and adds to each process what it takes of them.
pub(super) fn read(
    cells: &mut Cells,
    notes: &mut Notes,
    names: &Names,
    processes: &mut [StatedProcess],
) -> Result<Vec<StatedPrecursor>, Told> {
    let mut precursors: Vec<StatedPrecursor> = Vec::new();
    let mut sound = Ok(());
    for index in 0..COUNT {
        let row = FIRST_NAME + index;
        if !cells.any(INSTALLATION, &["E", "L"], row) {
            continue;
        }
        let mut block = Block {
            cells: &mut *cells,
            notes: &mut *notes,
            index,
        };
        let (read, uses) = (block.read(), block.uses(names));
        let Ok(precursor) = read else {
            sound = Err(Told);
            continue;
        };
        let mut others = precursors.iter();
        if others.any(|other| is_same(&other.name, &precursor.name)) {
            let (parts, name) = ("precursors", precursor.name);
            let at = At::new(INSTALLATION, "L", row);
            sound = Err(cells.tell(at, &WorkbookProblem::SameNameTwice { parts, name }));
            continue;
        }
        let uses = uses.unwrap_or_else(|Told| {
            sound = Err(Told);
            Vec::new()
        });
        for (user, amount) in uses {
            let Some(process) = processes.get_mut(user) else {
                continue;
            };
            process.takes.push(StatedTaken {
                precursor: Some(precursor.name.clone()),
                amount: format!("{amount} t"),
                ..StatedTaken::default()
            });
        }
        precursors.push(precursor);
    }
    note_alike(notes, &precursors);
    sound.map(|()| precursors)
}

/// Notes precursors of one category, whose deliveries may be of one code.
fn note_alike(notes: &mut Notes, precursors: &[StatedPrecursor]) {
    for (index, one) in precursors.iter().enumerate() {
        let mut others = precursors.iter().enumerate();
        if others.any(|(other, two)| other != index && two.category == one.category) {
            notes.name(Note::Apart, &one.name);
        }
    }
}

/// Whether the indirect emissions of a category count whole, since it is outside Annex II of Regulation (EU) 2023/956.
fn counts_whole(category: &str) -> bool {
    Cbam::bundled().is_ok_and(|cbam| {
        let mut goods = cbam.goods();
        goods.any(|good| good.category == category && !good.annex_ii)
    })
}

/// A block of the sheet of precursors.
struct Block<'c> {
    cells: &'c mut Cells,
    notes: &'c mut Notes,
    index: u32,
}

impl Block<'_> {
    /// A cell by its row in the block, from 0.
    fn at(&self, column: &'static str, row: u32) -> At {
        At::new(PRECURSORS, column, FIRST_BLOCK + BLOCK * self.index + row)
    }

    fn of(&self, column: &'static str) -> At {
        At::new(INSTALLATION, column, FIRST_NAME + self.index)
    }

    fn read(&mut self) -> Result<StatedPrecursor, Told> {
        let category = self
            .cells
            .needed_text(self.of("E"), "the aggregated goods category");
        let name = self.cells.text(self.of("L"));
        let country = self.cells.text(self.of("F"));
        let (category, name) = (category?, name?);
        // As the workbook calls a precursor without a name.
        let name = name.unwrap_or_else(|| format!("PP{} - {category}", self.index + 1));
        let marker = format!("PP{}", self.index + 1);
        if self.cells.text(self.at("R", 0))?.as_deref() != Some(&marker) {
            let problem = WorkbookProblem::OtherLayout { expected: marker };
            return Err(self.cells.tell(self.at("R", 0), &problem));
        }
        let repeated = self.cells.check_text(self.at("G", 0), &name);
        repeated.and(self.cells.check_text(self.at("L", 0), &category))?;
        let amount = self.purchased();
        let values = self.values(&name);
        let control = self.at("L", 25);
        if self
            .cells
            .needed_result(control, "the control of the amounts")
            .is_ok_and(is_unbalanced)
        {
            self.notes.cell(Note::Unbalanced, control);
        }
        let mut delivery = values?;
        delivery.amount = format!("{} t", amount?);
        delivery.country = country?;
        delivery.supplier.clone_from(&name);
        let renamed = CATEGORIES
            .iter()
            .find(|(theirs, _)| is_same(theirs, &category));
        let category = renamed.map_or(category, |(_, ours)| (*ours).to_owned());
        if delivery.see_indirect.is_some() && !counts_whole(&category) {
            self.notes.name(Note::NotSplit, &name);
        }
        Ok(StatedPrecursor {
            name,
            category: Some(category),
            delivery: vec![delivery],
            ..StatedPrecursor::default()
        })
    }

    /// What was bought of all routes.
    fn purchased(&mut self) -> Result<Amount, Told> {
        let (mut total, mut is_stated, mut sound) = (Amount::ZERO, false, Ok(()));
        for row in 3..=10 {
            let at = self.at("L", row);
            match self.cells.amount(at, "what was bought") {
                Ok(Some(amount)) => {
                    is_stated = true;
                    total = self.cells.computed(at, total.plus(amount))?;
                }
                Ok(None) => {}
                Err(Told) => sound = Err(Told),
            }
        }
        sound?;
        if !is_stated {
            let what = "what was bought";
            return Err(self
                .cells
                .tell(self.at("L", 3), &WorkbookProblem::EmptyCell { what }));
        }
        let unit = self
            .cells
            .needed_entry(self.at("K", 3), "the unit", &[("t", ())]);
        self.cells.check(self.at("L", 11), total).and(unit)?;
        Ok(total)
    }

    /// What a tonne embeds.
    fn values(&mut self, name: &str) -> Result<StatedDelivery, Told> {
        let (direct_at, power_at, factor_at) =
            (self.at("L", 35), self.at("L", 36), self.at("L", 37));
        let direct = self
            .cells
            .needed(direct_at, "the direct embedded emissions");
        let power = self.cells.amount(power_at, "the electricity");
        let factor = self
            .cells
            .amount(factor_at, "the emission factor of the electricity");
        let what = "the source of the value";
        let origin = self.cells.entry(self.at("M", 35), what, &ORIGINS);
        let power_origin = self.cells.entry(self.at("M", 36), what, &ORIGINS);
        let (power, factor) = (power?, factor?);
        let mut delivery = StatedDelivery::default();
        match (power, factor) {
            (Some(power), Some(factor)) => {
                let indirect = self.cells.computed(power_at, power.times(factor))?;
                self.cells.check(self.at("L", 38), indirect)?;
                delivery.electricity = Some(power.to_string());
                delivery.see_indirect = Some(indirect.to_string());
            }
            (None, None) => {}
            (found, _) => {
                let (at, what) = match found {
                    None => (power_at, "the electricity"),
                    Some(_) => (factor_at, "the emission factor of the electricity"),
                };
                return Err(self.cells.tell(at, &WorkbookProblem::EmptyCell { what }));
            }
        }
        let (direct, origin) = (Some(direct?.to_string()), origin?);
        if power_origin? == Some(Origin::Default) {
            self.notes.name(Note::Default, name);
        }
        if origin == Some(Origin::Default) {
            delivery.default_value = direct;
            self.notes.name(Note::Default, name);
        } else {
            delivery.see_direct = direct;
        }
        if matches!(origin, None | Some(Origin::Unknown)) {
            self.notes.name(Note::NoSource, name);
        }
        Ok(delivery)
    }

    /// What production processes take of it: the index of each, and the amount.
    fn uses(&mut self, names: &Names) -> Result<Vec<(usize, Amount)>, Told> {
        let mut takers = Vec::new();
        let mut sound = Ok(());
        for row in 14..=23 {
            let (process, at) = (self.at("E", row), self.at("L", row));
            match self.cells.amount(at, "what a process takes") {
                Ok(Some(amount)) if amount.is_positive() => {
                    match user(self.cells, process, names) {
                        Ok(user) => takers.push((user, amount)),
                        Err(Told) => sound = Err(Told),
                    }
                }
                Ok(_) => {}
                Err(Told) => sound = Err(Told),
            }
        }
        sound.map(|()| takers)
    }
}
