//! Which scores are given: those of products whose loops are sound.

use std::borrow::Cow;

use super::demand::{DatabaseDemand, Item};
use super::scores::Scores;
use crate::double::Double;
use crate::error::{Error, Explain, Place, Problem};
use crate::model::Finding;
use crate::solve::{Found, Known, Standing, Trouble};

impl Scores {
    /// The same scores with those given that stand on a loop which only its credits hold: what the equations say as they are
    /// written. Such a loop is told by the finding `loop-held-by-credits`.
    pub fn allowing_held_loops(mut self) -> Self {
        self.allows_held = true;
        self
    }

    /// What is known of the loops that a product reaches; `None` where the database does not have it.
    pub fn standing(&self, product: usize) -> Option<Standing> {
        if product >= self.len() {
            return None;
        }
        let process = self.database().content.maker(product);
        let reach = self.found.reach.get(process);
        Some(reach.map_or(Standing::Sound, |reach| reach.standing))
    }

    /// Whether a product has a score.
    pub fn is_given(&self, product: usize) -> bool {
        self.standing(product)
            .is_some_and(|standing| self.gives(standing))
    }

    fn gives(&self, standing: Standing) -> bool {
        standing < Standing::Held || (standing == Standing::Held && self.allows_held)
    }

    /// Why the loops that a product reaches leave it without a score; `None` where they do not.
    pub fn refusal(&self, product: usize) -> Option<Problem> {
        if self.gives(self.standing(product)?) {
            return None;
        }
        let process = self.database().content.maker(product);
        let trouble = self.found.reach[process].trouble as usize;
        Some(self.told(&self.found.troubles[trouble]))
    }

    fn told(&self, trouble: &Trouble) -> Problem {
        Problem::new(trouble.problem(self.database()), Place::default())
    }

    /// The items of a demand that is answered: its products have scores, or the loops that it reaches meet it by processes that
    /// all run forwards.
    pub(crate) fn answered<'a>(
        &self,
        demand: &'a DatabaseDemand,
    ) -> Result<Cow<'a, [Item]>, Error> {
        let items = demand.items(self.database())?;
        if items.iter().all(|item| self.is_given(item.product)) {
            return Ok(items);
        }
        let wanted = self.asked_of_processes(&items);
        let runs = self.solved().forward(&wanted);
        self.judged(&wanted, &runs)?;
        Ok(items)
    }

    /// What is wanted of every process.
    fn asked_of_processes(&self, items: &[Item]) -> Known {
        let mut wanted = Known {
            values: vec![Double::default(); self.len()],
            errors: vec![0.0; self.len()],
        };
        for item in items {
            let row = self.database().content.maker(item.product);
            (wanted.values[row], wanted.errors[row]) = (item.amount, item.error);
        }
        wanted
    }

    /// The refusal of a demand whose runs say that it is not answered.
    fn judged(&self, wanted: &Known, runs: &Found) -> Result<(), Error> {
        match self.solved().answers(wanted, runs) {
            (standing, Some(trouble)) if !self.gives(standing) => Err(self.told(&trouble).into()),
            _ => Ok(()),
        }
    }

    /// How often every process runs for a demand.
    pub(crate) fn runs(&self, demand: &DatabaseDemand) -> Result<Found, Error> {
        let items = demand.items(self.database())?;
        let wanted = self.asked_of_processes(&items);
        let runs = self.solved().forward(&wanted);
        if !items.iter().all(|item| self.is_given(item.product)) {
            self.judged(&wanted, &runs)?;
        }
        Ok(runs)
    }

    /// What is told of loops that refuse products.
    pub(super) fn refusals(&self) -> Vec<Finding> {
        let mut counts = vec![0_usize; self.found.troubles.len()];
        for reach in &self.found.reach {
            if !self.gives(reach.standing) {
                counts[reach.trouble as usize] += 1;
            }
        }
        let told = self.found.troubles.iter().zip(counts);
        let told = told.filter(|(_, count)| *count > 0);
        told.map(|(trouble, count)| {
            let problem = trouble.problem(self.database());
            let of = self.len();
            let products = match count {
                1 => format!("1 of {of} products reaches it and has no score"),
                _ => format!("{count} of {of} products reach it and have no score"),
            };
            let hint = problem.hint().unwrap_or_default();
            Finding::new(problem.code(), format!("{problem}; {products}"), hint)
        })
        .collect()
    }
}
