//! Laws of the accounts beside the gases: stages, regions, sources and quality of data, and of suppliers' results.

use cfp_core::{
    Category, Electricity, Exchange, Figure, Footprint, GwpSet, Process, Quality, Supply, System,
    SystemBuilder, Treatment,
};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

use super::accounting::{LOOPS, footprint, outputs, sums_to};
use super::cases;
use crate::check::agree;
use crate::generate::{Random, co2_only, looping_system, written_amount};
use crate::rational::rational;

/// Codes of regions and names of stages, some of them not stated.
const REGIONS: [Option<&str>; 4] = [Some("CN"), Some("CN-GD"), None, Some("AU")];
const STAGES: [Option<&str>; 3] = [Some("raw materials"), None, Some("production")];

/// What a process of a random system says beside its exchanges, by its number.
pub(super) fn told(process: Process, number: usize, emits: &str) -> Process {
    let process = match REGIONS[number % REGIONS.len()] {
        Some(code) => process.region(code),
        None => process,
    };
    let process = match STAGES[number % STAGES.len()] {
        Some(stage) => process.stage(stage),
        None => process,
    };
    let luc = Exchange::new(format!("{emits} kg")).category("land use change");
    let quality = Quality::new("1", "2.5", "5");
    match number % 3 {
        0 => process.emits("CO2", luc.primary(true).source("meter 4")),
        1 => process.emits("CO2", luc.primary(false).quality(quality)),
        _ => process.removes("CO2, biogenic", format!("{emits} kg")),
    }
}

/// Two suppliers of billet with everything that a supplier can state.
pub(super) fn billets(first: &str, second: &str) -> [Supply; 2] {
    let wind = Electricity::new(Treatment::Certificate).location_based("9.5 kg CO2e/kg");
    let one = Supply::new(&format!("{first} kg CO2e/kg"))
        .category("fossil", "0.3 kg CO2e/kg")
        .category("biogenic removals", "-0.1 kg CO2e/kg")
        .supplier("Datang Metals")
        .region("AU")
        .primary_share("40")
        .electricity(wind);
    let other = Supply::new(&format!("{second} kg CO2e/t"))
        .category("land use change", "0.2 kg CO2e/kg")
        .source("declaration 118")
        .quality(Quality::new("3", "3", "1"));
    [one, other]
}

/// A random system in which every third process takes billet too, and everything says where it is from.
fn telling(random: &Random) -> SystemBuilder {
    let processes = random
        .processes()
        .into_iter()
        .zip(&random.sheets)
        .enumerate();
    let processes = processes.map(|(number, (process, sheet))| {
        let process = told(process, number, &sheet.emits);
        if number % 3 == 0 {
            process.takes("billet", format!("{} kg", sheet.emits))
        } else {
            process
        }
    });
    let [one, other] = billets("9.1", "16.9");
    System::builder()
        .processes(processes)
        .supply("billet", Supply::mix([("0.35", one), ("0.65", other)]))
        .region("DE")
}

/// Whether shares in percent that are rounded to six places sum to a hundred.
fn sum_to_a_hundred<'a>(shares: impl IntoIterator<Item = &'a Option<String>>) -> bool {
    let shares: Option<Vec<BigRational>> = shares
        .into_iter()
        .map(|share| share.as_deref().map(rational))
        .collect();
    shares.is_some_and(|shares| {
        let rounding = rational("1e-6") * BigRational::from_integer(shares.len().into());
        let sum: BigRational = shares.iter().sum();
        (sum - rational("100")).abs() <= rounding
    })
}

/// Whether two footprints count the same in every category.
fn same_categories(one: &Footprint, other: &Footprint) -> bool {
    let mut categories = Category::ALL.iter();
    categories.all(|category| agree(one.by_category[category], other.by_category[category]))
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Stages, sources and both accounts of the regions each sum to the total, in loops too.
    #[test]
    fn every_account_sums_to_the_total(
        random in looping_system(LOOPS),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let system = telling(&random).build().expect("a system");
        let footprint = footprint(&system, output % outputs(&random), &amount);
        let total = footprint.total();
        let sums = |parts: Vec<Figure>| sums_to(&parts, total);
        prop_assert!(sums(footprint.by_stage.iter().map(|row| row.co2e).collect()));
        prop_assert!(sums(footprint.by_region.iter().map(|row| row.territorial).collect()));
        prop_assert!(sums(footprint.by_region.iter().map(|row| row.embodied).collect()));
        prop_assert!(sums(footprint.coverage.iter().map(|row| row.co2e).collect()));
        prop_assert!(sums(footprint.by_process().iter().map(|row| row.co2e).collect()));
        prop_assert!(sums(footprint.by_category.values().copied().collect()));
    }

    /// Whatever a footprint rests on is primary, metered, secondary or not stated; and scores stay between those that are
    /// given.
    #[test]
    fn shares_of_data_sum_to_a_hundred(
        random in looping_system(LOOPS),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let system = telling(&random).build().expect("a system");
        let data = footprint(&system, output % outputs(&random), &amount).data_quality;
        let nothing = data.primary_percent.is_none();
        let shares = [
            &data.primary_percent,
            &data.metered_percent,
            &data.secondary_percent,
            &data.not_stated_percent,
        ];
        prop_assert!(nothing || sum_to_a_hundred(shares), "{data:?}");
        if let Some(ratings) = data.ratings {
            for score in [ratings.technology, ratings.geography, ratings.time] {
                let score = rational(&score);
                prop_assert!(score >= rational("1") && score <= rational("5"));
            }
        }
    }

    /// A supplier's result, made with the same set, is as good as the supplier's model: in total and in every category, in
    /// loops too, and whatever amount the result is of.
    #[test]
    fn a_result_stands_for_its_model_in_every_category(
        random in looping_system(LOOPS),
        output in 0_usize..24,
        of in written_amount(),
        needed in written_amount(),
    ) {
        let output = output % outputs(&random);
        let product = format!("product {output}");
        let model = telling(&random);
        let result = footprint(&model.clone().build().expect("a system"), output, &of);
        let user = || {
            Process::new("user")
                .makes("end product", "1 kg")
                .takes(&product, format!("{needed} items"))
                .emits("CO2", Exchange::new("0.3 kg").category("aircraft"))
        };
        let ask = |builder: SystemBuilder| -> Footprint {
            let system = builder.build().expect("a system");
            system.footprint("end product", "3 kg", &co2_only()).expect("a footprint")
        };
        let inlined = ask(model.process(user()));
        let supply = result.supply().expect("a supply");
        let with_result = ask(System::builder().process(user()).supply(&product, supply));
        prop_assert!(agree(inlined.total(), with_result.total()));
        prop_assert!(same_categories(&inlined, &with_result));
        let [one, other] = [&inlined, &with_result].map(|found| found.total_without_biogenic_uptake);
        prop_assert!(agree(one, other));
        // Results that were made with the footprint's own set need no word about it.
        prop_assert!(with_result.findings.iter().all(|finding| finding.code != "other-gwp-set"));
    }

    /// A mix of suppliers is a market: a process that takes from each by its share, without anything of its own.
    #[test]
    fn a_mix_is_a_market(
        first in written_amount(),
        second in written_amount(),
        share in 0_u32..=1000,
        needed in written_amount(),
    ) {
        let shares = [share, 1000 - share].map(|share| format!("{}.{:03}", share / 1000, share % 1000));
        let user = Process::new("user")
            .makes("end product", "1 kg")
            .takes("billet", format!("{needed} kg"));
        let [one, other] = billets(&first, &second);
        let mix = [(shares[0].as_str(), one.clone()), (shares[1].as_str(), other.clone())];
        let mixed = System::builder().process(user.clone()).supply("billet", Supply::mix(mix));
        let market = Process::new("market")
            .makes("billet", "1 kg")
            .takes("first", format!("{} kg", shares[0]))
            .takes("second", format!("{} kg", shares[1]));
        let market = System::builder()
            .processes([user, market])
            .supply("first", one)
            .supply("second", other);
        let ask = |builder: SystemBuilder| -> Footprint {
            let system = builder.build().expect("a system");
            system.footprint("end product", "1 kg", &co2_only()).expect("a footprint")
        };
        let [mixed, market] = [mixed, market].map(ask);
        prop_assert_eq!(mixed.total(), market.total());
        prop_assert_eq!(&mixed.by_category, &market.by_category);
        prop_assert_eq!(&mixed.data_quality, &market.data_quality);
        prop_assert_eq!(&mixed.coverage, &market.coverage);
        prop_assert_eq!(mixed.location_based_total, market.location_based_total);
        let territorial = |footprint: &Footprint| -> Vec<(Option<String>, Figure)> {
            let rows = footprint.by_region.iter().filter(|row| !row.territorial.value().is_zero());
            rows.map(|row| (row.region.clone(), row.territorial)).collect()
        };
        prop_assert_eq!(territorial(&mixed), territorial(&market));
    }

    /// What is cut off is not in the total, whatever it could make.
    #[test]
    fn an_estimate_of_a_cut_off_moves_nothing(
        emits in written_amount(),
        film in written_amount(),
        each in written_amount(),
    ) {
        let process = Process::new("works")
            .makes("product", "1 kg")
            .emits("CO2", format!("{emits} kg"))
            .takes("film", format!("{film} kg"));
        let silent = System::builder().process(process.clone()).cut_off("film");
        let estimate = format!("{each} kg CO2e/kg");
        let told = System::builder().process(process).cut_off_estimated("film", estimate.as_str());
        let set: GwpSet = co2_only();
        let [silent, told] = [silent, told].map(|builder| {
            builder.build().expect("a system").footprint("product", "1 kg", &set).expect("a footprint")
        });
        prop_assert_eq!(silent.total(), told.total());
        prop_assert_eq!(silent.cut_offs[0].estimate, None);
        let estimate = told.cut_offs[0].estimate.expect("an estimate");
        prop_assert_eq!(rational(&estimate.value().to_string()), rational(&film) * rational(&each));
    }
}
