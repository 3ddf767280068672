//! What `--locked` refuses, older locks, and several updates at once, by the command.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use common::{PROFILE, cfp, scratch};

const MODEL: &str = "product = \"x\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\nregion = \"CN-GD\"\nyear = 2024\n\
                     [[process]]\nname = \"p\"\nmakes = { x = \"1 kg\" }\ntakes = { \"green steam\" = \"1 kWh\" }\n\
                     [supply.\"green steam\"]\nfactor = \"green steam\"\nup_to_region = \"country\"\n";
const TABLE: &str = "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n\
                     a,green steam,,CN,2024,0.5,kg CO2e/kWh,life-cycle footprint,p1,,seen,\n\
                     b,green steam,,CN-GRID-S,2024,0.9,kg CO2e/kWh,life-cycle footprint,p1,,seen,\n";
const REGIONS: &str =
    "code,parent,level,name_en,name_zh,source\nCN-GRID-S,CN,grid region,South,南,me\n";

/// A directory of its own with a model and own data, and the paths of both.
fn steam(name: &str) -> (PathBuf, String, String) {
    let directory = scratch().join(name);
    let _ = fs::remove_dir_all(&directory);
    let folder = directory.join("own/steam/mine/2024-1");
    fs::create_dir_all(&folder).expect("a folder");
    let header = format!(
        "id = \"mine\"\nedition = \"2024\"\nrevision = 1\ntitle = \"mine\"\npublisher = \"me\"\ndocument = \"doc\"\n\
         reference_year = 2024\nserves = [2024]\npublished = \"2025-01-01\"\nkinds = [\"life-cycle footprint\"]\n\
         regions = [\"CN\", \"CN-GRID-S\"]\ngas_basis = \"CO2e\"\ngwp_set = \"AR4-100\"\n[licence]\nname = \"own\"\n\
         redistribution = true\nattribution = \"me\"\n[content]\nfile = \"factors.csv\"\nrows = 2\nsha256 = \"{}\"\n",
        cfp_factors::seal(TABLE.as_bytes())
    );
    fs::write(folder.join("factors.csv"), TABLE).expect("a table");
    fs::write(folder.join("dataset.toml"), header).expect("a header");
    fs::write(directory.join("own/regions.csv"), REGIONS).expect("regions");
    let model = directory.join("m.toml");
    fs::write(&model, MODEL).expect("a model");
    let own = directory.join("own").display().to_string();
    (directory, model.display().to_string(), own)
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a file");
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).expect("written");
}

/// A grid region put between Guangdong and China moves 0.5 to 0.9 kg; a lock of 0.5 holds.
#[test]
fn a_changed_region_is_refused_under_the_lock() {
    let (directory, model, own) = steam("locked-region");
    let json = ["--factors", &own, "--format", "json"];
    let update = [&["factors", "update", "--model", &model][..], &json].concat();
    let locked = [&["footprint", &model, "--locked"][..], &json].concat();
    let before = "CN-GD → CN-GRID-SOUTH → CN";
    let made = cfp(&update).json();
    let changes = made["changes"].as_array().expect("steps");
    let way = changes.iter().find(|step| step["change"] == "region");
    assert_eq!(way.expect("a way")["after"], before);
    assert_eq!(cfp(&locked).json()["total"]["value"], "0.5");
    let regions = directory.join("own/regions.csv");
    let more = format!("{REGIONS}CN-GD,CN-GRID-S,province,Guangdong,广东,me\n");
    fs::write(&regions, &more).expect("regions");
    for asked in [&locked, &locked[..2].iter().chain(&json).copied().collect()] {
        let refused = cfp(asked);
        assert_eq!(
            (refused.code, refused.codes()),
            (1, vec!["locked-region-moved".to_owned()])
        );
        let problem = &refused.json()["problems"][0];
        let details = problem["details"].to_string();
        assert!(details.contains(&format!("{before}\"")), "{details}");
        assert!(details.contains("CN-GD → CN-GRID-S → CN\""), "{details}");
    }
    // The hint, obeyed.
    let moved = cfp(&update).json();
    let steps = moved["changes"].as_array().expect("steps");
    assert_eq!(steps.len(), 1, "{steps:?}");
    assert_eq!(steps[0]["before"], before);
    assert_eq!(steps[0]["after"], "CN-GD → CN-GRID-S");
    assert_eq!(cfp(&locked).json()["total"]["value"], "0.9");
}

#[test]
fn a_changed_header_is_refused_under_the_lock() {
    let (directory, model, own) = steam("locked-header");
    let json = ["--factors", &own, "--format", "json"];
    let update = [&["factors", "update", "--model", &model][..], &json].concat();
    assert_eq!(cfp(&update).code, 0);
    let header = directory.join("own/steam/mine/2024-1/dataset.toml");
    replace(&header, "AR4-100", "AR5-100");
    let locked = [&["footprint", &model, "--locked"][..], &json].concat();
    let refused = cfp(&locked);
    assert_eq!(
        (refused.code, refused.codes()),
        (1, vec!["locked-header-changed".to_owned()])
    );
    let text = cfp(&["footprint", &model, "--locked", "--factors", &own]).err;
    assert!(text.contains("gwp_set: AR4-100 → AR5-100"), "{text}");
    let moved = cfp(&update).json();
    assert_eq!(moved["changes"][0]["change"], "sealed anew");
    assert_eq!(cfp(&locked).code, 0);
}

/// The scores of a pedigree are read by a table of variances, which is sealed as any other.
#[test]
fn the_pedigree_matrix_is_sealed_and_may_be_ones_own() {
    let (directory, model, own) = steam("locked-pedigree");
    replace(
        Path::new(&model),
        "\"green steam\" = \"1 kWh\"",
        "\"green steam\" = { amount = \"1 kWh\", pedigree = [1, 2, 1, 1, 1] }",
    );
    let json = ["--factors", &own, "--format", "json"];
    let update = [&["factors", "update", "--model", &model][..], &json].concat();
    assert_eq!(cfp(&update).code, 0);
    let lock = fs::read_to_string(directory.join("cfp.lock")).expect("a lock");
    assert!(lock.contains("ecoinvent-pedigree"), "{lock}");
    let locked = [&["uncertainty", &model, "--locked"][..], &json].concat();
    let spread = |ran: &common::Ran| ran.json()["uncertainty"].clone();
    let bundled = cfp(&locked);
    assert_eq!(bundled.code, 0, "{}", bundled.out);

    // A newer revision of the matrix in one's own data, its variance of that score a hundred times as large.
    let source = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../data/pedigree/ecoinvent-pedigree"
    );
    let edition = fs::read_dir(source).expect("editions").next().expect("one");
    let edition = edition.expect("an edition").path();
    let name = edition.file_name().expect("a name").display().to_string();
    let (before, revision) = name.rsplit_once('-').expect("a revision");
    let newer = revision.parse::<u32>().expect("a number") + 1;
    let folder = directory.join(format!("own/pedigree/ecoinvent-pedigree/{before}-{newer}"));
    fs::create_dir_all(&folder).expect("a folder");
    let table = fs::read_to_string(edition.join("pedigree.csv")).expect("a table");
    let changed: Vec<String> = table
        .lines()
        .map(|line| line.replace("completeness,2,0.0001", "completeness,2,0.01"))
        .collect();
    let changed = changed.join("\n") + "\n";
    assert_ne!(changed, table);
    let header = fs::read_to_string(edition.join("dataset.toml")).expect("a header");
    let header = header
        .replace(
            &format!("revision = {revision}"),
            &format!("revision = {newer}"),
        )
        .replace(
            &cfp_factors::seal(table.as_bytes()),
            &cfp_factors::seal(changed.as_bytes()),
        );
    fs::write(folder.join("pedigree.csv"), changed).expect("a table");
    fs::write(folder.join("dataset.toml"), header).expect("a header");
    let held = cfp(&locked);
    assert_eq!(held.out, bundled.out, "the lock names the older matrix");
    assert_eq!(cfp(&update).code, 0);
    let moved = cfp(&locked);
    assert_ne!(
        moved.out,
        bundled.out,
        "{} {}",
        spread(&moved),
        spread(&bundled)
    );
}

/// A lock that an earlier version wrote: answered, told, and moved.
#[test]
fn a_lock_of_the_older_format_is_told_and_moved() {
    let (directory, model, own) = steam("older-lock");
    let lock = format!(
        "format = 1\nmodels = [\"m.toml\"]\n\n[[gwp]]\nset = \"AR6-100\"\nid = \"ipcc-gwp-ar6\"\nversion = \"2024-1\"\n\
         sha256 = \"7a6054f9210b818e7c6e09e7a0ce31d9c33ae1cdc7e431ff2acf55ba86b7190d\"\n\n[[dataset]]\nid = \"mine\"\n\
         version = \"2024-1\"\nsha256 = \"{}\"\n",
        cfp_factors::seal(TABLE.as_bytes())
    );
    fs::write(directory.join("cfp.lock"), lock).expect("a lock");
    let json = ["--factors", &own, "--format", "json"];
    let locked = [&["footprint", &model, "--locked"][..], &json].concat();
    let codes = |ran: &common::Ran| -> Vec<String> {
        let json = ran.json();
        let findings = json["findings"].as_array().expect("findings").iter();
        findings
            .filter_map(|finding| finding["code"].as_str().map(str::to_owned))
            .collect()
    };
    let ran = cfp(&locked);
    assert_eq!(ran.json()["total"]["value"], "0.5", "{}", ran.out);
    assert_eq!(codes(&ran), ["other-gwp-set", "lock-of-older-format"]);
    let update = [&["factors", "update", "--model", &model][..], &json].concat();
    let moved = cfp(&update).json();
    let steps: Vec<_> = moved["changes"].as_array().expect("steps").iter().collect();
    let words: Vec<_> = steps.iter().map(|step| step["change"].clone()).collect();
    assert_eq!(words, ["region", "format"]);
    let ran = cfp(&locked);
    assert_eq!(
        (ran.json()["total"]["value"].as_str(), codes(&ran)),
        (Some("0.5"), vec!["other-gwp-set".to_owned()])
    );
}

/// A result that an earlier version stored has a lock of format 1, and is computed anew as it is.
#[test]
fn a_result_with_an_older_lock_is_verified() {
    let (directory, model, own) = steam("older-result");
    let json = ["--factors", &own, "--format", "json"];
    let mut stored = cfp(&[&["footprint", &model][..], &json].concat()).json();
    let lock = &mut stored["provenance"]["lock"];
    lock["format"] = 1.into();
    let lock = lock.as_object_mut().expect("a table");
    lock.remove("region").expect("a way");
    for list in ["gwp", "dataset"] {
        for named in lock[list].as_array_mut().expect("a list") {
            let named = named.as_object_mut().expect("a table");
            named.remove("header").expect("a header");
        }
    }
    let result = directory.join("result.json");
    fs::write(&result, stored.to_string()).expect("a result");
    let result = result.display().to_string();
    let ran = cfp(&[&["verify", &result][..], &json].concat());
    assert_eq!(ran.code, 0, "{}", ran.out);
}

/// What a lock beside the model left free is told in the result, and does not keep that from being computed anew.
#[test]
fn a_result_that_a_lock_left_free_is_verified() {
    let (directory, model, own) = steam("free-result");
    fs::write(
        directory.join("cfp.lock"),
        "format = 2\nmodels = [\"m.toml\"]\n",
    )
    .expect("a lock");
    let json = ["--factors", &own, "--format", "json"];
    let stored = cfp(&[&["footprint", &model][..], &json].concat());
    let told = stored.json()["findings"].to_string();
    for free in [
        "mine 2024-1",
        "ipcc-gwp-ar6 2024-1",
        "CN-GD → CN-GRID-SOUTH → CN",
    ] {
        assert!(
            told.contains(&format!("`{free}` is not in the lock")),
            "{told}"
        );
    }
    let result = directory.join("result.json");
    fs::write(&result, &stored.out).expect("a result");
    let result = result.display().to_string();
    let ran = cfp(&[&["verify", &result][..], &json].concat());
    assert_eq!(ran.code, 0, "{}", ran.out);
}

/// Twenty updates at once, each of a model of its own: the lock is of all twenty, and nothing else is left.
#[test]
fn updates_at_once_lose_nothing() {
    let directory = scratch().join("at-once");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("a directory");
    let names: Vec<String> = (10..30).map(|number| format!("m{number}.toml")).collect();
    for name in &names {
        fs::write(directory.join(name), PROFILE).expect("a model");
    }
    let start = |name: &String| -> Child {
        Command::new(env!("CARGO_BIN_EXE_cfp"))
            .args(["factors", "update", "--model"])
            .arg(directory.join(name))
            .stdout(Stdio::null())
            .spawn()
            .expect("a process")
    };
    let started: Vec<Child> = names.iter().map(start).collect();
    for mut process in started {
        assert!(process.wait().expect("it ends").success());
    }
    let text = fs::read_to_string(directory.join("cfp.lock")).expect("a lock");
    let lock = cfp_factors::Lock::parse("cfp.lock", &text).expect("a lock");
    assert_eq!(lock.models(), names);
    let mut left: Vec<String> = fs::read_dir(&directory)
        .expect("a directory")
        .map(|entry| entry.expect("a file").file_name().display().to_string())
        .filter(|name| !names.contains(name))
        .collect();
    left.sort();
    assert_eq!(left, ["cfp.lock"]);
}

/// Where nothing can be written what is wrong is told, and not that there is no turn.
#[test]
fn a_model_that_is_nowhere_is_not_found() {
    let model = scratch().join("nowhere/m.toml").display().to_string();
    let ran = cfp(&["factors", "update", "--model", &model, "--format", "json"]);
    assert_eq!(ran.codes(), ["file-not-found"]);
}

/// What an update is killed in the middle of leaves nothing that keeps the next one from its turn.
#[test]
fn a_turn_that_was_left_behind_is_taken() {
    let (directory, model, own) = steam("left-behind");
    fs::write(directory.join(".cfp.lock.turn"), "").expect("a file");
    let ran = cfp(&["factors", "update", "--model", &model, "--factors", &own]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(directory.join("cfp.lock").exists());
}

/// A gas by a name that only the table of names has: the lock seals that table, and another one is refused.
#[test]
fn a_changed_table_of_names_is_refused_under_the_lock() {
    let directory = scratch().join("locked-names");
    let _ = fs::remove_dir_all(&directory);
    let folder = directory.join("own/gases/lab-names/1-1");
    fs::create_dir_all(&folder).expect("a folder");
    let write = |gas: &str| {
        let table = format!("row,name,gas,account,direction,list,note\na,lab gas 7,{gas},,,lab,\n");
        let header = format!(
            "id = \"lab-names\"\nedition = \"1\"\nrevision = 1\ntitle = \"lab\"\npublisher = \"me\"\ndocument = \"doc\"\n\
             published = \"2024\"\ngas_basis = \"none\"\n[licence]\nname = \"own\"\nredistribution = true\n\
             attribution = \"me\"\n[content]\nfile = \"names.csv\"\nrows = 1\nsha256 = \"{}\"\n",
            cfp_factors::seal(table.as_bytes())
        );
        fs::write(folder.join("names.csv"), table).expect("a table");
        fs::write(folder.join("dataset.toml"), header).expect("a header");
    };
    write("N2O");
    let model = directory.join("m.toml");
    let text = "product = \"x\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[[process]]\nname = \"p\"\n\
                makes = { x = \"1 kg\" }\nemits = { \"lab gas 7\" = \"1 kg\" }\n";
    fs::write(&model, text).expect("a model");
    let [model, own] = [model, directory.join("own")].map(|path| path.display().to_string());
    let own = ["--factors", &own, "--format", "json"];
    let update = [&["factors", "update", "--model", &model][..], &own].concat();
    let locked = [&["footprint", &model, "--locked"][..], &own].concat();
    cfp(&update).json();
    let lock = fs::read_to_string(directory.join("cfp.lock")).expect("a lock");
    assert!(
        lock.contains("\"gas-names\"") && lock.contains("\"lab-names\""),
        "{lock}"
    );
    assert_eq!(cfp(&locked).json()["total"]["value"], "273");
    write("SF6");
    let refused = cfp(&locked);
    assert_eq!(
        (refused.code, refused.codes()),
        (1, vec!["locked-content-changed".to_owned()])
    );
}
