//! Processes linked to those who serve them, and checked.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::link::Linker;
use super::supply::Intensity;
use super::{Category, Finding, Process, Region, Supply, Written};
use crate::amount::Amount;
use crate::error::{Error, ProblemKind};
use crate::name::Spellings;
use crate::quantity::Quantity;
use crate::unit::Unit;

/// Whether a reference flow is a product that is made or a waste that is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Something made.
    Product,
    /// Something accepted and treated.
    Waste,
}

/// A product system: processes, each exchange linked to who serves it, every unit converted to the
/// unit its supplier works in. Immutable and cheap to clone.
///
/// # Example
///
/// ```
/// use cfp_core::{Process, Supply, System};
///
/// let system = System::builder()
///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", "1.15 MWh"))
///     .supply("electricity", Supply::new("0.5777 kg CO2e/kWh"))
///     .build()?;
/// assert_eq!(system.products().collect::<Vec<_>>(), ["profile"]);
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct System {
    pub(crate) graph: Arc<Graph>,
}

/// The linked system. Indices stand for processes (as in `processes`), columns (one per output of a
/// process) and supplies.
#[derive(Debug)]
pub(crate) struct Graph {
    pub processes: Vec<Process>,
    pub activities: Vec<Activity>,
    pub columns: Vec<Column>,
    pub supplies: Vec<ServedSupply>,
    /// Whether any process takes each supply.
    pub taken: Vec<bool>,
    /// The columns of a flow, products before wastes.
    pub served: HashMap<String, Vec<usize>>,
    /// The supplies of a flow for those who have none of their own: each with its share.
    pub common_supplies: HashMap<String, Arc<[Member]>>,
    /// Where the system is, unless a process says otherwise.
    pub region: Option<String>,
    /// What is cut off and could make so much.
    pub estimates: BTreeMap<String, Intensity>,
    pub findings: Vec<Finding>,
    /// How names are spelled in it, so that each is asked for in whatever spelling.
    pub spellings: Spellings,
}

/// A process, linked: what it exchanges per run as written.
#[derive(Debug, Default)]
pub(crate) struct Activity {
    /// Its outputs.
    pub columns: Range<usize>,
    /// The sum of its outputs' weights.
    pub sum: Amount,
    pub links: Vec<Link>,
    pub uses: Vec<SupplyUse>,
    pub emissions: Vec<Emission>,
    pub cut_offs: Vec<CutOff>,
    /// Those of its links and uses that are terms of a formula.
    pub terms: Vec<Term>,
    pub findings: Vec<Finding>,
}

/// An output of a process: one unknown of the system.
#[derive(Debug)]
pub(crate) struct Column {
    pub activity: usize,
    /// The line of the process's sheet.
    pub line: usize,
    pub role: Role,
    pub unit: Unit,
    /// The reference amount in `unit`.
    pub amount: Amount,
    /// Its weight among the outputs of the process.
    pub weight: Amount,
    /// Whether that weight grows with the amount.
    pub weighs_by_amount: bool,
}

/// A need for another column's output.
#[derive(Debug)]
pub(crate) struct Link {
    pub line: usize,
    pub column: usize,
    /// In the column's unit; negative for what is avoided.
    pub amount: Amount,
    /// Weights of its own, where the outputs cause it in other shares.
    pub weights: Option<Box<[Amount]>>,
}

/// A need for a supply.
#[derive(Debug)]
pub(crate) struct SupplyUse {
    pub line: usize,
    pub supply: usize,
    /// Its share of what the line takes, where several supplies serve it.
    pub share: Amount,
    /// In the supply's unit; negative for what is avoided.
    pub amount: Amount,
    pub weights: Option<Box<[Amount]>>,
}

/// A need that is a term of a formula.
#[derive(Debug)]
pub(crate) struct Term {
    pub line: usize,
    pub of: TermOf,
}

/// Which need of its activity a term is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TermOf {
    Link(usize),
    Use(usize),
}

/// A need that is left out on purpose.
#[derive(Debug)]
pub(crate) struct CutOff {
    pub line: usize,
    /// As written; negative for what is avoided.
    pub amount: Quantity,
    pub weights: Option<Box<[Amount]>>,
}

/// A gas emitted (positive) or removed (negative), in kg.
#[derive(Debug)]
pub(crate) struct Emission {
    pub line: usize,
    pub mass_kg: Amount,
    pub removed: bool,
    pub category: Option<Category>,
    pub weights: Option<Box<[Amount]>>,
}

/// A supply whose figure is read.
#[derive(Debug)]
pub(crate) struct ServedSupply {
    pub flow: String,
    pub figure: Intensity,
    /// What the average of the grid counts in place of it, where that is stated; per the same unit.
    pub grid: Option<Intensity>,
    pub stated: Supply,
    pub part: Part,
}

/// Which part of a mix a supply is.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The first of the supplies that are the mix.
    pub mix: usize,
    /// Which member it is, and the share of that, at each level of the mix; none of a supply that is no mix.
    pub steps: Vec<(usize, Amount)>,
}

/// One of the supplies behind a flow, and its share of that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub supply: usize,
    pub share: Amount,
}

/// What is taken of each of a flow's supplies, in the unit of each.
pub(super) fn shared(
    supplies: &[ServedSupply],
    members: &[Member],
    quantity: &Quantity,
) -> Result<Vec<(Member, Amount)>, ProblemKind> {
    let members = members.iter();
    let amounts = members.map(|&member| {
        let amount = quantity.to(&supplies[member.supply].figure.unit)?.amount();
        Ok((member, amount.times(member.share)?))
    });
    amounts.collect()
}

impl Graph {
    /// One finding for each supply that no process takes, but for those a demand is met by.
    pub fn untaken_supplies(&self, wanted: impl Fn(usize) -> bool) -> Vec<Finding> {
        let supplies = self.supplies.iter().zip(&self.taken).enumerate();
        let untaken = supplies.filter(|(index, (_, taken))| !*taken && !wanted(*index));
        untaken
            .map(|(_, (supply, _))| {
                let message = format!("no process takes the supply `{}`", supply.flow);
                Finding::new("supply-unused", message, "check its spelling")
            })
            .collect()
    }

    /// What is taken of each of a flow's supplies, in the unit of each.
    pub fn shared(
        &self,
        members: &[Member],
        quantity: &Quantity,
    ) -> Result<Vec<(usize, Amount)>, ProblemKind> {
        let amounts = shared(&self.supplies, members, quantity)?.into_iter();
        Ok(amounts
            .map(|(member, amount)| (member.supply, amount))
            .collect())
    }

    /// The columns and the common supplies of a flow, by its name in whatever spelling.
    pub fn serving(&self, flow: &str) -> (&[usize], Option<&Arc<[Member]>>) {
        let flow = self.spellings.first(flow);
        let columns = self.served.get(&*flow).map_or(&[][..], Vec::as_slice);
        (columns, self.common_supplies.get(&*flow))
    }

    /// The name of a column's output.
    pub fn output_name(&self, column: usize) -> &str {
        let Column { activity, line, .. } = &self.columns[column];
        &self.processes[*activity].lines[*line].flow
    }

    /// The name of the process of a column.
    pub fn process_name(&self, column: usize) -> &str {
        &self.processes[self.columns[column].activity].name
    }

    /// The region of a process: its own, else that of the system.
    pub fn region_of(&self, activity: usize) -> Option<&str> {
        let own = self.processes[activity].region.as_ref();
        let own = own
            .and_then(|region| region.as_ref().ok())
            .map(Region::code);
        own.or(self.region.as_deref())
    }

    /// The weight with which a column bears an exchange of its process.
    pub fn weight(&self, column: usize, own: Option<&[Amount]>) -> Amount {
        let Column {
            activity, weight, ..
        } = &self.columns[column];
        match own {
            Some(weights) => weights[column - self.activities[*activity].columns.start],
            None => *weight,
        }
    }
}

impl System {
    /// A builder without processes yet.
    pub fn builder() -> SystemBuilder {
        SystemBuilder::default()
    }

    /// The processes as written, in their order.
    pub fn processes(&self) -> &[Process] {
        &self.graph.processes
    }

    /// What supplies the system, each with its flow, in the order in which they were added.
    pub fn supplies(&self) -> impl Iterator<Item = (&str, &Supply)> {
        let supplies = self.graph.supplies.iter();
        supplies.map(|supply| (supply.flow.as_str(), &supply.stated))
    }

    /// What the system makes and treats, in the order of its processes.
    pub fn products(&self) -> impl Iterator<Item = &str> {
        (0..self.graph.columns.len()).map(|column| self.graph.output_name(column))
    }
}

/// Collects processes and supplies; [`SystemBuilder::build`] links and checks them.
#[derive(Debug, Clone, Default)]
pub struct SystemBuilder {
    processes: Vec<Process>,
    supplies: Vec<(SupplyKey, Supply)>,
    /// What is left out, and what it could count.
    cut_off: BTreeMap<String, Option<Supply>>,
    region: Option<Written<Region>>,
}

/// The flow of a supply, and the process that it is for when it is not for all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct SupplyKey {
    pub flow: String,
    pub process: Option<String>,
}

impl SystemBuilder {
    /// Adds a process, or a [`Circular`](super::Circular) material as one.
    pub fn process(mut self, process: impl Into<Process>) -> Self {
        self.processes.push(process.into());
        self
    }

    /// Adds processes.
    pub fn processes(mut self, processes: impl IntoIterator<Item = Process>) -> Self {
        self.processes.extend(processes);
        self
    }

    /// Adds what supplies a flow to whoever takes it.
    pub fn supply(mut self, flow: &str, supply: impl Into<Supply>) -> Self {
        let key = SupplyKey {
            flow: flow.to_owned(),
            process: None,
        };
        self.supplies.push((key, supply.into()));
        self
    }

    /// Adds what supplies a flow to one process, in place of a supply for all.
    pub fn supply_for(mut self, process: &str, flow: &str, supply: impl Into<Supply>) -> Self {
        let key = SupplyKey {
            flow: flow.to_owned(),
            process: Some(process.to_owned()),
        };
        self.supplies.push((key, supply.into()));
        self
    }

    /// Leaves a flow out on purpose: it needs no supplier, and footprints list it.
    pub fn cut_off(mut self, flow: &str) -> Self {
        self.cut_off.entry(flow.to_owned()).or_default();
        self
    }

    /// Leaves a flow out on purpose, and states what a unit of it would count: footprints tell how much that could make
    /// of the total, and do not add it.
    pub fn cut_off_estimated(mut self, flow: &str, estimate: impl Into<Supply>) -> Self {
        self.cut_off.insert(flow.to_owned(), Some(estimate.into()));
        self
    }

    /// Where the system is and what it makes is wanted, such as `CN`: the region of every process that states none.
    pub fn region(mut self, code: &str) -> Self {
        self.region = Some(Region::new(code).map_err(ProblemKind::from));
        self
    }

    /// Gives all spellings of a name the first of them, so that names that say the same are equal.
    fn unite_names(&mut self) -> Spellings {
        let names = self.names();
        if Spellings::is_plain(names.iter().copied()) {
            return Spellings::default();
        }
        let spellings = Spellings::of(names);
        let first = |name: &mut String| *name = spellings.first(name).into_owned();
        for process in &mut self.processes {
            process.respell(&first);
        }
        for (key, _) in &mut self.supplies {
            first(&mut key.flow);
            key.process.iter_mut().for_each(first);
        }
        // Of a flow that is left out under two names the estimate is kept.
        let mut cut_off: BTreeMap<String, Option<Supply>> = BTreeMap::new();
        for (mut flow, estimate) in std::mem::take(&mut self.cut_off) {
            first(&mut flow);
            let known = cut_off.entry(flow).or_default();
            *known = known.take().or(estimate);
        }
        self.cut_off = cut_off;
        spellings
    }

    /// Every name of the model, in the order in which they were added: processes with their flows first.
    fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for process in &self.processes {
            process.add_names(&mut names);
        }
        for (key, _) in &self.supplies {
            names.push(key.flow.as_str());
            names.extend(key.process.as_deref());
        }
        names.extend(self.cut_off.keys().map(String::as_str));
        names
    }

    /// The linked system.
    ///
    /// # Errors
    ///
    /// Every problem of the model at once: unreadable numbers and units, units that do not fit,
    /// names used twice, inputs without a supplier or with several, unstated allocation.
    pub fn build(mut self) -> Result<System, Error> {
        let spellings = self.unite_names();
        let linker = Linker::new(&self.processes, &self.cut_off);
        let mut graph = linker.link(self.supplies, self.region.as_ref())?;
        graph.processes = self.processes;
        graph.spellings = spellings;
        Ok(System {
            graph: Arc::new(graph),
        })
    }
}
