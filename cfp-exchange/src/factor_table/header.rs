//! The header of a person's own dataset: what of `dataset.toml` cannot be computed, and a few names.

use std::collections::BTreeMap;
use std::sync::Arc;

use cfp_core::{Explain, nearest};
use cfp_factors::{FileFault, FilePlace};
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::problem::TableProblem;
use super::{NamedBytes, Told, csv};
use crate::error::{Location, Reported};
use crate::model_file::{FileProblem, position};

/// The group of folders of a header that names none.
const GROUP: &str = "own";

/// The keys of each part of a header, and which of them have to be there.
const PARTS: [(&str, &str, &[&str], &[&str]); 3] = [
    ("", "the header", &KEYS, &REQUIRED),
    (
        "licence",
        "the licence",
        &["name", "url", "redistribution", "attribution"],
        &["name", "redistribution", "attribution"],
    ),
    ("content", "the content", &["file", "rows", "sha256"], &[]),
];

const KEYS: [&str; 20] = [
    "group",
    "id",
    "edition",
    "revision",
    "supersedes",
    "title",
    "title_zh",
    "publisher",
    "document",
    "url",
    "reference_year",
    "serves",
    "published",
    "kinds",
    "regions",
    "gas_basis",
    "gwp_set",
    "zeros_are_published",
    "licence",
    "content",
];

const REQUIRED: [&str; 11] = [
    "id",
    "edition",
    "revision",
    "title",
    "publisher",
    "document",
    "reference_year",
    "serves",
    "published",
    "gas_basis",
    "licence",
];

/// What stands in for keys that are missing or do not read, so that all else can be checked: it brings about no
/// problem of its own.
const STAND_INS: &str = r#"
id = "own"
edition = "1"
revision = 1
title = "own"
publisher = "own"
document = "own"
serves = [2000]
published = "1970"
gas_basis = "per gas"
zeros_are_published = true

[licence]
name = "own"
redistribution = false
attribution = "own"
"#;

/// A header as it is written, with stand-ins for what is wrong in it.
#[derive(Debug)]
pub(super) struct Header {
    file: Arc<str>,
    text: String,
    group: String,
    table: Table,
    /// Where each key and its value begin, by paths such as `licence.name`.
    places: BTreeMap<String, (usize, usize)>,
}

/// A header with all that is computed, one key a line after an empty first one.
#[derive(Debug)]
pub(super) struct Composed {
    /// `<group>/<id>/<edition>-<revision>`.
    pub folder: String,
    pub text: String,
    /// The path of the key in each line; empty where none is.
    keys: Vec<String>,
}

impl Header {
    /// The header of a file and what is wrong with its keys; stand-ins alone where it is no TOML.
    pub fn read(file: NamedBytes<'_>) -> (Self, Vec<Told>) {
        let mut header = Self {
            file: file.name.into(),
            text: String::new(),
            group: GROUP.to_owned(),
            table: stand_ins(),
            places: BTreeMap::new(),
        };
        let told = match csv::decode(file.bytes) {
            Ok((text, _)) => {
                header.text = text;
                header.parse()
            }
            Err(_) => vec![header.tell(&TableProblem::UnknownEncoding, None)],
        };
        (header, told)
    }

    fn parse(&mut self) -> Vec<Told> {
        let read = DeTable::parse(&self.text).and_then(|spans| {
            let table: Table = self.text.parse()?;
            Ok((places(spans.get_ref()), table))
        });
        let (places, table) = match read {
            Ok(read) => read,
            Err(error) => {
                let lines: Vec<&str> = error.message().lines().map(str::trim).collect();
                let reason = lines.join("; ");
                let at = error.span().map(|span| span.start);
                return vec![self.tell(&FileProblem::TomlSyntax { reason }, at)];
            }
        };
        (self.places, self.table) = (places, table);
        let mut told = Vec::new();
        for (part, owner, known, required) in PARTS {
            self.check_keys(part, owner, known, required, &mut told);
        }
        // A date of TOML says what its text does.
        if let Some(date @ Value::Datetime(_)) = self.table.get_mut("published") {
            *date = Value::String(date.to_string());
        }
        if let Some(group) = self.table.remove("group") {
            group
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut self.group);
        }
        self.check_names(&mut told);
        told
    }

    /// Tells and mends the keys of a part that are unknown or missing.
    fn check_keys(
        &mut self,
        part: &str,
        owner: &'static str,
        known: &[&'static str],
        required: &[&'static str],
        told: &mut Vec<Told>,
    ) {
        let table = match part {
            "" => &self.table,
            _ => match self.table.get(part) {
                Some(Value::Table(table)) => table,
                // What is missing was told; what is no table, the check tells.
                _ => return,
            },
        };
        let path = |key: &str| join(part, key);
        let is_unknown = |key: &&String| !known.contains(&key.as_str());
        let unknown: Vec<String> = table.keys().filter(is_unknown).cloned().collect();
        let is_missing = |key: &&&str| !table.contains_key(**key);
        let missing: Vec<&'static str> = required.iter().filter(is_missing).copied().collect();
        for key in unknown {
            let problem = FileProblem::UnknownKey {
                nearest: nearest(&key, known.iter().copied()),
                key: key.clone(),
                owner,
                known: known.to_vec(),
            };
            let at = self.places.get(&path(&key)).map(|(key, _)| *key);
            told.push(self.tell(&problem, at));
            self.mend(&path(&key));
        }
        for key in missing {
            let at = self.places.get(part).map(|(key, _)| *key);
            told.push(self.tell(&FileProblem::MissingKey { key, owner }, at));
            self.mend(&path(key));
        }
    }

    /// Tells and mends names that cannot be those of folders.
    fn check_names(&mut self, told: &mut Vec<Told>) {
        let text = |key: &str| self.table.get(key).and_then(Value::as_str);
        let names = [
            ("group", Some(self.group.as_str())),
            ("id", text("id")),
            ("edition", text("edition")),
        ];
        let is_bad = |name: &str| !is_name(name);
        let bad: Vec<&str> = names
            .iter()
            .filter(|(_, name)| name.is_some_and(is_bad))
            .map(|(key, _)| *key)
            .collect();
        for key in bad {
            let reason = format!(
                "`{key}` names a folder: letters, digits, `-`, `_` and `.`, the first a letter or digit"
            );
            let at = self.places.get(key).map(|(_, value)| *value);
            told.push(self.tell(&FileFault::BadHeader { reason }, at));
            self.mend(key);
        }
    }

    /// Puts the stand-in in the place of a key, or takes the key out; whether that changed anything.
    fn mend(&mut self, path: &str) -> bool {
        if path == "group" {
            GROUP.clone_into(&mut self.group);
            return true;
        }
        let stand_in = find(&stand_ins(), path).cloned();
        let (table, key) = match path.split_once('.') {
            Some((part, key)) => match self.table.get_mut(part) {
                Some(Value::Table(table)) => (table, key),
                _ => return false,
            },
            None => (&mut self.table, path),
        };
        let before = match &stand_in {
            Some(value) => table.insert(key.to_owned(), value.clone()),
            None => table.remove(key),
        };
        before != stand_in
    }

    /// The header with what is computed where it does not state it: kinds, regions and the keys of `[content]`.
    pub fn compose(&self, kinds: Value, regions: Value, content: Table) -> Composed {
        let mut table = self.table.clone();
        table.entry("kinds").or_insert(kinds);
        table.entry("regions").or_insert(regions);
        let stated = table.entry("content").or_insert(Table::new().into());
        if let Value::Table(stated) = stated {
            for (key, value) in content {
                stated.entry(key).or_insert(value);
            }
        }
        let mut lines = vec![(String::new(), String::new())];
        let (parts, keys): (Vec<_>, Vec<_>) = table.iter().partition(|(_, value)| value.is_table());
        for (key, value) in keys {
            lines.push((key.clone(), format!("{key} = {value}")));
        }
        for (part, values) in parts {
            lines.push((part.clone(), format!("[{part}]")));
            for (key, value) in values.as_table().into_iter().flatten() {
                lines.push((join(part, key), format!("{key} = {value}")));
            }
        }
        let text = |key: &str| match table.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Integer(number)) => number.to_string(),
            _ => String::new(),
        };
        let version = format!("{}-{}", text("edition"), text("revision"));
        let keys = lines.iter().flat_map(|(key, line)| {
            let lines = line.split('\n').count();
            std::iter::repeat_n(key.clone(), lines)
        });
        let texts: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
        Composed {
            folder: format!("{}/{}/{version}", self.group, text("id")),
            keys: keys.collect(),
            text: texts.join("\n"),
        }
    }

    /// Tells a fault of a composed header at its place in this one, and mends its key; whether there is something new
    /// to check.
    pub fn take_fault(&mut self, fault: &FileFault, key: &str, told: &mut Vec<Told>) -> bool {
        told.push(self.tell_at(fault, key));
        self.mend(key)
    }

    /// Tells a fault at the value of a key, or of the file where the key is not stated.
    pub fn tell_at(&self, fault: &FileFault, key: &str) -> Told {
        self.tell(fault, self.places.get(key).map(|(_, value)| *value))
    }

    fn tell(&self, problem: &dyn Explain, at: Option<usize>) -> Told {
        let place = at.map(|at| position(&self.text, at));
        let location = match place {
            Some(place) => Location::text(&self.file, place),
            None => Location::file(&self.file),
        };
        Told::of_header(place, Reported::new(problem, location))
    }
}

impl Composed {
    /// The path of the key at a place; empty where none is.
    pub fn key(&self, place: &FilePlace) -> &str {
        let line = place.position.map_or(0, |(line, _)| line - 1);
        self.keys.get(line).map_or("", String::as_str)
    }
}

fn stand_ins() -> Table {
    STAND_INS.parse().unwrap_or_default()
}

fn find<'t>(table: &'t Table, path: &str) -> Option<&'t Value> {
    match path.split_once('.') {
        Some((part, key)) => table.get(part)?.get(key),
        None => table.get(path),
    }
}

fn join(part: &str, key: &str) -> String {
    if part.is_empty() {
        key.to_owned()
    } else {
        format!("{part}.{key}")
    }
}

/// Whether a text is a name of a folder and of a dataset, wherever it is used.
fn is_name(text: &str) -> bool {
    let is_of_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.');
    text.starts_with(char::is_alphanumeric) && text.chars().all(is_of_name) && !text.ends_with('.')
}

/// Where each key and its value begin.
fn places(table: &DeTable<'_>) -> BTreeMap<String, (usize, usize)> {
    let mut places = BTreeMap::new();
    for (key, value) in table {
        let name = key.get_ref().to_string();
        places.insert(name.clone(), (key.span().start, value.span().start));
        if let DeValue::Table(part) = value.get_ref() {
            for (key, value) in part {
                let path = join(&name, key.get_ref());
                places.insert(path, (key.span().start, value.span().start));
            }
        }
    }
    places
}
