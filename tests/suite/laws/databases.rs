//! Large systems in doubles: their bounds are true, and nothing but the numbers decides the digits.

use cfp_core::{DatabaseDemand, EntryChange, Explain, Figure, Method, Scores, SolvedDatabase};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;

use super::cases;
use crate::random_database::{Shape, Triplets, one, random_database};
use crate::rational::rational;

/// Whether a figure is within its bound of the exact number; without one it claims nothing.
fn holds(figure: Figure, exact: &BigRational) -> bool {
    let value = rational(&figure.value().to_string());
    let bound = figure.bound().map(|bound| rational(&bound.to_string()));
    bound.is_none_or(|bound| (value - exact).abs() <= bound)
}

/// Whether a figure has a bound of a trillionth of the exact number, or of 1e-15 where that is below it.
fn is_tight(figure: Figure, exact: &BigRational) -> bool {
    let allowed = exact.abs() * rational("1e-12") + rational("1e-27");
    figure
        .bound()
        .is_some_and(|bound| rational(&bound.to_string()) <= allowed)
}

fn solved(triplets: &Triplets) -> SolvedDatabase {
    triplets.database().solve().expect("an order")
}

fn scored(triplets: &Triplets) -> Scores {
    solved(triplets).scores(&one()).expect("scores")
}

/// The scores, or `None` where a loop refuses any.
fn scores(triplets: &Triplets) -> Option<Scores> {
    let scores = scored(triplets);
    let is_whole = (0..triplets.size).all(|product| scores.is_given(product));
    is_whole.then_some(scores)
}

const WITHOUT_CREDITS: Shape = Shape {
    most: 12,
    gain: 0.999,
    credits: false,
    spread: 34,
};
const WITH_CREDITS: Shape = Shape {
    most: 12,
    gain: 1.5,
    credits: true,
    spread: 34,
};
const USUAL: Shape = Shape {
    most: 12,
    gain: 0.9,
    credits: true,
    spread: 12,
};

proptest! {
    #![proptest_config(cases(2_000))]

    /// The bound is true, and every database without credits that makes more than it consumes gets one that says something:
    /// treatments, production amounts other than one, gains up to 0.999, units over twenty decades.
    #[test]
    fn a_database_without_credits_has_true_and_tight_bounds(triplets in random_database(WITHOUT_CREDITS)) {
        let exact = triplets.exact().expect("not singular");
        let scores = scores(&triplets).expect("not refused");
        for (product, exact) in exact.iter().enumerate() {
            let figure = scores.figure(product).expect("a figure");
            prop_assert!(holds(figure, exact), "{figure} is not {exact}");
            prop_assert!(is_tight(figure, exact), "{figure} ± {:?} says too little", figure.bound());
        }
    }

    /// The bound contains the exact answer whatever the credits do, and also where only these hold a loop.
    #[test]
    fn the_bound_of_a_database_contains_the_exact_answer(triplets in random_database(WITH_CREDITS)) {
        let scores = scored(&triplets).allowing_held_loops();
        let figures = (0..triplets.size).filter_map(|product| Some((product, scores.figure(product).ok()?)));
        let figures: Vec<_> = figures.collect();
        if let Some(exact) = triplets.exact() {
            for (product, figure) in figures {
                prop_assert!(holds(figure, &exact[product]), "{figure} is not {}", exact[product]);
            }
        } else {
            let proved = figures.iter().filter(|(_, figure)| figure.bound().is_some());
            prop_assert!(proved.count() < triplets.size, "a singular system was proved");
        }
    }

    /// What meets a demand counts what the demand counts: the forward and the adjoint solve agree within their bounds.
    #[test]
    fn contributions_sum_to_the_score(triplets in random_database(USUAL), product in 0_usize..12, amount in 1_u32..1000) {
        let solved = solved(&triplets);
        let scores = solved.scores(&one()).expect("not refused");
        let demand = DatabaseDemand::of(product % triplets.size, f64::from(amount));
        let score = scores.demand(&demand).expect("a score");
        let contributions = scores.contributions(&demand).expect("contributions");
        let total = contributions.total();
        let sum = contributions.rows().iter().fold(BigRational::zero(), |sum, row| sum + rational(&row.score.value().to_string()));
        let bound = |figure: Figure| rational(&figure.bound().expect("proved").to_string());
        let value = |figure: Figure| rational(&figure.value().to_string());
        prop_assert!((value(total) - value(score)).abs() <= bound(total) + bound(score));
        let of_rows = contributions.rows().iter().fold(bound(total), |sum, row| sum + bound(row.score));
        prop_assert!((sum - value(total)).abs() <= of_rows);
        let flows = contributions.flows().expect("amounts");
        for flow in flows {
            prop_assert!((value(flow.amount) - value(total)).abs() <= bound(total) + bound(flow.amount));
        }
    }

    /// The numbers of products and processes are names: others move a score only within its bound.
    #[test]
    fn renumbering_moves_nothing(triplets in random_database(USUAL), seed in any::<u64>()) {
        let mut to: Vec<usize> = (0..triplets.size).collect();
        to.sort_by_key(|number| (seed.wrapping_mul(2 * *number as u64 + 1)).rotate_left(17));
        let (scores, others) = (scores(&triplets).expect("scores"), scores_of_renumbered(&triplets, &to));
        for (product, &other) in to.iter().enumerate() {
            let (one, other) = (scores.figure(product).expect("a figure"), others.figure(other).expect("a figure"));
            let distance = (rational(&one.value().to_string()) - rational(&other.value().to_string())).abs();
            let bound = |figure: Figure| rational(&figure.bound().expect("proved").to_string());
            prop_assert!(distance <= bound(one) + bound(other));
        }
    }

    /// A change gives what the changed database gives, and turned back it gives the original, each within its bounds.
    #[test]
    fn a_change_undone_is_the_original(triplets in random_database(USUAL), entry in any::<prop::sample::Index>(), more in 1_u32..40) {
        let entries: Vec<_> = triplets.technosphere.iter().enumerate().filter(|(_, entry)| entry.0 != entry.1).collect();
        prop_assume!(!entries.is_empty());
        let (at, &(product, process, _)) = entries[entry.index(entries.len())];
        // Entries of one place add up: the change sets their sum.
        let sum: f64 = triplets.technosphere.iter().filter(|entry| (entry.0, entry.1) == (product, process)).map(|entry| entry.2).sum();
        let amount = sum * (1.0 - f64::from(more) / 64.0);
        let mut other = triplets.clone();
        other.technosphere.retain(|entry| (entry.0, entry.1) != (product, process));
        other.technosphere.insert(at.min(other.technosphere.len()), (product, process, amount));
        let exact = other.exact().expect("not singular");
        let scores = solved(&triplets).scores(&one()).expect("scores");
        let changed = scores.changed(&[EntryChange::exchange(product, process, amount)]).expect("a change");
        for (product, exact) in exact.iter().enumerate() {
            let figure = changed.figure(product).expect("a figure");
            prop_assert!(holds(figure, exact) && figure.bound().is_some());
        }
        let restored = changed.changed(&[EntryChange::exchange(product, process, sum)]).expect("a change");
        for (product, exact) in triplets.exact().expect("not singular").iter().enumerate() {
            let figure = restored.figure(product).expect("a figure");
            prop_assert!(holds(figure, exact) && figure.bound().is_some());
        }
    }

    /// However many threads there are, every score has the same bits.
    #[test]
    fn threads_change_no_bit(triplets in random_database(USUAL), factors in proptest::collection::vec(1_u32..100, 1..6)) {
        let solved = solved(&triplets);
        let sets: Vec<_> = factors.iter().map(|factor| cfp_core::Characterisation::of_values("own", [(0, f64::from(*factor))])).collect();
        let bits = |threads: usize| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let all = pool.install(|| solved.scores_of(&sets)).expect("scores");
            let demands = || (0..triplets.size * 3).map(|number| DatabaseDemand::of(number % triplets.size, 1.5));
            let streamed: Vec<String> = pool.install(|| all[0].demands(demands()).map(|figure| figure.expect("a figure").to_string()).collect());
            let numbers = all.iter().flat_map(|scores| scores.values().into_iter().chain(scores.bounds()));
            (numbers.map(f64::to_bits).collect::<Vec<_>>(), streamed)
        };
        let single = bits(1);
        prop_assert_eq!(&single, &bits(2));
        prop_assert_eq!(&single, &bits(8));
    }
}

fn scores_of_renumbered(triplets: &Triplets, to: &[usize]) -> Scores {
    scores(&triplets.renumbered(to)).expect("scores")
}

/// A ring of processes, each of which needs the next, the whole round so much.
fn ring(length: usize, round: f64) -> Triplets {
    let technosphere = (0..length).flat_map(|process| {
        let share = if process + 1 == length { round } else { 1.0 };
        [
            (process, process, 1.0),
            ((process + 1) % length, process, -share),
        ]
    });
    Triplets {
        size: length,
        technosphere: technosphere.collect(),
        emissions: vec![1.0; length],
    }
}

/// Towards a gain of one from below a loop is certified, as long as doubles can tell; from one on it is refused. Never is
/// it wrong in silence.
#[test]
fn a_nearly_singular_loop_is_certified_or_refused() {
    for length in 2..=5 {
        for power in 1..=52 {
            let below = ring(length, 1.0 - 2.0_f64.powi(-power));
            let exact = below.exact().expect("not singular");
            if let Some(scores) = scores(&below) {
                for (product, exact) in exact.iter().enumerate() {
                    let figure = scores.figure(product).expect("a figure");
                    assert!(holds(figure, exact), "{length} {power} {figure}");
                    assert!(
                        figure.bound().is_some() || power > 40,
                        "{length} {power} {figure}"
                    );
                    assert!(
                        power > 30 || is_tight(figure, exact),
                        "{length} {power} {figure} ± {:?}",
                        figure.bound()
                    );
                }
            } else {
                assert!(power > 40, "{length} {power} was refused");
            }
            let above = ring(length, 1.0 + 2.0_f64.powi(-power));
            for refused in [above, ring(length, 1.0)] {
                let error = scored(&refused)
                    .figure(0)
                    .expect_err("it consumes what it makes");
                assert_eq!(error.problems()[0].code(), "loop-consumes-output");
                // All are on the loop, and all are named.
                let named = (0..length)
                    .filter(|process| error.to_string().contains(&format!("`{process}`")));
                assert_eq!(named.count(), length, "{error}");
            }
        }
    }
}

/// Amounts over twenty decades in one loop: every figure is proved to a trillionth.
#[test]
fn twenty_decades_are_certified() {
    let units = [1e-10, 1e10, 1e3, 1e-7, 1.0, 1e8];
    let size = units.len();
    let mut technosphere = Vec::new();
    for process in 0..size {
        technosphere.push((process, process, 1.0));
        for step in 1..3 {
            let product = (process + step) % size;
            technosphere.push((product, process, -0.4 * units[process] / units[product]));
        }
    }
    let triplets = Triplets {
        size,
        technosphere,
        emissions: units.to_vec(),
    };
    let exact = triplets.exact().expect("not singular");
    let scores = scores(&triplets).expect("scores");
    for (product, exact) in exact.iter().enumerate() {
        let figure = scores.figure(product).expect("a figure");
        assert!(
            holds(figure, exact) && is_tight(figure, exact),
            "{figure} ± {:?}",
            figure.bound()
        );
    }
    assert_eq!(scores.loops()[0].method, Method::Sweeps);
}
