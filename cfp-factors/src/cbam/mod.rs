//! The tables of the Carbon Border Adjustment Mechanism: goods, default values, benchmarks, the numbers of the method and the
//! schedule, and who is exempt.

mod benchmark;
mod default_value;
mod problem;
mod rows;

pub use benchmark::{Benchmark, BenchmarkChoice, BenchmarkColumn};
pub use default_value::{CbamDefault, Origin};
pub use problem::CbamLookup;
pub use rows::{
    Applies, BenchmarkRow, DefaultRow, GoodsRow, ListedRow, ParameterRow, RowSource, Scope,
    TerritoryRow,
};
pub(crate) use rows::{Rows, read};

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cfp_core::cbam::Method;
use cfp_core::{Amount, nearest};

use crate::dataset::Dataset;
use crate::error::{Error, FactorProblem};
use crate::region::Regions;
use crate::registry::Registry;

/// The kinds of table, by the names of their files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Goods,
    Defaults,
    Benchmarks,
    Parameters,
    Territories,
}

impl Layout {
    const ALL: [Self; 5] = [
        Self::Goods,
        Self::Defaults,
        Self::Benchmarks,
        Self::Parameters,
        Self::Territories,
    ];

    fn file(self) -> &'static str {
        match self {
            Self::Goods => "goods.csv",
            Self::Defaults => "defaults.csv",
            Self::Benchmarks => "benchmarks.csv",
            Self::Parameters => "parameters.csv",
            Self::Territories => "territories.csv",
        }
    }

    /// The kind of a table by the name of its file.
    pub(crate) fn of_file(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.file() == file)
    }

    pub(crate) fn files() -> [&'static str; 5] {
        Self::ALL.map(Self::file)
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Goods => &[
                "row",
                "cn",
                "description",
                "sector",
                "category",
                "gases",
                "functional_unit",
                "annex_ii",
                "de_minimis",
                "routes",
                "precision",
                "place",
                "confidence",
                "note",
            ],
            Self::Defaults => &[
                "row",
                "country",
                "code",
                "description",
                "direct",
                "indirect",
                "total",
                "route",
                "applies",
                "place",
                "confidence",
                "note",
            ],
            Self::Benchmarks => &[
                "row",
                "cn",
                "description",
                "column",
                "route",
                "period",
                "value",
                "place",
                "confidence",
                "note",
            ],
            Self::Parameters => &[
                "row",
                "table",
                "item",
                "quantity",
                "first_year",
                "last_year",
                "value",
                "unit",
                "place",
                "confidence",
                "note",
            ],
            Self::Territories => &[
                "row",
                "code",
                "name",
                "table",
                "scope",
                "place",
                "confidence",
                "note",
            ],
        }
    }
}

/// The datasets that the tables are made of.
const GOODS: &str = "cbam-goods";
const DEFAULTS: &str = "cbam-default-values";
const BENCHMARKS: &str = "cbam-benchmarks";
const METHOD: &str = "cbam-method";
const SCHEDULE: &str = "cbam-schedule";
const TERRITORIES: &str = "cbam-territories";

/// The year in which the obligations begin.
const FIRST_YEAR: u16 = 2026;

/// Everything published that embedded emissions and certificates need.
///
/// # Example
///
/// ```
/// use cfp_factors::Cbam;
///
/// let cbam = Cbam::bundled()?;
/// let coil = cbam.good("72081000", None)?;
/// assert_eq!(coil.category, "Iron or steel products");
/// let china = cbam.territory("CN")?;
/// let value = cbam.default_value(china, coil, None)?;
/// assert_eq!(value.total.to_string(), "3.187");
/// assert_eq!(cbam.mark_up(&coil.sector, 2026)?.to_string(), "0.1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cbam {
    datasets: Vec<Arc<Dataset>>,
    goods: BTreeMap<String, GoodsRow>,
    defaults: BTreeMap<(String, String), DefaultRow>,
    benchmarks: BTreeMap<String, Vec<BenchmarkRow>>,
    method: Vec<ParameterRow>,
    schedule: Vec<ParameterRow>,
    territories: Vec<TerritoryRow>,
    constants: Method,
}

impl Registry {
    /// The tables of the Carbon Border Adjustment Mechanism, each in its newest edition that is shown.
    ///
    /// # Errors
    ///
    /// A dataset that is not there, or the faults of a table.
    pub fn cbam(&self) -> Result<Cbam, Error> {
        let mut datasets = Vec::new();
        let mut rows = |id: &str| -> Result<Rows, Error> {
            let listed = self.newest(id)?;
            datasets.push(Arc::clone(listed.dataset()));
            match listed.entry.cbam()? {
                Some(rows) => Ok(rows.clone()),
                None => Err(unknown(id)),
            }
        };
        let Rows::Goods(goods) = rows(GOODS)? else {
            return Err(unknown(GOODS));
        };
        let Rows::Defaults(defaults) = rows(DEFAULTS)? else {
            return Err(unknown(DEFAULTS));
        };
        let Rows::Benchmarks(benchmarks) = rows(BENCHMARKS)? else {
            return Err(unknown(BENCHMARKS));
        };
        let Rows::Parameters(method) = rows(METHOD)? else {
            return Err(unknown(METHOD));
        };
        let Rows::Parameters(schedule) = rows(SCHEDULE)? else {
            return Err(unknown(SCHEDULE));
        };
        let Rows::Territories(territories) = rows(TERRITORIES)? else {
            return Err(unknown(TERRITORIES));
        };
        let constants = constants(&method)?;
        let mut by_code: BTreeMap<String, Vec<BenchmarkRow>> = BTreeMap::new();
        for row in benchmarks {
            by_code.entry(row.cn.clone()).or_default().push(row);
        }
        let by_country = defaults
            .into_iter()
            .map(|row| ((row.country.clone(), row.code.clone()), row));
        Ok(Cbam {
            datasets,
            goods: goods.into_iter().map(|row| (row.cn.clone(), row)).collect(),
            defaults: by_country.collect(),
            benchmarks: by_code,
            method,
            schedule,
            territories,
            constants,
        })
    }

    /// The rows of the newest dataset that a selector names, as lists show them; none of datasets of factors, global warming
    /// potentials and pedigrees.
    ///
    /// # Errors
    ///
    /// As for [`Registry::dataset`], or the faults of the table.
    pub fn cbam_rows(&self, selector: &str) -> Result<Vec<ListedRow>, Error> {
        let rows = self.newest(selector)?.entry.cbam()?;
        Ok(rows.map(Rows::listed).unwrap_or_default())
    }
}

fn unknown(id: &str) -> Error {
    let problem = FactorProblem::UnknownDataset {
        selector: id.to_owned(),
        choices: Vec::new(),
    };
    problem.into()
}

/// The numbers that the method cannot do without.
fn constants(rows: &[ParameterRow]) -> Result<Method, Error> {
    let number = |table: &str, item: &str| {
        let row = rows
            .iter()
            .find(|row| row.table == table && row.item == item);
        row.map(|row| row.value).ok_or_else(|| unknown(METHOD))
    };
    Ok(Method {
        carbon_to_co2: number("constant", "carbon to CO2")?,
        natural_gas: number("constant", "natural gas")?,
        waste_gas_correction: number("constant", "waste gas correction")?,
        n2o: number("GWP", "N2O")?,
        cf4: number("GWP", "CF4")?,
        c2f6: number("GWP", "C2F6")?,
        boiler_efficiency: number("constant", "boiler efficiency")?,
        chp_heat: number("constant", "CHP heat efficiency")?,
        chp_electricity: number("constant", "CHP electricity efficiency")?,
    })
}

impl Cbam {
    /// The tables that come with the program.
    ///
    /// # Errors
    ///
    /// A fault in a bundled file, which the tests of this crate rule out.
    pub fn bundled() -> Result<&'static Self, Error> {
        static BUNDLED: OnceLock<Cbam> = OnceLock::new();
        if let Some(cbam) = BUNDLED.get() {
            return Ok(cbam);
        }
        let cbam = Registry::bundled()?.cbam()?;
        Ok(BUNDLED.get_or_init(|| cbam))
    }

    /// The datasets that it is made of.
    pub fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.datasets.iter().map(AsRef::as_ref)
    }

    /// The numbers of the method.
    pub fn method(&self) -> &Method {
        &self.constants
    }

    /// Every good in scope, by its code.
    pub fn goods(&self) -> impl Iterator<Item = &GoodsRow> {
        self.goods.values()
    }

    /// A good by its eight digits, and the ten digits where those decide; spaces and points between digits are passed over.
    ///
    /// # Errors
    ///
    /// A text that is no code, an unknown one, one out of scope, or one within which ten digits decide.
    pub fn good(&self, written: &str, ten_digits: Option<&str>) -> Result<&GoodsRow, CbamLookup> {
        let good = self.code(written)?;
        if good.precision.is_empty() {
            return Ok(good);
        }
        let digits = ten_digits.and_then(digits_of);
        let listed = digits
            .as_ref()
            .is_some_and(|digits| good.precision.iter().any(|(code, _)| code == digits));
        if listed {
            return Ok(good);
        }
        match digits {
            // 2507 00 80 is in scope only calcined.
            Some(code) if good.precision.len() == 1 && code.len() == 10 => {
                Err(CbamLookup::NotInScope { cn: code })
            }
            _ => Err(CbamLookup::TenDigits {
                cn: good.cn.clone(),
                choices: good.precision.clone(),
            }),
        }
    }

    /// A good by its eight digits alone.
    ///
    /// # Errors
    ///
    /// A text that is no code, an unknown one, or one out of scope.
    pub fn code(&self, written: &str) -> Result<&GoodsRow, CbamLookup> {
        let digits = digits_of(written).filter(|digits| digits.len() == 8 || digits.len() == 10);
        let Some(digits) = digits else {
            let written = written.to_owned();
            return Err(CbamLookup::NotACode { written });
        };
        let cn = &digits[..8];
        if let Some(good) = self.goods.get(cn) {
            return Ok(good);
        }
        let heading = &cn[..4];
        if !self.goods.keys().any(|code| code.starts_with(heading)) {
            let cn = cn.to_owned();
            return Err(CbamLookup::NotInScope { cn });
        }
        // Another code is another good, whatever digits they share: what the table has beside it is told, and none proposed.
        let begins = |same: usize| {
            let goods = self.goods.values();
            goods.filter(move |good| good.cn.starts_with(&cn[..same]))
        };
        let same = if begins(6).next().is_some() { 6 } else { 4 };
        let beside = begins(same).map(|good| (good.cn.clone(), good.description.clone()));
        Err(CbamLookup::UnknownCode {
            cn: cn.to_owned(),
            begins: cn[..same].to_owned(),
            beside: beside.collect(),
        })
    }

    /// A country or territory by two or three letters of ISO 3166, or by a name in use, English or Chinese.
    ///
    /// # Errors
    ///
    /// A name that no table has.
    pub fn territory(&self, written: &str) -> Result<&TerritoryRow, CbamLookup> {
        let lowered = written.trim().to_lowercase();
        let is_meant = |row: &&TerritoryRow| {
            let names = [Some(&row.name), row.table.as_ref(), row.code.as_ref()];
            let mut names = names.into_iter().flatten();
            names.any(|name| name.to_lowercase() == lowered)
        };
        if let Some(row) = self.territories.iter().find(is_meant) {
            return Ok(row);
        }
        // The regions know more names than the tables of the law; those apart from China's averages are its subdivisions.
        let region = Regions::bundled()
            .ok()
            .and_then(|regions| regions.known(written).ok());
        let code = region.map(|region| region.code.code());
        let code = code.map(|code| code.strip_prefix("CN-").unwrap_or(code));
        let of_code = |row: &&TerritoryRow| row.code.is_some() && row.code.as_deref() == code;
        self.territories.iter().find(of_code).ok_or_else(|| {
            let names = self.territories.iter().map(|row| row.name.as_str());
            let is_code = written.trim().len() <= 3 && written.is_ascii();
            let near = nearest(written, names).filter(|_| !is_code);
            CbamLookup::UnknownCountry {
                name: written.to_owned(),
                nearest: near.map(|near| format!("`{near}`")),
            }
        })
    }

    /// The share of free allocation that a year retains, with its row.
    ///
    /// # Errors
    ///
    /// A year before 2026.
    pub fn cbam_factor(&self, year: u16) -> Result<&ParameterRow, CbamLookup> {
        if year < FIRST_YEAR {
            return Err(CbamLookup::TooEarly { year });
        }
        let what = "CBAM factor";
        self.of_year("CBAM factor", None, year)
            .ok_or(CbamLookup::NotPublished { what, year })
    }

    /// The cross-sectoral correction factor of a year, with its row.
    ///
    /// # Errors
    ///
    /// A year for which none is published.
    pub fn correction_factor(&self, year: u16) -> Result<&ParameterRow, CbamLookup> {
        let what = "cross-sectoral correction factor";
        self.of_year("CSCF", None, year)
            .ok_or(CbamLookup::NotPublished { what, year })
    }

    /// The mark-up on default values of a sector in a year.
    ///
    /// # Errors
    ///
    /// A year before 2026, or a sector that has none.
    pub fn mark_up(&self, sector: &str, year: u16) -> Result<Amount, CbamLookup> {
        self.mark_up_row(sector, year).map(|row| row.value)
    }

    /// The same with its row.
    ///
    /// # Errors
    ///
    /// As for [`Cbam::mark_up`].
    pub fn mark_up_row(&self, sector: &str, year: u16) -> Result<&ParameterRow, CbamLookup> {
        if year < FIRST_YEAR {
            return Err(CbamLookup::TooEarly { year });
        }
        let row = self.of_year("mark-up", Some(sector), year);
        row.ok_or_else(|| CbamLookup::NoMarkUp {
            sector: sector.to_owned(),
            year,
        })
    }

    /// The mass in tonnes up to which an importer owes nothing in a year.
    pub fn de_minimis(&self, year: u16) -> Option<Amount> {
        let row = self.of_year("threshold", Some("de minimis"), year);
        row.map(|row| row.value)
    }

    /// The share of embedded emissions for which certificates are held at the end of a quarter; `None` before 2027.
    pub fn holding_share(&self, year: u16) -> Option<Amount> {
        self.of_year("holding", Some("share"), year)
            .map(|row| row.value)
    }

    /// A number of the method: `fuel`, `Natural gas`, `emission factor`.
    ///
    /// # Errors
    ///
    /// [`CbamLookup::UnknownStandard`] with the item that reads most like it.
    pub fn standard(
        &self,
        tables: &[&str],
        item: &str,
        quantity: &str,
    ) -> Result<&ParameterRow, CbamLookup> {
        let of_tables = || {
            let rows = self.method.iter();
            rows.filter(|row| tables.contains(&row.table.as_str()) && row.quantity == quantity)
        };
        let lowered = item.to_lowercase();
        let found = of_tables().find(|row| row.item.to_lowercase() == lowered);
        found.ok_or_else(|| CbamLookup::UnknownStandard {
            item: item.to_owned(),
            nearest: nearest(item, of_tables().map(|row| row.item.as_str()))
                .map(|near| format!("`{near}`")),
        })
    }

    /// The reference efficiency of separate production, as a fraction: of `electricity`, `hot water`, `steam` or
    /// `exhaust gases`, for a category of fuel such as `G10` and a year of construction.
    ///
    /// # Errors
    ///
    /// A category that there is not.
    ///
    /// # Source
    ///
    /// 2547 Annex III point C.
    pub fn reference_efficiency(
        &self,
        category: &str,
        of: &str,
        built: u16,
    ) -> Result<Amount, CbamLookup> {
        let rows = self.method.iter().filter(|row| {
            row.table == "reference efficiency" && row.item == category && row.quantity == of
        });
        let row = rows.into_iter().find(|row| row.is_of(built));
        let unknown = || CbamLookup::UnknownStandard {
            item: format!("{category}, {of}, built {built}"),
            nearest: None,
        };
        let percent = row.ok_or_else(unknown)?.value;
        percent.shifted(-2).map_err(|_| unknown())
    }

    fn of_year(&self, table: &str, item: Option<&str>, year: u16) -> Option<&ParameterRow> {
        self.schedule.iter().find(|row| {
            row.table == table && item.is_none_or(|item| row.item == item) && row.is_of(year)
        })
    }
}

/// The digits of a code, without what people write between them.
fn digits_of(written: &str) -> Option<String> {
    let kept: String = written
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '.' && *sign != '\'')
        .collect();
    (!kept.is_empty() && kept.chars().all(|sign| sign.is_ascii_digit())).then_some(kept)
}
