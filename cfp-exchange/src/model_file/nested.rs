//! Other models and stored footprints that supply a model, nested to any depth.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cfp_core::{FactorRecord, Finding, Supply};
use cfp_factors::{Dataset, GwpSource, Registry};

use super::ModelFile;
use super::build::Options;
use super::problem::FileProblem;
use super::problems::Problems;
use super::supply::{Reference, Serves};
use crate::error::{Error, Location, Reported};
use crate::footprint_file::{FootprintFile, SealedFile};

/// How deep models may supply each other.
const DEEPEST: usize = 32;

/// A file that a supply names.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// Its path from the directory of the outermost model, and its content.
    sealed: SealedFile,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Model(Box<ModelFile>),
    Result(Box<FootprintFile>),
}

/// The footprint of a file, with what it rests on.
#[derive(Debug, Clone)]
pub(super) struct Nested {
    pub supply: Supply,
    pub basis: Basis,
}

/// What footprints of files rest on.
#[derive(Debug, Clone, Default)]
pub(super) struct Basis {
    /// Every file, those within others too.
    pub files: Vec<SealedFile>,
    /// Every factor that was looked up.
    pub records: Vec<FactorRecord>,
    /// Every published set of global warming potentials.
    pub gwp: Vec<GwpSource>,
    /// Every other table that numbers were read by.
    pub tables: Vec<Arc<Dataset>>,
    /// What a reader of the result should know.
    pub findings: Vec<Finding>,
}

impl Basis {
    /// What all of these rest on.
    pub fn of(files: Vec<(Reference, Nested)>) -> Self {
        let mut basis = Self::default();
        for (_, file) in files {
            basis.add(file.basis);
        }
        basis
    }

    /// Adds what another footprint rests on.
    pub fn add(&mut self, other: Self) {
        for file in other.files {
            if !self.files.contains(&file) {
                self.files.push(file);
            }
        }
        self.records.extend(other.records);
        self.gwp.extend(other.gwp);
        self.tables.extend(other.tables);
        for finding in other.findings {
            self.tell(finding);
        }
    }

    /// Adds a finding that is not there yet.
    fn tell(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// Where a file lies, from the outermost model inwards.
struct Way<'o> {
    /// The directory of the outermost model, as the caller names it.
    root: PathBuf,
    /// The files on the way, from the directory of the outermost model.
    stack: Vec<String>,
    open: &'o mut dyn FnMut(&str) -> io::Result<Vec<u8>>,
}

impl ModelFile {
    /// The model with every file that its supplies name, and that those name in turn. `open` gives the bytes of a path,
    /// which starts from the directory in the name that the model was read by.
    ///
    /// # Errors
    ///
    /// Files that cannot be read or are no models or stored footprints, and models that supply each other.
    pub fn with_files(
        mut self,
        open: &mut dyn FnMut(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Self, Error> {
        let path = Path::new(&*self.source.nowhere().file).to_owned();
        let name = path.file_name().map(|name| name.display().to_string());
        let mut way = Way {
            root: path.parent().map(Path::to_owned).unwrap_or_default(),
            stack: vec![name.unwrap_or_default()],
            open,
        };
        let mut problems = Vec::new();
        self.open_files(&mut way, &mut problems);
        if problems.is_empty() {
            Ok(self)
        } else {
            Err(Error::new(problems))
        }
    }

    fn open_files(&mut self, way: &mut Way<'_>, problems: &mut Vec<Reported>) {
        let references: Vec<Reference> = self.references().into_iter().cloned().collect();
        for reference in references {
            self.open_file(reference, way, problems);
        }
        // A file that only a scenario names is told when that is built.
        let scenarios = self.stated.scenarios.iter();
        let named = scenarios.flat_map(|scenario| scenario.supplies().flat_map(Serves::references));
        let references: Vec<Reference> = named.cloned().collect();
        for reference in references {
            let mut own = Vec::new();
            let path = reference.path.clone();
            self.open_file(reference, way, &mut own);
            if !own.is_empty() {
                self.unopened.insert(path, own);
            }
        }
    }

    fn open_file(&mut self, reference: Reference, way: &mut Way<'_>, problems: &mut Vec<Reported>) {
        if self.opened.contains_key(&reference.path) {
            return;
        }
        match way.opened(&reference, problems) {
            Ok(Some(opened)) => {
                self.opened.insert(reference.path, opened);
            }
            Ok(None) => {}
            Err(problem) => {
                let mut own = Problems::new(self.source.nowhere());
                own.add(&problem, Some(reference.at));
                problems.extend(self.source.error(own.list).problems().iter().cloned());
            }
        }
    }

    /// Every file that a supply names.
    fn references(&self) -> Vec<&Reference> {
        let supplies = self.stated.supplies.iter().map(|supply| &supply.serves);
        let estimates = self.stated.estimates.iter().map(|(_, serves)| serves);
        supplies
            .chain(estimates)
            .flat_map(Serves::references)
            .collect()
    }

    /// The footprints of the files that supplies name, by reference; what is wrong with them is told.
    pub(super) fn nested(
        &self,
        registry: &Registry,
        options: &Options,
        problems: &mut Problems,
    ) -> Vec<(Reference, Nested)> {
        let mut found: Vec<(Reference, Nested)> = Vec::new();
        for reference in self.references() {
            if found.iter().any(|(known, _)| known.is_same(reference)) {
                continue;
            }
            let Some(opened) = self.opened.get(&reference.path) else {
                if let Some(told) = self.unopened.get(&reference.path) {
                    let told = told.iter().cloned();
                    problems.list.extend(told.map(|problem| (None, problem)));
                    continue;
                }
                let file = reference.path.clone();
                let problem = FileProblem::FileNotOpened { file };
                problems.add(&problem, Some(reference.at));
                continue;
            };
            match opened.footprint(reference, registry, options) {
                Ok(nested) => found.push((reference.clone(), nested)),
                Err(error) => {
                    let told = error.problems().iter().cloned();
                    problems.list.extend(told.map(|problem| (None, problem)));
                }
            }
        }
        found
    }
}

impl Reference {
    /// Whether another asks the same of the same file.
    pub fn is_same(&self, other: &Self) -> bool {
        let asked = |one: &Self| {
            (
                one.path.clone(),
                one.product.clone(),
                one.amount.clone(),
                one.from.clone(),
            )
        };
        asked(self) == asked(other)
    }
}

impl Way<'_> {
    /// The file of a reference; `None` when what is wrong with it is told in its own place.
    fn opened(
        &mut self,
        reference: &Reference,
        problems: &mut Vec<Reported>,
    ) -> Result<Option<Opened>, FileProblem> {
        let here = self.stack.last().map(Path::new).and_then(Path::parent);
        let key = plain(&here.unwrap_or(Path::new("")).join(&reference.path));
        if let Some(start) = self.stack.iter().position(|file| *file == key) {
            let mut files = self.stack[start..].to_vec();
            files.push(key);
            return Err(FileProblem::ModelLoop { files });
        }
        if self.stack.len() > DEEPEST {
            return Err(FileProblem::ModelsTooDeep);
        }
        let name = self.root.join(&key).display().to_string();
        let bytes = (self.open)(&name).map_err(|error| FileProblem::SupplierFileNotRead {
            file: reference.path.clone(),
            reason: error.to_string(),
        })?;
        let sealed = SealedFile::of(&key, &bytes);
        let content = if reference.is_result {
            FootprintFile::read(&name, &bytes).map(|file| Content::Result(Box::new(file)))
        } else {
            ModelFile::read(&name, &bytes).map(|mut model| {
                self.stack.push(key);
                model.open_files(self, problems);
                self.stack.pop();
                Content::Model(Box::new(model))
            })
        };
        match content {
            Ok(content) => Ok(Some(Opened { sealed, content })),
            Err(error) => {
                problems.extend(error.problems().iter().cloned());
                Ok(None)
            }
        }
    }
}

impl Opened {
    /// The footprint that a reference asks for, per unit of its product.
    fn footprint(
        &self,
        reference: &Reference,
        registry: &Registry,
        options: &Options,
    ) -> Result<Nested, Error> {
        let mut basis = Basis {
            files: vec![self.sealed.clone()],
            ..Basis::default()
        };
        let file = &self.sealed.file;
        let supply = match &self.content {
            Content::Result(stored) => {
                let supply = stored.footprint.supply();
                tell(&mut basis, file, &stored.footprint.findings);
                supply.map_err(|error| core_error(file, &error))?
            }
            Content::Model(model) => {
                let options = options.of_supplier(reference);
                let study = model.as_ref().clone().build(registry, &options)?;
                let footprint = study.footprint()?;
                tell(&mut basis, file, &footprint.findings);
                basis.add(study.basis());
                let supply = footprint.supply();
                supply.map_err(|error| core_error(file, &error))?
            }
        };
        let supply = supply.source(file);
        Ok(Nested { supply, basis })
    }
}

/// Carries the findings of a file into what it supplies; what it leaves out is told once, and listed by its own footprint.
fn tell(basis: &mut Basis, file: &str, findings: &[Finding]) {
    for finding in findings {
        let told = if finding.code == "cut-off" {
            let message = format!("`{file}` leaves flows out, which its own footprint lists");
            Finding::new(
                "cut-off-by-supplier",
                message,
                "ask for how much they could make",
            )
        } else {
            let message = format!("`{file}`: {}", finding.message);
            Finding::new(&finding.code, message, finding.hint.clone())
        };
        basis.tell(told);
    }
}

fn core_error(file: &str, error: &cfp_core::Error) -> Error {
    let nowhere = Location::file(&file.into());
    let told = error.problems().iter();
    Error::new(
        told.map(|problem| Reported::new(problem, nowhere.clone()))
            .collect(),
    )
}

/// A path without `.` and without `..` where a directory precedes it, with `/` between its parts.
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|part| part != "..") => {
                parts.pop();
            }
            Component::RootDir => parts.push(String::new()),
            other => parts.push(other.as_os_str().display().to_string()),
        }
    }
    parts.join("/")
}
