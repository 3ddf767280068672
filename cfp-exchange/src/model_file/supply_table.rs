//! The table of a supply, read key by key.

use cfp_core::{Amount, Category, Supply};
use cfp_factors::{Kind, Query};

use super::dependence::Counts;
use super::electricity::{electricity, quality};
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::{Reader, region_code};
use super::supply::{LookUp, Reference, Remarks, Serves};
use super::tree::{At, Entry, Node, Value};

/// The keys that say what a supply counts, of which it has one.
const SOURCES: [&str; 5] = ["factor", "footprint", "model", "result", "mix"];

/// Every key of a supply.
const KEYS: [&str; 27] = [
    "factor",
    "footprint",
    "model",
    "result",
    "mix",
    "share",
    "region",
    "year",
    "kind",
    "dataset",
    "up_to_region",
    "up_to_years_old",
    "categories",
    "gwp",
    "source",
    "supplier",
    "boundary",
    "validity",
    "primary",
    "primary_share",
    "product",
    "amount",
    "from",
    "quality",
    "electricity",
    "spread",
    "pedigree",
];

/// The keys that only narrow or widen a look-up.
const OF_FACTOR: [&str; 5] = ["year", "kind", "dataset", "up_to_region", "up_to_years_old"];

/// The keys that only say what a stated footprint is: others bring their own.
const OF_FOOTPRINT: [&str; 4] = ["gwp", "primary", "primary_share", "categories"];

/// The keys that describe a supplier's figure, stated or computed from a file: a factor brings its own.
const OF_SUPPLIER: [&str; 4] = ["source", "supplier", "boundary", "validity"];

/// The keys that say what is asked of another model.
const OF_MODEL: [&str; 3] = ["product", "amount", "from"];

/// What a table supplies. `member` is which of a mix it is, and which of a mix in that; `None` for a figure that enters no
/// total. `beside` are keys that its owner reads.
pub(super) fn serves(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    node: &Node<'_>,
    at: At,
    member: Option<&[usize]>,
    beside: &[&str],
) -> Serves {
    let mut stated = SOURCES
        .into_iter()
        .filter_map(|key| Some((key, node.get(key)?)));
    let Some((source, entry)) = stated.next() else {
        let problem = FileProblem::NoFactorNoFootprint;
        reader.problems.file(&problem, scope, at);
        return Serves::Unreadable;
    };
    if let Some((second, entry)) = stated.next() {
        let problem = FileProblem::FactorAndFootprint {
            first: source,
            second,
        };
        reader.problems.file(&problem, scope, entry.at);
        return Serves::Unreadable;
    }
    let table = Table {
        scope,
        node,
        source,
        member,
        beside,
    };
    match source {
        "mix" => table.mix(reader, entry),
        "factor" => table.factor(reader, entry),
        "footprint" => table.footprint(reader, entry),
        _ => table.file(reader, entry),
    }
}

/// A table that says what a supply counts.
#[derive(Clone, Copy)]
struct Table<'t, 'a> {
    scope: Scope<'t>,
    node: &'t Node<'a>,
    /// The key that says so.
    source: &'static str,
    member: Option<&'t [usize]>,
    beside: &'t [&'t str],
}

impl Table<'_, '_> {
    fn factor(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Serves {
        let activity = reader.text(self.scope, entry);
        let mut look_up = LookUp {
            query: Query::new(activity.unwrap_or_default()),
            region: None,
            year: None,
        };
        let mut remarks = Remarks::default();
        for entry in self.others() {
            match entry.key.as_ref() {
                "region" => {
                    let text = reader.text(self.scope, entry).map(region_code);
                    look_up.region = text.map(str::to_owned);
                }
                key if OF_FACTOR.contains(&key) => self.narrow(reader, entry, &mut look_up),
                _ => self.remark(reader, entry, &mut remarks),
            }
        }
        match activity {
            Some(_) => Serves::Factor(Box::new(look_up), Box::new(remarks)),
            None => Serves::Unreadable,
        }
    }

    fn footprint(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Serves {
        let counts = self.member.map_or(Counts::Nothing, Counts::Figure);
        let stated = reader.quantity_as(counts, self.scope, "footprint", &entry.node);
        let mut supply = Some(Supply::of(stated));
        let mut remarks = Remarks::default();
        for entry in self.others() {
            match entry.key.as_ref() {
                "categories" => supply = self.categories(reader, entry, supply),
                "gwp" => remarks.gwp = reader.text(self.scope, entry).map(str::to_owned),
                "primary" => match entry.node.value {
                    Value::Truth(primary) => {
                        let percent = if primary {
                            Amount::from(100)
                        } else {
                            Amount::ZERO
                        };
                        remarks.primary = Some(Ok(percent));
                    }
                    _ => reader.problems.wrong_type(
                        self.scope,
                        "primary",
                        &entry.node,
                        "true or false",
                    ),
                },
                "primary_share" => {
                    let share =
                        reader.number_as(Counts::Nothing, self.scope, "primary_share", &entry.node);
                    remarks.primary = Some(share);
                }
                _ => self.remark(reader, entry, &mut remarks),
            }
        }
        match supply {
            Some(supply) => Serves::Stated(Box::new(supply), Box::new(remarks)),
            None => Serves::Unreadable,
        }
    }

    /// The parts of a figure whose category is known.
    fn categories(
        self,
        reader: &mut Reader<'_>,
        entry: &Entry<'_>,
        mut supply: Option<Supply>,
    ) -> Option<Supply> {
        if !matches!(entry.node.value, Value::Table(_)) {
            let needed = "a table of categories and their figures";
            reader
                .problems
                .wrong_type(self.scope, "categories", &entry.node, needed);
            return None;
        }
        for part in entry.node.entries() {
            let category = Category::from_key(&part.key);
            if let Err(kind) = &category {
                let key = Some("categories");
                reader
                    .problems
                    .value(kind.clone(), self.scope, key, part.at);
            }
            let figure = reader.quantity_as(Counts::Nothing, self.scope, &part.key, &part.node);
            reader.tell_unreadable(&figure, self.scope, Some("categories"), part.node.at);
            supply = match (supply, category, figure) {
                (Some(supply), Ok(category), Ok(figure)) => {
                    Some(supply.of_category(Ok(category), Ok(figure)))
                }
                _ => None,
            };
        }
        supply
    }

    fn file(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Serves {
        let path = reader.text(self.scope, entry).map(str::to_owned);
        let mut reference = Reference {
            path: path.clone().unwrap_or_default(),
            at: entry.node.at,
            is_result: self.source == "result",
            product: None,
            amount: None,
            from: None,
        };
        let mut remarks = Remarks::default();
        for entry in self.others() {
            let text = match entry.key.as_ref() {
                "product" if !reference.is_result => &mut reference.product,
                "amount" if !reference.is_result => &mut reference.amount,
                "from" if !reference.is_result => &mut reference.from,
                _ => {
                    self.remark(reader, entry, &mut remarks);
                    continue;
                }
            };
            *text = reader.text(self.scope, entry).map(str::to_owned);
        }
        match path {
            Some(_) => Serves::File(Box::new(reference), Box::new(remarks)),
            None => Serves::Unreadable,
        }
    }

    fn mix(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Serves {
        for entry in self.others() {
            self.refuse(reader, entry);
        }
        let Value::List(items) = &entry.node.value else {
            let needed = "a list of supplies with their shares";
            reader
                .problems
                .wrong_type(self.scope, "mix", &entry.node, needed);
            return Serves::Unreadable;
        };
        let mut members = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            let Some(share) = item.get("share") else {
                let problem = FileProblem::MissingKey {
                    key: "share",
                    owner: "the supply of a mix",
                };
                reader.problems.file(&problem, self.scope, item.at);
                continue;
            };
            let member = self.member.map(|member| [member, &[number]].concat());
            let counts = member.as_deref().map_or(Counts::Nothing, Counts::Share);
            let stated = &share.node;
            let share = reader.number_as(counts, self.scope, "share", stated);
            reader.tell_unreadable(&share, self.scope, Some("share"), stated.at);
            let member = serves(
                reader,
                self.scope,
                item,
                item.at,
                member.as_deref(),
                &["share"],
            );
            if member != Serves::Unreadable && share.is_ok() {
                members.push((share, member));
            }
        }
        if members.len() == items.len() {
            Serves::Mix(members)
        } else {
            Serves::Unreadable
        }
    }

    /// Adds a key of a look-up to it.
    fn narrow(self, reader: &mut Reader<'_>, entry: &Entry<'_>, look_up: &mut LookUp) {
        let query = &mut look_up.query;
        match entry.key.as_ref() {
            "year" => look_up.year = year(reader, self.scope, entry),
            "up_to_years_old" => {
                if let Value::Number(written) = &entry.node.value
                    && let Ok(years) = written.parse()
                {
                    *query = query.clone().up_to_years_old(years);
                } else {
                    let needed = "a whole number of years";
                    reader
                        .problems
                        .wrong_type(self.scope, "up_to_years_old", &entry.node, needed);
                }
            }
            key => {
                let Some(text) = reader.text(self.scope, entry) else {
                    return;
                };
                match key {
                    "dataset" => *query = query.clone().dataset(text),
                    "up_to_region" => *query = query.clone().up_to_region(text),
                    _ => match Kind::from_word(text) {
                        Ok(kind) => *query = query.clone().kind(kind),
                        Err(problem) => reader.problems.add(&problem, Some(entry.node.at)),
                    },
                }
            }
        }
    }

    /// Reads what every figure may say of itself, and refuses the rest.
    fn remark(self, reader: &mut Reader<'_>, entry: &Entry<'_>, remarks: &mut Remarks) {
        let is_factor = self.source == "factor";
        let text = match entry.key.as_ref() {
            "source" if !is_factor => &mut remarks.source,
            "supplier" if !is_factor => &mut remarks.supplier,
            "boundary" if !is_factor => &mut remarks.boundary,
            "validity" if !is_factor => &mut remarks.validity,
            "region" => &mut remarks.region,
            "quality" => {
                remarks.quality = quality(reader, self.scope, entry);
                return;
            }
            "electricity" => {
                remarks.electricity = electricity(reader, self.scope, entry);
                return;
            }
            // Both are read with the first of them.
            "pedigree" if self.node.get("spread").is_some() => return,
            "spread" | "pedigree" => {
                let figure = self.node.get("footprint").map(|entry| &entry.node);
                let quantity = figure.and_then(|figure| reader.peek(figure));
                let around = (figure.unwrap_or(self.node), quantity.as_ref());
                remarks.spread = reader.spread_around(self.scope, self.node, None, around);
                return;
            }
            _ => {
                self.refuse(reader, entry);
                return;
            }
        };
        let is_region = entry.key == "region";
        *text = reader.text(self.scope, entry).map(|written| {
            let written = if is_region {
                region_code(written)
            } else {
                written
            };
            written.to_owned()
        });
    }

    /// Tells of a key that says nothing beside this source.
    fn refuse(self, reader: &mut Reader<'_>, entry: &Entry<'_>) {
        let is_key = |key: &&'static str| *key == entry.key;
        let Some(key) = KEYS.into_iter().find(is_key) else {
            reader.unknown_key(self.scope, entry, "a supply", &KEYS);
            return;
        };
        let belongs = if OF_FACTOR.contains(&key) {
            "supplies with `factor`"
        } else if OF_FOOTPRINT.contains(&key) {
            "stated footprints; a factor or a file brings its own"
        } else if OF_SUPPLIER.contains(&key) {
            "stated footprints; a factor brings its own source and basis"
        } else if OF_MODEL.contains(&key) {
            "supplies with `model`"
        } else if key == "share" {
            "the supplies of a `mix`"
        } else {
            "the supplies in the `mix`"
        };
        let owner = match self.source {
            "factor" => "a supply with `factor`",
            "footprint" => "a stated footprint",
            "model" => "a supply with `model`",
            "result" => "a supply with `result`",
            _ => "a mix",
        };
        let problem = FileProblem::KeyOutOfPlace {
            key,
            owner,
            belongs,
        };
        reader.problems.file(&problem, self.scope, entry.at);
    }
}

impl<'t, 'a> Table<'t, 'a> {
    /// The entries beside the one that says what the supply counts.
    fn others(self) -> impl Iterator<Item = &'t Entry<'a>> {
        let entries = self.node.entries().iter();
        entries.filter(move |entry| {
            entry.key != self.source && !self.beside.contains(&entry.key.as_ref())
        })
    }
}

fn year(reader: &mut Reader<'_>, scope: Scope<'_>, entry: &Entry<'_>) -> Option<u16> {
    let number = reader.year(scope, entry)?;
    match cfp_core::Year::new(number) {
        Ok(year) => Some(year.number()),
        Err(kind) => {
            let at = entry.node.at;
            reader.problems.value(kind, scope, Some("year"), at);
            None
        }
    }
}
