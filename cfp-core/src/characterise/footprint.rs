//! The footprint of a demand, with everything that led to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::demand::{Demand, Means};
use super::figure::Figure;
use super::gwp::GwpSet;
use super::rows::{
    CoverageRow, CutOffRow, DataQuality, ElectricityRow, Ratings, RegionRow, StageRow, SupplierRow,
};
use super::sums::Sums;
use super::tally::Accounts;
use super::terms::TermRow;
use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem, ProblemKind};
use crate::model::{Carried, Category, FactorRecord, Finding, Quality, Supply, System};
use crate::quantity::Quantity;
use crate::solve::Solved;
use crate::unit::Unit;

/// The cradle-to-gate carbon footprint of an amount of a product, in kg CO2e.
///
/// Every figure carries the proved bound of its arithmetic rounding; the bound says nothing about
/// the data. Written as JSON it has the shape that `cfp footprint --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Footprint {
    /// What the footprint is of.
    pub product: String,
    /// How much of it, as asked for.
    pub demand: String,
    /// The GWP set.
    pub gwp: String,
    /// The dataset and version of the set; `None` for a set of the modeller's own.
    pub gwp_source: Option<String>,
    /// The sum of all categories, in kg CO2e; biogenic carbon counts -1 and +1.
    pub total: Total,
    /// The total without the uptake into biomass.
    pub total_without_biogenic_uptake: Figure,
    /// kg CO2e by category; a category in which nothing falls is zero.
    pub by_category: BTreeMap<Category, Figure>,
    /// The gases, by category.
    pub inventory: Vec<InventoryRow>,
    /// What each process emits itself, and what each supply brings, largest first.
    pub by_process: Vec<ByProcess>,
    /// What each term of a circular footprint formula contributes; empty where the model has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermRow>,
    /// kg CO2e by life-cycle stage, largest first.
    pub by_stage: Vec<StageRow>,
    /// kg CO2e by region, where they are emitted and where they are consumed.
    pub by_region: Vec<RegionRow>,
    /// The published factors that were used.
    pub factors: Vec<UsedFactor>,
    /// The suppliers' results that were used.
    pub suppliers: Vec<SupplierRow>,
    /// The electricity that says by what right it counts so.
    pub electricity: Vec<ElectricityRow>,
    /// The total with the average of the grid for all of that electricity; `None` where none is stated, or one lacks it.
    pub location_based_total: Option<Figure>,
    /// What is left out on purpose, and what it could make.
    pub cut_offs: Vec<CutOffRow>,
    /// On what kind of data the footprint rests.
    pub data_quality: DataQuality,
    /// On which sources the footprint rests, largest first.
    pub coverage: Vec<CoverageRow>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The total, with its unit beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Total {
    /// kg CO2e.
    #[serde(flatten)]
    pub figure: Figure,
    /// Always `kg CO2e`.
    pub unit: String,
}

/// A gas in one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InventoryRow {
    /// The gas; `CO2e` for what is known only as CO2e.
    pub gas: String,
    /// The category it counts in.
    pub category: Category,
    /// kg of the gas, negative when removed; `None` for what is known only as CO2e.
    pub mass_kg: Option<Figure>,
    /// kg CO2e.
    pub co2e: Figure,
}

/// Whether a row of [`Footprint::by_process`] is a process or a supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A process of the model; its CO2e is what it emits itself.
    Process,
    /// A supply; its CO2e is the supply's whole upstream.
    Supply,
}

impl RowKind {
    /// The word for it in results: `process` or `supply`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Supply => "supply",
        }
    }
}

/// What a process emits itself, or what a supply brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ByProcess {
    /// Process or supply.
    pub kind: RowKind,
    /// The name of the process, or of the supplied flow.
    pub process: String,
    /// The output that the row is of; a process of several outputs has several rows.
    pub product: String,
    /// How many times the process, as written, runs; for a supply, how much of it is taken.
    pub runs: Figure,
    /// The unit of `runs`: empty for a process, the supply's unit for a supply.
    pub unit: String,
    /// kg CO2e.
    pub co2e: Figure,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// A published factor that was used, and for which flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UsedFactor {
    /// The supplied flow.
    pub flow: String,
    /// The row that was used.
    #[serde(flatten)]
    pub record: FactorRecord,
}

impl Footprint {
    /// kg CO2e.
    pub fn total(&self) -> Figure {
        self.total.figure
    }

    /// What each process emits itself and each supply brings, largest first.
    pub fn by_process(&self) -> &[ByProcess] {
        &self.by_process
    }

    /// The footprint as what supplies another system: per unit of its amount, by category, with its GWP set, the share of
    /// primary data and the ratings of its data.
    ///
    /// # Exactness
    ///
    /// A footprint of one unit keeps its digits; of another amount it is divided, and what that rounds is in the bound. One
    /// without a proved bound leaves every footprint that it supplies without one.
    ///
    /// # Errors
    ///
    /// An amount of zero, or one that does not read as a quantity.
    pub fn supply(&self) -> Result<Supply, Error> {
        let per_unit = || -> Result<Supply, ProblemKind> {
            let amount: Quantity = self.demand.parse::<Quantity>()?;
            let unit = Unit::of_mass_co2e().per(amount.unit())?;
            let each = |figure: &Figure| -> Result<Quantity, NumberProblem> {
                let amount = figure.amount().over(amount.amount())?;
                Ok(Quantity::new(amount, unit.clone()))
            };
            let mut supply = Supply::of(Ok(each(&self.total())?)).gwp(&self.gwp);
            for (category, figure) in &self.by_category {
                if *category != Category::Unspecified && !figure.value().is_zero() {
                    supply = supply.of_category(Ok(*category), Ok(each(figure)?));
                }
            }
            if let Some(percent) = &self.data_quality.primary_percent {
                supply = supply.primary_share(percent);
            }
            if let Some(ratings) = &self.data_quality.ratings {
                let Ratings {
                    technology,
                    geography,
                    time,
                    ..
                } = ratings;
                supply = supply.quality(Quality::new(technology, geography, time));
            }
            let percent = |text: &Option<String>| match text {
                Some(text) => text.parse::<Amount>(),
                // Without any emissions there are no shares of them.
                None => Ok(Amount::ZERO),
            };
            let quality = &self.data_quality;
            let ratings = quality.ratings.as_ref();
            supply = supply.carrying(Carried {
                metered: percent(&quality.metered_percent)?,
                not_stated: percent(&quality.not_stated_percent)?,
                scored: ratings.map_or(Ok(Amount::ZERO), |ratings| {
                    percent(&ratings.covered_percent)
                })?,
            });
            if self.total().bound().is_none() {
                supply = supply.unproved();
            }
            Ok(supply)
        };
        per_unit().map_err(|kind| Problem::new(kind, Place::model(Some("amount"))).into())
    }
}

impl System {
    /// The footprint of an amount of a product, such as `("aluminium profile", "1 t")`.
    ///
    /// # Errors
    ///
    /// A product or unit that does not fit, loops that cannot be solved, gases without a value.
    pub fn footprint(&self, product: &str, amount: &str, gwp: &GwpSet) -> Result<Footprint, Error> {
        self.solve()?.footprint(&Demand::new(product, amount), gwp)
    }
}

impl Solved {
    /// The footprint of a demand.
    ///
    /// # Errors
    ///
    /// A product or unit that does not fit; gases without a value in the set; results beyond the
    /// range of decimals.
    pub fn footprint(&self, demand: &Demand, gwp: &GwpSet) -> Result<Footprint, Error> {
        let graph = &self.system().graph;
        let means = self.meet(demand)?;
        let accounts = Accounts::of(graph, gwp)?;
        let too_large = |kind: NumberProblem| Error::from(Problem::new(kind, Place::default()));
        let mut sums = Sums::new(graph, &accounts);
        let amount = demand.amount().as_ref();
        if amount.is_ok_and(|amount| amount.amount().is_negative()) {
            sums.findings.push(negative_demand(demand));
        }
        match &means {
            Means::Supplies(taken) => sums.supplied(taken).map_err(too_large)?,
            Means::Processes(solution) => sums.add(solution).map_err(too_large)?,
        }
        let footprint = sums.footprint(demand, gwp).map_err(too_large)?;
        self.with_terms(footprint, &accounts, &means)
            .map_err(too_large)
    }
}

/// The finding of a demand below zero.
fn negative_demand(demand: &Demand) -> Finding {
    let product = demand.product();
    Finding::new(
        "negative-amount",
        format!("the amount wanted of `{product}` is negative"),
        "the footprint is that of so much less of it; check that this is meant",
    )
}

/// A share of a total in percent, for reading: rounded to six places.
pub(crate) fn share_percent(part: Amount, total: Amount) -> Result<Option<String>, NumberProblem> {
    let hundredfold = part.times(Amount::from(100));
    match hundredfold.and_then(|part| part.over(total)) {
        Ok(share) => Ok(Some(share.rounded_text(6))),
        // A total that is zero, or next to nothing beside parts that cancel: a share says nothing.
        Err(NumberProblem::DivisionByZero | NumberProblem::TooLarge) => Ok(None),
        Err(problem) => Err(problem),
    }
}
