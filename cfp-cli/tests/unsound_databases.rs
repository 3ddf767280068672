//! Loops of a database that are not sound.

mod common;

use std::fs;

use common::{cfp, scratch};
use serde_json::Value;

const FLOWS: (&str, &str) = (
    "flows.csv",
    "id,name,compartment,unit\nco2,\"CO2, fossil\",air,kg\n",
);
const METHOD: (&str, &str) = ("characterisation.csv", "set,flow,value\nGWP,co2,1\n");

/// The codes of what a command of databases is refused for.
fn refused(arguments: &[&str]) -> Vec<String> {
    let ran = cfp(&[&["--format", "json", "database"], arguments].concat());
    assert_eq!(ran.code, 1, "{}", ran.out);
    ran.codes()
}

/// The answer of a command of databases.
fn json(arguments: &[&str]) -> Value {
    let ran = cfp(&[&["--format", "json", "database"], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.out);
    ran.json()
}

/// The grid takes 3 kg of coal, coal 0.387 kWh and some heat, and the heat that the grid displaces takes coal and current: 1.161
/// times what it makes, held by its credits. Ash stands apart.
#[test]
fn what_only_credits_hold_is_refused_unless_it_is_allowed() {
    let processes = (
        "processes.csv",
        "id,name,product,unit,location\ns,rolling,steel,kg,CN\ng,grid,current,kWh,CN\nc,mine,coal,kg,\nb,boiler,heat,MJ,\na,pit,ash,kg,\n",
    );
    let technosphere = (
        "technosphere.csv",
        "product,process,amount\ns,s,1\ng,s,-0.5\ng,g,1\nc,g,-3\nb,g,1\nc,c,1\ng,c,-0.387\nb,c,-0.1\nb,b,1\nc,b,-2\ng,b,-1\na,a,1\n",
    );
    let emissions = (
        "emissions.csv",
        "flow,process,amount\nco2,s,1.5\nco2,g,1\nco2,c,0.1\nco2,b,0.1\nco2,a,5\n",
    );
    let folder = scratch().join("held-by-credits");
    fs::create_dir_all(&folder).expect("a folder");
    for (table, content) in [processes, technosphere, emissions, FLOWS, METHOD] {
        fs::write(folder.join(table), content).expect("a table");
    }
    let path = folder.display().to_string();
    assert_eq!(
        refused(&["footprint", &path, "--product", "steel"]),
        ["loop-consumes-output"]
    );
    assert_eq!(
        refused(&["uncertainty", &path, "--product", "steel"]),
        ["loop-consumes-output"]
    );
    let ran = cfp(&["database", "scores", &path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines[0], "product,name,unit,value,bound,status");
    assert_eq!(lines[1], "s,steel,kg,,,held");
    assert!(
        lines[5].starts_with("a,ash,kg,5,0.") && lines[5].ends_with(",sound"),
        "{}",
        lines[5]
    );
    assert!(ran.err.contains("4 of them have none"), "{}", ran.err);
    let scores = json(&["scores", &path]);
    assert!(scores["scores"][0]["total"].is_null());
    assert_eq!(scores["scores"][0]["status"], "held");
    assert_eq!(scores["findings"][0]["code"], "loop-consumes-output");
    let ash = json(&["footprint", &path, "--product", "ash"]);
    assert_eq!(ash["total"]["value"], "5");
    // g = 1 + 3 c - b, c = 0.1 + 0.387 g + 0.1 b, b = 0.1 + 2 c + g: c = 0.1375 + 0.60875 g and b = 0.375 + 2.2175 g, so that
    // 1.39125 g = 1.0375, and steel is 1.5 + 0.5 g.
    let allowed = json(&[
        "footprint",
        &path,
        "--product",
        "steel",
        "--allow-held-loops",
    ]);
    let total: f64 = allowed["total"]["value"]
        .as_str()
        .expect("a decimal")
        .parse()
        .expect("a number");
    assert!(
        (total - (1.5 + 0.5 * 1.0375 / 1.39125)).abs() < 1e-15,
        "{total}"
    );
    let codes: Vec<_> = allowed["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["code"].clone())
        .collect();
    assert_eq!(codes, ["loop-held-by-credits"]);
}
