//! An exchange: a quantity as text, or a table with what is known about it.

use cfp_core::{Category, Exchange, ModelProblem, Quantity, Verb};

use super::computed::unreadable;
use super::dependence::Counts;
use super::electricity::quality;
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::tree::{Entry, Node, Value};

/// What every exchange may say of itself.
const COMMON: [&str; 6] = ["amount", "source", "data", "quality", "spread", "pedigree"];

/// The keys that only some exchanges have, and where they belong.
const PARTICULAR: [(&str, &str); 8] = [
    ("from", "inputs and avoided flows"),
    ("to", "discarded wastes"),
    ("causal", "what several outputs share"),
    ("category", "emissions and removals"),
    ("mass", OUTPUTS),
    ("energy", OUTPUTS),
    ("price", OUTPUTS),
    ("share", OUTPUTS),
];

const OUTPUTS: &str = "products and treated wastes";

/// Whether an exchange names a process that serves it.
pub(super) fn provider_is_process(node: &Node<'_>) -> bool {
    let provider = node.get("from").or_else(|| node.get("to"));
    provider.is_some_and(|entry| entry.node.text() != Some("supply"))
}

/// An exchange as written. `allocate` is the word by which its process shares burdens.
pub(super) fn exchange(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    verb: Verb,
    allocate: Option<&str>,
    node: &Node<'_>,
) -> Exchange {
    match &node.value {
        Value::Table(_) => Table {
            scope,
            verb,
            allocate,
            node,
        }
        .read(reader),
        _ => Exchange::from(reader.quantity_as(Counts::Amount, scope, "amount", node)),
    }
}

/// An exchange that is a table.
#[derive(Clone, Copy)]
struct Table<'t, 'a> {
    scope: Scope<'t>,
    verb: Verb,
    allocate: Option<&'t str>,
    node: &'t Node<'a>,
}

impl Table<'_, '_> {
    fn read(self, reader: &mut Reader<'_>) -> Exchange {
        let amount = self.amount(reader);
        let quantity = amount.amount().as_ref().ok().cloned();
        let unit = quantity.as_ref().map(Quantity::unit).cloned();
        let mut exchange = amount;
        if self.node.get("from").is_some()
            && let Some(to) = self.node.get("to")
        {
            reader
                .problems
                .file(&FileProblem::FromAndTo, self.scope, to.at);
        }
        for entry in self.node.entries() {
            let key = entry.key.as_ref();
            exchange = match key {
                "amount" | "spread" | "pedigree" => exchange,
                _ if COMMON.contains(&key) => self.common(reader, exchange, key, entry),
                _ if self.keys().contains(&key) => self.particular(reader, exchange, key, entry),
                _ if self.is_property(reader, key, &entry.node, unit.as_ref()) => {
                    self.property(reader, exchange, entry)
                }
                _ => {
                    self.refuse(reader, key, entry);
                    exchange
                }
            };
        }
        let node = self
            .node
            .get("amount")
            .map_or(self.node, |entry| &entry.node);
        let around = (node, quantity.as_ref());
        match reader.spread_around(self.scope, self.node, None, around) {
            Some(spread) => exchange.spread(spread),
            None => exchange,
        }
    }

    fn amount(self, reader: &mut Reader<'_>) -> Exchange {
        let Some(entry) = self.node.get("amount") else {
            let problem = FileProblem::MissingKey {
                key: "amount",
                owner: "the exchange",
            };
            reader.problems.file(&problem, self.scope, self.node.at);
            return Exchange::from(Err(unreadable()));
        };
        let amount = reader.quantity_as(Counts::Amount, self.scope, "amount", &entry.node);
        Exchange::from(amount)
    }

    fn common(
        self,
        reader: &mut Reader<'_>,
        exchange: Exchange,
        key: &str,
        entry: &Entry<'_>,
    ) -> Exchange {
        match key {
            "source" => match reader.text(self.scope, entry) {
                Some(source) => exchange.source(source),
                None => exchange,
            },
            "data" => match reader.text(self.scope, entry) {
                Some("primary") => exchange.primary(true),
                Some("secondary") => exchange.primary(false),
                Some(word) => {
                    let kind = ModelProblem::UnknownWord {
                        written: word.to_owned(),
                        what: "a word for the origin of data",
                        words: vec!["primary".to_owned(), "secondary".to_owned()],
                    };
                    let at = entry.node.at;
                    reader.problems.value(kind, self.scope, Some("data"), at);
                    exchange
                }
                None => exchange,
            },
            _ => match quality(reader, self.scope, entry) {
                Some(quality) => exchange.quality(quality),
                None => exchange,
            },
        }
    }

    /// The keys that exchanges under this verb have beside the common ones.
    fn keys(self) -> &'static [&'static str] {
        match self.verb {
            Verb::Makes | Verb::Treats => &["mass", "energy", "price", "share"],
            Verb::Takes => &["from", "causal"],
            Verb::Discards | Verb::Avoids => &["from", "to", "causal"],
            Verb::Emits | Verb::Removes => &["category", "causal"],
        }
    }

    fn particular(
        self,
        reader: &mut Reader<'_>,
        exchange: Exchange,
        key: &str,
        entry: &Entry<'_>,
    ) -> Exchange {
        match key {
            "from" | "to" => match reader.text(self.scope, entry) {
                Some("supply") => exchange.from_supply(),
                Some(process) => exchange.from_process(process),
                None => exchange,
            },
            "causal" => self.causal(reader, exchange, entry),
            "category" => {
                let Some(word) = reader.text(self.scope, entry) else {
                    return exchange;
                };
                if let Err(kind) = Category::from_word(word) {
                    let at = entry.node.at;
                    reader
                        .problems
                        .value(kind, self.scope, Some("category"), at);
                }
                exchange.category(word)
            }
            "share" => {
                let share = reader.number_as(Counts::Weight, self.scope, key, &entry.node);
                reader.tell_unreadable(&share, self.scope, Some("share"), entry.node.at);
                exchange.share_of(share)
            }
            _ => self.property(reader, exchange, entry),
        }
    }

    fn causal(self, reader: &mut Reader<'_>, exchange: Exchange, entry: &Entry<'_>) -> Exchange {
        if !matches!(entry.node.value, Value::Table(_)) {
            let needed = "a table of outputs and shares";
            reader
                .problems
                .wrong_type(self.scope, "causal", &entry.node, needed);
            return exchange;
        }
        let shares = entry.node.entries().iter();
        shares.fold(exchange, |exchange, entry| {
            let share = reader.number_as(Counts::Causal, self.scope, &entry.key, &entry.node);
            reader.tell_unreadable(&share, self.scope, Some("causal"), entry.node.at);
            exchange.causal_of(&entry.key, share)
        })
    }

    /// Whether a key names a property that an allocation may weigh: the one that the process
    /// allocates by, or any whose value is per unit of the output.
    fn is_property(
        self,
        reader: &mut Reader<'_>,
        key: &str,
        node: &Node<'_>,
        unit: Option<&cfp_core::Unit>,
    ) -> bool {
        if !matches!(self.verb, Verb::Makes | Verb::Treats) {
            return false;
        }
        if self.allocate == Some(key) {
            return true;
        }
        let per = reader
            .peek(node)
            .and_then(|quantity| quantity.unit().parts().1);
        match (per, unit) {
            (Some(per), Some(unit)) => per.dimension() == unit.dimension(),
            _ => false,
        }
    }

    fn property(self, reader: &mut Reader<'_>, exchange: Exchange, entry: &Entry<'_>) -> Exchange {
        let value = reader.quantity_as(Counts::Weight, self.scope, &entry.key, &entry.node);
        let key = PARTICULAR.iter().find(|(key, _)| *key == entry.key);
        let key = key.map(|(key, _)| *key);
        reader.tell_unreadable(&value, self.scope, key, entry.node.at);
        match entry.key.as_ref() {
            "price" => exchange.price_of(value),
            name => exchange.property_of(name, value),
        }
    }

    /// Tells of a key that says nothing here.
    fn refuse(self, reader: &mut Reader<'_>, key: &str, entry: &Entry<'_>) {
        let owner = match self.verb {
            Verb::Makes => "a product",
            Verb::Takes => "an input",
            Verb::Treats => "a treated waste",
            Verb::Discards => "a discarded waste",
            Verb::Avoids => "an avoided flow",
            Verb::Emits => "an emission",
            Verb::Removes => "a removal",
        };
        if let Some(&(key, belongs)) = PARTICULAR.iter().find(|(known, _)| *known == key) {
            let problem = FileProblem::KeyOutOfPlace {
                key,
                owner,
                belongs,
            };
            reader.problems.file(&problem, self.scope, entry.at);
        } else {
            let known: Vec<&str> = COMMON.iter().chain(self.keys()).copied().collect();
            reader.unknown_key(self.scope, entry, owner, &known);
        }
    }
}
