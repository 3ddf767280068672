//! A unit process, as an inventory sheet states it.

use super::{Allocation, Distributed, Exchange, Provider, Region, Written, Year};
use crate::amount::Amount;
use crate::error::{Place, Problem, ProblemKind, Verb};
use crate::name::name_key;
use crate::quantity::Quantity;
use crate::unit::Unit;

/// A unit process: what it makes or treats (its reference flow), what it takes, discards and
/// avoids (intermediate flows of the technosphere), and what it emits and removes (elementary
/// flows).
///
/// # Example
///
/// ```
/// use cfp_core::Process;
///
/// let extrusion = Process::new("extrude profile")
///     .makes("aluminium profile", "1000 kg")
///     .takes("aluminium billet", "1048 kg")
///     .takes("electricity", "1.15 MWh")
///     .emits("CO2, fossil", "203 kg");
/// assert_eq!(extrusion.name(), "extrude profile");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    pub(crate) name: String,
    pub(crate) region: Option<Written<Region>>,
    pub(crate) year: Option<Written<Year>>,
    pub(crate) stage: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) lines: Vec<Line>,
    pub(crate) allocation: Option<Allocation>,
    /// What is wrong with the construction that the process was made from.
    pub(crate) faults: Vec<Problem>,
}

/// An exchange with its verb and flow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub verb: Verb,
    pub flow: String,
    pub exchange: Exchange,
}

impl Process {
    /// A process without exchanges yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            region: None,
            year: None,
            stage: None,
            tags: Vec::new(),
            lines: Vec::new(),
            allocation: None,
            faults: Vec::new(),
        }
    }

    /// Where it runs: a code such as `CN-GD`.
    pub fn region(mut self, code: &str) -> Self {
        self.region = Some(Region::new(code).map_err(ProblemKind::from));
        self
    }

    /// When it ran.
    pub fn year(mut self, year: i64) -> Self {
        self.year = Some(Year::new(year).map_err(ProblemKind::from));
        self
    }

    /// The life-cycle stage that it belongs to.
    pub fn stage(mut self, stage: &str) -> Self {
        self.stage = Some(stage.to_owned());
        self
    }

    /// A free label.
    pub fn tag(mut self, tag: &str) -> Self {
        self.tags.push(tag.to_owned());
        self
    }

    /// A product: the reference flow, or one of several that share the burdens.
    pub fn makes(self, product: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Makes, product, amount)
    }

    /// An input from another process or a supply.
    pub fn takes(self, product: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Takes, product, amount)
    }

    /// A waste that it accepts as its service: the reference flow of a treatment.
    pub fn treats(self, waste: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Treats, waste, amount)
    }

    /// A waste sent to whoever treats it.
    pub fn discards(self, waste: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Discards, waste, amount)
    }

    /// A product whose production is displaced, or a waste whose treatment is (substitution,
    /// system expansion).
    pub fn avoids(self, flow: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Avoids, flow, amount)
    }

    /// An emission to the atmosphere.
    pub fn emits(self, gas: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Emits, gas, amount)
    }

    /// An uptake from the atmosphere.
    pub fn removes(self, gas: &str, amount: impl Into<Exchange>) -> Self {
        self.with(Verb::Removes, gas, amount)
    }

    /// How several outputs share the burdens.
    pub fn allocate(mut self, by: Allocation) -> Self {
        self.allocation = Some(by);
        self
    }

    /// An exchange under a verb.
    pub fn with(mut self, verb: Verb, flow: &str, amount: impl Into<Exchange>) -> Self {
        self.lines.push(Line {
            verb,
            flow: flow.to_owned(),
            exchange: amount.into(),
        });
        self
    }

    /// Adds its names: its own, and those that its exchanges say.
    pub(super) fn add_names<'n>(&'n self, names: &mut Vec<&'n str>) {
        names.push(&self.name);
        for Line { flow, exchange, .. } in &self.lines {
            names.push(flow);
            let details = exchange.details();
            if let Some(Provider::Process(name)) = &details.provider {
                names.push(name);
            }
            names.extend(details.causal.keys().map(String::as_str));
            names.extend(details.properties.keys().map(String::as_str));
        }
        if let Some(Allocation::Property(name)) = &self.allocation {
            names.push(name);
        }
        names.extend(self.stage.as_deref());
        names.extend(self.tags.iter().map(String::as_str));
    }

    /// Changes each of its names.
    pub(super) fn respell(&mut self, change: &impl Fn(&mut String)) {
        change(&mut self.name);
        for line in &mut self.lines {
            change(&mut line.flow);
            line.exchange.respell(change);
        }
        if let Some(Allocation::Property(name)) = &mut self.allocation {
            change(name);
        }
        self.stage.iter_mut().for_each(change);
        self.tags.iter_mut().for_each(change);
    }

    /// The process with this provider of a flow, for every exchange in which it takes, discards or avoids that.
    pub fn provided(mut self, flow: &str, provider: &Provider) -> Self {
        let needs = [Verb::Takes, Verb::Discards, Verb::Avoids];
        for line in &mut self.lines {
            if name_key(&line.flow) == name_key(flow) && needs.contains(&line.verb) {
                line.exchange = line.exchange.clone().provided_by(provider.clone());
            }
        }
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The region as stated.
    pub fn stated_region(&self) -> Option<&Written<Region>> {
        self.region.as_ref()
    }

    /// The year as stated.
    pub fn stated_year(&self) -> Option<&Written<Year>> {
        self.year.as_ref()
    }

    /// The exchanges in the order written: verb, flow, exchange.
    pub fn exchanges(&self) -> impl Iterator<Item = (Verb, &str, &Exchange)> {
        self.lines
            .iter()
            .map(|line| (line.verb, line.flow.as_str(), &line.exchange))
    }

    /// The lines of what it makes and treats.
    pub(crate) fn output_lines(&self) -> Vec<usize> {
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| line.is_output())
            .map(|(number, _)| number)
            .collect()
    }

    /// Whether the weights of its outputs grow with their amounts.
    pub(crate) fn weighs_by_amount(&self) -> bool {
        match &self.allocation {
            None | Some(Allocation::Equal | Allocation::Share) => false,
            Some(_) => self.lines.iter().filter(|line| line.is_output()).count() > 1,
        }
    }

    /// The place of a line of the sheet.
    pub(crate) fn place(&self, line: usize) -> Place {
        let Line { verb, flow, .. } = &self.lines[line];
        let index = self.lines[..line]
            .iter()
            .filter(|before| before.verb == *verb && before.flow == *flow)
            .count();
        Place::exchange(&self.name, *verb, flow, index)
    }
}

impl Line {
    /// What one written unit of an input, waste or emission comes to in another unit, negative for a credit.
    pub(crate) fn per_written(&self, unit: &Unit) -> Result<Amount, ProblemKind> {
        let written = self.exchange.amount.as_ref().map_err(Clone::clone)?;
        let one = Quantity::new(Amount::ONE, written.unit().clone());
        let one = one.to(unit)?.amount();
        Ok(match self.verb {
            Verb::Avoids | Verb::Removes => one.negated(),
            _ => one,
        })
    }

    /// The spread of the amount in the unit of that, or what is wrong with it; `None` without one, or without an amount.
    pub(crate) fn checked_spread(&self) -> Option<Result<Distributed, ProblemKind>> {
        let spread = self.exchange.details().spread.as_ref()?;
        let amount = self.exchange.amount.as_ref().ok()?;
        Some(spread.of_amount(amount))
    }
}
