//! `cfp factors update`: makes the lock beside a model, and moves it.

use std::path::{Path, PathBuf};

use cfp_exchange::{Options, Study};
use cfp_factors::{Lock, LockChange, LockedRegion, Registry};
use serde::Serialize;

use crate::arguments::{Format, UpdateArguments};
use crate::footprint::options;
use crate::input::{self, InputProblem, LOCK};
use crate::output;
use crate::page::{Page, Side, Table, json};
use crate::problem::{Problems, Told};
use crate::turn::Turn;

/// What is said of a dataset that has another version in the new lock.
const MOVED: &str = "moved";
/// What is said of a dataset that has the same version and other content.
const SEALED_ANEW: &str = "sealed anew";

/// A step from the old lock to the new one.
#[derive(Serialize)]
struct Step {
    change: &'static str,
    /// The id of a dataset, the name of a set of global warming potentials, the code of a region, or the lock.
    name: String,
    before: Option<String>,
    after: Option<String>,
    /// The id of the dataset.
    #[serde(skip)]
    id: Option<String>,
}

/// What an update did.
#[derive(Serialize)]
struct Updated<'a> {
    lock: String,
    models: &'a [String],
    changes: Vec<Step>,
    /// Whether the file is another now.
    written: bool,
}

/// Computes the lock of the models from what is current, writes it where it differs, and tells what moved.
pub(crate) fn answer(
    asked: &UpdateArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let path = path(&asked.model)?;
    // What is read here is written below: nobody else may write in between.
    let _turn = Turn::to_change(&path)?;
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
    let mut steps: Vec<_> = changes.iter().filter_map(step).collect();
    if before.format() != after.format() {
        let [old, new] = [&before, &after].map(|lock| Some(format!("format {}", lock.format())));
        steps.push(Step {
            change: "format",
            name: LOCK.to_owned(),
            before: old,
            after: new,
            id: None,
        });
    }
    let updated = Updated {
        lock: path.display().to_string(),
        models: after.models(),
        changes: steps,
        written: before != after,
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
    let mut all = Vec::new();
    for name in &models {
        match studies(&path.with_file_name(name), known, &options) {
            Ok(studies) => all.extend(studies),
            Err(found) => problems.push(found),
        }
    }
    if !problems.is_empty() {
        return Err(Problems::all(problems));
    }
    Ok(Study::lock_of(&all, known)?.of_models(models))
}

impl Step {
    /// A step of a dataset, or of a set of global warming potentials in one.
    fn of(name: &str, id: &str, [before, after]: [Option<&String>; 2]) -> Self {
        Self {
            change: match (before, after) {
                (None, _) => "added",
                (_, None) => "removed",
                (before, after) if before == after => SEALED_ANEW,
                _ => MOVED,
            },
            name: name.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
            id: Some(id.to_owned()),
        }
    }
}

fn step(change: &LockChange) -> Option<Step> {
    Some(match change {
        LockChange::Added(dataset) => {
            Step::of(&dataset.id, &dataset.id, [None, Some(&dataset.version)])
        }
        LockChange::Removed(dataset) => {
            Step::of(&dataset.id, &dataset.id, [Some(&dataset.version), None])
        }
        LockChange::Moved { before, after } => {
            let versions = [before, after].map(|dataset| Some(&dataset.version));
            Step::of(&after.id, &after.id, versions)
        }
        LockChange::Gwp { before, after } => {
            let either = after.as_ref().or(before.as_ref())?;
            let versions = [before, after].map(|gwp| gwp.as_ref().map(|gwp| &gwp.version));
            Step::of(&either.set, &either.id, versions)
        }
        LockChange::Region { before, after } => {
            let [old, new] = [before, after].map(|region| region.as_ref().map(LockedRegion::way));
            Step {
                change: "region",
                name: after.as_ref().or(before.as_ref())?.code.clone(),
                before: old,
                after: new,
                id: None,
            }
        }
        _ => return None,
    })
}

fn text(updated: &Updated<'_>) -> String {
    let mut page = Page::default();
    let models = updated.models.join(", ");
    if !updated.written {
        page.line(&format!("{} is current, for {models}", updated.lock));
        return page.text();
    }
    page.line(&format!("{} written, for {models}", updated.lock));
    let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
    for step in &updated.changes {
        let versions = match (&step.before, &step.after) {
            (Some(before), Some(after)) if before == after => after.clone(),
            (Some(before), Some(after)) if step.change == MOVED => format!("{before} → {after}"),
            (Some(before), Some(after)) => format!("{before}, now {after}"),
            (one, other) => one.clone().or(other.clone()).unwrap_or_default(),
        };
        table.row([step.change.to_owned(), step.name.clone(), versions]);
    }
    page.table(&table);
    let moved = updated.changes.iter().filter(|step| step.change == MOVED);
    let model = updated.models.first();
    for step in moved {
        if let (Some(before), Some(after), Some(id), Some(model)) =
            (&step.before, &step.after, &step.id, model)
        {
            page.line(&format!(
                "what it makes of a footprint: cfp factors diff {id}@={before} {id}@={after} --model {model}"
            ));
        }
    }
    page.text()
}
