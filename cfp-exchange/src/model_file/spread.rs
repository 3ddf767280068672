//! How uncertain a number is, as a table beside it, and by the scores of a pedigree matrix.

use cfp_core::{Amount, Middle, ModelProblem, Quantity, Spread, Unit, Written};
use cfp_factors::Pedigree;

use super::computed::unreadable;
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::tree::{At, Entry, Node, Value};

const FORMS: [&str; 6] = [
    "lognormal_gsd",
    "normal_sd",
    "uniform",
    "triangular",
    "beta_pert",
    "discrete",
];

const KEYS: [&str; 7] = [
    FORMS[0],
    FORMS[1],
    FORMS[2],
    FORMS[3],
    FORMS[4],
    FORMS[5],
    "amount_is",
];

const CASE_KEYS: [&str; 2] = ["value", "probability"];

/// The spread of a table that may have the keys `spread` and `pedigree`; `None` when it has neither, or when one of them is
/// told as a problem. Whether it fits the number is checked where that is known.
///
/// `plain` is the unit of numbers that are written without one; `None` where quantities are.
pub(super) fn spread(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    table: &Node<'_>,
    plain: Option<&Unit>,
) -> Option<Spread> {
    let [spread, pedigree] = ["spread", "pedigree"].map(|key| table.get(key));
    reader.has_spread |= spread.is_some() || pedigree.is_some();
    let variance = pedigree.map(|entry| variance(reader, scope, entry));
    let stated = spread.map(|entry| Stated { scope, plain }.read(reader, &entry.node));
    match (stated, variance) {
        (Some(spread), None) => spread,
        (None, Some(variance)) => Some(Spread::of_log_variance(Ok(variance?))),
        (Some(spread), Some(variance)) => Some(spread?.with_log_variance(Ok(variance?))),
        (None, None) => None,
    }
}

/// The place of what a problem of a spread is about: the distribution, else the scores, else what `spread` is.
pub(super) fn find(table: &Node<'_>) -> Option<At> {
    let Some(spread) = table.get("spread") else {
        return table.get("pedigree").map(|entry| entry.node.at);
    };
    let form = FORMS.iter().find_map(|form| spread.node.get(form));
    Some(form.map_or(spread.node.at, |entry| entry.node.at))
}

/// A spread such as `{ lognormal_gsd = "1.2" }`.
#[derive(Clone, Copy)]
struct Stated<'s> {
    scope: Scope<'s>,
    plain: Option<&'s Unit>,
}

impl Stated<'_> {
    fn read(self, reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Spread> {
        if !matches!(node.value, Value::Table(_)) {
            let needed = "a table such as { lognormal_gsd = \"1.2\" }";
            reader
                .problems
                .wrong_type(self.scope, "spread", node, needed);
            return None;
        }
        let mut forms = Vec::new();
        let mut is_bad = false;
        for entry in node.entries() {
            match entry.key.as_ref() {
                "amount_is" => {}
                key if FORMS.contains(&key) => forms.push(self.form(reader, entry)),
                _ => {
                    reader.unknown_key(self.scope, entry, "a spread", &KEYS);
                    is_bad = true;
                }
            }
        }
        let middle = node.get("amount_is").map(|entry| {
            if node.get("lognormal_gsd").is_none() {
                self.bad(reader, &entry.node, "`amount_is` goes with `lognormal_gsd`");
            }
            self.middle(reader, entry)
        });
        if forms.len() != 1 {
            self.bad(
                reader,
                node,
                "it has one of `lognormal_gsd`, `normal_sd`, `uniform`, `triangular`, `beta_pert`, `discrete`",
            );
            return None;
        }
        let spread = forms.pop().flatten().filter(|_| !is_bad)?;
        match middle {
            Some(middle) => Some(spread.amount_is(middle?)),
            None => Some(spread),
        }
    }

    fn bad(self, reader: &mut Reader<'_>, node: &Node<'_>, reason: &'static str) {
        let problem = FileProblem::BadSpread { reason };
        reader.problems.file(&problem, self.scope, node.at);
    }

    fn form(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<Spread> {
        let node = &entry.node;
        match entry.key.as_ref() {
            "lognormal_gsd" => {
                let gsd = reader.number(self.scope, "lognormal_gsd", node);
                Some(Spread::lognormal_of(self.told(reader, gsd, node)))
            }
            "normal_sd" => Some(Spread::normal_of(self.value(reader, &entry.key, node))),
            "uniform" => {
                let needed = "`uniform` is a list of two values";
                let corners = self.corners(reader, entry, needed)?;
                Some(Spread::uniform_of(corners))
            }
            "triangular" => {
                let needed = "`triangular` is a list of three values";
                let corners = self.corners(reader, entry, needed)?;
                Some(Spread::triangular_of(corners))
            }
            "beta_pert" => {
                let needed = "`beta_pert` is a list of three values";
                let corners = self.corners(reader, entry, needed)?;
                Some(Spread::beta_pert_of(corners))
            }
            _ => self.cases(reader, entry),
        }
    }

    /// A number of the spread as a quantity, told when it cannot be read.
    fn value(self, reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Written<Quantity> {
        let value = match self.plain {
            None => reader.quantity(self.scope, key, node),
            Some(unit) => {
                let number = reader.number(self.scope, key, node);
                number.map(|amount| Quantity::new(amount, unit.clone()))
            }
        };
        self.told(reader, value, node)
    }

    /// Tells what cannot be read, and leaves in its place that this is told.
    fn told<T>(self, reader: &mut Reader<'_>, value: Written<T>, node: &Node<'_>) -> Written<T> {
        reader.tell_unreadable(&value, self.scope, Some("spread"), node.at);
        value.map_err(|_| unreadable())
    }

    fn corners<const N: usize>(
        self,
        reader: &mut Reader<'_>,
        entry: &Entry<'_>,
        needed: &'static str,
    ) -> Option<[Written<Quantity>; N]> {
        let corners: Vec<_> = match &entry.node.value {
            Value::List(corners) => corners
                .iter()
                .take(N + 1)
                .map(|corner| self.value(reader, &entry.key, corner))
                .collect(),
            _ => Vec::new(),
        };
        let corners = corners.try_into().ok();
        if corners.is_none() {
            self.bad(reader, &entry.node, needed);
        }
        corners
    }

    /// Values with their probabilities.
    fn cases(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<Spread> {
        let items = match &entry.node.value {
            Value::List(items) if !items.is_empty() => items,
            _ => {
                let needed = "`discrete` is a list of tables with `value` and `probability`";
                self.bad(reader, &entry.node, needed);
                return None;
            }
        };
        let mut cases = Vec::with_capacity(items.len());
        for item in items {
            if let Some(entry) = item
                .entries()
                .iter()
                .find(|entry| !CASE_KEYS.contains(&entry.key.as_ref()))
            {
                reader.unknown_key(self.scope, entry, "a value of `discrete`", &CASE_KEYS);
            } else if let (Some(value), Some(probability)) =
                (item.get("value"), item.get("probability"))
            {
                let share = reader.number(self.scope, "probability", &probability.node);
                let share = self.told(reader, share, &probability.node);
                cases.push((self.value(reader, "value", &value.node), share));
            } else {
                let needed = "each value of `discrete` has `value` and `probability`";
                self.bad(reader, item, needed);
            }
        }
        (cases.len() == items.len()).then(|| Spread::discrete_of(cases))
    }

    /// Which figure of a skewed distribution the amount is.
    fn middle(self, reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<Middle> {
        match reader.text(self.scope, entry)? {
            "median" => Some(Middle::Median),
            "mean" => Some(Middle::Mean),
            word => {
                let kind = ModelProblem::UnknownWord {
                    written: word.to_owned(),
                    what: "a figure of a distribution",
                    words: vec!["median".to_owned(), "mean".to_owned()],
                };
                let at = entry.node.at;
                reader.problems.value(kind, self.scope, Some("spread"), at);
                None
            }
        }
    }
}

/// The variance of the logarithm that five scores of a pedigree matrix stand for, from 1 (best) to 5.
fn variance(reader: &mut Reader<'_>, scope: Scope<'_>, pedigree: &Entry<'_>) -> Option<Amount> {
    let read = |node: &Node<'_>| match &node.value {
        Value::Number(written) => written.parse().ok(),
        _ => None,
    };
    let scores: Option<Vec<u8>> = match &pedigree.node.value {
        Value::List(scores) => scores.iter().map(read).collect(),
        _ => None,
    };
    let at = pedigree.node.at;
    reader.has_pedigree = true;
    let matrix: Result<&Pedigree, _> = match reader.pedigree {
        Some(matrix) => Ok(matrix),
        None => Pedigree::bundled(),
    };
    let matrix = reader.problems.unless_failed(matrix, Some(at))?;
    let scores = scores.and_then(|scores| <[u8; 5]>::try_from(scores).ok());
    let variance = scores.and_then(|scores| matrix.log_variance(scores));
    if variance.is_none() {
        reader.problems.file(&FileProblem::BadPedigree, scope, at);
    }
    variance
}
