//! Problems of files that are not written or take too much memory, and of the files of a stored result; that commands tell
//! them is tested with the command.

use cfp_cli::OutputProblem;
use cfp_core::Explain;
use cfp_exchange::{ResultProblem, SizeProblem};

use super::said::Said;

/// What is said of the problem with this code; `None` where it is none of these.
pub fn said(code: &str) -> Option<Said> {
    let of_output = outputs().into_iter();
    let of_output = of_output.map(|problem| Box::new(problem) as Box<dyn Explain>);
    let of_result = results().into_iter();
    let of_result = of_result.map(|problem| Box::new(problem) as Box<dyn Explain>);
    let of_size = SizeProblem {
        limit_mib: 256,
        packed: 524_288,
    };
    let of_size = std::iter::once(Box::new(of_size) as Box<dyn Explain>);
    let mut all = of_output.chain(of_result).chain(of_size);
    let problem = all.find(|problem| problem.code() == code)?;
    Some(Said::of(&*problem))
}

fn outputs() -> Vec<OutputProblem> {
    let file = || "scores.csv".to_owned();
    vec![
        OutputProblem::FileExists { file: file() },
        OutputProblem::IsAnInput {
            file: "./plant.toml".to_owned(),
            input: "plant.toml".to_owned(),
        },
        OutputProblem::InAnInput {
            file: "database/scores.csv".to_owned(),
            folder: "database".to_owned(),
        },
        OutputProblem::TwiceTheSame {
            file: "./report.xlsx".to_owned(),
            first: "report.xlsx".to_owned(),
        },
        OutputProblem::NoFolder {
            file: "results/scores.csv".to_owned(),
            folder: "results".to_owned(),
        },
        OutputProblem::IsAFolder {
            file: "results".to_owned(),
        },
        OutputProblem::NotTaken {
            file: file(),
            reason: "No space left on device (os error 28)".to_owned(),
        },
    ]
}

fn results() -> Vec<ResultProblem> {
    let file = || "../billet.toml".to_owned();
    vec![
        ResultProblem::UnreadKeys(vec!["/total/reviewed_by".to_owned()]),
        ResultProblem::NotBeside { file: file() },
        ResultProblem::NotRegular {
            file: "/dev/stdin".to_owned(),
        },
        ResultProblem::NotOfResult { file: file() },
    ]
}
