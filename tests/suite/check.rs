//! Compares figures with exact fractions: a result is right when the fraction lies within its bound.

use cfp_core::{Figure, GwpSet};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::rational::rational;

/// The exact value of `8/3`, `0.28` or `-2`.
pub fn fraction(text: &str) -> BigRational {
    match text.split_once('/') {
        Some((above, below)) => rational(above) / rational(below),
        None => rational(text),
    }
}

/// Whether a figure is this fraction to the last digit, and says so with a bound of zero.
pub fn is_exactly(figure: Figure, expected: &BigRational) -> bool {
    rational(&figure.value().to_string()) == *expected
        && figure.bound().is_some_and(|bound| bound.is_zero())
}

/// Whether a figure has a bound, the fraction lies within it, and it is below a billionth of a
/// billionth of a unit or of the figure.
pub fn is_proved(figure: Figure, expected: &BigRational) -> bool {
    let Some(bound) = figure.bound() else {
        return false;
    };
    let bound = rational(&bound.to_string());
    let distance = (rational(&figure.value().to_string()) - expected).abs();
    let least = BigRational::from_integer(1.into()).max(expected.abs());
    distance <= bound && bound <= least * rational("1e-18")
}

/// That a figure is this fraction to the last digit.
pub fn assert_exactly(what: &str, figure: Figure, expected: &str) {
    assert!(
        is_exactly(figure, &fraction(expected)),
        "{what} is {figure:?} where exactly {expected} is right"
    );
}

/// That a figure has a tight bound and this fraction lies within it.
pub fn assert_proved(what: &str, figure: Figure, expected: &BigRational) {
    assert!(
        is_proved(figure, expected),
        "{what} is {figure:?} where {expected} is right"
    );
}

/// A set of global warming potentials made for a test.
pub fn gwp(values: &[(&str, &str)]) -> GwpSet {
    GwpSet::of_values("test", values.iter().copied()).expect("numbers")
}

/// Whether two figures with bounds can be the same number.
pub fn agree(first: Figure, second: Figure) -> bool {
    let (Some(one), Some(other)) = (first.bound(), second.bound()) else {
        return false;
    };
    let distance = rational(&first.value().to_string()) - rational(&second.value().to_string());
    let reach = rational(&one.to_string()) + rational(&other.to_string());
    (distance.abs() - reach) <= BigRational::zero()
}
