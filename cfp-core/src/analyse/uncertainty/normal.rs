//! Quantiles of the normal distribution, and exponentials, with the same digits on every platform: additions,
//! multiplications, divisions and square roots of doubles alone, which every platform rounds alike.
//!
//! # Source
//!
//! Wichura 1988, Algorithm AS 241 (PPND16), *Applied Statistics* 37(3), 477-484: a relative error of about 1e-16.

/// Up to here from one half the central approximation holds.
const CENTRE: f64 = 0.425;

/// Coefficients by ascending power, numerator and denominator.
type Rational = [[f64; 8]; 2];

const CENTRAL: Rational = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

const TAIL: Rational = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];

const FAR_TAIL: Rational = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

#[inline]
fn ratio(of: &Rational, at: f64) -> f64 {
    let sum = |powers: &[f64; 8]| {
        let [first, rest @ ..] = powers;
        let highest = rest.iter().rev().copied();
        highest.fold(0.0, |sum, power| (sum + power) * at) + first
    };
    sum(&of[0]) / sum(&of[1])
}

#[inline]
fn central(from_half: f64) -> f64 {
    from_half * ratio(&CENTRAL, CENTRE * CENTRE - from_half * from_half)
}

#[inline]
fn tail(probability: f64) -> f64 {
    let smaller = probability.min(1.0 - probability);
    let root = (-libm::log(smaller)).sqrt();
    let magnitude = if root <= 5.0 {
        ratio(&TAIL, root - 1.6)
    } else {
        ratio(&FAR_TAIL, root - 5.0)
    };
    if probability < 0.5 {
        -magnitude
    } else {
        magnitude
    }
}

/// The quantile of the standard normal distribution at a probability between 0 and 1.
#[inline]
pub(super) fn quantile(probability: f64) -> f64 {
    let from_half = probability - 0.5;
    if from_half.abs() <= CENTRE {
        central(from_half)
    } else {
        tail(probability)
    }
}

/// The quantiles of many probabilities, in place: the same as each by itself.
pub(super) fn quantiles(probabilities: &mut [f64]) {
    // The central approximation is what most need, and runs through without a branch.
    const TOGETHER: usize = 64;
    let mut kept = [0.0; TOGETHER];
    for chunk in probabilities.chunks_mut(TOGETHER) {
        let kept = &mut kept[..chunk.len()];
        kept.copy_from_slice(chunk);
        for number in chunk.iter_mut() {
            *number = central(*number - 0.5);
        }
        // Those of the tails are found without a branch, too, since which they are is anybody's guess.
        let mut tails = [0_u8; TOGETHER];
        let mut count = 0;
        for (at, probability) in (0_u8..).zip(kept.iter()) {
            tails[count] = at;
            count += usize::from((probability - 0.5).abs() > CENTRE);
        }
        for at in &tails[..count] {
            let at = usize::from(*at);
            chunk[at] = tail(kept[at]);
        }
    }
}

/// Where the exponential is neither too large nor too small for a double, and as much nearer to zero as rounding can err.
const NORMAL_RANGE: f64 = 700.0;

/// ln 2 in two parts, of which the first has few enough digits that its products with whole numbers are exact.
const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// 1.5 × 2⁵²: a double above this has no digits behind the point, and the last of its digits are those of what was added.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// 1/n! from 13! down to 1!.
const INVERSE_FACTORIALS: [f64; 13] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
];

/// e to the power of a number within [`NORMAL_RANGE`], by Taylor's series around the nearest multiple of ln 2: what that
/// leaves out is below 4e-18 of it, and the error below two units in the last place.
#[inline]
fn exponential(power: f64) -> f64 {
    let shifted = power * std::f64::consts::LOG2_E + WHOLE;
    let twos = shifted - WHOLE;
    let rest = (power - twos * LN_2[0]) - twos * LN_2[1];
    let series = INVERSE_FACTORIALS.iter();
    let above_one = series.fold(0.0, |sum, own| (sum + own) * rest);
    // The whole number goes into the exponent of a double.
    let scale = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0_f64.to_bits()));
    (1.0 + above_one) * scale
}

/// e to the power of a number.
#[inline]
pub(super) fn exp(power: f64) -> f64 {
    if power.abs() <= NORMAL_RANGE {
        exponential(power)
    } else {
        libm::exp(power)
    }
}

/// Multiplies medians by e to the power of so many standard deviations of their logarithms, which the numbers are.
pub(super) fn lognormals(numbers: &mut [f64], medians: &[f64], sigmas: &[f64]) {
    let shapes = medians.iter().zip(sigmas);
    let mut largest = 0.0_f64;
    for (number, (_, sigma)) in numbers.iter_mut().zip(shapes.clone()) {
        *number *= sigma;
        largest = largest.max(number.abs());
    }
    if largest <= NORMAL_RANGE {
        for (number, (median, _)) in numbers.iter_mut().zip(shapes) {
            *number = median * exponential(*number);
        }
    } else {
        for (number, (median, _)) in numbers.iter_mut().zip(shapes) {
            *number = median * exp(*number);
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod tests {
    use super::*;

    /// Expected are quantiles to 16 digits from the paper and from the inverse of the error function in 50 digits.
    #[test]
    fn quantiles_are_those_of_the_normal_distribution() {
        let cases = [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
            (0.5, 0.0),
        ];
        let mut together: Vec<f64> = cases.iter().map(|case| case.0).collect();
        for (probability, expected) in cases {
            let found = quantile(probability);
            assert!(
                (found - expected).abs() <= 4e-16 * expected.abs(),
                "{probability}: {found}"
            );
        }
        let by_itself: Vec<f64> = together.iter().map(|at| quantile(*at)).collect();
        quantiles(&mut together);
        assert_eq!(together, by_itself);
    }

    /// Against the other implementation, which is within one unit in the last place.
    #[test]
    fn exponentials_are_right_to_the_last_places() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-800.0), 0.0);
        assert_eq!(exp(800.0), f64::INFINITY);
        for step in -7000..=7000 {
            let power = f64::from(step) * 0.099_993_1;
            let expected = libm::exp(power);
            let error = (exp(power) - expected).abs();
            assert!(error <= 3.0 * f64::EPSILON * expected, "{power}");
        }
        let mut numbers = [1.5, -2.0, 0.0, 900.0];
        lognormals(&mut numbers, &[1.0, -3.0, 0.7, 1.0], &[0.2, -0.4, 0.9, 0.5]);
        assert_eq!(numbers, [exp(1.5 * 0.2), -3.0 * exp(0.8), 0.7, exp(450.0)]);
    }
}
