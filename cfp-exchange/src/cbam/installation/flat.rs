//! The data of an installation as a table of two columns: the way to each value, and the value.

use cfp_core::Explain;
use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde_json::{Map, Value};

use super::problem::InstallationProblem;
use super::schema::{INSTALLATION, Wants};
use crate::csv_cell::{csv_text, guarded};
use crate::error::{Error, Location, Reported};
use crate::factor_table::{TableProblem, decode, start};
use crate::model_file::position;

/// The titles of the two columns.
const TITLES: [&str; 2] = ["path", "value"];
/// The longest list that a path may make: a number beyond it would fill the memory with nothing.
const LONGEST: usize = 100_000;

/// A part of a path: `stream`, or the second of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Key(String),
    Number(usize),
}

/// The table of a value: `process[0].goods[0].cn` and `76011010`, line by line.
pub(super) fn table(value: &Value) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let mut rows = vec![TITLES.map(str::to_owned)];
    flatten(value, String::new(), &mut rows);
    for row in rows {
        // Memory takes everything.
        let _ = writer.write_record(row.each_ref().map(|cell| guarded(cell).into_owned()));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn flatten(value: &Value, path: String, rows: &mut Vec<[String; 2]>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = quoted(key);
                let below = if path.is_empty() {
                    key
                } else {
                    format!("{path}.{key}")
                };
                flatten(value, below, rows);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                flatten(value, format!("{path}[{number}]"), rows);
            }
        }
        Value::String(text) => rows.push([path, text.clone()]),
        Value::Null => {}
        other => rows.push([path, other.to_string()]),
    }
}

/// A key, in quotation marks where it has a sign of paths in it.
fn quoted(key: &str) -> String {
    if key.contains(['.', '[', ']', '"']) || key.is_empty() {
        format!("\"{}\"", key.replace('"', "\"\""))
    } else {
        key.to_owned()
    }
}

/// The value of a table, with years and truths as such: as a text of JSON, to be read like one.
pub(super) fn json(file: &str, bytes: &[u8]) -> Result<String, Error> {
    let place = Location::file(&file.into());
    let whole = |problem: &dyn Explain| Error::new(vec![Reported::new(problem, place.clone())]);
    let (text, _) = decode(bytes).map_err(|at| {
        let before = String::from_utf8_lossy(&bytes[..at]);
        let place = Location::text(&file.into(), position(&before, usize::MAX));
        Error::new(vec![Reported::new(&TableProblem::UnknownEncoding, place)])
    })?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut root = Value::Object(Map::new());
    let mut problems = Vec::new();
    let mut is_first = true;
    // The text is UTF-8 in memory: nothing can fail.
    while reader.read_record(&mut record).unwrap_or_default() {
        let (_, line) = start(&text, record.position());
        if std::mem::take(&mut is_first) {
            if record.iter().map(str::trim).ne(TITLES) {
                return Err(whole(&TableProblem::NoTitles));
            }
            continue;
        }
        let [path, value] =
            [0, 1].map(|field| csv_text(record.get(field).unwrap_or_default().trim()));
        if path.is_empty() && value.is_empty() {
            continue;
        }
        let put = parts(path).filter(|_| record.len() == 2);
        let put = put.and_then(|parts| set(&mut root, &parts, scalar(&parts, value)));
        if put.is_none() {
            let path = path.to_owned();
            let problem = InstallationProblem::BadPath { path };
            let place = Location::text(&file.into(), (line, 1));
            problems.push(Reported::new(&problem, place));
        }
    }
    if problems.is_empty() {
        Ok(root.to_string())
    } else {
        Err(Error::new(problems))
    }
}

/// The value of a path, a text but for truths and years.
fn scalar(parts: &[Part], value: &str) -> Value {
    match (wants(parts), value) {
        (Some(Wants::Truth), "true") => Value::Bool(true),
        (Some(Wants::Truth), "false") => Value::Bool(false),
        (Some(Wants::Year), year) => match year.parse::<u16>() {
            Ok(year) => Value::from(year),
            Err(_) => Value::from(year),
        },
        (_, text) => Value::from(text),
    }
}

/// What the tables of an installation hold at a path; `None` where they have no such key.
fn wants(parts: &[Part]) -> Option<Wants> {
    let mut schema = Some(&INSTALLATION);
    let mut found = None;
    for part in parts {
        let Part::Key(key) = part else {
            continue;
        };
        let mut keys = schema?.keys.iter();
        let (_, wants) = keys.find(|(known, _)| known == key)?;
        schema = match wants {
            Wants::Tables(schema) | Wants::One(schema) => Some(schema),
            _ => None,
        };
        found = Some(*wants);
    }
    found
}

/// The parts of `process[0]."a.b".cn`.
fn parts(path: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = path;
    loop {
        if let Some(after) = rest.strip_prefix('[') {
            let (number, after) = after.split_once(']')?;
            let number: usize = number.parse().ok()?;
            parts.push(Part::Number(number));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('"') {
            let mut key = String::new();
            let mut left = after;
            loop {
                let (head, tail) = left.split_once('"')?;
                key.push_str(head);
                let Some(more) = tail.strip_prefix('"') else {
                    rest = tail;
                    break;
                };
                key.push('"');
                left = more;
            }
            parts.push(Part::Key(key));
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                return None;
            }
            parts.push(Part::Key(key.to_owned()));
            rest = after;
        }
        if rest.is_empty() {
            return Some(parts);
        }
        if !rest.starts_with('[') {
            rest = rest.strip_prefix('.')?;
        }
    }
}

/// Puts a value at a path; `None` where something else stands there, or a number is far beyond a list.
fn set(root: &mut Value, parts: &[Part], value: Value) -> Option<()> {
    let mut node = root;
    for part in parts {
        node = match part {
            Part::Key(key) => {
                if node.is_null() {
                    *node = Value::Object(Map::new());
                }
                node.as_object_mut()?
                    .entry(key.clone())
                    .or_insert(Value::Null)
            }
            Part::Number(number) => {
                if node.is_null() {
                    *node = Value::Array(Vec::new());
                }
                let items = node.as_array_mut()?;
                if *number > LONGEST || *number > items.len() {
                    return None;
                }
                if *number == items.len() {
                    items.push(Value::Null);
                }
                items.get_mut(*number)?
            }
        };
    }
    if !node.is_null() {
        return None;
    }
    *node = value;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_back_as_what_was_written() {
        let value = serde_json::json!({
            "year": 2026,
            "stream": [{ "name": "gas, \"A.B\"", "used_in": { "a.b[1]": "1", "x\"y": "0" }, "waste_gas": true }],
            "process": [{ "name": "p", "goods": [{ "cn": "76011010" }, { "cn": "76012030" }] }],
        });
        let read = json("plant.csv", table(&value).as_bytes()).expect("a table");
        assert_eq!(serde_json::from_str::<Value>(&read).expect("JSON"), value);
    }

    /// Texts that read like something else, and texts that a spreadsheet would compute.
    #[test]
    fn texts_stay_texts() {
        let value = serde_json::json!({
            "year": 2026,
            "name": "=1+1",
            "report": { "verification": "true", "data_gaps": "-", "months": "2026", "year": "2027" },
            "stream": [{ "name": "true", "waste_gas": false, "factors": "'=1" }],
        });
        let text = table(&value);
        assert!(text.contains("name,'=1+1\n"), "{text}");
        let read = json("plant.csv", text.as_bytes()).expect("a table");
        assert_eq!(serde_json::from_str::<Value>(&read).expect("JSON"), value);
    }

    #[test]
    fn a_path_that_is_none_is_told_with_its_line() {
        let text = "path,value\nyear,2026\nprocess[7].name,x\nyear,2027\n.a,1\n";
        let error = json("plant.csv", text.as_bytes()).expect_err("three bad paths");
        let places: Vec<String> = error
            .problems()
            .iter()
            .map(|problem| problem.location.to_string())
            .collect();
        assert_eq!(places, ["plant.csv:3:1", "plant.csv:4:1", "plant.csv:5:1"]);
    }
}
