//! Actual values against default values, year by year, and what each supplier's data change.

use cfp_core::cbam::{Import, obligation};
use cfp_core::{Amount, Finding, NumberProblem, ProblemKind};
use cfp_factors::{BenchmarkColumn, Cbam, CbamLookup};
use serde::Serialize;

use super::installation::{EmbeddedReport, InstallationFile, ReportedGood, StatedInstallation};
use super::number::{plain, plain_or_null};
use super::options::ComparisonOptions;
use crate::error::Error;

/// What the goods of an installation owe by their actual values and by default values.
///
/// The data of the installation are taken for each of the years: what changes is the mark-up, the CBAM factor and the
/// benchmark, and the default values of its precursors.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The country of the installation.
    pub country: String,
    /// Euros per certificate.
    #[serde(serialize_with = "plain")]
    pub price_eur: Amount,
    /// The goods.
    pub goods: Vec<ComparedGood>,
    /// What each supplier's data change, in the year of the data.
    pub suppliers: Vec<SupplierEffect>,
    /// What a verifier still has to see.
    pub checklist: Vec<String>,
    /// The datasets behind the numbers.
    pub datasets: Vec<String>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// A good, year by year.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ComparedGood {
    /// The production process.
    pub process: String,
    /// The code.
    pub cn: String,
    /// The name of the good.
    pub name: String,
    /// The years.
    pub years: Vec<ComparedYear>,
}

/// What a tonne of a good owes in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ComparedYear {
    /// The year of production and import.
    pub year: u16,
    /// The share of free allocation that the year retains.
    #[serde(serialize_with = "plain")]
    pub cbam_factor: Amount,
    /// The mark-up on default values.
    #[serde(serialize_with = "plain")]
    pub markup: Amount,
    /// By actual values.
    pub actual: Owed,
    /// By the default value; `None` where there is none.
    pub default: Option<Owed>,
    /// Euros per tonne that actual values save; negative where the default value is less.
    #[serde(serialize_with = "plain_or_null")]
    pub saving_eur_per_t: Option<Amount>,
    /// The actual embedded emissions at which both owe the same, t CO2e per t.
    #[serde(serialize_with = "plain_or_null")]
    pub break_even_see: Option<Amount>,
}

/// What a tonne owes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Owed {
    /// Embedded emissions, a mark-up included.
    #[serde(serialize_with = "plain")]
    pub see: Amount,
    /// Free allocation; `None` where it is not known, and then what is owed is not either.
    #[serde(serialize_with = "plain_or_null")]
    pub sefa: Option<Amount>,
    /// Certificates per tonne, zero at least.
    #[serde(serialize_with = "plain_or_null")]
    pub certificates: Option<Amount>,
    /// Euros per tonne.
    #[serde(serialize_with = "plain_or_null")]
    pub eur_per_t: Option<Amount>,
}

/// What the data of a supplier make of a good.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SupplierEffect {
    /// The precursor.
    pub precursor: String,
    /// The supplier.
    pub supplier: String,
    /// Whether its actual values are used.
    pub is_actual: bool,
    /// The code of the good.
    pub cn: String,
    /// The name of the good.
    pub good: String,
    /// What counts of the good as it is, t CO2e per t.
    #[serde(serialize_with = "plain")]
    pub see: Amount,
    /// What would count of it with the default value of this supplier's precursor; `None` where there is none.
    #[serde(serialize_with = "plain_or_null")]
    pub see_by_default: Option<Amount>,
    /// What would count of it if this precursor embedded nothing: the most that its data can save.
    #[serde(serialize_with = "plain")]
    pub see_without: Amount,
    /// Euros per tonne of the good that the actual values save against the default value, free allocation aside.
    #[serde(serialize_with = "plain_or_null")]
    pub saving_eur_per_t: Option<Amount>,
}

impl Comparison {
    /// Compares the goods of an installation over some years, at a price of certificates.
    ///
    /// # Errors
    ///
    /// What is wrong with the data of the installation.
    pub fn of(
        file: &InstallationFile,
        cbam: &Cbam,
        options: &ComparisonOptions,
    ) -> Result<Self, Error> {
        let price = options.price();
        let base = file.embedded(cbam)?;
        let country = file.stated().country.clone().unwrap_or_default();
        let mut goods: Vec<ComparedGood> = base.goods.iter().map(ComparedGood::of).collect();
        let mut findings = base.findings.clone();
        findings.extend(kept(file.stated(), options));
        for year in options.years() {
            let of_year = file.in_year(year).embedded(cbam)?;
            let each = goods.iter_mut().zip(&of_year.goods).enumerate();
            for (number, (compared, good)) in each {
                let stated = stated_good(file.stated(), number);
                let asked = Asked {
                    cbam,
                    country: &country,
                    ten_digits: stated.and_then(|good| good.goods.as_deref()),
                    year,
                    price,
                };
                match asked.compare(good, &mut findings) {
                    Ok(year) => compared.years.push(year),
                    Err(why) => findings.push(why),
                }
            }
        }
        let suppliers = suppliers(file, cbam, &base, price, &mut findings)?;
        if is_chinese(&country) {
            findings.push(Finding::new(
                "tariff-code-is-not-cn",
                "of a Chinese tariff code only the first six digits are those of the Combined Nomenclature",
                "ask the importer for the eight digits of CN",
            ));
        }
        findings
            .sort_by(|a, b| (&a.code, &a.hint, &a.message).cmp(&(&b.code, &b.hint, &b.message)));
        findings.dedup();
        Ok(Self {
            country,
            price_eur: price,
            goods,
            suppliers,
            checklist: base.checklist,
            datasets: base.datasets,
            findings,
        })
    }
}

/// What deliveries state that belongs to one year: it is taken as it is for each of the years.
fn kept(stated: &StatedInstallation, options: &ComparisonOptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    for precursor in &stated.precursor {
        for delivery in &precursor.delivery {
            let own = delivery.year.unwrap_or(stated.year);
            if options.years().all(|year| year == own) {
                continue;
            }
            let keys = [
                ("sefa", delivery.sefa.is_some()),
                ("default_value", delivery.default_value.is_some()),
            ];
            for (key, _) in keys.iter().filter(|(_, is_stated)| *is_stated) {
                let (name, supplier) = (&precursor.name, &delivery.supplier);
                findings.push(Finding::new(
                    "stated-value-kept",
                    format!(
                        "`{key}` of {name} of {supplier} is of {own}, and stands for every year of the comparison"
                    ),
                    "compare the years for which it was determined, or take the published default value",
                ));
            }
        }
    }
    findings
}

fn is_chinese(country: &str) -> bool {
    ["cn", "china"].contains(&country.trim().to_lowercase().as_str())
}

/// The n-th good of all processes, as it is stated.
fn stated_good(
    stated: &StatedInstallation,
    number: usize,
) -> Option<&super::installation::StatedGood> {
    stated
        .process
        .iter()
        .flat_map(|process| &process.goods)
        .nth(number)
}

impl ComparedGood {
    fn of(good: &ReportedGood) -> Self {
        Self {
            process: good.process.clone(),
            cn: good.cn.clone(),
            name: good.name.clone(),
            years: Vec::new(),
        }
    }
}

/// What is asked of the tables for a good in a year.
struct Asked<'a> {
    cbam: &'a Cbam,
    country: &'a str,
    ten_digits: Option<&'a str>,
    year: u16,
    price: Amount,
}

impl Asked<'_> {
    fn compare(
        &self,
        good: &ReportedGood,
        findings: &mut Vec<Finding>,
    ) -> Result<ComparedYear, Finding> {
        let told = |problem: &dyn std::fmt::Display| {
            Finding::new(
                "not-compared",
                format!("{} in {}: {problem}", good.cn, self.year),
                "the other years and goods are compared",
            )
        };
        let cbam_factor = self
            .cbam
            .cbam_factor(self.year)
            .map_err(|e| told(&e))?
            .value;
        let row = self.cbam.code(&good.cn).map_err(|e| told(&e))?;
        let markup = self
            .cbam
            .mark_up(&row.sector, self.year)
            .map_err(|e| told(&e))?;
        let actual = self
            .owed(good.see_certificates, Amount::ZERO, good.sefa)
            .map_err(|e| told(&e))?;
        let default = match self.by_default(good, markup, findings) {
            Ok(default) => Some(default),
            Err(problem) => {
                findings.push(Finding::new(
                    "no-default-to-compare",
                    format!("{}: {problem}", good.cn),
                    "state `country` of the installation, and `goods`, the ten digits, where those decide",
                ));
                None
            }
        };
        let ends = default.and_then(|default| Some((default, default.certificates?)));
        let (saving, break_even) = match (ends, actual.eur_per_t, actual.sefa) {
            (Some((default, owed)), Some(eur), Some(sefa)) => (
                default
                    .eur_per_t
                    .and_then(|default| default.minus(eur).ok()),
                owed.plus(sefa).ok(),
            ),
            _ => (None, None),
        };
        Ok(ComparedYear {
            year: self.year,
            cbam_factor,
            markup,
            actual,
            default,
            saving_eur_per_t: saving,
            break_even_see: break_even,
        })
    }

    fn by_default(
        &self,
        good: &ReportedGood,
        markup: Amount,
        findings: &mut Vec<Finding>,
    ) -> Result<Owed, String> {
        let text = |problem: CbamLookup| problem.to_string();
        let row = self.cbam.good(&good.cn, self.ten_digits).map_err(text)?;
        let territory = self.cbam.territory(self.country).map_err(text)?;
        let value = self.cbam.default_value(territory, row, self.ten_digits);
        let value = value.map_err(text)?;
        findings.extend(value.findings.iter().cloned());
        let choice = self
            .cbam
            .benchmark(row, BenchmarkColumn::B, &value.route, self.year)
            .map_err(text)?;
        findings.extend(choice.findings(&good.cn));
        let factor = self.cbam.cbam_factor(self.year).map_err(text)?.value;
        let correction = self.cbam.correction_factor(self.year).map_err(text)?.value;
        let of_benchmark = |benchmark: Amount| -> Result<Amount, NumberProblem> {
            factor.times(correction)?.times(benchmark)
        };
        let sefa = choice
            .benchmark()
            .map(|benchmark| of_benchmark(benchmark.value));
        let sefa = sefa.transpose().map_err(|problem| problem.to_string())?;
        self.owed(value.total, markup, sefa)
            .map_err(|problem| problem.to_string())
    }

    fn owed(
        &self,
        see: Amount,
        mark_up: Amount,
        sefa: Option<Amount>,
    ) -> Result<Owed, ProblemKind> {
        let import = Import {
            mass: Amount::ONE,
            see,
            mark_up,
            sefa: sefa.unwrap_or_default(),
            ..Import::default()
        };
        let owed = obligation(&import)?;
        let certificates = sefa.map(|_| owed.certificates);
        let eur = certificates.map(|certificates| certificates.times(self.price));
        Ok(Owed {
            see: owed.see_with_mark_up,
            sefa,
            certificates,
            eur_per_t: eur.transpose()?,
        })
    }
}

/// What each supplier's data change: the installation computed anew with a default value, and with nothing, in their place.
fn suppliers(
    file: &InstallationFile,
    cbam: &Cbam,
    base: &EmbeddedReport,
    price: Amount,
    findings: &mut Vec<Finding>,
) -> Result<Vec<SupplierEffect>, Error> {
    let stated = file.stated();
    let mut effects = Vec::new();
    for (number, precursor) in stated.precursor.iter().enumerate() {
        for (at, delivery) in precursor.delivery.iter().enumerate() {
            let mut by_default = stated.clone();
            let changed = &mut by_default.precursor[number].delivery[at];
            let is_actual = changed.see_direct.is_some();
            changed.clear_values();
            changed.default = true;
            let mut without = by_default.clone();
            let changed = &mut without.precursor[number].delivery[at];
            changed.default = false;
            changed.default_value = Some("0".to_owned());
            let anew = |stated: StatedInstallation| file.with(stated).embedded(cbam);
            // A precursor without a default value leaves that side open.
            let by_default = match anew(by_default) {
                Ok(report) => Some(report),
                Err(why) => {
                    let (name, supplier) = (&precursor.name, &delivery.supplier);
                    findings.extend(why.problems().iter().map(|problem| {
                        Finding::new(
                            "no-default-to-compare",
                            format!("{name} of {supplier}: {}", problem.message),
                            "state `country` and `cn` of the precursor, and `goods`, the ten digits, where those decide",
                        )
                    }));
                    None
                }
            };
            let without = anew(without)?;
            for (good, free) in base.goods.iter().zip(&without.goods) {
                if good.see_certificates == free.see_certificates {
                    continue;
                }
                let default = by_default.as_ref().and_then(|report| {
                    let same = report.goods.iter().find(|other| {
                        (&other.process, &other.cn, &other.name)
                            == (&good.process, &good.cn, &good.name)
                    });
                    Some(same?.see_certificates)
                });
                let saving = default
                    .and_then(|default| default.minus(good.see_certificates).ok())
                    .and_then(|difference| difference.times(price).ok());
                effects.push(SupplierEffect {
                    precursor: precursor.name.clone(),
                    supplier: delivery.supplier.clone(),
                    is_actual,
                    cn: good.cn.clone(),
                    good: good.name.clone(),
                    see: good.see_certificates,
                    see_by_default: default,
                    see_without: free.see_certificates,
                    saving_eur_per_t: saving,
                });
            }
        }
    }
    Ok(effects)
}
