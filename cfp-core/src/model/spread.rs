//! How uncertain a number is: a probability distribution of what it could be, as written beside it.

use std::cmp::Ordering;
use std::fmt;

use super::Written;
use crate::amount::Amount;
use crate::error::{ModelProblem, ProblemKind};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// A probability distribution of what an amount could be.
///
/// Footprints are of the amounts as written; a spread only enters where an uncertainty is asked for. A text that cannot be
/// read is kept as its problem and told when the system is built.
///
/// # Source
///
/// Lognormal by its geometric standard deviation: Limpert, Stahel, Abbt 2001, Bioscience 51(5), 341. Beta-PERT with the
/// weight 4 on the mode: Malcolm et al. 1959, *Operations Research* 7(5), 646.
///
/// # Example
///
/// ```
/// use cfp_core::{Exchange, Spread};
///
/// let meter = Exchange::new("1.15 MWh").spread(Spread::lognormal("1.05"));
/// let scrap = Exchange::new("48 kg").spread(Spread::triangular("40 kg", "48 kg", "60 kg"));
/// # let _ = (meter, scrap);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    form: Form,
    /// Variances of the logarithm that come on top, as those of a pedigree matrix.
    log_variances: Vec<Written<Amount>>,
}

/// The distribution as written.
#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// The amount itself, but for what the pedigree adds.
    Certain,
    Lognormal {
        gsd: Written<Amount>,
        amount_is: Middle,
    },
    Normal(Written<Quantity>),
    Uniform([Written<Quantity>; 2]),
    Triangular([Written<Quantity>; 3]),
    BetaPert([Written<Quantity>; 3]),
    Discrete(Vec<(Written<Quantity>, Written<Amount>)>),
}

/// Which figure of a lognormal distribution the amount as written is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Middle {
    /// Half of the draws lie below it.
    #[default]
    Median,
    /// It is what the draws come to on average.
    Mean,
}

/// A spread that fits its amount, in the unit of that.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Distributed {
    pub shape: Shape,
    /// The variance of the logarithm that comes on top, of median one.
    pub log_variance: Amount,
}

/// A distribution in the unit of the amount that it is of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Certain,
    /// The amount as median or mean, and the geometric standard deviation.
    Lognormal {
        gsd: Amount,
        amount_is: Middle,
    },
    Normal {
        sd: Amount,
    },
    Uniform {
        low: Amount,
        high: Amount,
    },
    Triangular {
        low: Amount,
        mode: Amount,
        high: Amount,
    },
    BetaPert {
        low: Amount,
        mode: Amount,
        high: Amount,
    },
    /// Values and their probabilities, which sum to one.
    Discrete(Vec<(Amount, Amount)>),
}

fn number(text: &str) -> Written<Amount> {
    text.parse().map_err(ProblemKind::from)
}

impl Spread {
    fn of(form: Form) -> Self {
        Self {
            form,
            log_variances: Vec::new(),
        }
    }

    /// Lognormal with a geometric standard deviation, such as `"1.2"`, around the amount as median.
    pub fn lognormal(gsd: &str) -> Self {
        Self::lognormal_of(number(gsd))
    }

    /// Lognormal with a geometric standard deviation, or why that could not be read.
    pub fn lognormal_of(gsd: Written<Amount>) -> Self {
        let amount_is = Middle::Median;
        Self::of(Form::Lognormal { gsd, amount_is })
    }

    /// Which figure of the lognormal distribution the amount is; nothing else has the choice.
    pub fn amount_is(mut self, middle: Middle) -> Self {
        if let Form::Lognormal { amount_is, .. } = &mut self.form {
            *amount_is = middle;
        }
        self
    }

    /// Normal with a standard deviation, such as `"3 kg"`, around the amount.
    pub fn normal(sd: &str) -> Self {
        Self::normal_of(sd.parse())
    }

    /// Normal with a standard deviation, or why that could not be read.
    pub fn normal_of(sd: Written<Quantity>) -> Self {
        Self::of(Form::Normal(sd))
    }

    /// Anything between two quantities alike.
    pub fn uniform(low: &str, high: &str) -> Self {
        Self::uniform_of([low, high].map(str::parse))
    }

    /// Anything between two quantities alike, or why they could not be read.
    pub fn uniform_of(corners: [Written<Quantity>; 2]) -> Self {
        Self::of(Form::Uniform(corners))
    }

    /// Triangular between the outer quantities, the middle one the most likely.
    pub fn triangular(low: &str, mode: &str, high: &str) -> Self {
        Self::triangular_of([low, mode, high].map(str::parse))
    }

    /// Triangular, or why its quantities could not be read.
    pub fn triangular_of(corners: [Written<Quantity>; 3]) -> Self {
        Self::of(Form::Triangular(corners))
    }

    /// Beta-PERT between the outer quantities, the middle one the most likely and of weight 4.
    pub fn beta_pert(low: &str, mode: &str, high: &str) -> Self {
        Self::beta_pert_of([low, mode, high].map(str::parse))
    }

    /// Beta-PERT, or why its quantities could not be read.
    pub fn beta_pert_of(corners: [Written<Quantity>; 3]) -> Self {
        Self::of(Form::BetaPert(corners))
    }

    /// One of several quantities, each with its probability; the probabilities sum to exactly one.
    pub fn discrete<'s>(cases: impl IntoIterator<Item = (&'s str, &'s str)>) -> Self {
        let cases = cases.into_iter();
        Self::discrete_of(cases.map(|(value, share)| (value.parse(), number(share))))
    }

    /// One of several quantities, each with its probability, or why they could not be read.
    pub fn discrete_of(
        cases: impl IntoIterator<Item = (Written<Quantity>, Written<Amount>)>,
    ) -> Self {
        Self::of(Form::Discrete(cases.into_iter().collect()))
    }

    /// Lognormal around the amount as median, by the variance of its logarithm alone, as a pedigree matrix gives it.
    pub fn of_log_variance(variance: Written<Amount>) -> Self {
        Self::of(Form::Certain).with_log_variance(variance)
    }

    /// The same with more variance of the logarithm, as a pedigree matrix adds it: the amount is drawn, and multiplied by an
    /// independent lognormal factor of median one. Variances of logarithms add up; of a lognormal amount that is the mean, the
    /// whole keeps that mean.
    pub fn with_log_variance(mut self, variance: Written<Amount>) -> Self {
        self.log_variances.push(variance);
        self
    }

    /// Whether it is a distribution around this amount.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::BadSpread`](crate::ModelProblem::BadSpread) with the first thing that is wrong, or the problem of
    /// a text that could not be read.
    pub fn check(&self, amount: &Quantity) -> Result<(), ProblemKind> {
        self.of_amount(amount).map(|_| ())
    }

    /// The same shape around another amount: what has bounds or values of its own is shifted by as much as the amount is; a
    /// geometric standard deviation, a standard deviation and a pedigree stay as they are.
    ///
    /// # Errors
    ///
    /// Amounts of different dimensions, and a shape that the other amount cannot have, such as a lognormal one around zero.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Quantity, Spread};
    ///
    /// let (from, to): (Quantity, Quantity) = ("1 kg".parse()?, "0.6 kg".parse()?);
    /// let carried = Spread::uniform("0.9 kg", "1.2 kg").carried(&from, &to)?;
    /// assert_eq!(carried, Spread::uniform("0.5 kg", "0.8 kg"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn carried(&self, from: &Quantity, to: &Quantity) -> Result<Self, ProblemKind> {
        let before = from.amount();
        let by = Quantity::new(within(to, from.unit())?.minus(before)?, from.unit().clone());
        self.shifted(&by, to)
    }

    /// The same shape with its middle at an amount: what has bounds is shifted so that its most likely value, or the middle of
    /// a uniform one, is the amount.
    ///
    /// # Errors
    ///
    /// As [`Spread::carried`].
    pub fn around(&self, amount: &Quantity) -> Result<Self, ProblemKind> {
        let of = |corner: &Written<Quantity>| -> Result<Amount, ProblemKind> {
            within(corner.as_ref().map_err(Clone::clone)?, amount.unit())
        };
        let middle = match &self.form {
            Form::Uniform([low, high]) => of(low)?.plus(of(high)?)?.over(Amount::from(2))?,
            Form::Triangular([_, mode, _]) | Form::BetaPert([_, mode, _]) => of(mode)?,
            _ => amount.amount(),
        };
        let by = amount.amount().minus(middle)?;
        self.shifted(&Quantity::new(by, amount.unit().clone()), amount)
    }

    fn shifted(&self, by: &Quantity, to: &Quantity) -> Result<Self, ProblemKind> {
        let shift = |corner: &Written<Quantity>| -> Written<Quantity> {
            let corner = corner.clone()?;
            let moved = within(by, corner.unit())?.plus(corner.amount())?;
            Ok(Quantity::new(moved, corner.unit().clone()))
        };
        let mut carried = self.clone();
        match &mut carried.form {
            Form::Certain | Form::Lognormal { .. } | Form::Normal(_) => {}
            Form::Uniform(corners) => *corners = corners.each_ref().map(shift),
            Form::Triangular(corners) | Form::BetaPert(corners) => {
                *corners = corners.each_ref().map(shift);
            }
            Form::Discrete(cases) => {
                for (own, _) in cases {
                    *own = shift(own);
                }
            }
        }
        carried.check(to)?;
        Ok(carried)
    }

    /// The spread in words, in the unit of the amount that it is of, such as `uniform, 0.9 to 1.1`.
    ///
    /// # Errors
    ///
    /// As [`Spread::check`].
    pub fn words(&self, amount: &Quantity) -> Result<String, ProblemKind> {
        Ok(self.of_amount(amount)?.to_string())
    }

    /// The spread in the unit of the amount that it is of, or the first thing that is wrong with it.
    pub(crate) fn of_amount(&self, amount: &Quantity) -> Result<Distributed, ProblemKind> {
        let mut log_variance = Amount::ZERO;
        for variance in &self.log_variances {
            let variance = variance.clone()?;
            if variance.is_negative() {
                return Err(bad("a variance is not negative"));
            }
            log_variance = log_variance.plus(variance)?;
        }
        let shape = match &self.form {
            Form::Certain => Shape::Certain,
            Form::Lognormal { .. } if amount.amount().is_zero() => {
                return Err(bad("an amount of zero has no lognormal spread"));
            }
            Form::Lognormal { gsd, amount_is } => lognormal(&gsd.clone()?, *amount_is)?,
            Form::Normal(sd) => normal(sd.as_ref().map_err(Clone::clone)?, amount)?,
            Form::Uniform(corners) => {
                let [low, high] = ascending(corners, amount)?;
                Shape::Uniform { low, high }
            }
            Form::Triangular(corners) => {
                let [low, mode, high] = ascending(corners, amount)?;
                Shape::Triangular { low, mode, high }
            }
            Form::BetaPert(corners) => {
                let [low, mode, high] = ascending(corners, amount)?;
                Shape::BetaPert { low, mode, high }
            }
            Form::Discrete(cases) => discrete(cases, amount)?,
        };
        Ok(Distributed {
            shape,
            log_variance,
        })
    }
}

impl fmt::Display for Distributed {
    /// Such as `lognormal, geometric standard deviation 1.2`; quantities are in the unit of the amount.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Certain => f.write_str("lognormal")?,
            Shape::Lognormal { gsd, amount_is } => {
                write!(f, "lognormal, geometric standard deviation {gsd}")?;
                if *amount_is == Middle::Mean {
                    f.write_str(", the amount its mean")?;
                }
            }
            Shape::Normal { sd } => write!(f, "normal, standard deviation {sd}")?,
            Shape::Uniform { low, high } => write!(f, "uniform, {low} to {high}")?,
            Shape::Triangular { low, mode, high } => {
                write!(f, "triangular, {low} to {high}, most likely {mode}")?;
            }
            Shape::BetaPert { low, mode, high } => {
                write!(f, "beta-PERT, {low} to {high}, most likely {mode}")?;
            }
            Shape::Discrete(cases) => write!(f, "one of {} values", cases.len())?,
        }
        if !self.log_variance.is_zero() {
            write!(f, ", variance of the logarithm {}", self.log_variance)?;
        }
        Ok(())
    }
}

fn bad(reason: &'static str) -> ProblemKind {
    ModelProblem::BadSpread { reason }.into()
}

/// A geometric standard deviation is a factor, so it is 1 or more.
fn lognormal(gsd: &Amount, amount_is: Middle) -> Result<Shape, ProblemKind> {
    if gsd.compare(&Amount::ONE).is_some_and(Ordering::is_ge) {
        let gsd = *gsd;
        return Ok(Shape::Lognormal { gsd, amount_is });
    }
    Err(bad("a geometric standard deviation is 1 or more"))
}

fn normal(sd: &Quantity, amount: &Quantity) -> Result<Shape, ProblemKind> {
    let sd = within(sd, amount.unit())?;
    if sd.is_positive() {
        return Ok(Shape::Normal { sd });
    }
    Err(bad("a standard deviation is more than zero"))
}

fn within(quantity: &Quantity, unit: &Unit) -> Result<Amount, ProblemKind> {
    if quantity.unit().dimension() != unit.dimension() {
        return Err(bad("its unit does not convert to that of the amount"));
    }
    Ok(quantity.to(unit)?.amount())
}

/// The corners of a distribution ascend, and the amount lies between the outer ones.
fn ascending<const N: usize>(
    corners: &[Written<Quantity>; N],
    amount: &Quantity,
) -> Result<[Amount; N], ProblemKind> {
    let mut values = [Amount::ZERO; N];
    for (value, corner) in values.iter_mut().zip(corners) {
        *value = within(corner.as_ref().map_err(Clone::clone)?, amount.unit())?;
    }
    let [low, high] = [values[0], values[N - 1]];
    let at_most = |a: Amount, b: Amount| a.compare(&b).is_some_and(Ordering::is_le);
    let ascend = values.windows(2).all(|pair| at_most(pair[0], pair[1]));
    if !ascend || at_most(high, low) {
        return Err(bad(
            "its quantities ascend, and the last is more than the first",
        ));
    }
    let given = amount.amount();
    if !at_most(low, given) || !at_most(given, high) {
        return Err(bad("the amount lies outside of its bounds"));
    }
    Ok(values)
}

fn discrete(
    cases: &[(Written<Quantity>, Written<Amount>)],
    amount: &Quantity,
) -> Result<Shape, ProblemKind> {
    if cases.is_empty() {
        return Err(bad("`discrete` has at least one value"));
    }
    let mut sum = Amount::ZERO;
    let mut values = Vec::with_capacity(cases.len());
    for (value, probability) in cases {
        let probability = probability.clone()?;
        if probability.is_negative() {
            return Err(bad("a probability is not negative"));
        }
        sum = sum.plus(probability)?;
        values.push((
            within(value.as_ref().map_err(Clone::clone)?, amount.unit())?,
            probability,
        ));
    }
    if sum != Amount::ONE {
        return Err(bad("the probabilities sum to one"));
    }
    let given = amount.amount();
    let is_opposite = |value: &Amount| {
        given.is_positive() && value.is_negative() || given.is_negative() && value.is_positive()
    };
    if values.iter().all(|(value, _)| is_opposite(value)) {
        return Err(bad(
            "all its values are on the other side of zero than the amount",
        ));
    }
    Ok(Shape::Discrete(values))
}
