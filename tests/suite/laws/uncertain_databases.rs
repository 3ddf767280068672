//! Uncertain databases: draws are solutions, and agree with the first order where spreads are small.

use cfp_core::{Database, DatabaseDemand, DatabaseDraws, DrawOptions, EntrySpread, Scores};
use proptest::prelude::*;

use super::cases;
use crate::random_database::{Shape, Triplets, one, random_database};

const SHAPE: Shape = Shape {
    most: 12,
    gain: 0.75,
    credits: true,
    spread: 20,
};

/// Needs that can grow by up to a third come near to what is made, or pass it.
const NEAR: Shape = Shape {
    gain: 0.9,
    credits: false,
    ..SHAPE
};

/// The database with a spread for each amount.
fn uncertain(triplets: &Triplets, spread: impl Fn(usize, f64) -> EntrySpread) -> Database {
    let technosphere = &triplets.technosphere;
    let emissions: Vec<_> = (0..).zip(&triplets.emissions).collect();
    let emissions = emissions.into_iter().map(|(at, amount)| (0, at, *amount));
    let emissions: Vec<(usize, usize, f64)> = emissions.collect();
    let amounts = technosphere.iter().chain(&emissions).map(|entry| entry.2);
    let mut of_technosphere: Vec<EntrySpread> = amounts
        .enumerate()
        .map(|(at, amount)| spread(at, amount))
        .collect();
    let of_emissions = of_technosphere.split_off(technosphere.len());
    let builder = Database::builder(triplets.size)
        .technosphere(technosphere.clone())
        .technosphere_spreads(of_technosphere)
        .emissions(1, emissions)
        .emission_spreads(of_emissions);
    builder
        .build()
        .expect("every process has a reference product")
}

/// Draws of one unit of every product.
fn drawn(scores: &Scores, draws: usize) -> DatabaseDraws {
    let demands: Vec<_> = (0..scores.len())
        .map(|at| DatabaseDemand::of(at, 1.0))
        .collect();
    let options = DrawOptions::new().draws(draws);
    scores.monte_carlo(&demands, &options, None).expect("draws")
}

/// The scores, or `None` where a loop refuses any.
fn scores(database: &Database) -> Option<Scores> {
    let scores = database.solve().expect("an order").scores(&one());
    let scores = scores.expect("scores");
    let is_whole = (0..scores.len()).all(|product| scores.is_given(product));
    is_whole.then_some(scores)
}

proptest! {
    #![proptest_config(cases(500))]

    /// A spread of one number is that number: its draw is the score of the database with that for its amount, and fails where
    /// that has none.
    #[test]
    fn a_draw_is_the_score_of_what_is_drawn(triplets in random_database(NEAR), seed in any::<u64>()) {
        let other = |at: usize, amount: f64| {
            let step = (seed >> (at % 59)) % 32;
            #[expect(clippy::cast_precision_loss)]
            let factor = 1.0 + (step as f64 - 8.0) / 64.0;
            amount * factor
        };
        let database = uncertain(&triplets, |at, amount| {
            let drawn = other(at, amount);
            EntrySpread::Uniform { low: drawn, high: drawn }
        });
        let technosphere = triplets.technosphere.iter().enumerate();
        let first = triplets.technosphere.len();
        let emissions = triplets.emissions.iter().enumerate();
        let changed = Triplets {
            size: triplets.size,
            technosphere: technosphere
                .map(|(at, entry)| (entry.0, entry.1, other(at, entry.2)))
                .collect(),
            emissions: emissions.map(|(at, amount)| other(first + at, *amount)).collect(),
        };
        let written = scores(&database).expect("gains below one");
        let draws = drawn(&written, 2);
        let Some(expected) = scores(&changed.database()) else {
            prop_assert_eq!(draws.used().len(), 0);
            prop_assert_eq!(draws.failed()[0].count, 2);
            return Ok(());
        };
        prop_assert_eq!(draws.used().len(), 2);
        for (product, expected) in expected.values().into_iter().enumerate() {
            let found = draws.values(product).expect("a demand");
            prop_assert_eq!(found[0].to_bits(), found[1].to_bits());
            prop_assert!((found[0] - expected).abs() <= 1e-7 * expected.abs());
        }
    }

    /// Without a spread a draw is the score, to the bit.
    #[test]
    fn no_spread_is_the_score(triplets in random_database(SHAPE)) {
        let database = uncertain(&triplets, |_, amount| EntrySpread::Normal { mean: amount, sd: 0.0 });
        let Some(scores) = scores(&database) else { return Ok(()) };
        let draws = drawn(&scores, 3);
        for (product, score) in scores.values().into_iter().enumerate() {
            let own = draws.values(product).expect("a demand");
            prop_assert!(own.iter().all(|drawn| drawn.to_bits() == score.to_bits()));
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// Spreads of a thousandth are small: the draws have the mean and the variance to first order, as far as so many tell.
    #[test]
    fn small_spreads_are_of_first_order(triplets in random_database(Shape { credits: false, ..SHAPE })) {
        let database = uncertain(&triplets, |at, amount| match at % 3 {
            0 if amount != 0.0 => EntrySpread::Lognormal {
                mu: amount.abs().ln(),
                sigma: 1e-3,
                negative: amount < 0.0,
            },
            1 => EntrySpread::Uniform {
                low: amount - 1e-3 * amount.abs(),
                high: amount + 2e-3 * amount.abs(),
            },
            _ => EntrySpread::None,
        });
        let scores = scores(&database).expect("gains below one");
        let draws = drawn(&scores, 600);
        for product in 0..scores.len() {
            let demand = DatabaseDemand::of(product, 1.0);
            let first = scores.analytic(&demand, usize::MAX).expect("a variance");
            let own = draws.statistics(product).expect("a demand");
            let variance = own.variance.expect("draws");
            // Five standard errors of a variance of 600 draws, whose kurtosis is at most that of a normal number.
            prop_assert!((variance - first.variance).abs() <= 0.3 * first.variance);
            let mean = own.mean.expect("draws");
            let far = 5.0 * own.standard_error.expect("draws") + 1e-4 * first.standard_deviation;
            prop_assert!((mean - first.mean).abs() <= far + 2e-5 * first.score.abs());
            let shares: f64 = first.rows.iter().map(|row| row.share_percent).sum();
            prop_assert!(first.variance == 0.0 || (shares - 100.0).abs() < 1e-9);
        }
    }
}
