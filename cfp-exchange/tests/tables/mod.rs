//! One small table in every format, written by other libraries than those that read it.

#![allow(dead_code, reason = "the features of the build decide what is used")]

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const HEADER: &str = r#"# What we were told
id = "suppliers"
edition = "2024"
revision = 1
title = "Suppliers"
publisher = "our purchasing"
document = "declarations"
reference_year = 2024
serves = [2024, 2025]
published = 2025-03-01
gas_basis = "CO2e"
[licence]
name = "for our own use"
redistribution = false
attribution = "our purchasing"
"#;

pub const COLUMNS: [&str; 12] = [
    "row",
    "activity",
    "activity_zh",
    "region",
    "year",
    "value",
    "unit",
    "kind",
    "place",
    "url",
    "confidence",
    "note",
];

/// What stands in a cell.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    Text(&'static str),
    Number(f64),
    Truth,
    Date,
}

use Field::{Number, Text};

pub const ROWS: [[Field; 12]; 2] = [
    [
        Text("grid"),
        Text("electricity"),
        Text("电力"),
        Text("CN"),
        Number(2024.0),
        Number(0.5777),
        Text("kg CO2e/kWh"),
        Text("life-cycle footprint"),
        Text("table 1"),
        Text(""),
        Text("seen"),
        Text("two lines,\none \"note\""),
    ],
    [
        Text("steam"),
        Text("heat, bought"),
        Text("蒸汽"),
        Text("CN-GD"),
        Number(2024.0),
        Number(0.35),
        Text("kg CO2e/kWh"),
        Text("upstream"),
        Text("letter"),
        Text(""),
        Text("seen"),
        Text(""),
    ],
];

/// The table as it is sealed.
pub const SEALED: &str =
    "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note
grid,electricity,电力,CN,2024,0.5777,kg CO2e/kWh,life-cycle footprint,table 1,,seen,\"two lines,
one \"\"note\"\"\"
steam,\"heat, bought\",蒸汽,CN-GD,2024,0.35,kg CO2e/kWh,upstream,letter,,seen,
";

impl Field {
    /// The field as a text.
    pub fn text(self) -> String {
        match self {
            Text(text) => text.to_owned(),
            Number(number) => number.to_string(),
            Self::Truth | Self::Date => panic!("no text"),
        }
    }
}

/// A sheet of a workbook: its name, titles and rows.
pub type Sheet<'a> = (&'a str, &'a [&'a str], &'a [Vec<Field>]);

/// A workbook of Excel with these sheets.
pub fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (name, titles, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        sheet
            .write_row(0, 0, titles.iter().copied())
            .expect("titles");
        for (row, fields) in (1..).zip(*rows) {
            for (column, field) in (0..).zip(fields) {
                let written = match *field {
                    Text(text) => sheet.write_string(row, column, text),
                    Number(number) => sheet.write_number(row, column, number),
                    Field::Truth => sheet.write_boolean(row, column, true),
                    Field::Date => {
                        let day = ExcelDateTime::from_ymd(2024, 2, 1).expect("a day");
                        sheet.write_datetime_with_format(row, column, &day, &date)
                    }
                };
                written.expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// An `OpenDocument` spreadsheet with one sheet.
pub fn ods(sheet: &str, titles: &[&str], rows: &[Vec<Field>]) -> Vec<u8> {
    let text = |text: &str| {
        let text = text
            .replace('&', "&amp;")
            .replace('\n', "</text:p><text:p>");
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let cell = |field: &Field| match field {
        Text(content) => text(content),
        Number(number) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number:.1}</text:p></table:table-cell>"
        ),
        other => panic!("{other:?}"),
    };
    let titles: String = titles.iter().map(|title| text(title)).collect();
    let rows = rows.iter().map(|row| row.iter().map(cell).collect());
    let rows = std::iter::once(titles).chain(rows);
    let rows: Vec<String> = rows
        .map(|row: String| format!("<table:table-row>{row}</table:table-row>"))
        .collect();
    let rows = rows.concat();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"{sheet}\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest \
                    xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let files = [
        ("mimetype", mimetype),
        ("META-INF/manifest.xml", manifest.to_owned()),
        ("content.xml", content),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        archive.start_file(name, stored).expect("a file");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A Parquet file of these rows: years as whole numbers, values as doubles, and no address at all.
#[cfg(feature = "parquet")]
pub fn parquet(rows: &[[Field; 12]], codec: parquet::basic::Compression) -> Vec<u8> {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let columns = COLUMNS.map(|column| match column {
        "year" => "required int64 year;".to_owned(),
        "value" => "required double value;".to_owned(),
        "url" => "optional binary url (STRING);".to_owned(),
        column => format!("required binary {column} (STRING);"),
    });
    let schema = format!("message table {{ {} }}", columns.join(" "));
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let properties = WriterProperties::builder().set_compression(codec).build();
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    for (at, name) in COLUMNS.iter().enumerate() {
        let numbers: Vec<f64> = rows
            .iter()
            .map(|row| {
                if let Number(number) = row[at] {
                    number
                } else {
                    0.0
                }
            })
            .collect();
        let mut column = group.next_column().expect("it writes").expect("a column");
        let written = match *name {
            "year" => {
                let years = vec![2024; rows.len()];
                column.typed::<Int64Type>().write_batch(&years, None, None)
            }
            "value" => column
                .typed::<DoubleType>()
                .write_batch(&numbers, None, None),
            "url" => {
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&[], Some(&vec![0; rows.len()]), None)
            }
            _ => {
                let texts: Vec<ByteArray> = rows
                    .iter()
                    .map(|row| ByteArray::from(row[at].text().into_bytes()))
                    .collect();
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&texts, None, None)
            }
        };
        written.expect("values");
        column.close().expect("a whole column");
    }
    group.close().expect("a whole group");
    writer.close().expect("a whole file");
    bytes
}
