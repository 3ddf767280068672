//! Production processes, their goods and precursors of a stated installation.

use cfp_core::cbam::{
    CoProduct, Delivery, FunctionalUnit, Good, Precursor, PrecursorValue, PrecursorValues,
    Production, Taken,
};
use cfp_core::{Amount, NumberProblem, nearest};
use cfp_factors::{CbamLookup, GoodsRow, Origin, Scope};

use super::allocation::Told;
use super::build::{Builder, Path, item, key};
use super::problem::InstallationProblem;
use super::stated::{
    StatedCoProduct, StatedDelivery, StatedGood, StatedInstallation, StatedPrecursor,
    StatedProcess, StatedTaken,
};

/// The words of functional units, those of the table of goods among them.
const UNITS: [(&str, FunctionalUnit); 5] = [
    ("t", FunctionalUnit::Tonne),
    ("t clinker", FunctionalUnit::TonneOfClinker),
    ("kg N", FunctionalUnit::KilogramOfNitrogen),
    ("supplementary unit", FunctionalUnit::KilogramOfNitrogen),
    ("kWh", FunctionalUnit::KilowattHour),
];

impl Builder<'_> {
    pub(super) fn process(
        &mut self,
        stated: &StatedProcess,
        path: &Path,
        whole: &StatedInstallation,
    ) -> Option<Production> {
        let produced = self.quantity(path, "produced", &stated.produced, "t");
        let rows = self.rows_of(stated, path);
        let unit = self.functional_unit(stated, &rows, path);
        let mut production = Production::new(&stated.name, produced?)
            .functional_unit(unit?)
            .annex_ii(self.is_of_annex_ii(stated, &rows, path)?);
        if let Some(text) = &stated.direct {
            production = production.direct(self.co2(path, "direct", text, None)?);
        }
        for heat in self.heat(&stated.heat_imported, path, "heat_imported") {
            production = production.heat_imported(heat);
        }
        for heat in self.heat(&stated.heat_exported, path, "heat_exported") {
            production = production.heat_exported(heat);
        }
        if let Some(text) = &stated.waste_gas_imported {
            let energy = self.quantity(path, "waste_gas_imported", text, "TJ")?;
            production = production.waste_gas_imported(energy);
        }
        if let Some(text) = &stated.waste_gas_exported {
            let energy = self.quantity(path, "waste_gas_exported", text, "TJ")?;
            production = production.waste_gas_exported(energy);
        }
        for used in self.electricity(&stated.electricity, path, "electricity") {
            production = production.electricity(used);
        }
        for made in self.electricity(&stated.electricity_produced, path, "electricity_produced") {
            production = production.electricity_produced(made);
        }
        for (number, taken) in stated.takes.iter().enumerate() {
            production = production.takes(self.taken(taken, &item(path, "takes", number))?);
        }
        for (number, product) in stated.co_products.iter().enumerate() {
            let product = self.co_product(product, &item(path, "co_products", number))?;
            production = production.co_product(product);
        }
        for (number, (good, row)) in stated.goods.iter().zip(&rows).enumerate() {
            let good = self.good(good, row, whole, &item(path, "goods", number))?;
            production = production.good(good);
        }
        Some(production)
    }

    /// Whether a process makes goods of Annex II: by its goods, or where none are listed by its category.
    fn is_of_annex_ii(
        &mut self,
        stated: &StatedProcess,
        rows: &[GoodsRow],
        path: &Path,
    ) -> Option<bool> {
        match (rows, &stated.category) {
            ([], Some(category)) => Some(self.category(category, path)?.annex_ii),
            // Goods that are not listed leave it open, and what is open counts.
            ([], None) => Some(false),
            ([first, ..], _) => Some(first.annex_ii),
        }
    }

    /// The rows of the goods of a process; of none where a code is not known, which is told.
    pub(super) fn rows_of(&mut self, stated: &StatedProcess, path: &Path) -> Vec<GoodsRow> {
        let mut rows: Vec<GoodsRow> = Vec::new();
        for (number, good) in stated.goods.iter().enumerate() {
            match self.cbam.code(&good.cn) {
                Ok(row) => rows.push(row.clone()),
                Err(problem) => self.tell(key(&item(path, "goods", number), "cn"), &problem),
            }
        }
        if let [first, rest @ ..] = &rows[..] {
            let is_other =
                |row: &&GoodsRow| row.annex_ii != first.annex_ii || unit_of(row) != unit_of(first);
            if let Some(second) = rest.iter().find(is_other) {
                let problem = InstallationProblem::UnlikeGoods {
                    first: first.cn.clone(),
                    second: second.cn.clone(),
                };
                self.tell(path.clone(), &problem);
            }
        }
        if rows.len() == stated.goods.len() {
            rows
        } else {
            Vec::new()
        }
    }

    fn functional_unit(
        &mut self,
        stated: &StatedProcess,
        rows: &[GoodsRow],
        path: &Path,
    ) -> Option<FunctionalUnit> {
        let of_goods = rows.first().map(unit_of);
        let Some(written) = &stated.functional_unit else {
            if let Some(row) = rows.iter().find(|row| row.functional_unit == UNITS[3].0) {
                self.find(
                    "supplementary-unit-open",
                    format!("the supplementary unit of {} is taken to be kg N", row.cn),
                    "check it in the Combined Nomenclature (2547 Article 4(4)(b))",
                );
            }
            return of_goods.or(Some(FunctionalUnit::Tonne));
        };
        let unit = self.word(path, "functional_unit", written, &UNITS)?;
        if let Some(lawful) = of_goods
            && lawful != unit
        {
            self.find(
                "functional-unit-differs",
                format!(
                    "process `{}` counts per {}, and the functional unit of its goods is {}",
                    stated.name,
                    unit.word(),
                    lawful.word()
                ),
                "state the content of each good and leave `functional_unit` out (2547 Article 4)",
            );
        }
        Some(unit)
    }

    fn good(
        &mut self,
        stated: &StatedGood,
        row: &GoodsRow,
        whole: &StatedInstallation,
        path: &Path,
    ) -> Option<Good> {
        let name = stated.name.as_deref().unwrap_or(&row.description);
        let mut good = Good::new(&row.cn, name);
        if let Some(text) = &stated.produced {
            good = good.produced(self.quantity(path, "produced", text, "t")?);
        }
        if let Some(text) = &stated.content {
            good = good.content(self.amount(path, "content", text)?);
        }
        match self.own_allocation(stated, row, whole, path) {
            Ok(Some(own)) => Some(good.own_allocation(own)),
            Ok(None) => Some(good),
            Err(Told) => None,
        }
    }

    pub(super) fn number(
        &mut self,
        path: &Path,
        number: Result<Amount, NumberProblem>,
    ) -> Option<Amount> {
        number
            .map_err(|problem| self.tell(path.clone(), &problem))
            .ok()
    }

    pub(super) fn taken(&mut self, stated: &StatedTaken, path: &Path) -> Option<Taken> {
        let amount = self.quantity(path, "amount", &stated.amount, "t")?;
        let owner = "the precursor that is taken";
        // A good is one of a process here, suppliers are those of a precursor that is bought.
        let (made, bought) = (stated.from.is_some(), stated.precursor.is_some());
        let exclusive = [
            [("from", made), ("precursor", bought)],
            [("from", made), ("only", !stated.only.is_empty())],
            [("precursor", bought), ("good", stated.good.is_some())],
        ];
        if exclusive.iter().any(|keys| self.both(path, owner, keys)) {
            return None;
        }
        match (&stated.from, &stated.precursor) {
            (Some(process), None) => Some(Taken::Made {
                process: process.clone(),
                good: stated.good.clone(),
                amount,
            }),
            (None, Some(precursor)) => {
                if !stated.only.is_empty() && stated.evidence.is_none() {
                    let what = "a precursor of some of its suppliers alone (2547 Article 14(3))";
                    self.tell(path.clone(), &InstallationProblem::NoEvidence { what });
                }
                Some(Taken::Bought {
                    precursor: precursor.clone(),
                    only: (!stated.only.is_empty()).then(|| stated.only.clone()),
                    amount,
                })
            }
            _ => {
                self.none_of(path, owner, &["from", "precursor"]);
                None
            }
        }
    }

    pub(super) fn co_product(
        &mut self,
        stated: &StatedCoProduct,
        path: &Path,
    ) -> Option<CoProduct> {
        let molar_mass = match &stated.molar_mass {
            Some(text) => Some(self.amount(path, "molar_mass", text)?),
            None => None,
        };
        Some(CoProduct {
            name: stated.name.clone(),
            amount: self.quantity(path, "amount", &stated.amount, "t")?,
            molar_mass,
            is_goods: stated.is_goods,
        })
    }

    pub(super) fn precursor(&mut self, stated: &StatedPrecursor, path: &Path) -> Option<Precursor> {
        let row = self.precursor_row(stated, path)?;
        let each = stated.delivery.iter().enumerate();
        let deliveries: Vec<Delivery> = each
            .filter_map(|(number, delivery)| {
                let path = item(path, "delivery", number);
                self.delivery(delivery, &row, stated, &path)
            })
            .collect();
        Some(Precursor {
            name: stated.name.clone(),
            cn: row.cn,
            deliveries,
        })
    }

    /// The row of a precursor by its code, or of any good of its category.
    fn precursor_row(&mut self, stated: &StatedPrecursor, path: &Path) -> Option<GoodsRow> {
        if let Some(cn) = &stated.cn {
            let row = self.cbam.code(cn).cloned();
            return row
                .map_err(|problem| self.tell(key(path, "cn"), &problem))
                .ok();
        }
        let Some(category) = &stated.category else {
            self.none_of(path, "the precursor", &["cn", "category"]);
            return None;
        };
        self.category(category, path)
    }

    /// Any good of a category, which says what all of it share.
    fn category(&mut self, category: &str, path: &Path) -> Option<GoodsRow> {
        let lowered = category.trim().to_lowercase();
        let goods = || self.cbam.goods();
        let is_named = |row: &&GoodsRow| row.category.to_lowercase() == lowered;
        // The words of the communication template hold those of the act: `Alloys (FeMn, FeCr, FeNi)`, `Calcined clays`.
        let is_within = |row: &&GoodsRow| lowered.contains(&row.category.to_lowercase());
        if let Some(row) = goods().find(is_named).or_else(|| goods().find(is_within)) {
            return Some(row.clone());
        }
        let names = self.cbam.goods().map(|row| row.category.as_str());
        let problem = InstallationProblem::UnknownCategory {
            written: category.to_owned(),
            nearest: nearest(category, names).map(str::to_owned),
        };
        self.tell(key(path, "category"), &problem);
        None
    }

    fn delivery(
        &mut self,
        stated: &StatedDelivery,
        row: &GoodsRow,
        precursor: &StatedPrecursor,
        path: &Path,
    ) -> Option<Delivery> {
        let amount = self.quantity(path, "amount", &stated.amount, "t");
        let origin = self.origin(stated, path);
        let value = match &origin {
            Ok(Some(Scope::Union | Scope::Exempt)) => Some(PrecursorValue::Exempt),
            Err(Told) => None,
            _ => self.value(stated, row, precursor, path),
        };
        Some(Delivery {
            supplier: stated.supplier.clone(),
            amount: amount?,
            value: value?,
        })
    }

    /// The scope of the country of a delivery; `None` where none is stated or it is unknown.
    fn origin(&mut self, stated: &StatedDelivery, path: &Path) -> Result<Option<Scope>, Told> {
        match stated.country.as_deref() {
            None | Some("unknown") => Ok(None),
            Some(country) => match self.cbam.territory(country) {
                Ok(territory) => Ok(Some(territory.scope)),
                Err(problem) => {
                    self.tell(key(path, "country"), &problem);
                    Err(Told)
                }
            },
        }
    }

    fn value(
        &mut self,
        stated: &StatedDelivery,
        row: &GoodsRow,
        precursor: &StatedPrecursor,
        path: &Path,
    ) -> Option<PrecursorValue> {
        let owner = "the delivery";
        match (&stated.see_direct, &stated.default_value, stated.default) {
            (Some(direct), None, false) => self.actual(stated, direct, row, path),
            (None, Some(text), _) => {
                let total = self.amount(path, "default_value", text)?;
                let indirect = match &stated.see_indirect {
                    Some(text) => self.amount(path, "see_indirect", text)?,
                    None => Amount::ZERO,
                };
                let mut values = if row.annex_ii {
                    PrecursorValues::of_annex_ii(total, indirect, Amount::ZERO)
                } else {
                    PrecursorValues::with_indirect(total, indirect)
                };
                if let Some(text) = &stated.electricity {
                    values = values.electricity(self.amount(path, "electricity", text)?);
                }
                if let Some(text) = &stated.sefa {
                    values = values.allocation(self.amount(path, "sefa", text)?);
                }
                Some(PrecursorValue::Default(values))
            }
            (None, None, true) => self.by_default(stated, row, precursor, path),
            (None, None, false) => {
                self.none_of(path, owner, &["see_direct", "default"]);
                None
            }
            (direct, value, default) => {
                let keys = [
                    ("see_direct", direct.is_some()),
                    ("default_value", value.is_some()),
                    ("default", default),
                ];
                self.both(path, owner, &keys);
                None
            }
        }
    }

    /// The values of a producer's report.
    fn actual(
        &mut self,
        stated: &StatedDelivery,
        direct: &str,
        row: &GoodsRow,
        path: &Path,
    ) -> Option<PrecursorValue> {
        let direct = self.amount(path, "see_direct", direct)?;
        let indirect = match &stated.see_indirect {
            Some(text) => Some(self.amount(path, "see_indirect", text)?),
            None => None,
        };
        let counted = match &stated.see_indirect_counted {
            Some(text) => Some(self.amount(path, "see_indirect_counted", text)?),
            None => None,
        };
        let mut values = match (indirect, counted) {
            (None, _) if !row.annex_ii => {
                let category = row.category.clone();
                self.tell(path.clone(), &InstallationProblem::NoIndirect { category });
                return None;
            }
            (indirect, None) if row.annex_ii => {
                if indirect.is_some_and(|indirect| !indirect.is_zero()) {
                    self.find(
                        "precursor-indirect-not-split",
                        format!("of the indirect emissions of `{}` none counts", stated.supplier),
                        "state by `see_indirect_counted` what is of its own precursors outside Annex II, such as sinter",
                    );
                }
                PrecursorValues::of_annex_ii(direct, indirect.unwrap_or_default(), Amount::ZERO)
            }
            (indirect, counted) => {
                let indirect = indirect.or(counted).unwrap_or_default();
                PrecursorValues::of_annex_ii(direct, indirect, counted.unwrap_or(indirect))
            }
        };
        if let Some(text) = &stated.electricity {
            values = values.electricity(self.amount(path, "electricity", text)?);
        }
        if let Some(text) = &stated.sefa {
            values = values.allocation(self.amount(path, "sefa", text)?);
        }
        if stated.report.is_none() {
            self.find(
                "precursor-not-verified",
                format!("the values of `{}` name no verification report", stated.supplier),
                "without one the default value applies (2547 Annex II point A.1(4) and (5)): name it by `report`, or write `default = true`",
            );
        }
        Some(PrecursorValue::Actual(values))
    }

    /// A default value with the mark-up of its year.
    fn by_default(
        &mut self,
        stated: &StatedDelivery,
        row: &GoodsRow,
        precursor: &StatedPrecursor,
        path: &Path,
    ) -> Option<PrecursorValue> {
        let year = stated.year.unwrap_or(self.year);
        let told = |builder: &mut Self, problem: &CbamLookup| {
            builder.tell(path.clone(), problem);
        };
        let territory = match stated.country.as_deref() {
            None | Some("unknown") => None,
            Some(country) => Some(self.cbam.territory(country).ok()?),
        };
        let origin = territory.map_or(Origin::Unknown, Origin::Territory);
        let value = self
            .cbam
            .default_of(origin, row, precursor.goods.as_deref());
        let value = value.map_err(|problem| told(self, &problem)).ok()?;
        let mark_up = self.cbam.mark_up(&row.sector, year);
        let mark_up = match mark_up {
            Ok(_) if !self.has_mark_ups => Amount::ZERO,
            Ok(mark_up) => mark_up,
            Err(CbamLookup::TooEarly { year }) => {
                self.tell(
                    path.clone(),
                    &InstallationProblem::TransitionalYear { year },
                );
                return None;
            }
            Err(problem) => {
                told(self, &problem);
                return None;
            }
        };
        self.findings.extend(value.findings.iter().cloned());
        let times = self.number(path, Amount::ONE.plus(mark_up))?;
        let total = self.number(path, value.total.times(times))?;
        // The total binds: its indirect part is for information, and the rest is taken for direct.
        let indirect = self.number(path, value.indirect.times(times))?;
        let indirect = if row.annex_ii { Amount::ZERO } else { indirect };
        let direct = self.number(path, total.minus(indirect))?;
        let mut values = PrecursorValues::with_indirect(direct, indirect);
        let route = if value.route.is_empty() {
            stated.route.clone().unwrap_or_default()
        } else {
            value.route.clone()
        };
        if let Some(text) = &stated.sefa {
            values = values.allocation(self.amount(path, "sefa", text)?);
        } else if let Some(allocation) = self.allocation_by_default(row, &route, year) {
            values = values.allocation(allocation);
        }
        Some(PrecursorValue::Default(values))
    }
}

fn unit_of(row: &GoodsRow) -> FunctionalUnit {
    let known = UNITS.iter().find(|(word, _)| *word == row.functional_unit);
    known.map_or(FunctionalUnit::Tonne, |(_, unit)| *unit)
}
