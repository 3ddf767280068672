//! Tables in Parquet. A binary number enters as the shortest decimal that stands for it, a decimal as it is.

use super::grid::Read;
use super::problem::TableProblem;

/// The table of a Parquet file.
#[cfg(not(feature = "parquet"))]
pub(super) fn read(_: &[u8]) -> Read {
    Err(TableProblem::NoParquet)
}

#[cfg(feature = "parquet")]
pub(super) use reader::read;

#[cfg(feature = "parquet")]
mod reader {
    use bytes::Bytes;
    use parquet::errors::ParquetError;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::super::TableFormat;
    use super::super::grid::{Cell, LARGEST, Line, Origin};
    use super::{Read, TableProblem};

    /// The table of a Parquet file.
    pub(in super::super) fn read(bytes: &[u8]) -> Read {
        // The library panics on some of the files that are damaged.
        std::panic::catch_unwind(|| rows(bytes)).unwrap_or_else(|_| {
            let reason = "it is damaged".to_owned();
            Err(TableProblem::BadParquet { reason })
        })
    }

    fn rows(bytes: &[u8]) -> Read {
        let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes))
            .map_err(|error| bad(&error))?;
        let fields = reader.metadata().file_metadata().schema().get_fields();
        let titles: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
        let mut rows = vec![Line {
            number: 0,
            cells: titles.iter().cloned().map(Cell::Text).collect(),
        }];
        let mut size = 0;
        for (index, row) in reader
            .get_row_iter(None)
            .map_err(|error| bad(&error))?
            .enumerate()
        {
            let row = row.map_err(|error| bad(&error))?;
            let cells: Vec<Cell> = row
                .get_column_iter()
                .map(|(_, field)| cell(field))
                .collect();
            size += cells
                .iter()
                .map(|cell| cell.text().len() + 1)
                .sum::<usize>();
            if size > LARGEST {
                return Err(TableProblem::TooLarge);
            }
            if !cells.iter().all(Cell::is_empty) {
                let number = index + 1;
                rows.push(Line { number, cells });
            }
        }
        Ok((rows, TableFormat::Parquet, Origin::Parquet(titles)))
    }

    fn bad(error: &ParquetError) -> TableProblem {
        let reason = error.to_string().replace('\n', " ");
        let reason = reason.trim_end_matches('.').to_owned();
        TableProblem::BadParquet { reason }
    }

    fn cell(field: &Field) -> Cell {
        let text = match field {
            Field::Null => String::new(),
            Field::Str(text) => text.clone(),
            Field::Byte(number) => number.to_string(),
            Field::Short(number) => number.to_string(),
            Field::Int(number) => number.to_string(),
            Field::Long(number) => number.to_string(),
            Field::UByte(number) => number.to_string(),
            Field::UShort(number) => number.to_string(),
            Field::UInt(number) => number.to_string(),
            Field::ULong(number) => number.to_string(),
            Field::Float16(number) => number.to_string(),
            Field::Float(number) => number.to_string(),
            Field::Double(number) => number.to_string(),
            // A decimal without places is written with its point.
            Field::Decimal(_) => field.to_string().trim_end_matches('.').to_owned(),
            Field::Bool(truth) => return Cell::Unusable(format!("the truth value `{truth}`")),
            Field::Bytes(_) => return Cell::Unusable("a string of bytes".to_owned()),
            Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {
                return Cell::Unusable("a structure".to_owned());
            }
            _ => return Cell::Unusable("a date or time".to_owned()),
        };
        Cell::Text(text)
    }
}
