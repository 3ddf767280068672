//! What the published tables say of a good of an origin, looked up once for all lines that ask the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use cfp_core::cbam::{RouteShare, own_free_allocation};
use cfp_core::{Amount, Finding, NumberProblem};
use cfp_factors::{BenchmarkChoice, BenchmarkColumn, Cbam, CbamLookup, GoodsRow, TerritoryRow};

use super::options::DeclarationOptions;
use super::problem::ImportProblem;

/// A default value as lines use it.
#[derive(Debug, Clone)]
pub(super) struct Default {
    pub total: Amount,
    pub route: Arc<str>,
    pub table: Arc<str>,
    pub row: Arc<str>,
    pub findings: Vec<Arc<Finding>>,
}

/// A benchmark with the factors of its year, as lines use it.
#[derive(Debug, Clone)]
pub(super) struct Allocation {
    pub cbam_factor: Amount,
    pub correction_factor: Option<Amount>,
    pub benchmark: Option<Amount>,
    pub route: Option<Arc<str>>,
    pub row: Option<Arc<str>>,
    /// The product of the three; `None` where no benchmark applies.
    pub per_tonne: Option<Amount>,
    pub findings: Vec<Arc<Finding>>,
}

/// What a good is, as lines use it.
#[derive(Debug)]
pub(super) struct Known<'c> {
    pub good: &'c GoodsRow,
    pub cn: Arc<str>,
    pub description: Arc<str>,
    pub category: Arc<str>,
}

/// The code, the column, the routes and the year of production.
type AllocationKey = (String, &'static str, String, u16);

/// The look-ups of a list, each made once.
pub(super) struct Basis<'c> {
    pub cbam: &'c Cbam,
    options: &'c DeclarationOptions,
    known: BTreeMap<String, Arc<Known<'c>>>,
    territories: BTreeMap<String, Result<(&'c TerritoryRow, Arc<str>), CbamLookup>>,
    defaults: BTreeMap<(String, String), Result<Arc<Default>, CbamLookup>>,
    allocations: BTreeMap<AllocationKey, Result<Arc<Allocation>, LookUp>>,
}

/// A look-up or a number that fails.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LookUp {
    Table(CbamLookup),
    Number(NumberProblem),
}

impl<'c> Basis<'c> {
    pub fn new(cbam: &'c Cbam, options: &'c DeclarationOptions) -> Self {
        Self {
            cbam,
            options,
            known: BTreeMap::new(),
            territories: BTreeMap::new(),
            defaults: BTreeMap::new(),
            allocations: BTreeMap::new(),
        }
    }

    /// A good by its code and its ten digits.
    pub fn good(
        &mut self,
        cn: &str,
        ten_digits: Option<&str>,
    ) -> Result<Arc<Known<'c>>, CbamLookup> {
        // The eight digits alone are kept: within some of them ten decide, and that is seen each time.
        let good = self.cbam.good(cn, ten_digits)?;
        if let Some(known) = self.known.get(&good.cn) {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(Known {
            good,
            cn: good.cn.as_str().into(),
            description: good.description.as_str().into(),
            category: good.category.as_str().into(),
        });
        self.known.insert(good.cn.clone(), Arc::clone(&known));
        Ok(known)
    }

    /// A country by its code or name, and its name.
    pub fn territory(&mut self, written: &str) -> Result<(&'c TerritoryRow, Arc<str>), CbamLookup> {
        if let Some(found) = self.territories.get(written) {
            return found.clone();
        }
        let found = self.cbam.territory(written);
        let found = found.map(|row| (row, Arc::from(row.name.as_str())));
        self.territories.insert(written.to_owned(), found.clone());
        found
    }

    /// The default value of a good of a country.
    pub fn default_value(
        &mut self,
        known: &Known<'_>,
        territory: &TerritoryRow,
        ten_digits: Option<&str>,
    ) -> Result<Arc<Default>, CbamLookup> {
        let good = ten_digits.filter(|_| !known.good.precision.is_empty());
        let key = (
            territory.name.clone(),
            good.unwrap_or(&known.good.cn).to_owned(),
        );
        if let Some(found) = self.defaults.get(&key) {
            return found.clone();
        }
        let found = self.cbam.default_value(territory, known.good, ten_digits);
        let found = found.map(|value| {
            Arc::new(Default {
                total: value.total,
                route: value.route.as_str().into(),
                table: value.table.as_str().into(),
                row: value.row.source.row.as_str().into(),
                findings: value.findings.into_iter().map(Arc::new).collect(),
            })
        });
        self.defaults.insert(key, found.clone());
        found
    }

    /// The free allocation of a good by its benchmark, for a route and a year of production.
    pub fn allocation(
        &mut self,
        good: &GoodsRow,
        column: BenchmarkColumn,
        routes: &str,
        year: u16,
    ) -> Result<Arc<Allocation>, LookUp> {
        let key = (good.cn.clone(), column.word(), routes.to_owned(), year);
        if let Some(found) = self.allocations.get(&key) {
            return found.clone();
        }
        let found = self.look_up(good, column, routes, year).map(Arc::new);
        self.allocations.insert(key, found.clone());
        found
    }

    fn look_up(
        &self,
        good: &GoodsRow,
        column: BenchmarkColumn,
        routes: &str,
        year: u16,
    ) -> Result<Allocation, LookUp> {
        let cbam_factor = self.cbam.cbam_factor(year).map_err(LookUp::Table)?.value;
        let nothing = |correction_factor, per_tonne, findings| Allocation {
            cbam_factor,
            correction_factor,
            benchmark: None,
            route: None,
            row: None,
            per_tonne,
            findings,
        };
        // From 2034 on there is no free allocation, and nothing to look up.
        if cbam_factor.is_zero() {
            return Ok(nothing(None, Some(Amount::ZERO), Vec::new()));
        }
        let correction_factor = self.correction_factor(year)?;
        let choice = match self.cbam.benchmark(good, column, routes, year) {
            Ok(choice) => choice,
            Err(problem) => {
                let Some(given) = self.options.benchmark else {
                    return Err(LookUp::Table(problem));
                };
                let per_tonne = of_benchmark(cbam_factor, correction_factor, given)?;
                let finding = Arc::new(Finding::new(
                    "benchmark-given",
                    format!("the benchmark of {year} is the {given} t CO2e/t that was given"),
                    "none is published for that year: keep the source of yours",
                ));
                return Ok(Allocation {
                    benchmark: Some(given),
                    ..nothing(Some(correction_factor), Some(per_tonne), vec![finding])
                });
            }
        };
        let findings = choice
            .findings(&good.cn)
            .into_iter()
            .map(Arc::new)
            .collect();
        let BenchmarkChoice::Applies(benchmark) = choice else {
            return Ok(nothing(Some(correction_factor), None, findings));
        };
        Ok(Allocation {
            cbam_factor,
            correction_factor: Some(correction_factor),
            benchmark: Some(benchmark.value),
            route: Some(benchmark.row.route.as_str().into()),
            row: Some(benchmark.row.source.row.as_str().into()),
            per_tonne: Some(of_benchmark(
                cbam_factor,
                correction_factor,
                benchmark.value,
            )?),
            findings,
        })
    }

    /// The correction factor of a year: published, or as it is given.
    fn correction_factor(&self, year: u16) -> Result<Amount, LookUp> {
        match (
            self.cbam.correction_factor(year),
            self.options.correction_factor,
        ) {
            (Ok(row), _) => Ok(row.value),
            (Err(_), Some(given)) => Ok(given),
            (Err(problem), None) => Err(LookUp::Table(problem)),
        }
    }

    /// That a route is one of a code, in either column.
    pub fn check_route(
        &self,
        good: &GoodsRow,
        route: &str,
        year: u16,
    ) -> Result<(), ImportProblem> {
        let mut routes: Vec<String> = Vec::new();
        for column in [BenchmarkColumn::A, BenchmarkColumn::B] {
            // A route that no code has makes every benchmark an alternative.
            if let Ok(BenchmarkChoice::Open { alternatives, .. }) =
                self.cbam.benchmark(good, column, "?", year)
            {
                routes.extend(alternatives.into_iter().map(|(route, _)| route));
            }
        }
        routes.sort();
        routes.dedup();
        let asked = route.split('/').map(str::trim);
        if asked
            .clone()
            .any(|route| routes.iter().any(|known| known == route))
        {
            return Ok(());
        }
        let (cn, route) = (good.cn.clone(), route.to_owned());
        Err(ImportProblem::RouteDoesNotFit { cn, route, routes })
    }
}

fn of_benchmark(
    cbam_factor: Amount,
    correction_factor: Amount,
    benchmark: Amount,
) -> Result<Amount, LookUp> {
    let share = RouteShare {
        share: Amount::ONE,
        benchmark,
    };
    own_free_allocation(cbam_factor, correction_factor, &[share]).map_err(LookUp::Number)
}
