//! `data/examples/primary-aluminium.toml` against its exact solution: the file is read here a second
//! time, into fractions, and solved by elimination.

use std::collections::BTreeMap;

use cfp_core::{Figure, Footprint, RowKind};
use cfp_exchange::{ModelFile, Options};
use cfp_factors::Registry;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use toml::{Table, Value};

use super::examples::{example, footprint_of};
use crate::check::is_exactly;
use crate::rational::{rational, solve};

/// kg CO2e per kg by the sixth assessment report of the IPCC (100 years), chapter 7 supplement,
/// table 7.SM.7; biogenic CO2 by ISO 14067, emitted +1 and removed -1.
const GWP: &[(&str, &str)] = &[
    ("CO2, fossil", "1"),
    ("CO2, biogenic", "1"),
    ("CH4, fossil", "29.8"),
    ("N2O", "273"),
    ("CF4", "7380"),
    ("C2F6", "12400"),
    ("CFC-13", "16200"),
    ("CCl4", "2200"),
    ("HFC-134a", "1530"),
    ("HCFC-123", "90.4"),
    ("CH3CCl3", "161"),
    ("CH2Cl2", "11.2"),
    ("CH3Cl", "5.54"),
    ("CH3Br", "2.43"),
    ("CHCl3", "20.6"),
];

/// The sum to 40 digits, from an elimination outside this code base.
const TOTAL: &str = "16896.7333200153911307170839998439835160427204";

/// A quantity in the unit that all of its dimension are counted in here.
fn quantity(text: &str) -> BigRational {
    let (number, unit) = text.split_once(' ').expect("a number and a unit");
    let size = match unit {
        "kg" | "l" | "kWh" | "tkm" => "1",
        "m3" | "t" => "1000",
        other => panic!("no size of {other}"),
    };
    rational(&number.to_lowercase()) * rational(size)
}

/// Flows and amounts under a verb; a flow may stand several times.
fn lines(process: &Table, verb: &str) -> Vec<(String, Table)> {
    let mut lines = Vec::new();
    for (flow, value) in process
        .get(verb)
        .and_then(Value::as_table)
        .into_iter()
        .flatten()
    {
        let exchanges = match value {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        for exchange in exchanges {
            let exchange = match exchange {
                Value::Table(table) => table,
                text => Table::from_iter([("amount".to_owned(), text)]),
            };
            lines.push((flow.clone(), exchange));
        }
    }
    lines
}

fn amount(exchange: &Table) -> BigRational {
    quantity(exchange["amount"].as_str().expect("a text"))
}

/// The file as a system of linear equations: one row per product, kg CO2e per unit as unknowns.
struct Exact {
    /// The number of each product.
    products: BTreeMap<String, usize>,
    solution: Vec<BigRational>,
}

impl Exact {
    fn of(model: &Table, electricity: &str) -> Self {
        let processes: Vec<&Table> = model["process"]
            .as_array()
            .expect("processes")
            .iter()
            .filter_map(Value::as_table)
            .collect();
        let made = processes.iter().flat_map(|process| lines(process, "makes"));
        let products: BTreeMap<String, usize> = made.map(|(flow, _)| flow).zip(0..).collect();
        let cut_off: Vec<&str> = model["cut_off"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let size = products.len();
        let mut rows = vec![vec![BigRational::zero(); size]; size];
        let mut known = vec![BigRational::zero(); size];
        for process in processes {
            let outputs = lines(process, "makes");
            let mut needs: BTreeMap<usize, BigRational> = BTreeMap::new();
            let mut direct = emissions(process);
            for (flow, exchange) in lines(process, "takes") {
                match products.get(&flow) {
                    Some(&other) => *needs.entry(other).or_default() += amount(&exchange),
                    None if flow == "electricity" => {
                        direct += amount(&exchange) * rational(electricity);
                    }
                    None => assert!(cut_off.contains(&flow.as_str()), "nobody makes {flow}"),
                }
            }
            for ((flow, exchange), share) in outputs.iter().zip(shares(process, &outputs)) {
                let row = products[flow];
                let per_unit = share / amount(exchange);
                rows[row][row] += BigRational::one();
                for (other, need) in &needs {
                    rows[row][*other] -= need * &per_unit;
                }
                known[row] = &direct * per_unit;
            }
        }
        let solution = solve(rows, known).expect("a regular system");
        Self { products, solution }
    }
}

/// kg CO2e of one run.
fn emissions(process: &Table) -> BigRational {
    let mut sum = BigRational::zero();
    for (verb, sign) in [("emits", "1"), ("removes", "-1")] {
        for (gas, exchange) in lines(process, verb) {
            let found = GWP.iter().find(|(name, _)| *name == gas);
            let (_, value) = found.unwrap_or_else(|| panic!("no value of {gas}"));
            sum += rational(sign) * amount(&exchange) * rational(value);
        }
    }
    sum
}

/// The shares of the outputs, by mass or as stated.
fn shares(process: &Table, outputs: &[(String, Table)]) -> Vec<BigRational> {
    if outputs.len() == 1 {
        return vec![BigRational::one()];
    }
    let rule = process["allocate"].as_str().expect("a rule");
    let weights: Vec<BigRational> = outputs
        .iter()
        .map(|(_, exchange)| match rule {
            "mass" => amount(exchange),
            "share" => rational(exchange["share"].as_str().expect("a share")),
            other => panic!("no rule {other}"),
        })
        .collect();
    let sum: BigRational = weights.iter().sum();
    weights.into_iter().map(|weight| weight / &sum).collect()
}

/// That the exact answer lies within the bound, and the bound below a limit.
fn assert_within(what: &str, figure: Figure, exact: &BigRational, limit: &str) {
    let bound = rational(&figure.bound().expect("a bound").to_string());
    let distance = (rational(&figure.value().to_string()) - exact).abs();
    assert!(
        distance <= bound,
        "{what}: {figure:?} is off by more than its bound"
    );
    assert!(
        bound < rational(limit),
        "{what}: the bound of {figure:?} is above {limit}"
    );
}

/// What the supply `electricity` brings.
fn electricity(footprint: &Footprint) -> Figure {
    let mut rows = footprint.by_process().iter();
    let row = rows.find(|row| row.kind == RowKind::Supply && row.process == "electricity");
    row.expect("a row of the supply").co2e
}

/// The total and the footprint of every product lie within their bounds of the exact solution.
#[test]
fn the_whole_example_is_its_exact_solution() {
    let text = example("primary-aluminium");
    let model: Table = text.parse().expect("TOML");
    let exact = Exact::of(&model, "0.5777");
    let per_kg = &exact.solution[exact.products["primary aluminium"]];
    let total = per_kg * rational("1000");
    assert!((&total - rational(TOTAL)).abs() < rational("1e-40"));
    let footprint = footprint_of(&text);
    assert_within("the total", footprint.total(), &total, "1e-12");

    let registry = Registry::bundled().expect("the datasets");
    let file = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
    let study = file
        .build(&registry, &Options::new())
        .expect("a linked model");
    let intensities = study.intensities().expect("intensities").intensities;
    assert_eq!(intensities.len(), exact.products.len());
    for row in &intensities {
        let per_counted = &exact.solution[exact.products[&row.product]];
        let unit = row.unit.strip_prefix("kg CO2e/").expect("per unit");
        let per_unit = per_counted * quantity(&format!("1 {unit}"));
        assert_within(&row.product, row.total, &per_unit, "1e-12");
    }
}

/// The smelter's electricity follows the factor: e(2023) / 0.6205 = e(2024) / 0.5777, to the last
/// digit. Of one tonne it is 15,410 kWh.
#[test]
fn another_year_is_another_factor_and_nothing_else() {
    let text = example("primary-aluminium");
    assert!(text.contains("year    = 2024"));
    let of_2024 = footprint_of(&text);
    let of_2023 = footprint_of(&text.replace("year    = 2024", "year    = 2023"));
    let by_factor = |factor: &str| rational("15410") * rational(factor);
    assert!(is_exactly(electricity(&of_2024), &by_factor("0.5777")));
    assert!(is_exactly(electricity(&of_2023), &by_factor("0.6205")));
    let value = |figure: Figure| rational(&figure.value().to_string());
    let new = value(electricity(&of_2024));
    let old = value(electricity(&of_2023));
    assert_eq!(old * rational("0.5777"), new * rational("0.6205"));
    let moved = value(of_2023.total()) - value(of_2024.total());
    let expected = rational("15410") * (rational("0.6205") - rational("0.5777"));
    assert!((moved - expected).abs() < rational("1e-12"));
}

/// Every process is on the way, and what the database leaves without a provider is told.
#[test]
fn nothing_is_left_out_in_silence() {
    let text = example("primary-aluminium");
    let model: Table = text.parse().expect("TOML");
    let footprint = footprint_of(&text);
    let processes = model["process"].as_array().expect("processes").len();
    assert!(processes >= 45, "{processes}");
    let rows = footprint
        .by_process()
        .iter()
        .filter(|row| row.kind == RowKind::Process);
    let run: std::collections::BTreeSet<&str> = rows.map(|row| row.process.as_str()).collect();
    assert_eq!(run.len(), processes);
    let told = |flow: &str| {
        let name = format!("`{flow}`");
        let mut findings = footprint.findings.iter();
        findings.any(|finding| finding.code == "cut-off" && finding.message.contains(&name))
    };
    for flow in model["cut_off"].as_array().expect("a list") {
        let flow = flow.as_str().expect("a name");
        assert!(told(flow), "`{flow}` is cut off in silence");
    }
}
