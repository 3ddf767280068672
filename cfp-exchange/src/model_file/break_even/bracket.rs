//! Two values between which footprints change places, and what is known of the meeting there.

use cfp_core::{Amount, Figure, NumberProblem};

use super::Meeting;
use crate::model_file::sweep::Range;

/// The largest gap of a meeting, by the footprints there.
const SMALL: &str = "1e-9";
/// By how much the gap has to shrink with the distance of the values, ten thousand times: that of the root of a number does a
/// hundred times.
const SHRINKS: u32 = 8;

/// The two footprints at one value.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub value: Amount,
    pub left: Meeting,
    pub right: Meeting,
    pub gap: Figure,
}

impl Point {
    /// How large the footprints are.
    pub fn size(&self) -> Amount {
        let [left, right] = [&self.left, &self.right].map(|side| side.total.value().magnitude());
        larger(left, right)
    }

    /// How far the two are from each other.
    pub fn apart(&self) -> Amount {
        self.gap.value().magnitude()
    }

    pub fn bound(&self) -> Amount {
        self.gap.bound().unwrap_or(Amount::ZERO)
    }

    /// Whether rounding is small beside footprints of a size, so that it can let two of them be equal.
    pub fn is_sharp(&self, size: Amount) -> Result<bool, NumberProblem> {
        let small = larger(size, self.size()).times(SMALL.parse()?)?;
        Ok(self.bound().rank(&small).is_le())
    }

    /// Whether the two are equal, as far as rounding lets tell.
    pub fn is_meeting(&self, size: Amount) -> Result<bool, NumberProblem> {
        Ok(self.apart().rank(&self.bound()).is_le() && self.is_sharp(size)?)
    }

    /// Whether the gap is small beside the footprints.
    pub fn is_small(&self) -> Result<bool, NumberProblem> {
        let small = self.size().times(SMALL.parse()?)?;
        Ok(self.apart().rank(&small).is_le())
    }

    pub fn is_below(&self) -> bool {
        self.gap.value().is_negative()
    }
}

pub(super) fn larger(a: Amount, b: Amount) -> Amount {
    if a.rank(&b).is_gt() { a } else { b }
}

pub(super) fn smaller(a: Amount, b: Amount) -> Amount {
    if a.rank(&b).is_gt() { b } else { a }
}

/// Two values at which different footprints are the larger one.
pub(super) struct Bracket {
    pub low: Point,
    pub high: Point,
    /// What the line to the next value goes through.
    pub weights: [Amount; 2],
    /// The end that was moved last.
    pub moved_low: Option<bool>,
}

impl Bracket {
    pub fn width(&self) -> Result<Amount, NumberProblem> {
        self.high.value.minus(self.low.value)
    }

    /// How far the footprints are apart at both ends together.
    pub fn rise(&self) -> Result<Amount, NumberProblem> {
        self.low.apart().plus(self.high.apart())
    }

    /// How large the values are.
    pub fn size(&self) -> Amount {
        larger(self.low.value.magnitude(), self.high.value.magnitude())
    }

    /// Puts a point in the place of the end that it is like.
    pub fn take(&mut self, point: Point) -> Result<(), NumberProblem> {
        // Illinois: an end that stays twice weighs half, so that the other moves too.
        let is_low = point.is_below() == self.low.is_below();
        let (end, weight, other) = if is_low {
            (&mut self.low, 0, 1)
        } else {
            (&mut self.high, 1, 0)
        };
        *end = point;
        self.weights[weight] = end.gap.value();
        if self.moved_low == Some(is_low) {
            let half = self.weights[other].over(Amount::from(2))?;
            self.weights[other] = half.midpoint();
        }
        self.moved_low = Some(is_low);
        Ok(())
    }

    /// The next value to try, by a line or in the middle; `None` when the two ends are near enough, or have no value between
    /// them.
    pub fn next(&self, near: Amount, in_the_middle: bool) -> Result<Option<Amount>, NumberProblem> {
        let [a, b] = [self.low.value, self.high.value];
        if self.width()?.rank(&near).is_le() {
            return Ok(None);
        }
        let is_inside = |value: &Amount| value.rank(&a).is_gt() && value.rank(&b).is_lt();
        if !in_the_middle {
            let mut next = secant(&self.low, &self.high, self.weights)?;
            // A little beyond the guess, so that the other side closes in as well.
            let step = near.over(Amount::from(2))?.midpoint();
            if next.minus(a)?.rank(&step).is_lt() {
                next = a.plus(step)?;
            } else if b.minus(next)?.rank(&step).is_lt() {
                next = b.minus(step)?;
            }
            if is_inside(&next) {
                return Ok(Some(next));
            }
        }
        let half = a.plus(b)?.over(Amount::from(2))?.midpoint();
        Ok(Some(Range::writable(half)?).filter(is_inside))
    }
}

/// Where the straight line through two points meets.
pub(super) fn secant(
    low: &Point,
    high: &Point,
    weights: [Amount; 2],
) -> Result<Amount, NumberProblem> {
    let width = high.value.minus(low.value)?;
    let rise = weights[1].minus(weights[0])?;
    let part = weights[0].times(width)?.over(rise)?;
    Range::writable(low.value.minus(part)?.midpoint())
}

/// How far the meeting may be from a point by the slope between two others, and whether the point is on their line.
pub(super) fn apart(point: &Point, ends: [&Point; 2]) -> Result<(Amount, bool), NumberProblem> {
    let width = ends[1].value.minus(ends[0].value)?;
    let rise = ends[1].gap.value().minus(ends[0].gap.value())?.magnitude();
    let left = point.apart().plus(point.bound())?;
    let apart = left.times(width)?.over(rise)?;
    // What the digits of the value and of both footprints leave.
    let straight = rise.times("1e-17".parse()?)?.plus(point.bound())?;
    let is_straight = point.apart().rank(&straight).is_le();
    Ok((apart.largest_magnitude()?, is_straight))
}

/// Both footprints of a point in words.
pub(super) fn both(point: &Point) -> String {
    let [left, right] = [&point.left, &point.right].map(|side| side.total);
    format!("{left} and {right} kg CO2e")
}

/// How far the footprints are apart at both ends of a bracket, and whether that shrank or grew since it was wider.
pub(super) fn judged(
    bracket: &Bracket,
    before: Option<&Amount>,
) -> Result<(Amount, bool, bool), NumberProblem> {
    let rise = bracket.rise()?;
    let Some(before) = before else {
        return Ok((rise, false, false));
    };
    let times = Amount::from(SHRINKS);
    let shrinks = rise.times(times)?.rank(before).is_le();
    let grows = before.times(times)?.rank(&rise).is_le();
    Ok((rise, shrinks, grows))
}

pub(super) fn small_at_both(bracket: &Bracket) -> Result<bool, NumberProblem> {
    Ok(bracket.low.is_small()? && bracket.high.is_small()?)
}
