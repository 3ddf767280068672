//! What is said of a figure in tables of its own: the quality of its data, and how electricity is treated.

use cfp_core::{Amount, Quality, Quantity, Supply, Treatment};

use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::supply::{Serves, Treated};
use super::supply_table::serves;
use super::tree::{Entry, Value};

/// Scores for technology, geography and time.
pub(super) fn quality(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
) -> Option<Quality> {
    const AXES: [&str; 3] = ["technology", "geography", "time"];
    let node = &entry.node;
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table with scores for technology, geography and time";
        reader.problems.wrong_type(scope, "quality", node, needed);
        return None;
    }
    for entry in node.entries() {
        if !AXES.contains(&entry.key.as_ref()) {
            reader.unknown_key(scope, entry, "`quality`", &AXES);
        }
    }
    let scores = AXES.map(|axis| {
        let Some(entry) = node.get(axis) else {
            let problem = FileProblem::MissingKey {
                key: axis,
                owner: "`quality`",
            };
            reader.problems.file(&problem, scope, node.at);
            return None;
        };
        let text = reader.number(scope, axis, &entry.node)?;
        if let Err(kind) = text.parse::<Amount>() {
            let at = entry.node.at;
            reader.problems.value(kind, scope, Some("quality"), at);
            return None;
        }
        Some(text)
    });
    match scores {
        [Some(technology), Some(geography), Some(time)] => {
            Some(Quality::new(&technology, &geography, &time))
        }
        _ => None,
    }
}

/// How electricity is treated.
pub(super) fn electricity(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
) -> Option<Treated> {
    const OWN: [&str; 5] = [
        "treatment",
        "instrument",
        "period",
        "volume",
        "location_based",
    ];
    let node = &entry.node;
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table with `treatment`";
        reader
            .problems
            .wrong_type(scope, "electricity", node, needed);
        return None;
    }
    let Some(stated) = node.get("treatment") else {
        let problem = FileProblem::MissingKey {
            key: "treatment",
            owner: "`electricity`",
        };
        reader.problems.file(&problem, scope, node.at);
        return None;
    };
    let word = reader.text(scope, stated)?;
    let treatment = match Treatment::from_word(word) {
        Ok(treatment) => treatment,
        Err(kind) => {
            let at = stated.node.at;
            reader.problems.value(kind, scope, Some("electricity"), at);
            return None;
        }
    };
    let mut treated = Treated {
        treatment,
        instrument: None,
        period: None,
        volume: None,
        location_based: None,
    };
    for entry in node.entries() {
        match entry.key.as_ref() {
            "treatment" => {}
            "instrument" => {
                treated.instrument = reader.text(scope, entry).map(str::to_owned);
            }
            "period" => treated.period = reader.text(scope, entry).map(str::to_owned),
            "volume" => {
                let text = reader.quantity(scope, "volume", &entry.node);
                let volume = text.map(str::parse::<Quantity>);
                if let Some(Err(kind)) = &volume {
                    let at = entry.node.at;
                    let key = Some("electricity");
                    reader.problems.value(kind.clone(), scope, key, at);
                }
                treated.volume = volume.filter(Result::is_ok);
            }
            "location_based" => {
                let grid = match &entry.node.value {
                    Value::Table(_) => serves(reader, scope, &entry.node, entry.at, &[]),
                    _ => match reader.quantity(scope, "location_based", &entry.node) {
                        Some(text) => {
                            let grid = Supply::new(text);
                            Serves::Stated(Box::new(grid), Box::default())
                        }
                        None => Serves::Unreadable,
                    },
                };
                treated.location_based = Some(grid);
            }
            _ => reader.unknown_key(scope, entry, "`electricity`", &OWN),
        }
    }
    Some(treated)
}
