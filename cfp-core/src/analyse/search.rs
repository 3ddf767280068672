//! The largest single supply chains, found by what can stand behind each at most.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::ranked::Ranked;
use crate::characterise::Characterisation;
use crate::error::Error;
use crate::model::{Database, Finding};

/// More visits than this say that the chains differ too little to be told apart by a search.
const MOST_VISITS: usize = 1_000_000;

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
    waiting: BinaryHeap<Ranked<()>>,
    best: BinaryHeap<Reverse<Ranked<()>>>,
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
        for (&node, value) in reached.iter().zip(scores.values()) {
            most[node] = value;
        }
        Ok(most)
    }

    /// The largest single chains of a demand, so many of them, each by the magnitude of what its last node emits itself.
    pub fn largest(&self, wanted: &[(usize, f64)], most: usize) -> Largest {
        let (most_behind, proved) = self.most_behind(&self.reached(wanted));
        let mut search = Search {
            chains: self,
            most_behind,
            wanted: most,
            visits: Vec::new(),
            waiting: BinaryHeap::new(),
            best: BinaryHeap::new(),
        };
        let mut findings = Vec::new();
        if !proved {
            findings.push(by_net());
        }
        for &(node, amount) in wanted {
            search.wait(None, node, amount);
        }
        if let Some(behind) = search.run() {
            findings.push(ended(behind));
        }
        Largest {
            chains: search.into_chains(),
            findings,
        }
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
            let number = self.visits.len();
            self.visits.push(Visit {
                parent,
                node,
                amount,
            });
            let content = ();
            self.waiting.push(Ranked {
                size,
                number,
                content,
            });
        }
    }

    /// Visits what waits until nothing of it can be among the largest; what still could be behind it when the visits run
    /// out.
    fn run(&mut self) -> Option<f64> {
        let chains = self.chains;
        let mut count = 0;
        while let Some(Ranked { size, number, .. }) = self.waiting.pop() {
            // A chain that only equals the last is one too many.
            if self.wanted == 0 || size <= self.least() {
                return None;
            }
            if count == MOST_VISITS {
                return Some(size);
            }
            count += 1;
            let Visit { node, amount, .. } = self.visits[number];
            let size = (amount * chains.direct[node]).abs();
            if size > self.least() {
                let content = ();
                self.best.push(Reverse(Ranked {
                    size,
                    number,
                    content,
                }));
                if self.best.len() > self.wanted {
                    self.best.pop();
                }
            }
            for &(other, need) in chains.needs(node) {
                self.wait(Some(number), other, amount * need);
            }
        }
        None
    }

    /// The nodes of the best chains, the largest first.
    fn into_chains(self) -> Vec<Vec<usize>> {
        let visits = self.visits;
        let best = self.best.into_sorted_vec().into_iter();
        best.map(|Reverse(found)| {
            let mut chain = Vec::new();
            let mut next = Some(found.number);
            while let Some(number) = next {
                chain.push(visits[number].node);
                next = visits[number].parent;
            }
            chain.reverse();
            chain
        })
        .collect()
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
