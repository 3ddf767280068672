//! Greenhouse gases of databases: by which of their names they count, where, and what is told of those that do not.

use cfp_core::{
    Characterisation, Database, Error, Explain, FlowChoices, GwpSet, Label, LeftOut, Process,
    System,
};
use cfp_factors::Registry;

fn ar6() -> GwpSet {
    let registry = Registry::bundled().expect("a registry");
    registry.gwp("AR6-100").expect("a set")
}

/// One process that emits a kilogram of each flow.
fn database(flows: &[(&str, Option<&str>)]) -> Database {
    let labels = flows.iter().enumerate().map(|(at, (name, place))| {
        let label = Label::new(&format!("f{at}")).name(name).unit("kg");
        match place {
            Some(place) => label.location(place),
            None => label,
        }
    });
    let emissions = (0..flows.len()).map(|at| (at, 0, 1.0));
    Database::builder(1)
        .technosphere([(0, 0, 1.0)])
        .emissions(flows.len(), emissions.collect::<Vec<_>>())
        .flows(labels.collect())
        .build()
        .expect("a database")
}

fn total(database: &Database, method: &Characterisation) -> String {
    let scores = database
        .solve()
        .expect("an order")
        .scores(method)
        .expect("scores");
    scores.figure(0).expect("a figure").value().significant(12)
}

fn scored(flows: &[(&str, Option<&str>)]) -> String {
    let database = database(flows);
    total(
        &database,
        &database.characterised_by(&ar6()).expect("gases"),
    )
}

fn codes(error: &Error) -> Vec<&'static str> {
    error.problems().iter().map(Explain::code).collect()
}

/// One kilogram by each list's name: 1, 273, 7380, 1530 and 17400 kg CO2e.
#[test]
fn a_gas_counts_by_the_name_of_any_list() {
    let air = Some("air");
    for (name, value) in [
        ("Carbon dioxide, from soil or biomass stock", "1"),
        ("Dinitrogen monoxide", "273"),
        ("氧化亚氮", "273"),
        ("Methane, tetrafluoro-, R-14", "7380"),
        ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", "1530"),
        ("Nitrogen fluoride", "17400"),
        ("Carbon dioxide, biogenic", "1"),
        ("CO2, biogenic", "1"),
    ] {
        assert_eq!(scored(&[(name, air)]), value, "{name}");
    }
}

/// What is taken from air is a removal, and so is what a name says to be taken up, whatever it goes into.
#[test]
fn uptake_is_a_removal() {
    for (name, place) in [
        ("CO2, biogenic", "natural resource::in air"),
        ("Carbon dioxide, in air", "resource/in air"),
        ("Carbon dioxide", "Resources from air"),
        ("二氧化碳", "资源/来自空气"),
        ("Carbon dioxide, to soil or biomass stock", "soil"),
        (
            "Carbon dioxide, to soil or biomass stock",
            "soil::agricultural",
        ),
    ] {
        assert_eq!(scored(&[(name, Some(place))]), "-1", "{name} {place}");
    }
    let both = [
        ("CO2, biogenic", Some("natural resource::in air")),
        ("CO2, biogenic", Some("air")),
    ];
    assert_eq!(scored(&both), "0");
}

/// Gases into water, of unknown compartments, and other flows count nothing, each with its reason, in a list that is whole.
#[test]
fn what_does_not_count_is_listed_with_its_reason() {
    let flows = [
        ("N2O", Some("air")),
        ("N2O", Some("water::river")),
        ("N2O", Some("fair trade")),
        ("Ammonia", Some("air")),
        ("SF6", Some("air")),
    ];
    let database = database(&flows);
    let choices = FlowChoices::new().leave_out("SF6").leave_out("f9");
    let method = database
        .characterised_with(&ar6(), &choices)
        .expect("gases");
    assert_eq!(total(&database, &method), "273");
    let left_out: Vec<_> = method
        .left_out()
        .iter()
        .map(|row| (row.flow, row.reason))
        .collect();
    assert_eq!(
        left_out,
        [
            (1, LeftOut::NotIntoAir),
            (2, LeftOut::UnknownCompartment),
            (3, LeftOut::NoGas),
            (4, LeftOut::ByName),
        ]
    );
    let found: Vec<&str> = method
        .findings()
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "flows-not-characterised",
            "flows-left-out-by-name",
            "gases-not-into-air",
            "compartment-not-known",
            "flow-choices-not-used",
        ]
    );
    assert_eq!((method.unit(), method.len()), (Some("kg CO2e"), 1));
}

/// A gas that another set values and this one does not is an error, as is one whose origin is open: each list whole, with ways out.
#[test]
fn a_gas_without_a_value_is_an_error() {
    let flows = [
        ("Ethane", Some("air")),
        ("Perfluorocarbons, unspecified", Some("air")),
        ("Methane", Some("air")),
        ("Carbon dioxide", Some("air")),
        ("N2O", Some("air")),
    ];
    let database = database(&flows);
    let registry = Registry::bundled().expect("a registry");
    let ar5 = registry.gwp("AR5-100").expect("a set");
    let error = database
        .characterised_by(&ar5)
        .expect_err("gases without a value");
    assert_eq!(
        codes(&error),
        ["gases-without-value", "gases-of-several-origins"]
    );
    let [without, open] = error.problems() else {
        panic!("two problems");
    };
    assert_eq!(
        without.to_string(),
        "2 greenhouse gases of the database have no value in AR5-100: `Ethane`, `Perfluorocarbons, unspecified` (PFCs)"
    );
    assert_eq!(
        open.to_string(),
        "2 flows of the database could be one gas of AR5-100 or another: `Carbon dioxide` (CO2, biogenic or CO2, fossil or \
         CO2, land use change), `Methane` (CH4, biogenic or CH4, fossil)"
    );
    let choices = FlowChoices::new()
        .leave_out("Ethane")
        .leave_out("f1")
        .gas("Methane", "Methane, fossil")
        .gas("Carbon dioxide", "CO2");
    let mistyped = choices.clone().gas("Methane", "CH4, fosil");
    let error = database
        .characterised_with(&ar5, &mistyped)
        .expect_err("no such gas");
    assert_eq!(codes(&error), ["unknown-gas"]);
    assert_eq!(
        error.problems()[0].hint().as_deref(),
        Some("`CH4, fossil` reads almost the same")
    );
    let method = database
        .characterised_with(&ar5, &choices)
        .expect("choices");
    // AR5: 30 for fossil methane, 265 for nitrous oxide.
    assert_eq!(total(&database, &method), "296");
}

/// A flow is a gas by its CAS number, formula and synonyms too; where two of its names are two gases it is neither.
#[test]
fn other_names_of_a_flow_count() {
    let of = |name: &str, others: [&str; 1]| {
        let label = Label::new("f").name(name).also_called(others);
        Database::builder(1)
            .technosphere([(0, 0, 1.0)])
            .emissions(1, [(0, 0, 1.0)])
            .flows(vec![label])
            .build()
            .expect("a database")
    };
    let known = of("Lachgas", ["010024-97-2"]);
    assert_eq!(
        total(&known, &known.characterised_by(&ar6()).expect("gases")),
        "273"
    );
    let twice = of("Dinitrogen monoxide", ["2551-62-4"]);
    let error = twice.characterised_by(&ar6()).expect_err("two gases");
    assert_eq!(codes(&error), ["gases-of-several-origins"]);
    let methane = of("Methane, fossil", ["74-82-8"]);
    assert_eq!(
        total(&methane, &methane.characterised_by(&ar6()).expect("gases")),
        "29.8"
    );
}

/// A model reads the same names: methane of old carbon in its account, uptake under `removes` alone.
#[test]
fn models_read_the_names_of_databases() {
    let plant = |process: Process| {
        let system = System::builder()
            .process(process.makes("grain", "1 kg"))
            .build();
        system.expect("a system").footprint("grain", "1 kg", &ar6())
    };
    let process = Process::new("field")
        .emits("Dinitrogen monoxide", "1 kg")
        .emits("Methane, from soil or biomass stock", "1 kg")
        .removes("Carbon dioxide, to soil or biomass stock", "2 kg");
    let footprint = plant(process).expect("a footprint");
    assert_eq!(footprint.total().value().to_string(), "300.8");
    let land = footprint
        .by_category
        .iter()
        .find(|(category, _)| category.key() == "land_use_change");
    assert_eq!(land.expect("land").1.value().to_string(), "27.8");
    let wrong = Process::new("field").emits("Carbon dioxide, to soil or biomass stock", "2 kg");
    assert_eq!(
        codes(&plant(wrong).expect_err("under the wrong verb")),
        ["removal-emitted"]
    );
    let open = Process::new("field").emits("methane", "2 kg");
    assert_eq!(
        codes(&plant(open).expect_err("no origin")),
        ["ambiguous-gas"]
    );
}

/// The treatment makes -1 kg, the chair asks for -2 kg of it: 5 - 2 × 0.3 = 4.4, and the sign is told.
#[test]
fn a_product_made_negative_is_told_as_a_waste() {
    let of = |taken: f64| {
        let database = Database::builder(2)
            .technosphere([(0, 0, 1.0), (1, 0, taken), (1, 1, -1.0)])
            .emissions(1, [(0, 0, 5.0), (0, 1, 0.3)])
            .products(vec![Label::new("chair"), Label::new("waste wood")])
            .flows(vec![Label::new("CO2, fossil")])
            .build()
            .expect("a database");
        let score = total(
            &database,
            &database.characterised_by(&ar6()).expect("gases"),
        );
        let findings = database.findings();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, "products-made-negative");
        (score, findings[0].message.contains("takes treatment back"))
    };
    assert_eq!(of(-2.0), ("4.4".to_owned(), true));
    assert_eq!(of(2.0), ("5.6".to_owned(), false));
}
