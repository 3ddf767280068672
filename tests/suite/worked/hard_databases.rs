//! What makes databases hard: loops of a gain near one, credits inside them, treatments with negative reference amounts,
//! production amounts from a thousandth to a thousand, loops that credits alone hold.

use cfp_core::{Explain, Scores};
use num_traits::Signed;

use crate::random_database::{Triplets, one};
use crate::rational::rational;

/// Numbers that look random and are the same everywhere: Knuth's linear congruence, its upper bits.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).expect("31 bits") % sides
    }

    /// A process.
    fn process(&mut self, size: usize) -> usize {
        self.roll(u32::try_from(size).expect("few")) as usize
    }
}

/// How a database is made hard.
struct Hard {
    seed: u64,
    size: usize,
    loops: usize,
    /// The gain of the two-process loops, in units of 2⁻²⁰.
    gain: f64,
    /// Whether other needs of the processes on these loops are made small enough for what the loops amplify.
    shrunk: bool,
}

/// A database in which everything needs a few others, a tenth of it as credits, with two-process loops put over it.
fn hard(shape: &Hard) -> Triplets {
    let Hard {
        seed,
        size,
        loops,
        gain,
        shrunk,
    } = *shape;
    let mut dice = Dice(seed);
    let mut needs = vec![vec![0.0_f64; size]; size];
    for (process, row) in needs.iter_mut().enumerate() {
        // A ring through everything, so that it is one loop.
        row[(process + 1) % size] = 0.25;
        for _ in 0..3 {
            let product = dice.process(size);
            let part = f64::from(dice.roll(32) + 1) / 256.0;
            row[product] = if dice.roll(10) == 0 { -part } else { part };
        }
        row[process] = 0.0;
    }
    for _ in 0..loops {
        let (one, other) = (dice.process(size), dice.process(size));
        if one == other {
            continue;
        }
        for process in [one, other] {
            if shrunk {
                needs[process]
                    .iter_mut()
                    .for_each(|need| *need *= 2.0_f64.powi(-13));
            }
        }
        (needs[one][other], needs[other][one]) = (1.0, gain);
    }
    let made: Vec<f64> = (0..size)
        .map(|process| {
            let power = i32::try_from(dice.roll(21)).expect("few") - 10;
            let sign = if process % 7 == 0 { -1.0 } else { 1.0 };
            sign * 2.0_f64.powi(power)
        })
        .collect();
    let mut technosphere = Vec::new();
    for process in 0..size {
        technosphere.push((process, process, made[process]));
        for product in 0..size {
            let amount = -needs[process][product] * made[product].signum() * made[process].abs();
            technosphere.push((product, process, amount));
        }
    }
    let emissions = made
        .iter()
        .map(|made| f64::from(dice.roll(100)) * made.abs())
        .collect();
    Triplets {
        size,
        technosphere,
        emissions,
    }
}

/// Every figure is proved to a trillionth, and true.
fn assert_certified(triplets: &Triplets) -> Scores {
    let exact = triplets.exact().expect("not singular");
    let scores = triplets
        .database()
        .solve()
        .expect("an order")
        .scores(&one())
        .expect("scores")
        .allowing_held_loops();
    for (product, exact) in exact.iter().enumerate() {
        let figure = scores.figure(product).expect("a figure");
        let bound = figure
            .bound()
            .unwrap_or_else(|| panic!("{product} has no bound: {:?}", scores.loops()));
        let bound = rational(&bound.to_string());
        assert!(
            (rational(&figure.value().to_string()) - exact).abs() <= bound,
            "{product}: {figure}"
        );
        assert!(
            bound <= exact.abs() * rational("1e-12") + rational("1e-27"),
            "{product}: {figure} ± {bound}"
        );
    }
    scores
}

#[test]
fn loops_of_a_gain_near_one_are_certified() {
    for (seed, gain) in [
        (1, 1.0 - 0.01),
        (2, 1.0 - 0.001),
        (3, 1.0 - 0.0001),
        (281, 1.0 - 1e-5),
    ] {
        // Few digits, so that the exact solution stays short.
        let gain = (gain * 2.0_f64.powi(20)).floor() / 2.0_f64.powi(20);
        let triplets = hard(&Hard {
            seed,
            size: 40,
            loops: 5,
            gain,
            shrunk: true,
        });
        let scores = assert_certified(&triplets);
        assert!(scores.findings().is_empty(), "{:?}", scores.findings());
    }
}

/// A loop that credits alone keep from consuming more than it makes refuses what reaches it. Where held loops are allowed, its
/// figures solve the equations as written, with their bounds, and a finding names it.
#[test]
fn a_loop_held_by_its_credits_is_refused_unless_allowed() {
    for seed in 10..16 {
        let triplets = hard(&Hard {
            seed,
            size: 40,
            loops: 6,
            gain: 0.999_023_437_5,
            shrunk: false,
        });
        let refused = triplets.database().solve().expect("an order");
        let refused = refused.scores(&one()).expect("scores");
        let error = refused.figure(0).expect_err("held by credits alone");
        assert_eq!(error.problems()[0].code(), "loop-consumes-output");
        assert!(
            error.to_string().contains("only credits hide it"),
            "{error}"
        );
        assert_eq!(codes(&refused), ["loop-consumes-output"]);
        let allowed = assert_certified(&triplets);
        assert_eq!(codes(&allowed), ["loop-held-by-credits"]);
        assert!(!allowed.loops()[0].held_by_credits.is_empty());
    }
}

fn codes(scores: &Scores) -> Vec<String> {
    let findings = scores.findings().into_iter();
    findings.map(|finding| finding.code).collect()
}

/// A ring of many processes whose gain is near one, with a credit on it: no pair of them is strong, and the sweeps are slow.
#[test]
fn a_long_ring_with_a_credit_is_certified() {
    let size = 60;
    let mut technosphere: Vec<(usize, usize, f64)> = (0..size)
        .flat_map(|process| {
            let share = if process == 0 { 0.999_023_437_5 } else { 1.0 };
            [
                (process, process, 1.0),
                ((process + 1) % size, process, -share),
            ]
        })
        .collect();
    technosphere.push((30, 10, 0.000_244_140_625));
    let triplets = Triplets {
        size,
        technosphere,
        emissions: vec![1.0; size],
    };
    let scores = assert_certified(&triplets);
    assert_eq!(scores.loops().len(), 1);
}
