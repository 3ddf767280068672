//! A declaration: a list of imports with their certificates.

use std::sync::Arc;

use cfp_core::cbam::{Import, obligation};
use cfp_core::{Amount, Explain, Finding};
use cfp_factors::{BenchmarkColumn, Cbam, CbamLookup, Dataset, Scope, TerritoryRow};
use serde::Serialize;

use super::basis::{Allocation, Basis, Default, Known, LookUp};
use super::declared::{DeclaredGood, SeePath};
use super::imports::{ImportLine, ImportTable};
use super::options::{CertificatePrice, DeclarationOptions, Quarter};
use super::problem::ImportProblem;
use super::route::route_of;
use super::totals::DeclarationTotals;
use super::whole::of_whole;
use crate::error::Reported;

/// The code of electricity.
const ELECTRICITY: &str = "27160000";
/// The year in which the year of production is the year of import, whatever is known of it.
const FIRST_YEAR: u16 = 2026;

/// A list of imports of one calendar year with everything on the way to their certificates.
///
/// # Source
///
/// Regulation (EU) 2023/956 Article 6; the steps are those of [`obligation`].
///
/// # Example
///
/// ```
/// use cfp_exchange::cbam::{Declaration, DeclarationOptions, ImportTable};
/// use cfp_factors::Cbam;
///
/// let table = ImportTable::read("imports.csv", b"cn,country,mass_t\n72081000,CN,1\n")?;
/// let declaration = Declaration::of(&table, Cbam::bundled()?, &DeclarationOptions::new(2026));
/// let coil = &declaration.goods[0];
/// assert_eq!(coil.certificates.expect("certificates").to_string(), "2.16995");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Declaration {
    /// The calendar year of import.
    pub year: u16,
    /// The imports, in the order of the list; lines with problems are not among them.
    pub goods: Vec<DeclaredGood>,
    /// What is wrong with lines, each of which is then not declared.
    #[serde(skip)]
    pub problems: Vec<Reported>,
    /// What all lines come to; `None` where the sums are beyond the range of decimals.
    pub totals: Option<DeclarationTotals>,
    /// The datasets behind the numbers.
    pub datasets: Vec<String>,
    /// What a reader should know of the whole.
    pub findings: Vec<Finding>,
}

impl Declaration {
    /// The declaration of a list. A line with a problem is told and left out; the others are computed.
    pub fn of(table: &ImportTable, cbam: &Cbam, options: &DeclarationOptions) -> Self {
        let mut writer = Writer {
            table,
            options,
            basis: Basis::new(cbam, options),
            problems: Vec::new(),
        };
        let mut goods = Vec::new();
        for line in table.lines() {
            match line {
                Ok(line) => goods.extend(writer.declare(line)),
                Err(problems) => writer.problems.extend(problems.iter().cloned()),
            }
        }
        let each: Vec<&DeclaredGood> = goods.iter().collect();
        let totals = DeclarationTotals::of(&each, options.year, cbam).ok();
        let findings = of_whole(totals.as_ref(), options, cbam);
        Self {
            year: options.year,
            problems: writer.problems,
            totals,
            datasets: cbam.datasets().map(Dataset::selector).collect(),
            findings,
            goods,
        }
    }
}

/// Whether a line is of electricity, whose amount is no mass.
pub(super) fn is_energy(good: &DeclaredGood) -> bool {
    &*good.cn == ELECTRICITY
}

/// Declares line after line.
struct Writer<'c> {
    table: &'c ImportTable,
    options: &'c DeclarationOptions,
    basis: Basis<'c>,
    problems: Vec<Reported>,
}

/// The embedded emissions and free allocation of a line.
struct Figures {
    path: SeePath,
    see: Amount,
    mark_up: Amount,
    allocation: Option<Arc<Allocation>>,
    sefa: Option<Amount>,
    default: Option<Arc<Default>>,
    findings: Vec<Arc<Finding>>,
}

/// A line that has a problem, which is told.
struct Told;

impl Writer<'_> {
    fn tell(&mut self, line: &ImportLine, column: &'static str, problem: &dyn Explain) -> Told {
        self.problems
            .push(self.table.reported(line, column, problem));
        Told
    }

    fn declare(&mut self, line: &ImportLine) -> Option<DeclaredGood> {
        let known = self.basis.good(&line.cn, line.goods.as_deref());
        let territory = self.basis.territory(&line.country);
        // Both are looked up before either is told, so that a line tells all that is wrong with it.
        let known = known.map_err(|problem| {
            let column = match problem {
                CbamLookup::TenDigits { .. } if line.goods.is_some() => "goods",
                _ => "cn",
            };
            self.tell(line, column, &problem)
        });
        let territory = territory.map_err(|problem| self.tell(line, "country", &problem));
        let quarter = self.quarter(line);
        let (known, (territory, country)) = (known.ok()?, territory.ok()?);
        let quarter = quarter.ok()?;
        let year = self.production_year(line).ok()?;
        let is_out = territory.scope != Scope::In;
        let mut good = DeclaredGood::empty(line, &known, country, quarter, year.0);
        good.findings.extend(year.1);
        if is_out {
            good.path = SeePath::OutOfScope;
            good.certificates = Some(Amount::ZERO);
            good.counts_for_threshold = false;
            good.findings.push(Arc::new(Finding::new(
                "origin-out-of-scope",
                format!("goods of {} are out of scope", territory.name),
                "no certificates, and nothing counts for the threshold (Regulation (EU) 2023/956 Annex III point 1)",
            )));
            return Some(good);
        }
        if line.is_energy != is_energy(&good) {
            let column = if line.is_energy { "mwh" } else { "mass_t" };
            self.tell(line, column, &ImportProblem::ElectricityInMwh);
            return None;
        }
        good.price_eur = self.price(line, quarter).ok()?;
        let figures = self.figures(line, &known, territory, year.0).ok()?;
        self.holding(line, &known, territory, year.0, &mut good);
        self.finish(line, good, figures)
    }

    /// The quarter of import, where its day is stated.
    fn quarter(&mut self, line: &ImportLine) -> Result<Option<Quarter>, Told> {
        let year = self.options.year;
        let quarter = line.import_date.map(Quarter::of);
        if let Some(day) = line.import_date
            && quarter.is_some_and(|quarter| quarter.year != year)
        {
            let written = day.to_string();
            let problem = ImportProblem::OtherYear { written, year };
            return Err(self.tell(line, "import_date", &problem));
        }
        Ok(quarter)
    }

    /// The price of certificates for a quarter of import.
    fn price(
        &mut self,
        line: &ImportLine,
        quarter: Option<Quarter>,
    ) -> Result<Option<Amount>, Told> {
        match (&self.options.price, quarter) {
            (CertificatePrice::None, _) => Ok(None),
            (CertificatePrice::One(price), _) => Ok(Some(*price)),
            (CertificatePrice::ByQuarter(_), None) => {
                Err(self.tell(line, "import_date", &ImportProblem::NoImportDate))
            }
            (CertificatePrice::ByQuarter(prices), Some(quarter)) => {
                if let Some(price) = prices.get(&quarter) {
                    return Ok(Some(*price));
                }
                let quarter = quarter.to_string();
                let problem = ImportProblem::NoPriceOfQuarter { quarter };
                Err(self.tell(line, "import_date", &problem))
            }
        }
    }

    /// The year of production, by which the CBAM factor and the benchmark go.
    ///
    /// # Source
    ///
    /// 2547 Article 7: that of import, and for imports in 2026 always 2026.
    fn production_year(&mut self, line: &ImportLine) -> Result<(u16, Option<Arc<Finding>>), Told> {
        let year = self.options.year;
        let Some(written) = &line.production_year else {
            return Ok((year, None));
        };
        let bad = || ImportProblem::BadProductionYear {
            written: written.clone(),
            year,
        };
        let Ok(stated) = written.parse::<u16>() else {
            return Err(self.tell(line, "production_year", &bad()));
        };
        if year == FIRST_YEAR {
            let is_other = stated != year;
            let finding = is_other.then(|| {
                Arc::new(Finding::new(
                    "production-year-is-2026",
                    format!("goods imported in 2026 count as of 2026, though produced in {stated}"),
                    "nothing needs to be done (2547 Article 7(1))",
                ))
            });
            return Ok((year, finding));
        }
        if stated > year || stated < FIRST_YEAR {
            return Err(self.tell(line, "production_year", &bad()));
        }
        Ok((stated, None))
    }

    /// The embedded emissions and the free allocation of a line.
    fn figures(
        &mut self,
        line: &ImportLine,
        known: &Known<'_>,
        territory: &TerritoryRow,
        year: u16,
    ) -> Result<Figures, Told> {
        if let Some(route) = &line.route
            && let Err(problem) = self.basis.check_route(known.good, route, year.min(2030))
        {
            return Err(self.tell(line, "route", &problem));
        }
        match (line.see_direct, line.see_indirect) {
            (Some(direct), indirect) => self.actual(line, known, (direct, indirect), year),
            (None, Some(_)) => Err(self.tell(line, "see_direct", &ImportProblem::NoDirect)),
            (None, None) if &*known.cn == ELECTRICITY => {
                let country = territory.name.clone();
                let problem = ImportProblem::NoElectricityFactor { country };
                Err(self.tell(line, "see_direct", &problem))
            }
            (None, None) => self.by_default(line, known, territory, year),
        }
    }

    fn actual(
        &mut self,
        line: &ImportLine,
        known: &Known<'_>,
        (direct, indirect): (Amount, Option<Amount>),
        year: u16,
    ) -> Result<Figures, Told> {
        let is_electricity = &*known.cn == ELECTRICITY;
        let mut findings = Vec::new();
        if known.good.annex_ii && indirect.is_some_and(|indirect| !indirect.is_zero()) {
            findings.push(Arc::new(Finding::new(
                "indirect-of-annex-ii-counted",
                format!("`see_indirect` of {} is counted", known.cn),
                "of goods of Annex II it is only the part of precursors outside that annex; own electricity is never entered there",
            )));
        }
        let indirect = match indirect {
            Some(indirect) => indirect,
            // Of goods of Annex II it is only the part of precursors outside that annex, which most do not have.
            None if known.good.annex_ii => Amount::ZERO,
            None => {
                let category = known.good.category.clone();
                let problem = ImportProblem::NoIndirect { category };
                return Err(self.tell(line, "see_indirect", &problem));
            }
        };
        let mut figures = Figures {
            path: SeePath::Actual,
            see: direct
                .plus(indirect)
                .map_err(|problem| self.tell(line, "see_direct", &problem))?,
            mark_up: Amount::ZERO,
            allocation: None,
            sefa: line.sefa,
            default: None,
            findings,
        };
        if is_electricity {
            figures.sefa = Some(Amount::ZERO);
            return Ok(figures);
        }
        if line.sefa.is_some() {
            return Ok(figures);
        }
        let route = line.route.as_deref().unwrap_or_default();
        let allocation = self.allocation(line, known, BenchmarkColumn::A, route, year)?;
        figures.findings.extend(allocation.findings.iter().cloned());
        figures.sefa = match (allocation.per_tonne, line.precursor_sefa) {
            (Some(own), Some(precursors)) => Some(
                own.plus(precursors)
                    .map_err(|problem| self.tell(line, "precursor_sefa", &problem))?,
            ),
            (Some(own), None) => {
                if !own.is_zero() || !allocation.cbam_factor.is_zero() {
                    figures.findings.push(Arc::new(Finding::new(
                        "precursor-allocation-not-stated",
                        "only the free allocation of the last process is counted, by column A",
                        "give `sefa` of the producer's report, or `precursor_sefa`, 0 where there are no precursors",
                    )));
                }
                Some(own)
            }
            (None, _) => None,
        };
        figures.allocation = Some(allocation);
        Ok(figures)
    }

    fn by_default(
        &mut self,
        line: &ImportLine,
        known: &Known<'_>,
        territory: &TerritoryRow,
        year: u16,
    ) -> Result<Figures, Told> {
        let value = self
            .basis
            .default_value(known, territory, line.goods.as_deref())
            .map_err(|problem| self.tell(line, "cn", &problem))?;
        let mark_up = self
            .basis
            .cbam
            .mark_up(&known.good.sector, self.options.year)
            .map_err(|problem| self.tell(line, "cn", &problem))?;
        let mut findings = value.findings.clone();
        let route = route_of(&value, line, &mut findings);
        let allocation = self.allocation(line, known, BenchmarkColumn::B, &route, year)?;
        findings.extend(allocation.findings.iter().cloned());
        if year != self.options.year {
            findings.push(Arc::new(Finding::new(
                "mark-up-year-open",
                format!(
                    "the mark-up is that of {}, the year of import",
                    self.options.year
                ),
                "no text found says whether it follows the year of production",
            )));
        }
        Ok(Figures {
            path: SeePath::Default,
            see: value.total,
            mark_up,
            sefa: allocation.per_tonne,
            allocation: Some(allocation),
            default: Some(value),
            findings,
        })
    }

    fn allocation(
        &mut self,
        line: &ImportLine,
        known: &Known<'_>,
        column: BenchmarkColumn,
        route: &str,
        year: u16,
    ) -> Result<Arc<Allocation>, Told> {
        let found = self.basis.allocation(known.good, column, route, year);
        found.map_err(|problem| match problem {
            LookUp::Table(problem) => self.tell(line, "cn", &problem),
            LookUp::Number(problem) => self.tell(line, "cn", &problem),
        })
    }

    /// What the holding at the end of a quarter rests on: default values, whatever the line declares.
    fn holding(
        &mut self,
        line: &ImportLine,
        known: &Known<'_>,
        territory: &TerritoryRow,
        year: u16,
        good: &mut DeclaredGood,
    ) {
        let is_asked = self.basis.cbam.holding_share(self.options.year).is_some();
        if !is_asked || is_energy(good) {
            return;
        }
        let value = self
            .basis
            .default_value(known, territory, line.goods.as_deref());
        let Ok(value) = value else {
            return;
        };
        let route = route_of(&value, line, &mut Vec::new());
        let allocation = self
            .basis
            .allocation(known.good, BenchmarkColumn::B, &route, year);
        let sefa = allocation.ok().and_then(|allocation| allocation.per_tonne);
        good.holding = sefa.map(|sefa| (value.total, sefa));
    }

    fn finish(
        &mut self,
        line: &ImportLine,
        mut good: DeclaredGood,
        figures: Figures,
    ) -> Option<DeclaredGood> {
        let Figures {
            path,
            see,
            mark_up,
            allocation,
            sefa,
            default,
            findings,
        } = figures;
        good.path = path;
        good.see = Some(see);
        good.markup = Some(mark_up);
        good.sefa = sefa;
        good.findings.extend(findings);
        if let Some(value) = default {
            good.default_row = Some(Arc::clone(&value.row));
            good.default_table = Some(Arc::clone(&value.table));
        }
        if let Some(allocation) = allocation {
            good.cbam_factor = Some(allocation.cbam_factor);
            good.correction_factor = allocation.correction_factor;
            good.benchmark = allocation.benchmark;
            good.benchmark_row.clone_from(&allocation.row);
            good.route.clone_from(&allocation.route);
        }
        let carbon_price_paid = self.carbon_price(line, &mut good);
        let import = Import {
            mass: line.mass,
            see,
            mark_up,
            sefa: sefa.unwrap_or_default(),
            carbon_price_paid,
            certificate_price: good.price_eur,
        };
        let owed = match obligation(&import) {
            Ok(owed) => owed,
            Err(problem) => {
                self.tell(line, "carbon_price_paid_eur_per_t", &problem);
                return None;
            }
        };
        good.see_with_markup = Some(owed.see_with_mark_up);
        good.embedded_t = Some(owed.embedded);
        if sefa.is_none() {
            return Some(good);
        }
        good.net_per_t = Some(owed.net_per_tonne);
        good.free_allocation_t = Some(owed.adjustment);
        good.carbon_price_reduction = Some(owed.reduction);
        good.certificates = Some(owed.certificates);
        good.cost_eur = match good.price_eur.map(|price| owed.certificates.times(price)) {
            Some(Ok(cost)) => Some(cost),
            Some(Err(problem)) => {
                self.tell(line, "mass_t", &problem);
                return None;
            }
            None => None,
        };
        Some(good)
    }

    /// The carbon price paid that counts, with why another does not.
    fn carbon_price(&self, line: &ImportLine, good: &mut DeclaredGood) -> Amount {
        let Some(paid) = line.carbon_price_paid.filter(|paid| !paid.is_zero()) else {
            return Amount::ZERO;
        };
        let finding = if !self.options.draft_carbon_price {
            Finding::new(
                "carbon-price-not-counted",
                format!("{paid} EUR per t CO2e paid abroad are not counted"),
                "the act on carbon prices paid is a draft: switch it on by its name, `--draft-rule carbon-price-paid`",
            )
        } else if good.path == SeePath::Default {
            Finding::new(
                "carbon-price-needs-actual-value",
                format!("{paid} EUR per t CO2e paid abroad are not counted beside a default value"),
                "with default values only default carbon prices of the Commission count (Article 9(4)); none is published",
            )
        } else {
            return paid;
        };
        good.findings.push(Arc::new(finding));
        Amount::ZERO
    }
}
