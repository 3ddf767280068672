//! How a footprint moves with each number that it rests on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use crate::amount::Amount;
use crate::characterise::{Figure, GwpSet, Tally};
use crate::error::{Error, NumberProblem, Place, Verb};
use crate::model::{Activity, Graph, Line, ServedSupply};
use crate::quantity::Quantity;
use crate::unit::Unit;

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
    /// How the footprint moves with every amount, figure of a supply and global warming potential that it rests on, the
    /// largest elasticity first; those of nothing are left out.
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
    /// let rows = analysis.sensitivities()?;
    /// assert_eq!(rows[1].exchange, "electricity");
    /// assert_eq!(rows[1].derivative.to_string(), "1000"); // 2 × 0.5 kg/kWh, per MWh
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn sensitivities(&self) -> Result<Vec<Sensitivity>, Error> {
        let mut rows = self.unranked().map_err(too_large)?;
        rows.sort_by(|(_, a), (_, b)| b.magnitude().rank(&a.magnitude()));
        Ok(rows.into_iter().map(|(row, _)| row).collect())
    }

    /// The rows in the order of the model, each with the derivative times the amount.
    fn unranked(&self) -> Result<Vec<(Sensitivity, Amount)>, NumberProblem> {
        let graph = self.graph();
        let mut rows = Vec::new();
        if self.runs().is_some() {
            for (number, activity) in graph.activities.iter().enumerate() {
                let slopes = Slopes::new(self, number, activity);
                if slopes.runs_at_all() {
                    slopes.add_to(&mut rows)?;
                }
            }
        }
        self.add_supplies(&mut rows)?;
        self.add_gases(&mut rows)?;
        rows.retain(|(_, weighed)| !weighed.is_zero());
        Ok(rows)
    }

    /// The row of a number and its derivative.
    fn row(
        &self,
        place: Place,
        kind: SensitivityKind,
        amount: &Quantity,
        derivative: Amount,
    ) -> Result<(Sensitivity, Amount), NumberProblem> {
        let weighed = derivative.times(amount.amount())?;
        let total = self.total();
        let elasticity = match weighed.over(total.amount()) {
            Ok(elasticity) => Some(Figure::new(elasticity, self.is_proved())),
            Err(NumberProblem::DivisionByZero | NumberProblem::TooLarge) => None,
            Err(problem) => return Err(problem),
        };
        let unit = match amount.unit().dimension() {
            dimension if dimension == crate::unit::Dimension::NONE => "kg CO2e".to_owned(),
            _ => format!("kg CO2e/({})", amount.unit().symbol()),
        };
        let row = Sensitivity {
            process: place.process,
            exchange: place.flow.unwrap_or_default(),
            index: place.index,
            kind,
            source: None,
            amount: amount.to_string(),
            derivative: Figure::new(derivative, self.is_proved()),
            unit,
            elasticity,
        };
        Ok((row, weighed))
    }

    fn tally(&self) -> Result<Tally, NumberProblem> {
        Tally::of(self.graph(), &self.content.accounts, &self.content.means)
    }

    /// The figures of supplies; those of one published row are one number.
    fn add_supplies(&self, rows: &mut Vec<(Sensitivity, Amount)>) -> Result<(), NumberProblem> {
        let taken = self.tally()?.supplied;
        let graph = self.graph();
        for group in same_figures(graph) {
            let first = &graph.supplies[group[0]];
            let mut amount = Amount::ZERO;
            for supply in &group {
                amount = amount.plus(taken[*supply])?;
            }
            let place = Place::supply(&first.flow);
            let figure = figure_of(first);
            let kind = SensitivityKind::Supply;
            let (mut row, weighed) = self.row(place, kind, &figure, amount)?;
            first.figure.unit.symbol().clone_into(&mut row.unit);
            row.source = source_of(first);
            rows.push((row, weighed));
        }
        Ok(())
    }

    /// The global warming potentials of gases other than the reference.
    fn add_gases(&self, rows: &mut Vec<(Sensitivity, Amount)>) -> Result<(), NumberProblem> {
        let masses = self.tally()?.masses;
        let accounts = &self.content.accounts.list;
        for (first, account) in accounts.iter().enumerate() {
            let Some(factor) = account.kg_co2e_per_kg else {
                continue;
            };
            let is_same = |other: &usize| accounts[*other].gas == account.gas;
            if GwpSet::is_reference(&account.gas) || (0..first).any(|other| is_same(&other)) {
                continue;
            }
            let mut mass = Amount::ZERO;
            for other in (first..accounts.len()).filter(is_same) {
                mass = mass.plus(masses[other])?;
            }
            let unit = Unit::of_mass_co2e().per(&Unit::kilogram());
            let unit = unit.map_err(|_| NumberProblem::TooLarge)?;
            let figure = Quantity::new(factor, unit);
            let place = Place::supply(&account.gas);
            let (mut row, weighed) = self.row(place, SensitivityKind::Gwp, &figure, mass)?;
            "kg".clone_into(&mut row.unit);
            row.source = self.gwp().source().map(str::to_owned);
            rows.push((row, weighed));
        }
        Ok(())
    }
}

/// The supplies whose figures are one number: those of one published row in one unit are; all others stand alone.
pub(super) fn same_figures(graph: &Graph) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_rows = BTreeMap::new();
    for (index, supply) in graph.supplies.iter().enumerate() {
        let next = groups.len();
        let group = match supply.stated.record() {
            Some(record) => {
                let row = (&record.dataset, &record.version, &record.row);
                *of_rows
                    .entry((row, supply.figure.unit.symbol()))
                    .or_insert(next)
            }
            None => next,
        };
        match groups.get_mut(group) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// The figure of a supply with its unit.
pub(super) fn figure_of(supply: &ServedSupply) -> Quantity {
    let unit = Unit::of_mass_co2e().per(&supply.figure.unit);
    // A figure that was linked is per a unit that it can be per.
    Quantity::new(
        supply.figure.total,
        unit.unwrap_or_else(|_| Unit::of_mass_co2e()),
    )
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

/// The numbers of one process, and how the footprint moves with them.
struct Slopes<'a> {
    analysis: &'a Analysis,
    graph: &'a Graph,
    number: usize,
    activity: &'a Activity,
}

impl<'a> Slopes<'a> {
    fn new(analysis: &'a Analysis, number: usize, activity: &'a Activity) -> Self {
        Self {
            analysis,
            graph: analysis.graph(),
            number,
            activity,
        }
    }

    fn runs_at_all(&self) -> bool {
        let mut columns = self.activity.columns.clone();
        columns.any(|column| !self.analysis.runs_of(column).is_zero())
    }

    fn add_to(&self, rows: &mut Vec<(Sensitivity, Amount)>) -> Result<(), NumberProblem> {
        let process = &self.graph.processes[self.number];
        for (number, line) in process.lines.iter().enumerate() {
            let Ok(amount) = line.exchange.amount() else {
                continue;
            };
            let derivative = if line.is_output() {
                self.of_output(number)?
            } else {
                self.of_need(number, line, amount.unit())?
            };
            let place = process.place(number);
            rows.push(
                self.analysis
                    .row(place, line.verb.into(), amount, derivative)?,
            );
        }
        Ok(())
    }

    /// How often the outputs of the process run that bear an exchange, by the weights with which they do.
    fn borne(&self, weights: Option<&[Amount]>) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        for column in self.activity.columns.clone() {
            let weight = self.graph.weight(column, weights);
            sum = sum.plus(weight.times(self.analysis.runs_of(column))?)?;
        }
        Ok(sum)
    }

    /// What a unit of an amount as written counts, of what one line takes or emits.
    fn of_need(&self, number: usize, line: &Line, unit: &Unit) -> Result<Amount, NumberProblem> {
        let one = Quantity::new(Amount::ONE, unit.clone());
        // Linking has converted the line's amount the same way.
        let in_unit = |unit: &Unit| match one.to(unit) {
            Ok(quantity) => Ok(quantity.amount()),
            Err(_) => Err(NumberProblem::TooLarge),
        };
        let is_credit = matches!(line.verb, Verb::Avoids | Verb::Removes);
        let mut sum = Amount::ZERO;
        for link in self.activity.links.iter().filter(|own| own.line == number) {
            let per_unit = self.analysis.content.per_unit.values[link.column];
            let needed = in_unit(&self.graph.columns[link.column].unit)?;
            let borne = self.borne(link.weights.as_deref())?;
            sum = sum.plus(needed.times(per_unit)?.times(borne)?)?;
        }
        for own in self.activity.uses.iter().filter(|own| own.line == number) {
            let figure = &self.graph.supplies[own.supply].figure;
            let needed = in_unit(&figure.unit)?.times(own.share)?;
            let borne = self.borne(own.weights.as_deref())?;
            sum = sum.plus(needed.times(figure.total)?.times(borne)?)?;
        }
        let accounts = &self.analysis.content.accounts;
        for (account, own) in accounts.emissions(self.graph, self.number) {
            if own.line == number {
                let mass = match accounts.list[account].kg_co2e_per_kg {
                    Some(_) => in_unit(&Unit::kilogram())?,
                    None => in_unit(&Unit::of_mass_co2e())?,
                };
                let borne = self.borne(own.weights.as_deref())?;
                sum = sum.plus(accounts.co2e(account, mass)?.times(borne)?)?;
            }
        }
        Ok(if is_credit { sum.negated() } else { sum })
    }

    /// What one more unit of an output counts: less of everything per unit, and another allocation where that weighs by
    /// amounts.
    fn of_output(&self, number: usize) -> Result<Amount, NumberProblem> {
        let mut columns = self.activity.columns.clone();
        let Some(column) = columns.find(|column| self.graph.columns[*column].line == number) else {
            return Ok(Amount::ZERO);
        };
        let own = &self.graph.columns[column];
        let runs = self.analysis.runs_of(column);
        let per_unit = self.analysis.content.per_unit.values[column];
        let made = runs.times(self.activity.sum)?.times(per_unit)?.negated();
        if !own.weighs_by_amount {
            return Ok(made);
        }
        // A share is w/W and w grows with the amount: its relative change is 1/q for the output itself, and its own share
        // of that is taken from all.
        let shared = self.shared_burden()?;
        let own_part = runs.times(own.weight)?;
        let all = self.borne(None)?.times(own.weight)?;
        let moved = own_part
            .times(self.activity.sum)?
            .minus(all)?
            .times(shared)?;
        let moved = moved.over(self.activity.sum.times(own.amount)?)?;
        made.plus(moved)
    }

    /// kg CO2e of one run that the outputs share by the weights of the process.
    fn shared_burden(&self) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        let content = &self.analysis.content;
        for link in self
            .activity
            .links
            .iter()
            .filter(|own| own.weights.is_none())
        {
            sum = sum.plus(link.amount.times(content.per_unit.values[link.column])?)?;
        }
        for own in self
            .activity
            .uses
            .iter()
            .filter(|own| own.weights.is_none())
        {
            let figure = &self.graph.supplies[own.supply].figure;
            sum = sum.plus(own.amount.times(figure.total)?)?;
        }
        let accounts = &content.accounts;
        for (account, own) in accounts.emissions(self.graph, self.number) {
            if own.weights.is_none() {
                sum = sum.plus(accounts.co2e(account, own.mass_kg)?)?;
            }
        }
        Ok(sum)
    }
}
