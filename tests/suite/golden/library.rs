//! Problems that a caller of the library meets, and no command of `cfp` does yet.

use cfp_core::{AnalyseProblem, Comparison, Statistics};
use cfp_factors::{Error, FactorProblem, Lock, Query, Registry, sum};

use super::said::Said;

const FOOTPRINT: &str = "cn-mee-electricity-footprint@=2024-1";

/// What is said of the problem with this code; `None` where a directory of datasets has it.
pub fn said(code: &str) -> Option<Said> {
    match code {
        "category-of-mix" | "duplicate-category" => {
            return Some(Said::of_only(categories(code).problems()));
        }
        "bad-cut-off" | "bad-share" | "unknown-breakdown" => {
            return Some(Said::of_only(asked(code).problems()));
        }
        "cancelled" | "too-many-draws" | "too-many-steps" | "too-many-nodes" => {
            return Some(Said::of(&beyond_limits(code)));
        }
        "mix-too-deep" | "mix-too-large" | "unknown-term" => {
            return Some(Said::of_only(out_of_bounds(code).problems()));
        }
        "systems-differ" => return Some(Said::of_only(drawn_together().problems())),
        "other-outputs" | "other-processes" => {
            return Some(Said::of_only(compared(code).problems()));
        }
        "file-not-opened" => {
            let file = "billet.toml".to_owned();
            return Some(Said::of(&cfp_exchange::FileProblem::FileNotOpened { file }));
        }
        "sample-not-finite" | "not-a-percentile" | "draws-do-not-pair" => {
            return Some(Said::of_only(samples(code).problems()));
        }
        _ => {}
    }
    let problems = match code {
        "not-in-lock" => not_in_lock().into_problems(),
        "of-another-registry" => {
            let (dataset, row) = (FOOTPRINT.to_owned(), Some("national".to_owned()));
            vec![FactorProblem::OfAnotherRegistry { dataset, row }]
        }
        "factors-do-not-combine" => two_kinds().into_problems(),
        "bad-lock" => parsed("format = 3\n").expect_err("no lock").into_problems(),
        "locked-edition-missing" => locked("version = \"2024-1\"", "version = \"2030-1\""),
        "locked-content-changed" => locked("sha256 = \"", "sha256 = \"0000"),
        "locked-header-changed" => locked("gas_basis = \"CO2e\"", "gas_basis = \"CO2 \""),
        "locked-region-moved" => locked_far("\"CN-GRID-SOUTH\"", "\"CN-GRID-NORTH\""),
        _ => return None,
    };
    Some(Said::of_only(&problems))
}

/// A supply with a category twice, or with one of its own beside those of its members.
fn categories(code: &str) -> cfp_core::Error {
    let billet = || cfp_core::Supply::new("9.1 kg CO2e/kg");
    let supply = if code == "category-of-mix" {
        cfp_core::Supply::mix([("1", billet())]).category("fossil", "9 kg CO2e/kg")
    } else {
        let once = billet().category("fossil", "9 kg CO2e/kg");
        once.category("fossil", "9 kg CO2e/kg")
    };
    let system = cfp_core::System::builder().supply("billet", supply);
    system.build().expect_err("categories that do not fit")
}

/// Work that is too much, or that nobody waits for.
fn beyond_limits(code: &str) -> AnalyseProblem {
    match code {
        "too-many-draws" => AnalyseProblem::TooManyDraws {
            draws: 100_000_000_000,
            most: 19_173_961,
            bytes: 2 << 30,
        },
        "too-many-steps" => AnalyseProblem::TooManySteps {
            paths: 100_000,
            most: 1_000_000,
            fit: 999,
        },
        "too-many-nodes" => AnalyseProblem::TooManyNodes { most: 1_000_000 },
        _ => AnalyseProblem::Cancelled,
    }
}

/// Supplies that are nested too deep or are too many, and a number that the formula does not have.
fn out_of_bounds(code: &str) -> cfp_core::Error {
    let builder = cfp_core::System::builder();
    let billet = || cfp_core::Supply::new("9.1 kg CO2e/kg");
    let supply = match code {
        "mix-too-deep" => (0..100).fold(billet(), |mix, _| cfp_core::Supply::mix([("1", mix)])),
        "mix-too-large" => cfp_core::Supply::mix((0..=100_000).map(|_| ("1", billet()))),
        _ => {
            let part = cfp_core::Circular::new("billet", "1 kg").virgin("primary aluminium");
            let part = part.of_number("recycled_contents", Ok(cfp_core::Amount::ONE));
            let model = builder.process(part).supply("primary aluminium", billet());
            return model.build().expect_err("no number of the formula");
        }
    };
    let system = builder.supply("billet", supply);
    system.build().expect_err("no mix")
}

/// An analysis that is asked for what it cannot be.
fn asked(code: &str) -> cfp_core::Error {
    if code == "unknown-breakdown" {
        return "colour".parse::<cfp_core::By>().expect_err("no breakdown");
    }
    let system = cfp_core::System::builder().supply("power", "0.5 kg CO2e/kWh");
    let solved = system.build().and_then(|system| system.solve());
    let demand = cfp_core::Demand::new("power", "1 kWh");
    let analysis =
        solved.and_then(|solved| solved.analyse(&demand, &cfp_core::GwpSet::new("none")));
    let analysis = analysis.expect("an analysis");
    if code == "bad-share" {
        let table = analysis.contributions(cfp_core::By::Process);
        let share = "80".parse().expect("a decimal");
        return table.expect("a table").until(share).expect_err("no share");
    }
    let options = cfp_core::ChainOptions::default().cut_off(1.5);
    analysis.tree(options).expect_err("no share")
}

/// Two analyses that have no system in common, drawn together.
fn drawn_together() -> cfp_core::Error {
    let analysis = || {
        let system = cfp_core::System::builder().supply("power", "0.5 kg CO2e/kWh");
        let solved = system.build().and_then(|system| system.solve());
        let demand = cfp_core::Demand::new("power", "1 kWh");
        let solved = solved.expect("a solution");
        let analysis = solved.analyse(&demand, &cfp_core::GwpSet::new("none"));
        analysis.expect("an analysis")
    };
    let options = cfp_core::DrawOptions::new().draws(1);
    let drawn = analysis().monte_carlo(&options, None, Some(&analysis()), None);
    drawn.expect_err("two systems")
}

/// A press beside one that makes something more, or has a mill behind it.
fn compared(code: &str) -> cfp_core::Error {
    let press = || cfp_core::Process::new("press").makes("profile", "1 t");
    let more = if code == "other-processes" {
        vec![press(), cfp_core::Process::new("mill").makes("bar", "1 t")]
    } else {
        let equal = cfp_core::Allocation::Equal;
        vec![press().makes("bar", "1 t").allocate(equal)]
    };
    let [before, after] = [vec![press()], more].map(|processes| {
        let system = cfp_core::System::builder().processes(processes).build();
        let solved = system.and_then(|system| system.solve());
        let demand = cfp_core::Demand::new("profile", "1 t");
        let gwp = cfp_core::GwpSet::new("none");
        let analysis = solved.and_then(|solved| solved.analyse(&demand, &gwp));
        analysis.expect("an analysis")
    });
    before.compared_with(&after).expect_err("two systems")
}

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

/// Samples of which no statistics can be made.
fn samples(code: &str) -> cfp_core::Error {
    match code {
        "sample-not-finite" => Statistics::of(&[1.0, f64::NAN]).expect_err("no number"),
        "not-a-percentile" => {
            let percents = [50.0, 250.0];
            Statistics::with_percentiles(&[1.0], &percents).expect_err("no percentile")
        }
        _ => Comparison::of(&[1.0, 2.0], &[1.0]).expect_err("no pairs"),
    }
}

fn parsed(text: &str) -> Result<Lock, Error> {
    Lock::parse("cfp.lock", text)
}

fn not_in_lock() -> Error {
    let empty = parsed("format = 1\n").expect("a lock");
    let registry = bundled().locked(&empty).expect("nothing is missing");
    let grid = Query::new("electricity").region("CN").year(2024);
    registry.find(grid).expect_err("nothing is locked")
}

/// The footprint of electricity and the CO2 of its plants alone.
fn two_kinds() -> Error {
    let registry = bundled();
    let footprint = registry.show(FOOTPRINT, "national").expect("a row");
    let direct = registry
        .show("cn-mee-electricity-co2@=2023-1", "national")
        .expect("a row");
    sum(&[footprint, direct]).expect_err("no sum")
}

/// What stands against the lock of the Chinese grid, once that is changed; the checksum keeps its 64 digits.
fn locked(from: &str, to: &str) -> Vec<FactorProblem> {
    let grid = Query::new("electricity").region("CN").year(2024);
    locked_as(&grid, from, to)
}

/// The same where the country answers for a province.
fn locked_far(from: &str, to: &str) -> Vec<FactorProblem> {
    let grid = Query::new("electricity").region("CN-GD").year(2024);
    locked_as(&grid.up_to_region("country"), from, to)
}

fn locked_as(query: &Query, from: &str, to: &str) -> Vec<FactorProblem> {
    let registry = bundled();
    let record = registry.find(query).expect("a factor").record();
    let lock = Lock::of(&[record], &[], &registry).expect("a lock");
    let text = lock.text();
    let (before, after) = text.split_once(from).expect("a dataset");
    let after = &after[(to.len() - from.len())..];
    let lock = parsed(&format!("{before}{to}{after}")).expect("a lock");
    let error = registry.locked(&lock).expect_err("another dataset");
    error.into_problems()
}
