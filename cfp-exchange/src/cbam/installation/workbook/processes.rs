//! The sheet of production processes: the terms of the attributed emissions, and what a functional unit embeds.

use cfp_core::cbam::{Embedded, EmbeddedGood, EmbeddedProcess};
use cfp_core::{Amount, Quantity};

use super::energy::{Energy, OfProcess};
use super::goods;
use super::inputs::{Inputs, Process, number, tonnes_co2};
use super::precursors::{Precursors, Use};
use super::sources::Sources;
use crate::cbam::installation::ledger::{Page, Term, reference};

/// The name of the sheet.
pub(super) const SHEET: &str = "Processes";

/// The lines of a process, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    BeforeCorrection,
    Correction,
    Direct,
    HeatImported,
    HeatExported,
    WasteGasIn,
    WasteGasImported,
    WasteGasOut,
    WasteGasExported,
    ElectricityProduced,
    BeforeFloor,
    ShareOfGoods,
    AttributedDirect,
    ElectricityEmissions,
    AttributedIndirect,
    Electricity,
    Tonnes,
    ActivityLevel,
    PrecursorsDirect,
    PrecursorsIndirect,
    PrecursorsCounted,
    PrecursorsDefault,
    SeeDirect,
    SeeIndirect,
    SeeCounted,
    SeeDefault,
    RoundedDirect,
    RoundedIndirect,
}

/// What each line is called, its unit and its rule; `*` stands for the functional unit.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "Emissions directly attributable",
        TONNES,
        "its parts of the sources (sheet Sources), or as stated for the process",
    ),
    (
        "Correction to the installation",
        "1",
        "sources of the installation / sum of the processes (point A.1), where that is asked for",
    ),
    (
        "DirEm*",
        TONNES,
        "Equation 55: directly attributable × correction",
    ),
    ("Heat received", TONNES, "sheet Energy"),
    ("Heat that leaves", TONNES, "sheet Energy; taken off"),
    (
        "Waste gas received, energy",
        "TJ",
        "as stated; 0 where none is stated",
    ),
    (
        "Waste gas received",
        TONNES,
        "energy × factor of natural gas",
    ),
    (
        "Waste gas that leaves, energy",
        "TJ",
        "as stated; 0 where none is stated",
    ),
    (
        "Waste gas that leaves",
        TONNES,
        "energy × factor of natural gas × correction; taken off",
    ),
    ("Electricity produced", TONNES, "sheet Energy; taken off"),
    ("Sum of the terms", TONNES, "may be negative"),
    (
        "Share of the goods",
        "1",
        "Equation 43 (sheet Precursors); 1 where nothing is made beside them",
    ),
    (
        "Attributed direct emissions",
        TONNES,
        "MAX(0, sum) × share of the goods",
    ),
    ("Emissions of electricity used", TONNES, "sheet Energy"),
    (
        "Attributed indirect emissions",
        TONNES,
        "emissions of electricity × share of the goods",
    ),
    (
        "Electricity used for the goods",
        "MWh",
        "electricity × share of the goods",
    ),
    ("Goods that left the process", "t", "as stated"),
    (
        "Activity level",
        "*",
        "tonnes × content of the goods (Annex II point F)",
    ),
    ("Precursors, direct", TONNES, PRECURSORS),
    ("Precursors, indirect", TONNES, PRECURSORS),
    ("Precursors, indirect that counts", TONNES, PRECURSORS),
    ("Precursors, direct of default values", TONNES, PRECURSORS),
    (
        "Embedded emissions, direct",
        "t CO2e per *",
        "(attributed + precursors) / activity level",
    ),
    (
        "Embedded emissions, indirect",
        "t CO2e per *",
        "(attributed + precursors) / activity level",
    ),
    (
        "Indirect emissions that count",
        "t CO2e per *",
        "own where the goods are outside Annex II, and of precursors (Annex I point 3.1)",
    ),
    (
        "Direct emissions of default values",
        "t CO2e per *",
        "of precursors",
    ),
    ("Attributed direct emissions, rounded", TONNES, ROUNDED),
    ("Attributed indirect emissions, rounded", TONNES, ROUNDED),
];

const TONNES: &str = "t CO2e";
const PRECURSORS: &str = "sheet Precursors: Σ tonnes × embedded emissions";
const ROUNDED: &str = "full tonnes (Annex II point A.1(6))";

/// Lines of a process, and those above them: a blank one, the heading and the titles.
const LINES: usize = Line::RoundedIndirect as usize + 1;
const ABOVE: usize = 3;
/// The lines above all processes.
const TOP: usize = 2;

/// The cell of a line of a process, known before it is written.
pub(super) fn cell(process: usize, line: Line, value: impl Into<Option<Amount>>) -> Term {
    let row = TOP + process * (LINES + ABOVE) + ABOVE + line as usize;
    reference(SHEET, row, 1, value)
}

/// What a functional unit of a process embeds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PerUnit {
    pub direct: Amount,
    pub indirect: Amount,
    /// `None` where no good tells it.
    pub counted: Option<Amount>,
    pub by_default: Option<Amount>,
}

impl PerUnit {
    /// Of the results of a process and of its first good.
    pub fn of(process: &EmbeddedProcess, goods: &[EmbeddedGood]) -> Self {
        let good = goods.iter().find(|good| good.process == process.name);
        let counted = good.and_then(|good| good.indirect_counted.over(good.content).ok());
        let by_default = match good.map(|good| good.share_default) {
            Some(Some(share)) => share.times(process.see_direct_per_fu).ok(),
            // Without direct emissions there are none of default values.
            Some(None) => Some(Amount::ZERO),
            None => None,
        };
        Self {
            direct: process.see_direct_per_fu,
            indirect: process.see_indirect_per_fu,
            counted,
            by_default,
        }
    }
}

/// What the lines of all processes are made of.
pub(super) struct Parts<'i> {
    pub inputs: &'i Inputs,
    pub way: &'i Embedded,
    pub sources: &'i Sources,
    pub energy: &'i Energy,
    pub precursors: &'i Precursors,
    pub is_reconciled: bool,
}

pub(super) fn write(page: &mut Page, parts: &Parts<'_>) {
    page.line("Attributed emissions: 2547 Annex III Equations 53 to 56; specific embedded emissions: Equations 57 to 60.");
    page.line("Attributed direct = MAX(0, sum of the terms) × share of the goods. Embedded = (attributed + Σ precursor tonnes × their embedded emissions) / activity level.");
    let before: Vec<Term> = parts
        .inputs
        .processes
        .iter()
        .map(|one| parts.before(one))
        .collect();
    let cells: Vec<Term> = before
        .iter()
        .enumerate()
        .map(|(number, term)| cell(number, Line::BeforeCorrection, term.value()))
        .collect();
    let correction = parts.sources.total.clone().over(&Term::sum(&cells));
    for (number, (process, computed)) in parts
        .inputs
        .processes
        .iter()
        .zip(&parts.way.processes)
        .enumerate()
    {
        page.heading(&process.name);
        page.titles(&["Process", "Value", "Unit", "Rule", "Note"]);
        let unit = computed.functional_unit.word();
        let mut block = Block { page, number, unit };
        let correction = parts.is_reconciled.then_some(&correction);
        block.direct(process, computed, parts, (&before[number], correction));
        block.indirect(computed, parts);
        block.precursors(computed, parts);
    }
}

impl Parts<'_> {
    /// Functional units of the goods: their tonnes by what each contains.
    fn level(&self, process: usize, computed: &EmbeddedProcess, tonnes: Term) -> Term {
        if computed.functional_unit.is_mass() {
            return tonnes;
        }
        let goods = self.way.goods.iter().enumerate();
        let goods = goods.filter(|(_, good)| good.process == computed.name);
        let contents: Vec<Term> = goods
            .map(|(number, good)| goods::of_good(number, goods::CONTENT, good.content))
            .collect();
        let produced = self.inputs.processes.get(process).map(|one| &one.produced);
        let produced = produced.into_iter().flatten();
        let products = produced.zip(&contents).map(|(produced, content)| {
            let produced = produced.map(Term::number);
            Some(produced?.times(content))
        });
        let products: Option<Vec<Term>> = products.collect();
        match (contents.first(), products.filter(|_| contents.len() > 1)) {
            (_, Some(products)) => Term::sum(&products),
            (Some(content), None) => tonnes.times(content),
            (None, None) => tonnes,
        }
    }

    /// The directly attributable emissions of a process, before any correction.
    fn before(&self, process: &Process) -> Term {
        if let Some((stated, _)) = process.direct.as_ref().and_then(tonnes_co2) {
            return Term::number(stated);
        }
        let of_process = self
            .sources
            .parts
            .iter()
            .filter(|part| part.user == process.name);
        let parts: Vec<Term> = of_process.map(|part| part.emissions.clone()).collect();
        Term::sum(&parts)
    }
}

/// The lines of a process.
struct Block<'p> {
    page: &'p mut Page,
    number: usize,
    unit: &'static str,
}

impl Block<'_> {
    /// A line with a formula, and its exact result where that is known.
    fn line(&mut self, line: Line, term: &Term, result: impl Into<Option<Amount>>) -> Term {
        let (title, unit, rule) = TEXTS[line as usize];
        let result = result.into();
        let at = cell(self.number, line, result);
        let mut row = self.page.row();
        row.text(title);
        let written = row.formula_or(term, result);
        debug_assert!(
            written.value().is_none() || written.formula() == at.formula(),
            "{title}"
        );
        row.text(&unit.replace('*', self.unit)).text(rule);
        row.end(4);
        written
    }

    /// A line whose result is that of its formula.
    fn own(&mut self, line: Line, term: &Term) -> Term {
        self.line(line, term, None)
    }

    /// The attributed direct emissions; the directly attributable ones and their correction are known.
    fn direct(
        &mut self,
        process: &Process,
        computed: &EmbeddedProcess,
        parts: &Parts<'_>,
        (before, correction): (&Term, Option<&Term>),
    ) {
        let of = &computed.attribution;
        let nothing = OfProcess::default();
        let energy = parts.energy.processes.get(self.number).unwrap_or(&nothing);
        let constants = &parts.sources.constants;
        let one = Term::literal("1");
        let before = self.own(Line::BeforeCorrection, before);
        let factor = self.own(Line::Correction, correction.unwrap_or(&one));
        let direct = self.line(Line::Direct, &before.times(&factor), of.direct);
        let heat = Term::sum(&energy.heat_imported);
        let heat_in = self.line(Line::HeatImported, &heat, of.heat_imported);
        let heat = Term::sum(&energy.heat_exported);
        let heat_out = self.line(Line::HeatExported, &heat, of.heat_exported);
        let gas = self.own(
            Line::WasteGasIn,
            &terajoules(process.waste_gas_imported.as_ref()),
        );
        let gas = gas.times(&constants.natural_gas);
        let gas_in = self.line(Line::WasteGasImported, &gas, of.waste_gas_imported);
        let gas = self.own(
            Line::WasteGasOut,
            &terajoules(process.waste_gas_exported.as_ref()),
        );
        let gas = gas
            .times(&constants.natural_gas)
            .times(&constants.waste_gas);
        let gas_out = self.line(Line::WasteGasExported, &gas, of.waste_gas_exported);
        let made = Term::sum(&energy.electricity_produced);
        let made = self.line(Line::ElectricityProduced, &made, of.electricity_produced);
        let whole = direct.plus(&heat_in).minus(&heat_out);
        let whole = whole.plus(&gas_in).minus(&gas_out).minus(&made);
        let whole = self.line(Line::BeforeFloor, &whole, of.before_floor);
        let share = parts.precursors.shares.get(self.number);
        let share = self.line(Line::ShareOfGoods, share.unwrap_or(&one), of.share_of_goods);
        let term = whole.floored().times(&share);
        self.line(Line::AttributedDirect, &term, of.attributed_direct);
    }

    fn indirect(&mut self, computed: &EmbeddedProcess, parts: &Parts<'_>) {
        let of = &computed.attribution;
        let nothing = OfProcess::default();
        let energy = parts.energy.processes.get(self.number).unwrap_or(&nothing);
        let share = cell(self.number, Line::ShareOfGoods, of.share_of_goods);
        let used = self.own(Line::ElectricityEmissions, &Term::sum(&energy.electricity));
        self.line(
            Line::AttributedIndirect,
            &used.times(&share),
            of.attributed_indirect,
        );
        let used = Term::sum(&energy.electricity_used).times(&share);
        self.line(Line::Electricity, &used, of.electricity);
        let tonnes = Term::number(computed.tonnes);
        let tonnes = self.line(Line::Tonnes, &tonnes, computed.tonnes);
        let level = parts.level(self.number, computed, tonnes);
        self.line(Line::ActivityLevel, &level, computed.activity_level);
    }

    fn precursors(&mut self, computed: &EmbeddedProcess, parts: &Parts<'_>) {
        let number = self.number;
        let uses = parts
            .precursors
            .uses
            .iter()
            .filter(|one| one.process == number);
        let uses: Vec<&Use> = uses.collect();
        let sum = |of: fn(&Use) -> &Term| {
            let terms: Vec<Term> = uses.iter().map(|one| of(one).clone()).collect();
            Term::sum(&terms)
        };
        let direct = self.own(Line::PrecursorsDirect, &sum(|one| &one.direct));
        let indirect = self.own(Line::PrecursorsIndirect, &sum(|one| &one.indirect));
        let counted = self.own(Line::PrecursorsCounted, &sum(|one| &one.counted));
        let by_default = self.own(Line::PrecursorsDefault, &sum(|one| &one.by_default));
        self.embedded(computed, parts, [direct, indirect, counted, by_default]);
    }

    fn embedded(&mut self, computed: &EmbeddedProcess, parts: &Parts<'_>, taken: [Term; 4]) {
        let [taken_direct, taken_indirect, counted, by_default] = taken;
        let of = &computed.attribution;
        let result = PerUnit::of(computed, &parts.way.goods);
        let at = |line, value| cell(self.number, line, value);
        let direct = at(Line::AttributedDirect, of.attributed_direct);
        let indirect = at(Line::AttributedIndirect, of.attributed_indirect);
        let level = at(Line::ActivityLevel, computed.activity_level);
        let term = direct.clone().plus(&taken_direct).over(&level);
        self.line(Line::SeeDirect, &term, result.direct);
        let term = indirect.clone().plus(&taken_indirect).over(&level);
        self.line(Line::SeeIndirect, &term, result.indirect);
        let term = if computed.annex_ii {
            counted.over(&level)
        } else {
            indirect.clone().plus(&counted).over(&level)
        };
        self.line(Line::SeeCounted, &term, result.counted);
        self.line(
            Line::SeeDefault,
            &by_default.over(&level),
            result.by_default,
        );
        self.own(Line::RoundedDirect, &direct.rounded(0));
        self.own(Line::RoundedIndirect, &indirect.rounded(0));
    }
}

/// TJ of waste gas; zero where none is stated.
fn terajoules(gas: Option<&Quantity>) -> Term {
    let energy = gas.and_then(|gas| number(gas, "TJ"));
    Term::number(energy.unwrap_or_default())
}
