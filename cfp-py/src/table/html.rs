//! A table for notebooks: self-contained, its first rows, every text escaped.

use cfp_core::Amount;
use cfp_exchange::{Cell, ColumnKind, Table};

use crate::html::escaped;

/// How many rows are shown.
const ROWS: usize = 20;
/// How many significant digits are shown.
const DIGITS: u32 = 6;

/// The first rows of a table.
pub fn table(table: &Table) -> String {
    let heads = table.columns().map(|column| {
        let name = escaped(column.name());
        match column.unit() {
            Some(unit) => format!("<th>{name}<br>{}</th>", escaped(unit)),
            None => format!("<th>{name}</th>"),
        }
    });
    let heads: String = heads.collect();
    let rows: String = (0..table.len().min(ROWS))
        .map(|at| row(table, at))
        .collect();
    let more = table.len().saturating_sub(ROWS);
    let foot = if more > 0 {
        let columns = table.columns().count();
        format!("<tfoot><tr><td colspan=\"{columns}\">{more} more rows</td></tr></tfoot>")
    } else {
        String::new()
    };
    format!("<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>{foot}</table>")
}

fn row(table: &Table, at: usize) -> String {
    let cells = table.columns().map(|column| {
        let text = shown(column.cell(at).unwrap_or(Cell::Absent));
        if matches!(column.kind(), ColumnKind::Text | ColumnKind::Texts) {
            format!("<td style=\"text-align:left\">{}</td>", escaped(&text))
        } else {
            format!("<td>{}</td>", escaped(&text))
        }
    });
    format!("<tr>{}</tr>", cells.collect::<String>())
}

/// A cell as text: a number rounded for reading, and nothing for what is absent.
fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Absent => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Texts(texts) => texts.join(", "),
        Cell::Decimal(text) => match text.parse::<Amount>() {
            Ok(amount) => amount.significant(DIGITS),
            Err(_) => text,
        },
        Cell::Double(number) => number.to_string(),
        Cell::Integer(number) => number.to_string(),
        Cell::Boolean(answer) => answer.to_string(),
        _ => unreachable!("every cell is shown"),
    }
}
