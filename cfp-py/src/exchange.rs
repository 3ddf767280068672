//! Exchanges as Python writes them: a quantity, a table with what is known of it, or several.

use cfp_core::{Exchange, ModelProblem, Place, Problem, ProblemKind, Verb};
use cfp_exchange::FileProblem;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString};

use crate::amount::{number, quantity};
use crate::errors::Raised;
use crate::spread::spread;
use crate::supply::quality;

/// The details of an exchange as `(name, value)`.
type Details<'py> = Vec<(String, Bound<'py, PyAny>)>;

/// The exchanges of a flow under a verb: one, or several where `value` is a list.
pub fn exchanges(
    process: &str,
    verb: Verb,
    flow: &str,
    value: &Bound<'_, PyAny>,
) -> Result<Vec<Exchange>, Raised> {
    let Ok(list) = value.cast::<PyList>() else {
        return Ok(vec![written(process, verb, flow, value)?]);
    };
    if list.is_empty() {
        let key = flow.to_owned();
        return Err(FileProblem::EmptyList { key }.into());
    }
    list.iter()
        .map(|value| written(process, verb, flow, &value))
        .collect()
}

/// An exchange with the details that a call names beside its quantity.
pub fn with_details(
    process: &str,
    verb: Verb,
    flow: &str,
    amount: &Bound<'_, PyAny>,
    details: &Bound<'_, PyDict>,
) -> Result<Exchange, Raised> {
    let place = Place::exchange(process, verb, flow, 0);
    detailed(verb, &place, amount, details.items().extract()?)
}

fn written(
    process: &str,
    verb: Verb,
    flow: &str,
    value: &Bound<'_, PyAny>,
) -> Result<Exchange, Raised> {
    let Ok(table) = value.cast::<PyMapping>() else {
        return Ok(quantity(value)?.into());
    };
    let place = Place::exchange(process, verb, flow, 0);
    let details: Details<'_> = table.items()?.extract()?;
    let (amounts, details): (Vec<_>, Vec<_>) =
        details.into_iter().partition(|(name, _)| name == "amount");
    match amounts.first() {
        Some((_, amount)) => detailed(verb, &place, amount, details),
        None => Err(FileProblem::MissingKey {
            key: "amount",
            owner: "the exchange",
        }
        .into()),
    }
}

fn detailed(
    verb: Verb,
    place: &Place,
    amount: &Bound<'_, PyAny>,
    details: Details<'_>,
) -> Result<Exchange, Raised> {
    let mut exchange = Exchange::from(quantity(amount)?);
    let mut has_provider = false;
    let stated = |key: &str| details.iter().find(|(name, _)| name == key);
    let of = |key: &str| stated(key).map(|(_, value)| value);
    if let Some(spread) = spread(of("spread"), of("pedigree"))? {
        exchange = exchange.spread(spread);
    }
    for (name, value) in details {
        // `from` is a word of the language, and cannot name an argument.
        let name = if name == "from_" {
            "from"
        } else {
            name.as_str()
        };
        exchange = match (name, verb) {
            ("spread" | "pedigree", _) => exchange,
            ("source", _) => exchange.source(&text(name, &value)?),
            ("quality", _) => exchange.quality(quality(&value)?),
            ("data", _) => exchange.primary(is_primary(&text(name, &value)?)?),
            ("from", Verb::Takes) | ("from" | "to", Verb::Discards | Verb::Avoids) => {
                if has_provider {
                    return Err(FileProblem::FromAndTo.into());
                }
                has_provider = true;
                match text(name, &value)?.as_str() {
                    "supply" => exchange.from_supply(),
                    process => exchange.from_process(process),
                }
            }
            ("category", Verb::Emits | Verb::Removes) => exchange.category(&text(name, &value)?),
            ("price", Verb::Makes | Verb::Treats) => exchange.price(&rate(place, "price", &value)?),
            ("share", Verb::Makes | Verb::Treats) => exchange.share(&number(&value)?),
            ("causal", _) if !is_output(verb) => causal(exchange, &value)?,
            (property, Verb::Makes | Verb::Treats) if !elsewhere(property) => {
                exchange.property(property, &rate(place, "property", &value)?)
            }
            _ => return Err(unknown(verb, name)),
        };
    }
    Ok(exchange)
}

fn is_output(verb: Verb) -> bool {
    matches!(verb, Verb::Makes | Verb::Treats)
}

/// Whether a name means something for exchanges that are no outputs, so that it is no property.
fn elsewhere(name: &str) -> bool {
    matches!(
        name,
        "from" | "to" | "category" | "causal" | "spread" | "pedigree"
    )
}

/// A property per unit of an output; an unreadable one is told at once, as it may never be weighed.
fn rate(place: &Place, key: &'static str, value: &Bound<'_, PyAny>) -> Result<String, Raised> {
    let read = quantity(value)?;
    let read = read.map_err(|kind| Problem::new(kind, place.clone().at_key(key)))?;
    Ok(read.to_string())
}

fn causal(exchange: Exchange, value: &Bound<'_, PyAny>) -> Result<Exchange, Raised> {
    let shares: Details<'_> = value
        .cast::<PyMapping>()
        .map_err(PyErr::from)?
        .items()?
        .extract()?;
    shares
        .into_iter()
        .try_fold(exchange, |exchange, (output, share)| {
            Ok(exchange.causal(&output, &number(&share)?))
        })
}

/// Whether a word says that an amount was measured at the process.
fn is_primary(word: &str) -> Result<bool, Raised> {
    match word {
        "primary" => Ok(true),
        "secondary" => Ok(false),
        _ => Err(ProblemKind::from(ModelProblem::UnknownWord {
            written: word.to_owned(),
            what: "a word for the origin of data",
            words: vec!["primary".to_owned(), "secondary".to_owned()],
        })
        .into()),
    }
}

fn text(name: &str, value: &Bound<'_, PyAny>) -> Result<String, Raised> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_cow()?.into_owned());
    }
    let given = value.repr()?;
    let message = format!("`{name}` is text, not {given}");
    Err(PyTypeError::new_err(message).into())
}

fn unknown(verb: Verb, name: &str) -> Raised {
    let known = match verb {
        Verb::Makes | Verb::Treats => "`price`, `share`, `mass`, `energy` or another property",
        Verb::Takes => "`from` and `causal`",
        Verb::Discards | Verb::Avoids => "`from`, `to` and `causal`",
        Verb::Emits | Verb::Removes => "`category` and `causal`",
    };
    PyTypeError::new_err(format!(
        "`{name}` is no detail of what a process {}; it has `source`, `data`, `quality`, `spread`, `pedigree`, {known}",
        verb.word()
    ))
    .into()
}
