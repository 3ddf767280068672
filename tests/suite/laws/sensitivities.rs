//! Laws of sensitivities and of uncertainty to first order.

use cfp_core::{Sensitivity, SensitivityKind};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};
use proptest::prelude::*;

use super::cases;
use crate::generate::{Random, Shape, co2_only, looping_system};
use crate::rational::rational;

/// The step of the difference quotients, relative to the number: what it leaves out is of the order of its square.
const STEP: &str = "1e-15";

/// A number of a sheet, moved up or down by the step.
fn moved(text: &str, up: bool) -> String {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().expect("an exponent");
    let (whole, places) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{places}").parse().expect("digits");
    let scale: BigInt = "1000000000000000".parse().expect("digits");
    let step = if up { BigInt::one() } else { -BigInt::one() };
    let exponent = exponent - i32::try_from(places.len()).expect("few places") - 15;
    format!("{}e{exponent}", digits * (scale + step))
}

/// The system with the number of a row moved, and the number as written with its sign.
fn with_moved(random: &Random, row: &Sensitivity, up: bool) -> (Random, BigRational) {
    let mut random = random.clone();
    let number: usize = row
        .process
        .as_ref()
        .and_then(|name| name.strip_prefix("process "))
        .expect("a process of the generator")
        .parse()
        .expect("its number");
    let first: usize = random.sheets[..number]
        .iter()
        .map(|sheet| sheet.outputs.len())
        .sum();
    let product = || -> usize {
        let name = row.exchange.strip_prefix("product ");
        name.expect("a product").parse().expect("its number")
    };
    let sheet = &mut random.sheets[number];
    let text = match row.kind {
        SensitivityKind::Makes => &mut sheet.outputs[product() - first].0,
        SensitivityKind::Emits => &mut sheet.emits,
        kind => {
            let avoided = kind == SensitivityKind::Avoids;
            let same = sheet.needs.iter_mut();
            let mut same = same.filter(|need| need.0 == product() && need.2 == avoided);
            &mut same.nth(row.index).expect("a need").1
        }
    };
    let written = text.clone();
    *text = moved(&written, up);
    let sign = if sheet.reversed {
        -BigRational::one()
    } else {
        BigRational::one()
    };
    (random, sign * rational(&written))
}

/// How many derivatives of a system are checked.
const ROWS: usize = 5;

fn derivatives_are_right(random: &Random, amount: &str) -> Result<(), TestCaseError> {
    let wanted = rational(amount);
    let system = random.builder().build().expect("a linked system");
    let Ok(solved) = system.solve() else {
        return Ok(());
    };
    let analysis = solved.analyse(&Random::demand(0, amount), &co2_only());
    let Ok(analysis) = analysis else {
        return Ok(());
    };
    let found = analysis.sensitivities(&[]).expect("sensitivities");
    let size = &rational(&analysis.footprint().total().value().to_string()).abs();
    // A few of them: exact rationals take their time.
    for row in found.sensitivities.iter().take(ROWS) {
        let (above, number) = with_moved(random, row, true);
        let (below, _) = with_moved(random, row, false);
        let (Some(above), Some(below)) = (above.exact_intensities(), below.exact_intensities())
        else {
            continue;
        };
        let change = (&above[0] - &below[0]) * &wanted;
        // The derivative times the number, by the central difference.
        let exact = change / (BigRational::from_integer(2.into()) * rational(STEP));
        let derivative = rational(&row.derivative.value().to_string()) * &number;
        let Some(bound) = row.derivative.bound() else {
            continue;
        };
        let bound = rational(&bound.to_string()) * number.abs();
        // What the step leaves out, far below what a loop of this gain can bend.
        let left_out = (size + exact.abs()) * rational("1e-18");
        let distance = (&derivative - &exact).abs();
        prop_assert!(
            distance <= &bound + &left_out,
            "{row:?} is off by {distance}, bound {bound}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    /// A derivative is what the exact footprint does when its number moves a very little, and its bound is true: of
    /// amounts taken, avoided and emitted, and of outputs with what they change in the allocation.
    #[test]
    fn derivatives_are_those_of_the_exact_footprint(
        random in looping_system(Shape { gain: 0.9, credits: true, several_outputs: true }),
        amount in 1_u32..1000,
    ) {
        derivatives_are_right(&random, &amount.to_string())?;
    }
}
