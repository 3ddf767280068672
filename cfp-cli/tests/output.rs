//! What the command writes: whole or not at all, and never over what it reads.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{cfp, scratch};

const PLANT: &str = "country = \"CN\"\nyear = 2026\n\n[report]\nverification = \"true\"\noperator = \"=1+1\"\n\n\
    [[process]]\nname = \"mill\"\nproduced = \"10 t\"\ndirect = \"5 t CO2e\"\ngoods = [{ cn = \"72081000\" }]\n";

/// An empty folder of a test.
fn folder(name: &str) -> PathBuf {
    let folder = scratch().join(format!("output-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A folder with a plant, and the plant.
fn plant(name: &str) -> (PathBuf, String) {
    let folder = folder(name);
    let path = folder.join("plant.toml");
    fs::write(&path, PLANT).expect("a plant");
    (folder, text(&path))
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.display().to_string()).collect();
    names.sort();
    names
}

/// The codes of what a command is refused for.
fn refused(arguments: &[&str]) -> Vec<String> {
    let ran = cfp(&[&["--format", "json"], arguments].concat());
    assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.out);
    ran.codes()
}

/// Two processes, of which one is called as a formula.
fn database(name: &str) -> PathBuf {
    let folder = folder(name);
    for (table, content) in [
        (
            "processes.csv",
            "id,name,product,unit,location\ns,rolling,\"=HYPERLINK(\"\"x\"\")\",kg,CN\ng,,-3,kWh,CN\n",
        ),
        ("flows.csv", "id,name,compartment,unit\nco2,CO2,air,kg\n"),
        (
            "technosphere.csv",
            "product,process,amount\ns,s,1\ng,s,-0.5\ng,g,1\n",
        ),
        ("emissions.csv", "flow,process,amount\nco2,g,0.8\n"),
        ("characterisation.csv", "set,flow,value\nGWP,co2,1\n"),
    ] {
        fs::write(folder.join(table), content).expect("a table");
    }
    folder
}

#[test]
#[cfg(unix)]
fn an_input_is_never_written_over() {
    let (folder, plant) = plant("input");
    let other = folder.join("other.toml");
    let linked = folder.join("linked.toml");
    std::os::unix::fs::symlink(&plant, &linked).expect("a link");
    fs::hard_link(&plant, &other).expect("a link");
    fs::create_dir(folder.join("sub")).expect("a folder");
    let spellings = [
        plant.clone(),
        text(&folder.join("./plant.toml")),
        text(&folder.join("sub/../plant.toml")),
        text(&linked),
        text(&other),
    ];
    for output in &spellings {
        for force in [&[][..], &["--force"]] {
            let asked = ["cbam", "convert", &plant, "-o", output];
            let codes = refused(&[&asked[..], force].concat());
            assert_eq!(codes, ["output-is-an-input"], "{output}");
        }
    }
    assert_eq!(fs::read_to_string(&plant).expect("the plant"), PLANT);
    assert_eq!(
        names(&folder),
        ["linked.toml", "other.toml", "plant.toml", "sub"]
    );
}

#[test]
fn a_file_in_an_input_folder_is_refused() {
    let folder = database("in-folder");
    let path = text(&folder);
    for name in ["processes.csv", "scores.csv"] {
        let output = text(&folder.join(name));
        let asked = ["database", "scores", &path, "-o", &output, "--force"];
        assert_eq!(refused(&asked), ["output-in-an-input"], "{name}");
    }
    let labels = scratch().join("output-labels.csv");
    fs::write(&labels, "id,name,location,unit\ns,steel,CN,kg\n").expect("labels");
    let labels = text(&labels);
    let asked = [
        "database", "scores", &path, "--labels", &labels, "-o", &labels,
    ];
    assert_eq!(refused(&asked), ["output-is-an-input"]);
}

#[test]
fn what_is_there_gives_way_to_force_alone() {
    let (folder, plant) = plant("force");
    let output = folder.join("plant.json");
    fs::write(&output, "old").expect("a file");
    let name = text(&output);
    let asked = ["cbam", "convert", &plant, "-o", &name];
    assert_eq!(refused(&asked), ["file-exists"]);
    assert_eq!(fs::read_to_string(&output).expect("the file"), "old");
    assert_eq!(cfp(&[&asked[..], &["--force"]].concat()).code, 0);
    assert!(
        fs::read_to_string(&output)
            .expect("the file")
            .starts_with('{')
    );
    assert_eq!(names(&folder), ["plant.json", "plant.toml"]);
    let nowhere = text(&folder.join("no/plant.json"));
    assert_eq!(
        refused(&["cbam", "convert", &plant, "-o", &nowhere]),
        ["no-output-folder"]
    );
    let sub = text(&folder);
    let asked = [
        "cbam", "convert", &plant, "-o", &sub, "--to", "json", "--force",
    ];
    assert_eq!(refused(&asked), ["output-is-a-folder"]);
}

/// A link keeps leading to the file, whose permissions stay.
#[test]
#[cfg(unix)]
fn links_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, plant) = plant("links");
    let [file, link] = ["file.json", "link.json"].map(|name| folder.join(name));
    fs::write(&file, "old").expect("a file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("permissions");
    std::os::unix::fs::symlink("file.json", &link).expect("a link");
    let name = text(&link);
    assert_eq!(
        cfp(&["cbam", "convert", &plant, "-o", &name, "--force"]).code,
        0
    );
    assert!(
        fs::read_to_string(&file)
            .expect("the file")
            .starts_with('{')
    );
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    let mode = fs::metadata(&file).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // A device is no file to be written over.
    assert_eq!(
        cfp(&["cbam", "convert", &plant, "-o", "/dev/null", "--to", "csv"]).code,
        0
    );
}

#[test]
fn two_outputs_have_two_names() {
    let (folder, plant) = plant("twice");
    let first = text(&folder.join("x.xlsx"));
    for second in [first.clone(), text(&folder.join("./x.xlsx"))] {
        let asked = [
            "cbam",
            "report",
            &plant,
            "-o",
            &first,
            "--importer-sheet",
            &second,
        ];
        assert_eq!(refused(&asked), ["output-twice"]);
    }
    let asked = ["cbam", "report", &plant, "-o", "-", "--importer-sheet", "-"];
    assert_eq!(refused(&asked), ["output-twice"]);
    // Every refusal at once.
    let asked = [
        "cbam",
        "report",
        &plant,
        "-o",
        &plant,
        "--importer-sheet",
        &plant,
    ];
    assert_eq!(
        refused(&asked),
        ["output-is-an-input", "output-is-an-input", "output-twice"]
    );
    assert_eq!(names(&folder), ["plant.toml"]);
}

#[test]
fn a_hyphen_is_standard_output() {
    let (folder, plant) = plant("standard");
    let csv = text(&folder.join("plant.csv"));
    assert_eq!(cfp(&["cbam", "convert", &plant, "-o", &csv]).code, 0);
    let ran = cfp(&["cbam", "convert", &plant, "-o", "-", "--to", "csv"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, fs::read_to_string(csv).expect("the file"));
    assert_eq!(
        refused(&["cbam", "convert", &plant, "-o", "-"]),
        ["no-form"]
    );
    let mut out = Vec::new();
    let asked = ["cfp", "cbam", "template", "-o", "-"];
    assert_eq!(cfp_cli::run(asked, &mut out, &mut Vec::new()), 0);
    assert!(out.starts_with(b"PK\x03\x04"));
    let database = text(&database("standard-scores"));
    let [plain, named] = [&[][..], &["-o", "-"]].map(|output| {
        let ran = cfp(&[&["database", "scores", &database], output].concat());
        (ran.code, ran.out, ran.err)
    });
    assert_eq!(plain, named);
    assert!(!Path::new("-").exists());
}

/// A name that a spreadsheet would compute is set off by an apostrophe, a number is not, and both read back.
#[test]
fn formulas_are_set_off() {
    let path = text(&database("formulas"));
    let scores = cfp(&["database", "scores", &path]).out;
    assert!(
        scores.contains("\ns,\"'=HYPERLINK(\"\"x\"\")\",kg,"),
        "{scores}"
    );
    assert!(scores.contains("\ng,-3,kWh,"), "{scores}");
    let demands = scratch().join("output-demands.csv");
    fs::write(
        &demands,
        "demand,product,amount\n=a,s,1\nb,'=HYPERLINK(x),1\n",
    )
    .expect("demands");
    let ran = cfp(&["database", "demands", &path, "--demands", &text(&demands)]);
    assert!(ran.out.contains("\n'=a,"), "{}", ran.out);
    assert!(ran.err.contains("`=HYPERLINK(x)`"), "{}", ran.err);
}

/// `true` is a text in a report, and `=1+1` a name.
#[test]
fn a_plant_is_the_same_out_of_a_table() {
    let (folder, plant) = plant("table");
    let [csv, toml] = ["again.csv", "again.toml"].map(|name| text(&folder.join(name)));
    assert_eq!(cfp(&["cbam", "convert", &plant, "-o", &csv]).code, 0);
    let written = fs::read_to_string(&csv).expect("the table");
    assert!(written.contains("report.operator,'=1+1\n"), "{written}");
    let ran = cfp(&["cbam", "convert", &csv, "-o", &toml]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let [direct, again] =
        [plant, toml].map(|plant| cfp(&["cbam", "convert", &plant, "-o", "-", "--to", "json"]).out);
    assert_eq!(direct, again);
}

/// The program of its own process, writing over a file.
fn writer(plant: &str, output: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_cfp"))
        .args(["cbam", "convert", plant, "-o", output, "--force"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command")
}

/// Whenever a writer is killed, the old file is there or the new one.
#[test]
fn a_killed_writer_leaves_the_old_file_or_the_new_one() {
    let (folder, plant) = plant("killed");
    let output = folder.join("plant.json");
    let name = text(&output);
    let began = Instant::now();
    assert!(writer(&plant, &name).wait().expect("an end").success());
    let whole = began.elapsed();
    let new = fs::read(&output).expect("the file");
    let mut kept = [0, 0];
    for step in 0..60 {
        fs::write(&output, "old").expect("a file");
        let mut child = writer(&plant, &name);
        sleep(
            whole
                .mul_f64(f64::from(step) / 50.0)
                .max(Duration::from_millis(1)),
        );
        let _ = child.kill();
        child.wait().expect("an end");
        let left = fs::read(&output).expect("one of the two");
        assert!(left == b"old" || left == new, "{}", left.len());
        kept[usize::from(left == new)] += 1;
    }
    assert!(kept.iter().all(|count| *count > 0), "{kept:?}");
}

/// On a full disk the old file stays, nothing is left beside it, and the problem is told.
#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_old_file() {
    let folder = folder("full");
    let output = folder.join("plant.xlsx");
    fs::write(&output, "old").expect("a file");
    let ran = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_cfp"))
        .args(["cbam", "template", "--force", "-o", &text(&output)])
        .output()
        .expect("the command");
    let err = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(1), "{err}");
    assert!(err.contains("cannot be written"), "{err}");
    assert_eq!(fs::read(&output).expect("the file"), b"old");
    assert_eq!(names(&folder), ["plant.xlsx"]);
}
