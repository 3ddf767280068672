//! Arithmetic on doubles whose rounding is known: sums and products with their errors, and dot products as if computed in
//! twice the precision.
//!
//! # Source
//!
//! Dekker 1971, *Numerische Mathematik* 18 (product); Knuth, *The Art of Computer Programming* 2, 4.2.2 (sum); Ogita,
//! Rump, Oishi 2005, *SIAM Journal on Scientific Computing* 26 (dot product and its bound).

/// Half a unit in the last place of one: the relative error of one rounding.
pub(crate) const UNIT: f64 = f64::EPSILON / 2.0;

/// Above what underflow can take from one product: far below any figure, and added wherever it could have happened.
pub(crate) const UNDERFLOW: f64 = 1e-290;

/// The unevaluated sum of two doubles, the second below the last place of the first.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Double {
    pub high: f64,
    pub low: f64,
}

impl Double {
    /// A double as it is.
    pub const fn exact(value: f64) -> Self {
        Self {
            high: value,
            low: 0.0,
        }
    }

    /// The sum of two doubles, as one whose parts do not overlap.
    pub fn of_sum(a: f64, b: f64) -> Self {
        let (high, low) = two_sum(a, b);
        Self { high, low }
    }

    /// The number plus a double; what the sum of the small parts rounds is below 2⁻¹⁰⁵ of the larger operand.
    pub fn plus(self, other: f64) -> Self {
        let (high, low) = two_sum(self.high, other);
        Self::of_sum(high, low + self.low)
    }
}

/// The rounded sum and its error, exactly.
#[inline]
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let rounded = sum - a;
    (sum, (a - (sum - rounded)) + (b - rounded))
}

/// The two halves of a double, 26 bits each.
#[inline]
fn split(a: f64) -> (f64, f64) {
    const FACTOR: f64 = 134_217_729.0;
    let scaled = FACTOR * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// The rounded product and its error, exactly unless the error underflows.
#[inline]
pub(crate) fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    let error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, error)
}

/// A number not below `value`, which at most `roundings` roundings led to, all of them of numbers not below zero.
#[inline]
pub(crate) fn up(value: f64, roundings: usize) -> f64 {
    value * inflation(roundings) + f64::MIN_POSITIVE
}

/// By how much so many roundings can lower a number at most; the product with it included.
#[inline]
pub(crate) fn inflation(roundings: usize) -> f64 {
    // No system has 2³² entries in one row, and to 2⁵² the conversion is exact.
    #[expect(clippy::cast_precision_loss)]
    let count = roundings as f64;
    1.0 + 2.0 * (count + 2.0) * UNIT
}

/// A sum of products in twice the precision, with a bound on what it still rounds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dot {
    sum: f64,
    low: f64,
    /// The sum of the magnitudes, rounded.
    size: f64,
    terms: u32,
}

impl Dot {
    /// Adds a number.
    #[inline]
    pub fn add(&mut self, number: Double) {
        let (sum, error) = two_sum(self.sum, number.high);
        self.sum = sum;
        self.low += error + number.low;
        self.size += number.high.abs();
        self.terms += 1;
    }

    /// Takes away the product of a double and a number.
    #[inline]
    pub fn take(&mut self, a: f64, b: Double) {
        let (product, product_error) = two_product(-a, b.high);
        let (sum, sum_error) = two_sum(self.sum, product);
        self.sum = sum;
        self.low += (product_error + sum_error) - a * b.low;
        self.size += product.abs();
        self.terms += 1;
    }

    /// The sum.
    #[inline]
    pub fn value(&self) -> Double {
        Double::of_sum(self.sum, self.low)
    }

    /// The sum of the magnitudes of the terms, rounded up.
    #[inline]
    pub fn size(&self) -> f64 {
        up(self.size, self.terms as usize)
    }

    /// How far the exact sum can be from [`Dot::value`].
    #[inline]
    pub fn error(&self) -> f64 {
        let count = f64::from(self.terms) + 3.0;
        let rounding = 4.0 * count * count * UNIT * UNIT;
        self.size() * rounding + count * UNDERFLOW
    }

    /// The same terms and more, of which only magnitudes are known: for the error of the whole.
    #[inline]
    pub fn continued(mut self) -> Self {
        let value = self.value();
        self.sum = value.high;
        self.low = value.low;
        self
    }
}

/// A quotient in twice the precision; its relative error is below 2⁻¹⁰⁰.
pub(crate) fn quotient(a: Double, b: Double) -> Double {
    let high = a.high / b.high;
    let mut dot = Dot::default();
    dot.add(a);
    dot.take(high, b);
    Double::of_sum(high, dot.value().high / b.high)
}

/// A product in twice the precision; its relative error is below 2⁻¹⁰⁰.
pub(crate) fn product(a: Double, b: Double) -> Double {
    let (high, error) = two_product(a.high, b.high);
    Double::of_sum(high, error + (a.high * b.low + a.low * b.high))
}

/// A number in twice the precision, and how far the exact one can be from it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Bounded {
    pub value: Double,
    pub error: f64,
}

impl Bounded {
    /// A double as it is.
    pub const fn exact(value: f64) -> Self {
        Self {
            value: Double::exact(value),
            error: 0.0,
        }
    }

    /// The number with its sign turned.
    pub fn negated(self) -> Self {
        Self {
            value: Double {
                high: -self.value.high,
                low: -self.value.low,
            },
            error: self.error,
        }
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        let mut dot = Dot::default();
        dot.add(self.value);
        dot.add(other.value);
        Self {
            value: dot.value(),
            error: up(self.error + other.error + dot.error(), 3),
        }
    }

    /// The product.
    pub fn times(self, other: Self) -> Self {
        let value = product(self.value, other.value);
        let size = |number: Self| number.value.high.abs() + number.value.low.abs();
        let spread = size(self) * other.error + size(other) * self.error + self.error * other.error;
        let rounding = value.high.abs() * 32.0 * UNIT * UNIT + UNDERFLOW;
        Self {
            value,
            error: up(spread + rounding, 9),
        }
    }

    /// The quotient; its error is infinite where the divisor may be zero.
    pub fn over(self, divisor: Self) -> Self {
        let value = quotient(self.value, divisor.value);
        let least = (divisor.value.high.abs() - divisor.value.low.abs() - divisor.error)
            * (1.0 - 4.0 * UNIT);
        if least <= 0.0 {
            let error = f64::INFINITY;
            return Self { value, error };
        }
        // |a/b - q| <= (α + |q|β + |a - qb|) / (|b| - β), and the residual is below 2⁻⁹⁸ of |a|.
        let size = value.high.abs() + value.low.abs();
        let residual = self.value.high.abs() * 64.0 * UNIT * UNIT + UNDERFLOW;
        Self {
            value,
            error: up(
                up(self.error + size * divisor.error + residual, 5) / least,
                1,
            ),
        }
    }

    /// Whether the exact number is above zero for certain.
    pub fn is_positive(self) -> bool {
        self.least() > 0.0
    }

    /// Whether the exact number is below zero for certain.
    pub fn is_negative(self) -> bool {
        self.negated().is_positive()
    }

    /// The least that the exact number can be, rounded down.
    pub fn least(self) -> f64 {
        let least = self.value.high + (self.value.low - self.error);
        least - least.abs() * 4.0 * UNIT - (self.value.low.abs() + self.error) * 4.0 * UNIT
    }

    /// The most that the exact number can be, rounded up.
    pub fn most(self) -> f64 {
        -self.negated().least()
    }
}
