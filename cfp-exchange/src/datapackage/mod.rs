//! Datapackages of Brightway, as its library `bw_processing` writes them: matrices as arrays of ids and amounts.

mod assemble;
mod characterise;
mod description;
mod distributions;
mod group;
mod npy;
mod problem;
mod reference;

pub use problem::PackageProblem;

use std::collections::BTreeMap;

use cfp_core::{DatabaseProblem, Finding, Label};

use crate::database_file::{Content, DatabaseOptions, Files, Reader};
use crate::error::Reported;
use assemble::{Assembled, Ids, NONE, assemble};
use characterise::Method;
use description::{Listed, Parts};
use group::{Group, Notes, Policy};

const TECHNOSPHERE: &str = "technosphere_matrix";
const BIOSPHERE: &str = "biosphere_matrix";
const CHARACTERISATION: &str = "characterization_matrix";

/// How many ids a text lists.
const LISTED: usize = 5;

/// The groups of all packages, by what they are of.
#[derive(Debug, Default)]
struct Groups {
    technosphere: Vec<Group>,
    biosphere: Vec<Group>,
    /// In the order in which they first stand.
    methods: Vec<Method>,
    findings: Vec<Finding>,
}

/// The database and methods of packages in order.
pub(crate) fn read(
    packages: &[&dyn Files],
    options: DatabaseOptions,
) -> Result<Content, Vec<Reported>> {
    let mut groups = Groups::default();
    let mut told = Vec::new();
    for files in packages {
        let mut reader = Reader::new(*files, options.limits);
        if let Some(listed) = description::read(&mut reader) {
            groups.take(listed, options, &mut reader);
        }
        told.append(&mut reader.told);
    }
    if !told.is_empty() {
        return Err(told);
    }
    let Some(first) = packages.first() else {
        return Err(told);
    };
    let mut reader = Reader::new(*first, options.limits);
    if groups.technosphere.is_empty() {
        reader.tell(&PackageProblem::NoTechnosphere);
        return Err(reader.told);
    }
    let content = groups.put_together(&mut reader);
    if reader.told.is_empty() {
        Ok(content)
    } else {
        Err(reader.told)
    }
}

impl Groups {
    /// Reads the groups of a package.
    fn take(&mut self, listed: Listed, options: DatabaseOptions, reader: &mut Reader<'_>) {
        self.tell_left_out(&listed, reader.files.name());
        let policy = Policy {
            sums_own: listed.description.sum_intra_duplicates,
            sums_others: listed.description.sum_inter_duplicates,
        };
        let package = match &*listed.description.name {
            "" => reader.files.name().to_owned(),
            name => name.to_owned(),
        };
        let mut notes = Vec::new();
        for parts in listed.groups {
            let is_known = [TECHNOSPHERE, BIOSPHERE, CHARACTERISATION].contains(&&*parts.matrix);
            if !is_known || parts.has_no_entries() {
                continue;
            }
            let Some(group) = group::read(&parts, policy, options, reader) else {
                continue;
            };
            notes.push(group.notes);
            match &*parts.matrix {
                TECHNOSPHERE => self.technosphere.push(group),
                BIOSPHERE => self.biosphere.push(group),
                _ => {
                    let name = parts.identifier.unwrap_or_else(|| package.clone());
                    let method = characterise::of_name(&mut self.methods, name);
                    method.add(group, parts.global_index);
                }
            }
        }
        self.tell_of_distributions(&notes, reader.files.name());
    }

    /// Findings of distributions that are not as the package has them.
    fn tell_of_distributions(&mut self, notes: &[Notes], package: &str) {
        let left = notes.iter().filter(|notes| notes.is_left).count();
        let cut: usize = notes.iter().map(|notes| notes.cut).sum();
        let beside: usize = notes.iter().map(|notes| notes.beside).sum();
        if left > 0 {
            self.findings.push(Finding::new(
                "distributions-not-carried-over",
                format!("{package}: how amounts spread is not carried over (groups: {left})"),
                "scores are those of the amounts alone, as they are with it",
            ));
        }
        if cut > 0 {
            self.findings.push(Finding::new(
                "distributions-not-cut-off",
                format!("{package}: lognormal and normal distributions are not cut off at a least or a most ({cut})"),
                "draws of them may lie beyond; write a triangular or uniform one where that must not be",
            ));
        }
        if beside > 0 {
            self.findings.push(Finding::new(
                "certain-amounts-differ",
                format!("{package}: distributions without uncertainty state other amounts than the data ({beside})"),
                "the amounts of the data stand",
            ));
        }
    }

    /// Findings of what a package has and a database does not.
    fn tell_left_out(&mut self, listed: &Listed, package: &str) {
        let mut matrices: BTreeMap<&str, usize> = BTreeMap::new();
        let mut metadata = listed.metadata.len();
        for parts in &listed.groups {
            match &*parts.matrix {
                TECHNOSPHERE | BIOSPHERE | CHARACTERISATION => metadata += parts.parameters,
                other => *matrices.entry(other).or_default() += 1,
            }
        }
        for (matrix, groups) in matrices {
            self.findings.push(Finding::new(
                "matrix-not-carried-over",
                format!("{package}: `{matrix}` is not carried over (groups: {groups})"),
                "scores are those of the characterisation, neither normalised nor weighted",
            ));
        }
        if metadata > 0 {
            self.findings.push(Finding::new(
                "metadata-not-carried-over",
                format!("{package}: metadata and parameters are not carried over (resources: {metadata})"),
                "give labels to the ids if names are in them",
            ));
        }
    }

    /// The matrices, with all findings.
    fn put_together(mut self, reader: &mut Reader<'_>) -> Content {
        let technosphere = &self.technosphere;
        let rows = Ids::of(&list(technosphere, |group| &group.rows));
        let columns = Ids::of(&list(technosphere, |group| &group.columns));
        let (products, processes) = (rows.distinct, columns.distinct);
        let (of_products, of_processes) = (products.len(), processes.len());
        if of_products != of_processes {
            let (products, processes) = (of_products, of_processes);
            reader.tell(&DatabaseProblem::NotSquare {
                products,
                processes,
            });
        }
        let exchanges = assemble(technosphere, &rows.numbers, &columns.numbers, of_processes);
        self.findings.extend(kept(TECHNOSPHERE, exchanges.kept));
        tell_not_stated(
            TECHNOSPHERE,
            &exchanges.not_stated,
            (&products, &processes),
            reader,
        );
        let flagged = reference::flagged(technosphere, &rows.numbers, &columns.numbers);
        let references = if of_products == of_processes {
            reference::references(&products, &processes, &exchanges.entries, &flagged)
        } else {
            None
        };
        let (flows, emissions) = self.emissions(&processes, reader);
        let (emissions, emission_spreads) = (emissions.entries, emissions.spreads);
        let mut characterisations = Vec::new();
        for method in std::mem::take(&mut self.methods) {
            characterisations.push(method.characterisation(&flows, reader, &mut self.findings));
        }
        let has_own_products = products != processes;
        let products = if has_own_products {
            labels(&products)
        } else {
            Vec::new()
        };
        Content {
            products,
            processes: labels(&processes),
            flows: labels(&flows),
            technosphere: exchanges.entries,
            technosphere_spreads: exchanges.spreads,
            emissions,
            emission_spreads,
            references,
            characterisations,
            findings: self.findings,
        }
    }

    /// The flows, and what each process emits.
    fn emissions(&mut self, processes: &[i64], reader: &mut Reader<'_>) -> (Vec<i64>, Assembled) {
        let biosphere = &self.biosphere;
        let rows = Ids::of(&list(biosphere, |group| &group.rows));
        let columns = Ids::of(&list(biosphere, |group| &group.columns));
        let strange = columns.distinct.iter();
        let strange = strange.filter(|id| processes.binary_search(id).is_err());
        let strange: Vec<i64> = strange.copied().collect();
        let columns = columns.among(processes);
        if !strange.is_empty() {
            let entries = columns.numbers.iter().flatten();
            let count = entries.filter(|column| **column == NONE).count();
            self.findings.push(Finding::new(
                "emissions-of-no-process",
                format!(
                    "emissions of processes that the technosphere does not have count nothing ({count}, of the ids {})",
                    listed(&strange),
                ),
                "give the package of these processes too",
            ));
        }
        let assembled = assemble(biosphere, &rows.numbers, &columns.numbers, processes.len());
        self.findings.extend(kept(BIOSPHERE, assembled.kept));
        tell_not_stated(
            BIOSPHERE,
            &assembled.not_stated,
            (&rows.distinct, processes),
            reader,
        );
        (rows.distinct, assembled)
    }
}

impl Parts {
    /// Whether it says nothing of a matrix: parameters alone.
    fn has_no_entries(&self) -> bool {
        let paths = [
            &self.indices,
            &self.data,
            &self.flip,
            &self.rescale,
            &self.reference,
            &self.distributions,
        ];
        self.parameters > 0 && paths.iter().all(|path| path.is_none())
    }
}

fn list<'g>(groups: &'g [Group], ids: impl Fn(&'g Group) -> &'g Vec<i64>) -> Vec<&'g [i64]> {
    groups.iter().map(|group| &ids(group)[..]).collect()
}

/// Labels of ids alone.
fn labels(ids: &[i64]) -> Vec<Label> {
    ids.iter().map(|id| Label::new(&id.to_string())).collect()
}

/// The first of these ids.
fn listed(ids: &[i64]) -> String {
    let first: Vec<String> = ids.iter().take(LISTED).map(i64::to_string).collect();
    let more = if ids.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

fn kept(matrix: &str, count: usize) -> Option<Finding> {
    (count > 0).then(|| {
        Finding::new(
            "amount-left-as-it-was",
            format!(
                "`{matrix}`: amounts that are no numbers leave those of other groups ({count})"
            ),
            "state the amounts if that is not meant",
        )
    })
}

/// Tells entries of which no group states an amount, by the ids of their rows and columns.
fn tell_not_stated(
    matrix: &str,
    places: &[(u32, u32)],
    (rows, columns): (&[i64], &[i64]),
    reader: &mut Reader<'_>,
) {
    if let Some((row, column)) = places.first() {
        let id = |ids: &[i64], number: u32| ids.get(number as usize).copied().unwrap_or_default();
        reader.tell(&PackageProblem::AmountNotStated {
            matrix: matrix.to_owned(),
            count: places.len(),
            row: id(rows, *row),
            column: id(columns, *column),
        });
    }
}
