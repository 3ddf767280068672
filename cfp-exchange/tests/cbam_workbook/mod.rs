//! Workbooks, written and read back.

mod examples;
mod report;
mod template;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use cfp_exchange::cbam::installation::InstallationFile;
use rust_xlsxwriter::Workbook;

/// The cells of a sheet, by row and column from zero.
type Cells = BTreeMap<(u32, u32), Data>;

/// An example by its name.
fn example(name: &str) -> InstallationFile {
    let found = examples::EXAMPLES.iter().find(|(one, _)| *one == name);
    let (_, text) = found.expect("an example");
    let file = InstallationFile::read(name, text.as_bytes());
    file.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The sheets of a workbook with their cells.
fn sheets(bytes: &[u8]) -> Vec<(String, Cells)> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = workbook.sheet_names();
    let each = names.into_iter().map(|name| {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let (row, column) = range.start().unwrap_or_default();
        let cells = range.used_cells().map(|(down, right, data)| {
            let down = u32::try_from(down).expect("a row");
            let right = u32::try_from(right).expect("a column");
            ((row + down, column + right), data.clone())
        });
        (name, cells.collect())
    });
    each.collect()
}

/// The formulas of a sheet.
fn formulas(bytes: &[u8], sheet: &str) -> BTreeMap<(u32, u32), String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = workbook.worksheet_formula(sheet).expect("a sheet");
    let (row, column) = range.start().unwrap_or_default();
    let cells = range.used_cells().map(|(down, right, formula)| {
        let down = u32::try_from(down).expect("a row");
        let right = u32::try_from(right).expect("a column");
        ((row + down, column + right), formula.clone())
    });
    cells.filter(|(_, formula)| !formula.is_empty()).collect()
}

/// A workbook of these sheets.
fn written(sheets: &[(String, Cells)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, cells) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name");
        for ((row, column), data) in cells {
            let column = u16::try_from(*column).expect("a column");
            match data {
                Data::String(text) => sheet.write_string(*row, column, text),
                Data::Float(number) => sheet.write_number(*row, column, *number),
                Data::Bool(truth) => sheet.write_boolean(*row, column, *truth),
                other => panic!("{other:?}"),
            }
            .expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}
