//! The largest single supply chains, found by what can stand behind each at most.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::ranked::{MOST_VISITS, Queue, Ranked};
use crate::characterise::Characterisation;
use crate::error::{AnalyseProblem, Error, Place, Problem};
use crate::model::{Database, Finding};

/// How many steps the chains that are found may have together.
const MOST_STEPS: usize = 1_000_000;

/// What is wanted of nodes.
pub(super) type Wants = Vec<(usize, f64)>;

/// Needs in doubles, per net unit of each node: only the order of the chains rests on them.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// The needs of each node: those of node i from `starts[i]` to `starts[i + 1]`.
    starts: Vec<usize>,
    needs: Vec<(usize, f64)>,
    /// What a unit of each node emits itself.
    direct: Vec<f64>,
    /// What a unit of each node carries.
    carried: Vec<f64>,
}

/// The largest chains: the nodes of each, from the demand on; and what a reader should know of the search.
#[derive(Debug)]
pub(super) struct Largest {
    pub chains: Vec<Vec<usize>>,
    pub findings: Vec<Finding>,
    /// The nodes to which chains come back without having become smaller: they are followed once round.
    pub unending: BTreeSet<usize>,
}

/// A visit of a node on a chain.
#[derive(Debug, Clone, Copy)]
struct Visit {
    parent: Option<usize>,
    node: usize,
    amount: f64,
}

/// The search for the largest chains.
struct Search<'a> {
    chains: &'a Chains,
    /// What can stand behind a unit of each node at most, by magnitude.
    most_behind: Vec<f64>,
    wanted: usize,
    visits: Vec<Visit>,
    waiting: Queue<Visit>,
    /// The visits of the largest so far, by their places among all.
    best: BinaryHeap<Reverse<Ranked<usize>>>,
    unending: BTreeSet<usize>,
}

impl Chains {
    /// Adds a node: its needs, what a unit of it emits itself, and what a unit of it carries.
    pub fn add(
        &mut self,
        needs: impl IntoIterator<Item = (usize, f64)>,
        direct: f64,
        carried: f64,
    ) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.needs.extend(needs);
        self.starts.push(self.needs.len());
        self.direct.push(direct);
        self.carried.push(carried);
    }

    fn needs(&self, node: usize) -> &[(usize, f64)] {
        &self.needs[self.starts[node]..self.starts[node + 1]]
    }

    /// The nodes that a demand reaches, ascending.
    fn reached(&self, wanted: &[(usize, f64)]) -> Vec<usize> {
        let mut is_reached = vec![false; self.direct.len()];
        let mut waiting: Vec<usize> = wanted.iter().map(|(node, _)| *node).collect();
        while let Some(node) = waiting.pop() {
            if !std::mem::replace(&mut is_reached[node], true) {
                waiting.extend(self.needs(node).iter().map(|(other, _)| *other));
            }
        }
        let nodes = is_reached.into_iter().enumerate();
        nodes.filter(|(_, is)| *is).map(|(node, _)| node).collect()
    }

    /// What can stand behind a unit of each node at most, and whether that is proved of every chain: what it carries where
    /// nothing is avoided or removed, else the solution of the magnitudes of all needs and emissions.
    fn most_behind(&self, reached: &[usize]) -> (Vec<f64>, bool) {
        let magnitudes = || self.carried.iter().map(|own| own.abs()).collect();
        let mut signs = [false; 2];
        let mut has_credits = false;
        for &node in reached {
            signs[0] |= self.direct[node] < 0.0;
            signs[1] |= self.direct[node] > 0.0;
            has_credits |= self.needs(node).iter().any(|(_, need)| *need < 0.0);
        }
        if !has_credits && signs != [true, true] {
            return (magnitudes(), true);
        }
        match self.solved_in_magnitudes(reached) {
            Ok(most) => (most, true),
            Err(_) => (magnitudes(), false),
        }
    }

    fn solved_in_magnitudes(&self, reached: &[usize]) -> Result<Vec<f64>, Error> {
        let mut numbers = vec![usize::MAX; self.direct.len()];
        for (number, &node) in reached.iter().enumerate() {
            numbers[node] = number;
        }
        let mut needs = Vec::new();
        let mut direct = Vec::with_capacity(reached.len());
        for (number, &node) in reached.iter().enumerate() {
            needs.push((number, number, 1.0));
            let own = self.needs(node).iter();
            needs.extend(own.map(|(other, need)| (numbers[*other], number, -need.abs())));
            direct.push((0, number, self.direct[node].abs()));
        }
        let references = (0..reached.len()).collect();
        let database = Database::builder(reached.len())
            .technosphere(needs)
            .emissions(1, direct)
            .references(references)
            .build()?;
        let counted = Characterisation::of_values("magnitudes", [(0, 1.0)]);
        let scores = database.solve()?.scores(&counted)?;
        let mut most = vec![0.0; self.direct.len()];
        for (product, &node) in reached.iter().enumerate() {
            // Where magnitudes diverge there is no most.
            most[node] = scores.figure(product)?.value().approximate();
        }
        Ok(most)
    }

    /// The largest single chains of a demand, so many of them, each by the magnitude of what its last node emits itself.
    ///
    /// # Errors
    ///
    /// Chains of more steps than can be held; work that nobody waits for any more.
    pub fn largest(&self, wanted: &[(usize, f64)], most: usize) -> Result<Largest, Error> {
        let (most_behind, proved) = self.most_behind(&self.reached(wanted));
        let mut search = Search {
            chains: self,
            most_behind,
            wanted: most,
            visits: Vec::new(),
            waiting: Queue::new(),
            best: BinaryHeap::new(),
            unending: BTreeSet::new(),
        };
        let mut findings = Vec::new();
        if !proved {
            findings.push(by_net());
        }
        for &(node, amount) in wanted {
            search.wait(None, node, amount);
        }
        if let Some(behind) = search.run()? {
            findings.push(ended(behind));
        }
        Ok(Largest {
            unending: std::mem::take(&mut search.unending),
            chains: search.into_chains()?,
            findings,
        })
    }
}

impl Search<'_> {
    /// The least that a chain has to come to: that of the last of as many as are wanted.
    fn least(&self) -> f64 {
        match self.best.peek() {
            Some(Reverse(last)) if self.best.len() >= self.wanted => last.size,
            _ => 0.0,
        }
    }

    /// Takes a need into those that wait, unless all that can stand behind it is too little.
    fn wait(&mut self, parent: Option<usize>, node: usize, amount: f64) {
        let size = (amount * self.most_behind[node]).abs();
        if size > self.least() {
            if self.is_unending(parent, node, amount) {
                self.unending.insert(node);
                return;
            }
            let visit = Visit {
                parent,
                node,
                amount,
            };
            self.waiting.push(size, visit);
        }
    }

    /// Whether a chain is back where it has been, and no smaller: no round of it would be the largest.
    fn is_unending(&self, parent: Option<usize>, node: usize, amount: f64) -> bool {
        let mut next = parent;
        while let Some(number) = next {
            let visit = self.visits[number];
            if visit.node == node {
                return amount.abs() >= visit.amount.abs();
            }
            next = visit.parent;
        }
        false
    }

    /// Visits what waits until nothing of it can be among the largest; what still could be behind it when the visits run
    /// out.
    fn run(&mut self) -> Result<Option<f64>, Error> {
        let chains = self.chains;
        while let Some(next) = self.waiting.pop()? {
            // A chain that only equals the last is one too many.
            if self.wanted == 0 || next.size <= self.least() {
                return Ok(None);
            }
            let place = self.visits.len();
            if place == MOST_VISITS {
                return Ok(Some(next.size));
            }
            self.visits.push(next.content);
            let Visit { node, amount, .. } = next.content;
            let size = (amount * chains.direct[node]).abs();
            if size > self.least() {
                self.best.push(Reverse(Ranked {
                    size,
                    number: next.number,
                    content: place,
                }));
                if self.best.len() > self.wanted {
                    self.best.pop();
                }
            }
            for &(other, need) in chains.needs(node) {
                self.wait(Some(place), other, amount * need);
            }
        }
        Ok(None)
    }

    /// The nodes of the best chains, the largest first.
    fn into_chains(self) -> Result<Vec<Vec<usize>>, Error> {
        let visits = self.visits;
        let best = self.best.into_sorted_vec();
        let mut chains = Vec::with_capacity(best.len());
        let (mut steps, mut fit) = (0, 0);
        for Reverse(found) in best {
            let mut chain = Vec::new();
            let mut next = Some(found.content);
            while let Some(place) = next {
                chain.push(visits[place].node);
                next = visits[place].parent;
            }
            chain.reverse();
            steps += chain.len();
            if steps > MOST_STEPS {
                let kind = AnalyseProblem::TooManySteps {
                    paths: self.wanted,
                    most: MOST_STEPS,
                    fit,
                };
                return Err(Problem::new(kind, Place::default()).into());
            }
            chains.push(chain);
            if steps <= MOST_STEPS / 2 {
                fit = chains.len();
            }
        }
        Ok(chains)
    }
}

/// The finding of chains that are ranked by net figures.
fn by_net() -> Finding {
    Finding::new(
        "paths-by-net-figures",
        "what avoids and what emits outweigh each other in a loop, so that nothing bounds the paths behind them",
        "paths whose emissions and credits cancel further up may be missing",
    )
}

/// The finding of a search that ended before everything was settled.
fn ended(behind: f64) -> Finding {
    Finding::new(
        "paths-not-all-searched",
        format!(
            "the search ended after {MOST_VISITS} visits; paths of up to {behind:.1e} kg CO2e may be missing"
        ),
        "ask for fewer paths",
    )
}
