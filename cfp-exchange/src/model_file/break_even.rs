//! The value of one number of a model at which two footprints are equal.

mod bracket;

use cfp_core::{Amount, Demand, Figure, NumberProblem, Quantity, Solved, Unit, Written};
use cfp_factors::Registry;
use serde::{Deserialize, Serialize};

use super::ModelFile;
use super::build::{Options, demand_from};
use super::problem::FileProblem;
use super::scenario::{Setting, Varied};
use super::sweep::Range;
use crate::error::Error;
use bracket::{Bracket, Point, apart, both, judged, secant, small_at_both, smaller};

/// The most values that are tried. Halving alone needs 40 between ends of one size, and 50 more to their last digits.
const MOST_TRIED: u32 = 500;

/// How near each other two values are when the meeting between them is judged first, by their size.
const NEAR: &str = "1e-12";
/// How much nearer before it is judged again, and the nearest that values of 28 digits can be.
const NEARER: &str = "1e-4";
const NEAREST: &str = "1e-27";
/// How often the way to a value without a footprint is halved.
const MOST_HALVED: u32 = 30;

/// What a footprint is to be equal to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Against {
    /// An amount of CO2e.
    Total(Written<Quantity>),
    /// The footprint of another product of the model, or of the same from another maker: of so much, or of as much, from the
    /// process that makes it or from `supply` where several do.
    Product(String, Option<Written<Quantity>>, Option<String>),
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
///
/// Footprints that change places are not equal where they jump, or where one of them passes through infinity. So the gap has to
/// be below a billionth of the footprints on both sides of the meeting, or else to shrink with the distance of the two sides to
/// the last digits of the values.
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
    /// The process that makes it, or `supply`, where that was said.
    pub maker: Option<String>,
    /// The scenario; `None` for the model as it is.
    pub scenario: Option<String>,
    /// kg CO2e.
    pub total: Figure,
}

impl Meeting {
    fn of(
        demand: Option<&Demand>,
        maker: Option<String>,
        scenario: Option<String>,
        total: Figure,
    ) -> Self {
        let amount = demand.and_then(|demand| demand.amount().as_ref().ok());
        Self {
            product: demand.map(|demand| demand.product().to_owned()),
            demand: amount.map(ToString::to_string),
            maker,
            scenario,
            total,
        }
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
    /// How large the footprints are at the end where they are the smaller ones.
    size: Amount,
}

impl ModelFile {
    /// The value of a parameter or of a supply's figure, between two, at which the footprint is equal to another.
    ///
    /// # Errors
    ///
    /// Ends between which the footprints do not change places, or change places by a jump or through infinity, with both
    /// footprints at each; a value at which the model has no footprint, with the reason and the values between which it has
    /// one.
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
            size: Amount::ZERO,
        };
        let (low, high) = match ends.map(|end| trial.at(end)) {
            [Ok(low), Ok(high)] => (low, high),
            [Ok(low), Err(refusal)] => return Err(trial.refused(&[low], ends[1], &refusal)?),
            [Err(refusal), Ok(high)] => return Err(trial.refused(&[high], ends[0], &refusal)?),
            [Err(refusal), Err(_)] => {
                let [low, high] = ends.map(|end| trial.range.text(end));
                return Err(refusal.detailed("tried", &format!("{low} and {high}")));
            }
        };
        trial.size = smaller(low.size(), high.size());
        for end in [&low, &high] {
            if trial.told(end.is_meeting(trial.size))? {
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
        let maker = self.options.maker().map(str::to_owned);
        let scenario = self.options.chosen().scenario;
        let left = Meeting::of(demand.as_ref(), maker.clone(), scenario.clone(), total);
        let right = match self.against {
            Against::Total(amount) => {
                let unit = Unit::parse("kg CO2e");
                let amount = amount.clone().and_then(|amount| amount.to(&unit?));
                let amount = amount.map_err(|kind| {
                    let place = cfp_core::Place::default();
                    self.model.refused(&cfp_core::Problem::new(kind, place))
                })?;
                Meeting::of(None, None, None, Figure::exact(amount.amount()))
            }
            Against::Product(name, amount, maker) => {
                let own = demand.map(|demand| demand.amount().clone());
                let amount = amount.clone().or(own);
                let demand = amount.map(|amount| Demand::of(name, amount));
                let demand = demand.map(|demand| demand_from(demand, maker.as_deref()));
                let other = demand
                    .as_ref()
                    .map(|other| solved.footprint(other, &study.gwp));
                let other = other.transpose().map_err(|error| study.located(error))?;
                let total = other.map_or(total, |other| other.total());
                Meeting::of(demand.as_ref(), maker.clone(), scenario, total)
            }
            Against::Scenario(name) => {
                let options = self.options.clone().scenario(name).setting(setting(true));
                let study = self.model.clone().build(self.registry, &options)?;
                let (total, solved) = study.total(self.last[1].as_ref())?;
                self.last[1] = Some(solved);
                Meeting::of(study.demand.as_ref(), maker, Some(name.clone()), total)
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

    /// A number, or the problem that it is beyond the range of decimals.
    fn told<T>(&self, number: Result<T, NumberProblem>) -> Result<T, Error> {
        number.map_err(|kind| self.model.out_of_range(kind))
    }

    /// The meeting between two values at which different footprints are the larger one.
    fn between(&mut self, low: Point, high: Point) -> Result<BreakEven, Error> {
        let weights = [low.gap.value(), high.gap.value()];
        let first = self.told(secant(&low, &high, weights))?;
        let mut bracket = Bracket {
            low,
            high,
            weights,
            moved_low: None,
        };
        let point = self.tried_in(&bracket, first)?;
        let apart = self.told(apart(&point, [&bracket.low, &bracket.high]))?;
        let is_straight = apart.1 && self.told(point.is_sharp(self.size))?;
        if is_straight || self.told(point.is_meeting(self.size))? {
            return Ok(self.found(point, apart.0, is_straight));
        }
        self.told(bracket.take(point))?;
        let mut near = self.told(NEAR.parse())?;
        let nearest = self.told(NEAREST.parse())?;
        let mut rises: Vec<Amount> = Vec::new();
        loop {
            if let Some(found) = self.narrow(&mut bracket, near, !rises.is_empty())? {
                return Ok(found);
            }
            let (rise, shrinks, grows) = self.told(judged(&bracket, rises.last()))?;
            rises.push(rise);
            let is_small = self.told(small_at_both(&bracket))?;
            near = self.told(NEARER.parse().and_then(|part: Amount| near.times(part)))?;
            let is_last = near.rank(&nearest).is_lt() || self.tried >= MOST_TRIED;
            if is_small || (is_last && shrinks) {
                let width = self.told(bracket.width())?;
                let Bracket { low, high, .. } = bracket;
                let is_lower = low.apart().rank(&high.apart()).is_le();
                let nearer = if is_lower { low } else { high };
                return Ok(self.found(nearer, width, false));
            }
            if is_last || grows {
                return Err(self.apart_at(&bracket, grows));
            }
        }
    }

    /// Brings the ends of a bracket nearer to each other, to this part of their size or to their last digits, unless a value
    /// between them is a meeting.
    fn narrow(
        &mut self,
        bracket: &mut Bracket,
        near: Amount,
        is_near: bool,
    ) -> Result<Option<BreakEven>, Error> {
        // Where lines lead nowhere, halves do.
        let every = if is_near { 2 } else { 4 };
        while self.tried < MOST_TRIED {
            let in_the_middle = self.tried % every == every - 1;
            let next = bracket.size().times(near);
            let next = next.and_then(|near| bracket.next(near.midpoint(), in_the_middle));
            let Some(next) = self.told(next)? else {
                break;
            };
            let point = self.tried_in(bracket, next)?;
            if self.told(point.is_meeting(self.size))? {
                let (apart, _) = self.told(apart(&point, [&bracket.low, &bracket.high]))?;
                return Ok(Some(self.found(point, apart, false)));
            }
            self.told(bracket.take(point))?;
        }
        Ok(None)
    }

    /// Both footprints at a value between two that have some.
    fn tried_in(&mut self, bracket: &Bracket, value: Amount) -> Result<Point, Error> {
        match self.at(value) {
            Ok(point) => Ok(point),
            Err(refusal) => {
                let sides = [bracket.low.clone(), bracket.high.clone()];
                Err(self.refused(&sides, value, &refusal)?)
            }
        }
    }

    /// The refusal of a value at which the model has no footprint, beside one or two values at which it has: between which
    /// values it has an answer, and where the footprints change places among these.
    fn refused(&mut self, sides: &[Point], value: Amount, refusal: &Error) -> Result<Error, Error> {
        let mut answers = Vec::new();
        let mut look = None;
        for side in sides {
            let edge = self.edge(side.clone(), value)?;
            let mut ends = [side, &edge];
            ends.sort_by(|a, b| a.value.rank(&b.value));
            let texts = ends.map(|end| self.range.text(end.value));
            let [low, high] = ends.map(both);
            if look.is_none() && side.is_below() != edge.is_below() {
                look = Some(texts.clone());
            }
            let [from, to] = texts;
            answers.push(format!("from {from} ({low}) to {to} ({high})"));
        }
        let first = refusal.problems().first();
        Ok(self.model.refused(&FileProblem::BreakEvenRefused {
            value: self.range.text(value),
            code: first.map_or("", |problem| problem.code),
            reason: first.map_or_else(String::new, |problem| problem.message.clone()),
            answers,
            look: look.map(Box::new),
        }))
    }

    /// The last value towards a refused one at which the model has a footprint, as far as halving tells.
    fn edge(&mut self, mut point: Point, mut refused: Amount) -> Result<Point, Error> {
        let most = self.tried + MOST_HALVED;
        while self.tried < most {
            let half = point.value.plus(refused);
            let half = half.and_then(|sum| Range::writable(sum.over(Amount::from(2))?.midpoint()));
            let half = self.told(half)?;
            if half == point.value || half == refused {
                break;
            }
            match self.at(half) {
                Ok(nearer) => point = nearer,
                Err(_) => refused = half,
            }
        }
        Ok(point)
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
        self.model.refused(&FileProblem::NoBreakEven {
            low: self.range.text(low.value),
            at_low: both(low),
            high: self.range.text(high.value),
            at_high: both(high),
        })
    }

    /// Footprints that change places and are equal nowhere.
    fn apart_at(&self, bracket: &Bracket, grows: bool) -> Error {
        let [low, high] = [&bracket.low, &bracket.high].map(|end| self.range.text(end.value));
        let [at_low, at_high] = [&bracket.low, &bracket.high].map(both);
        self.model.refused(&if grows {
            FileProblem::BreakEvenPole {
                low,
                at_low,
                high,
                at_high,
            }
        } else {
            FileProblem::BreakEvenJump {
                low,
                at_low,
                high,
                at_high,
            }
        })
    }
}
