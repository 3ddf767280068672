//! Hints that once misled, each with what is right when it is obeyed.

use cfp_core::{Caller, Explain, Problem, Quantity};
use cfp_exchange::cbam::installation::InstallationFile;
use cfp_exchange::{ModelFile, Options, Reported};
use cfp_factors::{Cbam, Query, Registry};

/// The problems of a model in which a plant takes so much of something whose footprint is this.
fn of_model(amount: &str, footprint: &str) -> Vec<Reported> {
    let text = format!(
        "product = \"x\"\namount = \"1 kg\"\ngwp = {{ CO2 = \"1\" }}\n[[process]]\nname = \"p\"\n\
         makes = {{ x = \"1 kg\" }}\ntakes = {{ e = \"{amount}\" }}\n[supply.e]\nfootprint = \"{footprint}\"\nsource = \"s\"\n"
    );
    let registry = Registry::bundled().expect("the bundled registry");
    let file = ModelFile::read("model.toml", text.as_bytes());
    let study = file.and_then(|file| file.build(&registry, &Options::new().for_footprint()));
    let footprint = study.and_then(|study| study.footprint());
    footprint.map_or_else(|error| error.problems().to_vec(), |_| Vec::new())
}

fn hint(problems: &[Reported]) -> &str {
    let [problem] = problems else {
        panic!("one problem: {problems:?}");
    };
    problem.hint.as_deref().unwrap_or_default()
}

#[test]
fn what_a_quantity_may_mean_is_told_in_its_own_size() {
    for (amount, footprint, right) in [
        (
            "1 kWh",
            "500 g/kWh",
            "if it counts all gases, write \"500 g CO2e/kWh\"",
        ),
        ("1 t", "2 ton CO2e/t", "write the one that is meant"),
        ("3 MT", "1 kg CO2e/kg", "write the one that is meant"),
        ("1.150,00 kg", "1 kg CO2e/kg", "write `1150.00`"),
        ("1,150.5 kg", "1 kg CO2e/kg", "write `1150.5`"),
        ("1,15 kg", "1 kg CO2e/kg", "write `1.15`"),
        ("1.150.000 kg", "1 kg CO2e/kg", "write `1150000`"),
        (
            "nan MWh",
            "1 kg CO2e/MWh",
            "an empty cell reads so: write the amount, or leave the row out, since what is absent is not zero",
        ),
        (
            "12 m3",
            "2 kg CO2e/Nm3",
            "Nm3 is at 0 °C and 101.325 kPa; convert the m3 with the pressure and temperature of the meter, and write both \
             in Nm3",
        ),
        (
            "10 kg - 2 kg",
            "1 kg CO2e/kg",
            "write the result; a model file computes where a parameter stands in braces, such as \"{gross} - 2 kg\", and a \
             range is a `spread` of its middle",
        ),
    ] {
        assert_eq!(
            hint(&of_model(amount, footprint)),
            right,
            "{amount} {footprint}"
        );
    }
    // What is obeyed is the whole of it: half a kilogram of CO2e per kWh.
    assert_eq!(of_model("1 kWh", "500 g CO2e/kWh"), []);
    assert_eq!(of_model("1150.00 kg", "1 kg CO2e/kg"), []);
}

#[test]
fn a_word_of_several_meanings_is_told_with_each() {
    for (written, choices) in [
        (
            "ton CO2e",
            "`t CO2e` (1000 kg), `short ton CO2e` (2000 lb), `long ton CO2e` (2240 lb)",
        ),
        (
            "MT",
            "`t` (a metric ton, 1000 kg), `Mt` (a megatonne, 1000000 t)",
        ),
        (
            "MT CO2-eq.",
            "`t CO2e` (a metric ton, 1000 kg), `Mt CO2e` (a megatonne, 1000000 t)",
        ),
        ("MG", "`Mg`, `mg`"),
        (
            "万ton",
            "`万t` (1000 kg), `万short ton` (2000 lb), `万long ton` (2240 lb)",
        ),
    ] {
        let problem = format!("1 {written}")
            .parse::<Quantity>()
            .expect_err(written);
        let told = format!("unit `{written}` has several meanings: {choices}");
        assert_eq!(problem.to_string(), told);
    }
}

#[test]
fn nothing_of_another_kind_is_proposed() {
    for written in [
        "GB", "t CF4", "mWt", "kW", "kg CO", "MWt", "Mw", "qqq", "kge",
    ] {
        let kind = format!("1 {written}")
            .parse::<Quantity>()
            .expect_err(written);
        let hint = Problem::new(kind, cfp_core::Place::default()).hint();
        let proposes = |hint: &String| hint.contains("did you mean") || hint.starts_with("write `");
        assert!(!hint.as_ref().is_some_and(proposes), "{written}: {hint:?}");
    }
}

#[test]
fn countries_are_known_by_the_names_that_people_use() {
    let registry = Registry::bundled().expect("the bundled registry");
    let regions = registry.regions().expect("regions");
    for (written, code) in [
        ("China", "CN"),
        ("CHN", "CN"),
        ("cn", "CN"),
        ("中国", "CN"),
        ("Turkey", "TR"),
        ("UK", "GB"),
        ("USA", "US"),
        ("United States of America", "US"),
        ("South Korea", "KR"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("the Netherlands", "NL"),
        ("台湾", "CN-TW"),
        ("Guangdong", "CN-GD"),
    ] {
        let known = regions.known(written).expect(written);
        assert_eq!(known.code.code(), code, "{written}");
    }
    let cbam = Cbam::bundled().expect("the bundled tables");
    for (written, code) in [
        ("中国", "CN"),
        ("CHN", "CN"),
        ("Turkey", "TR"),
        ("TWN", "TW"),
    ] {
        let territory = cbam.territory(written).expect(written);
        assert_eq!(territory.code.as_deref(), Some(code), "{written}");
    }
    let grid = registry.find(Query::new("electricity").region("中国").year(2024));
    assert_eq!(grid.expect("the grid of China").region.code(), "CN");
}

#[test]
fn a_region_that_is_none_is_like_no_code() {
    let registry = Registry::bundled().expect("the bundled registry");
    let regions = registry.regions().expect("regions");
    for (written, right) in [
        (
            "GLO",
            "no dataset here is of the whole world: name the country whose figure is to stand for it",
        ),
        (
            "XYZ",
            "write a code such as `CN`, `CN-GD` or `GB`, or the name of a country",
        ),
        ("Germny", "did you mean `DE` (Germany)?"),
    ] {
        let hint = regions.known(written).expect_err(written).hint();
        assert_eq!(hint.as_deref(), Some(right), "{written}");
    }
}

#[test]
fn another_code_is_another_good_and_is_not_proposed() {
    let cbam = Cbam::bundled().expect("the bundled tables");
    for (written, first) in [("26011100", "26011200"), ("73181590", "73181520")] {
        let problem = cbam.code(written).expect_err(written);
        let hint = problem.hint().expect("a hint");
        assert!(
            !hint.contains("did you mean") && !hint.contains(first),
            "{hint}"
        );
        let told = problem.details();
        assert_eq!(told[0].label, "in scope");
        assert!(told[0].text.starts_with(first), "{}", told[0].text);
    }
}

/// What a search in vain offers.
fn way(query: Query, caller: Caller) -> String {
    let registry = Registry::bundled().expect("the bundled registry");
    let error = registry.find(query).expect_err("nothing that answers");
    let hint = error.problems()[0].hint_for(caller);
    hint.unwrap_or_default()
}

#[test]
fn a_search_offers_what_the_region_has_in_the_language_of_the_caller() {
    let gas = || {
        let per = "kWh".parse().expect("a unit");
        Query::new("natural gas").region("UK").year(2025).per(per)
    };
    assert_eq!(
        way(gas(), Caller::File),
        "no allowance reaches it; to take it instead, ask for `kind = \"combustion, gross CV\"` or \
         `kind = \"combustion, net CV\"`"
    );
    assert_eq!(
        way(gas(), Caller::Command),
        "no allowance reaches it; to take it instead, ask for `--kind \"combustion, gross CV\"` or \
         `--kind \"combustion, net CV\"`"
    );
    let old = || Query::new("electricity").region("CN-GD").year(2025);
    assert_eq!(
        way(old(), Caller::Python),
        "to use it, allow both: `up_to_region=\"country\"` and `up_to_years_old=1`"
    );
    assert_eq!(
        way(old(), Caller::Command),
        "to use it, allow both: `--up-to-region country` and `--up-to-years-old 1`"
    );
    // Turkey has a figure of its own under a longer name; China's stands for nobody else.
    let mix = "electricity, generation mix (Ember)";
    let turkey = way(
        Query::new("electricity").region("TR").year(2024),
        Caller::File,
    );
    assert_eq!(
        turkey,
        format!("to take what the region has under another name, ask for `{mix}`")
    );
}

/// An installation with one stream of gas, whose activity, calorific value and emission factor are these.
fn installation(activity: &str, calorific: &str, factor: &str) -> String {
    format!(
        "name = \"plant\"\ncountry = \"中国\"\nyear = 2026\n[[stream]]\nname = \"gas\"\nmethod = \"combustion\"\n\
         activity = \"{activity}\"\nnet_calorific_value = \"{calorific}\"\nemission_factor = \"{factor}\"\n\
         factors = \"national\"\nused_in = \"works\"\n[[process]]\nname = \"works\"\nproduced = \"1000 t\"\n\
         goods = [{{ cn = \"76011010\", name = \"slabs\", route = \"K\" }}]\n"
    )
}

/// 1000 t × 48 GJ/t × 0.015 t C/GJ × 44/12 = 720 t C × 44/12 = 2640 t CO2.
#[test]
fn carbon_per_energy_counts_as_its_co2_and_is_told() {
    let cbam = Cbam::bundled().expect("the bundled tables");
    for factor in ["0.015 t C/GJ", "15 tC/TJ", "55 t CO2/TJ"] {
        let text = installation("1000 t", "48 GJ/t", factor);
        let file = InstallationFile::read("plant.toml", text.as_bytes()).expect("a file");
        let result = file.embedded(cbam).expect("an installation");
        let stream = &result.way.embedded.streams[0];
        assert_eq!(stream.emissions.to_string(), "2640", "{factor}");
        assert!(stream.emissions.is_exact());
        let told = result
            .findings
            .iter()
            .any(|finding| finding.code == "carbon-read-as-co2");
        assert_eq!(
            told,
            factor.contains('C') && !factor.contains("CO2"),
            "{factor}"
        );
    }
}

#[test]
fn factors_of_an_installation_that_do_not_fit_are_told_where_they_stand() {
    let cbam = Cbam::bundled().expect("the bundled tables");
    for (activity, calorific, factor, line, right) in [
        (
            "1000 t",
            "48 GJ/t",
            "55.92 t/TJ",
            9,
            "if it counts CO2 alone, write \"55.92 t CO2/TJ\"",
        ),
        (
            "1000 m3",
            "0.036 GJ/Nm3",
            "56.1 t CO2/TJ",
            7,
            "Nm3 is at 0 °C and 101.325 kPa; convert the m3 with the pressure and temperature of the meter, and write both \
             in Nm3",
        ),
        (
            "1000 t",
            "0.036 GJ/Nm3",
            "56.1 t CO2/TJ",
            7,
            "multiply by what one of it is, in Nm3/t, and write the product",
        ),
    ] {
        let text = installation(activity, calorific, factor);
        let file = InstallationFile::read("plant.toml", text.as_bytes()).expect("a file");
        let error = file.embedded(cbam).expect_err(factor);
        assert_eq!(hint(error.problems()), right);
        let place = error.problems()[0].location.position.expect("a place");
        assert_eq!(place.0, line, "{factor}");
    }
}
