//! What a factor can be at all, by its kind and unit: bounds from physics, to find a slipped decimal point or unit.

use std::cmp::Ordering;

use cfp_core::{Amount, Unit};

use crate::factor::Factor;
use crate::kind::Kind;

/// Bounds on the factors of some kinds per one dimension, in one unit.
struct Limit {
    kinds: &'static [Kind],
    /// The unit of the bounds; it rules every unit of its dimension.
    unit: &'static str,
    least: &'static str,
    most: &'static str,
    reason: &'static str,
}

const ELECTRICITY: &str =
    "a kilowatt-hour from the worst lignite plant, with its whole supply, is below 3 kg";
const FUEL: &str = "no fuel gives off more than 0.4 kg CO2 per kilowatt-hour of its heat, gases of blast furnaces 1 kg";
const CARBON: &str =
    "pure carbon burns to 44/12 kg CO2 per kilogram, and the other gases add little";

/// Every bound. Kinds and units without one here have no bound in physics: a kilogram of gold may be anything.
const LIMITS: [Limit; 8] = [
    Limit {
        kinds: &[
            Kind::LifeCycleFootprint,
            Kind::DirectEmissionFactor,
            Kind::ResidualMix,
            Kind::Upstream,
        ],
        unit: "kg CO2e/kWh",
        least: "-1",
        most: "3",
        reason: ELECTRICITY,
    },
    Limit {
        kinds: &[
            Kind::DirectEmissionFactor,
            Kind::ResidualMix,
            Kind::Upstream,
        ],
        unit: "kg CO2/kWh",
        least: "0",
        most: "3",
        reason: ELECTRICITY,
    },
    Limit {
        kinds: &[Kind::CombustionGrossCv, Kind::CombustionNetCv],
        unit: "kg CO2e/kWh",
        least: "0",
        most: "1.5",
        reason: FUEL,
    },
    Limit {
        kinds: &[Kind::CombustionGrossCv, Kind::CombustionNetCv],
        unit: "kg CO2/kWh",
        least: "0",
        most: "1.5",
        reason: FUEL,
    },
    Limit {
        kinds: &[Kind::Combustion],
        unit: "kg CO2e/kg",
        least: "0",
        most: "5",
        reason: CARBON,
    },
    Limit {
        kinds: &[Kind::Combustion],
        unit: "kg CO2/kg",
        least: "0",
        most: "3.7",
        reason: CARBON,
    },
    Limit {
        kinds: &[Kind::GasRelease],
        unit: "kg CO2e/kg",
        least: "0",
        most: "100000",
        reason: "the strongest greenhouse gas known warms less than 100000 times as much as CO2",
    },
    Limit {
        kinds: &[Kind::Operation, Kind::DirectEmissionFactor, Kind::Upstream],
        unit: "kg CO2e/km",
        least: "0",
        most: "100",
        reason: "no road vehicle burns 30 litres of fuel per kilometre",
    },
];

/// A value outside of its bounds.
pub(crate) struct Outside {
    /// The bounds with their unit.
    pub(crate) range: String,
    pub(crate) reason: &'static str,
}

/// The bounds that a factor lies outside of; `None` when it lies within, or has none.
pub(crate) fn outside(factor: &Factor) -> Option<Outside> {
    let mut of_kind = LIMITS
        .iter()
        .filter(|limit| limit.kinds.contains(&factor.kind));
    of_kind.find_map(|limit| limit.outside(factor))
}

impl Limit {
    fn outside(&self, factor: &Factor) -> Option<Outside> {
        let unit = Unit::parse(self.unit).ok()?;
        let value = factor.quantity.to(&unit).ok()?.amount();
        let bound = |text: &str| text.parse::<Amount>().ok();
        let is_above = |a: Amount, b: Amount| a.compare(&b) == Some(Ordering::Greater);
        let is_outside = is_above(bound(self.least)?, value) || is_above(value, bound(self.most)?);
        is_outside.then(|| Outside {
            range: format!("{} to {} {}", self.least, self.most, self.unit),
            reason: self.reason,
        })
    }
}

#[cfg(test)]
mod tests {
    use cfp_core::{Amount, Unit};

    use super::LIMITS;

    /// A bound that does not read would bind nothing.
    #[test]
    fn every_bound_reads() {
        for limit in &LIMITS {
            assert!(Unit::parse(limit.unit).is_ok(), "{}", limit.unit);
            let [least, most] = [limit.least, limit.most].map(str::parse::<Amount>);
            let [least, most] = [least, most].map(|bound| bound.expect("a number"));
            assert!(least.rank(&most).is_lt(), "{}", limit.unit);
        }
    }
}
