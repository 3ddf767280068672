//! Problems of a database: matrices that do not fit together, and what a question names and they lack.

use super::{Caller, Detail, Explain};

/// The matrices of a database do not make a system, or lack what is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseProblem {
    /// As many products as processes make a system that can be solved; other numbers do not.
    #[error("the database has {products} products and {processes} processes")]
    NotSquare {
        /// How many products.
        products: usize,
        /// How many processes.
        processes: usize,
    },
    /// An entry outside its matrix.
    #[error("{matrix}: an entry names {what} {index}, and there are {size}")]
    EntryOutside {
        /// The matrix.
        matrix: &'static str,
        /// A product, a process or a flow.
        what: &'static str,
        /// The index given, counted from zero.
        index: usize,
        /// How many there are.
        size: usize,
    },
    /// An entry that is infinite or not a number.
    #[error("{matrix}: the amount at row {row}, column {column} is not a finite number")]
    AmountNotFinite {
        /// The matrix.
        matrix: &'static str,
        /// Its row, counted from zero.
        row: usize,
        /// Its column, counted from zero.
        column: usize,
    },
    /// A process of which no product can be told to be its reference.
    #[error("{process} has no reference product")]
    NoReferenceProduct {
        /// The process.
        process: String,
        /// How many products it makes some of that no other process has for its reference.
        candidates: usize,
    },
    /// Two processes with one reference product, or a reference that is not in the database.
    #[error("{process} cannot have product {product} for its reference")]
    ReferenceTaken {
        /// The process.
        process: String,
        /// The index of the product, counted from zero.
        product: usize,
    },
    /// Names for more or fewer things than there are.
    #[error("{given} labels of {what}, and there are {expected}")]
    LabelsDoNotFit {
        /// Products, processes or flows.
        what: &'static str,
        /// How many labels there are.
        given: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Spreads for more or fewer entries than there are.
    #[error("{matrix}: {given} spreads, and there are {entries} entries")]
    SpreadsDoNotFit {
        /// The matrix.
        matrix: &'static str,
        /// How many spreads there are.
        given: usize,
        /// How many there should be.
        entries: usize,
    },
    /// A spread whose numbers make no distribution.
    #[error("{matrix}: the spread of entry {entry} cannot be: {reason}")]
    BadEntrySpread {
        /// The matrix.
        matrix: &'static str,
        /// The entry in the order given, counted from zero.
        entry: usize,
        /// The rule that its numbers break.
        reason: &'static str,
    },
    /// Two labels of one id.
    #[error("two {what} have the id `{id}`")]
    DuplicateId {
        /// Products, processes or flows.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// Something asked for by an id or a name that the database does not have.
    #[error("the database has no {what} `{asked}`")]
    NotInDatabase {
        /// A product or a flow.
        what: &'static str,
        /// What was asked for.
        asked: String,
        /// A name it has, if one reads almost the same.
        nearest: Option<String>,
    },
    /// A name that several have.
    #[error("{count} {what} of the database are called `{asked}`")]
    SeveralOfName {
        /// Products or flows.
        what: &'static str,
        /// What was asked for.
        asked: String,
        /// How many there are.
        count: usize,
        /// The ids of the first ones.
        ids: Vec<String>,
    },
    /// An amount with a unit, of a product without one, or the other way round.
    #[error("an amount of `{product}` is a number of {}", units(unit.as_deref()))]
    UnitNotKnown {
        /// The product.
        product: String,
        /// The unit of the database as text; `None` where it states none.
        unit: Option<String>,
        /// What was written.
        given: String,
    },
    /// Flows that are greenhouse gases by their names, and have no value in the set.
    #[error("{} no value in {set}: {}", counted(gases.len(), "greenhouse gas of the database has", "greenhouse gases of the database have"), named(gases))]
    GasesWithoutValue {
        /// The name of the set.
        set: String,
        /// The name of each flow, and the gas that it is known as.
        gases: Vec<(String, Option<String>)>,
    },
    /// Flows whose names do not say which of several gases they are.
    #[error("{} of the database could be one gas of {set} or another: {}", counted(gases.len(), "flow", "flows"), open(gases))]
    GasesOfSeveralOrigins {
        /// The name of the set.
        set: String,
        /// The name of each flow, and the gases that it could be.
        gases: Vec<(String, Vec<String>)>,
    },
    /// A characterisation that values no flow of the database.
    #[error("no flow of the database is in {set}")]
    NothingCharacterised {
        /// The name of the set.
        set: String,
    },
    /// A demand or a characterisation that was made for another database, whose products or flows are others.
    #[error("the {what} is of another database")]
    OfAnotherDatabase {
        /// A demand or a characterisation.
        what: &'static str,
    },
    /// More processes or flows than a database can have.
    #[error("a database of {given} {what}, and {most} is the most")]
    TooLarge {
        /// Processes or flows.
        what: &'static str,
        /// How many there are to be.
        given: usize,
        /// How many there can be.
        most: usize,
    },
    /// A figure beyond what decimals hold.
    #[error("the figure of `{product}` is beyond the range of decimals")]
    FigureTooLarge {
        /// The product.
        product: String,
    },
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn named(gases: &[(String, Option<String>)]) -> String {
    let each = gases.iter().map(|(name, known_as)| match known_as {
        Some(gas) => format!("`{name}` ({gas})"),
        None => format!("`{name}`"),
    });
    each.collect::<Vec<_>>().join(", ")
}

fn open(gases: &[(String, Vec<String>)]) -> String {
    let each = gases
        .iter()
        .map(|(name, choices)| format!("`{name}` ({})", choices.join(" or ")));
    each.collect::<Vec<_>>().join(", ")
}

fn units(unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("`{unit}`"),
        None => "its reference units, which the database does not name".to_owned(),
    }
}

/// How a flow is left out, as the caller writes it.
fn left_out(name: &str, caller: Caller) -> String {
    match caller {
        Caller::Command => format!("`--leave-out \"{name}\"`"),
        Caller::Python => format!("`leave_out=[\"{name}\"]`"),
        Caller::File | Caller::Statement => format!("`leave_out` of `{name}`"),
    }
}

/// How it is said which gas a flow is, as the caller writes it.
fn gas_of(name: &str, gas: &str, caller: Caller) -> String {
    match caller {
        Caller::Command => format!("`--gas \"{name}={gas}\"`"),
        Caller::Python => format!("`gases={{\"{name}\": \"{gas}\"}}`"),
        Caller::File | Caller::Statement => format!("`gas` of `{name}` and `{gas}`"),
    }
}

fn without_value(gases: &[(String, Option<String>)], caller: Caller) -> String {
    let name = gases.first().map_or("", |(name, _)| name);
    format!(
        "leave each out by its name, {}, or take a set that values it",
        left_out(name, caller)
    )
}

fn several_origins(gases: &[(String, Vec<String>)], caller: Caller) -> String {
    let Some((name, choices)) = gases.first() else {
        return String::new();
    };
    let gases = choices.iter().map(|gas| gas_of(name, gas, caller));
    format!(
        "say which gas each is, {}, or leave it out, {}",
        gases.collect::<Vec<_>>().join(" or "),
        left_out(name, caller)
    )
}

impl Explain for DatabaseProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSquare { .. } => "database-not-square",
            Self::EntryOutside { .. } => "entry-outside-matrix",
            Self::AmountNotFinite { .. } => "amount-not-finite",
            Self::NoReferenceProduct { .. } => "no-reference-product",
            Self::ReferenceTaken { .. } => "reference-taken",
            Self::LabelsDoNotFit { .. } => "labels-do-not-fit",
            Self::SpreadsDoNotFit { .. } => "spreads-do-not-fit",
            Self::BadEntrySpread { .. } => "bad-entry-spread",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::NotInDatabase { .. } => "not-in-database",
            Self::SeveralOfName { .. } => "several-of-name",
            Self::UnitNotKnown { .. } => "unit-not-known",
            Self::GasesWithoutValue { .. } => "gases-without-value",
            Self::GasesOfSeveralOrigins { .. } => "gases-of-several-origins",
            Self::NothingCharacterised { .. } => "nothing-characterised",
            Self::OfAnotherDatabase { .. } => "of-another-database",
            Self::TooLarge { .. } => "database-too-large",
            Self::FigureTooLarge { .. } => "figure-too-large",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotSquare { .. } => {
                "allocate processes of several products first, and leave out or make what nobody makes".into()
            }
            Self::EntryOutside { .. } => "rows and columns are counted from zero".into(),
            Self::AmountNotFinite { .. } => "leave out what is not known, or state it".into(),
            Self::NoReferenceProduct { candidates: 0, .. } => {
                "a process makes some of a product: check its entries and their signs".into()
            }
            Self::NoReferenceProduct { .. } => {
                "it makes several: state the reference product of every process".into()
            }
            Self::ReferenceTaken { .. } => "each product is the reference of one process".into(),
            Self::LabelsDoNotFit { .. } => "give one label for each, in their order".into(),
            Self::SpreadsDoNotFit { .. } => {
                "give one spread for each entry, in their order, and none for a certain one".into()
            }
            Self::BadEntrySpread { .. } => "check its parameters and its sign against the amount and the type of the distribution".into(),
            Self::DuplicateId { .. } => "ids tell things apart: give each its own".into(),
            Self::NotInDatabase {
                nearest: Some(nearest),
                ..
            } => format!("`{nearest}` reads almost the same"),
            Self::NotInDatabase { .. } => "ask by id or by name, as the database writes them".into(),
            Self::SeveralOfName { .. } => "ask for one of them by its id".into(),
            Self::UnitNotKnown { unit: Some(unit), .. } => format!("write it as a quantity in `{unit}` or a unit of its kind"),
            Self::UnitNotKnown { .. } => "write a number without a unit".into(),
            Self::GasesWithoutValue { gases, .. } => without_value(gases, Caller::File),
            Self::GasesOfSeveralOrigins { gases, .. } => several_origins(gases, Caller::File),
            Self::NothingCharacterised { .. } => "characterise by values for the flows of this database".into(),
            Self::OfAnotherDatabase { what } => {
                format!("make the {what} from the database that is asked: the same number is another product or flow there")
            }
            Self::TooLarge { what, .. } => format!("give the number of {what} that the database has"),
            Self::FigureTooLarge { .. } => "ask for a smaller unit of it".into(),
        })
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        match self {
            Self::GasesWithoutValue { gases, .. } => Some(without_value(gases, caller)),
            Self::GasesOfSeveralOrigins { gases, .. } => Some(several_origins(gases, caller)),
            _ => self.hint(),
        }
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::SeveralOfName { ids, .. } => vec![Detail::new("ids", ids.join(", "))],
            Self::UnitNotKnown { given, .. } => vec![Detail::new("given", given)],
            _ => Vec::new(),
        }
    }
}
