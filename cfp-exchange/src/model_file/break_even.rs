//! The value of one number of a model at which two footprints are equal.

use cfp_core::{Amount, Demand, Figure, NumberProblem, Quantity, Solved, Unit, Written};
use cfp_factors::Registry;
use serde::{Deserialize, Serialize};

use super::ModelFile;
use super::build::Options;
use super::problem::FileProblem;
use super::scenario::{Setting, Varied};
use super::sweep::Range;
use crate::error::Error;

/// The most values that are tried. Halving alone needs 40 between ends of one size.
const MOST_TRIED: u32 = 300;

/// What a footprint is to be equal to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Against {
    /// An amount of CO2e.
    Total(Written<Quantity>),
    /// The footprint of another product of the model: of so much, or of as much.
    Product(String, Option<Written<Quantity>>),
    /// The footprint under a scenario. A scenario that states what is varied keeps what it states.
    Scenario(String),
}

/// Where two footprints are equal.
///
/// # Exactness
///
/// The value is found in decimals, by a secant through the two ends and then, where the footprints do not move in straight
/// lines, by keeping the two sides of the meeting until they are a trillionth of their size apart. Both footprints are
/// computed anew at the value, so that how near they are is a figure with a bound, not a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BreakEven {
    /// What is varied.
    pub varied: Varied,
    /// The value at which they are equal, with its unit where it has one.
    pub value: String,
    /// How far the meeting may be from the value, in its unit.
    pub within: String,
    /// Whether the straight line through the two ends meets at the value.
    pub is_linear: bool,
    /// The footprint whose model is varied, at the value.
    pub left: Meeting,
    /// What it meets, at the value.
    pub right: Meeting,
    /// kg CO2e of the first less those of the second at the value.
    pub gap: Figure,
    /// How many values were tried.
    pub tried: u32,
}

/// One of two footprints that meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Meeting {
    /// What it is of; `None` for an amount of CO2e.
    pub product: Option<String>,
    /// How much of it.
    pub demand: Option<String>,
    /// The scenario; `None` for the model as it is.
    pub scenario: Option<String>,
    /// kg CO2e.
    pub total: Figure,
}

/// The two footprints at one value.
#[derive(Debug, Clone)]
struct Point {
    value: Amount,
    left: Meeting,
    right: Meeting,
    gap: Figure,
}

impl Point {
    /// Whether the two are equal, as far as rounding lets tell.
    fn is_meeting(&self) -> bool {
        let bound = self.gap.bound().unwrap_or(Amount::ZERO);
        self.gap.value().magnitude().rank(&bound).is_le()
    }

    fn is_below(&self) -> bool {
        self.gap.value().is_negative()
    }
}

/// Computes both footprints at any value.
struct Trial<'a> {
    model: &'a ModelFile,
    registry: &'a Registry,
    options: Options,
    varied: &'a Varied,
    against: &'a Against,
    range: Range,
    /// What the last value left of both.
    last: [Option<Solved>; 2],
    tried: u32,
}

impl ModelFile {
    /// The value of a parameter or of a supply's figure, between two, at which the footprint is equal to another.
    ///
    /// # Errors
    ///
    /// Ends between which the footprints do not change places, with both footprints at each; what a footprint may be
    /// refused for at any value that is tried.
    pub fn break_even(
        &self,
        registry: &Registry,
        options: &Options,
        varied: &Varied,
        against: &Against,
        between: [&str; 2],
    ) -> Result<BreakEven, Error> {
        let mut range = self.range(varied, between)?;
        if range.ends[0].rank(&range.ends[1]).is_gt() {
            range.ends.reverse();
        }
        let ends = range.ends;
        let mut trial = Trial {
            model: self,
            registry,
            options: options.clone().for_footprint(),
            varied,
            against,
            range,
            last: [None, None],
            tried: 0,
        };
        let low = trial.at(ends[0])?;
        let high = trial.at(ends[1])?;
        for end in [&low, &high] {
            if end.is_meeting() {
                return Ok(trial.found(end.clone(), Amount::ZERO, false));
            }
        }
        if low.is_below() == high.is_below() {
            return Err(trial.no_meeting(&low, &high));
        }
        trial.between(low, high)
    }
}

impl Trial<'_> {
    /// Both footprints at a value.
    fn at(&mut self, value: Amount) -> Result<Point, Error> {
        self.tried += 1;
        let text = self.range.text(value);
        let setting = |yields: bool| Setting {
            of: self.varied.clone(),
            text: text.clone(),
            yields,
        };
        let options = self.options.clone().setting(setting(false));
        let study = self.model.clone().build(self.registry, &options)?;
        let (total, solved) = study.total(self.last[0].as_ref())?;
        let demand = study.demand.clone();
        let of = |demand: &Option<Demand>, scenario: Option<String>, total: Figure| Meeting {
            product: demand.as_ref().map(|demand| demand.product().to_owned()),
            demand: demand.as_ref().and_then(|demand| {
                let amount = demand.amount().as_ref().ok()?;
                Some(amount.to_string())
            }),
            scenario,
            total,
        };
        let left = of(&demand, self.options.chosen().scenario, total);
        let right = match self.against {
            Against::Total(amount) => {
                let unit = Unit::parse("kg CO2e");
                let amount = amount.clone().and_then(|amount| amount.to(&unit?));
                let amount = amount.map_err(|kind| {
                    let place = cfp_core::Place::default();
                    self.model.refused(&cfp_core::Problem::new(kind, place))
                })?;
                of(&None, None, Figure::exact(amount.amount()))
            }
            Against::Product(name, amount) => {
                let own = demand.map(|demand| demand.amount().clone());
                let amount = amount.clone().or(own);
                let demand = amount.map(|amount| Demand::of(name, amount));
                let other = demand
                    .as_ref()
                    .map(|other| solved.footprint(other, &study.gwp));
                let other = other.transpose().map_err(|error| study.located(error))?;
                let total = other.map_or(total, |other| other.total());
                of(&demand, self.options.chosen().scenario, total)
            }
            Against::Scenario(name) => {
                let options = self.options.clone().scenario(name).setting(setting(true));
                let study = self.model.clone().build(self.registry, &options)?;
                let (total, solved) = study.total(self.last[1].as_ref())?;
                self.last[1] = Some(solved);
                of(&study.demand, Some(name.clone()), total)
            }
        };
        let gap = left.total.minus(right.total);
        let gap = gap.map_err(|error| study.located(error))?;
        self.last[0] = Some(solved);
        Ok(Point {
            value,
            left,
            right,
            gap,
        })
    }

    /// The meeting between two values at which different footprints are the larger one.
    fn between(&mut self, mut low: Point, mut high: Point) -> Result<BreakEven, Error> {
        let first = Self::secant(&low, &high, [low.gap.value(), high.gap.value()]);
        let first = first.map_err(|kind| self.model.out_of_range(kind))?;
        let ends = [low.clone(), high.clone()];
        let point = self.at(first)?;
        let apart = Self::apart(&point, &ends);
        let (apart, is_straight) = apart.map_err(|kind| self.model.out_of_range(kind))?;
        if is_straight || point.is_meeting() {
            return Ok(self.found(point, apart, is_straight));
        }
        let mut weights = [low.gap.value(), high.gap.value()];
        let mut point = point;
        let mut kept = None;
        loop {
            // Illinois: an end that stays twice weighs half, so that the other moves too.
            let is_low = point.is_below() == low.is_below();
            let (end, weight, other) = if is_low {
                (&mut low, 0, 1)
            } else {
                (&mut high, 1, 0)
            };
            *end = point;
            weights[weight] = end.gap.value();
            if kept == Some(is_low) {
                let half = weights[other].over(Amount::from(2));
                weights[other] = half
                    .map_err(|kind| self.model.out_of_range(kind))?
                    .midpoint();
            }
            kept = Some(is_low);
            let next = self.next(&low, &high, weights);
            let next = next.map_err(|kind| self.model.out_of_range(kind))?;
            let Some(next) = next.filter(|_| self.tried < MOST_TRIED) else {
                break;
            };
            point = self.at(next)?;
            if point.is_meeting() {
                let apart = Self::apart(&point, &[low, high]);
                let (apart, _) = apart.map_err(|kind| self.model.out_of_range(kind))?;
                return Ok(self.found(point, apart, false));
            }
        }
        let width = high.value.minus(low.value);
        let width = width.map_err(|kind| self.model.out_of_range(kind))?;
        let nearer = low
            .gap
            .value()
            .magnitude()
            .rank(&high.gap.value().magnitude());
        let nearest = if nearer.is_le() { low } else { high };
        Ok(self.found(nearest, width, false))
    }

    /// The next value to try; `None` when the two are near enough.
    fn next(
        &self,
        low: &Point,
        high: &Point,
        weights: [Amount; 2],
    ) -> Result<Option<Amount>, NumberProblem> {
        let [a, b] = [low.value, high.value];
        let width = b.minus(a)?;
        let size = if a.magnitude().rank(&b.magnitude()).is_gt() {
            a
        } else {
            b
        };
        let near = size.magnitude().times("1e-12".parse()?)?;
        if width.rank(&near).is_le() {
            return Ok(None);
        }
        let half = a.plus(b)?.over(Amount::from(2))?.midpoint();
        if self.tried % 4 == 3 {
            return Ok(Some(Range::writable(half)?));
        }
        let mut next = Self::secant(low, high, weights)?;
        // A little beyond the guess, so that the other side closes in as well.
        let step = near.over(Amount::from(2))?.midpoint();
        if next.minus(a)?.rank(&step).is_lt() {
            next = a.plus(step)?;
        } else if b.minus(next)?.rank(&step).is_lt() {
            next = b.minus(step)?;
        }
        let is_inside = next.rank(&a).is_gt() && next.rank(&b).is_lt();
        let next = if is_inside { next } else { half };
        Ok(Some(next))
    }

    /// Where the straight line through two points meets.
    fn secant(low: &Point, high: &Point, weights: [Amount; 2]) -> Result<Amount, NumberProblem> {
        let width = high.value.minus(low.value)?;
        let rise = weights[1].minus(weights[0])?;
        let part = weights[0].times(width)?.over(rise)?;
        Range::writable(low.value.minus(part)?.midpoint())
    }

    /// How far the meeting may be from a point by the slope between two others, and whether the point is on their line.
    fn apart(point: &Point, ends: &[Point; 2]) -> Result<(Amount, bool), NumberProblem> {
        let width = ends[1].value.minus(ends[0].value)?;
        let rise = ends[1].gap.value().minus(ends[0].gap.value())?.magnitude();
        let bound = point.gap.bound().unwrap_or(Amount::ZERO);
        let left = point.gap.value().magnitude().plus(bound)?;
        let apart = left.times(width)?.over(rise)?;
        // What the digits of the value and of both footprints leave.
        let straight = rise.times("1e-17".parse()?)?.plus(bound)?;
        let is_straight = point.gap.value().magnitude().rank(&straight).is_le();
        Ok((apart.largest_magnitude()?, is_straight))
    }

    fn found(&self, point: Point, apart: Amount, is_linear: bool) -> BreakEven {
        BreakEven {
            varied: self.varied.clone(),
            value: self.range.text(point.value),
            within: apart.significant(3),
            is_linear,
            left: point.left,
            right: point.right,
            gap: point.gap,
            tried: self.tried,
        }
    }

    fn no_meeting(&self, low: &Point, high: &Point) -> Error {
        let both = |point: &Point| {
            let [left, right] = [&point.left, &point.right].map(|side| side.total);
            format!("{left} and {right} kg CO2e")
        };
        self.model.refused(&FileProblem::NoBreakEven {
            low: self.range.text(low.value),
            at_low: both(low),
            high: self.range.text(high.value),
            at_high: both(high),
        })
    }
}
