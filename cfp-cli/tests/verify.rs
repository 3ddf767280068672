//! `cfp verify` opens what lies beside a result and what it is given, and passes nothing over.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{PROFILE, cfp, scratch};
use serde_json::Value;

/// A folder with a model that another supplies, the stored result of it, and the result's name.
fn stored(name: &str, billet: &str) -> (PathBuf, String) {
    let folder = scratch().join(format!("verify-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("plant")).expect("a folder");
    let supplied = PROFILE.replace(
        "footprint = \"9.1 kg CO2e/kg\"",
        &format!("model = \"{billet}\""),
    );
    let model = folder.join("plant/model.toml");
    fs::write(&model, supplied).expect("a model");
    let own = "product = \"billet\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[[process]]\nname = \"cast\"\n\
        makes = { \"billet\" = \"1 kg\" }\nemits = { \"CO2, fossil\" = \"-9 kg\" }\n";
    fs::write(folder.join("plant").join(billet), own).expect("a model");
    let ran = cfp(&["--format", "json", "footprint", &text(&model)]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let result = folder.join("plant/result.json");
    fs::write(&result, ran.out).expect("a result");
    (folder, text(&result))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn refused(arguments: &[&str]) -> Vec<String> {
    let ran = cfp(&[&["--format", "json", "verify"], arguments].concat());
    assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.out);
    ran.codes()
}

fn is_sound(arguments: &[&str]) {
    let ran = cfp(&[&["verify"], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn files_beside_the_result_are_found() {
    let (_, result) = stored("beside", "billet.toml");
    is_sound(&[&result]);
}

#[test]
fn files_elsewhere_are_opened_only_where_they_are_given() {
    let (folder, result) = stored("elsewhere", "../billet.toml");
    let [model, billet] = ["plant/model.toml", "billet.toml"].map(|name| text(&folder.join(name)));
    assert_eq!(refused(&[&result]), ["file-not-beside-result"]);
    is_sound(&[&result, "--model", &billet]);
    is_sound(&[&result, "--model", &model, "--model", &billet]);
    // Away from both, and under other names.
    let moved = text(&folder.join("moved.json"));
    fs::rename(&result, &moved).expect("moved");
    let renamed = text(&folder.join("other.toml"));
    fs::rename(&billet, &renamed).expect("renamed");
    assert_eq!(
        refused(&[&moved]),
        ["file-not-beside-result", "file-not-beside-result"]
    );
    is_sound(&[&moved, "--model", &renamed, "--model", &model]);
    let stray = text(&folder.join("stray.toml"));
    fs::write(&stray, "stray").expect("a file");
    let all = [
        &*moved, "--model", &renamed, "--model", &model, "--model", &stray,
    ];
    assert_eq!(refused(&all), ["file-not-of-result"]);
}

/// Whatever a result names, nothing outside its folder is opened, and nothing of it is printed.
#[test]
fn a_result_leads_nowhere_else() {
    let (folder, result) = stored("outside", "billet.toml");
    let secret = folder.join("secret.toml");
    fs::write(&secret, "secret").expect("a file");
    let seal = cfp_factors::seal(b"secret");
    let read = fs::read_to_string(&result).expect("the result");
    for name in [
        text(&secret),
        "../secret.toml".to_owned(),
        "..".to_owned(),
        "/dev/zero".to_owned(),
        String::new(),
    ] {
        let mut forged: Value = serde_json::from_str(&read).expect("JSON");
        forged["provenance"]["model"]["file"] = name.clone().into();
        fs::write(&result, forged.to_string()).expect("a result");
        let ran = cfp(&["--format", "json", "verify", &result]);
        assert_eq!(
            (ran.code, ran.codes()),
            (1, vec!["file-not-beside-result".to_owned()]),
            "{name}"
        );
        assert!(!ran.out.contains(&seal));
    }
}

#[test]
#[cfg(unix)]
fn links_that_leave_the_folder_and_pipes_are_refused() {
    let (folder, result) = stored("links", "billet.toml");
    let billet = folder.join("plant/billet.toml");
    let outside = folder.join("billet.toml");
    fs::rename(&billet, &outside).expect("moved");
    std::os::unix::fs::symlink(&outside, &billet).expect("a link");
    assert_eq!(refused(&[&result]), ["file-not-beside-result"]);
    let pipe = folder.join("plant/model.toml");
    fs::remove_file(&billet).expect("removed");
    fs::rename(&outside, &billet).expect("moved");
    fs::remove_file(&pipe).expect("removed");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    assert_eq!(refused(&[&result]), ["not-a-regular-file"]);
    assert_eq!(refused(&[&text(&pipe)]), ["not-a-regular-file"]);
    assert_eq!(
        refused(&[&result, "--model", "/dev/zero"]),
        ["not-a-regular-file"]
    );
}

#[test]
fn keys_that_nothing_reads_fail_it() {
    let (_, result) = stored("keys", "billet.toml");
    let read = fs::read_to_string(&result).expect("the result");
    for place in [
        "",
        "/total",
        "/provenance",
        "/findings/0",
        "/inventory/0",
        "/by_process/0",
    ] {
        let mut forged: Value = serde_json::from_str(&read).expect("JSON");
        let table = forged.pointer_mut(place).expect("a table");
        table["reviewed_by"] = "me".into();
        fs::write(&result, forged.to_string()).expect("a result");
        let ran = cfp(&["--format", "json", "verify", &result]);
        assert_eq!(
            (ran.code, ran.codes()),
            (1, vec!["unread-keys".to_owned()]),
            "{place}"
        );
        assert!(
            ran.out.contains(&format!("`{place}/reviewed_by`")),
            "{}",
            ran.out
        );
    }
    fs::write(&result, read.replacen('{', "{\"product\": \"profile\",", 1)).expect("a result");
    assert_eq!(refused(&[&result]), ["not-a-result"]);
}

#[test]
fn findings_are_sealed() {
    let (_, result) = stored("findings", "billet.toml");
    let read = fs::read_to_string(&result).expect("the result");
    let sound: Value = serde_json::from_str(&read).expect("JSON");
    let findings = sound["findings"].as_array().expect("findings").len();
    assert!(findings > 1);
    let changes: [&dyn Fn(&mut Value); 4] = [
        &|forged| forged["findings"] = Value::Array(Vec::new()),
        &|forged| {
            forged["findings"]
                .as_array_mut()
                .expect("findings")
                .remove(0);
        },
        &|forged| forged["findings"][0]["message"] = "all is well".into(),
        &|forged| forged["findings"][0]["hint"] = "do nothing".into(),
    ];
    for change in changes {
        let mut forged = sound.clone();
        change(&mut forged);
        fs::write(&result, forged.to_string()).expect("a result");
        assert_eq!(refused(&[&result]), ["result-differs"]);
    }
    fs::write(&result, read).expect("the result");
    is_sound(&[&result]);
}
