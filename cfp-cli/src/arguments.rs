//! What can be typed.

use std::path::PathBuf;

use cfp_core::{Amount, By, Profile};
use cfp_exchange::Limits;
use cfp_factors::{Kind, Level};
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};

use crate::cbam::CbamCommand;
use crate::database::DatabaseCommand;
use crate::scenarios::{BreakEvenArguments, ScenariosArguments, SweepArguments};

/// Carbon footprints of products, with the unit, source and rounding bound of every number.
#[derive(Debug, Parser)]
#[command(
    name = "cfp",
    version,
    disable_help_subcommand = true,
    after_help = "Example:\n  cfp footprint model.toml --amount \"1 kg\""
)]
pub(crate) struct Arguments {
    /// How to print: `text` for people, `json` with all digits for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// A directory of factor datasets that stand over those that come with the program; may be repeated, the first
    /// standing over the next
    #[arg(long, global = true, value_name = "DIR")]
    pub factors: Vec<PathBuf>,
    /// Use the datasets of `--factors` alone
    #[arg(long, global = true, requires = "factors")]
    pub without_bundled: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// Who reads the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The cradle-to-gate footprint of the product (the functional unit) of a model
    #[command(
        after_help = "Example:\n  cfp footprint model.toml --product steam --amount \"1 GJ\"\n  cfp footprint model.toml --set yield=1.1 --set load=\"20 t\""
    )]
    Footprint(FootprintArguments),
    /// Why the footprint is so much: its supply chains as a tree, what contributes, and the largest paths
    #[command(
        after_help = "Example:\n  cfp explain model.toml --cut-off 0.05 --by process,stage\n  cfp --format json explain model.toml --amount \"1 kg\""
    )]
    Explain(ExplainArguments),
    /// kg CO2e per unit of every product that a model makes and every waste that it treats
    #[command(after_help = "Example:\n  cfp intensities model.toml --gwp AR5-100")]
    Intensities(IntensitiesArguments),
    /// How the footprint moves with every number that it rests on: derivative and elasticity, exact
    #[command(after_help = "Example:\n  cfp sensitivity model.toml --most 10")]
    Sensitivity(SensitivityArguments),
    /// How sure the footprint is: its variance to first order, and draws of every number that states a spread
    #[command(
        after_help = "Example:\n  cfp uncertainty model.toml --draws 10000 --seed 7\n  cfp uncertainty model.toml --product steel --against aluminium --global"
    )]
    Uncertainty(UncertaintyArguments),
    /// The footprint of a model beside those of its scenarios, with what each of their changes makes
    #[command(
        after_help = "Example:\n  cfp scenarios model.toml\n  cfp scenarios model.toml --only \"hydropower smelter\""
    )]
    Scenarios(ScenariosArguments),
    /// The footprint at several values of a parameter, or of a supply's figure
    #[command(
        after_help = "Example:\n  cfp sweep model.toml --parameter yield --from 0.9 --to 1 --steps 10\n  cfp sweep model.toml --supply electricity --from \"0 kg CO2e/kWh\" --to \"0.6 kg CO2e/kWh\""
    )]
    Sweep(SweepArguments),
    /// The value of a parameter, or of a supply's figure, at which two footprints are equal
    #[command(
        after_help = "Example:\n  cfp break-even model.toml --supply electricity --against-scenario \"hydropower smelter\" --between \"0 kg CO2e/kWh\" \"1 kg CO2e/kWh\"\n  cfp break-even model.toml --parameter yield --equals \"9 t CO2e\" --between 0.8 1"
    )]
    BreakEven(BreakEvenArguments),
    /// A whole life-cycle inventory database: a datapackage that Brightway writes, or tables in CSV
    #[command(
        subcommand,
        after_help = "Example:\n  cfp database show database.zip\n  cfp database footprint database.zip --product electricity --gwp AR6-100"
    )]
    Database(DatabaseCommand),
    /// Embedded emissions and certificates under the Carbon Border Adjustment Mechanism of the European Union
    #[command(
        subcommand,
        after_help = "Example:\n  cfp cbam goods imports.csv --year 2026 --price 75.36"
    )]
    Cbam(CbamCommand),
    /// Published emission factors and global warming potentials, with their sources
    #[command(
        subcommand,
        after_help = "Example:\n  cfp factors find electricity --region CN --year 2024"
    )]
    Factors(FactorsCommand),
    /// Computes a stored result anew from its model and datasets, and says whether the digits agree
    #[command(
        after_help = "Example:\n  cfp --format json footprint model.toml > result.json\n  cfp verify result.json"
    )]
    Verify(VerifyArguments),
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// What `cfp --format json footprint` printed
    #[arg(value_name = "RESULT")]
    pub path: PathBuf,
    /// The model, or a file that its supplies name, where it does not lie in the folder of the result; may be repeated
    #[arg(long, value_name = "FILE")]
    pub model: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct FootprintArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    #[command(flatten)]
    pub demand: DemandArguments,
    /// Tell what a verifier would ask under this standard, in place of the one that the model names
    #[arg(long, value_name = "NAME", value_parser = profiles())]
    pub profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    #[command(flatten)]
    pub demand: DemandArguments,
    /// Break the footprint down by this; several may be named. In text by process where nothing is said, else by all
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = breakdowns())]
    pub by: Vec<String>,
    /// List the contributions that make this share of all magnitudes together, such as 80%; the rest is summed
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true, value_parser = share)]
    pub until: Option<Amount>,
    /// Leave out of the tree what carries less than this share of the sum of all magnitudes, from 0 to 1
    #[arg(
        long,
        value_name = "SHARE",
        default_value = "0.01",
        allow_hyphen_values = true
    )]
    pub cut_off: Amount,
    /// How many contributions and paths to list, up to 10,000; the rest is summed. In text 15 where nothing is said
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=10_000))]
    pub most: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct SensitivityArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    #[command(flatten)]
    pub demand: DemandArguments,
    /// How many numbers to show, the largest elasticity first; `--format json` has all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub most: usize,
}

#[derive(Debug, Args)]
pub(crate) struct UncertaintyArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    #[command(flatten)]
    pub demand: DemandArguments,
    /// How many draws
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = draws)]
    pub draws: usize,
    /// The number that the draws follow from: the same one gives the same draws on every machine
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Spread the draws evenly over what each number could be
    #[arg(long)]
    pub latin_hypercube: bool,
    /// Another product of the model, drawn with the first: how often is the first less?
    #[arg(long, value_name = "PRODUCT")]
    pub against: Option<String>,
    /// How much of the other product, in place of the amount of the first
    #[arg(long, value_name = "QTY", requires = "against")]
    pub against_amount: Option<String>,
    /// The model without the scenario, drawn with it: how often is the scenario less?
    #[arg(long, requires = "scenario", conflicts_with = "against")]
    pub against_base: bool,
    /// Another scenario of the model, drawn with the first: how often is the first less?
    #[arg(long, value_name = "NAME", conflicts_with_all = ["against", "against_base"])]
    pub against_scenario: Option<String>,
    /// Shares of the variance by Sobol' indices too, from so many pairs of draws
    #[arg(long, value_name = "PAIRS", num_args = 0..=1, default_missing_value = "1000", value_parser = draws)]
    pub global: Option<usize>,
    /// How many numbers to show, the largest share of the variance first; `--format json` has all
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub most: usize,
}

/// A number of draws, from 2 to ten million.
fn draws(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(draws) if (2..=10_000_000).contains(&draws) => Ok(draws),
        _ => Err("a number of draws from 2 to 10000000".to_owned()),
    }
}

/// A share such as `80%` or `0.8`; whether it is one is checked where it is used.
pub(crate) fn share(text: &str) -> Result<Amount, String> {
    let read = match text.trim().strip_suffix('%') {
        Some(percent) => {
            let percent = percent.trim_end().parse::<Amount>();
            percent.and_then(|percent| percent.over(Amount::from(100)))
        }
        None => text.trim().parse(),
    };
    read.map_err(|_| "write a share such as 80% or 0.8".to_owned())
}

/// What the footprint is of.
#[derive(Debug, Args)]
pub(crate) struct DemandArguments {
    /// What the footprint is of, in place of the model's `product`
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// How much of it, such as "1 t", in place of the model's `amount`
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// The process that makes it, where several do, or `supply`
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct IntensitiesArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    /// The gases of each product too, with `--format json`
    #[arg(long)]
    pub gases: bool,
}

/// A model, and how it is characterised and supplied.
#[derive(Debug, Args)]
pub(crate) struct ModelArguments {
    /// The model file, TOML or JSON by its ending
    #[arg(value_name = "MODEL")]
    pub path: PathBuf,
    /// The set of global warming potentials, such as AR6-100 or AR6-100@=2021, in place of the model's `gwp`
    #[arg(long, value_name = "SET")]
    pub gwp: Option<String>,
    #[command(flatten)]
    pub fallback: Fallback,
    #[command(flatten)]
    pub as_of: AsOf,
    /// A parameter of the model in place of its `[parameters]`, such as yield=1.1 or load="20 t"; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub set: Vec<(String, String)>,
    /// Use only the datasets of the `cfp.lock` beside the model
    #[arg(long)]
    pub locked: bool,
}

/// Whether what is read may cost whatever it does.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Large {
    /// Read a ZIP or a workbook whatever memory its content takes; else no more than 256 MiB, or 64 times its size
    #[arg(long)]
    pub allow_large: bool,
}

impl Large {
    pub fn limits(self) -> Limits {
        Limits::new().allow_large(self.allow_large)
    }
}

/// The scenario that stands in place of the model as it is.
#[derive(Debug, Args)]
pub(crate) struct ScenarioArguments {
    /// A scenario of the model in place of the model as it is; what it names stands over `--set` and `--gwp`
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
}

/// When the numbers have to have been published.
#[derive(Debug, Args)]
pub(crate) struct AsOf {
    /// Use only what was published by this day, such as 2025-06-30
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// How far a look-up may stray from the region and year that are asked for.
#[derive(Debug, Args)]
pub(crate) struct Fallback {
    /// The broadest level of region that a factor may be of, where the region itself has none
    #[arg(long, value_name = "LEVEL", value_parser = levels())]
    pub up_to_region: Option<String>,
    /// By how many years a factor may be older than what it is used for
    #[arg(long, value_name = "YEARS")]
    pub up_to_years_old: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FactorsCommand {
    /// The datasets, or all rows of one
    #[command(after_help = "Example:\n  cfp factors list cn-mee-electricity-footprint")]
    List {
        /// The dataset: `id`, `id@edition` or `id@=edition-revision`
        #[arg(value_name = "DATASET")]
        dataset: Option<String>,
    },
    /// The factor that a model gets for an activity; without region or year, all that there are
    #[command(
        after_help = "Example:\n  cfp factors find electricity --region CN-GD --year 2024 --up-to-region country"
    )]
    Find(FindArguments),
    /// One row of a dataset, with its source
    #[command(
        after_help = "Example:\n  cfp factors show cn-mee-electricity-footprint@2024 national"
    )]
    Show {
        /// The dataset: `id`, `id@edition` or `id@=edition-revision`
        #[arg(value_name = "DATASET")]
        dataset: String,
        /// The name of the row
        #[arg(value_name = "ROW")]
        row: String,
    },
    /// What changed from one dataset to another, and what that makes of a model's footprint
    #[command(
        after_help = "Example:\n  cfp factors diff cn-mee-electricity-footprint@=2023 cn-mee-electricity-footprint@=2024 --model model.toml"
    )]
    Diff(DiffArguments),
    /// Reads every dataset of a directory in full, and tells every fault by file, line and column
    #[command(after_help = "Example:\n  cfp factors check my-factors --own")]
    Check(CheckArguments),
    /// Writes `cfp.lock` beside a model, or moves it to what is current, and tells what moved
    #[command(
        after_help = "Example:\n  cfp factors update --model model.toml\n  cfp factors update uk-desnz"
    )]
    Update(UpdateArguments),
    /// A table of your own, as a spreadsheet or a data frame wrote it, made into a sealed dataset
    #[command(
        after_help = "Example:\n  cfp factors pack header.toml factors.xlsx --into own-factors"
    )]
    Pack(PackArguments),
}

/// A table of one's own, and where it becomes a dataset.
#[derive(Debug, Args)]
pub(crate) struct PackArguments {
    /// The header: a `dataset.toml` without `kinds`, `regions` and `[content]`, which are computed
    #[arg(value_name = "HEADER")]
    pub header: PathBuf,
    /// The table: .csv, .tsv, .txt, .xlsx, .xls, .ods or .parquet
    #[arg(value_name = "TABLE")]
    pub table: PathBuf,
    /// The directory of datasets to write to, for `--factors` to use
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    #[command(flatten)]
    pub large: Large,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The dataset before: `id`, `id@=edition` or `id@=edition-revision`
    #[arg(value_name = "BEFORE")]
    pub before: String,
    /// The dataset after
    #[arg(value_name = "AFTER")]
    pub after: String,
    /// The model whose footprint moves: the factors that it takes from either dataset become those of the first, and
    /// then those of the second
    #[arg(long, value_name = "MODEL")]
    pub model: Option<PathBuf>,
    #[command(flatten)]
    pub demand: DemandArguments,
    /// The set of global warming potentials in place of the model's
    #[arg(long, value_name = "SET", requires = "model")]
    pub gwp: Option<String>,
    #[command(flatten)]
    pub fallback: Fallback,
    /// A parameter of the model in place of its `[parameters]`, such as yield=1.1; may be repeated
    #[arg(long, value_name = "NAME=VALUE", requires = "model", value_parser = parameter)]
    pub set: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The directory: <group>/<id>/<edition>-<revision>/dataset.toml
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// The data are for one's own use, and need no licence to be passed on
    #[arg(long)]
    pub own: bool,
    /// A lock whose datasets have to be there, or among those that come with the program
    #[arg(long, value_name = "FILE")]
    pub lock: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct UpdateArguments {
    /// The dataset to move, by its id; without it, all of them
    #[arg(value_name = "DATASET")]
    pub dataset: Option<String>,
    /// A model to lock; may be repeated. The lock lies beside it and keeps the models that it is of
    #[arg(long, value_name = "MODEL")]
    pub model: Vec<PathBuf>,
    #[command(flatten)]
    pub fallback: Fallback,
    #[command(flatten)]
    pub as_of: AsOf,
}

#[derive(Debug, Args)]
pub(crate) struct FindArguments {
    /// What the factor is for, in English or Chinese: electricity, 电力
    #[arg(value_name = "ACTIVITY")]
    pub activity: String,
    /// The region of the activity, such as CN or CN-GD
    #[arg(long, value_name = "CODE")]
    pub region: Option<String>,
    /// The year of the activity, from 1900 to 2100
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(1900..=2100))]
    pub year: Option<u16>,
    /// The type of number; a model takes the life-cycle footprint unless it says otherwise
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<String>,
    /// The dataset to look in: `id`, `id@edition` or `id@=edition-revision`
    #[arg(long, value_name = "DATASET")]
    pub dataset: Option<String>,
    /// The unit that the activity is counted in, such as kWh
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    #[command(flatten)]
    pub fallback: Fallback,
    #[command(flatten)]
    pub as_of: AsOf,
}

fn breakdowns() -> PossibleValuesParser {
    PossibleValuesParser::new(By::ALL.map(By::word))
}

fn profiles() -> PossibleValuesParser {
    PossibleValuesParser::new(Profile::names())
}

fn levels() -> PossibleValuesParser {
    PossibleValuesParser::new(Level::ALL.map(Level::word))
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(Kind::ALL.map(Kind::word))
}

/// The name and the value of `yield=1.1`.
fn parameter(written: &str) -> Result<(String, String), &'static str> {
    let (name, value) = written
        .split_once('=')
        .ok_or("write a name and a value, such as yield=1.1")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
