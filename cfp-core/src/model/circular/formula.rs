//! The formula: from stated terms to exchanges.

use super::{Circular, Recovered, Share};
use crate::amount::Amount;
use crate::error::{CircularProblem, ModelProblem, Place, Problem, ProblemKind, Verb};
use crate::model::{Exchange, Process};
use crate::quantity::Quantity;
use crate::unit::Dimension;

const CONTENT: &str = "recycled_content";
const AFTERWARDS: &str = "recycled_afterwards";
const ENERGY: &str = "to_energy";

/// What a share above zero needs.
const NEEDED_BY_SHARES: [(&str, &str); 5] = [
    (CONTENT, "recycled"),
    (CONTENT, "sharing"),
    (AFTERWARDS, "recycling"),
    (AFTERWARDS, "sharing"),
    (ENERGY, "energy_recovery"),
];

/// What a share above zero needs where burdens are shared with the other user of the material.
const NEEDED_WHERE_SHARED: [(&str, &str); 2] =
    [(CONTENT, "quality_in"), (AFTERWARDS, "quality_out")];

/// What means nothing without another term.
const NEEDED_BY_OTHERS: [(&str, &str); 12] = [
    ("recycled", CONTENT),
    ("quality_in", CONTENT),
    ("recycling", AFTERWARDS),
    ("displaces", AFTERWARDS),
    ("quality_out", AFTERWARDS),
    ("energy_recovery", ENERGY),
    ("energy_sharing", ENERGY),
    ("heating_value", ENERGY),
    ("heat", ENERGY),
    ("heat", "heating_value"),
    ("electricity", ENERGY),
    ("electricity", "heating_value"),
];

/// The numbers of the formula; `None` for what is absent or told as a problem.
struct Numbers {
    /// R1.
    content: Option<Amount>,
    /// R2.
    afterwards: Option<Amount>,
    /// R3.
    energy: Option<Amount>,
    /// A.
    sharing: Option<Amount>,
    /// B.
    energy_sharing: Option<Amount>,
    quality_in: Option<Amount>,
    quality_out: Option<Amount>,
}

impl Numbers {
    /// 1 - R2 - R3: what is neither recycled nor goes to energy recovery.
    fn left(&self) -> Result<Amount, ProblemKind> {
        let recycled = rest(self.afterwards)?;
        Ok(recycled.minus(self.energy.unwrap_or_default())?)
    }
}

/// Whether a number is stated, readable and above zero.
fn is_some_of(number: Option<Amount>) -> bool {
    number.is_some_and(|number| number.is_positive())
}

/// What is left of one; all of it where nothing is stated.
fn rest(of: Option<Amount>) -> Result<Amount, ProblemKind> {
    Ok(Amount::ONE.minus(of.unwrap_or_default())?)
}

fn is_below_one(number: Option<Amount>) -> bool {
    rest(number).is_ok_and(|rest| rest.is_positive())
}

fn product(factors: &[Amount]) -> Result<Amount, ProblemKind> {
    let product = factors
        .iter()
        .try_fold(Amount::ONE, |product, factor| product.times(*factor));
    Ok(product?)
}

impl Circular {
    /// The process of the formula, with what is wrong with its terms.
    pub(super) fn expanded(self) -> Process {
        let mut faults = Faults {
            circular: &self,
            list: Vec::new(),
        };
        let numbers = faults.numbers();
        for name in &self.unknown {
            let given = name.clone();
            faults.tell("circular", CircularProblem::UnknownTerm { given });
        }
        faults.tell_missing(&numbers);
        let energy = faults.heating_value();
        let faults = faults.list;
        let process = Process::new(&self.name).makes(&self.name, self.per.clone());
        let process = match &self.per.amount {
            Ok(per) if faults.is_empty() => {
                self.with_terms(process, per, &numbers, energy.as_ref())
            }
            // The amounts cannot be had; whoever serves the flows is looked for all the same.
            Ok(per) => self.unweighed(process, per),
            Err(_) => process,
        };
        Process { faults, ..process }
    }

    /// The process of the formula, whatever range its numbers are in.
    pub(super) fn unchecked(&self) -> Process {
        let number = |written: &Share| written.clone().and_then(Result::ok);
        let numbers = Numbers {
            content: number(&self.recycled_content),
            afterwards: number(&self.recycled_afterwards),
            energy: number(&self.to_energy),
            sharing: number(&self.sharing),
            energy_sharing: number(&self.energy_sharing),
            quality_in: number(&self.quality_in),
            quality_out: number(&self.quality_out),
        };
        let process = Process::new(&self.name).makes(&self.name, self.per.clone());
        let Ok(per) = &self.per.amount else {
            return process;
        };
        let value = self.heating_value.clone().and_then(Result::ok);
        let energy = value.and_then(|value| energy_in(per, &value).ok());
        self.with_terms(process, per, &numbers, energy.as_ref())
    }

    fn with_terms(
        &self,
        process: Process,
        per: &Quantity,
        numbers: &Numbers,
        energy: Option<&Quantity>,
    ) -> Process {
        let process = self.with_material(process, per, numbers);
        let process = self.with_end_of_life(process, per, numbers);
        let process = self.with_energy(process, energy, per, numbers);
        self.with_disposal(process, per, numbers)
    }

    /// `(1 - R1) Ev + R1 (A Erecycled + (1 - A) Ev Qsin/Qp)`
    fn with_material(&self, process: Process, per: &Quantity, numbers: &Numbers) -> Process {
        let content = numbers.content.unwrap_or_default();
        let sharing = numbers.sharing.unwrap_or_default();
        let quality = numbers.quality_in.unwrap_or_default();
        let own = rest(numbers.content);
        let shared = rest(numbers.sharing).and_then(|rest| product(&[content, rest, quality]));
        let mut process = process;
        if let Some(virgin) = &self.virgin {
            process = with(process, Verb::Takes, virgin, "virgin material", per, own);
        }
        if let Some(recycled) = &self.recycled {
            let amount = product(&[content, sharing]);
            process = with(
                process,
                Verb::Takes,
                recycled,
                "recycled content",
                per,
                amount,
            );
        }
        match &self.virgin {
            Some(virgin) if self.keeps_nothing || !matches!(shared, Ok(none) if none.is_zero()) => {
                let term = "recycled content";
                with(process, Verb::Takes, virgin, term, per, shared)
            }
            _ => process,
        }
    }

    /// `(1 - A) R2 (ErecyclingEoL - E*v Qsout/Qp)`
    fn with_end_of_life(&self, process: Process, per: &Quantity, numbers: &Numbers) -> Process {
        let afterwards = numbers.afterwards.unwrap_or_default();
        let quality = numbers.quality_out.unwrap_or_default();
        let recycled = rest(numbers.sharing).and_then(|rest| product(&[afterwards, rest]));
        let mut process = process;
        if let Some(recycling) = &self.recycling {
            let (verb, term) = (Verb::Discards, "recycling at end of life");
            process = with(process, verb, recycling, term, per, recycled.clone());
            if let Some(virgin) = self.displaced() {
                let displaced = recycled.and_then(|amount| product(&[amount, quality]));
                let (verb, term) = (Verb::Avoids, "displaced virgin material");
                process = with(process, verb, virgin, term, per, displaced);
            }
        }
        process
    }

    /// `(1 - B) R3 (EER - LHV XER,heat ESE,heat - LHV XER,elec ESE,elec)`
    fn with_energy(
        &self,
        process: Process,
        energy: Option<&Quantity>,
        per: &Quantity,
        numbers: &Numbers,
    ) -> Process {
        let share = numbers.energy.unwrap_or_default();
        let borne = rest(numbers.energy_sharing).and_then(|rest| product(&[share, rest]));
        let mut process = process;
        if let Some(recovery) = &self.energy_recovery {
            let (verb, term) = (Verb::Discards, "energy recovery");
            process = with(process, verb, recovery, term, per, borne.clone());
        }
        let forms = [
            ("displaced heat", &self.heat),
            ("displaced electricity", &self.electricity),
        ];
        for (term, recovered) in forms {
            if let (Some(recovered), Some(energy)) = (recovered, energy) {
                let amount = borne.clone().and_then(|borne| {
                    let efficiency = recovered.efficiency.clone()?;
                    product(&[borne, efficiency])
                });
                process = with(process, Verb::Avoids, &recovered.flow, term, energy, amount);
            }
        }
        process
    }

    /// `(1 - R2 - R3) ED`
    fn with_disposal(&self, process: Process, per: &Quantity, numbers: &Numbers) -> Process {
        match &self.disposal {
            Some(disposal) => {
                let (verb, term) = (Verb::Discards, "disposal");
                with(process, verb, disposal, term, per, numbers.left())
            }
            None => process,
        }
    }

    /// Whether a term is stated, readable or not.
    fn states(&self, key: &str) -> bool {
        match key {
            CONTENT => self.recycled_content.is_some(),
            AFTERWARDS => self.recycled_afterwards.is_some(),
            ENERGY => self.to_energy.is_some(),
            "sharing" => self.sharing.is_some(),
            "energy_sharing" => self.energy_sharing.is_some(),
            "quality_in" => self.quality_in.is_some(),
            "quality_out" => self.quality_out.is_some(),
            "heating_value" => self.heating_value.is_some(),
            "heat" => self.heat.is_some(),
            "electricity" => self.electricity.is_some(),
            "displaces" => self.displaces.is_some(),
            "recycled" => self.recycled.is_some(),
            "recycling" => self.recycling.is_some(),
            _ => self.energy_recovery.is_some(),
        }
    }

    /// The flow of virgin material that recycling displaces.
    fn displaced(&self) -> Option<&String> {
        self.displaces.as_ref().or(self.virgin.as_ref())
    }

    /// An exchange of every named material, so that whoever does not serve it is told.
    fn unweighed(&self, process: Process, per: &Quantity) -> Process {
        let flows = [
            (Verb::Takes, &self.virgin),
            (Verb::Takes, &self.recycled),
            (Verb::Discards, &self.recycling),
            (Verb::Avoids, &self.displaces),
            (Verb::Discards, &self.energy_recovery),
            (Verb::Discards, &self.disposal),
        ];
        let named = flows
            .into_iter()
            .filter_map(|(verb, flow)| Some((verb, flow.as_ref()?)));
        named.fold(process, |process, (verb, flow)| {
            process.with(verb, flow, per.clone())
        })
    }
}

/// A process with an exchange of a share of a quantity, under its term.
fn with(
    process: Process,
    verb: Verb,
    flow: &str,
    term: &str,
    of: &Quantity,
    share: Result<Amount, ProblemKind>,
) -> Process {
    let amount = share.and_then(|share| Ok(of.scaled(share)?));
    process.with(verb, flow, Exchange::from(amount).term(term))
}

/// What is wrong with the terms, at the key of each.
struct Faults<'a> {
    circular: &'a Circular,
    list: Vec<Problem>,
}

impl Faults<'_> {
    fn tell(&mut self, key: &'static str, kind: impl Into<ProblemKind>) {
        let place = Place::process(&self.circular.name).at_key(key);
        self.list.push(Problem::new(kind, place));
    }

    fn numbers(&mut self) -> Numbers {
        let circular = self.circular;
        let numbers = Numbers {
            content: self.share(CONTENT, &circular.recycled_content),
            afterwards: self.share(AFTERWARDS, &circular.recycled_afterwards),
            energy: self.share(ENERGY, &circular.to_energy),
            sharing: self.share("sharing", &circular.sharing),
            energy_sharing: self.share("energy_sharing", &circular.energy_sharing),
            quality_in: self.ratio("quality_in", &circular.quality_in),
            quality_out: self.ratio("quality_out", &circular.quality_out),
        };
        for (key, recovered) in [
            ("heat", &circular.heat),
            ("electricity", &circular.electricity),
        ] {
            if let Some(Recovered { efficiency, .. }) = recovered {
                self.share(key, &Some(efficiency.clone()));
            }
        }
        if let (Some(afterwards), Some(energy)) = (numbers.afterwards, numbers.energy)
            && let Ok(sum) = afterwards.plus(energy)
            && sum.minus(Amount::ONE).is_ok_and(|over| over.is_positive())
        {
            let sum = sum.to_string();
            self.tell(ENERGY, CircularProblem::EndOfLifeShares { sum });
        }
        numbers
    }

    fn readable(&mut self, key: &'static str, written: &Share) -> Option<Amount> {
        match written.clone()? {
            Ok(number) => Some(number),
            Err(kind) => {
                self.tell(key, kind);
                None
            }
        }
    }

    /// A number from zero to one.
    fn share(&mut self, key: &'static str, written: &Share) -> Option<Amount> {
        let share = self.readable(key, written)?;
        let is_above_one = share
            .minus(Amount::ONE)
            .is_ok_and(|over| over.is_positive());
        if share.is_negative() || is_above_one {
            let written = share.to_string();
            self.tell(key, CircularProblem::ShareOutOfRange { written });
            return None;
        }
        Some(share)
    }

    /// A number from zero upwards.
    fn ratio(&mut self, key: &'static str, written: &Share) -> Option<Amount> {
        let ratio = self.readable(key, written)?;
        if ratio.is_negative() {
            let written = ratio.to_string();
            self.tell(key, CircularProblem::NegativeTerm { written });
            return None;
        }
        Some(ratio)
    }

    /// The energy in the amount of material that the shares are of.
    fn heating_value(&mut self) -> Option<Quantity> {
        let written = self.circular.heating_value.clone()?;
        let per = self.circular.per.amount.as_ref().ok()?;
        match written.and_then(|value| energy_in(per, &value)) {
            Ok(energy) => Some(energy),
            Err(kind) => {
                self.tell("heating_value", kind);
                None
            }
        }
    }

    /// Tells what the stated terms need and is not stated.
    fn tell_missing(&mut self, numbers: &Numbers) {
        let is_shared = numbers.sharing.is_some() && is_below_one(numbers.sharing);
        let above_zero = |key: &str| match key {
            CONTENT => is_some_of(numbers.content),
            AFTERWARDS => is_some_of(numbers.afterwards),
            _ => is_some_of(numbers.energy),
        };
        let by_share = NEEDED_BY_SHARES
            .into_iter()
            .filter(|(given, _)| above_zero(given));
        let where_split = NEEDED_WHERE_SHARED
            .into_iter()
            .filter(|(given, _)| is_shared && above_zero(given));
        let by_other = NEEDED_BY_OTHERS
            .into_iter()
            .filter(|(given, _)| self.circular.states(given));
        let pairs: Vec<_> = by_share.chain(where_split).chain(by_other).collect();
        let mut told: Vec<&str> = Vec::new();
        for (given, needs) in pairs {
            if !self.circular.states(needs) && !told.contains(&needs) {
                told.push(needs);
                // The place names the term that needs it.
                self.tell(given, missing("it".to_owned(), needs));
            }
        }
        self.tell_missing_flows(numbers, is_shared);
    }

    /// Tells of virgin material and of a disposal that some of the material is left for.
    fn tell_missing_flows(&mut self, numbers: &Numbers, is_shared: bool) {
        let circular = self.circular;
        let place = || Place::process(&circular.name);
        let content_is_known = numbers.content.is_some() == circular.recycled_content.is_some();
        let content = is_some_of(numbers.content);
        let takes_virgin = is_below_one(numbers.content) || (content && is_shared);
        if circular.virgin.is_none() && content_is_known && takes_virgin {
            let kind = missing("the material".to_owned(), "virgin");
            self.list.push(Problem::new(kind, place()));
        }
        let ends = is_some_of(numbers.afterwards) || is_some_of(numbers.energy);
        if let Ok(left) = numbers.left()
            && ends
            && left.is_positive()
            && circular.disposal.is_none()
        {
            let given = format!("the rest of {left} at the end of life");
            let kind = missing(given, "disposal");
            self.list.push(Problem::new(kind, place()));
        }
    }
}

fn missing(given: String, needs: &'static str) -> CircularProblem {
    CircularProblem::MissingTerm { given, needs }
}

/// The energy in an amount of material.
fn energy_in(per: &Quantity, heating_value: &Quantity) -> Result<Quantity, ProblemKind> {
    let (energy, unit) = heating_value.unit().parts();
    let Some(unit) = unit else {
        let written = heating_value.to_string();
        return Err(ModelProblem::NotPerUnit { written }.into());
    };
    if energy.dimension() != Dimension::ENERGY {
        let written = heating_value.to_string();
        return Err(energy.mismatch(written, Dimension::ENERGY).into());
    }
    if heating_value.amount().is_negative() {
        let written = heating_value.to_string();
        return Err(CircularProblem::NegativeTerm { written }.into());
    }
    per.to(&unit)?.times(heating_value)
}
