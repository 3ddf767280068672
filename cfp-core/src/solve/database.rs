//! A database put in order.

use std::sync::{Arc, OnceLock};

use super::bulk::{Before, Bulk, Found, Known, LoopReport, Redraw, Standing, Trouble};
use super::order::Components;
use crate::error::{Error, SolveProblem, chain};
use crate::model::{Database, EntryChange, Finding};

/// A database with its components in order: ready for any characterisation and any demand. Immutable and cheap to clone.
#[derive(Debug, Clone)]
pub struct SolvedDatabase {
    database: Database,
    components: Arc<Components>,
    adjoint: Arc<Bulk>,
    /// For demands: the transposed matrix, once somebody asks who contributes.
    forward: Arc<OnceLock<Bulk>>,
}

impl Database {
    /// The database with its components in order.
    ///
    /// # Errors
    ///
    /// None yet: loops are solved, and refused, when scores are asked for.
    pub fn solve(&self) -> Result<SolvedDatabase, Error> {
        let technosphere = &self.content.technosphere;
        let components = Components::of_matrix(technosphere);
        Ok(SolvedDatabase {
            database: self.clone(),
            adjoint: Arc::new(Bulk::new(technosphere, &components)),
            components: Arc::new(components),
            forward: Arc::default(),
        })
    }
}

impl SolvedDatabase {
    /// The database that was solved.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Per unit of every product, from what each process counts itself.
    pub(crate) fn adjoint(&self, known: &Known) -> Found {
        self.adjoint.solve(known)
    }

    /// The runs of every process for what is wanted of each product.
    pub(crate) fn forward(&self, wanted: &Known) -> Found {
        self.runs().solve(wanted)
    }

    /// What is known of a demand by the runs that it asks for, and why it is refused, where it is.
    pub(crate) fn answers(&self, wanted: &Known, runs: &Found) -> (Standing, Option<Trouble>) {
        self.adjoint.answers(self.runs(), wanted, runs)
    }

    fn runs(&self) -> &Bulk {
        self.forward.get_or_init(|| {
            let technosphere = &self.database.content.technosphere;
            Bulk::of_runs(
                &technosphere.transposed(technosphere.rows()),
                &self.components.reversed(),
            )
        })
    }

    /// The technosphere, to be solved with other entries again and again.
    pub(crate) fn redraw(&self) -> Redraw {
        Redraw::new(&self.database.content.technosphere, &self.components)
    }

    /// The same for a database with some entries changed; its order stays where the changes leave it right.
    ///
    /// # Errors
    ///
    /// As [`Database::changed`].
    pub fn changed(&self, changes: &[EntryChange]) -> Result<Self, Error> {
        let database = self.database.changed(changes)?;
        let rows = Database::changed_processes(changes);
        let technosphere = &database.content.technosphere;
        let Some(adjoint) = self
            .adjoint
            .with_rows(technosphere, &self.components, &rows)
        else {
            return database.solve();
        };
        Ok(Self {
            components: Arc::clone(&self.components),
            adjoint: Arc::new(adjoint),
            database,
            forward: Arc::default(),
        })
    }

    /// Per unit of every product, from the same before the rows of some processes changed.
    pub(crate) fn adjoint_from(&self, known: &Known, found: &Found, changed: &[usize]) -> Found {
        let before = Before { found, changed };
        self.adjoint.solve_from(known, before)
    }
}

impl Trouble {
    /// What is told of it, with the names that a database has.
    pub(crate) fn problem(&self, database: &Database) -> SolveProblem {
        let content = &database.content;
        let process = |row: usize| content.processes.told(row);
        let product = |row: usize| content.products.told(content.product(row));
        let mut problem = SolveProblem::of(&self.fault, self.consumes, process, product);
        if let SolveProblem::LoopConsumesOutput {
            credits,
            can_be_held,
            ..
        } = &mut problem
        {
            *can_be_held = !credits.is_empty();
        }
        problem
    }
}

impl LoopReport {
    /// What a reader should know of the loop, with the names that the database has.
    pub(crate) fn findings(&self, database: &Database, allows_held: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        let count = self.processes;
        if self.standing == Standing::Undecided {
            let message = format!(
                "that every process which is asked of a loop of {count} processes runs forwards could not be proved: it has credits"
            );
            findings.push(Finding::new("no-certificate", message, APART));
        } else if !self.proved && self.standing != Standing::Unsolved {
            let message = format!(
                "no bound on rounding could be proved for a loop of {count} processes: it has credits, or makes hardly more than \
                 it consumes; what its solution leaves is {:.1e} of the terms of a row at most",
                self.backward_error,
            );
            findings.push(Finding::new("no-certificate", message, APART));
        }
        if allows_held && self.standing == Standing::Held {
            let told = |process: &usize| database.content.processes.told(*process);
            let processes: Vec<String> = self.held_by_credits.iter().map(told).collect();
            let message = format!(
                "without its credits the loop of {} consumes what it makes or more, or nearly so",
                chain(&processes)
            );
            let hint = "the figures solve the equations as written, but the credits alone hold them: check the amounts";
            findings.push(Finding::new("loop-held-by-credits", message, hint));
        }
        findings
    }
}

/// The way out of a loop without a proof.
const APART: &str = "compare with a database in which the credits stand outside the loop";
