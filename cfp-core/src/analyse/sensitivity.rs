//! How a footprint moves with each number that it rests on.

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::slopes::NumberOf;
use super::uncertainty::{ModelParameter, Places};
use crate::amount::Amount;
use crate::characterise::{Figure, GwpSet};
use crate::error::{Error, NumberProblem, Place, Verb};
use crate::model::{Finding, ServedSupply};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

/// How a footprint moves with every number that it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sensitivities {
    /// What the footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e.
    pub total: Figure,
    /// The numbers, the largest elasticity first.
    pub sensitivities: Vec<Sensitivity>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// How the footprint moves with one number of the model.
///
/// # Exactness
///
/// The derivative is exact, from the direct and the adjoint solution; the bound is that of its arithmetic rounding. The
/// footprint is linear in amounts taken and emitted, in the figures of supplies and in global warming potentials, unless
/// the process that they are of stands in a loop; elsewhere the derivative is that at the amount as written. That of an
/// output of several counts what its amount changes in the allocation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sensitivity {
    /// The process of an exchange; `None` for a supply or a gas.
    pub process: Option<String>,
    /// The flow of an exchange or a supply, the gas of a global warming potential, the name of a parameter.
    pub exchange: String,
    /// Which of several exchanges of that flow under that verb, counted from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub index: usize,
    /// What the number is.
    pub kind: SensitivityKind,
    /// The published row of a supply's figure, or the dataset of a global warming potential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The number as written, such as `1.15 MWh`.
    pub amount: String,
    /// By how much the footprint rises when the number rises by one of its unit.
    pub derivative: Figure,
    /// The unit of the derivative, such as `kg CO2e/MWh`.
    pub unit: String,
    /// By how many percent the footprint rises when the number rises by one percent; `None` when the footprint is zero.
    pub elasticity: Option<Figure>,
}

// Serde asks by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(index: &usize) -> bool {
    *index == 0
}

/// What a number is that a footprint rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SensitivityKind {
    /// The amount of a product.
    Makes,
    /// The amount of an input.
    Takes,
    /// The amount of a waste that is treated.
    Treats,
    /// The amount of a waste that is sent away.
    Discards,
    /// The amount of an avoided flow.
    Avoids,
    /// The amount of an emission.
    Emits,
    /// The amount of a removal.
    Removes,
    /// The figure of a supply.
    Supply,
    /// A global warming potential.
    Gwp,
    /// A named parameter of a model.
    Parameter,
}

impl From<Verb> for SensitivityKind {
    fn from(verb: Verb) -> Self {
        match verb {
            Verb::Makes => Self::Makes,
            Verb::Takes => Self::Takes,
            Verb::Treats => Self::Treats,
            Verb::Discards => Self::Discards,
            Verb::Avoids => Self::Avoids,
            Verb::Emits => Self::Emits,
            Verb::Removes => Self::Removes,
        }
    }
}

impl SensitivityKind {
    /// The word for it in results: `takes`, `supply`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Makes => "makes",
            Self::Takes => "takes",
            Self::Treats => "treats",
            Self::Discards => "discards",
            Self::Avoids => "avoids",
            Self::Emits => "emits",
            Self::Removes => "removes",
            Self::Supply => "supply",
            Self::Gwp => "gwp",
            Self::Parameter => "parameter",
        }
    }
}

impl Analysis {
    /// How the footprint moves with every amount, figure of a supply and global warming potential that it rests on, and with
    /// the parameters that these are computed from; what moves nothing is left out.
    ///
    /// The reference gas counts one by definition, so that there is no row for it.
    ///
    /// # Errors
    ///
    /// Figures beyond the range of decimals.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Demand, GwpSet, Process, System};
    ///
    /// let system = System::builder()
    ///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", "1.15 MWh"))
    ///     .supply("electricity", "0.5 kg CO2e/kWh")
    ///     .build()?;
    /// let analysis = system.solve()?.analyse(&Demand::new("profile", "2 t"), &GwpSet::new("none"))?;
    /// let rows = analysis.sensitivities(&[])?.sensitivities;
    /// assert_eq!(rows[1].exchange, "electricity");
    /// assert_eq!(rows[1].derivative.to_string(), "1000"); // 2 × 0.5 kg/kWh, per MWh
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn sensitivities(&self, parameters: &[ModelParameter]) -> Result<Sensitivities, Error> {
        let rows = self.ranked_rows(parameters).map_err(too_large)?;
        let footprint = self.footprint();
        Ok(Sensitivities {
            product: footprint.product.clone(),
            demand: footprint.demand.clone(),
            total: footprint.total(),
            sensitivities: rows,
            findings: footprint.findings.clone(),
        })
    }

    fn ranked_rows(
        &self,
        parameters: &[ModelParameter],
    ) -> Result<Vec<Sensitivity>, NumberProblem> {
        let slopes = self.slopes()?;
        let mut rows = Vec::with_capacity(slopes.len() + parameters.len());
        for slope in &slopes {
            let named = self.named(&slope.of, slope.amount.unit());
            let gas = named.place.flow.as_deref().unwrap_or_default();
            if named.kind == SensitivityKind::Gwp && GwpSet::is_reference(gas) {
                continue;
            }
            let row = self.row(
                named,
                &slope.amount,
                slope.amount.to_string(),
                slope.derivative,
            )?;
            rows.extend(row);
        }
        let places = Places::of(self, &slopes);
        for parameter in parameters {
            let derivative = parameter.derivative(self, &slopes, &places)?;
            let named = Named {
                place: Place::supply(&parameter.name),
                kind: SensitivityKind::Parameter,
                unit: per(parameter.value.unit()),
                source: None,
            };
            let written = parameter.written.clone();
            rows.extend(self.row(named, &parameter.value, written, derivative)?);
        }
        rows.sort_by(|(a, _), (b, _)| b.magnitude().rank(&a.magnitude()));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The row of a number with the derivative times the amount; `None` for one that moves nothing.
    fn row(
        &self,
        named: Named,
        amount: &Quantity,
        written: String,
        derivative: Amount,
    ) -> Result<Option<(Amount, Sensitivity)>, NumberProblem> {
        let weighed = derivative.times(amount.amount())?;
        if weighed.is_zero() {
            return Ok(None);
        }
        let elasticity = match weighed.over(self.total().amount()) {
            Ok(elasticity) => Some(Figure::new(elasticity, self.is_proved())),
            Err(NumberProblem::DivisionByZero | NumberProblem::TooLarge) => None,
            Err(problem) => return Err(problem),
        };
        let Named {
            place,
            kind,
            unit,
            source,
        } = named;
        let row = Sensitivity {
            process: place.process,
            exchange: place.flow.unwrap_or_default(),
            index: place.index,
            kind,
            source,
            amount: written,
            derivative: Figure::new(derivative, self.is_proved()),
            unit,
            elasticity,
        };
        Ok(Some((weighed, row)))
    }

    /// What a number is called.
    pub(super) fn named(&self, of: &NumberOf, unit: &Unit) -> Named {
        let graph = self.graph();
        match of {
            NumberOf::Line { activity, line } => {
                let process = &graph.processes[*activity];
                Named {
                    place: process.place(*line),
                    kind: process.lines[*line].verb.into(),
                    unit: per(unit),
                    source: None,
                }
            }
            NumberOf::Supplies(group) => {
                let first = &graph.supplies[group[0]];
                Named {
                    place: Place::supply(&first.flow),
                    kind: SensitivityKind::Supply,
                    unit: first.figure.unit.symbol().to_owned(),
                    source: source_of(first),
                }
            }
            NumberOf::Gas(accounts) => Named {
                place: Place::supply(&self.content.accounts.list[accounts[0]].gas),
                kind: SensitivityKind::Gwp,
                unit: "kg".to_owned(),
                source: self.gwp().source().map(str::to_owned),
            },
        }
    }
}

/// What a number is called, and the unit of a derivative by it.
pub(super) struct Named {
    /// Of a supply or a gas the place of that flow.
    pub place: Place,
    pub kind: SensitivityKind,
    pub unit: String,
    pub source: Option<String>,
}

/// kg CO2e per a unit; what has a stroke or a product of its own stands in parentheses, and a plain number has no unit.
fn per(unit: &Unit) -> String {
    if unit.dimension() == Dimension::NONE {
        return "kg CO2e".to_owned();
    }
    let symbol = unit.symbol();
    if symbol.contains(['/', '*', '·', ' ']) {
        format!("kg CO2e/({symbol})")
    } else {
        format!("kg CO2e/{symbol}")
    }
}

fn source_of(supply: &ServedSupply) -> Option<String> {
    match supply.stated.record() {
        Some(record) => Some(format!(
            "{} {}, {}",
            record.dataset, record.version, record.row
        )),
        None => supply.stated.about.source.clone(),
    }
}
