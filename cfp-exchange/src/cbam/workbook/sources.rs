//! Perfluorocarbons and measured sources: sections (b) and (c) of the sheet of emissions.

use std::ops::RangeInclusive;

use cfp_core::Amount;

use super::cells::{At, Cells, Told};
use super::notes::{Note, Notes};
use super::streams::{SOURCES, distinct, rows};
use crate::cbam::installation::{StatedAnodes, StatedMeasured};

/// The rows of perfluorocarbons; the one above is a printed example.
const ANODES: RangeInclusive<u32> = 98..=107;
/// The rows of measured sources; those above are printed examples.
const MEASURED: RangeInclusive<u32> = 113..=122;

/// How anode effects are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Record {
    Slope,
    Overvoltage,
}

const RECORDS: [(&str, Record); 2] = [
    ("Slope method", Record::Slope),
    ("Overvoltage method", Record::Overvoltage),
];
const GASES: [(&str, &str); 2] = [("CO2", "CO2"), ("N2O", "N2O")];

/// Reads the perfluorocarbons.
pub(super) fn anodes(cells: &mut Cells, notes: &mut Notes) -> Result<Vec<StatedAnodes>, Told> {
    let mut groups: Vec<StatedAnodes> = Vec::new();
    let mut sound = Ok(());
    for row in rows(cells, ANODES, &["D", "E", "F"])? {
        match group(cells, notes, row) {
            Ok(mut group) => {
                let names = groups.iter().map(|group| group.name.as_str());
                group.name = distinct(names, group.name, row);
                groups.push(group);
            }
            Err(Told) => sound = Err(Told),
        }
    }
    sound.map(|()| groups)
}

fn group(cells: &mut Cells, notes: &mut Notes, row: u32) -> Result<StatedAnodes, Told> {
    let at = |column| At::new(SOURCES, column, row);
    let name = cells.text(at("E"));
    let record = cells.needed_entry(at("D"), "the method", &RECORDS);
    let aluminium = cells.needed(at("F"), "the primary aluminium");
    let ratio = cells.needed(at("AM"), "the ratio of C2F6 to CF4");
    let collection = cells.fraction(at("AT"), "the collection efficiency");
    let mut group = StatedAnodes::default();
    let recorded = match record? {
        Record::Slope => slope(cells, row, &mut group),
        Record::Overvoltage => overvoltage(cells, notes, row, &mut group),
    };
    group.name = name?.unwrap_or_else(|| format!("anode effects (row {row})"));
    group.aluminium = format!("{} t", aluminium?);
    group.c2f6_per_cf4 = Some(ratio?.to_string());
    let collection = collection?;
    if collection.is_none() {
        notes.cell(Note::NoCollection, at("AT"));
    }
    group.collection_efficiency = collection.unwrap_or(Amount::ONE).to_string();
    recorded?;
    cells.needed_result(at("AU"), "the emissions of the row")?;
    Ok(group)
}

fn slope(cells: &mut Cells, row: u32, group: &mut StatedAnodes) -> Result<(), Told> {
    let at = |column| At::new(SOURCES, column, row);
    let frequency = cells.needed(at("AG"), "the frequency of anode effects");
    let minutes = cells.needed(at("AH"), "the duration of anode effects");
    let factor = cells.needed(at("AI"), "the slope emission factor");
    group.frequency = Some(frequency?.to_string());
    group.minutes = Some(minutes?.to_string());
    group.slope_factor = Some(factor?.to_string());
    Ok(())
}

fn overvoltage(
    cells: &mut Cells,
    notes: &mut Notes,
    row: u32,
    group: &mut StatedAnodes,
) -> Result<(), Told> {
    let at = |column| At::new(SOURCES, column, row);
    let millivolts = cells.needed(at("AJ"), "the overvoltage");
    let efficiency = cells.needed(at("AK"), "the current efficiency");
    let factor = cells.needed(at("AL"), "the overvoltage coefficient");
    let mut efficiency = efficiency?;
    // The cell is formatted as percent, so that 95 % stands in it as 0.95; the equation takes 95.
    if !efficiency.rank(&Amount::ONE).is_gt() {
        efficiency = cells.shifted(at("AK"), efficiency, 2)?;
        notes.cell(Note::CurrentEfficiency, at("AK"));
    }
    group.overvoltage = Some(millivolts?.to_string());
    group.current_efficiency_percent = Some(efficiency.to_string());
    group.overvoltage_factor = Some(factor?.to_string());
    Ok(())
}

/// Reads the measured sources.
pub(super) fn measured(cells: &mut Cells, notes: &mut Notes) -> Result<Vec<StatedMeasured>, Told> {
    let mut sources: Vec<StatedMeasured> = Vec::new();
    let mut sound = Ok(());
    for row in rows(cells, MEASURED, &["D", "E", "V", "X", "Z"])? {
        match source(cells, notes, row) {
            Ok(mut source) => {
                let names = sources.iter().map(|source| source.name.as_str());
                source.name = distinct(names, source.name, row);
                sources.push(source);
            }
            Err(Told) => sound = Err(Told),
        }
    }
    sound.map(|()| sources)
}

/// Grams per Nm3, hours and thousands of Nm3 per hour come to kilograms.
fn source(cells: &mut Cells, notes: &mut Notes, row: u32) -> Result<StatedMeasured, Told> {
    let at = |column| At::new(SOURCES, column, row);
    let name = cells.needed_text(at("D"), "the name of the emission source");
    let gas = cells.needed_entry(at("E"), "the greenhouse gas", &GASES);
    let concentration = cells.needed(at("V"), "the concentration");
    let hours = cells.needed(at("X"), "the hours of operation");
    let flow = cells.needed(at("Z"), "the flue gas flow");
    let biomass = cells.percent(at("R"), "the biomass content in percent");
    let (name, gas, biomass) = (name?, gas?, biomass?.filter(Amount::is_positive));
    let (concentration, hours, flow) = (concentration?, hours?, flow?);
    let grams = concentration.times(hours);
    let kilograms = grams.and_then(|grams| grams.times(flow));
    let tonnes = kilograms.and_then(|kilograms| kilograms.shifted(-3));
    let tonnes = cells.computed(at("V"), tonnes)?;
    let mut source = StatedMeasured {
        name,
        measured: format!("{tonnes} t {gas}"),
        ..StatedMeasured::default()
    };
    if let Some(biomass) = biomass {
        if gas == "CO2" {
            let part = cells.computed(at("R"), tonnes.times(biomass))?;
            source.zero_rated = Some(format!("{part} t CO2"));
            notes.name(Note::Biomass, &source.name);
        } else {
            notes.cell(Note::BiomassOfN2O, at("R"));
        }
    }
    cells.needed_result(at("AU"), "the emissions of the row")?;
    Ok(source)
}
