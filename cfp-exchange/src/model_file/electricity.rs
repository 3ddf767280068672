//! What is said of a figure in tables of its own: the quality of its data, and how electricity is treated.

use cfp_core::{Quality, Supply, Treatment};

use super::dependence::Counts;
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
        let given = reader.number_as(Counts::Nothing, scope, axis, &entry.node);
        reader.tell_unreadable(&given, scope, Some("quality"), entry.node.at);
        given.ok()
    });
    match scores {
        [Some(technology), Some(geography), Some(time)] => {
            Some(Quality::of([Ok(technology), Ok(geography), Ok(time)]))
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
                let volume = reader.quantity_as(Counts::Nothing, scope, "volume", &entry.node);
                reader.tell_unreadable(&volume, scope, Some("electricity"), entry.node.at);
                treated.volume = Some(volume).filter(Result::is_ok);
            }
            "location_based" => {
                treated.location_based = Some(grid(reader, scope, entry));
            }
            _ => reader.unknown_key(scope, entry, "`electricity`", &OWN),
        }
    }
    Some(treated)
}

/// What the grid counts: a table as of any supply, or its figure.
fn grid(reader: &mut Reader<'_>, scope: Scope<'_>, entry: &Entry<'_>) -> Serves {
    if matches!(entry.node.value, Value::Table(_)) {
        return serves(reader, scope, &entry.node, entry.at, None, &[]);
    }
    let stated = reader.quantity_as(Counts::Nothing, scope, "location_based", &entry.node);
    Serves::Stated(Box::new(Supply::of(stated)), Box::default())
}
