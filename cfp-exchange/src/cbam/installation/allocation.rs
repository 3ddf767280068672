//! The free allocation of goods and of precursors by default.

use cfp_core::Amount;
use cfp_core::cbam::{RouteShare, own_free_allocation};
use cfp_factors::{BenchmarkChoice, BenchmarkColumn, CbamLookup, GoodsRow};

use super::build::{Builder, Path};
use super::stated::{StatedGood, StatedInstallation};

/// Something that could not be read and is told.
pub(super) struct Told;

impl Builder<'_> {
    /// The free allocation of a good for its process; `None` where no benchmark applies.
    pub(super) fn own_allocation(
        &mut self,
        stated: &StatedGood,
        row: &GoodsRow,
        whole: &StatedInstallation,
        path: &Path,
    ) -> Result<Option<Amount>, Told> {
        let factor = match self.cbam.cbam_factor(self.year) {
            Ok(row) => row.value,
            // Data of the transitional period have no free allocation to be adjusted.
            Err(_) => return Ok(None),
        };
        if factor.is_zero() {
            return Ok(Some(Amount::ZERO));
        }
        let correction = match (
            self.cbam.correction_factor(self.year),
            &whole.correction_factor,
        ) {
            (Ok(row), _) => row.value,
            (Err(_), Some(text)) => self
                .amount(&Vec::new(), "correction_factor", text)
                .ok_or(Told)?,
            (Err(problem), None) => {
                self.findings.push(unpublished(&problem));
                return Ok(None);
            }
        };
        let routes = self.routes(stated, row, path)?;
        let Some(routes) = routes else {
            return Ok(None);
        };
        let own = own_free_allocation(factor, correction, &routes);
        own.map(Some).map_err(|problem| {
            self.tell(path.clone(), &problem);
            Told
        })
    }

    /// The routes of a good with their shares and benchmarks.
    pub(super) fn routes(
        &mut self,
        stated: &StatedGood,
        row: &GoodsRow,
        path: &Path,
    ) -> Result<Option<Vec<RouteShare>>, Told> {
        if let Some(text) = &stated.benchmark {
            let benchmark = self.amount(path, "benchmark", text).ok_or(Told)?;
            let share = Amount::ONE;
            return Ok(Some(vec![RouteShare { share, benchmark }]));
        }
        let stated_routes = if stated.routes.is_empty() {
            let route = stated.route.clone().unwrap_or_default();
            vec![(route, Amount::ONE)]
        } else {
            self.shares(stated, path).ok_or(Told)?
        };
        let mut shares = Vec::new();
        for (route, share) in stated_routes {
            match self
                .cbam
                .benchmark(row, BenchmarkColumn::A, &route, self.year)
            {
                Ok(choice) => {
                    self.findings.extend(choice.findings(&row.cn));
                    let BenchmarkChoice::Applies(benchmark) = choice else {
                        return Ok(None);
                    };
                    let benchmark = benchmark.value;
                    shares.push(RouteShare { share, benchmark });
                }
                Err(problem) => {
                    self.findings.push(unpublished(&problem));
                    return Ok(None);
                }
            }
        }
        Ok(Some(shares))
    }

    /// The shares of the routes, by the tonnes that each made.
    fn shares(&mut self, stated: &StatedGood, path: &Path) -> Option<Vec<(String, Amount)>> {
        let mut tonnes = Vec::new();
        let mut whole = Amount::ZERO;
        for (route, text) in &stated.routes {
            let amount = self.quantity(path, "routes", text, "t")?;
            let unit = cfp_core::Unit::parse("t").ok()?;
            let amount = amount.to(&unit).ok()?.amount();
            whole = self.number(path, whole.plus(amount))?;
            tonnes.push((route.clone(), amount));
        }
        let shares = tonnes.into_iter().map(|(route, amount)| {
            let share = self.number(path, amount.over(whole))?;
            Some((route, share))
        });
        shares.collect()
    }

    /// The free allocation of a default value: column B.
    pub(super) fn allocation_by_default(
        &mut self,
        row: &GoodsRow,
        route: &str,
        year: u16,
    ) -> Option<Amount> {
        let factor = self.cbam.cbam_factor(year).ok()?.value;
        if factor.is_zero() {
            return Some(Amount::ZERO);
        }
        let correction = self.cbam.correction_factor(year).ok()?.value;
        let choice = self
            .cbam
            .benchmark(row, BenchmarkColumn::B, route, year)
            .ok()?;
        self.findings.extend(choice.findings(&row.cn));
        let benchmark = choice.benchmark()?.value;
        let share = Amount::ONE;
        own_free_allocation(factor, correction, &[RouteShare { share, benchmark }]).ok()
    }
}

fn unpublished(problem: &CbamLookup) -> cfp_core::Finding {
    cfp_core::Finding::new(
        "sefa-needs-what-is-not-published",
        problem.to_string(),
        "state `correction_factor` and the `benchmark` of each good, with their source",
    )
}
