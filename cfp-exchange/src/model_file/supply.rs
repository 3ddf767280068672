//! What supplies a flow that nobody in the model makes.

use cfp_core::{Amount, Quality, Quantity, Spread, Supply, Treatment, Written};
use cfp_factors::Query;

use super::carry::Carried;
use super::problems::Scope;
use super::read::Reader;
use super::supply_table::serves;
use super::tree::{At, Node, Value};

/// A supply as a model states it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StatedSupply {
    pub flow: String,
    pub serves: Serves,
}

/// Where the figure of a supply comes from, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Serves {
    /// It is looked up for each consumer.
    Factor(Box<LookUp>, Box<Remarks>),
    /// It is stated.
    Stated(Box<Supply>, Box<Remarks>),
    /// It is the footprint of another model, or a stored one.
    File(Box<Reference>, Box<Remarks>),
    /// Several by their shares.
    Mix(Vec<(Written<Amount>, Serves)>),
    /// It is told as a problem.
    Unreadable,
}

/// A query without what the consumer adds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LookUp {
    pub query: Query,
    pub region: Option<String>,
    pub year: Option<u16>,
}

/// Another model, or a stored footprint, by its file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reference {
    /// The path as written, from the directory of the model.
    pub path: String,
    /// Where it stands.
    pub at: At,
    /// Whether it is a stored footprint.
    pub is_result: bool,
    pub product: Option<String>,
    pub amount: Option<String>,
    pub from: Option<String>,
}

/// What is said of a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Remarks {
    pub source: Option<String>,
    pub supplier: Option<String>,
    pub boundary: Option<String>,
    pub validity: Option<String>,
    pub region: Option<String>,
    pub gwp: Option<String>,
    /// Percent.
    pub primary: Option<Written<Amount>>,
    pub quality: Option<Quality>,
    pub electricity: Option<Treated>,
    pub spread: Option<Spread>,
}

/// How electricity is treated, before what the grid counts is looked up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Treated {
    pub treatment: Treatment,
    pub instrument: Option<String>,
    pub period: Option<String>,
    pub volume: Option<Written<Quantity>>,
    pub location_based: Option<Serves>,
}

impl Remarks {
    /// The supply with these remarks, but for electricity.
    pub fn on(&self, mut supply: Supply) -> Supply {
        let mut state = |text: &Option<String>, say: fn(Supply, &str) -> Supply| {
            if let Some(text) = text {
                supply = say(supply.clone(), text);
            }
        };
        state(&self.source, Supply::source);
        state(&self.supplier, Supply::supplier);
        state(&self.boundary, Supply::boundary);
        state(&self.validity, Supply::validity);
        state(&self.region, Supply::region);
        state(&self.gwp, Supply::gwp);
        if let Some(percent) = &self.primary {
            supply = supply.of_primary_share(percent.clone());
        }
        if let Some(quality) = &self.quality {
            supply = supply.quality(quality.clone());
        }
        if let Some(spread) = &self.spread {
            supply = supply.spread(spread.clone());
        }
        supply
    }
}

impl Remarks {
    /// What the average of the grid counts.
    fn grid(&self) -> Option<&Serves> {
        self.electricity.as_ref()?.location_based.as_ref()
    }

    fn references(&self) -> Vec<&Reference> {
        self.grid().map_or_else(Vec::new, Serves::references)
    }
}

impl Serves {
    /// What is said of the figure; `None` of a mix.
    fn remarks(&self) -> Option<&Remarks> {
        match self {
            Self::Factor(_, remarks) | Self::Stated(_, remarks) | Self::File(_, remarks) => {
                Some(remarks)
            }
            Self::Mix(_) | Self::Unreadable => None,
        }
    }

    fn remarks_mut(&mut self) -> Option<&mut Remarks> {
        match self {
            Self::Factor(_, remarks) | Self::Stated(_, remarks) | Self::File(_, remarks) => {
                Some(remarks)
            }
            Self::Mix(_) | Self::Unreadable => None,
        }
    }

    /// The figure that is stated.
    fn figure(&self) -> Option<&Quantity> {
        match self {
            Self::Stated(supply, _) => supply.stated_figure(),
            _ => None,
        }
    }

    /// Whether a published factor is looked up for it.
    pub fn is_looked_up(&self) -> bool {
        match self {
            Self::Factor(..) => true,
            Self::Stated(_, remarks) | Self::File(_, remarks) => {
                remarks.grid().is_some_and(Self::is_looked_up)
            }
            Self::Mix(members) => members.iter().any(|(_, member)| member.is_looked_up()),
            Self::Unreadable => false,
        }
    }

    /// The files that it names.
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::File(reference, remarks) => {
                let mut references = remarks.references();
                references.push(reference);
                references
            }
            Self::Factor(_, remarks) | Self::Stated(_, remarks) => remarks.references(),
            Self::Mix(members) => {
                let members = members.iter();
                members
                    .flat_map(|(_, member)| member.references())
                    .collect()
            }
            Self::Unreadable => Vec::new(),
        }
    }
}

impl StatedSupply {
    /// The same supply with the spread of the one in whose place it stands, around its own figure, unless it states one.
    pub fn spread_like(mut self, before: &Self, carried: &mut Carried) -> Self {
        let owner = Scope::Supply(&self.flow).owner().unwrap_or_default();
        let Some(spread) = before.serves.remarks().and_then(|own| own.spread.as_ref()) else {
            return self;
        };
        let own = self.serves.remarks();
        if own.is_some_and(|own| own.spread.is_some()) || self.serves == Serves::Unreadable {
            return self;
        }
        let figures = (self.serves.figure(), before.serves.figure());
        match figures {
            (Some(now), Some(from)) => {
                let spread = carried.along(&owner, spread, (from, now));
                if let Some(own) = self.serves.remarks_mut() {
                    own.spread = spread;
                }
            }
            _ => carried.leave(&owner, "the scenario has another supply, which states none"),
        }
        self
    }

    /// Whether its answer depends on who asks.
    pub fn is_looked_up(&self) -> bool {
        self.serves.is_looked_up()
    }
}

/// Every supply of the model's `supply` table.
pub(super) fn supplies(reader: &mut Reader<'_>, table: &Node<'_>) -> Vec<StatedSupply> {
    if !matches!(table.value, Value::Table(_)) {
        let needed = "a table of supplies";
        reader
            .problems
            .wrong_type(Scope::Model, "supply", table, needed);
    }
    let mut supplies = Vec::with_capacity(table.entries().len());
    for entry in table.entries() {
        let scope = Scope::Supply(&entry.key);
        let serves = if matches!(entry.node.value, Value::Table(_)) {
            serves(reader, scope, &entry.node, entry.at, Some(&[]), &[])
        } else {
            let needed = "a table with `factor`, `footprint`, `model`, `result` or `mix`";
            reader
                .problems
                .wrong_type(scope, &entry.key, &entry.node, needed);
            Serves::Unreadable
        };
        supplies.push(StatedSupply {
            flow: entry.key.to_string(),
            serves,
        });
    }
    supplies
}
