//! The parts of a footprint's text that stand only where a model states something for them.

use cfp_core::{Amount, CoverageRow, CoveredBy, DataQuality, Footprint, Ratings, RegionRow};

use crate::page::{Page, Side, Table, share, short};

/// How many sources are shown to people.
const SOURCES: usize = 5;
/// What stands where nothing is stated.
const NOT_STATED: &str = "not stated";

/// Life-cycle stages, where there are several.
pub(crate) fn stages(page: &mut Page, footprint: &Footprint) {
    let rows = &footprint.by_stage;
    if rows.len() < 2 {
        return;
    }
    page.heading("by stage (kg CO2e, share of the total)");
    let mut table = Table::new([Side::Left, Side::Right, Side::Right]);
    for row in rows {
        let stage = row.stage.as_deref().unwrap_or(NOT_STATED).to_owned();
        let percent = share(row.share_percent.as_deref());
        table.row([stage, short(row.co2e.value()), percent]);
    }
    page.table(&table);
}

/// Where is emitted and where consumed, where that is more than one place and consumers say where they are.
pub(crate) fn regions(page: &mut Page, footprint: &Footprint) {
    let rows = &footprint.by_region;
    let consumes = |row: &RegionRow| row.region.is_some() && !row.embodied.value().is_zero();
    if rows.len() < 2 || !rows.iter().any(consumes) {
        return;
    }
    page.heading("by region (kg CO2e)");
    let mut table = Table::new([Side::Left, Side::Right, Side::Right]);
    table.row(["", "emitted in", "consumed in"].map(str::to_owned));
    for row in rows {
        let code = row.region.as_deref().unwrap_or(NOT_STATED).to_owned();
        let [territorial, embodied] = [row.territorial, row.embodied].map(|figure| figure.value());
        table.row([code, short(territorial), short(embodied)]);
    }
    page.table(&table);
}

/// The suppliers' results that say something of themselves.
pub(crate) fn suppliers(page: &mut Page, footprint: &Footprint) {
    let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
    for row in &footprint.suppliers {
        let primary = row.primary_percent.as_ref();
        let said = joined([
            row.supplier.clone(),
            row.source.clone(),
            row.boundary.clone(),
            row.gwp.clone(),
            row.validity.clone(),
            primary.map(|percent| format!("{} primary data", share(Some(percent)))),
        ]);
        if !said.is_empty() {
            table.row([row.flow.clone(), short(row.co2e.value()), said]);
        }
    }
    if !table.is_empty() {
        page.heading("suppliers' results (kg CO2e)");
        page.table(&table);
    }
}

/// What is stated, in one line.
fn joined<const N: usize>(said: [Option<String>; N]) -> String {
    let said: Vec<String> = said.into_iter().flatten().collect();
    said.join(", ")
}

/// By what right electricity counts as it does, where a supply says so.
pub(crate) fn electricity(page: &mut Page, footprint: &Footprint) {
    if footprint.electricity.is_empty() {
        return;
    }
    page.heading("electricity (amount, kg CO2e as counted, kg CO2e by location)");
    let mut table = Table::new([
        Side::Left,
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
    ]);
    for row in &footprint.electricity {
        let by_location = row.location_based.map(|figure| short(figure.value()));
        let volume = row.volume.as_ref();
        let volume = volume.map(|volume| format!("covers {volume}"));
        let said = joined([row.instrument.clone(), row.period.clone(), volume]);
        table.row([
            row.flow.clone(),
            row.treatment.clone(),
            format!("{} {}", short(row.amount.value()), row.unit),
            short(row.co2e.value()),
            by_location.unwrap_or_else(|| NOT_STATED.to_owned()),
            said,
        ]);
    }
    page.table(&table);
}

/// On what kind of data the footprint rests, where more is stated than published factors.
pub(crate) fn data(page: &mut Page, footprint: &Footprint) {
    let data = &footprint.data_quality;
    let states = |percent: &Option<String>| {
        let percent = percent.as_deref().map(str::parse::<Amount>);
        matches!(percent, Some(Ok(percent)) if !percent.is_zero())
    };
    let says_more = states(&data.primary_percent) || states(&data.metered_percent);
    if !says_more && data.ratings.is_none() {
        return;
    }
    page.heading("data (share of the absolute footprint without biogenic uptake)");
    origins(page, data);
    if let Some(ratings) = &data.ratings {
        scores(page, ratings);
    }
    sources(page, &footprint.coverage);
}

fn origins(page: &mut Page, data: &DataQuality) {
    let mut table = Table::new([Side::Left, Side::Right]);
    let shares = [
        ("primary", &data.primary_percent),
        ("metered", &data.metered_percent),
        ("secondary", &data.secondary_percent),
        (NOT_STATED, &data.not_stated_percent),
    ];
    for (origin, percent) in shares {
        table.row([origin.to_owned(), share(percent.as_deref())]);
    }
    page.table(&table);
}

fn scores(page: &mut Page, ratings: &Ratings) {
    let Ratings {
        technology,
        geography,
        time,
        ..
    } = ratings;
    let covered = share(ratings.covered_percent.as_deref());
    page.line(&format!(
        "  scores from 1 (best) to 5: technology {technology}, geography {geography}, time {time}; \
         {covered} has scores"
    ));
}

fn sources(page: &mut Page, coverage: &[CoverageRow]) {
    page.heading("largest sources (kg CO2e, share of the total)");
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    let (shown, rest) = coverage.split_at(coverage.len().min(SOURCES));
    for row in shown {
        let percent = share(row.share_percent.as_deref());
        table.row([short(row.co2e.value()), percent, source(&row.source)]);
    }
    page.table(&table);
    if !rest.is_empty() {
        page.line(&format!("  {} more", rest.len()));
    }
}

/// A source in one line.
fn source(covered_by: &CoveredBy) -> String {
    match covered_by {
        CoveredBy::Dataset {
            dataset,
            version,
            region,
            year,
            exact,
        } => {
            let year = year.map_or_else(String::new, |year| format!(" {year}"));
            let stand_in = if *exact {
                ""
            } else {
                ", in place of what was asked for"
            };
            format!("{dataset} {version}, {region}{year}{stand_in}")
        }
        CoveredBy::Supplier { source } => match source {
            Some(source) => format!("supplier: {source}"),
            None => "supplier without a source".to_owned(),
        },
        CoveredBy::Emission { source } => format!("emission: {source}"),
        _ => "emissions without a source".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use cfp_core::{
        Electricity, Exchange, GwpSet, Process, Quality, Supply, System, SystemBuilder, Treatment,
    };

    use super::*;

    fn told(builder: SystemBuilder) -> String {
        let set = GwpSet::of_values("CO2 only", [("CO2", "1")]).expect("a set");
        let system = builder.build().expect("a system");
        let footprint = system.footprint("profile", "1 kg", &set);
        let footprint = footprint.expect("a footprint");
        let mut page = Page::default();
        for section in [stages, regions, suppliers, electricity, data] {
            section(&mut page, &footprint);
        }
        page.text()
    }

    /// 5 + 3 kg of billets, 0.3 kg of electricity by certificate (2 kWh × 0.15) and 1.7 kg measured: 10 kg, 5.7 of which
    /// are primary: 0.8 × 5 + 1.7. The scores weigh 5 : 1.7: geography (10 + 1.7) / 6.7, time (15 + 1.7) / 6.7.
    #[test]
    fn what_is_stated_is_shown() {
        let near = Supply::new("10 kg CO2e/kg")
            .supplier("Pinggao Foundry")
            .source("declaration 118")
            .boundary("cradle to gate")
            .region("AU")
            .quality(Quality::new("1", "2", "3"))
            .primary_share("80");
        let far = Supply::new("6 kg CO2e/kg").source("declaration 7");
        let wind = Supply::new("0.15 kg CO2e/kWh").electricity(
            Electricity::new(Treatment::Certificate)
                .instrument("GEC 24")
                .volume("800 MWh")
                .location_based("0.6 kg CO2e/kWh"),
        );
        let gas = Exchange::new("1.7 kg").primary(true);
        let casting = Process::new("cast")
            .region("CN")
            .stage("casting")
            .makes("cast billet", "1 kg")
            .takes("billet", "1 kg");
        let pressing = Process::new("press")
            .region("CN")
            .stage("pressing")
            .makes("profile", "1 kg")
            .takes("cast billet", "1 kg")
            .takes("electricity", "2 kWh")
            .emits(
                "CO2",
                gas.quality(Quality::new("1", "1", "1")).source("meter 4"),
            );
        let builder = System::builder()
            .processes([casting, pressing])
            .supply("billet", Supply::mix([("0.5", near), ("0.5", far)]))
            .supply("electricity", wind);
        let expected = "
by stage (kg CO2e, share of the total)
  casting   8  80 %
  pressing  2  20 %

by region (kg CO2e)
              emitted in  consumed in
  AU                   5            0
  CN                 1.7          8.3
  not stated         3.3          1.7

suppliers' results (kg CO2e)
  billet  5  Pinggao Foundry, declaration 118, cradle to gate, 80 % primary data
  billet  3  declaration 7

electricity (amount, kg CO2e as counted, kg CO2e by location)
  electricity  certificate  2 kWh  0.3  1.2  GEC 24, covers 800 MWh

data (share of the absolute footprint without biogenic uptake)
  primary     57 %
  metered      0 %
  secondary   10 %
  not stated  33 %
  scores from 1 (best) to 5: technology 1, geography 1.7463, time 2.4925; 67 % has scores

largest sources (kg CO2e, share of the total)
    5  50 %  supplier: declaration 118
    3  30 %  supplier: declaration 7
  1.7  17 %  emission: meter 4
  0.3   3 %  supplier without a source
";
        assert_eq!(told(builder), expected);
    }

    /// A model that says no more than its amounts has none of this.
    #[test]
    fn what_is_not_stated_is_not_shown() {
        let pressing = Process::new("press")
            .stage("pressing")
            .makes("profile", "1 kg")
            .emits("CO2", "1 kg")
            .takes("electricity", "2 kWh");
        let builder = System::builder()
            .process(pressing)
            .supply("electricity", "0.15 kg CO2e/kWh");
        assert_eq!(told(builder), "");
    }
}
