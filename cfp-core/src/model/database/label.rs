//! What things of a database are called.

use std::collections::HashSet;

use crate::error::{DatabaseProblem, Place, Problem, nearest};
use crate::name::name_key;

/// What a product, a process or an elementary flow of a database is called.
///
/// # Example
///
/// ```
/// use cfp_core::Label;
///
/// let grid = Label::new("c1f0").name("market for electricity").location("CN").unit("kWh");
/// # let _ = grid;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Label {
    id: Box<str>,
    name: Option<Box<str>>,
    location: Option<Box<str>>,
    unit: Option<Box<str>>,
    other_names: Box<[Box<str>]>,
}

impl Label {
    /// A label by its id, which tells it from all others of its kind.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// The name, which several may have.
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where a process is, or into what a flow goes.
    pub fn location(mut self, location: &str) -> Self {
        self.location = Some(location.into());
        self
    }

    /// The unit that amounts are in, as the database writes it.
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// Other names of the same thing: of a flow its synonyms, its formula, its CAS number.
    pub fn also_called<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.other_names = names.into_iter().map(Into::into).collect();
        self
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name; the id where it has none.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// Where a process is, or into what a flow goes.
    pub fn place(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Other names of the same thing.
    pub fn other_names(&self) -> impl Iterator<Item = &str> {
        self.other_names.iter().map(AsRef::as_ref)
    }

    /// The unit as the database writes it.
    pub fn unit_text(&self) -> Option<&str> {
        self.unit.as_deref()
    }
}

/// The labels of one kind of thing; without any, things are called by their index.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    list: Vec<Label>,
}

/// How many ids a message lists.
const IDS_TOLD: usize = 8;

impl Labels {
    /// Checked labels for so many things.
    pub fn new(
        what: &'static str,
        list: Vec<Label>,
        expected: usize,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut told = |kind| problems.push(Problem::new(kind, Place::default()));
        if !list.is_empty() && list.len() != expected {
            told(DatabaseProblem::LabelsDoNotFit {
                what,
                given: list.len(),
                expected,
            });
            return Self::default();
        }
        let mut seen = HashSet::with_capacity(list.len());
        for label in &list {
            if !seen.insert(label.id()) {
                let id = label.id().to_owned();
                told(DatabaseProblem::DuplicateId { what, id });
            }
        }
        Self { list }
    }

    /// The label of a thing.
    pub fn get(&self, index: usize) -> Option<&Label> {
        self.list.get(index)
    }

    /// All of them, or none.
    pub fn list(&self) -> &[Label] {
        &self.list
    }

    /// What a message calls a thing: its name with its id, or its index.
    pub fn told(&self, index: usize) -> String {
        let Some(label) = self.get(index) else {
            return index.to_string();
        };
        let place = label
            .place()
            .map_or(String::new(), |place| format!(", {place}"));
        if label.called() == label.id() {
            format!("{}{place}", label.id())
        } else {
            format!("{}{place} ({})", label.called(), label.id())
        }
    }

    /// The thing with this id, or else the only one with this name, in whatever spelling.
    pub fn find(
        &self,
        what: [&'static str; 2],
        asked: &str,
        size: usize,
    ) -> Result<usize, DatabaseProblem> {
        let [one, several] = what;
        if self.list.is_empty() {
            let index = asked.trim().parse().ok().filter(|index| *index < size);
            return index.ok_or_else(|| DatabaseProblem::NotInDatabase {
                what: one,
                asked: asked.to_owned(),
                nearest: None,
            });
        }
        if let Some(index) = self.list.iter().position(|label| label.id() == asked) {
            return Ok(index);
        }
        let key = name_key(asked);
        let is_it = |label: &Label| name_key(label.called()) == key;
        let mut named = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, label)| is_it(label));
        match (named.next(), named.next()) {
            (Some((index, _)), None) => Ok(index),
            (Some(_), Some(_)) => {
                let named = self.list.iter().filter(|label| is_it(label));
                let ids: Vec<String> = named.map(|label| label.id().to_owned()).collect();
                Err(DatabaseProblem::SeveralOfName {
                    what: several,
                    asked: asked.to_owned(),
                    count: ids.len(),
                    ids: ids.into_iter().take(IDS_TOLD).collect(),
                })
            }
            (None, _) => {
                let all = self.list.iter().map(Label::called);
                Err(DatabaseProblem::NotInDatabase {
                    what: one,
                    asked: asked.to_owned(),
                    nearest: nearest(asked, all).map(str::to_owned),
                })
            }
        }
    }
}
