//! Random databases of doubles, with their exact rational solution.

use cfp_core::{Characterisation, Database};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

use crate::rational::solve;

/// A database as triplets: product, process, amount.
#[derive(Debug, Clone)]
pub struct Triplets {
    pub size: usize,
    pub technosphere: Vec<(usize, usize, f64)>,
    /// What each process emits of the only flow.
    pub emissions: Vec<f64>,
}

/// What the processes of a random database may do.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The most processes.
    pub most: usize,
    /// What the needs of a process weigh together beside its product, in natural units, at most.
    pub gain: f64,
    /// Whether some needs are credits.
    pub credits: bool,
    /// By how many powers of two natural units differ at most, up or down.
    pub spread: i32,
}

impl Triplets {
    /// The database.
    pub fn database(&self) -> Database {
        let emissions: Vec<_> = self
            .emissions
            .iter()
            .enumerate()
            .map(|(process, amount)| (0, process, *amount))
            .collect();
        let technosphere = self.technosphere.iter().copied();
        let database = Database::from_triplets(self.size, technosphere, 1, emissions);
        database.expect("every process has a reference product")
    }

    /// The exact score of one unit of every product; `None` when the system is singular.
    pub fn exact(&self) -> Option<Vec<BigRational>> {
        let exactly = |number: f64| BigRational::from_float(number).expect("finite");
        let mut rows = vec![vec![BigRational::zero(); self.size]; self.size];
        for &(product, process, amount) in &self.technosphere {
            rows[process][product] += exactly(amount);
        }
        solve(
            rows,
            self.emissions
                .iter()
                .map(|amount| exactly(*amount))
                .collect(),
        )
    }

    /// The same with products and processes under other numbers: what was `number` is `to[number]`.
    pub fn renumbered(&self, to: &[usize]) -> Self {
        let mut emissions = vec![0.0; self.size];
        for (process, amount) in self.emissions.iter().enumerate() {
            emissions[to[process]] = *amount;
        }
        let entries = self.technosphere.iter();
        let mut technosphere: Vec<_> = entries
            .map(|&(product, process, amount)| (to[product], to[process], amount))
            .collect();
        technosphere.reverse();
        Self {
            size: self.size,
            technosphere,
            emissions,
        }
    }
}

/// The indicator that counts the only flow as one.
pub fn one() -> Characterisation {
    Characterisation::of_values("one", [(0, 1.0)])
}

/// A process of the generator: which amount it makes, its natural unit, what it emits, and its needs: of which product, how
/// much, and whether as a credit.
type Sheet = (i32, i32, u32, Vec<(usize, u32, bool)>);

/// A database in which everything may need everything: treatments with negative reference amounts, production amounts from a
/// thousandth to a thousand, units over many decades.
pub fn random_database(shape: Shape) -> impl Strategy<Value = Triplets> {
    let sheet = (
        -10..10_i32,
        -shape.spread..=shape.spread,
        0..1000_u32,
        proptest::collection::vec(
            (0..shape.most, 1..64_u32, proptest::bool::weighted(0.2)),
            0..5,
        ),
    );
    proptest::collection::vec(sheet, 2..=shape.most)
        .prop_map(move |sheets| triplets(shape, &sheets))
}

fn triplets(shape: Shape, sheets: &[Sheet]) -> Triplets {
    let size = sheets.len();
    // A fifth of the processes treat waste: their reference amount is negative.
    let made: Vec<f64> = sheets
        .iter()
        .map(|(power, ..)| if power % 5 == 0 { -1.0 } else { 1.0 } * 2.0_f64.powi(*power))
        .collect();
    let mut technosphere = Vec::new();
    let mut emissions = Vec::new();
    for (process, (_, unit, emits, needs)) in sheets.iter().enumerate() {
        technosphere.push((process, process, made[process]));
        let together: u32 = needs.iter().map(|(_, weight, _)| weight).sum();
        let scale = 2.0_f64.powi(*unit) * made[process].abs();
        for &(product, weight, credit) in needs {
            let product = product % size;
            // Powers of two are exact, and the share has few digits, so that the exact solution stays short.
            let part = (shape.gain * f64::from(weight) / f64::from(together.max(1)) * 256.0)
                .floor()
                / 256.0;
            let per_unit = 2.0_f64.powi(-sheets[product].1);
            let sign = if credit && shape.credits { 1.0 } else { -1.0 };
            if product != process && part > 0.0 {
                technosphere.push((
                    product,
                    process,
                    sign * made[product].signum() * part * scale * per_unit,
                ));
            }
        }
        emissions.push(f64::from(*emits) * scale);
    }
    Triplets {
        size,
        technosphere,
        emissions,
    }
}
