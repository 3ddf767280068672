//! `cfp database scores`.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use cfp_core::{Figure, Finding};
use cfp_exchange::csv_field;
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::ScoresArguments;
use super::loops::{self, LoopRow};
use super::open::{self, Method, Scored, called};
use crate::arguments::Format;
use crate::output::{Door, Outputs, STANDARD_OUTPUT};
use crate::page::{Page, json, rounding};
use crate::problem::Problems;
use crate::{Stop, Streams, tell};

/// The scores of a database.
#[derive(Serialize)]
struct Answer {
    method: Method,
    /// The products; `None` where they are in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Vec<Row>>,
    /// How many products there are.
    products: usize,
    loops: Vec<LoopRow>,
    findings: Vec<Finding>,
}

/// The score of one unit of a product.
#[derive(Serialize)]
struct Row {
    product: String,
    name: String,
    unit: Option<String>,
    /// `None` where it reaches a loop that is not sound.
    total: Option<Figure>,
    /// What is known of the loops that it reaches.
    status: &'static str,
}

/// How many scores that cannot be told are.
const TOLD: usize = 100;

/// The score of every product.
pub(super) fn answer(
    asked: &ScoresArguments,
    registry: &Registry,
    outputs: Outputs,
    (format, streams): (Format, &mut Streams<'_>),
) -> Result<(), Stop> {
    let read = asked.database.paths.iter().chain(&asked.database.labels);
    let outputs = read.fold(outputs, Outputs::reads).force(asked.force.force);
    let left_out = asked.left_out.as_deref();
    let beside = left_out.is_some() && format == Format::Text;
    let standard = beside.then(|| Path::new(STANDARD_OUTPUT));
    let output = asked.output.as_deref().or(standard);
    let paths: Vec<&Path> = output.into_iter().chain(left_out).collect();
    let door = Door::open(outputs, &paths)?;
    let scored = open::scored(&asked.database, registry)?;
    let rows = rows(&scored)?;
    let mut answer = Answer {
        method: scored.method(),
        products: rows.len(),
        loops: loops::rows(scored.database(), scored.scores.loops()),
        findings: scored.findings.clone(),
        scores: None,
    };
    let mut contents: Vec<Vec<u8>> = Vec::new();
    if output.is_some() {
        let mut csv = Vec::new();
        write(&mut csv, &rows)?;
        contents.push(csv);
    }
    if left_out.is_some() {
        contents.push(flows_left_out(&answer.method).into_bytes());
    }
    if format == Format::Text && output.is_none() {
        let mut out = BufWriter::new(&mut *streams.out);
        write(&mut out, &rows)?;
        out.flush()?;
        drop(out);
        // What is no data must not stand among it.
        tell(streams.err, &text(&scored, &answer, &rows))?;
        return Ok(());
    }
    let told = match format {
        Format::Json => {
            answer.scores = output.is_none().then_some(rows);
            json(&answer)
        }
        Format::Text => text(&scored, &answer, &rows),
    };
    let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    door.write(&contents, &told, streams)
}

/// Every flow that counts nothing, and why, as CSV.
fn flows_left_out(method: &Method) -> String {
    let mut text = "flow,name,compartment,unit,reason\n".to_owned();
    for row in &method.left_out {
        let fields = [
            Some(row.flow.as_str()),
            Some(&row.name),
            row.compartment.as_deref(),
            row.unit.as_deref(),
            Some(row.reason),
        ];
        let fields = fields.map(|text| csv_field(text.unwrap_or_default()).into_owned());
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    text
}

fn rows(scored: &Scored) -> Result<Vec<Row>, Problems> {
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for product in 0..scored.scores.len() {
        let (name, unit) = called(scored.database(), product);
        let Some(standing) = scored.scores.standing(product) else {
            continue;
        };
        let total = if scored.scores.is_given(product) {
            scored.scores.figure(product).map(Some)
        } else {
            Ok(None)
        };
        match total {
            Ok(total) => rows.push(Row {
                product: scored.database().product_id(product),
                name,
                unit,
                total,
                status: standing.word(),
            }),
            Err(error) if problems.len() < TOLD => problems.push(Problems::from(error)),
            Err(_) => {}
        }
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(Problems::all(problems))
    }
}

fn write(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    writeln!(out, "product,name,unit,value,bound,status")?;
    for row in rows {
        let value = row.total.map(|total| total.value().value_text());
        let bound = row.total.and_then(|total| total.bound());
        writeln!(
            out,
            "{},{},{},{},{},{}",
            csv_field(&row.product),
            csv_field(&row.name),
            csv_field(row.unit.as_deref().unwrap_or_default()),
            value.unwrap_or_default(),
            bound.map(|bound| bound.value_text()).unwrap_or_default(),
            row.status,
        )?;
    }
    Ok(())
}

fn text(scored: &Scored, answer: &Answer, rows: &[Row]) -> String {
    let mut page = Page::default();
    page.line(&format!("scores of {} products", answer.products));
    answer.method.show(&mut page);
    let given = rows.iter().filter(|row| row.total.is_some()).count();
    if given < rows.len() {
        let refused = rows.len() - given;
        page.line(&format!(
            "{refused} of them have none, since they reach a loop that is not sound"
        ));
    }
    let totals = rows.iter().filter_map(|row| row.total.as_ref());
    let unit = scored.with_unit("").trim().to_owned();
    let unit = if unit.is_empty() {
        "per unit".to_owned()
    } else {
        format!("{unit} per unit")
    };
    page.line(&format!("bound of each: {}", rounding(totals, &unit)));
    page.line("the bound is about arithmetic rounding only and says nothing about the data");
    loops::show(&mut page, &answer.loops);
    page.findings(&answer.findings);
    page.text()
}
