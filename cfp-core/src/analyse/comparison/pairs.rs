//! What an exchange draws on in two systems, and what corresponds to what.

use std::collections::BTreeMap;

use super::Pair;
use crate::amount::Amount;
use crate::characterise::{Accounts, Wanted};
use crate::error::{ComparisonProblem, Error, Place, Problem, ProblemKind, Verb};
use crate::model::{Category, Graph, Role};
use crate::quantity::Quantity;

/// Which of the two systems: before the change, or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Before, Self::After];
}

/// What names an exchange in both systems: its verb, its flow, and which of several of that flow it is.
pub(super) type LineKey<'g> = (Verb, &'g str, usize);

/// An exchange of a process that is no output.
#[derive(Debug, Clone)]
pub(super) struct Line<'g> {
    pub need: Need,
    /// Weights of its own, where the outputs cause it in other shares.
    pub own: Option<&'g [Amount]>,
    /// The amount as written.
    pub written: &'g Quantity,
}

/// What an exchange draws on per run, in the numbers of its own system.
#[derive(Debug, Clone)]
pub(super) enum Need {
    /// Nothing that counts: it is cut off.
    CutOff,
    /// So much of a column's output, in its unit.
    Column(usize, Amount),
    /// So much of each of several supplies.
    Supplies(Vec<Drawn>),
    /// So many kg in an account.
    Gas(usize, Amount),
}

/// So much of a supply, in its unit, and the share of it that this is of what all of them serve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub supply: usize,
    pub share: Amount,
    pub amount: Amount,
}

/// A figure that both systems have, each with its own value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Figured {
    /// The gas and its category on each side.
    Gas([(String, Category); 2]),
    /// The supplies on each side.
    Supplies([Vec<usize>; 2]),
}

/// What an exchange draws of one thing before and after, and what a unit of that carries.
#[derive(Debug, Clone)]
pub(super) struct Draw {
    pub amounts: [Amount; 2],
    /// kg CO2e per unit.
    pub prices: [Amount; 2],
    pub unit: String,
    /// The figure that the prices are; `None` for what is made, and where one system alone has it.
    pub of: Option<Figured>,
}

impl Draw {
    /// What of the amounts of the draws before this is shown with it: none where others serve before and after, and
    /// this is of those after.
    pub fn shown(&self, so_far: Amount, is_moved: bool) -> Amount {
        if is_moved && self.amounts[0].is_zero() {
            Amount::ZERO
        } else {
            so_far
        }
    }
}

/// The exchanges of an activity that are no outputs.
pub(super) fn lines<'g>(
    graph: &'g Graph,
    accounts: &'g Accounts,
    activity: usize,
) -> BTreeMap<LineKey<'g>, Line<'g>> {
    let own = &graph.activities[activity];
    let mut needs: BTreeMap<usize, (Need, Option<&[Amount]>)> = BTreeMap::new();
    for link in &own.links {
        let need = Need::Column(link.column, link.amount);
        needs.insert(link.line, (need, link.weights.as_deref()));
    }
    for supply_use in &own.uses {
        let entry = needs.entry(supply_use.line);
        let (need, _) =
            entry.or_insert_with(|| (Need::Supplies(Vec::new()), supply_use.weights.as_deref()));
        if let Need::Supplies(drawn) = need {
            drawn.push(Drawn {
                supply: supply_use.supply,
                share: supply_use.share,
                amount: supply_use.amount,
            });
        }
    }
    for (account, emission) in accounts.emissions(graph, activity) {
        let need = Need::Gas(account, emission.mass_kg);
        needs.insert(emission.line, (need, emission.weights.as_deref()));
    }
    let mut seen: BTreeMap<(Verb, &str), usize> = BTreeMap::new();
    let mut lines = BTreeMap::new();
    for (number, line) in graph.processes[activity].lines.iter().enumerate() {
        let count = seen.entry((line.verb, line.flow.as_str())).or_insert(0);
        let key = (line.verb, line.flow.as_str(), *count);
        *count += 1;
        // A linked system has no exchange whose amount cannot be read.
        if let (false, Ok(written)) = (line.is_output(), &line.exchange.amount) {
            let (need, own) = needs.remove(&number).unwrap_or((Need::CutOff, None));
            lines.insert(key, Line { need, own, written });
        }
    }
    lines
}

impl Pair<'_> {
    /// What a demand draws on.
    pub fn demanded(&self, side: Side) -> Result<Need, ProblemKind> {
        let content = self.content(side);
        let graph = self.graph(side);
        // The analysis has met the demand, so that it can be met.
        let wanted = content.solved.wanted(&content.demand);
        let wanted = wanted.map_err(|error| first_kind(error.into_problems()))?;
        Ok(match wanted {
            Wanted::Column(column, amount) => Need::Column(column, amount),
            Wanted::Supplies(taken) => {
                let members = graph.common_supplies.get(content.demand.product());
                let shares = members.map_or(&[][..], |members| members);
                let with_shares = taken.into_iter().zip(shares);
                let drawn = with_shares.map(|((supply, amount), member)| Drawn {
                    supply,
                    share: member.share,
                    amount,
                });
                Need::Supplies(drawn.collect())
            }
        })
    }

    /// Who serves a need: a process, `supply`, or nobody.
    pub fn provider(&self, need: &Need, side: Side) -> Option<String> {
        match need {
            Need::Column(column, _) => Some(self.graph(side).process_name(*column).to_owned()),
            Need::Supplies(_) => Some("supply".to_owned()),
            Need::CutOff => Some("cut off".to_owned()),
            Need::Gas(..) => None,
        }
    }

    /// What two needs of one exchange draw on; `None` where a system does not have the exchange.
    pub fn draws(&self, needs: [Option<&Need>; 2]) -> Result<Vec<Draw>, ProblemKind> {
        match needs {
            [
                Some(Need::Column(before, from)),
                Some(Need::Column(after, to)),
            ] if self.columns[*before] == *after => {
                let mut draw = self.of_column(*before, Side::Before, *from)?;
                draw.amounts[1] = self.of_column(*after, Side::After, *to)?.amounts[1];
                Ok(vec![draw])
            }
            [Some(Need::Gas(before, from)), Some(Need::Gas(after, to))] => {
                let accounts = [
                    &self.content(Side::Before).accounts.list[*before],
                    &self.content(Side::After).accounts.list[*after],
                ];
                let of = accounts.map(|account| (account.gas.clone(), account.category));
                let prices = accounts.map(|own| own.kg_co2e_per_kg.unwrap_or(Amount::ONE));
                Ok(vec![Draw {
                    amounts: [*from, *to],
                    prices,
                    unit: "kg".to_owned(),
                    of: Some(Figured::Gas(of)),
                }])
            }
            [Some(Need::Supplies(before)), Some(Need::Supplies(after))] => {
                match self.of_both(before, after) {
                    Ok(draws) => Ok(draws),
                    // Supplies of other dimensions have no unit in common.
                    Err(ProblemKind::Unit(_)) => self.apart(needs),
                    Err(kind) => Err(kind),
                }
            }
            _ => self.apart(needs),
        }
    }

    /// Two needs that draw on different things.
    fn apart(&self, needs: [Option<&Need>; 2]) -> Result<Vec<Draw>, ProblemKind> {
        let mut draws = Vec::new();
        for (need, side) in needs.into_iter().zip(Side::BOTH) {
            let alone = |amount: Amount, price: Amount, unit: &str| Draw {
                amounts: match side {
                    Side::Before => [amount, Amount::ZERO],
                    Side::After => [Amount::ZERO, amount],
                },
                prices: [price; 2],
                unit: unit.to_owned(),
                of: None,
            };
            match need {
                None | Some(Need::CutOff) => {}
                Some(Need::Column(column, amount)) => {
                    draws.push(self.of_column(*column, side, *amount)?);
                }
                Some(Need::Gas(account, mass_kg)) => {
                    let account = &self.content(side).accounts.list[*account];
                    let price = account.kg_co2e_per_kg.unwrap_or(Amount::ONE);
                    draws.push(alone(*mass_kg, price, "kg"));
                }
                Some(Need::Supplies(each)) => {
                    for one in each {
                        let figure = &self.graph(side).supplies[one.supply].figure;
                        draws.push(alone(one.amount, figure.total, figure.unit.symbol()));
                    }
                }
            }
        }
        Ok(draws)
    }

    /// An amount of a column's output on one side, in the unit that the column has before.
    fn of_column(&self, column: usize, side: Side, amount: Amount) -> Result<Draw, ProblemKind> {
        let (before, amounts) = match side {
            Side::Before => (column, [amount, Amount::ZERO]),
            Side::After => {
                let before = self.before[column];
                let own = &self.graph(Side::After).columns[column].unit;
                let unit = &self.graph(Side::Before).columns[before].unit;
                let amount = Quantity::new(amount, own.clone()).to(unit)?.amount();
                (before, [Amount::ZERO, amount])
            }
        };
        Ok(Draw {
            amounts,
            prices: self.prices[before],
            unit: self.graph(Side::Before).columns[before]
                .unit
                .symbol()
                .to_owned(),
            of: None,
        })
    }

    /// Supplies on both sides: each beside its counterpart where they have the same shares, else all as one.
    fn of_both(&self, before: &[Drawn], after: &[Drawn]) -> Result<Vec<Draw>, ProblemKind> {
        let shares = |drawn: &[Drawn]| drawn.iter().map(|one| one.share).collect::<Vec<_>>();
        if shares(before) != shares(after) {
            return Ok(vec![self.of_supplies(before, after)?]);
        }
        let pairs = before.iter().zip(after);
        let draws = pairs.map(|(before, after)| {
            let alone = |drawn: &Drawn| Drawn {
                share: Amount::ONE,
                ..*drawn
            };
            self.of_supplies(&[alone(before)], &[alone(after)])
        });
        draws.collect()
    }

    /// What is taken of all these supplies, per the unit of the first before, by the sum of what each carries of it.
    fn of_supplies(&self, before: &[Drawn], after: &[Drawn]) -> Result<Draw, ProblemKind> {
        let unit = &self.graph(Side::Before).supplies[before[0].supply]
            .figure
            .unit;
        let mut amounts = [Amount::ZERO; 2];
        let mut prices = [Amount::ZERO; 2];
        for (side, drawn) in [before, after].into_iter().enumerate() {
            for one in drawn {
                let figure = &self.graph(Side::BOTH[side]).supplies[one.supply].figure;
                let taken = Quantity::new(one.amount, figure.unit.clone()).to(unit)?;
                amounts[side] = amounts[side].plus(taken.amount())?;
                let per = Quantity::new(Amount::ONE, unit.clone()).to(&figure.unit)?;
                let price = figure.total.times(per.amount())?.times(one.share)?;
                prices[side] = prices[side].plus(price)?;
            }
        }
        let supplies = |drawn: &[Drawn]| drawn.iter().map(|one| one.supply).collect();
        Ok(Draw {
            amounts,
            prices,
            unit: unit.symbol().to_owned(),
            of: Some(Figured::Supplies([supplies(before), supplies(after)])),
        })
    }
}

/// The kind of the first of several problems.
fn first_kind(problems: Vec<Problem>) -> ProblemKind {
    let mut problems = problems.into_iter();
    problems.next().map_or_else(
        || crate::error::NumberProblem::TooLarge.into(),
        |problem| problem.kind,
    )
}

/// The columns of a system by the process, what they are, and the output.
fn columns_by_name(graph: &Graph) -> BTreeMap<(&str, Role, &str), usize> {
    let columns = graph.columns.iter().enumerate();
    let named = columns.map(|(index, column)| {
        let process = graph.process_name(index);
        ((process, column.role, graph.output_name(index)), index)
    });
    named.collect()
}

/// The place of a column's output.
pub(super) fn output_place(graph: &Graph, column: usize) -> Place {
    let own = &graph.columns[column];
    graph.processes[own.activity].place(own.line)
}

/// For every process and every column of the first system, those of the second; or all that only one of them has.
pub(super) fn counterparts(graphs: [&Graph; 2]) -> Result<(Vec<usize>, Vec<usize>), Error> {
    let mut problems = Vec::new();
    let names = graphs.map(|graph| {
        let named = graph.processes.iter().enumerate();
        named
            .map(|(index, process)| (process.name(), index))
            .collect::<BTreeMap<_, _>>()
    });
    let columns = graphs.map(columns_by_name);
    for (side, graph) in graphs.iter().enumerate() {
        let (others, before) = (1 - side, side == 0);
        for process in &graph.processes {
            if !names[others].contains_key(process.name()) {
                let kind = ComparisonProblem::OtherProcesses { before };
                problems.push(Problem::new(kind, Place::process(process.name())));
            }
        }
        for &(process, role, output) in columns[side].keys() {
            let is_told = !names[others].contains_key(process);
            if !is_told && !columns[others].contains_key(&(process, role, output)) {
                let output = output.to_owned();
                let kind = ComparisonProblem::OtherOutputs { output, before };
                problems.push(Problem::new(kind, Place::process(process)));
            }
        }
    }
    Error::unless_empty(problems, ())?;
    let processes = graphs[0].processes.iter();
    let activities = processes.map(|process| names[1][process.name()]).collect();
    let mut counterparts = vec![0; columns[0].len()];
    for (key, &column) in &columns[0] {
        counterparts[column] = columns[1][key];
    }
    Ok((activities, counterparts))
}
