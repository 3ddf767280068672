//! Production processes: what is attributed to them, and what they make.

use super::energy::{ElectricityUse, Heat};
use super::good::{FunctionalUnit, Good};
use super::measure::number;
use crate::amount::Amount;
use crate::error::{CbamProblem, ProblemKind};
use crate::quantity::Quantity;

/// A production process: all routes by which an installation makes the goods of one functional unit.
///
/// # Source
///
/// 2547 Article 4, Annex II points A.4 and F.
#[derive(Debug, Clone, PartialEq)]
pub struct Production {
    pub(super) name: String,
    pub(super) produced: Quantity,
    pub(super) functional_unit: FunctionalUnit,
    pub(super) annex_ii: bool,
    pub(super) goods: Vec<Good>,
    pub(super) direct: Direct,
    pub(super) heat_imported: Vec<Heat>,
    pub(super) heat_exported: Vec<Heat>,
    pub(super) waste_gas_imported: Vec<Quantity>,
    pub(super) waste_gas_exported: Vec<Quantity>,
    pub(super) electricity: Vec<ElectricityUse>,
    pub(super) electricity_produced: Vec<ElectricityUse>,
    pub(super) takes: Vec<Taken>,
    pub(super) co_products: Vec<CoProduct>,
}

/// The directly attributable emissions of a production process, `DirEm*` of 2547 Annex III Equation 55.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Direct {
    /// The sum of the sources that say that they are used in it.
    #[default]
    OfSources,
    /// As the operator determined it for the process.
    Stated(Quantity),
}

/// A precursor that a production process uses.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// From another production process of the installation, or, where that makes goods of different content, this good of it.
    Made {
        /// The production process.
        process: String,
        /// The good, where it matters which.
        good: Option<String>,
        /// Tonnes, losses and scrap included.
        amount: Quantity,
    },
    /// Bought; from these suppliers alone where evidence shows it, else from all of them in proportion.
    Bought {
        /// The precursor.
        precursor: String,
        /// The suppliers that evidence shows.
        only: Option<Vec<String>>,
        /// Tonnes, losses and scrap included.
        amount: Quantity,
    },
}

/// A chemical that is made beside the goods, or the goods themselves, with what splits the emissions between them.
///
/// # Source
///
/// 2547 Annex III point A.2.1, Equation 43.
#[derive(Debug, Clone, PartialEq)]
pub struct CoProduct {
    /// What it is called.
    pub name: String,
    /// How much is made.
    pub amount: Quantity,
    /// Grams per mole; where one is not known, the masses split.
    pub molar_mass: Option<Amount>,
    /// Whether it is the goods of the process.
    pub is_goods: bool,
}

impl Production {
    /// A production process and the tonnes of goods that leave it in the year.
    pub fn new(name: &str, produced: Quantity) -> Self {
        Self {
            name: name.to_owned(),
            produced,
            functional_unit: FunctionalUnit::Tonne,
            annex_ii: false,
            goods: Vec::new(),
            direct: Direct::OfSources,
            heat_imported: Vec::new(),
            heat_exported: Vec::new(),
            waste_gas_imported: Vec::new(),
            waste_gas_exported: Vec::new(),
            electricity: Vec::new(),
            electricity_produced: Vec::new(),
            takes: Vec::new(),
            co_products: Vec::new(),
        }
    }

    /// What its embedded emissions are counted per; tonnes where nothing is said.
    pub fn functional_unit(mut self, unit: FunctionalUnit) -> Self {
        self.functional_unit = unit;
        self
    }

    /// Whether its goods are of Annex II of Regulation (EU) 2023/956, so that only direct emissions count.
    pub fn annex_ii(mut self, is_listed: bool) -> Self {
        self.annex_ii = is_listed;
        self
    }

    /// A good that it makes.
    pub fn good(mut self, good: Good) -> Self {
        self.goods.push(good);
        self
    }

    /// Its directly attributable emissions, in place of the sum of sources.
    pub fn direct(mut self, emissions: Quantity) -> Self {
        self.direct = Direct::Stated(emissions);
        self
    }

    /// Measurable heat that it receives.
    pub fn heat_imported(mut self, heat: Heat) -> Self {
        self.heat_imported.push(heat);
        self
    }

    /// Measurable heat that leaves it.
    pub fn heat_exported(mut self, heat: Heat) -> Self {
        self.heat_exported.push(heat);
        self
    }

    /// Energy of waste gas that it receives.
    pub fn waste_gas_imported(mut self, energy: Quantity) -> Self {
        self.waste_gas_imported.push(energy);
        self
    }

    /// Energy of waste gas that leaves it, with evidence.
    pub fn waste_gas_exported(mut self, energy: Quantity) -> Self {
        self.waste_gas_exported.push(energy);
        self
    }

    /// Electricity that it uses.
    pub fn electricity(mut self, used: ElectricityUse) -> Self {
        self.electricity.push(used);
        self
    }

    /// Electricity that it makes, whoever uses it.
    pub fn electricity_produced(mut self, made: ElectricityUse) -> Self {
        self.electricity_produced.push(made);
        self
    }

    /// A precursor that it uses.
    pub fn takes(mut self, taken: Taken) -> Self {
        self.takes.push(taken);
        self
    }

    /// A chemical that shares its emissions by moles, the goods among them.
    pub fn co_product(mut self, product: CoProduct) -> Self {
        self.co_products.push(product);
        self
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tonnes of goods, and functional units of them.
    ///
    /// # Source
    ///
    /// 2547 Annex II point F.
    pub(super) fn activity_level(&self) -> Result<(Amount, Amount), ProblemKind> {
        let produced = number(&self.produced, "t")?;
        if produced.is_negative() {
            let what = "the production".to_owned();
            let written = self.produced.to_string();
            return Err(CbamProblem::Negative { what, written }.into());
        }
        if produced.is_zero() {
            return Err(CbamProblem::NoActivityLevel.into());
        }
        let mut stated = Some(Amount::ZERO);
        for good in &self.goods {
            stated = match (stated, &good.produced) {
                (Some(sum), Some(amount)) => Some(sum.plus(number(amount, "t")?)?),
                _ => None,
            };
        }
        if let Some(sum) = stated.filter(|_| !self.goods.is_empty())
            && !sum.minus(produced)?.is_zero()
        {
            let (sum, produced) = (sum.to_string(), produced.to_string());
            return Err(CbamProblem::GoodsNotProduction { sum, produced }.into());
        }
        if self.functional_unit.is_mass() || self.goods.is_empty() {
            return Ok((produced, produced));
        }
        let contents = self.contents()?;
        if contents.windows(2).all(|pair| pair[0] == pair[1]) {
            return Ok((produced, produced.times(contents[0])?));
        }
        let mut units = Amount::ZERO;
        for (good, content) in self.goods.iter().zip(contents) {
            let Some(amount) = &good.produced else {
                let unit = self.functional_unit.word();
                return Err(CbamProblem::AmountsNotStated { unit }.into());
            };
            units = units.plus(number(amount, "t")?.times(content)?)?;
        }
        Ok((produced, units))
    }

    /// Functional units per tonne of each good.
    pub(super) fn contents(&self) -> Result<Vec<Amount>, ProblemKind> {
        let contents = self.goods.iter().map(|good| self.content_of(good));
        contents.collect()
    }

    /// Functional units per tonne of what others take of it: of a good of this name, or of whichever where all are alike.
    pub(super) fn content_taken(&self, good: Option<&str>) -> Result<Amount, ProblemKind> {
        if self.functional_unit.is_mass() {
            return Ok(Amount::ONE);
        }
        if let Some(good) = good.and_then(|name| self.goods.iter().find(|one| one.name == name)) {
            return self.content_of(good);
        }
        let contents = self.contents()?;
        match contents[..] {
            [] => Ok(Amount::ONE),
            [first, ref rest @ ..] if rest.iter().all(|other| *other == first) => Ok(first),
            _ => Err(CbamProblem::GoodNotNamed.into()),
        }
    }

    /// Functional units per tonne of a good.
    pub(super) fn content_of(&self, good: &Good) -> Result<Amount, ProblemKind> {
        if self.functional_unit.is_mass() {
            return Ok(Amount::ONE);
        }
        let Some(content) = good.content else {
            let unit = self.functional_unit.word();
            let good = good.name.clone();
            return Err(CbamProblem::NoContent { good, unit }.into());
        };
        if !content.is_positive() {
            let what = format!("the content of good `{}`", good.name);
            return Err(CbamProblem::Zero { what }.into());
        }
        Ok(content)
    }
}
