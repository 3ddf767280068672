//! What a solution stands on: which of its rows reach a loop that is not sound, and which demands such a loop still answers.

use std::ops::Range;

use super::sound::{Fault, Soundness, Verdict};
use super::{Bulk, Found, Known, LoopReport, Method, State};
use crate::double::{Bounded, Double};
use crate::model::narrow;

/// What is known of a demand for a product of a database; the worst comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Standing {
    /// Every loop that it reaches makes more than it consumes, and what is asked of it is made by processes that run forwards.
    #[default]
    Sound,
    /// The needs of every loop make more than they consume; that a process which is asked runs forwards is not proved.
    Undecided,
    /// It reaches a loop that consumes what it makes or more, but for its credits, or in which a process would have to run
    /// backwards for its own product.
    Held,
    /// It reaches a loop that consumes what it makes or more, or that has no unique solution.
    Unsolved,
}

impl Standing {
    /// The word for it in results: `sound`, `undecided`, `held`, `unsolved`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Undecided => "undecided",
            Self::Held => "held",
            Self::Unsolved => "unsolved",
        }
    }
}

impl From<Verdict> for Standing {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Sound => Self::Sound,
            Verdict::Undecided => Self::Undecided,
            Verdict::Unsound => Self::Held,
        }
    }
}

/// The worst that a row stands on, and which of the troubles that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Reach {
    pub standing: Standing,
    pub trouble: u32,
}

/// What is wrong with a loop, or with a process that consumes what it makes by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trouble {
    pub fault: Fault,
    /// Whether it consumes what it makes; else it has no unique solution.
    pub consumes: bool,
}

impl Bulk {
    /// What the rows that a row needs outside its component stand on.
    pub(super) fn reached(&self, row: usize, state: &State) -> Reach {
        if state.troubles.is_empty() {
            return Reach::default();
        }
        let entries = self.matrix.outside(row).columns.iter();
        let reached = entries.map(|column| state.reach[*column as usize]);
        reached.max().unwrap_or_default()
    }

    /// What is known of a component's soundness.
    pub(super) fn soundness(&self, component: usize) -> &Soundness {
        self.soundness[component].get_or_init(|| {
            let rows = self.matrix.component(component);
            Box::new(Soundness::of_component(&self.matrix, rows))
        })
    }

    /// Enters what a solved component stands on.
    pub(super) fn judge(&self, component: usize, mut report: LoopReport, state: &mut State) {
        if !self.judges {
            state.loops.push(report);
            return;
        }
        let rows = self.matrix.component(component);
        let outside = rows.clone().map(|row| self.reached(row, state)).max();
        let outside = outside.unwrap_or_default();
        state.reach[rows.clone()].fill(outside);
        // Where sweeps are proved, all magnitudes together are an M-matrix.
        let by_sweeps = matches!(report.method, Method::Sweeps | Method::PairedSweeps { .. });
        if (report.proved && by_sweeps) || self.soundness(component).is_sound() {
            state.loops.push(report);
            return;
        }
        let soundness = self.soundness(component);
        let trouble = narrow(state.troubles.len());
        let is_free = self.matrix.is_free_of_credits(rows.clone());
        for row in rows.clone() {
            let standing = match soundness.alone(row - rows.start).into() {
                // Without credits nothing holds it.
                Standing::Held if is_free => Standing::Unsolved,
                standing => standing,
            };
            state.reach[row] = outside.max(Reach { standing, trouble });
            report.standing = report.standing.max(standing);
        }
        let mut fault = soundness.fault.clone();
        fault.renumber(|row| rows.start + row);
        if report.standing == Standing::Held {
            report.held_by_credits = self.rows(fault.rows.iter().copied());
        }
        let consumes = true;
        state.troubles.push(Trouble { fault, consumes });
        state.loops.push(report);
    }

    /// Enters a component without a solution: its rows count nothing, and whatever reaches them is refused.
    pub(super) fn unsolved(
        &self,
        rows: Range<usize>,
        path: Vec<usize>,
        consumes: bool,
        state: &mut State,
    ) {
        let trouble = narrow(state.troubles.len());
        let standing = Standing::Unsolved;
        for row in rows.clone() {
            state.values[row] = Double::default();
            state.high[row] = 0.0;
            state.bounds[row] = f64::INFINITY;
            state.reach[row] = Reach { standing, trouble };
        }
        if rows.len() > 1 {
            state.loops.push(LoopReport {
                processes: rows.len(),
                exchanges: self.matrix.entries_inside(rows.clone()),
                method: Method::Factorisation,
                proved: false,
                backward_error: f64::INFINITY,
                standing,
                held_by_credits: Vec::new(),
            });
        }
        let mut fault = Fault::default();
        if consumes && rows.len() > 1 {
            fault = Soundness::of_component(&self.matrix, rows.clone()).fault;
            fault.renumber(|row| rows.start + row);
        }
        if fault.rows.is_empty() {
            fault.rows = path;
        }
        state.troubles.push(Trouble { fault, consumes });
    }

    /// What is known of a demand by the runs that it asks for: `forward` is the transposed matrix in the reversed order. And why,
    /// where that is not sound.
    pub fn answers(
        &self,
        forward: &Self,
        wanted: &Known,
        runs: &Found,
    ) -> (Standing, Option<Trouble>) {
        let mut worst = (Standing::Sound, None);
        for component in 0..self.matrix.component_count() {
            let rows = self.matrix.component(component);
            let is_lone = rows.len() == 1;
            if is_lone && self.matrix.least_diagonal(rows.start) > 0.0 {
                continue;
            }
            let asks = self.asks(rows.clone(), forward, wanted, runs);
            if asks.iter().all(|ask| *ask == Bounded::default()) {
                continue;
            }
            let standing = if is_lone {
                Standing::Unsolved
            } else {
                let row = |local: usize| self.matrix.order[rows.start + local] as usize;
                let is_forwards =
                    |local: usize| runs.values[row(local)].high >= runs.bounds[row(local)];
                let verdict = self.soundness(component).answers(asks, is_forwards).into();
                match verdict {
                    Standing::Held if self.matrix.is_free_of_credits(rows.clone()) => {
                        Standing::Unsolved
                    }
                    verdict => verdict,
                }
            };
            if standing > worst.0 {
                let mut fault = if is_lone {
                    Fault::of_one(0)
                } else {
                    self.soundness(component).fault.clone()
                };
                fault.renumber(|local| self.matrix.order[rows.start + local] as usize);
                let consumes = true;
                worst = (standing, Some(Trouble { fault, consumes }));
            }
        }
        worst
    }

    /// What is asked from outside of each row of a component, the demand for a reversed process's product turned.
    fn asks(
        &self,
        rows: Range<usize>,
        forward: &Self,
        wanted: &Known,
        runs: &Found,
    ) -> Vec<Bounded> {
        let asks = rows.map(|row| {
            let original = self.matrix.order[row] as usize;
            let mut ask = Bounded {
                value: wanted.values[original],
                error: wanted.errors[original],
            };
            let mirrored = forward.matrix.size() - 1 - row;
            for (column, value) in forward.matrix.outside(mirrored).iter() {
                let other = forward.matrix.order[column] as usize;
                let other = Bounded {
                    value: runs.values[other],
                    error: runs.bounds[other],
                };
                // What does not run asks for nothing.
                if other != Bounded::default() {
                    ask = ask.plus(Bounded::exact(-value).times(other));
                }
            }
            if self.matrix.diagonal(row).high < 0.0 {
                ask = ask.negated();
            }
            ask
        });
        asks.collect()
    }
}
