//! Stages, regions and data quality, by hand.

use cfp_core::{Exchange, Figure, Footprint, Process, Quality, RegionRow, Supply, System};

use super::co2;
use crate::check::{assert_exactly, gwp};

fn footprint(builder: cfp_core::SystemBuilder, product: &str) -> Footprint {
    let system = builder.build().expect("a system");
    system
        .footprint(product, "1 kg", &co2())
        .expect("a footprint")
}

/// The territorial and the embodied account as texts.
fn regions(footprint: &Footprint) -> Vec<(Option<&str>, String, String)> {
    let rows = footprint.by_region.iter();
    rows.map(|row: &RegionRow| {
        let text = |figure: Figure| figure.to_string();
        (
            row.region.as_deref(),
            text(row.territorial),
            text(row.embodied),
        )
    })
    .collect()
}

/// Ore of Australia (1 kg CO2/kg) goes into metal of China (2 kg of ore, 5 kg CO2, and 10 kWh of Chinese electricity at
/// 0.5 kg CO2e/kWh), that into parts of Germany (1.1 kg of metal, 0.3 kg CO2), and those to France.
fn chain() -> cfp_core::SystemBuilder {
    let mine = Process::new("mine")
        .region("AU")
        .stage("raw materials")
        .makes("ore", "1 kg")
        .emits("CO2", "1 kg");
    let smelter = Process::new("smelter")
        .region("CN")
        .stage("production")
        .makes("metal", "1 kg")
        .takes("ore", "2 kg")
        .takes("electricity", "10 kWh")
        .emits("CO2", "5 kg");
    let press = Process::new("press")
        .region("DE")
        .makes("part", "1 kg")
        .takes("metal", "1.1 kg")
        .emits("CO2", "0.3 kg");
    System::builder()
        .processes([press, smelter, mine])
        .supply("electricity", Supply::new("0.5 kg CO2e/kWh").region("CN"))
        .region("FR")
}

/// Emitted: 2.2 kg in Australia, 5.5 + 5.5 kg in China, 0.3 kg in Germany. Consumed: the ore's 2.2 kg and the
/// electricity's 5.5 kg by the smelter, the metal's own 5.5 kg by the press, the part's own 0.3 kg by France.
#[test]
fn regions_emit_and_consume() {
    let footprint = footprint(chain(), "part");
    assert_exactly("the total", footprint.total(), "13.5");
    let expected = [
        (Some("AU"), "2.2", "0"),
        (Some("CN"), "11", "7.7"),
        (Some("DE"), "0.3", "5.5"),
        (Some("FR"), "0", "0.3"),
    ];
    let expected = expected.map(|(code, one, other)| (code, one.to_owned(), other.to_owned()));
    assert_eq!(regions(&footprint), expected);
}

/// The supplies that a process takes are of its stage; the press states none.
#[test]
fn stages_hold_what_their_processes_take() {
    let footprint = footprint(chain(), "part");
    let rows = footprint.by_stage.iter();
    let rows: Vec<_> = rows
        .map(|row| (row.stage.as_deref(), row.co2e.to_string()))
        .collect();
    let expected = [
        (Some("production"), "11"),
        (Some("raw materials"), "2.2"),
        (None, "0.3"),
    ];
    assert_eq!(rows, expected.map(|(stage, co2e)| (stage, co2e.to_owned())));
    let share = footprint.by_stage[0].share_percent.as_deref();
    assert_eq!(share, Some("81.481481"));
}

/// A third of a loop is rounded at every turn: what rounding leaves of a product that is used up is no row. Electricity of
/// one region takes coal of another, 1 / (1 - 0.3 × 1/3) times.
#[test]
fn rounding_is_in_no_region() {
    let mine = Process::new("mine")
        .region("AU")
        .makes("coal", "3 kg")
        .takes("electricity", "1 kWh")
        .emits("CO2", "0.1 kg");
    let plant = Process::new("plant")
        .region("CN")
        .makes("electricity", "1 kWh")
        .takes("coal", "0.3 kg")
        .emits("CO2", "0.9 kg");
    let user = Process::new("user")
        .region("CN")
        .makes("part", "7 kg")
        .takes("electricity", "1 kWh");
    let footprint = footprint(System::builder().processes([mine, plant, user]), "part");
    let codes: Vec<_> = footprint
        .by_region
        .iter()
        .map(|row| row.region.as_deref())
        .collect();
    assert_eq!(codes, [Some("AU"), Some("CN")]);
}

/// What the same gas counts in two places: openLCA's test of processes with locations (olca-modules,
/// `RegionalizedCalculationTest`) gives 2 × 9 at the first and 4 × 4 at the second, 34 together. Here a set has one value
/// for a gas, so that the two are two gases; the accounts by region are the same.
#[test]
fn emissions_are_of_the_region_of_their_process() {
    let first = Process::new("p1")
        .region("LOC1")
        .makes("p1", "1 kg")
        .takes("p2", "2 kg")
        .emits("e1", "2 kg");
    let second = Process::new("p2")
        .region("LOC2")
        .makes("p2", "1 kg")
        .emits("e2", "2 kg");
    let system = System::builder().processes([first, second]).build();
    let set = gwp(&[("e1", "9"), ("e2", "4")]);
    let footprint = system
        .expect("a system")
        .footprint("p1", "1 kg", &set)
        .expect("a footprint");
    assert_exactly("the total", footprint.total(), "34");
    let expected = [
        (Some("LOC1"), "18", "16"),
        (Some("LOC2"), "16", "0"),
        (None, "0", "18"),
    ];
    let expected = expected.map(|(code, one, other)| (code, one.to_owned(), other.to_owned()));
    assert_eq!(regions(&footprint), expected);
}

/// The scores of openLCA's test of data quality (olca-modules, `DQResultTest`), which has five of them for each exchange,
/// three at a time.
fn scored(axes: [usize; 3]) -> System {
    const UP: [&str; 5] = ["1", "2", "3", "4", "5"];
    const DOWN: [&str; 5] = ["5", "4", "3", "2", "1"];
    let of = |amount: &str, scores: [&str; 5]| {
        let [first, second, third] = axes.map(|axis| scores[axis]);
        Exchange::new(amount).quality(Quality::new(first, second, third))
    };
    let first = Process::new("process1")
        .makes("product1", "1 kg")
        .takes("product2", "2 kg")
        .emits("e1", of("3 kg", UP))
        .emits("e2", of("4 kg", DOWN));
    let second = Process::new("process2")
        .makes("product2", "1 kg")
        .emits("e1", of("5 kg", DOWN))
        .emits("e2", of("6 kg", UP));
    let system = System::builder().processes([first, second]);
    system.build().expect("a system")
}

/// The same test's answers, by impact (2 and 8 per kg) and by the mass of each flow, each rounded to a whole score: such as
/// (3 × 2 × 1 + 4 × 8 × 5 + 10 × 2 × 5 + 12 × 8 × 1) / 154 = 2.35.
#[test]
fn ratings_agree_with_another_program() {
    let cases = [
        (
            "product1",
            [("e1", "2"), ("e2", "8")],
            ["2", "3", "3", "3", "4"],
        ),
        (
            "product1",
            [("e1", "1"), ("e2", "0")],
            ["4", "4", "3", "2", "2"],
        ),
        (
            "product1",
            [("e1", "0"), ("e2", "1")],
            ["2", "3", "3", "4", "4"],
        ),
        (
            "product2",
            [("e1", "2"), ("e2", "8")],
            ["2", "2", "3", "4", "4"],
        ),
    ];
    for (product, values, expected) in cases {
        let set = gwp(&values);
        for axes in [[0, 1, 2], [2, 3, 4]] {
            let footprint = scored(axes).footprint(product, "1 kg", &set);
            let data = footprint.expect("a footprint").data_quality;
            let ratings = data.ratings.expect("ratings");
            assert_eq!(ratings.covered_percent.as_deref(), Some("100"));
            let scores = [ratings.technology, ratings.geography, ratings.time];
            for (axis, score) in axes.into_iter().zip(scores) {
                let score: f64 = score.parse().expect("a number");
                assert_eq!(
                    format!("{}", (score + 0.5).floor()),
                    expected[axis],
                    "{product} {score}"
                );
            }
        }
    }
}
