//! What can be typed after `cfp cbam`.

use std::path::PathBuf;

use cfp_core::Amount;
use cfp_exchange::cbam::CertificatePrice;
use clap::{Args, Subcommand, ValueEnum, value_parser};

use crate::output::Force;

#[derive(Debug, Subcommand)]
pub(crate) enum CbamCommand {
    /// Certificates for a list of imports: default or actual values, mark-ups, free allocation
    #[command(
        after_help = "Example:\n  cfp cbam goods imports.csv --year 2026 --price 2026-Q1=75.36,2026-Q2=75.28"
    )]
    Goods(GoodsArguments),
    /// Specific embedded emissions of an installation's goods, from its monitored data
    #[command(
        after_help = "Example:\n  cfp cbam installation plant.toml\n  cfp --format json cbam installation communication.xlsx"
    )]
    Installation(InstallationArguments),
    /// Actual against default values of an installation's goods, year by year, and what each supplier's data change
    #[command(after_help = "Example:\n  cfp cbam compare plant.toml --price 75.36")]
    Compare(CompareArguments),
    /// From the embedded emissions of an installation's goods to their product footprints, line by line
    #[command(after_help = "Example:\n  cfp cbam bridge plant.toml")]
    Bridge(BridgeArguments),
    /// Writes an Excel template for an installation's data, to be filled in and read by the other commands
    #[command(after_help = "Example:\n  cfp cbam template --language zh -o plant.xlsx")]
    Template(TemplateArguments),
    /// Writes the operator's report as a workbook with live formulas, and the sheet for the importer
    #[command(
        after_help = "Example:\n  cfp cbam report plant.toml -o report.xlsx --importer-sheet importer.xlsx"
    )]
    Report(ReportArguments),
    /// Writes an installation's data in another form: TOML, JSON, CSV, or our template filled in
    #[command(after_help = "Example:\n  cfp cbam convert communication.xlsx -o plant.toml")]
    Convert(ConvertArguments),
}

/// A language of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Chinese
    Zh,
}

/// A form of an installation's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Toml,
    Json,
    /// Paths and values
    Csv,
    /// Our template, filled in
    Xlsx,
}

#[derive(Debug, Args)]
pub(crate) struct TemplateArguments {
    /// The workbook to write; `-` is standard output
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub output: PathBuf,
    #[command(flatten)]
    pub force: Force,
    /// The language of its titles
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// The data of the installation, as `cfp cbam installation` reads them
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// The workbook to write; `-` is standard output
    #[arg(short, long, value_name = "REPORT.xlsx")]
    pub output: PathBuf,
    #[command(flatten)]
    pub force: Force,
    /// A sheet for the importer, to be written too
    #[arg(long, value_name = "SHEET.xlsx")]
    pub importer_sheet: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    /// The data of the installation, as `cfp cbam installation` reads them
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// The file to write; its ending says the form: .toml, .json, .csv or .xlsx; `-` is standard output
    #[arg(short, long, value_name = "OUTPUT")]
    pub output: PathBuf,
    #[command(flatten)]
    pub force: Force,
    /// The form, where the ending does not say it
    #[arg(long, value_name = "FORM", value_enum)]
    pub to: Option<Form>,
    /// The language of a template
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct BridgeArguments {
    /// The data of the installation, with a table `[footprint]`
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The data of the installation, as `cfp cbam installation` reads them
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Euros per certificate
    #[arg(long, value_name = "EUR")]
    pub price: Amount,
    /// The first year of production and import
    #[arg(long, value_name = "YEAR", default_value_t = 2026, value_parser = value_parser!(u16).range(2026..=2100))]
    pub first_year: u16,
    /// The last year
    #[arg(long, value_name = "YEAR", default_value_t = 2030, value_parser = value_parser!(u16).range(2026..=2100))]
    pub last_year: u16,
}

#[derive(Debug, Args)]
pub(crate) struct InstallationArguments {
    /// The data: .toml, .json or .csv in the plain form, or .xlsx, our template or the Commission's communication workbook
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct GoodsArguments {
    /// The list: CSV with the columns `cn`, `country`, `mass_t` and, by choice, `mwh`, `goods`, `route`, `import_date`,
    /// `production_year`, `see_direct`, `see_indirect`, `sefa`, `precursor_sefa`, `carbon_price_paid_eur_per_t`, `reference`
    #[arg(value_name = "IMPORTS")]
    pub path: PathBuf,
    /// The calendar year of import
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(2026..=2100))]
    pub year: u16,
    /// Euros per certificate, one for all or by quarter of import: 75.36, or 2026-Q1=75.36,2026-Q2=75.28
    #[arg(long, value_name = "EUR", value_parser = price)]
    pub price: Option<CertificatePrice>,
    /// A rule that is not law yet, by its name
    #[arg(long, value_name = "RULE", value_enum)]
    pub draft_rule: Vec<DraftRule>,
    /// The cross-sectoral correction factor, for a year for which none is published
    #[arg(long, value_name = "FACTOR")]
    pub correction_factor: Option<Amount>,
    /// The benchmark in t CO2e per t of every good of the list, for a year for which none is published
    #[arg(long, value_name = "BENCHMARK")]
    pub benchmark: Option<Amount>,
    /// Declare nothing when a line has a problem
    #[arg(long)]
    pub strict: bool,
    /// Show every step of every line; in text, for lists of up to three lines they are shown anyway
    #[arg(long)]
    pub steps: bool,
}

/// A rule that is drafted and not adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DraftRule {
    /// Carbon prices paid abroad reduce certificates (Ares(2026)4841230)
    CarbonPricePaid,
}

fn price(written: &str) -> Result<CertificatePrice, String> {
    written.parse().map_err(|problem| format!("{problem}"))
}
