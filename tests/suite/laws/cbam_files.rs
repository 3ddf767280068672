//! Laws of lists of imports and of the data of installations in files.

use std::collections::BTreeMap;

use cfp_core::Amount;
use cfp_exchange::cbam::installation::{
    InstallationFile, StatedAnodes, StatedCoProduct, StatedDelivery, StatedElectricity,
    StatedFootprint, StatedGood, StatedHeat, StatedInput, StatedInstallation, StatedMeasured,
    StatedPrecursor, StatedProcess, StatedSource, StatedStream, StatedTaken, StatedTransfer,
    StatedUnit,
};
use cfp_exchange::cbam::{Declaration, DeclarationOptions, ImportTable};
use cfp_factors::Cbam;
use proptest::prelude::*;

use super::cases;
use crate::generate::written_amount;

const TITLES: &str = "cn,country,mass_t,see_direct,see_indirect,sefa,reference";

/// Goods of every sector, those of Annex II and others.
const CODES: [&str; 8] = [
    "72081000", "76011010", "28041000", "25232900", "31021019", "26011200", "73181535", "72142000",
];

const COUNTRIES: [&str; 6] = ["CN", "TR", "IN", "DE", "MO", "AO"];

/// A line of a list: by default or by values of a report, which may be less than what is free.
fn line() -> impl Strategy<Value = String> {
    let values = proptest::option::of((0_u32..5000, 0_u32..5000, 0_u32..5000));
    let codes = (0..CODES.len(), 0..COUNTRIES.len());
    (codes, written_amount(), values).prop_map(|((code, country), mass, values)| {
        let thousandths = |number: u32| format!("{}.{:03}", number / 1000, number % 1000);
        let values = values.map_or_else(
            || ",,".to_owned(),
            |(direct, indirect, sefa)| [direct, indirect, sefa].map(thousandths).join(","),
        );
        format!("{},{},{mass},{values}", CODES[code], COUNTRIES[country])
    })
}

fn year() -> impl Strategy<Value = u16> {
    prop_oneof![2026_u16..=2030, Just(2034)]
}

/// The declaration of some lines, each of which is known by its number.
fn declared<'a>(lines: impl Iterator<Item = (usize, &'a String)>, year: u16) -> Declaration {
    let lines = lines.map(|(number, line)| format!("{line},{number}\n"));
    let text = format!("{TITLES}\n{}", lines.collect::<String>());
    let table = ImportTable::read("imports.csv", text.as_bytes()).expect("a list");
    let cbam = Cbam::bundled().expect("the bundled tables");
    let price = "75.36".parse().expect("a price");
    Declaration::of(&table, cbam, &DeclarationOptions::new(year).price(price))
}

/// Texts in turn, some of which are not there.
struct Texts<'a> {
    texts: &'a [Option<String>],
    at: usize,
}

impl Texts<'_> {
    fn maybe(&mut self) -> Option<String> {
        self.at += 1;
        self.texts[self.at % self.texts.len()].clone()
    }

    fn text(&mut self) -> String {
        self.maybe().unwrap_or_default()
    }

    fn truth(&mut self) -> bool {
        self.maybe().is_some()
    }

    fn year(&mut self) -> Option<u16> {
        let length = self.maybe()?.len();
        u16::try_from(2000 + length).ok()
    }

    fn list(&mut self) -> Vec<String> {
        (0..2).filter_map(|_| self.maybe()).collect()
    }

    fn map(&mut self) -> BTreeMap<String, String> {
        let entries = (0..2).map(|_| (self.text(), self.text()));
        entries.collect()
    }

    fn stream(&mut self) -> StatedStream {
        let mut stream = StatedStream::default();
        stream.name = self.text();
        stream.method = self.text();
        stream.activity = self.text();
        stream.net_calorific_value = self.maybe();
        stream.emission_factor = self.maybe();
        stream.carbon_content = self.maybe();
        stream.oxidation = self.maybe();
        stream.conversion = self.maybe();
        stream.biomass = self.maybe();
        stream.zero_rated = self.maybe();
        stream.factors = self.maybe();
        stream.standard = self.maybe();
        stream.waste_gas = self.truth();
        stream.used_in = self.map();
        stream
    }

    fn anodes(&mut self) -> StatedAnodes {
        let mut anodes = StatedAnodes::default();
        anodes.name = self.text();
        anodes.aluminium = self.text();
        anodes.technology = self.maybe();
        anodes.frequency = self.maybe();
        anodes.minutes = self.maybe();
        anodes.slope_factor = self.maybe();
        anodes.overvoltage = self.maybe();
        anodes.current_efficiency_percent = self.maybe();
        anodes.overvoltage_factor = self.maybe();
        anodes.c2f6_per_cf4 = self.maybe();
        anodes.collection_efficiency = self.text();
        anodes.other = self.maybe();
        anodes.used_in = self.map();
        anodes
    }

    fn measured(&mut self) -> StatedMeasured {
        let mut measured = StatedMeasured::default();
        measured.name = self.text();
        measured.measured = self.text();
        measured.zero_rated = self.maybe();
        measured.used_in = self.map();
        measured
    }

    fn transfer(&mut self) -> StatedTransfer {
        let mut transfer = StatedTransfer::default();
        transfer.name = self.text();
        transfer.received = self.maybe();
        transfer.stored = self.maybe();
        transfer.evidence = self.maybe();
        transfer.process = self.text();
        transfer
    }

    fn unit(&mut self) -> StatedUnit {
        let mut unit = StatedUnit::default();
        unit.name = self.text();
        unit.kind = self.text();
        unit.heat = self.maybe();
        unit.electricity = self.maybe();
        unit.efficiency = self.maybe();
        unit.design_heat = self.maybe();
        unit.design_electricity = self.maybe();
        unit.standard_efficiencies = self.truth();
        unit.fuel = self.maybe();
        unit.built = self.year();
        unit.medium = self.maybe();
        unit.losses = self.maybe();
        unit
    }

    fn source(&mut self) -> StatedSource {
        let mut source = StatedSource::default();
        source.name = self.text();
        source.received = self.text();
        source.factor = self.text();
        source.evidence = self.maybe();
        source
    }

    fn heat(&mut self) -> StatedHeat {
        let mut heat = StatedHeat::default();
        heat.amount = self.text();
        heat.factor = self.maybe();
        heat.unit = self.maybe();
        heat.usual_fuel = self.maybe();
        heat.uncounted = self.truth();
        heat
    }

    fn electricity(&mut self) -> StatedElectricity {
        let mut used = StatedElectricity::default();
        used.amount = self.text();
        used.factor = self.maybe();
        used.unit = self.maybe();
        used.only = self.list();
        used.evidence = self.maybe();
        used
    }

    fn taken(&mut self) -> StatedTaken {
        let mut taken = StatedTaken::default();
        taken.from = self.maybe();
        taken.good = self.maybe();
        taken.precursor = self.maybe();
        taken.only = self.list();
        taken.evidence = self.maybe();
        taken.amount = self.text();
        taken
    }

    fn co_product(&mut self) -> StatedCoProduct {
        let mut product = StatedCoProduct::default();
        product.name = self.text();
        product.amount = self.text();
        product.molar_mass = self.maybe();
        product.is_goods = self.truth();
        product
    }

    fn good(&mut self) -> StatedGood {
        let mut good = StatedGood::default();
        good.cn = self.text();
        good.goods = self.maybe();
        good.name = self.maybe();
        good.produced = self.maybe();
        good.content = self.maybe();
        good.route = self.maybe();
        good.routes = self.map();
        good.benchmark = self.maybe();
        good.parameters = self.map();
        good
    }

    fn process(&mut self) -> StatedProcess {
        let mut process = StatedProcess::default();
        process.name = self.text();
        process.produced = self.text();
        process.functional_unit = self.maybe();
        process.direct = self.maybe();
        process.non_cbam = self.maybe();
        process.heat_imported = vec![self.heat()];
        process.heat_exported = vec![self.heat(), self.heat()];
        process.waste_gas_imported = self.maybe();
        process.waste_gas_exported = self.maybe();
        process.electricity = vec![self.electricity(), self.electricity()];
        process.electricity_produced = vec![self.electricity()];
        process.takes = vec![self.taken(), self.taken()];
        process.co_products = vec![self.co_product()];
        process.goods = vec![self.good(), self.good()];
        process
    }

    fn delivery(&mut self) -> StatedDelivery {
        let mut delivery = StatedDelivery::default();
        delivery.supplier = self.text();
        delivery.amount = self.text();
        delivery.country = self.maybe();
        delivery.year = self.year();
        delivery.see_direct = self.maybe();
        delivery.see_indirect = self.maybe();
        delivery.see_indirect_counted = self.maybe();
        delivery.electricity = self.maybe();
        delivery.sefa = self.maybe();
        delivery.report = self.maybe();
        delivery.default = self.truth();
        delivery.default_value = self.maybe();
        delivery.route = self.maybe();
        delivery
    }

    fn precursor(&mut self) -> StatedPrecursor {
        let mut precursor = StatedPrecursor::default();
        precursor.name = self.text();
        precursor.cn = self.maybe();
        precursor.category = self.maybe();
        precursor.goods = self.maybe();
        precursor.delivery = vec![self.delivery(), self.delivery()];
        precursor
    }

    fn footprint(&mut self) -> StatedFootprint {
        let mut footprint = StatedFootprint::default();
        footprint.gwp = self.text();
        footprint.electricity = self.maybe();
        footprint.upstream = self.map();
        footprint.precursor = self.map();
        let mut input = StatedInput::default();
        input.process = self.text();
        input.name = self.text();
        input.amount = self.text();
        input.footprint = self.text();
        input.kind = self.maybe();
        footprint.input = vec![input];
        footprint
    }

    fn installation(&mut self) -> StatedInstallation {
        let mut whole = StatedInstallation::default();
        whole.name = self.maybe();
        whole.country = self.maybe();
        whole.year = self.year().unwrap_or(2026);
        whole.reconcile = self.truth();
        whole.correction_factor = self.maybe();
        whole.report = self.map();
        whole.stream = vec![self.stream(), self.stream()];
        whole.anode_effects = vec![self.anodes()];
        whole.measured = vec![self.measured()];
        whole.co2_transfer = vec![self.transfer()];
        whole.energy_unit = vec![self.unit()];
        whole.electricity = vec![self.source()];
        whole.process = vec![self.process(), self.process()];
        whole.precursor = vec![self.precursor()];
        whole.footprint = self.truth().then(|| self.footprint());
        whole
    }
}

/// Data of an installation with every table, whatever their texts say.
fn stated() -> impl Strategy<Value = StatedInstallation> {
    let text = "[a-zA-Z0-9 .,;:\"'\\\\#=\\[\\]{}\n\t°²é中-]{0,8}";
    proptest::collection::vec(proptest::option::of(text), 1..40).prop_map(|texts| {
        Texts {
            texts: &texts,
            at: 0,
        }
        .installation()
    })
}

proptest! {
    #![proptest_config(cases(500))]

    /// No line owes less than nothing, and lines are not netted: a list owes what its lines owe, each by itself.
    #[test]
    fn a_list_owes_what_its_lines_owe(lines in proptest::collection::vec(line(), 1..12), year in year()) {
        let whole = declared(lines.iter().enumerate(), year);
        prop_assert_eq!(whole.goods.len() + whole.problems.len(), lines.len());
        let mut sum = Amount::ZERO;
        for line in lines.iter().enumerate() {
            let single = declared(std::iter::once(line), year);
            let totals = single.totals.expect("totals");
            prop_assert!(totals.certificates.is_at_least_zero() && totals.certificates.is_exact());
            sum = sum.plus(totals.certificates).expect("a sum");
        }
        for good in &whole.goods {
            let certificates = good.certificates;
            prop_assert!(certificates.is_none_or(|owed| owed.is_at_least_zero()));
        }
        prop_assert_eq!(whole.totals.expect("totals").certificates, sum);
    }

    /// The order of lines does not matter: each owes the same, and so do all.
    #[test]
    fn the_order_of_lines_does_not_matter(
        lines in proptest::collection::vec(line(), 1..12),
        year in year(),
        turn in 0_usize..12,
    ) {
        let numbered: Vec<(usize, &String)> = lines.iter().enumerate().collect();
        let mut turned = numbered.clone();
        turned.rotate_left(turn % lines.len());
        turned.reverse();
        let [one, other] = [numbered, turned].map(|lines| {
            let declaration = declared(lines.into_iter(), year);
            let goods = declaration.goods.into_iter().map(|mut good| {
                good.line = 0;
                (good.reference.clone(), good)
            });
            (goods.collect::<BTreeMap<_, _>>(), declaration.totals)
        });
        prop_assert_eq!(one, other);
    }

    /// The data of an installation are the same after they are written and read again, in TOML and in JSON.
    #[test]
    fn the_plain_form_is_read_as_it_is_written(stated in stated()) {
        let file = InstallationFile::of("plant.toml", stated.clone());
        for (name, text) in [("plant.toml", file.to_toml()), ("plant.json", file.to_json())] {
            let again = InstallationFile::read(name, text.as_bytes());
            let again = again.map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            prop_assert_eq!(again.stated(), &stated, "{}", text);
        }
    }
}
