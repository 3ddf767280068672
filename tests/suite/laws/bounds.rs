//! The bound is true: checked against exact rationals.

use cfp_core::{Amount, Figure, Solved};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

use super::cases;
use crate::generate::{Random, Shape, co2_only, looping_system, ring, written_amount};
use crate::rational::rational;

/// The exact distance between a figure and the exact answer, and the figure's bound.
fn distance(figure: Figure, exact: &BigRational) -> (BigRational, Option<BigRational>) {
    let value = rational(&figure.value().to_string());
    let bound = figure.bound().map(|bound| rational(&bound.to_string()));
    ((value - exact).abs(), bound)
}

fn is_proved(figure: Figure, exact: &BigRational) -> Result<(), TestCaseError> {
    let (distance, bound) = distance(figure, exact);
    if let Some(bound) = bound {
        prop_assert!(
            distance <= bound,
            "{figure} is off by {distance}, bound {bound}"
        );
    }
    Ok(())
}

/// A bound that says something is a trillionth of the figure, or a hundredth of that of a kilogram for
/// figures that are small beside others of their loop, since decimals end at 28 places.
fn is_as_wanted(figure: Figure, exact: &BigRational, wanted: Wanted) -> Result<(), TestCaseError> {
    is_proved(figure, exact)?;
    if wanted == Wanted::Truth {
        return Ok(());
    }
    let Some(bound) = figure.bound() else {
        return Err(TestCaseError::fail(
            "a loop without credits has no certificate",
        ));
    };
    let allowed = exact.abs() * rational("1e-12") + rational("1e-14");
    if wanted == Wanted::TightProof {
        let bound = rational(&bound.to_string());
        prop_assert!(
            bound <= allowed,
            "the bound {bound} of {figure} says too little"
        );
    }
    Ok(())
}

/// What a law asks of a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Bounds where they are given are true.
    Truth,
    /// Every figure has a bound.
    Proof,
    /// Every figure has a bound that says something.
    TightProof,
}

fn all_figures_are_proved(
    random: &Random,
    output: usize,
    amount: &str,
    wanted: Wanted,
) -> Result<(), TestCaseError> {
    all_figures_are_proved_after(random, output, amount, wanted, None)
}

/// The same where another system has been solved before.
fn all_figures_are_proved_after(
    random: &Random,
    output: usize,
    amount: &str,
    wanted: Wanted,
    before: Option<&Solved>,
) -> Result<(), TestCaseError> {
    let Some(exact) = random.exact_intensities() else {
        return Ok(());
    };
    let system = random.builder().build().expect("a linked system");
    let solved = match before {
        Some(before) => system.solve_like(before),
        None => system.solve(),
    };
    let solved = solved.expect("numbers in range");
    let intensities = match solved.intensities(&co2_only()) {
        Ok(intensities) => intensities.intensities,
        Err(error) => {
            prop_assert!(wanted == Wanted::Truth, "{error}");
            Vec::new()
        }
    };
    prop_assert!(wanted == Wanted::Truth || intensities.len() == exact.len());
    for row in intensities {
        let output: usize = row.product["product ".len()..].parse().expect("a number");
        is_as_wanted(row.total, &exact[output], wanted)?;
    }
    let output = output % exact.len();
    let demand = Random::demand(output, amount);
    let footprint = match solved.footprint(&demand, &co2_only()) {
        Ok(footprint) => footprint,
        Err(error) => {
            prop_assert!(wanted == Wanted::Truth, "{error}");
            return Ok(());
        }
    };
    let exact = rational(amount) * &exact[output];
    is_as_wanted(footprint.total(), &exact, wanted)
}

proptest! {
    #![proptest_config(cases(10_000))]

    /// The bound we print is true, and every loop without credits gets one that says something:
    /// gains up to 0.999, shares in thirds, amounts over ten decades.
    #[test]
    fn a_loop_without_credits_has_a_true_and_tight_bound(
        random in looping_system(Shape { gain: 0.999, credits: false, several_outputs: true }),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        all_figures_are_proved(&random, output, &amount, Wanted::TightProof)?;
    }

    /// What was solved of a system helps with one that differs a little, or much, and takes nothing away: every figure has
    /// a bound of its own that is true, and as tight as when it is solved by itself.
    #[test]
    fn a_solution_by_another_is_proved_as_by_itself(
        random in looping_system(Shape { gain: 0.999, credits: false, several_outputs: false }),
        by in prop_oneof![Just(0.0), Just(1e-6), Just(1e-4), Just(1e-2), Just(0.5)],
        dice in proptest::collection::vec(0.0_f64..1.0, 1..8),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let before = random.builder().build().expect("a linked system").solve();
        let before = before.expect("a loop that makes more than it consumes");
        let moved = random.nearby(by, &dice);
        all_figures_are_proved_after(&moved, output, &amount, Wanted::TightProof, Some(&before))?;
    }

    /// With credits, where no bound can be proved none is printed, and what is refused by itself is refused.
    #[test]
    fn a_solution_by_another_with_credits_is_true(
        random in looping_system(Shape { gain: 1.5, credits: true, several_outputs: true }),
        by in prop_oneof![Just(0.0), Just(1e-4), Just(0.5)],
        dice in proptest::collection::vec(0.0_f64..1.0, 1..8),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let before = random.builder().build().expect("a linked system").solve();
        let before = before.expect("numbers in range");
        let moved = random.nearby(by, &dice);
        let system = moved.builder().build().expect("a linked system");
        let refused = |solved: Result<Solved, cfp_core::Error>| {
            solved.expect("numbers in range").whole().err()
        };
        prop_assert_eq!(refused(system.solve()), refused(system.solve_like(&before)));
        all_figures_are_proved_after(&moved, output, &amount, Wanted::Truth, Some(&before))?;
    }

    /// The bound we print is true for loops with credits too; where none can be proved, none is
    /// printed.
    #[test]
    fn the_bound_contains_the_exact_answer(
        random in looping_system(Shape { gain: 1.5, credits: true, several_outputs: true }),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        all_figures_are_proved(&random, output, &amount, Wanted::Truth)?;
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// A long ring is proved however many decades its steps go up and down.
    #[test]
    fn a_long_ring_has_a_true_bound(
        random in ring(0.5),
        output in 0_usize..60,
        amount in written_amount(),
    ) {
        all_figures_are_proved(&random, output, &amount, Wanted::Proof)?;
    }
}

proptest! {
    #![proptest_config(cases(10_000))]

    /// A chain of decimal operations is never further from the exact rational than its bound.
    #[test]
    fn amounts_bound_their_own_rounding(
        start in written_amount(),
        steps in proptest::collection::vec((0_u8..4, written_amount()), 1..12),
    ) {
        let mut amount: Amount = start.parse().expect("a number");
        let mut exact = rational(&start);
        for (operation, operand) in steps {
            let other: Amount = operand.parse().expect("a number");
            let exact_other = rational(&operand);
            let next = match operation {
                0 => amount.plus(other),
                1 => amount.minus(other),
                2 => amount.times(other),
                _ => amount.over(other),
            };
            // Out of range is told, never wrong.
            let Ok(next) = next else { break };
            amount = next;
            exact = match operation {
                0 => exact + exact_other,
                1 => exact - exact_other,
                2 => exact * exact_other,
                _ => exact / exact_other,
            };
            let distance = (rational(&amount.value_text()) - &exact).abs();
            prop_assert!(distance <= rational(&amount.bound().to_string()));
        }
    }
}
