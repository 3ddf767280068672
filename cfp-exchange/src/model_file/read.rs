//! The tables of a model, read key by key.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cfp_core::{
    Allocation, Exchange, ModelProblem, ProblemKind, Process, Provider, Quantity, Region, Verb,
    Written, Year, nearest,
};

use cfp_factors::{Pedigree, Regions};

use super::circular::circulars;
use super::computed::Parameters;
use super::declaration::study;
use super::dependence::Counts;
use super::exchange::{exchange, provider_is_process};
use super::gwp::{Gwp, own_set};
use super::problem::FileProblem;
use super::problems::{Problems, Scope};
use super::scenario::scenarios;
use super::supply::{StatedSupply, supplies};
use super::supply_table::serves;
use super::tree::{Entry, Node, Value};
use super::{Consumer, Stated};

const MODEL_KEYS: [&str; 13] = [
    "name",
    "product",
    "amount",
    "gwp",
    "region",
    "year",
    "cut_off",
    "parameters",
    "process",
    "circular",
    "supply",
    "study",
    "scenario",
];

const PROCESS_KEYS: [&str; 13] = [
    "name", "region", "year", "stage", "tags", "makes", "takes", "treats", "discards", "avoids",
    "emits", "removes", "allocate",
];

/// The processes of a model as they stand in the text.
pub(super) fn processes<'t, 'a>(root: &'t Node<'a>) -> &'t [Node<'a>] {
    root.get("process").map_or(&[], |entry| entry.node.items())
}

/// The name of the process of this number, counted from 0; unnamed ones go by their number.
pub(super) fn process_name<'t>(process: &'t Node<'_>, number: usize) -> Cow<'t, str> {
    let name = process.get("name").and_then(|entry| entry.node.text());
    name.map_or_else(|| format!("number {}", number + 1).into(), Cow::Borrowed)
}

/// Reads a model; problems are collected and reading goes on.
pub(super) struct Reader<'p> {
    pub problems: &'p mut Problems,
    /// Whether an exchange or a supply states how uncertain it is.
    pub has_spread: bool,
    /// What scores of a pedigree stand for; `None` for the matrix that comes with the program.
    pub pedigree: Option<&'p Pedigree>,
    /// Whether a number, also one of a scenario, has a pedigree.
    pub has_pedigree: bool,
    pub consumers: Vec<Consumer>,
    pub parameters: Parameters<'p>,
}

impl Reader<'_> {
    /// The whole model.
    pub fn model(&mut self, root: &Node<'_>) -> Stated {
        let mut stated = Stated::default();
        if !matches!(root.value, Value::Table(_)) {
            self.problems
                .wrong_type(Scope::Model, "model", root, "a table");
            return stated;
        }
        if let Some(entry) = root.get("parameters") {
            stated.parameters = self.read_parameters(entry);
        }
        self.tell_unknown_overrides();
        let mut process_entry = None;
        let mut circular_entry = None;
        let mut scenario_entry = None;
        for entry in root.entries() {
            let node = &entry.node;
            match entry.key.as_ref() {
                "name" => stated.name = self.text(Scope::Model, entry).map(str::to_owned),
                "product" => {
                    stated.product = self.text(Scope::Model, entry).map(str::to_owned);
                    stated.product_is_unreadable = stated.product.is_none();
                }
                "amount" => stated.amount = Some(self.amount(entry)),
                "gwp" => stated.gwp = Some(self.gwp(node)),
                "region" => {
                    stated.region = self.region(entry);
                    stated.region_is_unreadable = stated.region.is_none();
                }
                "year" => {
                    let year = self.year(Scope::Model, entry);
                    stated.year = self.checked_year(year, entry);
                    stated.year_is_unreadable = stated.year.is_none();
                }
                "cut_off" => self.cut_off(entry, &mut stated),
                "parameters" => {}
                "process" => process_entry = Some(entry),
                "circular" => circular_entry = Some(entry),
                "supply" => stated.supplies = supplies(self, node),
                "study" => stated.study = study(self, node),
                "scenario" => scenario_entry = Some(entry),
                _ => self.unknown_key(Scope::Model, entry, "a model", &MODEL_KEYS),
            }
        }
        if process_entry.is_some() {
            stated.processes = self.processes(processes(root), &stated.supplies);
        }
        if let Some(entry) = circular_entry {
            let first = stated.processes.len();
            let made = circulars(self, &entry.node);
            self.note_consumers(&made, first, &stated.supplies);
            stated.processes.extend(made);
        }
        if let Some(entry) = scenario_entry {
            stated.scenarios = scenarios(self, &entry.node, &stated);
        }
        stated.unused_parameters = self.parameters.unused(&stated.parameters);
        stated.formulas = std::mem::take(&mut self.parameters.formulas);
        stated.carried = std::mem::take(&mut self.parameters.carried);
        stated
    }

    fn amount(&mut self, entry: &Entry<'_>) -> Written<Quantity> {
        let written = self.quantity_as(Counts::Demand, Scope::Model, "amount", &entry.node);
        self.tell_unreadable(&written, Scope::Model, Some("amount"), entry.node.at);
        written
    }

    pub fn gwp(&mut self, node: &Node<'_>) -> Gwp {
        match &node.value {
            Value::Text(name) => Gwp::Named(name.to_string(), node.at),
            Value::Table(_) => Gwp::Own(own_set(self, node)),
            _ => {
                let needed = "the name of a set, or a table of gases";
                self.problems.wrong_type(Scope::Model, "gwp", node, needed);
                Gwp::Unreadable
            }
        }
    }

    /// A region; `None` where that is told as a problem.
    pub fn region(&mut self, entry: &Entry<'_>) -> Option<Region> {
        match self
            .text(Scope::Model, entry)
            .map(|text| Region::new(region_code(text)))?
        {
            Ok(region) => Some(region),
            Err(kind) => {
                let at = entry.node.at;
                self.problems.value(kind, Scope::Model, Some("region"), at);
                None
            }
        }
    }

    /// The flows that are left out: names, or tables that also say what a unit of them would count.
    fn cut_off(&mut self, entry: &Entry<'_>, stated: &mut Stated) {
        let Value::List(items) = &entry.node.value else {
            let needed = "a list of flows";
            self.problems
                .wrong_type(Scope::Model, "cut_off", &entry.node, needed);
            return;
        };
        for item in items {
            if self.problems.is_full() {
                break;
            }
            match (&item.value, item.get("flow")) {
                (Value::Text(flow), _) => stated.cut_off.push(flow.to_string()),
                (Value::Table(_), Some(flow)) => {
                    let Some(name) = self.text(Scope::Model, flow) else {
                        continue;
                    };
                    let scope = Scope::Supply(name);
                    let figure = serves(self, scope, item, item.at, None, &["flow"]);
                    stated.cut_off.push(name.to_owned());
                    stated.estimates.push((name.to_owned(), figure));
                }
                (Value::Table(_), None) => {
                    let problem = FileProblem::MissingKey {
                        key: "flow",
                        owner: "the cut-off",
                    };
                    self.problems.file(&problem, Scope::Model, item.at);
                }
                _ => {
                    let needed = "a text, or a table with `flow` and a figure";
                    self.problems
                        .wrong_type(Scope::Model, "cut_off", item, needed);
                }
            }
        }
    }

    pub fn checked_year(&mut self, year: Option<i64>, entry: &Entry<'_>) -> Option<Year> {
        match Year::new(year?) {
            Ok(year) => Some(year),
            Err(kind) => {
                let at = entry.node.at;
                self.problems.value(kind, Scope::Model, Some("year"), at);
                None
            }
        }
    }

    fn processes(&mut self, nodes: &[Node<'_>], supplies: &[StatedSupply]) -> Vec<Process> {
        let looked_up = looked_up(supplies);
        let mut processes = Vec::with_capacity(nodes.len());
        for (number, node) in nodes.iter().enumerate() {
            if self.problems.is_full() {
                break;
            }
            if matches!(node.value, Value::Table(_)) {
                let name = process_name(node, number);
                processes.push(self.process(node, &name, processes.len(), &looked_up));
            } else {
                self.problems
                    .wrong_type(Scope::Model, "process", node, "a table");
            }
        }
        processes
    }

    fn process(
        &mut self,
        node: &Node<'_>,
        name: &str,
        index: usize,
        looked_up: &BTreeMap<&str, usize>,
    ) -> Process {
        let scope = Scope::Process(name);
        if node.get("name").is_none() {
            let problem = FileProblem::MissingKey {
                key: "name",
                owner: "the process",
            };
            self.problems.file(&problem, scope, node.at);
        }
        let allocate = node.get("allocate").and_then(|entry| entry.node.text());
        let mut process = Process::new(name);
        for entry in node.entries() {
            let verb = Verb::ALL.into_iter().find(|verb| verb.word() == entry.key);
            process = match (entry.key.as_ref(), verb) {
                (_, Some(verb)) => {
                    let table = VerbTable {
                        process: name,
                        index,
                        verb,
                        allocate,
                        looked_up,
                    };
                    self.exchanges(process, &table, entry)
                }
                (key, None) => self.process_key(process, scope, key, entry),
            };
        }
        process
    }

    fn process_key(
        &mut self,
        process: Process,
        scope: Scope<'_>,
        key: &str,
        entry: &Entry<'_>,
    ) -> Process {
        match key {
            "year" => match self.year(scope, entry) {
                Some(year) => process.year(year),
                None => process,
            },
            "tags" => {
                let tags = self.texts(scope, entry);
                tags.iter().fold(process, |process, tag| process.tag(tag))
            }
            "name" | "region" | "stage" | "allocate" => match (key, self.text(scope, entry)) {
                ("region", Some(text)) => process.region(region_code(text)),
                ("stage", Some(stage)) => process.stage(stage),
                ("allocate", Some(word)) => process.allocate(Allocation::from_word(word)),
                _ => process,
            },
            _ => {
                self.unknown_key(scope, entry, "a process", &PROCESS_KEYS);
                process
            }
        }
    }

    fn exchanges(&mut self, process: Process, table: &VerbTable<'_>, entry: &Entry<'_>) -> Process {
        let VerbTable {
            process: name,
            verb,
            ..
        } = *table;
        if !matches!(entry.node.value, Value::Table(_)) {
            let (scope, needed) = (Scope::Process(name), "a table of flows and amounts");
            self.problems
                .wrong_type(scope, verb.word(), &entry.node, needed);
            return process;
        }
        entry
            .node
            .entries()
            .iter()
            .fold(process, |mut process, flow| {
                if let Value::List(items) = &flow.node.value
                    && items.is_empty()
                {
                    let key = flow.key.to_string();
                    self.problems.file(
                        &FileProblem::EmptyList { key },
                        Scope::Process(name),
                        flow.at,
                    );
                }
                for (index, node) in flow.node.items().iter().enumerate() {
                    let scope = Scope::Exchange {
                        process: name,
                        verb,
                        flow: &flow.key,
                        index,
                    };
                    let exchange = exchange(self, scope, verb, table.allocate, node);
                    self.note_consumer(table, &flow.key, node, &exchange);
                    process = process.with(verb, &flow.key, exchange);
                }
                process
            })
    }

    /// Keeps which of what has to be looked up is taken by processes that no table of exchanges states.
    pub fn note_consumers(&mut self, made: &[Process], first: usize, supplies: &[StatedSupply]) {
        let looked_up = looked_up(supplies);
        for (index, process) in made.iter().enumerate() {
            for (verb, flow, exchange) in process.exchanges() {
                if is_need(verb)
                    && let Some(&supply) = looked_up.get(flow)
                    && !matches!(exchange.stated_provider(), Some(Provider::Process(_)))
                {
                    let amount = exchange.amount().as_ref().ok();
                    self.consumers.push(Consumer {
                        supply,
                        process: first + index,
                        unit: amount.map(|quantity| quantity.unit().clone()),
                    });
                }
            }
        }
    }

    /// Keeps who takes what has to be looked up.
    fn note_consumer(
        &mut self,
        table: &VerbTable<'_>,
        flow: &str,
        node: &Node<'_>,
        exchange: &Exchange,
    ) {
        if is_need(table.verb)
            && let Some(&supply) = table.looked_up.get(flow)
            && !provider_is_process(node)
        {
            let amount = exchange.amount().as_ref().ok();
            self.consumers.push(Consumer {
                supply,
                process: table.index,
                unit: amount.map(|quantity| quantity.unit().clone()),
            });
        }
    }
}

/// Whether somebody else serves what stands under a verb.
fn is_need(verb: Verb) -> bool {
    matches!(verb, Verb::Takes | Verb::Discards | Verb::Avoids)
}

/// The supplies that are looked up, by their flow.
fn looked_up(supplies: &[StatedSupply]) -> BTreeMap<&str, usize> {
    let supplies = supplies.iter().enumerate();
    supplies
        .filter(|(_, supply)| supply.is_looked_up())
        .map(|(index, supply)| (supply.flow.as_str(), index))
        .collect()
}

/// What the exchanges under one verb of a process have in common.
struct VerbTable<'t> {
    process: &'t str,
    index: usize,
    verb: Verb,
    allocate: Option<&'t str>,
    /// The supplies that are looked up, by their flow.
    looked_up: &'t BTreeMap<&'t str, usize>,
}

/// Single values.
impl Reader<'_> {
    /// A text.
    pub fn text<'t>(&mut self, scope: Scope<'_>, entry: &'t Entry<'_>) -> Option<&'t str> {
        let text = entry.node.text();
        if text.is_none() {
            self.problems
                .wrong_type(scope, &entry.key, &entry.node, "a text");
        }
        text
    }

    /// A list of texts.
    pub fn texts(&mut self, scope: Scope<'_>, entry: &Entry<'_>) -> Vec<String> {
        let Value::List(items) = &entry.node.value else {
            self.problems
                .wrong_type(scope, &entry.key, &entry.node, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            if self.problems.is_full() {
                break;
            }
            match item.text() {
                Some(text) => texts.push(text.to_owned()),
                None => self.problems.wrong_type(scope, &entry.key, item, "a text"),
            }
        }
        texts
    }

    /// A year, as a number or a text.
    pub fn year(&mut self, scope: Scope<'_>, entry: &Entry<'_>) -> Option<i64> {
        let (Value::Number(written) | Value::Text(written)) = &entry.node.value else {
            self.problems
                .wrong_type(scope, &entry.key, &entry.node, "a year such as 2024");
            return None;
        };
        let year = written.parse().ok();
        if year.is_none() {
            let written = written.to_string();
            let kind = ProblemKind::from(ModelProblem::BadYear { written });
            self.problems
                .value(kind, scope, Some("year"), entry.node.at);
        }
        year
    }

    /// Tells of a key that means nothing.
    pub fn unknown_key(
        &mut self,
        scope: Scope<'_>,
        entry: &Entry<'_>,
        owner: &'static str,
        known: &[&'static str],
    ) {
        let problem = FileProblem::UnknownKey {
            key: entry.key.to_string(),
            owner,
            known: known.to_vec(),
            nearest: nearest(&entry.key, known.iter().copied()),
        };
        self.problems.file(&problem, scope, entry.at);
    }
}

/// The code of a region that is written by a name of it, such as `China` or `CHN`; anything else as it is.
pub(super) fn region_code(written: &str) -> &str {
    let known = Regions::bundled()
        .ok()
        .and_then(|regions| regions.known(written).ok());
    known.map_or(written, |region| region.code.code())
}
