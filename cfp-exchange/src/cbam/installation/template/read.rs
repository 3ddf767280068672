//! The template that was filled in, as the plain form.

use std::collections::BTreeMap;
use std::sync::Arc;

use cfp_core::{Explain, nearest};
use serde_json::{Map, Value as Json};

use super::cells::{self, text};
use super::problem::TemplateProblem;
use super::sheets::{Book, Cell, Sheet};
use super::tables::{Column, DIRECTION, MEANING, Stands, TABLES, Table};
use crate::cbam::installation::StatedInstallation;
use crate::cbam::installation::document::Step;
use crate::cbam::installation::problem::InstallationProblem;
use crate::cbam::installation::schema::{INSTALLATION, Wants};
use crate::error::{Error, Location, Reported};
use crate::factor_table::TableProblem;
use crate::model_file::FileProblem;

/// Whether a workbook is our template, filled in or not: other workbooks have other readers.
pub fn is_template(bytes: &[u8]) -> bool {
    Book::open(bytes).is_ok_and(|mut book| book.is_template())
}

/// The cells that the values of an installation stand in.
#[derive(Debug, Default)]
pub(in crate::cbam::installation) struct Places {
    cells: BTreeMap<Vec<Step>, Arc<str>>,
}

impl Places {
    /// The cell of the deepest part of a path that has one.
    pub fn of(&self, path: &[Step]) -> Option<&str> {
        let lengths = (1..=path.len()).rev();
        let mut found = lengths.filter_map(|length| self.cells.get(&path[..length]));
        found.next().map(|cell| &**cell)
    }
}

/// The plain form, and where its values stand.
pub(in crate::cbam::installation) fn read(
    file: &str,
    bytes: &[u8],
) -> Result<(StatedInstallation, Places), Error> {
    let mut reader = Filled {
        file: file.into(),
        root: Map::new(),
        language: 0,
        places: Places::default(),
        problems: Vec::new(),
    };
    let read = reader.book(bytes);
    if let Err(problem) = read {
        reader.whole(&*problem);
    }
    if reader.problems.is_empty() {
        reader.needed_lists();
    }
    let mut stated = None;
    if reader.problems.is_empty() {
        match serde_json::from_value(Json::Object(std::mem::take(&mut reader.root))) {
            Ok(read) => stated = Some(read),
            // Every kind of value is checked: a reason would be one of ours.
            Err(error) => {
                let reason = error.to_string();
                reader.whole(&FileProblem::JsonSyntax { reason });
            }
        }
    }
    match stated {
        Some(stated) => Ok((stated, reader.places)),
        None => Err(Error::new(reader.problems)),
    }
}

/// What is read so far.
struct Filled {
    file: Arc<str>,
    root: Map<String, Json>,
    /// The language of the sheets, by the number that it has in the names of tables.
    language: usize,
    places: Places,
    problems: Vec<Reported>,
}

impl Filled {
    fn whole(&mut self, problem: &dyn Explain) {
        let location = Location::file(&self.file);
        self.problems.push(Reported::new(problem, location));
    }

    fn tell(&mut self, place: &str, problem: &dyn Explain) {
        let location = Location::cell(&self.file, place);
        self.problems.push(Reported::new(problem, location));
    }

    fn book(&mut self, bytes: &[u8]) -> Result<(), Box<dyn Explain>> {
        let told = |problem: TableProblem| Box::new(problem) as Box<dyn Explain>;
        let mut book = Book::open(bytes).map_err(told)?;
        if !book.is_template() {
            return Err(Box::new(TemplateProblem::NotTheTemplate));
        }
        for table in TABLES {
            if let Some(sheet) = book.table(table).map_err(told)? {
                let language = table
                    .sheets
                    .iter()
                    .position(|name| *name == sheet.name.trim());
                self.language = language.unwrap_or_default();
                self.sheet(table, &sheet);
                continue;
            }
            let sheet = table.sheets[self.language];
            self.whole(&TemplateProblem::NoSheet { sheet });
        }
        Ok(())
    }

    fn sheet(&mut self, table: &'static Table, sheet: &Sheet) {
        let columns = self.columns(table, sheet);
        let titles = sheet.rows.get(&1);
        let has_titles = columns.iter().any(|(number, column)| {
            let title = titles.and_then(|titles| titles.get(number));
            matches!(title, Some(Cell::Text(text)) if table.is_title(column.key, text))
        });
        if !has_titles && sheet.rows.len() > 1 {
            let name = sheet.name.clone();
            let problem = TemplateProblem::NoTitleRow { sheet: name };
            self.tell(&sheet.place(1, 0), &problem);
            return;
        }
        let mut data = 0;
        for (row, cells) in sheet.rows.range(2..) {
            data += 1;
            for (column, _) in cells.iter().filter(|(at, _)| !columns.contains_key(at)) {
                self.tell(&sheet.place(*row, *column), &TableProblem::UntitledCell);
            }
            self.row(table, sheet, *row, &columns);
        }
        if matches!(table.stands, Stands::Whole) && data != 1 {
            let name = sheet.name.clone();
            let problem = TemplateProblem::NotOneRow {
                sheet: name,
                rows: data,
            };
            self.tell(&sheet.place(2, 0), &problem);
        }
    }

    /// The columns by the keys of the first row.
    fn columns(&mut self, table: &Table, sheet: &Sheet) -> BTreeMap<u32, Column> {
        let known = table.columns();
        let mut columns: BTreeMap<u32, Column> = BTreeMap::new();
        for (number, cell) in sheet.rows.get(&0).into_iter().flatten() {
            let place = sheet.place(0, *number);
            let key = match cell {
                Cell::Text(text) | Cell::Number(text) | Cell::Unusable(text) => text.clone(),
                Cell::Truth(truth) => truth.to_string(),
            };
            let Some(column) = known.iter().find(|column| column.key == key) else {
                let keys: Vec<&'static str> = known.iter().map(|column| column.key).collect();
                let problem = FileProblem::UnknownKey {
                    nearest: nearest(&key, keys.iter().copied()),
                    key,
                    owner: table.schema().owner,
                    known: keys,
                };
                self.tell(&place, &problem);
                continue;
            };
            if columns.values().any(|other| other.key == column.key) {
                self.tell(&place, &FileProblem::DuplicateKey { key });
                continue;
            }
            columns.insert(*number, *column);
        }
        columns
    }

    fn row(
        &mut self,
        table: &'static Table,
        sheet: &Sheet,
        row: u32,
        columns: &BTreeMap<u32, Column>,
    ) {
        let cells = &sheet.rows[&row];
        let known = columns.iter().filter_map(|(number, column)| {
            let cell = cells.get(number)?;
            Some((*number, column, cell))
        });
        let known: Vec<(u32, &Column, &Cell)> = known.collect();
        if known.is_empty() {
            return;
        }
        let before = self.problems.len();
        let mut values = Map::new();
        let mut placed = Vec::new();
        for (number, column, cell) in &known {
            let place = sheet.place(row, *number);
            if column.places || column.key == MEANING {
                continue;
            }
            match cells::value(column, cell) {
                Ok(value) => {
                    values.insert(column.key.to_owned(), value);
                }
                Err(problem) => self.tell(&place, &*problem),
            }
            placed.push((column.key, place));
        }
        let first = sheet.place(row, 0);
        if let Stands::Pairs(key) = table.stands {
            self.pair(key, &values, &first);
            return;
        }
        self.needed(table, &values, &known, &first);
        let Some(path) = self.path(table, sheet, row, &known) else {
            return;
        };
        if matches!(table.stands, Stands::List("process" | "precursor")) {
            self.check_name(table, &values, &first);
        }
        for (key, place) in placed {
            let mut path = path.clone();
            path.push(Step::Key(key));
            self.places.cells.insert(path, place.into());
        }
        self.places.cells.insert(path.clone(), first.into());
        // A row with a problem holds its number, so that the rows of other sheets still find it.
        if before == self.problems.len() || matches!(table.stands, Stands::List(_)) {
            self.put(&path, values);
        }
    }

    /// The keys that a row cannot do without, but for its lists.
    fn needed(
        &mut self,
        table: &Table,
        values: &Map<String, Json>,
        known: &[(u32, &Column, &Cell)],
        place: &str,
    ) {
        let schema = table.schema();
        for key in schema.needed {
            let wants = schema.keys.iter().find(|(one, _)| one == key);
            let is_list = matches!(wants, Some((_, Wants::Tables(_))));
            // A cell that is there and refused is told already.
            let is_there = known.iter().any(|(_, column, _)| column.key == *key);
            if !is_list && !is_there && !values.contains_key(*key) {
                let owner = schema.owner;
                self.tell(place, &FileProblem::MissingKey { key, owner });
            }
        }
    }

    /// An item of the report with its text; one without text says nothing.
    fn pair(&mut self, key: &'static str, values: &Map<String, Json>, place: &str) {
        let Some(text) = values.get("text") else {
            return;
        };
        let Some(item) = values.get("item").and_then(Json::as_str) else {
            let (key, owner) = ("item", "the report");
            self.tell(place, &FileProblem::MissingKey { key, owner });
            return;
        };
        let report = self
            .root
            .entry(key)
            .or_insert_with(|| Json::Object(Map::new()));
        let Json::Object(report) = report else {
            return;
        };
        if report.insert(item.to_owned(), text.clone()).is_some() {
            let name = item.to_owned();
            self.tell(place, &TemplateProblem::SameNameInSheet { name });
        }
    }

    fn check_name(&mut self, table: &Table, values: &Map<String, Json>, place: &str) {
        let Stands::List(list) = table.stands else {
            return;
        };
        let Some(name) = values.get("name").and_then(Json::as_str) else {
            return;
        };
        if self.names(list).iter().any(|known| known == name) {
            let name = name.to_owned();
            self.tell(place, &TemplateProblem::SameNameInSheet { name });
        }
    }

    /// The names of the tables of a list.
    fn names(&self, list: &str) -> Vec<String> {
        let tables = self.root.get(list).and_then(Json::as_array);
        let names = tables.into_iter().flatten();
        names
            .map(|table| table["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Where a row goes; `None` where it does not say, which is told.
    fn path(
        &mut self,
        table: &'static Table,
        sheet: &Sheet,
        row: u32,
        known: &[(u32, &Column, &Cell)],
    ) -> Option<Vec<Step>> {
        match table.stands {
            Stands::Whole => Some(Vec::new()),
            Stands::Pairs(_) => None,
            Stands::List(list) => {
                let number = self.root.get(list).and_then(Json::as_array);
                let number = number.map_or(0, Vec::len);
                Some(vec![Step::Key(list), Step::Number(number)])
            }
            Stands::Parts(parent, lists) => {
                let first = sheet.place(row, 0);
                let name = self.placing(parent, sheet, row, known, table.schema().owner)?;
                let names = self.names(parent);
                let Some(owner) = names.iter().position(|known| *known == name.0) else {
                    self.not_listed(parent, name.0, &names, &name.1);
                    return None;
                };
                let list = if lists.len() == 1 {
                    lists[0].1
                } else {
                    let owner = table.schema().owner;
                    let (word, place) = self.placing(DIRECTION, sheet, row, known, owner)?;
                    let Some((_, list)) = lists.iter().find(|(one, _)| *one == word) else {
                        let known = lists.iter().map(|(word, _)| *word).collect();
                        let key = DIRECTION;
                        let problem = InstallationProblem::UnknownWord {
                            key,
                            written: word,
                            known,
                        };
                        self.tell(&place, &problem);
                        return None;
                    };
                    list
                };
                let number = self.root[parent][owner][list]
                    .as_array()
                    .map_or(0, Vec::len);
                self.places
                    .cells
                    .entry(vec![
                        Step::Key(parent),
                        Step::Number(owner),
                        Step::Key(list),
                    ])
                    .or_insert_with(|| first.into());
                let (owner, number) = (Step::Number(owner), Step::Number(number));
                Some(vec![Step::Key(parent), owner, Step::Key(list), number])
            }
        }
    }

    /// The text of a column that places a row, and its cell.
    fn placing(
        &mut self,
        key: &'static str,
        sheet: &Sheet,
        row: u32,
        known: &[(u32, &Column, &Cell)],
        owner: &'static str,
    ) -> Option<(String, String)> {
        let found = known
            .iter()
            .find(|(_, column, _)| column.places && column.key == key);
        let Some((number, column, cell)) = found else {
            let place = sheet.place(row, 0);
            self.tell(&place, &FileProblem::MissingKey { key, owner });
            return None;
        };
        let place = sheet.place(row, *number);
        match text(column, cell) {
            Ok(text) => Some((text, place)),
            Err(problem) => {
                self.tell(&place, &*problem);
                None
            }
        }
    }

    fn not_listed(&mut self, key: &'static str, written: String, names: &[String], place: &str) {
        let table = TABLES.iter().find(|table| table.key == key);
        let in_language = |table: &Table| table.sheets[self.language].to_owned();
        let names = names.iter().map(String::as_str);
        let problem = TemplateProblem::NotListed {
            key,
            nearest: nearest(&written, names).map(str::to_owned),
            written,
            sheet: table.map(in_language).unwrap_or_default(),
        };
        self.tell(place, &problem);
    }

    /// The values of a row, where its path leads.
    fn put(&mut self, path: &[Step], values: Map<String, Json>) {
        let root = &mut self.root;
        let values = Json::Object(values);
        match (path, values) {
            ([], Json::Object(values)) => root.extend(values),
            ([Step::Key(list), _], values) => push(root, list, values),
            ([Step::Key(parent), Step::Number(owner), Step::Key(list), _], values) => {
                if let Some(Json::Object(owner)) =
                    root.get_mut(*parent).and_then(|all| all.get_mut(owner))
                {
                    push(owner, list, values);
                }
            }
            _ => {}
        }
    }

    /// The lists that the installation and its tables cannot do without.
    fn needed_lists(&mut self) {
        let mut missing = Vec::new();
        for (list, wants) in INSTALLATION.keys {
            let Wants::Tables(schema) = wants else {
                continue;
            };
            let tables = self.root.get(*list).and_then(Json::as_array);
            let tables = tables.cloned().unwrap_or_default();
            if tables.is_empty() && INSTALLATION.needed.contains(list) {
                missing.push((Vec::new(), *list, INSTALLATION.owner));
            }
            for (number, table) in tables.iter().enumerate() {
                let needed = schema.needed.iter();
                let lacking = needed.filter(|key| table.get(**key).is_none());
                let path = vec![Step::Key(list), Step::Number(number)];
                missing.extend(lacking.map(|key| (path.clone(), *key, schema.owner)));
            }
        }
        for (path, key, owner) in missing {
            let problem = FileProblem::MissingKey { key, owner };
            let place = self.places.cells.get(&path).cloned();
            match place {
                Some(place) => self.tell(&place, &problem),
                None => self.whole(&problem),
            }
        }
    }
}

fn push(map: &mut Map<String, Json>, list: &str, values: Json) {
    let list = map.entry(list).or_insert_with(|| Json::Array(Vec::new()));
    if let Json::Array(list) = list {
        list.push(values);
    }
}
