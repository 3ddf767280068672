//! The sheet of precursors: chemicals that share emissions, deliveries, and what each process uses.

use cfp_core::Amount;
use cfp_core::cbam::{
    Delivery, Embedded, EmbeddedGood, EmbeddedProcess, PrecursorUse, PrecursorValue,
    PrecursorValues, Taken,
};

use super::goods;
use super::inputs::{Inputs, Process, number};
use super::processes::{Line, PerUnit, cell};
use crate::cbam::installation::StatedInstallation;
use crate::cbam::installation::ledger::{Page, Row, Term};

/// What the processes take of this sheet.
#[derive(Debug)]
pub(super) struct Precursors {
    /// The share of the goods of each process.
    pub shares: Vec<Term>,
    pub uses: Vec<Use>,
}

/// What a process uses of a precursor, in t CO2e.
#[derive(Debug)]
pub(super) struct Use {
    /// The number of the process.
    pub process: usize,
    pub direct: Term,
    pub indirect: Term,
    pub counted: Term,
    pub by_default: Term,
    /// Its free allocation; `None` where it is not known.
    pub allocation: Option<Term>,
}

/// The cells of a delivery, per tonne but for its tonnes.
struct Delivered {
    precursor: String,
    supplier: String,
    tonnes: Term,
    direct: Term,
    indirect: Term,
    counted: Term,
    by_default: Term,
    allocation: Option<Term>,
}

pub(super) fn write(
    page: &mut Page,
    inputs: &Inputs,
    stated: &StatedInstallation,
    way: &Embedded,
) -> Precursors {
    let shares = shares(page, inputs);
    let deliveries = deliveries(page, inputs, stated);
    page.heading("Precursors that the processes use");
    page.line("Tonnes = amount used × share of the goods. Of a process of the installation: embedded emissions per functional unit (sheet Processes) × functional units per tonne; bought: the average of the deliveries, weighted by tonnes (2547 Article 14).");
    page.titles(&[
        "Process",
        "Precursor",
        "Origin",
        "Amount used",
        "Unit",
        "Share of the goods",
        "Tonnes for the goods",
        "Unit",
        "Functional units per t",
        "Direct, t CO2e per t",
        "Direct, t CO2e",
        "Indirect, t CO2e per t",
        "Indirect, t CO2e",
        "Indirect that counts, t CO2e per t",
        "Indirect that counts, t CO2e",
        "Direct of default values, t CO2e per t",
        "Direct of default values, t CO2e",
        "Free allocation, t CO2e per t",
        "Free allocation, t CO2e",
        "Note",
    ]);
    let mut uses = Vec::new();
    let loops = loops(inputs);
    for (number, (process, computed)) in inputs.processes.iter().zip(&way.processes).enumerate() {
        for (taken, used) in process.takes.iter().zip(&computed.precursors) {
            let mut writer = Writer {
                inputs,
                way,
                deliveries: &deliveries,
                loops: &loops,
                process: number,
            };
            let mut row = page.row();
            uses.push(writer.one(&mut row, process, computed, taken, used));
            row.end(19);
        }
    }
    Precursors { shares, uses }
}

fn shares(page: &mut Page, inputs: &Inputs) -> Vec<Term> {
    page.heading("Chemicals made together (2547 Annex III Equation 43)");
    page.titles(&[
        "Process",
        "Chemical",
        "Amount",
        "Unit",
        "Molar mass",
        "Unit",
        "Weight of the share",
        "Unit",
        "Goods of the process?",
        "Note",
    ]);
    let mut shares = Vec::new();
    for process in &inputs.processes {
        let made = &process.co_products;
        let by_moles = made.iter().all(|one| one.molar_mass.is_some());
        let (mut whole, mut goods) = (Vec::new(), Vec::new());
        for product in made {
            let mut row = page.row();
            row.text(&process.name).text(&product.name);
            let amount = row.stated(number(&product.amount, "t"));
            row.text("t");
            let mass = row.number_or(product.molar_mass, "not stated: masses split");
            row.text("g/mol");
            let weight = match mass.filter(|_| by_moles) {
                Some(mass) => amount.over(&mass),
                None => amount,
            };
            let weight = row.reckoned(&weight);
            row.text(if by_moles { "Mmol" } else { "t" });
            row.text(if product.is_goods { "yes" } else { "no" }).end(9);
            if product.is_goods {
                goods.push(weight.clone());
            }
            whole.push(weight);
        }
        shares.push(if whole.is_empty() {
            Term::literal("1")
        } else {
            Term::sum(&goods).over(&Term::sum(&whole))
        });
    }
    shares
}

fn deliveries(page: &mut Page, inputs: &Inputs, stated: &StatedInstallation) -> Vec<Delivered> {
    page.heading("Precursors that were bought (2547 Annex IV point 1.1, items 20 to 25)");
    page.titles(&[
        "Precursor",
        "CN code",
        "Supplier",
        "Country of origin",
        "Year of production",
        "Amount",
        "Unit",
        "Direct, t CO2e per t",
        "Indirect, t CO2e per t",
        "Indirect that counts, t CO2e per t",
        "Direct of default values, t CO2e per t",
        "Electricity, MWh per t",
        "Free allocation, t CO2e per t",
        "Values",
        "Verification report",
        "Note",
    ]);
    let mut delivered = Vec::new();
    for (precursor, said) in inputs.precursors.iter().zip(&stated.precursor) {
        for (delivery, said) in precursor.deliveries.iter().zip(&said.delivery) {
            let mut row = page.row();
            row.text(&precursor.name)
                .text(&precursor.cn)
                .text(&delivery.supplier);
            row.said(said.country.as_deref());
            row.text(&said.year.unwrap_or(stated.year).to_string());
            let mut one = one_delivery(&mut row, delivery);
            one.precursor.clone_from(&precursor.name);
            row.text(basis(delivery));
            match (&delivery.value, said.report.as_deref()) {
                (PrecursorValue::Actual(_), report) => row.said(report),
                _ => row.text("not needed"),
            };
            row.end(15);
            delivered.push(one);
        }
    }
    delivered
}

/// Where the values of a delivery are from.
pub(super) fn basis(delivery: &Delivery) -> &'static str {
    match delivery.value {
        PrecursorValue::Actual(_) => "actual",
        PrecursorValue::Default(_) => "default with its mark-up",
        PrecursorValue::Exempt => "of the Union or an exempt country: zero",
    }
}

/// What a tonne of a delivery embeds, and how much of its direct emissions is a default value.
pub(super) fn values(delivery: &Delivery) -> (PrecursorValues, Amount) {
    match delivery.value {
        PrecursorValue::Actual(values) => (values, Amount::ZERO),
        PrecursorValue::Default(values) => (values, values.direct),
        PrecursorValue::Exempt => {
            let nothing = PrecursorValues::default().allocation(Amount::ZERO);
            (nothing, Amount::ZERO)
        }
    }
}

fn one_delivery(row: &mut Row<'_>, delivery: &Delivery) -> Delivered {
    let tonnes = row.stated(number(&delivery.amount, "t"));
    row.text("t");
    let (values, by_default) = values(delivery);
    let direct = row.number(values.direct);
    let indirect = row.number(values.indirect);
    let counted = row.number(values.indirect_counted);
    let by_default = row.number(by_default);
    row.number(values.electricity);
    let allocation = row.number_or(values.allocation, "not known");
    Delivered {
        precursor: String::new(),
        supplier: delivery.supplier.clone(),
        tonnes,
        direct,
        indirect,
        counted,
        by_default,
        allocation,
    }
}

/// The processes that each process reaches by what it takes of others: those that reach themselves are in a loop.
fn loops(inputs: &Inputs) -> Vec<Vec<bool>> {
    let count = inputs.processes.len();
    let mut reaches = vec![vec![false; count]; count];
    for (number, process) in inputs.processes.iter().enumerate() {
        for taken in &process.takes {
            if let Taken::Made { process: from, .. } = taken
                && let Some(from) = inputs.processes.iter().position(|one| one.name == *from)
            {
                reaches[number][from] = true;
            }
        }
    }
    for middle in 0..count {
        for from in 0..count {
            if reaches[from][middle] {
                let further = reaches[middle].clone();
                for (to, is_reached) in further.into_iter().enumerate() {
                    reaches[from][to] |= is_reached;
                }
            }
        }
    }
    reaches
}

/// Writes what a process uses of a precursor.
struct Writer<'i> {
    inputs: &'i Inputs,
    way: &'i Embedded,
    deliveries: &'i [Delivered],
    loops: &'i [Vec<bool>],
    process: usize,
}

/// What a tonne of a precursor embeds, as formulas and results.
struct PerTonne {
    direct: Term,
    indirect: Term,
    counted: Term,
    by_default: Term,
    allocation: Option<Term>,
}

impl Writer<'_> {
    fn one(
        &mut self,
        row: &mut Row<'_>,
        process: &Process,
        computed: &EmbeddedProcess,
        taken: &Taken,
        used: &PrecursorUse,
    ) -> Use {
        let amount = match taken {
            Taken::Made { amount, .. } | Taken::Bought { amount, .. } => amount,
        };
        row.text(&process.name).text(&used.name);
        row.text(if used.is_own {
            "made in the installation"
        } else {
            "bought"
        });
        let amount = row.stated(number(amount, "t"));
        row.text("t");
        let share = cell(
            self.process,
            Line::ShareOfGoods,
            computed.attribution.share_of_goods,
        );
        let share = row.reckoned(&share);
        let tonnes = row.formula(&amount.times(&share), used.tonnes);
        row.text("t");
        let per_tonne = match taken {
            Taken::Made { process, good, .. } => self.made(row, process, good.as_deref(), used),
            Taken::Bought {
                precursor, only, ..
            } => {
                row.text("1");
                self.bought(row, precursor, only.as_deref(), used)
            }
        };
        let mut pair = |term: &Term, result: Option<Amount>| {
            let of_tonne = row.formula_or(term, result);
            row.reckoned(&tonnes.clone().times(&of_tonne))
        };
        let direct = pair(&per_tonne.direct, Some(used.see_direct));
        let indirect = pair(&per_tonne.indirect, Some(used.see_indirect));
        let counted = pair(&per_tonne.counted, Some(used.indirect_counted));
        let by_default = pair(&per_tonne.by_default, None);
        let allocation = match (used.sefa, per_tonne.allocation) {
            (Some(result), Some(term)) => Some(pair(&term, Some(result))),
            (Some(result), None) => {
                let term = pair(&Term::number(result), Some(result));
                row.note("free allocation: a value, the average of goods with different ones");
                Some(term)
            }
            (None, _) => {
                row.text("not known").text("not known");
                None
            }
        };
        Use {
            process: self.process,
            direct,
            indirect,
            counted,
            by_default,
            allocation,
        }
    }

    fn made(
        &self,
        row: &mut Row<'_>,
        from: &str,
        good: Option<&str>,
        used: &PrecursorUse,
    ) -> PerTonne {
        let number = self
            .inputs
            .processes
            .iter()
            .position(|one| one.name == *from);
        let maker = number.and_then(|number| Some((number, self.way.processes.get(number)?)));
        let Some((number, maker)) = maker else {
            row.note("its process is not in the results");
            return PerTonne::value(used);
        };
        let content = content(maker, &self.way.goods, good, used);
        let per_unit = PerUnit::of(maker, &self.way.goods);
        let content_cell = row.number(content);
        if self.loops[number][self.process] {
            row.note("processes that take of each other: values of the solution of their equations, and no formulas");
            let by_default = per_unit.by_default.and_then(|one| one.times(content).ok());
            return PerTonne {
                by_default: by_default.map_or_else(Term::missing, Term::number),
                ..PerTonne::value(used)
            };
        }
        let of = |line, value: Option<Amount>| cell(number, line, value).times(&content_cell);
        PerTonne {
            direct: of(Line::SeeDirect, Some(per_unit.direct)),
            indirect: of(Line::SeeIndirect, Some(per_unit.indirect)),
            counted: of(Line::SeeCounted, per_unit.counted),
            by_default: of(Line::SeeDefault, per_unit.by_default),
            allocation: goods::allocation_of(self.way, &maker.name, used.sefa),
        }
    }

    fn bought(
        &self,
        row: &mut Row<'_>,
        precursor: &str,
        only: Option<&[String]>,
        used: &PrecursorUse,
    ) -> PerTonne {
        if used.tonnes.is_zero() {
            row.note("nothing of it is used");
            return PerTonne::value(used);
        }
        if let Some(only) = only {
            row.note(&format!(
                "by evidence from: {} (Article 14(3))",
                only.join("; ")
            ));
        }
        let is_meant = |one: &&Delivered| {
            let is_of = |only: &[String]| only.contains(&one.supplier);
            one.precursor == precursor && only.is_none_or(is_of)
        };
        let deliveries: Vec<&Delivered> = self.deliveries.iter().filter(is_meant).collect();
        let tonnes: Vec<Term> = deliveries.iter().map(|one| one.tonnes.clone()).collect();
        let average = |of: fn(&Delivered) -> Option<&Term>| {
            if let [one] = &deliveries[..] {
                return of(one).cloned();
            }
            let known = deliveries.iter().filter_map(|one| Some((one, of(one)?)));
            let products = known.map(|(one, term)| one.tonnes.clone().times(term));
            let products: Vec<Term> = products.collect();
            Some(Term::sum(&products).over(&Term::sum(&tonnes)))
        };
        let all = |of: fn(&Delivered) -> Option<&Term>| average(of).unwrap_or_else(Term::zero);
        PerTonne {
            direct: all(|one| Some(&one.direct)),
            indirect: all(|one| Some(&one.indirect)),
            counted: all(|one| Some(&one.counted)),
            by_default: all(|one| Some(&one.by_default)),
            allocation: average(|one| one.allocation.as_ref()),
        }
    }
}

impl PerTonne {
    /// The results as numbers.
    fn value(used: &PrecursorUse) -> Self {
        let number = |amount: Amount| Term::number(amount);
        Self {
            direct: number(used.see_direct),
            indirect: number(used.see_indirect),
            counted: number(used.indirect_counted),
            by_default: Term::zero(),
            allocation: used.sefa.map(number),
        }
    }
}

/// Functional units per tonne of what is taken of a process.
fn content(
    maker: &EmbeddedProcess,
    goods: &[EmbeddedGood],
    good: Option<&str>,
    used: &PrecursorUse,
) -> Amount {
    if maker.functional_unit.is_mass() {
        return Amount::ONE;
    }
    if used.tonnes.is_zero() {
        let average = maker.activity_level.over(maker.tonnes);
        return average.unwrap_or_default();
    }
    let of_maker = || goods.iter().filter(|one| one.process == maker.name);
    let named = good.and_then(|good| of_maker().find(|one| one.name == good));
    let found = named.or_else(|| of_maker().next());
    found.map_or(Amount::ONE, |one| one.content)
}
