//! Problems of parameters and of the expressions that use them.

use cfp_core::{Detail, Explain};

/// How many names a message lists.
const LISTED: usize = 20;

/// An expression cannot be read or computed, or its parameters cannot be found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ParameterProblem {
    /// A name in braces that no parameter has.
    #[error("unknown parameter `{name}`")]
    Unknown {
        /// The name as written.
        name: String,
        /// The parameter that reads most like it.
        nearest: Option<String>,
        /// Every parameter of the model.
        known: Vec<String>,
    },
    /// Parameters that need each other.
    #[error("the value needs itself: {}", ring(.names))]
    Cycle {
        /// The parameters, each before one that it needs; the last needs the first.
        names: Vec<String>,
    },
    /// A parameter where only a name in braces would be one.
    #[error("the parameter `{name}` stands without braces")]
    WithoutBraces {
        /// The name.
        name: String,
    },
    /// An expression that is not built like one.
    #[error("the expression {} where {expected} is needed", .found.as_ref().map_or("ends".to_owned(), |found| format!("has `{found}`")))]
    BadExpression {
        /// What stands there; `None` at the end.
        found: Option<String>,
        /// What could stand there.
        expected: &'static str,
    },
    /// Parentheses within each other beyond the limit.
    #[error("parentheses are nested more than 64 deep")]
    TooDeep,
    /// A sum or comparison of different dimensions.
    #[error("`{left}` and `{right}` do not {verb}: {left_is} and {right_is}")]
    DoNotAdd {
        /// What stands on the left, as computed.
        left: String,
        /// What stands on the right, as computed.
        right: String,
        /// What was to be done with them.
        verb: &'static str,
        /// What the left one measures.
        left_is: String,
        /// What the right one measures.
        right_is: String,
    },
    /// A comparison of figures that rounding may have brought into the other order.
    #[error("`{left}` and `{right}` are nearer to each other than rounding lets tell")]
    Open {
        /// What stands on the left, with its bound.
        left: String,
        /// What stands on the right, with its bound.
        right: String,
    },
    /// A quantity where a plain number is needed.
    #[error("`{given}` has a unit where a plain number is needed")]
    HasUnit {
        /// The quantity as computed.
        given: String,
        /// Its unit.
        unit: String,
    },
}

/// `a` → `b` → `a`.
fn ring(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).map(|name| format!("`{name}`"));
    let mut shown: Vec<String> = shown.collect();
    if names.len() > LISTED {
        shown.push(format!("{} more", names.len() - LISTED));
    }
    shown.push(format!("`{}`", names[0]));
    shown.join(" → ")
}

fn listed(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).map(|name| format!("`{name}`"));
    let shown: Vec<String> = shown.collect();
    let list = shown.join(", ");
    match names.len().checked_sub(LISTED) {
        Some(more @ 1..) => format!("{list} and {more} more"),
        _ => list,
    }
}

impl Explain for ParameterProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown-parameter",
            Self::Cycle { .. } => "parameter-cycle",
            Self::WithoutBraces { .. } => "parameter-without-braces",
            Self::BadExpression { .. } => "bad-expression",
            Self::TooDeep => "expression-too-deep",
            Self::DoNotAdd { .. } => "units-do-not-add",
            Self::Open { .. } => "comparison-open",
            Self::HasUnit { .. } => "has-unit",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown {
                nearest: Some(nearest),
                ..
            } => format!("did you mean `{nearest}`?"),
            Self::Unknown { known, .. } if known.is_empty() => {
                "the model has no parameters; write them into the table `[parameters]`".into()
            }
            Self::Unknown { known, .. } => format!("the model has {}", listed(known)),
            Self::Cycle { .. } => "give one of them a number of its own".into(),
            Self::WithoutBraces { name } => format!("write `{{{name}}}`"),
            Self::BadExpression { .. } => {
                "write it like \"{yield} * 1.05 t\": numbers with or without unit, names in braces, \
                 + - * / ( ) and comparisons"
                    .into()
            }
            Self::TooDeep => "give a part of it a name of its own in `[parameters]`".into(),
            Self::DoNotAdd { .. } => "both sides need units of one dimension".into(),
            Self::Open { .. } => "compare with a figure that lies apart".into(),
            Self::HasUnit { unit, .. } => format!("divide it by `1 {unit}`"),
        })
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::Unknown {
                known,
                nearest: Some(_),
                ..
            } => vec![Detail::new("known", listed(known))],
            _ => Vec::new(),
        }
    }
}
