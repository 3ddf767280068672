//! Uncertainty of databases whose answers are known: moments by hand, published multipliers, and draws that fail.

use cfp_core::{
    Characterisation, Database, DatabaseDemand, DatabaseDraws, DatabaseEntry, DrawOptions,
    EntryChange, EntrySpread, Scores,
};
use rayon::ThreadPoolBuilder;

type Triplet = (usize, usize, f64);
type Uncertain = (usize, usize, f64, EntrySpread);

fn uniform(low: f64, high: f64) -> EntrySpread {
    EntrySpread::Uniform { low, high }
}

/// A database with its spreads.
fn database(
    size: usize,
    technosphere: &[Uncertain],
    flows: usize,
    emissions: &[Uncertain],
) -> Database {
    let entries = |list: &[Uncertain]| -> (Vec<Triplet>, Vec<EntrySpread>) {
        list.iter()
            .map(|(row, process, amount, spread)| ((*row, *process, *amount), *spread))
            .unzip()
    };
    let (technosphere, of_technosphere) = entries(technosphere);
    let (emissions, of_emissions) = entries(emissions);
    Database::builder(size)
        .technosphere(technosphere)
        .technosphere_spreads(of_technosphere)
        .emissions(flows, emissions)
        .emission_spreads(of_emissions)
        .build()
        .expect("a database")
}

fn scored(database: &Database, method: &Characterisation) -> Scores {
    let solved = database.solve().expect("an order");
    solved.scores(method).expect("scores")
}

fn co2() -> Characterisation {
    Characterisation::of_values("CO2", [(0, 1.0)])
}

/// Draws of one unit of product 0.
fn drawn(database: &Database, method: &Characterisation, options: DrawOptions) -> DatabaseDraws {
    let scores = scored(database, method);
    let demand = [DatabaseDemand::of(0, 1.0)];
    scores.monte_carlo(&demand, &options, None).expect("draws")
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found}, not {expected}"
    );
}

/// Case `bw_mc_basic_moments`: one process emits, and takes from another that does, with uniform amounts and factors.
fn basic() -> (Database, Characterisation) {
    let technosphere = [
        (0, 0, 1.0, EntrySpread::None),
        (1, 0, -0.5, uniform(0.2, 0.8).negated()),
        (1, 1, 1.0, EntrySpread::None),
    ];
    let emissions = [
        (0, 0, 1.0, uniform(0.5, 1.5)),
        (1, 1, 0.1, uniform(0.0, 0.2)),
    ];
    let method = Characterisation::of_values("m", [(0, 1.0), (1, 2.0)]);
    let method = method.spreads(vec![uniform(0.5, 2.0), uniform(1.0, 4.0)]);
    (database(2, &technosphere, 2, &emissions), method)
}

/// Exact: the mean is 1 × 1.25 + 0.5 × 0.1 × 2.5 = 1.375 beside a score of 1.1, and the variance 0.343841666…
#[test]
fn the_moments_of_draws_are_those_of_the_product() {
    let (database, method) = basic();
    for options in [
        DrawOptions::new().draws(20_000),
        DrawOptions::new().draws(20_000).latin_hypercube(),
    ] {
        let draws = drawn(&database, &method, options);
        assert_eq!((draws.inputs(), draws.failed().len()), (5, 0));
        let own = draws.statistics(0).expect("statistics");
        let error = own.standard_error.expect("an error");
        close(own.mean.expect("a mean"), 1.375, 5.0 * error);
        let variance = own.variance.expect("a variance");
        close(variance, 0.343_841_666_666_666_6, 0.02);
    }
}

/// By hand, to first order: 1/12 and 1.5²/12 for the first emission and its factor, 0.2² × 0.6²/12 for what is taken,
/// 0.2²/12 and 0.05² × 3²/12 for the second emission and its factor; the mean is exact, since each number stands alone in its
/// term.
#[test]
fn first_order_variance_by_hand() {
    let (database, method) = basic();
    let scores = scored(&database, &method);
    let demand = DatabaseDemand::of(0, 1.0);
    let analytic = scores.analytic(&demand, 2).expect("a variance");
    close(analytic.score, 1.1, 1e-14);
    close(analytic.mean, 1.375, 1e-14);
    let expected = [0.1875, 1.0 / 12.0, 0.0012, 0.04 / 12.0, 0.0025 * 0.75];
    close(analytic.variance, expected.iter().sum(), 1e-14);
    assert_eq!(analytic.rows[0].entry, DatabaseEntry::Factor { flow: 0 });
    let emission = DatabaseEntry::Emission {
        flow: 0,
        process: 0,
    };
    assert_eq!(analytic.rows[1].entry, emission);
    close(analytic.others, expected[2..].iter().sum(), 1e-14);
    let shown: f64 = analytic.rows.iter().map(|row| row.share_percent).sum();
    let others = analytic.others_share_percent.expect("a share");
    close(shown + others, 100.0, 1e-12);
}

/// Case `hs2002_multipliers_and_variance`: all numbers with a coefficient of variation of 5 %.
fn heijungs_and_suh() -> Database {
    let five_percent = |row, process, amount: f64| {
        let sd = 0.05 * amount.abs();
        (
            row,
            process,
            amount,
            EntrySpread::Normal { mean: amount, sd },
        )
    };
    let technosphere = [
        five_percent(0, 0, 10.0),
        five_percent(1, 0, -2.0),
        five_percent(1, 1, 100.0),
    ];
    let emissions = [five_percent(0, 0, 1.0), five_percent(0, 1, 10.0)];
    database(2, &technosphere, 1, &emissions)
}

#[test]
fn published_multipliers_and_shares_of_variance() {
    let scores = scored(&heijungs_and_suh(), &co2());
    let demand = DatabaseDemand::of(0, 1000.0);
    let exchange = |product, process| DatabaseEntry::Exchange { product, process };
    let emission = |process| DatabaseEntry::Emission { flow: 0, process };
    let expected = [
        (exchange(0, 0), -1.0, 56.25),
        (exchange(1, 0), 1.0 / 6.0, 1.5625),
        (exchange(1, 1), -1.0 / 6.0, 1.5625),
        (emission(0), 5.0 / 6.0, 39.0625),
        (emission(1), 1.0 / 6.0, 1.5625),
    ];
    let analytic = scores.analytic(&demand, 9).expect("a variance");
    close(analytic.score, 120.0, 1e-12);
    close(analytic.variance, 64.0, 1e-11);
    close(analytic.standard_deviation, 8.0, 1e-12);
    assert_eq!((analytic.inputs, analytic.rows.len()), (5, 5));
    assert!(analytic.others == 0.0);
    let moved = scores.sensitivities(&demand, 9).expect("sensitivities");
    for (entry, multiplier, share) in expected {
        let row = analytic.rows.iter().find(|row| row.entry == entry);
        close(row.expect("a row").share_percent, share, 1e-10);
        let row = moved.rows.iter().find(|row| row.entry == entry);
        let elasticity = row.expect("a row").elasticity.expect("a score");
        close(elasticity, multiplier, 1e-13);
    }
    // The factor is a number of its own: all emissions count by it.
    assert_eq!(moved.rows.len(), 6);
    let most = scores.sensitivities(&demand, 2).expect("sensitivities");
    assert_eq!((most.rows.len(), most.others), (2, 4));
}

/// Draws of spreads that small have nearly the variance to first order.
#[test]
fn draws_have_the_variance_to_first_order() {
    let scores = scored(&heijungs_and_suh(), &co2());
    let demands = [
        DatabaseDemand::of(0, 1000.0),
        DatabaseDemand::of(0, 1010.0),
        DatabaseDemand::of(1, 1.0).and(0, 1.0),
    ];
    let options = DrawOptions::new().draws(8000);
    let draws = scores.monte_carlo(&demands, &options, None).expect("draws");
    let own = draws.statistics(0).expect("statistics");
    close(own.variance.expect("a variance"), 64.0, 4.0);
    // One percent more of the same is more in every draw: everything is drawn once.
    let compared = draws.compare(0, 1).expect("a comparison");
    assert_eq!((compared.less, compared.used), (8000, 8000));
    let third = draws.values(2).expect("a demand");
    assert_eq!(third.len(), draws.used().len());
    assert!(draws.values(3).is_err());
}

/// The numbers follow from the seed, not from the threads.
#[test]
fn threads_change_nothing_and_seeds_do() {
    let (database, method) = basic();
    let with = |threads: usize, seed: u64| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let options = DrawOptions::new().draws(200).seed(seed);
        let pool = pool.expect("threads");
        pool.install(|| drawn(&database, &method, options))
    };
    assert_eq!(with(1, 1), with(8, 1));
    assert_ne!(with(1, 1).values(0), with(1, 2).values(0));
    assert_eq!(with(1, 2).seed(), 2);
}

#[test]
fn without_a_spread_every_draw_is_the_score() {
    let certain = |row, process, amount: f64| {
        let spread = EntrySpread::Lognormal {
            mu: amount.abs().ln(),
            sigma: 0.0,
            negative: amount < 0.0,
        };
        (row, process, amount, spread)
    };
    let technosphere = [
        certain(0, 0, 0.3),
        certain(1, 0, -0.1),
        certain(1, 1, 0.7),
        certain(0, 1, -0.2),
    ];
    let emissions = [certain(0, 0, 0.1), certain(0, 1, 1.7)];
    let database = database(2, &technosphere, 1, &emissions);
    let scores = scored(&database, &co2());
    let draws = drawn(&database, &co2(), DrawOptions::new().draws(50));
    let score = scores.values()[0];
    let values = draws.values(0).expect("a demand");
    assert!(
        values
            .iter()
            .all(|value| value.to_bits() == score.to_bits())
    );
    let own = draws.statistics(0).expect("statistics");
    assert_eq!((own.mean, own.variance), (Some(score), Some(0.0)));
}

/// What fails is counted by its reason, and nothing else is.
fn failed(database: &Database, expected: &str, share: f64) {
    let draws = drawn(database, &co2(), DrawOptions::new().draws(4000));
    let [failed] = draws.failed() else {
        panic!("{:?}", draws.failed());
    };
    assert!(failed.reason.contains(expected), "{}", failed.reason);
    #[expect(clippy::cast_precision_loss)]
    let counted = failed.count as f64 / 4000.0;
    close(counted, share, 0.03);
    let own = draws.statistics(0).expect("statistics");
    assert_eq!((own.draws, own.used), (4000, 4000 - failed.count));
    assert!(!draws.used().contains(&failed.first_draw));
    assert!(own.mean.is_some_and(|mean| mean > 0.0));
}

/// By hand: a quarter of -0.5 to 1.5 is no product at all; with x and y between 0.4 and 1.4, x y is 1 or more with the
/// probability 0.96 - ln 1.96 = 0.2871; a normal number is below its mean by more than its standard deviation with 0.1587.
#[test]
fn draws_that_fail_are_counted() {
    let none = EntrySpread::None;
    let emission = [(0, 0, 1.0, none)];
    let made = [(0, 0, 1.0, uniform(-0.5, 1.5))];
    failed(&database(1, &made, 1, &emission), "reference output", 0.25);
    let made = [
        (0, 0, 1.0, none),
        (1, 0, -0.9, uniform(-1.4, -0.4)),
        (1, 1, 1.0, none),
        (0, 1, -0.9, uniform(-1.4, -0.4)),
    ];
    failed(&database(2, &made, 1, &emission), "consumes", 0.287_056);
    let normal = EntrySpread::Normal { mean: 1.0, sd: 1.0 };
    let emission = [(0, 0, 1.0, normal)];
    let made = [(0, 0, 1.0, none)];
    failed(&database(1, &made, 1, &emission), "normal", 0.158_655);
}

/// An entry of nothing with a spread is one; entries that add up are drawn each by itself; what is set is certain.
#[test]
fn spreads_stay_with_their_entries() {
    let none = EntrySpread::None;
    // Given out of order, with a zero that nobody is uncertain of.
    let technosphere = [
        (1, 1, 1.0, none),
        (0, 1, 0.0, none),
        (1, 0, -0.2, uniform(-0.3, -0.1)),
        (0, 0, 1.5, uniform(1.25, 1.75)),
        (0, 0, -0.5, none),
    ];
    let emissions = [
        (0, 1, 0.0, uniform(0.0, 2.0)),
        (0, 0, 3.0, none),
        (0, 0, 1.0, uniform(0.0, 2.0)),
    ];
    let database = database(2, &technosphere, 1, &emissions);
    assert_eq!((database.exchanges(), database.emissions()), (4, 3));
    let spreads: Vec<EntrySpread> = database.technosphere_spreads().to_vec();
    let entries: Vec<Triplet> = database.technosphere_triplets().collect();
    let at = entries.iter().position(|entry| *entry == (1, 0, -0.2));
    assert_eq!(spreads[at.expect("an entry")], uniform(-0.3, -0.1));
    let scores = scored(&database, &co2());
    let demand = DatabaseDemand::of(0, 1.0);
    let analytic = scores.analytic(&demand, 9).expect("a variance");
    // By hand: 4 of the process itself, and of the other nothing as written and 0.2 × 1 on average.
    close(analytic.score, 4.0, 1e-14);
    close(analytic.mean, 4.2, 1e-14);
    // 0.2² × 4/12, 1 × 4/12, and 4² × 0.25/12 for the output; what is taken of the other counts nothing.
    close(
        analytic.variance,
        0.04 / 3.0 + 1.0 / 3.0 + 16.0 * 0.25 / 12.0,
        1e-14,
    );
    let changes = [
        EntryChange::exchange(0, 0, 1.0),
        EntryChange::emission(0, 0, 4.0),
    ];
    let scores = scores.changed(&changes).expect("a change");
    let analytic = scores.analytic(&demand, 9).expect("a variance");
    close(analytic.score, 4.0, 1e-14);
    close(analytic.variance, 0.04 / 3.0, 1e-14);
}

#[test]
fn progress_is_told_of_every_draw() {
    let (database, method) = basic();
    let scores = scored(&database, &method);
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |done: usize| told.lock().expect("no panic").push(done);
    let demand = [DatabaseDemand::of(0, 1.0)];
    let options = DrawOptions::new().draws(40);
    let drawn = scores.monte_carlo(&demand, &options, Some(&progress));
    assert_eq!(drawn.expect("draws").draws(), 40);
    let mut told = told.into_inner().expect("no panic");
    told.sort_unstable();
    assert_eq!(told, (1..=40).collect::<Vec<_>>());
}
