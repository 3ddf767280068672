//! A circular material for other values of its terms.

use super::{Circular, Recovered};
use crate::amount::Amount;
use crate::error::{Error, Place, Problem, Verb};
use crate::model::Process;
use crate::quantity::Quantity;

/// An exchange of the process that a circular material becomes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CircularExchange {
    /// The verb that it stands under.
    pub verb: Verb,
    /// The flow.
    pub flow: String,
    /// Which of several exchanges of that flow under that verb, counted from 0.
    pub index: usize,
    /// How much of it.
    pub amount: Quantity,
}

impl Circular {
    /// The same, with an exchange for every term that is stated though it come to nothing: another value of a term may make
    /// something of it.
    pub fn keeping_nothing(mut self) -> Self {
        self.keeps_nothing = true;
        self
    }

    /// The same with another value of a term: one by its name in model files, of which `heat` and `electricity` are the
    /// efficiencies. A plain number is in any unit; another name changes nothing.
    pub fn with_term(mut self, term: &str, value: &Quantity) -> Self {
        let number = Ok(value.amount());
        let efficiency = |recovered: &mut Option<Recovered>| {
            if let Some(recovered) = recovered {
                recovered.efficiency = Ok(value.amount());
            }
        };
        match term {
            "per" => self.per.amount = Ok(value.clone()),
            "heating_value" => self.heating_value = Some(Ok(value.clone())),
            "heat" => efficiency(&mut self.heat),
            "electricity" => efficiency(&mut self.electricity),
            "recycled_content" => self.recycled_content = Some(number),
            "recycled_afterwards" => self.recycled_afterwards = Some(number),
            "to_energy" => self.to_energy = Some(number),
            "sharing" => self.sharing = Some(number),
            "energy_sharing" => self.energy_sharing = Some(number),
            "quality_in" => self.quality_in = Some(number),
            "quality_out" => self.quality_out = Some(number),
            _ => {}
        }
        self
    }

    /// The exchanges of the process that it becomes.
    ///
    /// # Errors
    ///
    /// What is wrong with its terms.
    pub fn exchanges(&self) -> Result<Vec<CircularExchange>, Error> {
        let process = self.clone().expanded();
        Error::unless_empty(process.faults.clone(), ())?;
        listed(&process)
    }

    /// By how much each of [`Circular::exchanges`], of a material that is [`Circular::keeping_nothing`], rises in its unit when a
    /// term rises by one of its own.
    ///
    /// # Exactness
    ///
    /// Exact: each exchange is a product and a sum in which a term stands once, so that its slope is what it is at one less what
    /// it is at nothing.
    ///
    /// # Errors
    ///
    /// What cannot be read, and numbers beyond the range of decimals.
    pub fn slopes(&self, term: &str) -> Result<Vec<Amount>, Error> {
        let unit = match term {
            "per" => self.per.amount.as_ref().ok().map(Quantity::unit),
            "heating_value" => {
                let value = self.heating_value.as_ref();
                value.and_then(|value| value.as_ref().ok().map(Quantity::unit))
            }
            _ => None,
        };
        let unit = unit.cloned().unwrap_or_else(crate::unit::Unit::kilogram);
        let at = |amount: Amount| {
            let value = Quantity::new(amount, unit.clone());
            let own = self.clone().keeping_nothing().with_term(term, &value);
            listed(&own.unchecked())
        };
        let ends = at(Amount::ONE)?.into_iter().zip(at(Amount::ZERO)?);
        let slopes = ends.map(|(one, none)| {
            let rise = one.amount.amount().minus(none.amount.amount());
            rise.map_err(|kind| Problem::new(kind, Place::process(&self.name)).into())
        });
        slopes.collect()
    }
}

/// The lines of a process with their places.
fn listed(process: &Process) -> Result<Vec<CircularExchange>, Error> {
    let mut exchanges = Vec::with_capacity(process.lines.len());
    let mut problems = Vec::new();
    for (number, line) in process.lines.iter().enumerate() {
        let place = process.place(number);
        match &line.exchange.amount {
            Ok(amount) => exchanges.push(CircularExchange {
                verb: line.verb,
                flow: line.flow.clone(),
                index: place.index,
                amount: amount.clone(),
            }),
            Err(kind) => problems.push(Problem::new(kind.clone(), place)),
        }
    }
    Error::unless_empty(problems, exchanges)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 kg with 30 % recycled content at A = 0.2 and a quality of 0.9, 60 % recycled afterwards, the rest burnt or buried:
    /// virgin 0.7 and 0.3 × 0.8 × 0.9 = 0.216, recycled 0.06. By the content: -1, 0.72 and 0.2; by A: -0.27 and 0.3.
    #[test]
    fn slopes_are_those_by_hand() {
        let circular = Circular::new("steel", "1 kg")
            .recycled_content("0.3")
            .sharing("0.2")
            .quality_in("0.9")
            .virgin("ore")
            .recycled("scrap");
        let told = |amounts: Vec<Amount>| -> Vec<String> {
            amounts.iter().map(Amount::to_string).collect()
        };
        let amounts = circular.exchanges().expect("exchanges").into_iter();
        let amounts = amounts.map(|own| own.amount.amount()).collect();
        assert_eq!(told(amounts), ["1", "0.7", "0.06", "0.216"]);
        let slopes = |term: &str| told(circular.slopes(term).expect("slopes"));
        assert_eq!(slopes("recycled_content"), ["0", "-1", "0.2", "0.72"]);
        assert_eq!(slopes("sharing"), ["0", "0", "0.3", "-0.27"]);
        assert_eq!(slopes("quality_in"), ["0", "0", "0", "0.24"]);
        assert_eq!(slopes("per"), ["1", "0.7", "0.06", "0.216"]);
        let half = Quantity::new(
            "0.5".parse().expect("a number"),
            crate::unit::Unit::kilogram(),
        );
        let other = circular.with_term("recycled_content", &half).exchanges();
        let virgin = other.expect("exchanges")[1].amount.to_string();
        assert_eq!(virgin, "0.5 kg");
    }
}
