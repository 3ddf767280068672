//! When a loop is sound, held against the rule in exact rationals.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{DatabaseDemand, Demand, Figure, Process, Standing, System};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::generate::co2_only;
use crate::random_database::{Triplets, one};
use crate::rational::{rational, solve};

type Row = BTreeMap<usize, BigRational>;

/// What is right for a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    Answered,
    /// A process that is asked runs neither forwards nor backwards for its own product.
    Open,
    Refused,
}

/// A system in exact rationals: row j has what process j makes of its own product, less what it takes of others.
struct Exact {
    rows: Vec<Row>,
}

/// A loop of it, the columns of reversed processes turned, after processes with a single entry have handed on.
struct Reduced {
    handing: Vec<(usize, Vec<(usize, BigRational)>)>,
    rows: BTreeMap<usize, Row>,
    /// Whether the needs alone make more than they consume.
    needs_hold: bool,
    own_runs: BTreeMap<usize, BigRational>,
}

fn exactly(number: f64) -> BigRational {
    BigRational::from_float(number).expect("finite")
}

impl Exact {
    fn of(triplets: &Triplets) -> Self {
        let mut rows = vec![Row::new(); triplets.size];
        for &(product, process, amount) in &triplets.technosphere {
            *rows[process]
                .entry(product)
                .or_insert_with(BigRational::zero) += exactly(amount);
        }
        for row in &mut rows {
            row.retain(|_, entry| !entry.is_zero());
        }
        Self { rows }
    }

    fn reaches(&self, from: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(row) = waiting.pop() {
            for &column in self.rows[row].keys() {
                if reached.insert(column) {
                    waiting.push(column);
                }
            }
        }
        reached
    }

    /// The processes that need each other, for each process those of its own loop.
    fn components(&self) -> Vec<BTreeSet<usize>> {
        let reached: Vec<_> = (0..self.rows.len()).map(|row| self.reaches(row)).collect();
        let both = |row: usize| {
            let others = reached[row].iter().copied();
            others
                .filter(|other| reached[*other].contains(&row))
                .collect()
        };
        let all: BTreeSet<BTreeSet<usize>> = (0..self.rows.len()).map(both).collect();
        all.into_iter().collect()
    }

    fn is_reversed(&self, row: usize) -> bool {
        self.rows[row]
            .get(&row)
            .is_some_and(BigRational::is_negative)
    }

    fn dense(rows: &BTreeMap<usize, Row>, transposed: bool) -> Vec<Vec<BigRational>> {
        let places: Vec<usize> = rows.keys().copied().collect();
        let entry = |row: usize, column: usize| {
            let found = rows[&row].get(&column).cloned();
            found.unwrap_or_else(BigRational::zero)
        };
        let of_row = |row: &usize| {
            let of_column = |column: &usize| {
                if transposed {
                    entry(*column, *row)
                } else {
                    entry(*row, *column)
                }
            };
            places.iter().map(of_column).collect()
        };
        places.iter().map(of_row).collect()
    }

    fn reduced(&self, component: &BTreeSet<usize>) -> Option<Reduced> {
        let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
        for &row in component {
            let inside = self.rows[row]
                .iter()
                .filter(|(column, _)| component.contains(column));
            let turned = inside.map(|(&column, entry)| {
                let is_reversed = self.is_reversed(column);
                let turned = if is_reversed { -entry } else { entry.clone() };
                (column, turned)
            });
            rows.insert(row, turned.collect());
        }
        let mut handing = Vec::new();
        loop {
            let hands_on = |row: &&usize| {
                let entries = &rows[*row];
                let others = entries.keys().filter(|column| column != row).count();
                others <= 1 && entries.get(row).is_some_and(BigRational::is_positive)
            };
            let Some(row) = rows.keys().find(hands_on).copied() else {
                break;
            };
            let mut own = rows.remove(&row)?;
            let diagonal = own.remove(&row)?;
            let to: Vec<_> = own
                .into_iter()
                .map(|(column, entry)| (column, -entry / &diagonal))
                .collect();
            for entries in rows.values_mut() {
                let Some(taken) = entries.remove(&row) else {
                    continue;
                };
                for (column, part) in &to {
                    *entries.entry(*column).or_insert_with(BigRational::zero) += &taken * part;
                }
                entries.retain(|_, entry| !entry.is_zero());
            }
            handing.push((row, to));
        }
        let mut needs = rows.clone();
        for (row, entries) in &mut needs {
            entries.retain(|column, entry| column == row || entry.is_negative());
        }
        // Stieltjes: a matrix without an entry above zero off its diagonal is an M-matrix exactly if its inverse, and so every
        // sum of its columns, is not below zero and what it makes of those is above.
        let ones = vec![BigRational::one(); rows.len()];
        let needs_hold = solve(Self::dense(&needs, false), ones)
            .is_some_and(|vector| vector.iter().all(BigRational::is_positive));
        let mut own_runs = BTreeMap::new();
        for (at, &row) in rows.keys().enumerate() {
            let mut unit = vec![BigRational::zero(); rows.len()];
            unit[at] = BigRational::one();
            own_runs.insert(row, solve(Self::dense(&rows, false), unit)?[at].clone());
        }
        Some(Reduced {
            handing,
            rows,
            needs_hold,
            own_runs,
        })
    }

    /// The runs for one of a product; `None` where the system is singular.
    fn runs(&self, wanted: usize) -> Option<Vec<BigRational>> {
        let all = self.rows.iter().cloned().enumerate().collect();
        let mut unit = vec![BigRational::zero(); self.rows.len()];
        unit[wanted] = BigRational::one();
        solve(Self::dense(&all, true), unit)
    }

    /// What is right for one of a product wanted; `None` where the system is singular.
    fn right(&self, wanted: usize) -> Option<Right> {
        let runs = self.runs(wanted)?;
        let mut worst = Right::Answered;
        for component in self.components() {
            let mut asks: BTreeMap<usize, BigRational> = BTreeMap::new();
            for &column in &component {
                let mut ask = if column == wanted {
                    BigRational::one()
                } else {
                    BigRational::zero()
                };
                for (row, entries) in self.rows.iter().enumerate() {
                    if !component.contains(&row)
                        && let Some(entry) = entries.get(&column)
                    {
                        ask -= entry * &runs[row];
                    }
                }
                asks.insert(column, if self.is_reversed(column) { -ask } else { ask });
            }
            if asks.values().all(BigRational::is_zero) {
                continue;
            }
            worst = worst.max(self.reduced(&component)?.right(asks, &runs));
        }
        Some(worst)
    }
}

impl Reduced {
    fn right(&self, mut asks: BTreeMap<usize, BigRational>, runs: &[BigRational]) -> Right {
        for (row, to) in &self.handing {
            let ask = asks.remove(row).unwrap_or_else(BigRational::zero);
            for (column, part) in to {
                *asks.entry(*column).or_insert_with(BigRational::zero) += &ask * part;
            }
        }
        if !self.needs_hold {
            let is_forwards = |row: &usize| !asks[row].is_negative() && !runs[*row].is_negative();
            return match self.rows.keys().all(is_forwards) {
                // Nothing that is exactly zero can be proved not to be below it.
                true if self.rows.keys().any(|row| runs[*row].is_zero()) => Right::Open,
                true => Right::Answered,
                false => Right::Refused,
            };
        }
        let asked = self.rows.keys().filter(|row| !asks[row].is_zero());
        let of_own = |row: &usize| match &self.own_runs[row] {
            own if own.is_positive() => Right::Answered,
            own if own.is_zero() => Right::Open,
            _ => Right::Refused,
        };
        asked.map(of_own).max().unwrap_or(Right::Answered)
    }
}

/// A process of the generator: what it makes, in halves, and what it takes (or avoids), in sixty-fourths of what it makes.
type Sheet = (i32, Vec<(usize, i32, bool)>);

/// Systems of few processes on both sides of a gain of one, with credits, and with processes that only hand on.
fn small_system() -> impl Strategy<Value = Triplets> {
    let need = (0_usize..8, 1_i32..72, proptest::bool::weighted(0.3));
    let made = prop_oneof![4 => Just(2), 1 => Just(1), 1 => Just(4), 1 => Just(-2), 1 => Just(-1)];
    let sheet = (made, proptest::collection::vec(need, 0..4));
    proptest::collection::vec(sheet, 2..=8).prop_map(|sheets: Vec<Sheet>| {
        let size = sheets.len();
        let mut technosphere = Vec::new();
        for (process, (made, needs)) in sheets.iter().enumerate() {
            technosphere.push((process, process, f64::from(*made) / 2.0));
            for (product, part, credit) in needs {
                let product = product % size;
                let signs = f64::from(if *credit { 1 } else { -1 } * sheets[product].0.signum());
                if product != process {
                    let amount = signs * f64::from(*part) / 64.0;
                    technosphere.push((product, process, amount));
                }
            }
        }
        Triplets {
            size,
            technosphere,
            emissions: (0..size)
                .map(|own| [1.0, 3.0, 0.0, 10.0][own % 4])
                .collect(),
        }
    })
}

/// The same with a market between a process and one of the products that it takes or avoids.
fn with_a_market(triplets: &Triplets, at: usize) -> Triplets {
    let mut wider = triplets.clone();
    let exchanges: Vec<usize> = (0..wider.technosphere.len())
        .filter(|own| wider.technosphere[*own].0 != wider.technosphere[*own].1)
        .collect();
    if let Some(exchange) = exchanges.get(at % exchanges.len().max(1)) {
        let (product, ..) = wider.technosphere[*exchange];
        wider.technosphere[*exchange].0 = wider.size;
        wider.technosphere.push((wider.size, wider.size, 1.0));
        wider.technosphere.push((product, wider.size, -1.0));
        wider.emissions.push(0.0);
        wider.size += 1;
    }
    wider
}

/// The same system as a person would write it.
fn model(triplets: &Triplets) -> System {
    let processes = (0..triplets.size).map(|process| {
        let mut sheet = Process::new(format!("process {process}"))
            .emits("CO2", format!("{} kg", triplets.emissions[process]));
        for &(product, of, amount) in &triplets.technosphere {
            let flow = format!("product {product}");
            if of != process {
                continue;
            }
            sheet = if product == process {
                sheet.makes(&flow, format!("{amount} items"))
            } else if amount > 0.0 {
                sheet.avoids(&flow, format!("{amount} items"))
            } else {
                sheet.takes(&flow, format!("{} items", -amount))
            };
        }
        sheet
    });
    System::builder()
        .processes(processes)
        .build()
        .expect("a linked system")
}

/// The figure of one of a product by both: of the database and of the model; `None` where it is refused.
fn answers(triplets: &Triplets, product: usize) -> [Option<Figure>; 2] {
    let scores = triplets
        .database()
        .solve()
        .expect("an order")
        .scores(&one());
    let scores = scores.expect("scores");
    let system = model(triplets).solve().expect("an order");
    let demand = Demand::new(&format!("product {product}"), "1 item");
    let of_database = scores.demand(&DatabaseDemand::of(product, 1.0)).ok();
    let of_model = system.footprint(&demand, &co2_only()).ok();
    [of_database, of_model.map(|own| own.total())]
}

fn is_true(figure: Figure, exact: &BigRational) -> bool {
    figure.bound().is_none_or(|bound| {
        (rational(&figure.value().to_string()) - exact).abs() <= rational(&bound.to_string())
    })
}

proptest! {
    #![proptest_config(cases(4_000))]

    /// A demand is answered, by a database and by a model alike, exactly where the rule in rationals says so; with a bound,
    /// and a true one.
    #[test]
    fn a_demand_is_answered_where_the_rule_says_so(triplets in small_system()) {
        let exact = Exact::of(&triplets);
        let Some(scores) = triplets.exact() else { return Ok(()) };
        for (product, score) in scores.iter().enumerate() {
            let Some(right) = exact.right(product) else { continue };
            for (face, figure) in answers(&triplets, product).into_iter().enumerate() {
                match right {
                    Right::Answered => {
                        let figure = figure.ok_or_else(|| TestCaseError::fail(format!("{face}: {product} is refused")))?;
                        prop_assert!(figure.bound().is_some(), "{face}: {product} has no bound");
                        prop_assert!(is_true(figure, score), "{face}: {product} is {figure:?}");
                    }
                    Right::Refused => prop_assert!(figure.is_none(), "{face}: {product} is {figure:?}"),
                    Right::Open => {}
                }
            }
        }
    }

    /// A market that only passes on changes neither an answer nor a refusal.
    #[test]
    fn a_pass_through_market_changes_nothing(triplets in small_system(), at in any::<usize>()) {
        let Some(scores) = triplets.exact() else { return Ok(()) };
        let wider = with_a_market(&triplets, at);
        for (product, score) in scores.iter().enumerate() {
            if Exact::of(&triplets).right(product).is_none_or(|right| right == Right::Open) {
                continue;
            }
            let both = answers(&triplets, product).into_iter().zip(answers(&wider, product));
            for (face, (without, with)) in both.enumerate() {
                prop_assert_eq!(without.is_some(), with.is_some(), "{}: {}", face, product);
                if let Some(with) = with {
                    prop_assert!(is_true(with, score), "{}: {} is {:?}", face, product, with);
                }
            }
        }
    }

    /// A product of a database whose loops are not sound has no score of its own; the others have theirs, and those that the
    /// rule refuses have none.
    #[test]
    fn a_bad_loop_refuses_what_reaches_it_and_nothing_else(triplets in small_system()) {
        let exact = Exact::of(&triplets);
        let scores = triplets.database().solve().expect("an order").scores(&one()).expect("scores");
        let system = model(&triplets).solve().expect("an order");
        let given: BTreeSet<String> = match system.intensities(&co2_only()) {
            Ok(intensities) => intensities.intensities.into_iter().map(|row| row.product).collect(),
            Err(_) => BTreeSet::new(),
        };
        for product in 0..triplets.size {
            let Some(right) = exact.right(product) else { return Ok(()) };
            let standing = scores.standing(product).expect("a product");
            if right == Right::Refused {
                prop_assert!(standing >= Standing::Held, "{product} is {standing:?}");
            }
            prop_assert_eq!(scores.values()[product].is_nan(), standing >= Standing::Held);
            prop_assert_eq!(scores.figure(product).is_ok(), standing < Standing::Held);
            prop_assert_eq!(given.contains(&format!("product {product}")), standing < Standing::Held);
            let own: BTreeSet<usize> = exact.reaches(product);
            let is_apart = exact.components().iter().all(|component| {
                component.is_disjoint(&own)
                    || exact.reduced(component).is_some_and(|reduced| {
                        reduced.needs_hold && reduced.own_runs.values().all(BigRational::is_positive)
                    })
            });
            if is_apart {
                prop_assert_eq!(standing, Standing::Sound, "{}", product);
            }
        }
    }
}
