//! Problems of units: unknown, missing, or not fitting.

use super::{Detail, Explain};
use crate::amount::Amount;
use crate::unit::{Dimension, Unit};

/// A unit could not be read, or does not fit where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitProblem {
    /// No unit has this name.
    #[error("unknown unit `{unit}`")]
    Unknown {
        /// What was written.
        unit: String,
        /// The known unit of the same kind that reads most like it.
        nearest: Option<String>,
        /// What it measures, and what to write in its place, where it is a unit of a kind that no flow is measured in.
        other_kind: Option<(&'static str, &'static str)>,
    },
    /// Several units go by this name.
    #[error("unit `{unit}` has several meanings: {choices}")]
    Ambiguous {
        /// What was written.
        unit: String,
        /// The units it may stand for, as they are written here.
        choices: &'static str,
    },
    /// A number without a unit.
    #[error("`{text}` has no unit")]
    NoUnit {
        /// What was written.
        text: String,
    },
    /// A quantity of another dimension than the place needs.
    #[error("`{given}` is {} where {} is needed", .given_dimension.describe(), .expected_dimension.describe())]
    WrongDimension {
        /// What was written, an amount with its unit or a unit alone.
        given: String,
        /// What it measures.
        given_dimension: Dimension,
        /// What the place needs.
        expected_dimension: Dimension,
    },
    /// Carbon dioxide alone where all gases are counted, or the reverse.
    #[error("`{given}` is {} where {} is needed", .given_dimension.describe(), .expected_dimension.describe())]
    Co2IsNotCo2e {
        /// What was written.
        given: String,
        /// What it measures.
        given_dimension: Dimension,
        /// What the place needs.
        expected_dimension: Dimension,
    },
    /// Two currencies, or two years of one, in one computation.
    #[error("`{first}` and `{second}` are different currencies")]
    MixedCurrencies {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// The text is not built like a unit.
    #[error("`{unit}` does not read as a unit: {reason}")]
    Malformed {
        /// What was written.
        unit: String,
        /// What is wrong with its form.
        reason: &'static str,
    },
}

impl Explain for UnitProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown-unit",
            Self::Ambiguous { .. } => "ambiguous-unit",
            Self::NoUnit { .. } => "no-unit",
            Self::WrongDimension { .. } => "wrong-dimension",
            Self::Co2IsNotCo2e { .. } => "co2-is-not-co2e",
            Self::MixedCurrencies { .. } => "mixed-currencies",
            Self::Malformed { .. } => "malformed-unit",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown {
                unit,
                nearest,
                other_kind,
            } => way_to_unit(unit, nearest.as_deref(), *other_kind),
            Self::Ambiguous { .. } => Some("write the one that is meant".into()),
            Self::NoUnit { text } => Some(format!(
                "write the unit beside the number, such as \"{text} kWh\" or \"{text} kg\""
            )),
            Self::WrongDimension {
                given,
                given_dimension,
                expected_dimension,
            } => way_to(given, *given_dimension, *expected_dimension),
            Self::Co2IsNotCo2e { .. } => Some(
                "CO2e counts methane and the other gases too; use a figure in kg CO2e, or emit the \
                 CO2 as the gas `CO2, fossil`"
                    .into(),
            ),
            Self::MixedCurrencies { .. } => {
                Some("convert one of them first, at a rate and for a year that you can name".into())
            }
            Self::Malformed { .. } => {
                Some("write it like `kg CO2e/kWh`, `m2*a` or `kg CO2e/(m2*a)`".into())
            }
        }
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::WrongDimension {
                given,
                expected_dimension,
                ..
            }
            | Self::Co2IsNotCo2e {
                given,
                expected_dimension,
                ..
            } => vec![
                Detail::new("given", given),
                Detail::new(
                    "expected",
                    format!(
                        "{} such as {}",
                        expected_dimension.describe(),
                        expected_dimension.examples()
                    ),
                ),
            ],
            _ => Vec::new(),
        }
    }
}

/// What may have been meant by a unit that nobody knows.
fn way_to_unit(
    unit: &str,
    nearest: Option<&str>,
    other_kind: Option<(&str, &str)>,
) -> Option<String> {
    if let Some((kind, way)) = other_kind {
        return Some(format!("`{unit}` measures {kind}: {way}"));
    }
    let mut pieces = unit.split(['+', '-', '*', '/']).skip(1);
    if pieces.any(|piece| {
        piece
            .trim_start()
            .starts_with(|sign: char| sign.is_ascii_digit())
    }) {
        let way = "write the result, or, in a model file, an expression that names a parameter in braces, such as \
                   \"{gross} - 2 kg\"";
        return Some(way.to_owned());
    }
    nearest.map(|nearest| {
        if unit.eq_ignore_ascii_case(nearest) {
            format!("write `{nearest}`: upper and lower case differ in units")
        } else {
            format!("did you mean `{nearest}`?")
        }
    })
}

/// How a quantity of the wrong dimension may be put right.
fn way_to(given: &str, from: Dimension, to: Dimension) -> Option<String> {
    let volumes = [Dimension::VOLUME, Dimension::NORMAL_VOLUME];
    if volumes.contains(&from) && volumes.contains(&to) {
        return Some(
            "Nm3 is at 0 °C and 101.325 kPa; convert with the pressure and temperature of the meter"
                .into(),
        );
    }
    let (number, own) = given.split_once(' ')?;
    number.parse::<Amount>().ok()?;
    let times = |what: &str, name: &str, above: &str| {
        Some(format!(
            "multiply by {what}: \"{given} * {{{name}}}\", with a parameter `{name}` in {above}/{own}"
        ))
    };
    if volumes.contains(&from) && to == Dimension::MASS {
        return times("the density", "density", "kg");
    }
    if volumes.contains(&from) && to == Dimension::ENERGY {
        return times("the calorific value", "calorific_value", "MJ");
    }
    if from == Dimension::MASS && volumes.contains(&to) {
        return times("the volume of a kilogram", "volume", &to.first_example());
    }
    let unit = Unit::parse(&to.first_example()).ok()?;
    Some(format!(
        "if {number} is the meter reading, write \"{number} {unit}\""
    ))
}
