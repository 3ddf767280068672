//! One import of a declaration with every step to its certificates.

use std::sync::Arc;

use cfp_core::{Amount, Finding};
use serde::Serialize;

use super::basis::Known;
use super::imports::ImportLine;
use super::number::{plain, plain_or_null};
use super::options::Quarter;

/// Where the specific embedded emissions of an import are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeePath {
    /// The producer's verified report.
    Actual,
    /// A default value.
    Default,
    /// The origin or the good is out of scope, and there are none.
    OutOfScope,
}

impl SeePath {
    /// The path as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Default => "default",
            Self::OutOfScope => "out-of-scope",
        }
    }
}

/// One import of a declaration. Numbers are decimal texts with all digits; t CO2e per tonne, for electricity per MWh.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeclaredGood {
    /// The line of the list, or the row where it is of rows; counted from 1.
    pub line: usize,
    /// Whatever the importer knows the line by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The code.
    pub cn: Arc<str>,
    /// The ten digits, where those decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    /// The description of the code.
    pub description: Arc<str>,
    /// The aggregated goods category.
    pub category: Arc<str>,
    /// The country of origin in English.
    pub country: Arc<str>,
    /// The quarter of import, where its day is stated.
    pub quarter: Option<String>,
    /// The year of production: the CBAM factor and the benchmark are of it.
    pub production_year: u16,
    /// Tonnes; MWh of electricity.
    #[serde(serialize_with = "plain")]
    pub mass_t: Amount,
    /// Where the embedded emissions are from.
    pub path: SeePath,
    /// Embedded emissions before a mark-up.
    #[serde(serialize_with = "plain_or_null")]
    pub see: Option<Amount>,
    /// The mark-up on a default value, such as 0.1.
    #[serde(serialize_with = "plain_or_null")]
    pub markup: Option<Amount>,
    /// Embedded emissions with the mark-up.
    #[serde(serialize_with = "plain_or_null")]
    pub see_with_markup: Option<Amount>,
    /// The share of free allocation that the year retains.
    #[serde(serialize_with = "plain_or_null")]
    pub cbam_factor: Option<Amount>,
    /// The cross-sectoral correction factor.
    #[serde(serialize_with = "plain_or_null")]
    pub correction_factor: Option<Amount>,
    /// The benchmark; `None` where the report states the free allocation, or where none fits.
    #[serde(serialize_with = "plain_or_null")]
    pub benchmark: Option<Amount>,
    /// The production route of the benchmark.
    pub route: Option<Arc<str>>,
    /// Specific embedded free allocation; `None` where it is not known, and then there are no certificates either.
    #[serde(serialize_with = "plain_or_null")]
    pub sefa: Option<Amount>,
    /// Embedded emissions less free allocation; negative where that is more.
    #[serde(serialize_with = "plain_or_null")]
    pub net_per_t: Option<Amount>,
    /// t CO2e of the import.
    #[serde(serialize_with = "plain_or_null")]
    pub embedded_t: Option<Amount>,
    /// t CO2e of free allocation of the import.
    #[serde(serialize_with = "plain_or_null")]
    pub free_allocation_t: Option<Amount>,
    /// Certificates taken off for a carbon price paid.
    #[serde(serialize_with = "plain_or_null")]
    pub carbon_price_reduction: Option<Amount>,
    /// Certificates, not rounded.
    #[serde(serialize_with = "plain_or_null")]
    pub certificates: Option<Amount>,
    /// Euros per certificate.
    #[serde(serialize_with = "plain_or_null")]
    pub price_eur: Option<Amount>,
    /// Euros.
    #[serde(serialize_with = "plain_or_null")]
    pub cost_eur: Option<Amount>,
    /// The row of the default value.
    pub default_row: Option<Arc<str>>,
    /// The table of the default value.
    pub default_table: Option<Arc<str>>,
    /// The row of the benchmark.
    pub benchmark_row: Option<Arc<str>>,
    /// Whether its mass counts for the threshold.
    pub counts_for_threshold: bool,
    /// What a reader should know.
    pub findings: Vec<Arc<Finding>>,
    /// What the holding of a quarter rests on: the default value without mark-up and its free allocation, per tonne.
    #[serde(skip)]
    pub(super) holding: Option<(Amount, Amount)>,
}

impl DeclaredGood {
    /// A line with nothing computed yet.
    pub(super) fn empty(
        line: &ImportLine,
        known: &Known<'_>,
        country: Arc<str>,
        quarter: Option<Quarter>,
        production_year: u16,
    ) -> Self {
        Self {
            line: line.line,
            reference: line.reference.clone(),
            cn: Arc::clone(&known.cn),
            goods: line.goods.clone(),
            description: Arc::clone(&known.description),
            category: Arc::clone(&known.category),
            country,
            quarter: quarter.map(|quarter| quarter.to_string()),
            production_year,
            mass_t: line.mass,
            path: SeePath::Default,
            see: None,
            markup: None,
            see_with_markup: None,
            cbam_factor: None,
            correction_factor: None,
            benchmark: None,
            route: None,
            sefa: None,
            net_per_t: None,
            embedded_t: None,
            free_allocation_t: None,
            carbon_price_reduction: None,
            certificates: None,
            price_eur: None,
            cost_eur: None,
            default_row: None,
            default_table: None,
            benchmark_row: None,
            counts_for_threshold: known.good.de_minimis,
            findings: Vec::new(),
            holding: None,
        }
    }

    /// The way to the certificates, one step a line.
    pub fn steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        if self.path == SeePath::OutOfScope {
            return steps;
        }
        if let (Some(see), Some(markup), Some(with)) = (self.see, self.markup, self.see_with_markup)
        {
            steps.push(match &self.default_row {
                Some(row) => format!(
                    "embedded: {see} t CO2e/t (default value, row {row}) × (1 + {markup}) = {with}"
                ),
                None => format!("embedded: {see} t CO2e/t (verified actual value)"),
            });
        }
        if let (Some(factor), Some(correction), Some(benchmark), Some(sefa)) = (
            self.cbam_factor,
            self.correction_factor,
            self.benchmark,
            self.sefa,
        ) {
            let route = self.route.as_deref().filter(|route| !route.is_empty());
            let route = route.map_or_else(String::new, |route| format!(", route {route}"));
            steps.push(format!(
                "free allocation: {factor} (CBAM factor {}) × {correction} (CSCF) × {benchmark} (benchmark{route}) = {}",
                self.production_year,
                product(&[factor, correction, benchmark]).unwrap_or(sefa)
            ));
        }
        if let Some(sefa) = self.sefa {
            steps.push(format!("free allocation in all: {sefa} t CO2e/t"));
        }
        if let (Some(with), Some(sefa), Some(net)) =
            (self.see_with_markup, self.sefa, self.net_per_t)
        {
            steps.push(format!("net: {with} − {sefa} = {net} t CO2e/t"));
        }
        if let (Some(net), Some(reduction), Some(certificates)) = (
            self.net_per_t,
            self.carbon_price_reduction,
            self.certificates,
        ) {
            let less = if reduction.is_zero() {
                String::new()
            } else {
                format!(" − {reduction}")
            };
            steps.push(format!(
                "certificates: max(0, {} × {net}{less}) = {certificates}",
                self.mass_t
            ));
        }
        if let (Some(certificates), Some(price), Some(cost)) =
            (self.certificates, self.price_eur, self.cost_eur)
        {
            steps.push(format!("cost: {certificates} × {price} EUR = {cost} EUR"));
        }
        steps
    }
}

fn product(factors: &[Amount]) -> Option<Amount> {
    let mut product = Amount::ONE;
    for factor in factors {
        product = product.times(*factor).ok()?;
    }
    Some(product)
}
