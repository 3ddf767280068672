//! Why a footprint moves when anything of its system does.

mod pairs;

use std::collections::BTreeMap;

use super::Analysis;
use super::analysis::{Content, too_large};
use super::difference::{Changed, Difference, Part, assembled};
use crate::amount::Amount;
use crate::characterise::Figure;
use crate::error::{Error, NumberProblem, Place, Problem, ProblemKind, Verb};
use crate::model::{Graph, Process, Role};
use crate::quantity::Quantity;
use pairs::{Draw, Figured, Line, LineKey, Side, counterparts, lines, output_place};

impl Analysis {
    /// Why the footprint is another in `after`: a system of the same processes and outputs by name, of which anything else
    /// may differ, in units of the same dimension: amounts, who provides an input, inputs and emissions that only one of
    /// the two has, the shares of allocation, the figures of supplies, the global warming potentials, the demand.
    ///
    /// # Exactness
    ///
    /// With the runs z and the footprints per unit y of the two systems, M y = g and Mᵀ z = f, the footprint fᵀ y moves by
    ///
    /// ½ [z₂ᵀ (Δg − ΔM y₁) + z₁ᵀ (Δg − ΔM y₂)] + ½ Δfᵀ (y₁ + y₂),
    ///
    /// an identity, whatever the size of the change: every entry that changed has a term of its own, and there is no
    /// interaction left over. It is the mean of the two orders in which all runs change before all footprints per unit or
    /// after them, so that the comparison the other way round has the same parts with the other sign. What is left to
    /// [`Difference::remainder`] is arithmetic rounding, within its bound.
    ///
    /// Where runs are the same on both sides and only figures change, the parts are those of [`Change::difference`].
    /// Weights that grow with the amounts of outputs move with them, which counts as allocation.
    ///
    /// # Source
    ///
    /// Dietzenbacher and Los 1998, *Structural decomposition techniques: sense and sensitivity*, Economic Systems Research
    /// 10(4), 307-324: the mean of the two polar decompositions.
    ///
    /// # Errors
    ///
    /// [`ComparisonProblem`](crate::ComparisonProblem) for each process or output that only one of the two has; an output whose units on the two
    /// sides have no dimension in common.
    ///
    /// [`Change::difference`]: super::Change::difference
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Demand, GwpSet, Process, System};
    ///
    /// let analysis = |power: &str, grid: &str| {
    ///     let press = Process::new("press").makes("profile", "1 t").takes("electricity", power);
    ///     let system = System::builder().process(press).supply("electricity", grid).build()?;
    ///     system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))
    /// };
    /// let before = analysis("1000 kWh", "0.6 kg CO2e/kWh")?;
    /// let after = analysis("900 kWh", "0.5 kg CO2e/kWh")?;
    /// let difference = before.compared_with(&after)?;
    /// // 600 kg to 450 kg: the mean of both amounts × -0.1 kg, and -100 kWh × the mean of both figures.
    /// let parts: Vec<String> = difference.parts.iter().map(|part| part.co2e.to_string()).collect();
    /// assert_eq!(parts, ["-95", "-55"]);
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn compared_with(&self, after: &Self) -> Result<Difference, Error> {
        let pair = Pair::of(self, after)?;
        let mut sums = Sums::default();
        for activity in 0..pair.activities.len() {
            let added = pair.add_activity(activity, &mut sums);
            added.map_err(|kind| {
                let name = &pair.graph(Side::Before).processes[activity].name;
                Problem::new(kind, Place::process(name))
            })?;
        }
        let demanded = pair.add_demand(&mut sums);
        demanded.map_err(|kind| Problem::new(kind, Place::default()))?;
        pair.finish(sums).map_err(too_large)
    }
}

/// Two analyses of like systems. Everything is counted by the numbers of the first, in its units.
struct Pair<'a> {
    analyses: [&'a Analysis; 2],
    /// For every process of the first, that of the second.
    activities: Vec<usize>,
    /// For every column of the first, that of the second.
    columns: Vec<usize>,
    /// For every column of the second, that of the first.
    before: Vec<usize>,
    /// For every column of the first, kg CO2e per its unit on both sides.
    prices: Vec<[Amount; 2]>,
    proved: bool,
}

/// What the parts come to so far.
#[derive(Default)]
struct Sums {
    figures: BTreeMap<Figured, Taken>,
    parts: Vec<Part>,
}

/// How much is taken of a figure, or emitted, on both sides.
struct Taken {
    amounts: [Amount; 2],
    prices: [Amount; 2],
    unit: String,
}

/// A column of a process on both sides: its runs, per what its shares are of.
#[derive(Clone, Copy)]
struct Running {
    columns: [usize; 2],
    runs: [Amount; 2],
}

/// A process on both sides.
struct Both<'a> {
    activities: [usize; 2],
    lines: [BTreeMap<LineKey<'a>, Line<'a>>; 2],
    columns: Vec<Running>,
    /// What the weights of each side are divided by, where those of the two are of different sums.
    sums: Option<[Amount; 2]>,
}

/// What a change of an exchange and of its shares add.
#[derive(Default)]
struct Moved {
    by_amount: Amount,
    by_share: Amount,
    /// How much more is exchanged.
    more: Amount,
}

impl<'a> Pair<'a> {
    fn of(before: &'a Analysis, after: &'a Analysis) -> Result<Self, Error> {
        let analyses = [before, after];
        let graphs = analyses.map(Analysis::graph);
        let (activities, columns) = counterparts(graphs)?;
        let mut back = vec![0; columns.len()];
        let mut prices = Vec::with_capacity(columns.len());
        for (column, &counterpart) in columns.iter().enumerate() {
            back[counterpart] = column;
            // What runs on one side needs a figure per unit on the other.
            let unsolved = [
                (
                    before.content.solved.unsolved(column),
                    after.runs_of(counterpart),
                ),
                (
                    after.content.solved.unsolved(counterpart),
                    before.runs_of(column),
                ),
            ];
            for (problem, runs) in unsolved {
                if let Some(problem) = problem.filter(|_| !runs.is_zero()) {
                    return Err(problem.clone().into());
                }
            }
            let units = [
                &graphs[0].columns[column].unit,
                &graphs[1].columns[counterpart].unit,
            ];
            let per = Quantity::new(Amount::ONE, units[0].clone()).to(units[1]);
            let price = per.and_then(|per| {
                Ok(after.content.per_unit.values[counterpart].times(per.amount())?)
            });
            let place = || output_place(graphs[1], counterpart);
            let price = price.map_err(|kind| Problem::new(kind, place()))?;
            prices.push([before.content.per_unit.values[column], price]);
        }
        let is_proved = |analysis: &Analysis| {
            analysis.is_proved() && !analysis.content.per_unit.proved.contains(&false)
        };
        Ok(Self {
            analyses,
            activities,
            columns,
            before: back,
            prices,
            proved: analyses.into_iter().all(is_proved),
        })
    }

    fn content(&self, side: Side) -> &'a Content {
        &self.analyses[side as usize].content
    }

    fn graph(&self, side: Side) -> &'a Graph {
        self.analyses[side as usize].graph()
    }

    /// How often a column runs on one side, per the sum of its process's weights.
    fn runs(&self, side: Side, column: usize) -> Amount {
        self.content(side).runs_of(column)
    }

    /// The process of this number on both sides.
    fn both(&self, activity: usize) -> Result<Both<'a>, NumberProblem> {
        let activities = [activity, self.activities[activity]];
        let sums = [0, 1].map(|side| {
            let graph = self.graph(Side::BOTH[side]);
            graph.activities[activities[side]].sum
        });
        // Weights of one sum are shares of the same whole; others become shares of their process.
        let sums = (sums[0] != sums[1]).then_some(sums);
        let mut columns = Vec::new();
        for before in self.graph(Side::Before).activities[activity]
            .columns
            .clone()
        {
            let own = [before, self.columns[before]];
            let mut runs = [Amount::ZERO; 2];
            for side in Side::BOTH {
                let at = side as usize;
                let per_sum = self.runs(side, own[at]);
                runs[at] = match sums {
                    Some(sums) => per_sum.times(sums[at])?,
                    None => per_sum,
                };
            }
            columns.push(Running { columns: own, runs });
        }
        let lines_of = |side: Side| {
            let accounts = &self.content(side).accounts;
            lines(self.graph(side), accounts, activities[side as usize])
        };
        Ok(Both {
            activities,
            lines: Side::BOTH.map(lines_of),
            columns,
            sums,
        })
    }

    fn add_activity(&self, activity: usize, sums: &mut Sums) -> Result<(), ProblemKind> {
        let both = self.both(activity)?;
        if both
            .columns
            .iter()
            .all(|column| column.runs.iter().all(Amount::is_zero))
        {
            return Ok(());
        }
        let process = &self.graph(Side::Before).processes[activity];
        let mut allocated = Amount::ZERO;
        let [before, after] = &both.lines;
        let added = after.keys().filter(|key| !before.contains_key(*key));
        for key in before.keys().chain(added) {
            let pair = [before.get(key), after.get(key)];
            let by_share = self.add_line(&both, process, *key, pair, sums)?;
            allocated = allocated.plus(by_share)?;
        }
        self.add_outputs(&both, process, sums)?;
        if !allocated.is_zero() {
            let mut runs = Amount::ZERO;
            for column in &both.columns {
                let per_sum = mean(column.runs[0], column.runs[1])?;
                let sum = self.graph(Side::Before).activities[activity].sum;
                let own = if both.sums.is_some() {
                    per_sum
                } else {
                    per_sum.times(sum)?
                };
                runs = runs.plus(own)?;
            }
            sums.parts.push(Part {
                co2e: allocated,
                amount: runs,
                unit: "runs".to_owned(),
                of: Changed::Allocation {
                    process: process.name().to_owned(),
                },
            });
        }
        Ok(())
    }

    /// Adds what a line changed by its amount; what its shares change is the answer.
    fn add_line(
        &self,
        both: &Both<'_>,
        process: &Process,
        (verb, flow, _): LineKey<'_>,
        pair: [Option<&Line<'_>>; 2],
        sums: &mut Sums,
    ) -> Result<Amount, ProblemKind> {
        let needs = pair.map(|line| line.map(|line| &line.need));
        let draws = self.draws(needs)?;
        let provided = [0, 1].map(|side| {
            let need = needs[side]?;
            self.provider(need, Side::BOTH[side])
        });
        let is_moved = provided[0] != provided[1] && pair.iter().all(Option::is_some);
        let mut moved = Moved::default();
        for draw in &draws {
            moved.more = draw.shown(moved.more, is_moved);
            for column in &both.columns {
                let shares = self.shares(both, column, pair)?;
                add_draw(draw, column.runs, shares, &mut moved, sums)?;
            }
        }
        if !moved.by_amount.is_zero() {
            let [from_before, from_after] = if is_moved { provided } else { [None, None] };
            let written = pair.map(|line| line.map(|line| line.written.to_string()));
            let [before, after] = written;
            sums.parts.push(Part {
                co2e: moved.by_amount,
                amount: moved.more,
                unit: draws
                    .last()
                    .map(|draw| draw.unit.clone())
                    .unwrap_or_default(),
                of: Changed::Exchange {
                    process: process.name().to_owned(),
                    verb,
                    flow: flow.to_owned(),
                    before,
                    after,
                    from_before,
                    from_after,
                },
            });
        }
        Ok(moved.by_share)
    }

    /// The shares with which a column bears a line on both sides; where one side does not have it, those of the other.
    fn shares(
        &self,
        both: &Both<'_>,
        column: &Running,
        pair: [Option<&Line<'_>>; 2],
    ) -> Result<[Amount; 2], NumberProblem> {
        let mut shares = [None; 2];
        for side in Side::BOTH {
            let at = side as usize;
            let Some(line) = pair[at] else { continue };
            let weight = self.graph(side).weight(column.columns[at], line.own);
            shares[at] = Some(match both.sums {
                Some(sums) => weight.over(sums[at])?,
                None => weight,
            });
        }
        let [before, after] = shares;
        let one = Amount::ONE;
        Ok([
            before.or(after).unwrap_or(one),
            after.or(before).unwrap_or(one),
        ])
    }

    /// Adds what other amounts of a process's outputs change.
    fn add_outputs(
        &self,
        both: &Both<'_>,
        process: &Process,
        sums: &mut Sums,
    ) -> Result<(), ProblemKind> {
        let sum = match both.sums {
            Some(_) => Amount::ONE,
            None => self.graph(Side::Before).activities[both.activities[0]].sum,
        };
        for column in &both.columns {
            let [before, after] = column.columns;
            let own = &self.graph(Side::Before).columns[before];
            let new = &self.graph(Side::After).columns[after];
            let made = Quantity::new(new.amount, new.unit.clone()).to(&own.unit)?;
            let more = made.amount().minus(own.amount)?;
            if more.is_zero() {
                continue;
            }
            let weight = crossed(column.runs, self.prices[before])?.times(sum)?;
            let runs = mean(column.runs[0], column.runs[1])?.times(sum)?;
            let written = |process: &Process, line: usize| {
                let amount = process.lines[line].exchange.amount.as_ref().ok();
                amount.map(ToString::to_string)
            };
            let later = &self.graph(Side::After).processes[both.activities[1]];
            sums.parts.push(Part {
                co2e: weight.times(more)?.negated(),
                amount: runs.times(more)?,
                unit: own.unit.symbol().to_owned(),
                of: Changed::Exchange {
                    process: process.name().to_owned(),
                    verb: match own.role {
                        Role::Product => Verb::Makes,
                        Role::Waste => Verb::Treats,
                    },
                    flow: self.graph(Side::Before).output_name(before).to_owned(),
                    before: written(process, own.line),
                    after: written(later, new.line),
                    from_before: None,
                    from_after: None,
                },
            });
        }
        Ok(())
    }

    /// Adds what another demand changes: it draws on what meets it, once.
    fn add_demand(&self, sums: &mut Sums) -> Result<(), ProblemKind> {
        let needs = [self.demanded(Side::Before)?, self.demanded(Side::After)?];
        let draws = self.draws([Some(&needs[0]), Some(&needs[1])])?;
        let mut moved = Moved::default();
        for draw in &draws {
            moved.more = draw.shown(moved.more, draws.len() > 1);
            let once = [Amount::ONE; 2];
            add_draw(draw, once, once, &mut moved, sums)?;
        }
        if !moved.by_amount.is_zero() {
            let text = |side: Side| {
                let demand = &self.content(side).demand;
                let amount = demand.amount().as_ref();
                let amount = amount.map_or_else(ToString::to_string, ToString::to_string);
                format!("{amount} of {}", demand.product())
            };
            sums.parts.push(Part {
                co2e: moved.by_amount,
                amount: moved.more,
                unit: draws
                    .last()
                    .map(|draw| draw.unit.clone())
                    .unwrap_or_default(),
                of: Changed::Demand {
                    before: text(Side::Before),
                    after: text(Side::After),
                },
            });
        }
        Ok(())
    }

    fn finish(&self, sums: Sums) -> Result<Difference, NumberProblem> {
        let mut parts = Vec::with_capacity(sums.figures.len() + sums.parts.len());
        for (figured, taken) in sums.figures {
            let Taken {
                amounts,
                prices,
                unit,
            } = taken;
            let amount = mean(amounts[0], amounts[1])?;
            parts.push(Part {
                co2e: amount.times(prices[1].minus(prices[0])?)?,
                amount,
                unit,
                of: self.changed(figured, prices),
            });
        }
        parts.extend(sums.parts);
        let totals = self.analyses.map(|analysis| analysis.total().amount());
        assembled(
            &self.content(Side::Before).demand,
            self.proved,
            totals,
            parts,
        )
    }

    fn changed(&self, figured: Figured, prices: [Amount; 2]) -> Changed {
        let [before, after] = prices.map(|price| Figure::new(price, self.proved));
        match figured {
            Figured::Gas([_, (gas, category)]) => Changed::Gas {
                gas,
                category,
                before,
                after,
            },
            Figured::Supplies(supplies) => {
                let row = |side: Side| match supplies[side as usize].as_slice() {
                    [supply] => {
                        let stated = &self.graph(side).supplies[*supply].stated;
                        stated.record().cloned().map(Box::new)
                    }
                    _ => None,
                };
                let sides = [Side::Before, Side::After].into_iter();
                // A supply that only one side has is called as it is there.
                let mut flows = sides.filter_map(|side| {
                    let own = supplies[side as usize].first();
                    own.map(|&supply| self.graph(side).supplies[supply].flow.clone())
                });
                Changed::Supply {
                    flow: flows.next().unwrap_or_default(),
                    before,
                    after,
                    row_before: row(Side::Before),
                    row_after: row(Side::After),
                }
            }
        }
    }
}

/// The mean of two amounts; of the same twice, itself.
fn mean(a: Amount, b: Amount) -> Result<Amount, NumberProblem> {
    if a == b {
        Ok(a)
    } else {
        a.plus(b)?.over(Amount::from(2))
    }
}

/// The mean of the runs of one side times the price of the other, both ways.
fn crossed(runs: [Amount; 2], prices: [Amount; 2]) -> Result<Amount, NumberProblem> {
    mean(runs[1].times(prices[0])?, runs[0].times(prices[1])?)
}

/// Adds what a column, or the demand, draws on one thing.
fn add_draw(
    draw: &Draw,
    runs: [Amount; 2],
    shares: [Amount; 2],
    moved: &mut Moved,
    sums: &mut Sums,
) -> Result<(), ProblemKind> {
    let [from, to] = draw.amounts;
    if let Some(figured) = &draw.of {
        let taken = sums
            .figures
            .entry(figured.clone())
            .or_insert_with(|| Taken {
                amounts: [Amount::ZERO; 2],
                prices: draw.prices,
                unit: draw.unit.clone(),
            });
        for side in [0, 1] {
            let amount = draw.amounts[side].times(shares[side])?.times(runs[side])?;
            taken.amounts[side] = taken.amounts[side].plus(amount)?;
        }
    }
    if from == to && shares[0] == shares[1] {
        return Ok(());
    }
    let weight = crossed(runs, draw.prices)?;
    let share = mean(shares[0], shares[1])?;
    let more = to.minus(from)?;
    moved.by_amount = moved.by_amount.plus(weight.times(share)?.times(more)?)?;
    let shift = shares[1].minus(shares[0])?;
    let by_share = weight.times(mean(from, to)?)?.times(shift)?;
    moved.by_share = moved.by_share.plus(by_share)?;
    let per_run = mean(runs[0], runs[1])?.times(share)?;
    moved.more = moved.more.plus(per_run.times(more)?)?;
    Ok(())
}
