//! Measures one kind of work on a database read from a Brightway datapackage, and prints it as a line of JSON that
//! `peers/table.py` sets beside the peers'; see README.md beside this file.
//!
//! usage: database WORK PACKAGE.zip [THREADS] [SCORES.csv]

#![allow(clippy::print_stdout, reason = "the measurement is what is printed")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use cfp_core::{
    ChainOptions, Characterisation, Database, DatabaseDemand, DrawOptions, EntryChange,
    EntrySpread, Scores,
};
use cfp_exchange::{DatabaseOptions, LoadedDatabase, ZipFiles, read_database};

/// How often each work is timed.
const RUNS: usize = 11;
/// How many products are asked for after the first, and how many exchanges are changed.
const ASKED: u32 = 20;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [work, package, rest @ ..] = arguments.as_slice() else {
        return Err("usage: database WORK PACKAGE.zip [THREADS] [SCORES.csv]".into());
    };
    let threads: usize = rest.first().map_or(Ok(1), |text| text.parse())?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let bytes = fs::read(package)?;
    let loaded = load(package, &bytes)?;
    let method = loaded
        .characterisations
        .first()
        .ok_or("the package has no characterisation")?;
    let measured = pool.install(|| measure(work, package, &bytes, &loaded.database, method))?;
    let scores = pool.install(|| scored(&loaded.database, method))?;
    let dataset = Path::new(package)
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    let unproved = scores
        .bounds()
        .iter()
        .filter(|bound| bound.is_infinite())
        .count();
    println!(
        "{{\"dataset\":\"{dataset}\",\"tool\":\"cfp\",\"work\":\"{work}\",\"threads\":{threads},\"seconds\":{:e},\"runs\":{},\
         \"peak_rss_mb\":{:.1},\"nnz\":{},\"unproved\":{unproved},\"worst_relative_bound\":{:e},\"note\":\"{}\"}}",
        measured.seconds,
        measured.runs,
        peak_mib()?,
        loaded.database.exchanges(),
        worst(&scores),
        measured.note,
    );
    if let Some(file) = rest.get(1) {
        let mut text = String::from("process,value,bound\n");
        for (process, (value, bound)) in scores.values().iter().zip(scores.bounds()).enumerate() {
            writeln!(text, "{process},{value:e},{bound:e}")?;
        }
        fs::write(file, text)?;
    }
    Ok(())
}

/// The middle of the timed runs, and what else is worth telling.
struct Measured {
    seconds: f64,
    runs: usize,
    note: String,
}

fn load(name: &str, bytes: &[u8]) -> Outcome<LoadedDatabase> {
    let files = ZipFiles::new(name, bytes).map_err(|error| error.to_string())?;
    let read =
        read_database(&[&files], &DatabaseOptions::new()).map_err(|error| error.to_string())?;
    Ok(read.build().map_err(|error| error.to_string())?)
}

fn scored(database: &Database, method: &Characterisation) -> Outcome<Scores> {
    // What the peers score, they score whether it is an inventory or not.
    Ok(database.solve()?.scores(method)?.allowing_held_loops())
}

fn measure(
    work: &str,
    package: &str,
    bytes: &[u8],
    database: &Database,
    method: &Characterisation,
) -> Outcome<Measured> {
    let hub = hub(database);
    match work {
        "load" => timed(|| load(package, bytes).map(|_| String::new())),
        "single" => timed(|| {
            let scores = scored(database, method)?;
            Ok(scores.demand(&DatabaseDemand::of(hub, 1.0))?.to_string())
        }),
        "all" => {
            let technosphere: Vec<_> = database.technosphere_triplets().collect();
            let emissions: Vec<_> = database.emission_triplets().collect();
            timed(|| {
                let (technosphere, emissions) =
                    (technosphere.iter().copied(), emissions.iter().copied());
                let database = Database::from_triplets(
                    database.size(),
                    technosphere,
                    database.flow_count(),
                    emissions,
                )?;
                let scores = scored(&database, method)?;
                Ok(format!("{} scores", black_box(scores.values()).len()))
            })
        }
        "hard" => timed(|| {
            let scores = scored(database, method)?;
            Ok(format!(
                "{:?}",
                scores
                    .loops()
                    .iter()
                    .max_by_key(|own| own.processes)
                    .map(|own| own.method)
            ))
        }),
        "next" => {
            let scores = scored(database, method)?;
            let mut products = (0..).map(|number| number * 7919 % database.size());
            timed(|| {
                for product in products.by_ref().take(ASKED as usize) {
                    black_box(scores.demand(&DatabaseDemand::of(product, 1.0))?);
                }
                Ok(String::new())
            })
            .map(|measured| Measured {
                seconds: measured.seconds / f64::from(ASKED),
                ..measured
            })
        }
        "traverse" => timed(|| {
            let scores = scored(database, method)?;
            let chains = scores.supply_chains(hub, 1.0, ChainOptions::default())?;
            Ok(format!("{} nodes", chains.nodes.len()))
        }),
        "demands" => demands(database, method),
        "update" => update(database, method),
        "monte-carlo" => monte_carlo(&uncertain(database)?, method),
        "analytic" => analytic(&uncertain(database)?, method),
        "sensitivity" => sensitivity(database, method),
        _ => Err(format!("no work is called {work}").into()),
    }
}

/// A million demands, streamed.
fn demands(database: &Database, method: &Characterisation) -> Outcome<Measured> {
    let scores = scored(database, method)?;
    let size = database.size();
    timed(|| {
        let demands = (0..1_000_000).map(|number| DatabaseDemand::of(number % size, 1.5));
        let answered = scores.demands(demands).flatten().count();
        Ok(format!("{answered} demands"))
    })
}

/// The database itself where it has spreads; else the same with every exchange and emission lognormal, with a geometric
/// standard deviation of 1.2, but for what processes make.
fn uncertain(database: &Database) -> Outcome<Database> {
    if !database.technosphere_spreads().is_empty() {
        return Ok(database.clone());
    }
    let lognormal = |amount: f64| EntrySpread::Lognormal {
        mu: amount.abs().ln(),
        sigma: 1.2_f64.ln(),
        negative: amount < 0.0,
    };
    let technosphere: Vec<_> = database.technosphere_triplets().collect();
    let emissions: Vec<_> = database.emission_triplets().collect();
    let of_technosphere = technosphere.iter().map(|(product, process, amount)| {
        if product == process {
            EntrySpread::None
        } else {
            lognormal(*amount)
        }
    });
    let of_technosphere = of_technosphere.collect();
    let of_emissions = emissions.iter().map(|own| lognormal(own.2)).collect();
    let builder = Database::builder(database.size())
        .technosphere(technosphere)
        .technosphere_spreads(of_technosphere)
        .emissions(database.flow_count(), emissions)
        .emission_spreads(of_emissions);
    Ok(builder.build()?)
}

/// One draw of everything that is uncertain, of a thousand.
fn monte_carlo(database: &Database, method: &Characterisation) -> Outcome<Measured> {
    const DRAWS: u32 = 1000;
    let scores = scored(database, method)?;
    let demand = [DatabaseDemand::of(hub(database), 1.0)];
    let draw = |count: usize| {
        let options = DrawOptions::new().draws(count);
        scores.monte_carlo(&demand, &options, None)
    };
    let start = Instant::now();
    let draws = draw(DRAWS as usize)?;
    let seconds = start.elapsed().as_secs_f64() / f64::from(DRAWS);
    let own = draws.statistics(0)?;
    let told = |figure: Option<f64>| figure.unwrap_or(f64::NAN);
    Ok(Measured {
        seconds,
        runs: DRAWS as usize,
        note: format!(
            "{:.1} draws/s, {} numbers, score {:e}, mean {:e}, sd {:e}, {} failed",
            1.0 / seconds,
            draws.inputs(),
            scores
                .demand(&demand[0])?
                .value()
                .to_string()
                .parse::<f64>()?,
            told(own.mean),
            told(own.standard_deviation),
            own.draws - own.used,
        ),
    })
}

/// The variance to first order over all exchanges, from solved scores: the forward solve is a part of it.
fn analytic(database: &Database, method: &Characterisation) -> Outcome<Measured> {
    let scores = scored(database, method)?;
    let demand = DatabaseDemand::of(hub(database), 1.0);
    timed(|| {
        let own = scores.analytic(&demand, 100)?;
        Ok(format!(
            "{} numbers, mean {:e}, sd {:e}",
            own.inputs, own.mean, own.standard_deviation
        ))
    })
}

/// The derivatives of a score by all exchanges and emissions, from solved scores.
fn sensitivity(database: &Database, method: &Characterisation) -> Outcome<Measured> {
    let scores = scored(database, method)?;
    let demand = DatabaseDemand::of(hub(database), 1.0);
    timed(|| {
        let own = scores.sensitivities(&demand, 100)?;
        Ok(format!("{} rows and {} others", own.rows.len(), own.others))
    })
}

/// One exchange changed by a tenth, and every product's score after it.
fn update(database: &Database, method: &Characterisation) -> Outcome<Measured> {
    let scores = scored(database, method)?;
    let entries: Vec<_> = database
        .technosphere_triplets()
        .filter(|(product, process, _)| product != process)
        .collect();
    let mut changed = (0..).map(|number| entries[number * 7919 % entries.len()]);
    timed(|| {
        let (product, process, amount) = changed.next().ok_or("no exchange")?;
        let change = [EntryChange::exchange(product, process, amount * 1.1)];
        let scores = scores.changed(&change)?;
        Ok(format!("{} scores", scores.len()))
    })
}

/// The product that the most processes take, as the peers are asked for.
fn hub(database: &Database) -> usize {
    let mut takers = vec![0_usize; database.size()];
    for (product, process, _) in database.technosphere_triplets() {
        takers[product] += usize::from(product != process);
    }
    let most = takers
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(&a.0)));
    most.map_or(0, |(product, _)| product)
}

/// The middle of several runs after one that is not counted.
fn timed(mut work: impl FnMut() -> Outcome<String>) -> Outcome<Measured> {
    let mut note = work()?;
    let mut seconds = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        note = work()?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    Ok(Measured {
        seconds: seconds[RUNS / 2],
        runs: RUNS,
        note: note.replace('"', "'"),
    })
}

/// The largest bound beside its score, of scores above 1e-15.
fn worst(scores: &Scores) -> f64 {
    let pairs = scores.values().into_iter().zip(scores.bounds());
    let relative = pairs
        .filter(|(value, _)| value.abs() > 1e-15)
        .map(|(value, bound)| bound / value.abs());
    relative.fold(0.0, f64::max)
}

/// The most memory that the process has held.
fn peak_mib() -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or("0 kB");
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024.0)
}
