//! Exact rational arithmetic: the referee of every bound.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

/// The exact value of a decimal text such as `1.15`, `-3` or `2.4e-3`.
pub fn rational(text: &str) -> BigRational {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().expect("an exponent");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().expect("digits");
    let places = i32::try_from(fraction.len()).expect("few places") - exponent;
    let ten = BigRational::from_integer(10.into());
    BigRational::from_integer(digits) * ten.pow(-places)
}

/// The solution of a square system by Gauss's elimination; `None` when it is singular.
pub fn solve(
    mut rows: Vec<Vec<BigRational>>,
    mut known: Vec<BigRational>,
) -> Option<Vec<BigRational>> {
    let size = known.len();
    for pivot in 0..size {
        let found = (pivot..size).find(|&row| !rows[row][pivot].is_zero())?;
        rows.swap(pivot, found);
        known.swap(pivot, found);
        let scale = BigRational::one() / &rows[pivot][pivot];
        for entry in &mut rows[pivot] {
            *entry *= &scale;
        }
        known[pivot] *= &scale;
        for row in 0..size {
            if row == pivot || rows[row][pivot].is_zero() {
                continue;
            }
            let factor = rows[row][pivot].clone();
            let above = rows[pivot].clone();
            for (entry, above) in rows[row].iter_mut().zip(above).skip(pivot) {
                *entry -= &factor * above;
            }
            let part = &factor * &known[pivot];
            known[row] -= part;
        }
    }
    Some(known)
}
