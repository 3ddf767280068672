//! Numbers and words that are too much are refused before they take memory or time, and work ends when nobody waits for it.

use std::thread;
use std::time::{Duration, Instant};

use cfp_core::{
    Amount, Analysis, Cancel, ChainOptions, Characterisation, Circular, Database, DatabaseDemand,
    Demand, DrawOptions, Electricity, EntrySpread, Error, Exchange, Explain, GwpSet, NumberProblem,
    Process, Scores, Spread, Supply, System, Treatment,
};

/// Work that is refused in the end, with this code.
type Work<'a> = &'a (dyn Fn() -> String + Sync);

fn refused<T>(result: Result<T, Error>) -> (String, String) {
    let Err(error) = result else {
        panic!("it is not refused");
    };
    let problem = &error.problems()[0];
    let hint = problem.hint().unwrap_or_default();
    (problem.code().to_owned(), hint)
}

/// A press that takes an uncertain 2 kWh.
fn press() -> Analysis {
    let takes = Exchange::new("2 kWh").spread(Spread::lognormal("1.1"));
    let process = Process::new("press")
        .makes("profile", "1 kg")
        .takes("power", takes);
    let system = System::builder()
        .process(process)
        .supply("power", "0.5 kg CO2e/kWh");
    let solved = system.build().and_then(|system| system.solve());
    let demand = Demand::new("profile", "1 kg");
    let analysis = solved.and_then(|solved| solved.analyse(&demand, &GwpSet::new("none")));
    analysis.expect("an analysis")
}

/// Two products that need each other, a gain of 0.998, and emit as much; the emissions may be uncertain.
fn round(spreads: Vec<EntrySpread>) -> Scores {
    let technosphere = [(0, 0, 1.0), (1, 0, -0.999), (1, 1, 1.0), (0, 1, -0.999)];
    let database = Database::builder(2)
        .technosphere(technosphere)
        .emissions(1, [(0, 0, 1.0), (0, 1, 1.0)])
        .emission_spreads(spreads)
        .build();
    let solved = database.and_then(|database| database.solve());
    let counts = Characterisation::of_values("CO2", [(0, 1.0)]);
    solved
        .and_then(|solved| solved.scores(&counts))
        .expect("scores")
}

fn uncertain() -> Scores {
    round(vec![
        EntrySpread::Uniform {
            low: 0.9,
            high: 1.1,
        },
        EntrySpread::None,
    ])
}

#[test]
fn draws_have_a_limit_before_any_is_made() {
    let one = [DatabaseDemand::of(0, 1.0)];
    let many = vec![DatabaseDemand::of(0, 1.0); 1000];
    for draws in [100_000_000_000, 1 << 40, 1 << 62, usize::MAX] {
        let options = DrawOptions::new().draws(draws);
        for code in [
            refused(press().monte_carlo(&options, None, None, None)).0,
            refused(press().global_sensitivity(&options, None, None)).0,
            refused(uncertain().monte_carlo(&one, &options, None)).0,
            refused(round(Vec::new()).monte_carlo(&one, &options, None)).0,
        ] {
            assert_eq!(code, "too-many-draws");
        }
    }
    // What memory holds is by what a draw takes: a thousand figures make it less.
    let options = DrawOptions::new().draws(1_000_000);
    let (code, hint) = refused(uncertain().monte_carlo(&many, &options, None));
    // 2³¹ / (96 + 16 × 1000).
    assert_eq!(
        (&*code, &*hint),
        ("too-many-draws", "ask for 133417 at most")
    );
    let huge = DrawOptions::new().draws(1 << 36).latin_hypercube();
    let (code, hint) = refused(press().global_sensitivity(&huge, None, None));
    // One input and two: 2³¹ / (96 + 16 × 3).
    assert_eq!(
        (&*code, &*hint),
        ("too-many-draws", "ask for 14913080 at most")
    );
}

/// A path of the loop goes round once more than the one before: a hundred thousand would have five thousand million steps.
#[test]
fn paths_have_a_limit_and_its_hint_is_right() {
    let scores = round(Vec::new());
    let demand = DatabaseDemand::of(0, 1.0);
    let (code, hint) = refused(scores.paths(&demand, 100_000));
    assert_eq!(code, "too-many-steps");
    // 1 + 2 + … + 999 steps are 499,500.
    assert_eq!(hint, "ask for 999 paths at most");
    let found = scores.paths(&demand, 999).expect("paths");
    assert_eq!(found.paths.len(), 999);
    assert_eq!(found.paths[998].steps.len(), 999);
}

#[test]
fn a_database_has_a_limit() {
    for size in [1 << 27, usize::MAX] {
        let built = Database::builder(size)
            .technosphere([(0, 0, 1.0)])
            .emissions(1, [(0, 0, 1.0)])
            .build();
        assert_eq!(refused(built).0, "database-too-large");
        let flows = Database::builder(1)
            .technosphere([(0, 0, 1.0)])
            .emissions(size, [(0, 0, 1.0)])
            .build();
        assert_eq!(refused(flows).0, "database-too-large");
    }
}

#[test]
fn what_a_database_does_not_have_has_no_label() {
    let swapped = Database::builder(2)
        .technosphere([(0, 1, 1.0), (1, 0, 1.0)])
        .references(vec![1, 0])
        .build()
        .expect("a database");
    for database in [&swapped, round(Vec::new()).database()] {
        for product in [2, 9, usize::MAX] {
            assert!(database.product(product).is_none());
            assert!(database.process(product).is_none() && database.flow(product).is_none());
            assert_eq!(database.product_id(product), product.to_string());
        }
    }
}

#[test]
fn a_power_of_ten_has_no_end_that_takes_time() {
    let amount: Amount = "-79228162514264337593543950335".parse().expect("a number");
    for power in [i32::MIN, -1000, -58] {
        let shifted = amount.shifted(power).expect("next to nothing");
        assert!(
            shifted.midpoint().is_zero() && !shifted.is_exact(),
            "{power}"
        );
        assert_eq!(Amount::ZERO.shifted(power), Ok(Amount::ZERO));
    }
    for power in [i32::MAX, 1000, 1] {
        assert_eq!(amount.shifted(power), Err(NumberProblem::TooLarge));
        assert_eq!(Amount::ZERO.shifted(power), Ok(Amount::ZERO));
    }
}

#[test]
fn a_number_that_the_formula_does_not_have_is_a_problem_of_the_model() {
    let billet = Circular::new("billet", "1 kg")
        .virgin("primary aluminium")
        .of_number("shering", Ok(Amount::ONE));
    let system = System::builder()
        .process(billet)
        .supply("primary aluminium", "9 kg CO2e/kg");
    let (code, hint) = refused(system.build());
    assert_eq!(
        (&*code, &*hint),
        ("unknown-term", "did you mean `sharing`?")
    );
}

/// Nested in each other, doubled, and beside electricity: each is refused by name, and gives its memory back.
#[test]
fn supplies_are_nested_to_a_limit() {
    let build = |supply: Supply| System::builder().supply("billet", supply).build();
    let billet = || Supply::new("2 kg CO2e/kg");
    let deep = |levels: usize| (0..levels).fold(billet(), |mix, _| Supply::mix([("1", mix)]));
    assert!(build(deep(63)).is_ok());
    for levels in [64, 100_000] {
        assert_eq!(refused(build(deep(levels))).0, "mix-too-deep");
    }
    let doubled = (0..40).fold(billet(), |mix, _| {
        Supply::mix([("0.5", mix.clone()), ("0.5", mix)])
    });
    assert_eq!(refused(build(doubled)).0, "mix-too-large");
    let grids = (0..100_000).fold(billet(), |grid, _| {
        let own = Electricity::new(Treatment::Certificate).location_based(grid);
        billet().electricity(own)
    });
    assert_eq!(refused(build(grids)).0, "mix-too-deep");
}

/// Draws that would take minutes end within a second of their flag, whoever set it.
#[test]
fn work_ends_when_nobody_waits_for_it() {
    let options = DrawOptions::new().draws(10_000_000);
    let one = [DatabaseDemand::of(0, 1.0)];
    let (analysis, scores) = (press(), uncertain());
    let work: [Work<'_>; 4] = [
        &|| refused(analysis.monte_carlo(&options, None, None, None)).0,
        &|| refused(analysis.global_sensitivity(&options, None, None)).0,
        &|| refused(scores.monte_carlo(&one, &options, None)).0,
        &|| {
            refused(scores.supply_chains(
                0,
                1.0,
                ChainOptions::default().cut_off(0.0).most(usize::MAX),
            ))
            .0
        },
    ];
    for own in work {
        let cancel = Cancel::new();
        let code = thread::scope(|scope| {
            let handle = cancel.on_drop();
            let watched = scope.spawn(|| cancel.watch(own));
            thread::sleep(Duration::from_millis(100));
            let start = Instant::now();
            drop(handle);
            let code = watched.join().expect("no panic");
            assert!(start.elapsed() < Duration::from_secs(1));
            code
        });
        assert_eq!(code, "cancelled");
    }
}
