//! A loop whose entries differ little from those of one that is factorised already.

use std::sync::Arc;

use super::{Inside, Loop, Oriented, at, balanced, consumes_its_own, largest_value, split};
use super::{remaining, transpose, uneven};
use crate::amount::Amount;
use crate::error::{Error, NumberProblem};
use crate::model::Graph;
use crate::solve::approximate::Approximate;
use crate::solve::certificate::{Certificate, Proof, Rows};
use crate::solve::{Component, Side};

/// What one step of a refinement may leave of a right-hand side where it starts from another loop's factorisation:
/// three digits a step reach the end of the decimals in ten, which a factorisation of a loop's own does in two.
const LEFT: f64 = 1e-3;

/// Enough where a right-hand side happens to gain one digit a step.
const REFINEMENTS: usize = 30;

impl Loop {
    /// The loop of the columns of another, with the entries that they have in this graph.
    pub fn near(graph: &Graph, other: &Arc<Self>) -> Result<Component, Error> {
        let columns = other.columns.clone();
        let (written, outside) =
            split(graph, &columns).map_err(|kind| at(graph, &columns, kind))?;
        let is_same = written == other.inside.written;
        if is_same && outside == other.outside {
            return Ok(Component::Loop(Arc::clone(other)));
        }
        let inside = if is_same {
            Some(Arc::clone(&other.inside))
        } else if consumes_its_own(graph, &columns, &written).is_none() {
            let near = other.inside.near(&written);
            near.ok().flatten().map(Arc::new)
        } else {
            None
        };
        match inside {
            Some(inside) => Ok(Component::Loop(Arc::new(Self {
                columns,
                outside,
                inside,
            }))),
            None => Self::of(graph, columns, &written, outside),
        }
    }
}

impl Inside {
    /// The loop with other entries and this factorisation; `None` where refinements by it would be slow, or where no bound
    /// would be proved: only a factorisation of its own then tells what the loop is worth.
    fn near(&self, written: &Rows) -> Result<Option<Self>, NumberProblem> {
        let Some(referee) = self
            .comparison_solver
            .as_deref()
            .filter(|_| self.is_compared())
        else {
            return Ok(None);
        };
        let near = Self {
            adjoint: self.adjoint.near(written.clone(), referee, Side::Adjoint)?,
            forward: self
                .forward
                .near(transpose(written), referee, Side::Forward)?,
            written: written.clone(),
            solver: Arc::clone(&self.solver),
            comparison_solver: self.comparison_solver.clone(),
            refinements: REFINEMENTS,
            soundness: None,
        };
        let is_fit = near.is_compared()
            && near.settles(&near.adjoint, Side::Adjoint)?
            && near.settles(&near.forward, Side::Forward)?;
        Ok(is_fit.then_some(near))
    }

    /// Whether each of two steps leaves little of an uneven right-hand side.
    fn settles(&self, oriented: &Oriented, side: Side) -> Result<bool, NumberProblem> {
        let known = uneven(self.written.len());
        let mut solution = vec![Amount::ZERO; known.len()];
        let mut residual = known.clone();
        for _ in 0..2 {
            let rough: Vec<f64> = residual.iter().map(Amount::approximate).collect();
            let Some(step) = oriented.solve(&self.solver, &rough, side) else {
                return Ok(false);
            };
            for (value, step) in solution.iter_mut().zip(step) {
                let step = Amount::from_approximation(step).ok_or(NumberProblem::TooLarge)?;
                *value = value.plus(step)?.midpoint();
            }
            let left = remaining(&oriented.rows, &known, &solution)?;
            if largest_value(&left) > LEFT * largest_value(&residual) {
                return Ok(false);
            }
            residual = left;
        }
        Ok(true)
    }
}

impl Oriented {
    /// Other rows as written, in the units and sizes of these, with a certificate of their own.
    fn near(
        &self,
        written: Rows,
        referee: &Approximate,
        side: Side,
    ) -> Result<Self, NumberProblem> {
        let mut near = Self {
            rows: balanced(written, &self.balance)?,
            balance: self.balance.clone(),
            extra: self.extra.clone(),
            certificate: None,
        };
        let rough = |known: &[f64]| near.solve(referee, known, side);
        near.certificate = Certificate::new(&near.rows, rough).map(Proof::Comparison);
        Ok(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Process, System};

    /// A ring of `count` processes, each of which takes a tenth of the next, but the first takes this much.
    fn ring(count: usize, first: &str) -> System {
        let processes = (0..count).map(|number| {
            let amount = if number == 0 { first } else { "0.1 kg" };
            Process::new(format!("process {number}"))
                .makes(&format!("product {number}"), "1 kg")
                .takes(&format!("product {}", (number + 1) % count), amount)
        });
        System::builder()
            .processes(processes)
            .build()
            .expect("a system")
    }

    fn of_component(component: Component) -> Arc<Loop> {
        match component {
            Component::Loop(block) => block,
            other => panic!("{other:?} is no loop"),
        }
    }

    /// The same entries share the loop, entries that moved a little the factorisation, and others nothing.
    #[test]
    fn what_still_fits_is_kept() {
        let loop_of = |system: &System| {
            let columns = (0..system.graph.columns.len()).collect();
            of_component(Loop::solved(&system.graph, columns).expect("a loop"))
        };
        let before = loop_of(&ring(5, "0.1 kg"));
        let near =
            |first: &str| of_component(Loop::near(&ring(5, first).graph, &before).expect("a loop"));
        assert!(Arc::ptr_eq(&near("0.1 kg"), &before));
        let moved = near("0.1001 kg");
        assert!(!Arc::ptr_eq(&moved.inside, &before.inside));
        assert!(Arc::ptr_eq(&moved.inside.solver, &before.inside.solver));
        assert!(moved.inside.is_provable());
        assert!(!Arc::ptr_eq(
            &near("5000 kg").inside.solver,
            &before.inside.solver
        ));
    }
}
