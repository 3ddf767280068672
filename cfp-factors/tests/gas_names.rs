//! What inventories call greenhouse gases, and tables of names with faults.

use std::collections::BTreeSet;

use cfp_core::{Category, Explain};
use cfp_factors::Registry;

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

/// Names as the lists write them, and the gas of each.
#[test]
fn the_names_of_the_lists_lead_to_their_gas() {
    let names = bundled().gas_names().expect("names");
    for (written, gas) in [
        ("Carbon dioxide, fossil", "CO2, fossil"),
        ("carbon dioxide (fossil)", "CO2, fossil"),
        ("二氧化碳（化石）", "CO2, fossil"),
        ("Carbon dioxide, non-fossil", "CO2, biogenic"),
        ("carbon dioxide (biogenic)", "CO2, biogenic"),
        (
            "Carbon dioxide, from soil or biomass stock",
            "CO2, land use change",
        ),
        (
            "Carbon dioxide, land transformation",
            "CO2, land use change",
        ),
        ("Carbon dioxide (land Use Change)", "CO2, land use change"),
        ("Methane, fossil", "CH4, fossil"),
        ("Methane, non-fossil", "CH4, biogenic"),
        ("methane (biogenic)", "CH4, biogenic"),
        ("Dinitrogen monoxide", "N2O"),
        ("Distickstoffmonoxid", "N2O"),
        ("Protoxyde d’azote", "N2O"),
        ("Nitrous oxide (laughing gas)", "N2O"),
        ("氧化亚氮", "N2O"),
        ("一氧化二氮", "N2O"),
        ("10024-97-2", "N2O"),
        ("Sulphur hexafluoride", "SF6"),
        ("六氟化硫", "SF6"),
        ("Nitrogen fluoride", "NF3"),
        ("Methane, tetrafluoro-, R-14", "CF4"),
        ("Methane, tetrafluoro-, FC-14", "CF4"),
        ("000075-73-0", "CF4"),
        ("R 116 (hexafluoroethane)", "C2F6"),
        ("Ethane, hexafluoro-, HFC-116", "C2F6"),
        ("Perfluoropentane", "PFC-41-12"),
        ("Methane, trifluoro-, HFC-23", "HFC-23"),
        ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", "HFC-134a"),
        ("R134a", "HFC-134a"),
        ("Ethane, pentafluoro-, HFC-125", "HFC-125"),
        ("Methane, chlorodifluoro-, HCFC-22", "HCFC-22"),
        (
            "Ethane, 2,2-dichloro-1,1,1-trifluoro-, HCFC-123",
            "HCFC-123",
        ),
        ("R 124 (chlorotetrafluoroethane)", "HCFC-124"),
        ("Ethane, chloropentafluoro-, CFC-115", "CFC-115"),
        ("Ethane, 1,1,1-trichloro-, HCFC-140", "CH3CCl3"),
        ("Methane, bromo-, Halon 1001", "CH3Br"),
        ("Methane, bromotrifluoro-, Halon 1301", "Halon-1301"),
        ("Methane, monochloro-, R-40", "CH3Cl"),
        ("Methane, dichloro-, HCC-30", "CH2Cl2"),
        ("Methane, tetrachloro-, R-10", "CCl4"),
        ("Ethane, 1,2-dichloro-", "1,2-dichloroethane"),
        ("Perfluorocarbons, unspecified", "PFCs"),
    ] {
        let found: Vec<&str> = names
            .find(written)
            .iter()
            .map(|named| named.gas())
            .collect();
        assert_eq!(found, [gas], "{written}");
    }
}

/// Names that say what the gas alone does not: an account, a direction; and names that decide nothing.
#[test]
fn names_say_accounts_and_directions() {
    let names = bundled().gas_names().expect("names");
    let [stock] = names.find("Carbon dioxide, to soil or biomass stock")[..] else {
        panic!("one gas");
    };
    assert!(stock.is_removal());
    let [methane] = names.find("Methane, from soil or biomass stock")[..] else {
        panic!("one gas");
    };
    assert_eq!(methane.gas(), "CH4, fossil");
    assert_eq!(methane.stated_account(), Some(Category::LandUseChange));
    for open in [
        "Methane",
        "甲烷",
        "74-82-8",
        "Carbon dioxide",
        "124-38-9",
        "二氧化碳",
    ] {
        assert!(names.find(open).len() > 1, "{open}");
    }
    for other in [
        "Water",
        "Nitrogen oxides",
        "Ammonia",
        "Carbon monoxide, fossil",
        "Methanol",
        "甲醇",
    ] {
        assert!(names.find(other).is_empty(), "{other}");
    }
}

/// Every gas of every set is found by each name that stands beside its value, and every row of the table of names by its own;
/// a name means several gases only where the table says so.
#[test]
fn every_name_leads_to_its_gas_and_to_no_other() {
    let registry = bundled();
    let names = registry.gas_names().expect("names");
    let mut gases = BTreeSet::new();
    let mut told = 0;
    for set in registry.gwp_names() {
        for value in registry.gwp_values(&set).expect("values") {
            for name in std::iter::once(&value.gas).chain(&value.aliases) {
                let found: Vec<&str> = names.find(name).iter().map(|named| named.gas()).collect();
                assert_eq!(found, [value.gas.as_str()], "{name}");
                told += 1;
            }
            gases.insert(value.gas);
        }
    }
    assert!(told > 3000, "{told} names");
    let groups = ["HFCs", "PFCs", "CFCs and HCFCs"];
    let fixed = ["CO2, biogenic", "CO2, land use change", "CO2, aircraft"];
    for row in registry.gas_name_rows("gas-names").expect("rows") {
        let found = names.find(&row.name);
        assert!(
            found.iter().any(|named| named.gas() == row.gas),
            "{}",
            row.name
        );
        let is_told = row
            .note
            .as_ref()
            .is_some_and(|note| note.contains("does not state"));
        assert_eq!(found.len() > 1, is_told, "{}: {found:?}", row.name);
        let is_known = gases.contains(&row.gas)
            || groups.contains(&row.gas.as_str())
            || fixed.contains(&row.gas.as_str());
        assert!(is_known, "{}", row.gas);
    }
}

/// The codes of what is wrong with a table of these rows.
fn codes(rows: &str) -> Vec<&'static str> {
    let table = format!("row,name,gas,account,direction,list,note\n{rows}");
    let header = format!(
        "id = \"own\"\nedition = \"1\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\ndocument = \"ours\"\n\
         published = \"2024\"\ngas_basis = \"none\"\n[licence]\nname = \"own\"\nredistribution = true\n\
         attribution = \"us\"\n[content]\nfile = \"names.csv\"\nrows = {}\nsha256 = \"{}\"\n",
        rows.lines().count(),
        cfp_factors::seal(table.as_bytes())
    );
    let files = [
        ("own/own/1-1/dataset.toml".to_owned(), header.into_bytes()),
        ("own/own/1-1/names.csv".to_owned(), table.into_bytes()),
    ];
    match Registry::of_files(files).and_then(|registry| registry.gas_names()) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(Explain::code).collect(),
    }
}

#[test]
fn faults_of_a_table_of_names_are_told() {
    assert_eq!(codes("a,lab gas 7,N2O,,,own,\n"), Vec::<&str>::new());
    assert_eq!(
        codes("a,lab gas 7,N2O,,,own,\na,lab gas 8,N2O,,,own,\n"),
        ["duplicate-row"]
    );
    assert_eq!(codes("a,lab gas 7,N2O,volcanic,,own,\n"), ["bad-value"]);
    assert_eq!(codes("a,lab gas 7,N2O,,up,own,\n"), ["bad-value"]);
    assert_eq!(codes("a,,N2O,,,own,\n"), ["missing-value"]);
}

/// An own table of names adds to the bundled one.
#[test]
fn own_names_add_to_the_bundled_ones() {
    let table = "row,name,gas,account,direction,list,note\na,lab gas 7,N2O,,,own,\n";
    let header = format!(
        "id = \"own\"\nedition = \"1\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\ndocument = \"ours\"\n\
         published = \"2024\"\ngas_basis = \"none\"\n[licence]\nname = \"own\"\nredistribution = true\n\
         attribution = \"us\"\n[content]\nfile = \"names.csv\"\nrows = 1\nsha256 = \"{}\"\n",
        cfp_factors::seal(table.as_bytes())
    );
    let own = Registry::of_files([
        ("own/own/1-1/dataset.toml".to_owned(), header.into_bytes()),
        (
            "own/own/1-1/names.csv".to_owned(),
            table.as_bytes().to_vec(),
        ),
    ]);
    let registry = Registry::layered(&own.expect("own"), &bundled()).expect("one over the other");
    let set = registry.gwp("AR6-100").expect("a set");
    assert!(set.values("lab gas 7") && set.values("Dinitrogen monoxide"));
    assert!(!bundled().gwp("AR6-100").expect("a set").values("lab gas 7"));
}
