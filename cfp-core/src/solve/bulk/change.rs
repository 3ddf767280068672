//! A solution of a system of which little has changed: by a correction that reaches only as far as it matters.

use super::order::Ordered;
use super::{Bulk, Found, GOOD, Known, LoopReport, Method, Reach, State};
use crate::double::Double;
use crate::model::{Matrix, narrow};
use crate::solve::order::Components;

/// What the sweeps of a correction settle to, beside the terms of the rows of the whole system.
const SETTLED: f64 = 3e-16;

/// What a solution starts from: that of the system before the change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before<'a> {
    pub found: &'a Found,
    /// The original rows whose entries or right-hand sides are no longer the same, in ascending order.
    pub changed: &'a [usize],
}

impl Bulk {
    /// The same order for a matrix with other entries in some rows; `None` where one of them now needs what comes after it.
    pub fn with_rows(
        &self,
        matrix: &Matrix,
        components: &Components,
        changed: &[usize],
    ) -> Option<Self> {
        Some(Self::of(
            self.matrix.with_rows(matrix, components, changed)?,
        ))
    }

    /// The solution for a right-hand side, from that of the system before some rows changed.
    pub fn solve_from(&self, known: &Known, before: Before<'_>) -> Found {
        if !before.found.troubles.is_empty() {
            return self.solve(known);
        }
        let size = self.matrix.size();
        let mut state = State {
            good: GOOD[0],
            values: Vec::with_capacity(size),
            high: Vec::with_capacity(size),
            bounds: Vec::with_capacity(size),
            loops: Vec::new(),
            reach: vec![Reach::default(); size],
            troubles: Vec::new(),
        };
        for &row in &self.matrix.order {
            let value = before.found.values[row as usize];
            state.values.push(value);
            state.high.push(value.high);
            state.bounds.push(before.found.bounds[row as usize]);
        }
        let mut moved = vec![false; size];
        for &row in before.changed {
            moved[self.matrix.position[row] as usize] = true;
        }
        let mut loops = before.found.loops.iter();
        for component in 0..self.matrix.component_count() {
            let rows = self.matrix.component(component);
            let old = if rows.len() > 1 { loops.next() } else { None };
            let touched = rows.clone().any(|row| {
                moved[row]
                    || self
                        .matrix
                        .outside(row)
                        .iter()
                        .any(|(column, _)| moved[column])
            });
            if !touched {
                state.loops.extend(old.cloned());
                continue;
            }
            let kept: Vec<(Double, f64)> = rows
                .clone()
                .map(|row| (state.values[row], state.bounds[row]))
                .collect();
            if rows.len() == 1 {
                self.lone(rows.start, known, &mut state);
            } else {
                self.again(component, known, old, &mut state);
            }
            for (row, kept) in rows.zip(kept) {
                // Its own change is passed on only as a change of what it makes.
                moved[row] = (state.values[row], state.bounds[row]) != kept
                    || state.reach[row] != Reach::default();
            }
        }
        self.in_rows(state)
    }

    /// A block whose rows, or whose suppliers, have changed: corrected where that is proved, else solved anew.
    fn again(&self, component: usize, known: &Known, old: Option<&LoopReport>, state: &mut State) {
        let rows = self.matrix.component(component);
        if old.is_some_and(|old| old.proved && old.method == Method::Sweeps) {
            let asked = self.asked_of(rows.clone(), known, state);
            if let Some(report) = self.corrected(rows, &asked, SETTLED, state) {
                self.judge(component, report, state);
                return;
            }
        }
        self.block(component, known, state);
    }
}

impl Ordered {
    /// The same order for a matrix with other entries in some rows, ascending; `None` where one of them now needs what comes
    /// after its component.
    fn with_rows(
        &self,
        matrix: &Matrix,
        components: &Components,
        changed: &[usize],
    ) -> Option<Self> {
        let mut positions: Vec<usize> = changed
            .iter()
            .map(|row| self.position[*row] as usize)
            .collect();
        positions.sort_unstable();
        let mut patched = self.without_entries(matrix.entries());
        let mut from = 0;
        for at in positions {
            patched.copy_rows(self, from..at);
            let component = components
                .starts
                .partition_point(|start| *start as usize <= at);
            let range =
                components.starts[component - 1] as usize..components.starts[component] as usize;
            let (columns, _) = matrix.row(self.order[at] as usize);
            if columns
                .iter()
                .any(|column| self.position[*column as usize] >= narrow(range.end))
            {
                return None;
            }
            patched.push_row(matrix, at, range, &mut Vec::new());
            from = at + 1;
        }
        patched.copy_rows(self, from..self.size());
        patched.close();
        Some(patched)
    }
}
