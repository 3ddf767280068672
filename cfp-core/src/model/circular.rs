//! A material with recycled content and an end of life, by the circular footprint formula.

mod drawn;
mod formula;

pub use drawn::CircularExchange;

use super::{Exchange, Process, Written};
use crate::amount::Amount;
use crate::error::ProblemKind;
use crate::quantity::Quantity;

/// A material by the Circular Footprint Formula: what goes into it, virgin and recycled, and what
/// becomes of it after its use.
///
/// It becomes one [`Process`] of its own name that makes the material. Each part of the formula is
/// an exchange with a [term](Exchange::term) of its own, so that a footprint lists it apart in
/// [`Footprint::terms`](crate::Footprint::terms):
///
/// | term | amount per unit of the material | flow |
/// |---|---|---|
/// | `virgin material` | 1 - R1 | [`virgin`](Self::virgin) |
/// | `recycled content` | R1 · A | [`recycled`](Self::recycled) |
/// | `recycled content` | R1 · (1 - A) · Qsin/Qp | [`virgin`](Self::virgin) |
/// | `recycling at end of life` | (1 - A) · R2 | [`recycling`](Self::recycling) |
/// | `displaced virgin material` | -(1 - A) · R2 · Qsout/Qp | [`displaces`](Self::displaces) |
/// | `energy recovery` | (1 - B) · R3 | [`energy_recovery`](Self::energy_recovery) |
/// | `displaced heat` | -(1 - B) · R3 · LHV · efficiency | [`heat`](Self::heat) |
/// | `displaced electricity` | -(1 - B) · R3 · LHV · efficiency | [`electricity`](Self::electricity) |
/// | `disposal` | 1 - R2 - R3 | [`disposal`](Self::disposal) |
///
/// A way of which neither the share nor the flow is stated takes nothing: a material from cradle to
/// gate states `virgin`, `recycled`, `recycled_content` and `sharing("1")`, and no end of life. Of a
/// way that is begun everything is asked for; only B is zero where it is not stated, as the method
/// has it. What the end of life does to the material is a waste: a process *treats* it, or a supply
/// stands for that; everything else is a product.
///
/// # Example
///
/// A quarter of the billet is recycled, and the cut-off (A = 1) counts it by its recycling alone:
/// 0.75 · 9 + 0.25 · 0.6 = 6.9.
///
/// ```
/// use cfp_core::{Circular, GwpSet, System};
///
/// let billet = Circular::new("billet", "1 kg")
///     .recycled_content("0.25")
///     .sharing("1")
///     .virgin("primary aluminium")
///     .recycled("recycled aluminium");
/// let system = System::builder()
///     .process(billet)
///     .supply("primary aluminium", "9 kg CO2e/kg")
///     .supply("recycled aluminium", "0.6 kg CO2e/kg")
///     .build()?;
/// let gwp = GwpSet::of_values("CO2 only", [("CO2", "1")])?;
/// let footprint = system.footprint("billet", "1 kg", &gwp)?;
/// assert_eq!(footprint.total().to_string(), "6.9");
/// let terms: Vec<_> = footprint.terms.iter().map(|row| (row.term.as_str(), row.co2e.to_string())).collect();
/// assert_eq!(terms, [("virgin material", "6.75".into()), ("recycled content", "0.15".into())]);
/// # Ok::<(), cfp_core::Error>(())
/// ```
///
/// # Source
///
/// Commission Recommendation (EU) 2021/2279, Annex I (the method of the Product Environmental
/// Footprint), Equation 3 with the definitions of its symbols, among them B = 0 by default.
#[derive(Debug, Clone, PartialEq)]
pub struct Circular {
    name: String,
    per: Exchange,
    recycled_content: Share,
    recycled_afterwards: Share,
    to_energy: Share,
    sharing: Share,
    energy_sharing: Share,
    quality_in: Share,
    quality_out: Share,
    heating_value: Option<Written<Quantity>>,
    heat: Option<Recovered>,
    electricity: Option<Recovered>,
    virgin: Option<String>,
    displaces: Option<String>,
    recycled: Option<String>,
    recycling: Option<String>,
    energy_recovery: Option<String>,
    disposal: Option<String>,
    /// Names that numbers were given by, and that none of the formula has.
    unknown: Vec<String>,
    /// Whether an exchange of nothing stays, as it has to where a term may become something.
    keeps_nothing: bool,
}

/// A number of the formula, where it is stated.
type Share = Option<Written<Amount>>;

/// Energy that is recovered in one form.
#[derive(Debug, Clone, PartialEq)]
struct Recovered {
    efficiency: Written<Amount>,
    flow: String,
}

fn read(number: &str) -> Written<Amount> {
    number.parse().map_err(ProblemKind::from)
}

impl Circular {
    /// A material, and the amount of it that the shares are of, such as `"1 kg"`.
    pub fn new(material: &str, per: impl Into<Exchange>) -> Self {
        Self {
            name: material.to_owned(),
            per: per.into(),
            recycled_content: None,
            recycled_afterwards: None,
            to_energy: None,
            sharing: None,
            energy_sharing: None,
            quality_in: None,
            quality_out: None,
            heating_value: None,
            heat: None,
            electricity: None,
            virgin: None,
            displaces: None,
            recycled: None,
            recycling: None,
            energy_recovery: None,
            disposal: None,
            unknown: Vec::new(),
            keeps_nothing: false,
        }
    }

    /// R1: the share of recycled material in what goes into production.
    pub fn recycled_content(mut self, share: &str) -> Self {
        self.recycled_content = Some(read(share));
        self
    }

    /// R2: the share of the material that is recycled into a later product, measured at the output
    /// of the recycling.
    pub fn recycled_afterwards(mut self, share: &str) -> Self {
        self.recycled_afterwards = Some(read(share));
        self
    }

    /// R3: the share of the material that goes to energy recovery at the end of life.
    pub fn to_energy(mut self, share: &str) -> Self {
        self.to_energy = Some(read(share));
        self
    }

    /// A: how burdens and credits of recycling are shared between the supplier and the user of
    /// recycled material. One is the cut-off: the user bears the recycling, and the supplier is
    /// credited nothing. Zero is the avoided burden: the supplier bears the recycling and is credited all.
    pub fn sharing(mut self, factor: &str) -> Self {
        self.sharing = Some(read(factor));
        self
    }

    /// B: the share of energy recovery that the user of its energy bears; zero where it is not
    /// stated.
    pub fn energy_sharing(mut self, factor: &str) -> Self {
        self.energy_sharing = Some(read(factor));
        self
    }

    /// Qsin/Qp: the quality of the recycled material that goes in, over that of virgin material.
    pub fn quality_in(mut self, ratio: &str) -> Self {
        self.quality_in = Some(read(ratio));
        self
    }

    /// Qsout/Qp: the quality of the recycled material that comes out at the end of life, over that of
    /// virgin material.
    pub fn quality_out(mut self, ratio: &str) -> Self {
        self.quality_out = Some(read(ratio));
        self
    }

    /// Ev: the flow of virgin material.
    pub fn virgin(mut self, flow: &str) -> Self {
        self.virgin = Some(flow.to_owned());
        self
    }

    /// E*v: the flow of virgin material that recycling at the end of life displaces; that of
    /// [`virgin`](Self::virgin) where it is not stated.
    pub fn displaces(mut self, flow: &str) -> Self {
        self.displaces = Some(flow.to_owned());
        self
    }

    /// Erecycled: the flow of recycled material that goes in, with its collection and sorting.
    pub fn recycled(mut self, flow: &str) -> Self {
        self.recycled = Some(flow.to_owned());
        self
    }

    /// `ErecyclingEoL`: the recycling at the end of life, a treatment, per unit of what comes out.
    pub fn recycling(mut self, waste: &str) -> Self {
        self.recycling = Some(waste.to_owned());
        self
    }

    /// EER: the energy recovery, a treatment, per unit of the material.
    pub fn energy_recovery(mut self, waste: &str) -> Self {
        self.energy_recovery = Some(waste.to_owned());
        self
    }

    /// LHV: the lower heating value of the material that goes to energy recovery, such as `"22 MJ/kg"`.
    pub fn heating_value(mut self, value: &str) -> Self {
        self.heating_value = Some(value.parse());
        self
    }

    /// XER,heat and ESE,heat: the share of the heating value that becomes heat, and the flow of heat
    /// that it displaces.
    pub fn heat(mut self, efficiency: &str, displaces: &str) -> Self {
        self.heat = Some(Recovered::of(read(efficiency), displaces));
        self
    }

    /// XER,elec and ESE,elec: the share of the heating value that becomes electricity, and the flow of
    /// electricity that it displaces.
    pub fn electricity(mut self, efficiency: &str, displaces: &str) -> Self {
        self.electricity = Some(Recovered::of(read(efficiency), displaces));
        self
    }

    /// ED: the disposal of what is neither recycled nor goes to energy recovery, a treatment.
    pub fn disposal(mut self, waste: &str) -> Self {
        self.disposal = Some(waste.to_owned());
        self
    }
}

/// The same with values that were read elsewhere, as those of a file.
impl Circular {
    /// A number by its name in model files, such as `recycled_content`, or why it could not be read.
    ///
    /// A name that is none of a number of the formula is a problem of the model.
    pub fn of_number(mut self, name: &str, value: Written<Amount>) -> Self {
        let number = match name {
            "recycled_content" => &mut self.recycled_content,
            "recycled_afterwards" => &mut self.recycled_afterwards,
            "to_energy" => &mut self.to_energy,
            "sharing" => &mut self.sharing,
            "energy_sharing" => &mut self.energy_sharing,
            "quality_in" => &mut self.quality_in,
            "quality_out" => &mut self.quality_out,
            _ => {
                self.unknown.push(name.to_owned());
                return self;
            }
        };
        *number = Some(value);
        self
    }

    /// LHV, or why it could not be read.
    pub fn of_heating_value(mut self, value: Written<Quantity>) -> Self {
        self.heating_value = Some(value);
        self
    }

    /// XER,heat, or why it could not be read, and the flow of ESE,heat.
    pub fn of_heat(mut self, efficiency: Written<Amount>, displaces: &str) -> Self {
        self.heat = Some(Recovered::of(efficiency, displaces));
        self
    }

    /// XER,elec, or why it could not be read, and the flow of ESE,elec.
    pub fn of_electricity(mut self, efficiency: Written<Amount>, displaces: &str) -> Self {
        self.electricity = Some(Recovered::of(efficiency, displaces));
        self
    }
}

impl Recovered {
    fn of(efficiency: Written<Amount>, flow: &str) -> Self {
        Self {
            efficiency,
            flow: flow.to_owned(),
        }
    }
}

impl From<Circular> for Process {
    /// The process that makes the material; what is wrong with the terms is told when the system is
    /// built, with every other problem of the model.
    fn from(circular: Circular) -> Self {
        circular.expanded()
    }
}
