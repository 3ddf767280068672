//! Source streams: section (a) of the sheet of emissions.

use std::ops::RangeInclusive;

use cfp_core::Amount;
use cfp_core::cbam::StreamMethod;
use cfp_factors::Cbam;

use super::cells::{At, Cells, Told, plain};
use super::notes::{Note, Notes};
use super::problem::WorkbookProblem;
use super::sheets::Value;
use crate::cbam::installation::StatedStream;

/// The sheet of source streams and emission sources.
pub(super) const SOURCES: &str = "B_EmInst";

/// The rows of source streams; those above are printed examples, which have no number.
const ROWS: RangeInclusive<u32> = 17..=91;

const METHODS: [(&str, StreamMethod); 3] = [
    ("Combustion", StreamMethod::Combustion),
    ("Process emissions", StreamMethod::Process),
    ("Mass Balance", StreamMethod::MassBalance),
];
const ACTIVITY_UNITS: [(&str, Activity); 2] =
    [("t", Activity::Tonnes), ("1000Nm3", Activity::Volume)];
const FACTOR_UNITS: [(&str, Base); 3] = [
    ("tCO2/TJ", Base::Energy),
    ("tCO2/t", Base::Tonne),
    ("tCO2/1000Nm3", Base::Volume),
];

/// What an activity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activity {
    Tonnes,
    /// Thousands of normal cubic metres.
    Volume,
}

/// What an emission factor is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Energy,
    Tonne,
    /// A thousand normal cubic metres.
    Volume,
}

/// Reads the rows that are filled in.
pub(super) fn read(cells: &mut Cells, notes: &mut Notes) -> Result<Vec<StatedStream>, Told> {
    let mut streams: Vec<StatedStream> = Vec::new();
    let mut sound = Ok(());
    for row in rows(cells, ROWS, &["D", "E", "F", "H", "J", "L"])? {
        let one = Entry {
            cells: &mut *cells,
            notes: &mut *notes,
            row,
        };
        match one.read() {
            Ok(mut stream) => {
                let names = streams.iter().map(|stream| stream.name.as_str());
                stream.name = distinct(names, stream.name, row);
                streams.push(stream);
            }
            Err(Told) => sound = Err(Told),
        }
    }
    sound.map(|()| streams)
}

/// The rows that have something in one of these columns; each has its number in column C, as no printed example has.
pub(super) fn rows(
    cells: &mut Cells,
    rows: RangeInclusive<u32>,
    columns: &[&'static str],
) -> Result<Vec<u32>, Told> {
    let mut filled = Vec::new();
    let mut sound = Ok(());
    for (number, row) in (1_u32..).zip(rows) {
        if !cells.any(SOURCES, columns, row) {
            continue;
        }
        let (at, expected) = (At::new(SOURCES, "C", row), number.to_string());
        match cells.peek(at) {
            Some(Value::Number(found)) if *found == expected => filled.push(row),
            _ => sound = Err(cells.tell(at, &WorkbookProblem::OtherLayout { expected })),
        }
    }
    sound.map(|()| filled)
}

/// A name that no other has, with its row where the name alone would stand twice.
pub(super) fn distinct<'n>(
    mut others: impl Iterator<Item = &'n str>,
    name: String,
    row: u32,
) -> String {
    if others.any(|other| other == name) {
        format!("{name} (row {row})")
    } else {
        name
    }
}

/// A row that is filled in.
struct Entry<'c> {
    cells: &'c mut Cells,
    notes: &'c mut Notes,
    row: u32,
}

impl Entry<'_> {
    fn at(&self, column: &'static str) -> At {
        At::new(SOURCES, column, self.row)
    }

    fn read(mut self) -> Result<StatedStream, Told> {
        let (method, name, unit) = (self.at("D"), self.at("E"), self.at("G"));
        let name = self
            .cells
            .needed_text(name, "the name of the source stream");
        let method = self.cells.needed_entry(method, "the method", &METHODS);
        let unit = self
            .cells
            .needed_entry(unit, "the unit of the activity", &ACTIVITY_UNITS);
        let (method, unit) = (method?, unit?);
        let mut stream = StatedStream {
            method: method.word().to_owned(),
            ..StatedStream::default()
        };
        let activity = self.activity(method, unit);
        let factors = self.factors(method, unit, &mut stream);
        let biomass = self.biomass(&mut stream, name.as_deref().unwrap_or_default());
        self.leave_out(method);
        stream.name = name?;
        stream.activity = activity?;
        factors.and(biomass)?;
        self.accepted()?;
        Ok(stream)
    }

    /// Tonnes or normal cubic metres; negative for outputs of a mass balance.
    fn activity(&mut self, method: StreamMethod, unit: Activity) -> Result<String, Told> {
        let (at, what) = (self.at("F"), "the activity");
        let number = if method == StreamMethod::MassBalance {
            let number = self.cells.number(at)?;
            number.ok_or_else(|| self.cells.tell(at, &WorkbookProblem::EmptyCell { what }))?
        } else {
            self.cells.needed(at, what)?
        };
        match unit {
            Activity::Tonnes => Ok(format!("{number} t")),
            Activity::Volume => Ok(format!("{} Nm3", self.cells.shifted(at, number, 3)?)),
        }
    }

    /// What the method of the row multiplies the activity by.
    fn factors(
        &mut self,
        method: StreamMethod,
        unit: Activity,
        stream: &mut StatedStream,
    ) -> Result<(), Told> {
        let calorific = self.cells.amount(self.at("H"), "the net calorific value");
        // GJ per 1000 Nm3 is MJ per Nm3.
        let per = match unit {
            Activity::Tonnes => "GJ/t",
            Activity::Volume => "MJ/Nm3",
        };
        if method == StreamMethod::MassBalance {
            self.carbon(unit, stream)?;
        } else {
            let factor = self.emission_factor(unit);
            let (at, what) = match method {
                StreamMethod::Combustion => (self.at("N"), "the oxidation factor in percent"),
                _ => (self.at("P"), "the conversion factor in percent"),
            };
            let fraction = self.cells.percent(at, what)?.map(|part| part.to_string());
            if method == StreamMethod::Combustion {
                stream.oxidation = fraction;
            } else {
                stream.conversion = fraction;
            }
            let (factor, is_per_energy) = factor?;
            stream.emission_factor = Some(factor);
            if is_per_energy && calorific == Ok(None) {
                let what = "the net calorific value";
                return Err(self
                    .cells
                    .tell(self.at("H"), &WorkbookProblem::EmptyCell { what }));
            }
        }
        let calorific = calorific?.filter(|value| !value.is_zero());
        stream.net_calorific_value = calorific.map(|value| format!("{value} {per}"));
        Ok(())
    }

    /// The emission factor, and whether it is per energy.
    fn emission_factor(&mut self, unit: Activity) -> Result<(String, bool), Told> {
        let (at, unit_at) = (self.at("J"), self.at("K"));
        let factor = self.cells.needed(at, "the emission factor");
        let what = "the unit of the emission factor";
        let factor_unit = self.cells.needed_entry(unit_at, what, &FACTOR_UNITS)?;
        let factor = factor?;
        match (factor_unit, unit) {
            (Base::Energy, _) => Ok((format!("{factor} t CO2/TJ"), true)),
            (Base::Tonne, Activity::Tonnes) => Ok((format!("{factor} t CO2/t"), false)),
            // Tonnes per 1000 Nm3 are kilograms per Nm3.
            (Base::Volume, Activity::Volume) => Ok((format!("{factor} kg CO2/Nm3"), false)),
            _ => {
                let activity = self.cells.text(self.at("G"))?.unwrap_or_default();
                let factor = self.cells.text(unit_at)?.unwrap_or_default();
                let problem = WorkbookProblem::UnitsDoNotFit { activity, factor };
                Err(self.cells.tell(unit_at, &problem))
            }
        }
    }

    /// The carbon content of a mass balance; of a gas by volume, the CO2 of that carbon.
    fn carbon(&mut self, unit: Activity, stream: &mut StatedStream) -> Result<(), Told> {
        let (at, what) = (self.at("L"), "the carbon content");
        let carbon = self.cells.needed(at, what)?;
        if unit == Activity::Tonnes {
            self.cells.fraction(at, what)?;
            stream.carbon_content = Some(carbon.to_string());
            return Ok(());
        }
        let ratio = Cbam::bundled().map(|cbam| cbam.method().carbon_to_co2);
        let factor = ratio.ok().and_then(|ratio| carbon.times(ratio).ok());
        let factor = self.cells.computed(at, factor.ok_or(Told))?;
        stream.emission_factor = Some(format!("{factor} kg CO2/Nm3"));
        Ok(())
    }

    fn biomass(&mut self, stream: &mut StatedStream, name: &str) -> Result<(), Told> {
        let at = self.at("R");
        let biomass = self.cells.percent(at, "the biomass content in percent")?;
        if let Some(biomass) = biomass.filter(Amount::is_positive) {
            stream.biomass = Some(biomass.to_string());
            stream.zero_rated = Some(format!("as the communication workbook states in {at}"));
            self.notes.name(Note::Biomass, name);
        }
        let hidden = self.at("T");
        if self
            .cells
            .number(hidden)?
            .is_some_and(|part| !part.is_zero())
        {
            self.notes.cell(Note::HiddenBiomass, hidden);
        }
        Ok(())
    }

    /// Notes what stands in cells that the method does not use.
    fn leave_out(&mut self, method: StreamMethod) {
        let unused: &[&'static str] = match method {
            StreamMethod::Combustion => &["L", "P"],
            StreamMethod::Process => &["L", "N"],
            StreamMethod::MassBalance => &["J", "N", "P"],
        };
        for column in unused {
            let at = self.at(column);
            if matches!(self.cells.peek(at), Some(Value::Number(_))) {
                self.notes.cell(Note::NotUsed, at);
            }
        }
    }

    /// Looks whether the workbook computes emissions of the row, or objects to it.
    fn accepted(&mut self) -> Result<(), Told> {
        let at = self.at("AU");
        match self.cells.peek(at) {
            Some(Value::Text(written)) if !plain(written).is_empty() => {
                let written = written.clone();
                Err(self
                    .cells
                    .tell(at, &WorkbookProblem::RowNotFinished { written }))
            }
            _ => self
                .cells
                .needed_result(at, "the emissions of the row")
                .map(|_| ()),
        }
    }
}
