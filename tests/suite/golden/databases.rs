//! Problems of databases: of their files, of datapackages and tables, and of matrices that do not fit together.

use cfp_core::{DatabaseProblem, Explain};
use cfp_exchange::{DistributionProblem, MatrixTableProblem, PackageProblem};

use super::said::Said;
use crate::tree;

/// What is said of the problem with this code; `None` where no database has it.
pub fn said(code: &str) -> Option<Said> {
    match code {
        "several-methods" => return Some(of_methods(&[])),
        "unknown-method" => return Some(of_methods(&["--method", "GWP10"])),
        "gases-without-value" => {
            return Some(of_gases(&["Ethane", "Perfluorocarbons, unspecified"]));
        }
        "gases-of-several-origins" => return Some(of_gases(&["Carbon dioxide", "Methane"])),
        _ => {}
    }
    let of_files = of_files().into_iter().chain(of_groups()).chain(of_arrays());
    let mut problems = of_files.map(|problem| Box::new(problem) as Box<dyn Explain>);
    let mut tables = of_tables().into_iter();
    let mut matrices = of_matrices().into_iter().chain(of_questions());
    let found = problems.find(|problem| problem.code() == code);
    let found = found.or_else(|| {
        let found = tables.find(|problem| problem.code() == code)?;
        Some(Box::new(found) as Box<dyn Explain>)
    });
    let found = found.or_else(|| {
        let found = matrices.find(|problem| problem.code() == code)?;
        Some(Box::new(found) as Box<dyn Explain>)
    });
    found.map(|problem| Said::of(&*problem))
}

/// A folder with the tables of one process that emits what `flows` has.
fn tables(name: &str, flows: &str) -> std::path::PathBuf {
    let folder = tree::scratch(name);
    let flows = format!("id,name,compartment,unit\n{flows}");
    let tables = [
        ("processes.csv", "id,name,product,unit,location\ngrid,,,,\n"),
        ("flows.csv", flows.as_str()),
        ("technosphere.csv", "product,process,amount\ngrid,grid,1\n"),
        ("emissions.csv", "flow,process,amount\nco2,grid,1\n"),
    ];
    for (name, content) in tables {
        std::fs::write(folder.join(name), content).expect("a table");
    }
    folder
}

/// What the command says of flows of these names, into air.
fn of_gases(names: &[&str]) -> Said {
    let flows = names.iter().enumerate().map(|(at, name)| {
        let id = if at == 0 {
            "co2".to_owned()
        } else {
            format!("f{at}")
        };
        format!("{id},\"{name}\",air,kg\n")
    });
    let folder = tables(
        &format!("golden-gases-{}", names[0]),
        &flows.collect::<String>(),
    );
    let path = folder.display().to_string();
    let all = ["database", "scores", &path, "--gwp", "AR5-100"];
    Said::by(&all).instead_of(&folder, "database")
}

/// What the command says of a database with two methods.
fn of_methods(arguments: &[&str]) -> Said {
    let folder = tables("golden-methods", "co2,,,\n");
    let characterisation = "set,flow,value\nGWP100,co2,1\nGWP20,co2,1\n";
    std::fs::write(folder.join("characterisation.csv"), characterisation).expect("a table");
    let path = folder.display().to_string();
    let mut all = vec!["database", "scores", &path];
    all.extend(arguments);
    Said::by(&all).instead_of(&folder, "database")
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn of_files() -> Vec<PackageProblem> {
    let resource = || text("technosphere.data");
    vec![
        PackageProblem::NotAZip {
            reason: text("invalid Zip archive: Could not find EOCD"),
        },
        PackageProblem::RepeatedFile,
        PackageProblem::TooLarge,
        PackageProblem::FileMissing {
            file: text("technosphere.data.npy"),
        },
        PackageProblem::FileNotRead {
            reason: text("Invalid checksum"),
        },
        PackageProblem::NoDatabase,
        PackageProblem::NoPackages,
        PackageProblem::TablesNotAlone,
        PackageProblem::BadDescription {
            reason: text("missing field `resources`"),
        },
        PackageProblem::PathOutside {
            resource: resource(),
            path: text("../data.npy"),
        },
        PackageProblem::UnknownResourceKind {
            resource: text("technosphere.colour"),
            kind: text("colour"),
        },
        PackageProblem::Interface {
            resource: resource(),
        },
        PackageProblem::FormatNotRead {
            resource: resource(),
            format: text("parquet"),
        },
    ]
}

fn of_groups() -> Vec<PackageProblem> {
    let group = || text("technosphere");
    let matrix = || text("technosphere_matrix");
    vec![
        PackageProblem::IncompleteGroup {
            group: group(),
            matrix: matrix(),
            missing: "data",
        },
        PackageProblem::RepeatedResource {
            group: group(),
            matrix: matrix(),
            kind: text("data"),
        },
        PackageProblem::AmountNotStated {
            matrix: matrix(),
            count: 1,
            row: 12,
            column: 11,
        },
        PackageProblem::NoTechnosphere,
    ]
}

fn of_arrays() -> Vec<PackageProblem> {
    vec![
        PackageProblem::NotAnArray {
            reason: text("its header promises 16 bytes, and it has 8"),
        },
        PackageProblem::WrongElements {
            found: text("<c16"),
            expected: "numbers of 32 or 64 bits",
        },
        PackageProblem::WrongLength {
            found: 1,
            expected: 2,
        },
        PackageProblem::SeveralColumns { columns: 3 },
        PackageProblem::NoSuchColumn {
            columns: 3,
            chosen: 3,
        },
        PackageProblem::NegativeId {
            count: 1,
            id: -1,
            row: 0,
        },
        PackageProblem::InfiniteAmount { count: 2, row: 7 },
        PackageProblem::Distribution(DistributionProblem::UnknownDistribution {
            uncertainty_type: 8,
            rows: Some((3, 7)),
        }),
        PackageProblem::Distribution(DistributionProblem::BadDistribution {
            reason: "a standard deviation is not negative",
            rows: Some((1, 7)),
        }),
    ]
}

fn of_tables() -> Vec<MatrixTableProblem> {
    vec![
        MatrixTableProblem::WrongTitles {
            found: text("id,name,unit"),
            expected: text("id,name,compartment,unit"),
        },
        MatrixTableProblem::WrongFieldCount {
            found: 4,
            expected: 3,
        },
        MatrixTableProblem::EmptyField { column: "process" },
        MatrixTableProblem::UnlistedId {
            table: "flows.csv",
            what: "flow",
            id: text("co2"),
        },
        MatrixTableProblem::BadAmount { text: text("1,5") },
        MatrixTableProblem::AmountTooSmall {
            text: text("-1e-400"),
        },
        MatrixTableProblem::MakesNothing { id: text("grid") },
        MatrixTableProblem::RepeatedValue {
            set: text("GWP100"),
            flow: text("co2"),
        },
        MatrixTableProblem::UnitsOfSet {
            set: text("GWP100"),
            units: [text("kg CO2e"), text("g CO2e")],
        },
        MatrixTableProblem::NoProcesses,
        MatrixTableProblem::OpenQuote,
        MatrixTableProblem::LineTooLong { most: 65_536 },
    ]
}

fn of_matrices() -> Vec<DatabaseProblem> {
    vec![
        DatabaseProblem::NotSquare {
            products: 3,
            processes: 2,
        },
        DatabaseProblem::EntryOutside {
            matrix: "technosphere",
            what: "product",
            index: 3,
            size: 3,
        },
        DatabaseProblem::AmountNotFinite {
            matrix: "technosphere",
            row: 1,
            column: 2,
        },
        DatabaseProblem::NoReferenceProduct {
            process: text("process grid (12)"),
            candidates: 2,
        },
        DatabaseProblem::ReferenceTaken {
            process: text("process grid (12)"),
            product: 1,
        },
        DatabaseProblem::LabelsDoNotFit {
            what: "flows",
            given: 2,
            expected: 3,
        },
        DatabaseProblem::SpreadsDoNotFit {
            matrix: "technosphere",
            given: 2,
            entries: 3,
        },
        DatabaseProblem::BadEntrySpread {
            matrix: "technosphere",
            entry: 7,
            reason: "a standard deviation is not negative",
        },
        DatabaseProblem::TooLarge {
            what: "processes",
            given: 4_294_967_296,
            most: 67_108_864,
        },
        DatabaseProblem::DuplicateId {
            what: "flows",
            id: text("co2"),
        },
    ]
}

fn of_questions() -> Vec<DatabaseProblem> {
    vec![
        DatabaseProblem::NotInDatabase {
            what: "product",
            asked: text("elektricity"),
            nearest: Some(text("electricity")),
        },
        DatabaseProblem::SeveralOfName {
            what: "products",
            asked: text("electricity"),
            count: 2,
            ids: vec![text("12"), text("13")],
        },
        DatabaseProblem::UnitNotKnown {
            product: text("electricity"),
            unit: Some(text("kWh")),
            given: text("1"),
        },
        DatabaseProblem::NothingCharacterised {
            set: text("AR6-100"),
        },
        DatabaseProblem::OfAnotherDatabase { what: "demand" },
        DatabaseProblem::FigureTooLarge {
            product: text("electricity"),
        },
    ]
}
