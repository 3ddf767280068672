//! Decimals as Arrow has them: whole numbers of 128 or 256 bits and one number of places for all.

use std::sync::Arc;

use arrow_array::types::{ArrowPrimitiveType, Decimal256Type};
use arrow_array::{
    Array, ArrayRef, ArrowNativeTypeOp, Decimal128Array, Decimal256Array, Float64Array,
};
use cfp_core::Amount;

/// The digits that 128 bits hold of every whole number.
const DIGITS: u8 = 38;
/// The digits that 256 bits hold; a decimal has at most 29 before the point and 28 behind it.
const WIDE_DIGITS: u8 = 76;

type Wide = <Decimal256Type as ArrowPrimitiveType>::Native;

/// The values of amounts, each exactly; what is `None` is null.
///
/// # Panics
///
/// Never: 76 digits hold every decimal at 28 places.
pub(super) fn exact(amounts: impl Iterator<Item = Option<Amount>>) -> ArrayRef {
    let numbers: Vec<_> = amounts
        .map(|amount| amount.map(|amount| amount.whole_and_places()))
        .collect();
    let places = numbers.iter().flatten().map(|(_, places)| *places).max();
    let places = places.unwrap_or_default();
    let scale = i8::try_from(places).expect("decimals end at 28 places");
    if let Some(narrow) = narrow(&numbers, places) {
        let array = Decimal128Array::from(narrow).with_precision_and_scale(DIGITS, scale);
        return Arc::new(array.expect("38 digits hold them"));
    }
    let wide = numbers.iter().map(|number| {
        let (whole, own) = (*number)?;
        let power = Wide::from_i128(10).pow_wrapping(places - own);
        Some(Wide::from_i128(whole).mul_wrapping(power))
    });
    let array = wide.collect::<Decimal256Array>();
    let array = array.with_precision_and_scale(WIDE_DIGITS, scale);
    Arc::new(array.expect("76 digits hold every decimal"))
}

/// The numbers at so many places as whole numbers of 38 digits; `None` where one of them has more.
fn narrow(numbers: &[Option<(i128, u32)>], places: u32) -> Option<Vec<Option<i128>>> {
    const BEYOND: u128 = 10_u128.pow(DIGITS as u32);
    let whole = |(whole, own): (i128, u32)| {
        let whole = whole.checked_mul(10_i128.checked_pow(places - own)?)?;
        (whole.unsigned_abs() < BEYOND).then_some(whole)
    };
    let numbers = numbers.iter().map(|number| match number {
        Some(number) => whole(*number).map(Some),
        None => Some(None),
    });
    numbers.collect()
}

/// The nearest doubles of decimals, each from its text.
pub(super) fn doubles(array: &dyn Array, text: impl Fn(usize) -> String) -> Float64Array {
    let rows = (0..array.len()).map(|row| {
        // The text of a decimal always reads as a double.
        let nearest = || text(row).parse().unwrap_or(f64::NAN);
        (!array.is_null(row)).then(nearest)
    });
    rows.collect()
}

/// The digits of a decimal without the zeros behind its last place.
pub(super) fn trimmed(mut text: String) -> String {
    if text.contains('.') {
        let kept = text.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(kept);
    }
    text
}
