//! From what is stated to the installation of the core.

use cfp_core::cbam::{
    Co2Transfer, Installation, MeasuredSource, SourceStream, StreamMethod, ZeroRating,
};
use cfp_core::{Amount, Dimension, Explain, Finding, Quantity, Unit, UnitProblem};
use cfp_factors::Cbam;

use super::document::Step;
use super::problem::InstallationProblem;
use super::stated::{StatedInstallation, StatedMeasured, StatedStream, StatedTransfer};
use crate::error::{Location, Reported};

/// Where a value stands.
pub(super) type Path = Vec<Step>;

/// Translates, and collects what is wrong and what a reader should know.
pub(super) struct Builder<'c> {
    pub cbam: &'c Cbam,
    pub year: u16,
    /// Whether default values carry their mark-ups.
    pub has_mark_ups: bool,
    pub nowhere: Location,
    pub problems: Vec<(Path, Reported)>,
    pub findings: Vec<Finding>,
}

/// The unit of CO2 per this, or of CO2e where the quantity is of that.
fn co2_per(quantity: &Quantity, below: Option<Unit>) -> Result<Unit, UnitProblem> {
    let is_co2e = quantity.unit().parts().0.dimension() == Dimension::CO2E;
    let above = Unit::parse(if is_co2e { "t CO2e" } else { "t CO2" })?;
    below.map_or_else(|| Ok(above.clone()), |below| above.per(&below))
}

/// The way to a key of the n-th table of a list.
pub(super) fn path(list: &'static str, number: usize) -> Path {
    vec![Step::Key(list), Step::Number(number)]
}

/// The way to a key below.
pub(super) fn key(path: &Path, key: &'static str) -> Path {
    let mut path = path.clone();
    path.push(Step::Key(key));
    path
}

/// The way to an item of a list below.
pub(super) fn item(path: &Path, list: &'static str, number: usize) -> Path {
    let mut path = key(path, list);
    path.push(Step::Number(number));
    path
}

impl Builder<'_> {
    /// The installation; what cannot be understood of it is among the problems.
    pub fn installation(&mut self, stated: &StatedInstallation) -> Installation {
        let mut installation = Installation::default().reconciled(stated.reconcile);
        for (number, stream) in stated.stream.iter().enumerate() {
            if let Some(stream) = self.stream(stream, &path("stream", number)) {
                installation = installation.stream(stream);
            }
        }
        for (number, anodes) in stated.anode_effects.iter().enumerate() {
            if let Some(anodes) = self.anodes(anodes, &path("anode_effects", number)) {
                installation = installation.anode_process(anodes);
            }
        }
        for (number, measured) in stated.measured.iter().enumerate() {
            if let Some(measured) = self.measured(measured, &path("measured", number)) {
                installation = installation.measured(measured);
            }
        }
        for (number, transfer) in stated.co2_transfer.iter().enumerate() {
            if let Some(transfer) = self.transfer(transfer, &path("co2_transfer", number)) {
                installation = installation.co2_transfer(transfer);
            }
        }
        for (number, unit) in stated.energy_unit.iter().enumerate() {
            if let Some(unit) = self.energy_unit(unit, &path("energy_unit", number)) {
                installation = installation.energy_unit(unit);
            }
        }
        for (number, source) in stated.electricity.iter().enumerate() {
            if let Some(source) = self.source(source, &path("electricity", number)) {
                installation = installation.electricity(source);
            }
        }
        for (number, precursor) in stated.precursor.iter().enumerate() {
            if let Some(precursor) = self.precursor(precursor, &path("precursor", number)) {
                installation = installation.precursor(precursor);
            }
        }
        for (number, process) in stated.process.iter().enumerate() {
            if let Some(process) = self.process(process, &path("process", number), stated) {
                installation = installation.production(process);
            }
        }
        installation
    }

    pub fn tell(&mut self, path: Path, problem: &dyn Explain) {
        let reported = Reported::of_statement(problem, self.nowhere.clone());
        self.problems.push((path, reported));
    }

    pub fn find(&mut self, code: &str, message: String, hint: &str) {
        self.findings.push(Finding::new(code, message, hint));
    }

    /// A quantity that converts to this unit.
    pub fn quantity(
        &mut self,
        path: &Path,
        of: &'static str,
        text: &str,
        unit: &str,
    ) -> Option<Quantity> {
        let read = text.parse::<Quantity>().and_then(|quantity| {
            quantity.to(&Unit::parse(unit)?)?;
            Ok(quantity)
        });
        self.read(path, of, read)
    }

    /// A quantity of CO2 or CO2e, by itself or per this unit.
    pub fn co2(
        &mut self,
        path: &Path,
        of: &'static str,
        text: &str,
        below: Option<&str>,
    ) -> Option<Quantity> {
        let stated = self.any(path, of, text)?;
        let quantity = self.of_carbon(path, of, stated)?;
        let read = || {
            let below = below.map(Unit::parse).transpose()?;
            quantity.to(&co2_per(&quantity, below)?)
        };
        self.read(path, of, read())?;
        Some(quantity)
    }

    /// CO2 or CO2e per whatever the activity of a source stream is counted in, or per its energy.
    fn emission_factor(&mut self, path: &Path, text: &str) -> Option<Quantity> {
        let of = "emission_factor";
        let stated = self.any(path, of, text)?;
        let quantity = self.of_carbon(path, of, stated.clone())?;
        let read = || quantity.to(&co2_per(&quantity, quantity.unit().parts().1)?);
        self.read(path, of, read())?;
        // The stream multiplies carbon by 44/12 itself, after all else, so that nothing is rounded on the way.
        Some(stated)
    }

    /// That the activity of a source stream is counted in what a value of it is per.
    fn counted_in(&mut self, path: &Path, activity: &Quantity, value: &Quantity) -> Option<()> {
        match value.unit().parts().1 {
            Some(below) if below.dimension() != Dimension::ENERGY => {
                self.read(path, "activity", activity.to(&below)).map(|_| ())
            }
            _ => Some(()),
        }
    }

    /// An emission factor, or emissions, stated as carbon: the CO2 of it, which is told.
    fn of_carbon(&mut self, path: &Path, of: &'static str, stated: Quantity) -> Option<Quantity> {
        let converted = self.read(path, of, stated.carbon_as_co2())?;
        let Some(co2) = converted else {
            return Some(stated);
        };
        let message = format!("`{of}`: the carbon of `{stated}` is read as CO2: × 44/12 = `{co2}`");
        self.find(
            "carbon-read-as-co2",
            message,
            "state it in `t CO2` to take another ratio; 2547 Annex II point B.3.1.1 has 3.664 for a `carbon_content`",
        );
        Some(co2)
    }

    /// A quantity of whatever unit.
    pub fn any(&mut self, path: &Path, of: &'static str, text: &str) -> Option<Quantity> {
        self.read(path, of, text.parse::<Quantity>())
    }

    /// A plain number.
    pub fn amount(&mut self, path: &Path, of: &'static str, text: &str) -> Option<Amount> {
        self.read(path, of, text.parse::<Amount>())
    }

    fn read<T, E: Explain>(
        &mut self,
        path: &Path,
        of: &'static str,
        read: Result<T, E>,
    ) -> Option<T> {
        read.map_err(|problem| self.tell(key(path, of), &problem))
            .ok()
    }

    /// One of the words that a key knows.
    pub fn word<T: Copy>(
        &mut self,
        path: &Path,
        of: &'static str,
        written: &str,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let found = known.iter().find(|(word, _)| *word == written.trim());
        if let Some((_, value)) = found {
            return Some(*value);
        }
        let problem = InstallationProblem::UnknownWord {
            key: of,
            written: written.to_owned(),
            known: known.iter().map(|(word, _)| *word).collect(),
        };
        self.tell(key(path, of), &problem);
        None
    }

    /// Who uses a source, with their shares.
    pub fn users(
        &mut self,
        path: &Path,
        stated: &std::collections::BTreeMap<String, String>,
    ) -> Vec<(String, Amount)> {
        let users = stated.iter().filter_map(|(user, share)| {
            let share = self.amount(path, "used_in", share)?;
            Some((user.clone(), share))
        });
        users.collect()
    }

    fn stream(&mut self, stated: &StatedStream, path: &Path) -> Option<SourceStream> {
        let methods = StreamMethod::ALL.map(|method| (method.word(), method));
        let method = self.word(path, "method", &stated.method, &methods);
        let activity = self.any(path, "activity", &stated.activity);
        let activity = activity?;
        let mut stream = SourceStream::new(&stated.name, method?, activity.clone());
        let standard = self.standard(stated, method?, path);
        let calorific = stated.net_calorific_value.as_ref();
        let calorific = calorific.map(|text| self.any(path, "net_calorific_value", text));
        if let Some(value) = calorific.unwrap_or(standard.calorific) {
            if activity.unit().dimension() != Dimension::ENERGY {
                self.counted_in(path, &activity, &value)?;
            }
            stream = stream.net_calorific_value(value);
        }
        let factor = stated.emission_factor.as_ref();
        let factor = factor.map(|text| self.emission_factor(path, text));
        let has_carbon = stated.carbon_content.is_some();
        if let Some(value) = factor.unwrap_or(standard.factor.filter(|_| !has_carbon)) {
            self.counted_in(path, &activity, &value)?;
            stream = stream.emission_factor(value);
        }
        let carbon = stated.carbon_content.as_ref();
        let carbon = carbon.map(|text| self.amount(path, "carbon_content", text));
        let has_factor = stated.emission_factor.is_some();
        if let Some(value) = carbon.unwrap_or(standard.carbon.filter(|_| !has_factor)) {
            stream = stream.carbon_content(value);
        }
        if let Some(text) = &stated.oxidation {
            stream = stream.oxidation(self.amount(path, "oxidation", text)?);
        }
        if let Some(text) = &stated.conversion {
            stream = stream.conversion(self.amount(path, "conversion", text)?);
        }
        if let Some(text) = &stated.biomass {
            let rating = match stated.zero_rated.as_deref() {
                None => ZeroRating::NoEvidence,
                Some("process input") => ZeroRating::ProcessInput,
                Some(evidence) => ZeroRating::Evidence(evidence.to_owned()),
            };
            stream = stream.biomass(self.amount(path, "biomass", text)?, rating);
        }
        if stated.waste_gas {
            stream = stream.waste_gas();
        }
        for (user, share) in self.users(path, &stated.used_in) {
            stream = stream.used_in(&user, share);
        }
        Some(stream)
    }

    /// The factors of a stream that are those of 2547, where that is asked for.
    pub(super) fn standard(
        &mut self,
        stated: &StatedStream,
        method: StreamMethod,
        path: &Path,
    ) -> Standard {
        const ORIGINS: [(&str, bool); 4] = [
            ("measured", false),
            ("national", false),
            ("supplier", false),
            ("standard", true),
        ];
        let origin = stated.factors.as_ref();
        let is_asked = origin.and_then(|word| self.word(path, "factors", word, &ORIGINS));
        let Some(item) = &stated.standard else {
            return Standard::default();
        };
        if is_asked != Some(true) {
            if origin.is_none() || is_asked == Some(false) {
                let item = item.clone();
                let problem = InstallationProblem::StandardNotAsked { item };
                self.tell(key(path, "standard"), &problem);
            }
            return Standard::default();
        }
        let tables: &[&str] = match method {
            StreamMethod::Combustion => &["fuel", "biomass", "constant"],
            StreamMethod::Process => &["carbonate", "oxide", "steel material", "constant"],
            StreamMethod::MassBalance => &["steel material", "fuel", "biomass"],
        };
        let found = self.standard_of(tables, item, method);
        match found {
            Ok(standard) => {
                let what = "standard-factor-used";
                let message = format!(
                    "source stream `{}` takes the standard factor of `{item}`",
                    stated.name
                );
                self.find(
                    what,
                    message,
                    "it applies only where no national, published or supplier's value is available (2547 Annex II point B.5.2)",
                );
                standard
            }
            Err(problem) => {
                self.tell(key(path, "standard"), &*problem);
                Standard::default()
            }
        }
    }

    fn standard_of(
        &self,
        tables: &[&str],
        item: &str,
        method: StreamMethod,
    ) -> Result<Standard, Box<dyn Explain>> {
        let quantity = |name: &str| -> Result<Option<Quantity>, Box<dyn Explain>> {
            let Ok(row) = self.cbam.standard(tables, item, name) else {
                return Ok(None);
            };
            let unit = Unit::parse(&row.unit).map_err(|problem| Box::new(problem) as Box<_>)?;
            Ok(Some(Quantity::new(row.value, unit)))
        };
        let carbon = self.cbam.standard(tables, item, "carbon content");
        if method == StreamMethod::MassBalance
            && let Ok(row) = carbon
        {
            return Ok(Standard {
                carbon: Some(row.value),
                ..Standard::default()
            });
        }
        let row = self.cbam.standard(tables, item, "emission factor");
        row.map_err(|problem| Box::new(problem) as Box<dyn Explain>)?;
        Ok(Standard {
            factor: quantity("emission factor")?,
            calorific: quantity("net calorific value")?,
            carbon: None,
        })
    }

    pub(super) fn measured(
        &mut self,
        stated: &StatedMeasured,
        path: &Path,
    ) -> Option<MeasuredSource> {
        let zero_rated = match &stated.zero_rated {
            Some(text) => Some(self.co2(path, "zero_rated", text, None)?),
            None => None,
        };
        Some(MeasuredSource {
            name: stated.name.clone(),
            measured: self.any(path, "measured", &stated.measured)?,
            zero_rated,
            users: self.users(path, &stated.used_in),
        })
    }

    pub(super) fn transfer(&mut self, stated: &StatedTransfer, path: &Path) -> Option<Co2Transfer> {
        let owner = "the CO2 transfer";
        let (amount, is_received) = match (&stated.received, &stated.stored) {
            (Some(text), None) => (self.co2(path, "received", text, None)?, true),
            (None, Some(text)) => (self.co2(path, "stored", text, None)?, false),
            (Some(_), Some(_)) => {
                self.both(path, owner, &[("received", true), ("stored", true)]);
                return None;
            }
            (None, None) => {
                self.none_of(path, owner, &["received", "stored"]);
                return None;
            }
        };
        if !is_received && stated.evidence.is_none() {
            let what = "CO2 that is stored";
            self.tell(path.clone(), &InstallationProblem::NoEvidence { what });
        }
        Some(Co2Transfer {
            name: stated.name.clone(),
            amount,
            is_received,
            user: stated.process.clone(),
        })
    }
}

/// Standard factors of 2547 Annex II point G.
#[derive(Default)]
pub(super) struct Standard {
    pub factor: Option<Quantity>,
    pub calorific: Option<Quantity>,
    pub carbon: Option<Amount>,
}
