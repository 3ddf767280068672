//! `cfp factors update`: makes the lock beside a model, and moves it.

use std::path::{Path, PathBuf};

use cfp_exchange::{Options, Study};
use cfp_factors::{GwpSource, Lock, LockChange, Registry};
use serde::Serialize;

use crate::arguments::{Format, UpdateArguments};
use crate::footprint::options;
use crate::input::{self, InputProblem, LOCK};
use crate::output;
use crate::page::{Page, Side, Table, json};
use crate::problem::{Problems, Told};

/// A step from the old lock to the new one.
#[derive(Serialize)]
struct Step<'a> {
    change: &'static str,
    /// The id of a dataset, or the name of a set of global warming potentials.
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// What an update did.
#[derive(Serialize)]
struct Updated<'a> {
    lock: String,
    models: &'a [String],
    changes: Vec<Step<'a>>,
}

/// Computes the lock of the models from what is current, writes it where it differs, and tells what moved.
pub(crate) fn answer(
    asked: &UpdateArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let path = path(&asked.model)?;
    let before = input::lock(&path)?;
    let models = models(asked, before.as_ref());
    if models.is_empty() {
        let path = path.display().to_string();
        return Err(Told::from(InputProblem::NoModels(path)).into());
    }
    let mut known = input::as_of(registry, &asked.as_of)?;
    if let Some(id) = &asked.dataset {
        known.dataset(id)?;
        if let Some(lock) = &before {
            known = known.locked(&lock.clone().open().but_for(id))?;
        }
    }
    let after = lock(asked, &path, models, &known)?;
    let before = before.unwrap_or_default();
    if before != after {
        output::replace(&path, after.text().as_bytes())?;
    }
    let changes = before.difference(&after);
    let updated = Updated {
        lock: path.display().to_string(),
        models: after.models(),
        changes: changes.iter().filter_map(step).collect(),
    };
    Ok(match format {
        Format::Json => json(&updated),
        Format::Text => text(&updated),
    })
}

/// Where the lock lies: beside the models, or in the current directory.
fn path(models: &[PathBuf]) -> Result<PathBuf, Problems> {
    let Some(first) = models.first() else {
        return Ok(PathBuf::from(LOCK));
    };
    match models.iter().find(|model| model.parent() != first.parent()) {
        None => Ok(input::lock_path(first)),
        Some(other) => {
            let [first, other] = [first, other].map(|model| model.display().to_string());
            Err(Told::from(InputProblem::ModelsApart(first, other)).into())
        }
    }
}

/// The names of the models that the lock is of from now on.
fn models(asked: &UpdateArguments, before: Option<&Lock>) -> Vec<String> {
    let named = asked.model.iter().filter_map(|model| model.file_name());
    let named = named.map(|name| name.display().to_string());
    let known = before.iter().flat_map(|lock| lock.models().iter().cloned());
    let mut models: Vec<_> = known.chain(named).collect();
    models.sort();
    models.dedup();
    models
}

/// A model as it is, and under each of its scenarios.
fn studies(path: &Path, known: &Registry, options: &Options) -> Result<Vec<Study>, Problems> {
    let model = input::model(path)?;
    let mut studies = vec![model.clone().build(known, options)?];
    for name in model.scenarios() {
        let options = options.clone().scenario(name);
        studies.push(model.clone().build(known, &options)?);
    }
    Ok(studies)
}

/// The lock of all that the models look up.
fn lock(
    asked: &UpdateArguments,
    path: &Path,
    models: Vec<String>,
    known: &Registry,
) -> Result<Lock, Problems> {
    let options = options(None, &asked.fallback, &[]);
    let mut problems = Vec::new();
    let mut records = Vec::new();
    let mut gwp: Vec<GwpSource> = Vec::new();
    for name in &models {
        match studies(&path.with_file_name(name), known, &options) {
            Ok(studies) => {
                for study in studies {
                    let supplies = study.system.supplies();
                    records.extend(supplies.filter_map(|(_, supply)| supply.record().cloned()));
                    gwp.extend(study.gwp_source);
                }
            }
            Err(found) => problems.push(found),
        }
    }
    if !problems.is_empty() {
        return Err(Problems::all(problems));
    }
    Ok(Lock::of(&records, &gwp, known)?.of_models(models))
}

fn step(change: &LockChange) -> Option<Step<'_>> {
    Some(match change {
        LockChange::Added(dataset) => Step {
            change: "added",
            name: &dataset.id,
            before: None,
            after: Some(&dataset.version),
        },
        LockChange::Removed(dataset) => Step {
            change: "removed",
            name: &dataset.id,
            before: Some(&dataset.version),
            after: None,
        },
        LockChange::Moved { before, after } => Step {
            change: "moved",
            name: &after.id,
            before: Some(&before.version),
            after: Some(&after.version),
        },
        LockChange::Gwp { before, after } => {
            let either = after.as_ref().or(before.as_ref())?;
            let change = match (before, after) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "moved",
            };
            Step {
                change,
                name: &either.set,
                before: before.as_ref().map(|gwp| gwp.version.as_str()),
                after: after.as_ref().map(|gwp| gwp.version.as_str()),
            }
        }
        _ => return None,
    })
}

fn text(updated: &Updated<'_>) -> String {
    let mut page = Page::default();
    let models = updated.models.join(", ");
    if updated.changes.is_empty() {
        page.line(&format!("{} is current, for {models}", updated.lock));
        return page.text();
    }
    page.line(&format!("{} written, for {models}", updated.lock));
    let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
    for step in &updated.changes {
        let versions = match (step.before, step.after) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (one, other) => one.or(other).unwrap_or_default().to_owned(),
        };
        table.row([step.change.to_owned(), step.name.to_owned(), versions]);
    }
    page.table(&table);
    let moved = updated.changes.iter().filter(|step| step.change == "moved");
    let model = updated.models.first();
    for step in moved {
        if let (Some(before), Some(after), Some(model)) = (step.before, step.after, model) {
            let id = step.name;
            page.line(&format!(
                "what it makes of a footprint: cfp factors diff {id}@={before} {id}@={after} --model {model}"
            ));
        }
    }
    page.text()
}
