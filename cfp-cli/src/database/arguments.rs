//! What can be typed after `cfp database`.

use std::path::PathBuf;

use clap::{Args, Subcommand, value_parser};

use crate::arguments::Large;
use crate::output::Force;

#[derive(Debug, Subcommand)]
pub(crate) enum DatabaseCommand {
    /// How many processes, exchanges and flows there are, the methods that come with them, and the loops
    #[command(after_help = "Example:\n  cfp database show database.zip method.zip")]
    Show(ShowArguments),
    /// The score of one unit of every product, as CSV: product,name,unit,value,bound,status
    #[command(
        after_help = "Example:\n  cfp database scores database.zip --gwp AR6-100 --labels names.csv -o scores.csv"
    )]
    Scores(ScoresArguments),
    /// The score of one product, with what each process contributes
    #[command(
        after_help = "Example:\n  cfp database footprint database.zip --product electricity --amount \"1 MWh\" --gwp AR6-100 --flows"
    )]
    Footprint(FootprintArguments),
    /// The supply chains behind one product, as a tree
    #[command(
        after_help = "Example:\n  cfp database chains database.zip --product electricity --gwp AR6-100 --cut-off 0.01"
    )]
    Chains(ChainsArguments),
    /// The score of each of any number of demands, as CSV: demand,value,bound
    #[command(
        after_help = "Example:\n  cfp database demands database.zip --demands demands.csv --gwp AR6-100 > scored.csv"
    )]
    Demands(DemandsArguments),
    /// How uncertain the score of one product is, by the spreads of all exchanges, emissions and factors
    #[command(
        after_help = "Example:\n  cfp database uncertainty database.zip method.zip --product electricity --draws 2000 --against heat"
    )]
    Uncertainty(UncertaintyArguments),
    /// How the score of one product moves with every exchange, emission and factor
    #[command(
        after_help = "Example:\n  cfp database sensitivity database.zip --product electricity --gwp AR6-100 --most 50"
    )]
    Sensitivity(SensitivityArguments),
}

/// A database, and by which method it is scored.
#[derive(Debug, Args)]
pub(crate) struct DatabaseArguments {
    /// The database: a ZIP or a folder with a datapackage of Brightway or with tables in CSV; several datapackages are put
    /// together in their order, such as background, foreground, method
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The method among those that come with the database, where it has several
    #[arg(long, value_name = "NAME", conflicts_with = "gwp")]
    pub method: Option<String>,
    /// A set of global warming potentials, such as AR6-100, by the names of the flows
    #[arg(long, value_name = "SET")]
    pub gwp: Option<String>,
    /// Which gas a flow is where its name leaves that open, such as "Methane=CH4, fossil"; may be given several times
    #[arg(long, value_name = "FLOW=GAS", requires = "gwp", value_parser = of_gas)]
    pub gas: Vec<(String, String)>,
    /// A flow that counts nothing although it is a greenhouse gas, by its name or id; or a file with a name on each line
    #[arg(long, value_name = "FLOW|FILE", requires = "gwp")]
    pub leave_out: Vec<PathBuf>,
    /// The column of amounts that have several, such as scenarios, counted from zero
    #[arg(long, value_name = "N")]
    pub column: Option<usize>,
    /// What products, processes and flows are called, by their ids: CSV with the columns id,name,location,unit
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    #[command(flatten)]
    pub large: Large,
    /// Give scores that stand on a loop which only its credits hold, too: what the equations say as they are written
    #[arg(long)]
    pub allow_held_loops: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ScoresArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// Write the CSV to this file; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write the flows that count nothing to this file, as CSV: flow,name,compartment,unit,reason
    #[arg(long, value_name = "FILE", requires = "gwp")]
    pub left_out: Option<PathBuf>,
    #[command(flatten)]
    pub force: Force,
}

#[derive(Debug, Args)]
pub(crate) struct FootprintArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The product, by its id or its name
    #[arg(long, value_name = "PRODUCT")]
    pub product: String,
    /// How much of it, such as "1 MWh"; one reference unit where nothing is said
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// How many processes to list, the largest first; 20 where neither this nor `--until` is given
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// List the processes that make this share of all magnitudes together, such as 80%; the rest is summed
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true, value_parser = crate::arguments::share)]
    pub until: Option<cfp_core::Amount>,
    /// List how much is emitted of every flow too
    #[arg(long)]
    pub flows: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ChainsArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The product, by its id or its name
    #[arg(long, value_name = "PRODUCT")]
    pub product: String,
    /// How much of it in its reference unit, such as 2.5
    #[arg(long, value_name = "N", default_value_t = 1.0, allow_hyphen_values = true, value_parser = finite)]
    pub amount: f64,
    /// Leave out what carries less than this share of the sum of all magnitudes, from 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.001, value_parser = share)]
    pub cut_off: f64,
    /// The most nodes to list, the largest ones, up to a million
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub most: u32,
    /// The so many largest single chains too, each by what its last process counts itself
    #[arg(long = "paths", value_name = "N", value_parser = value_parser!(u32).range(1..=10_000))]
    pub largest_paths: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct DemandsArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// CSV with the columns product,amount: a quantity, or a number in the product's reference unit; with a column demand
    /// the rows of one name that follow each other are one demand
    #[arg(long, value_name = "FILE")]
    pub demands: PathBuf,
    /// Stop at the first bad row
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UncertaintyArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The product, by its id or its name
    #[arg(long, value_name = "PRODUCT")]
    pub product: String,
    /// How much of it, such as "1 MWh"; one reference unit where nothing is said
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// Another product, to compare as much of it draw by draw
    #[arg(long, value_name = "PRODUCT")]
    pub against: Option<String>,
    /// How many draws of all uncertain numbers, up to ten million; 0 for the first order alone
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = value_parser!(u32).range(0..=10_000_000))]
    pub draws: u32,
    /// What the draws follow from: the same seed gives the same draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Draw by a Latin hypercube instead of each draw by itself
    #[arg(long)]
    pub latin_hypercube: bool,
    /// How many numbers to list that make the most of the variance
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub most: usize,
}

#[derive(Debug, Args)]
pub(crate) struct SensitivityArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The product, by its id or its name
    #[arg(long, value_name = "PRODUCT")]
    pub product: String,
    /// How much of it, such as "1 MWh"; one reference unit where nothing is said
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// How many numbers to list, those first that move the score the most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub most: usize,
}

fn of_gas(written: &str) -> Result<(String, String), &'static str> {
    let (flow, gas) = written
        .rsplit_once('=')
        .ok_or("write the flow and the gas, such as \"Methane=CH4, fossil\"")?;
    Ok((flow.trim().to_owned(), gas.trim().to_owned()))
}

fn finite(written: &str) -> Result<f64, &'static str> {
    let number = written.trim().parse().ok();
    number
        .filter(|number: &f64| number.is_finite())
        .ok_or("write a number in the product's reference unit, such as 2.5")
}

fn share(written: &str) -> Result<f64, &'static str> {
    let share = finite(written).ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or("write a share from 0 to 1, such as 0.01")
}
