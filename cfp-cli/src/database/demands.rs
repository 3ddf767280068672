//! `cfp database demands`: demands by the million, none of which is held.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use cfp_core::{Amount, Database, DatabaseDemand, Figure, name_key};
use cfp_exchange::{DemandRow, DemandTable, FileProblem, csv_field};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::DemandsArguments;
use super::open;
use crate::arguments::Format;
use crate::input::InputProblem;
use crate::page::Page;
use crate::problem::{Problems, Told};
use crate::{Stop, Streams, tell};

/// How many bad rows are told.
const TOLD: usize = 1000;

/// A scored demand as programs read it.
#[derive(Serialize)]
struct Scored<'a> {
    demand: &'a str,
    total: Figure,
}

/// Scores demands as they are read.
pub(super) fn answer(
    asked: &DemandsArguments,
    registry: &Registry,
    format: Format,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let scored = open::scored(&asked.database, registry)?;
    let name = asked.demands.display().to_string();
    let table = DemandTable::open(&name, opened(&asked.demands, &name)?);
    let mut table = table.map_err(Problems::from)?;
    let shared = RefCell::new(Shared::default());
    let products = Products::of(scored.database());
    let mut demands = Demands {
        file: &name,
        strict: asked.strict,
        products: &products,
        shared: &shared,
        open: None,
        is_in_doubt: false,
    };
    let demands = std::iter::from_fn(|| demands.next(&mut table));
    let mut count = 0_usize;
    let mut out = BufWriter::with_capacity(1 << 16, &mut *streams.out);
    begin(&mut out, format)?;
    for figure in scored.scores.demands(demands) {
        let (line, demand) = shared.borrow_mut().names.pop_front().unwrap_or_default();
        match figure {
            Ok(total) => {
                one(&mut out, format, &demand, total, count == 0)?;
                count += 1;
            }
            Err(error) => shared.borrow_mut().tell_all(error, &name, line),
        }
        if format == Format::Text {
            shared.borrow_mut().print(streams.err)?;
        }
    }
    let mut shared = shared.into_inner();
    shared.close(&name);
    if format == Format::Json {
        end(&mut out, &shared, &scored.findings)?;
    }
    out.flush()?;
    drop(out);
    if format == Format::Text {
        shared.print(streams.err)?;
        let mut page = Page::default();
        page.line(&format!("scored {count} demands"));
        scored.method().show(&mut page);
        page.line("the bound is about arithmetic rounding only and says nothing about the data");
        page.findings(&scored.findings);
        tell(streams.err, &page.text())?;
    }
    if shared.bad > 0 {
        return Err(Stop::Told);
    }
    Ok(())
}

/// The file of the demands, a pipe among them.
fn opened(path: &Path, name: &str) -> Result<File, Problems> {
    let file = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        Ok(file)
    });
    file.map_err(|error| {
        Told::from(InputProblem::read(name, error))
            .at(name.to_owned())
            .into()
    })
}

fn begin(out: &mut impl Write, format: Format) -> io::Result<()> {
    match format {
        Format::Text => writeln!(out, "demand,value,bound"),
        Format::Json => write!(out, "{{\"demands\":["),
    }
}

fn one(
    out: &mut impl Write,
    format: Format,
    demand: &str,
    total: Figure,
    is_first: bool,
) -> io::Result<()> {
    if format == Format::Json {
        writeln!(out, "{}", if is_first { "" } else { "," })?;
        return Ok(serde_json::to_writer(out, &Scored { demand, total })?);
    }
    let bound = total.bound().map(|bound| bound.value_text());
    writeln!(
        out,
        "{},{},{}",
        csv_field(demand),
        total.value().value_text(),
        bound.unwrap_or_default()
    )
}

fn end(out: &mut impl Write, shared: &Shared, findings: &[cfp_core::Finding]) -> io::Result<()> {
    write!(out, "],\n\"findings\":")?;
    serde_json::to_writer(&mut *out, findings)?;
    write!(out, ",\n\"problems\":")?;
    serde_json::to_writer(&mut *out, &shared.problems)?;
    writeln!(out, "}}")
}

/// The products of a database by what they are called.
struct Products<'a> {
    database: &'a Database,
    /// Ids, and names that only one has.
    known: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Products<'a> {
    fn of(database: &'a Database) -> Self {
        let labels = || {
            (0..database.size()).filter_map(|product| Some((product, database.product(product)?)))
        };
        let mut known: HashMap<Cow<'a, str>, usize> = HashMap::with_capacity(2 * database.size());
        let mut named: HashMap<Cow<'a, str>, usize> = HashMap::new();
        for (product, label) in labels() {
            known.insert(Cow::Borrowed(label.id()), product);
            *named.entry(name_key(label.called())).or_default() += 1;
        }
        for (product, label) in labels() {
            let name = name_key(label.called());
            if named.get(&name) == Some(&1) {
                known.entry(name).or_insert(product);
            }
        }
        Self { database, known }
    }

    fn find(&self, asked: &str) -> Result<usize, cfp_core::Error> {
        let named = || self.known.get(&name_key(asked));
        match self.known.get(asked).or_else(named) {
            Some(product) => Ok(*product),
            None => self.database.find_product(asked),
        }
    }

    /// What a row wants: a number is in the reference unit.
    fn demand(&self, row: &DemandRow) -> Result<DatabaseDemand, cfp_core::Error> {
        let product = self.find(&row.product)?;
        match row.amount.parse::<Amount>() {
            Ok(amount) => Ok(DatabaseDemand::of_amount(product, amount)),
            Err(_) => self.database.demand_of(product, &row.amount),
        }
    }
}

/// What the reading of demands and the printing of scores have in common.
#[derive(Default)]
struct Shared {
    /// The demands that are not scored yet: the line in which each begins, and what it is called.
    names: VecDeque<(usize, String)>,
    /// The problems of bad rows, as many as are told.
    problems: Vec<Told>,
    /// How many of them are printed.
    printed: usize,
    /// How many bad rows there are.
    bad: usize,
}

impl Shared {
    fn is_full(&self) -> bool {
        self.problems.len() >= TOLD
    }

    fn tell(&mut self, told: impl FnOnce() -> Told) {
        self.bad += 1;
        if !self.is_full() {
            self.problems.push(told());
        }
    }

    fn tell_all(&mut self, error: cfp_core::Error, name: &str, line: usize) {
        for problem in error.into_problems() {
            self.tell(|| Told::new(&problem).at(format!("{name}:{line}")));
        }
    }

    /// Tells that there is more than was told.
    fn close(&mut self, name: &str) {
        if self.bad > self.problems.len() {
            let closing = FileProblem::TooManyProblems { told: TOLD };
            self.problems.push(Told::new(&closing).at(name.to_owned()));
        }
    }

    /// Prints the problems that are not printed yet.
    fn print(&mut self, err: &mut dyn Write) -> io::Result<()> {
        for told in &self.problems[self.printed..] {
            tell(err, &told.text())?;
        }
        self.printed = self.problems.len();
        Ok(())
    }
}

/// A demand whose rows are being read.
struct Open {
    name: String,
    line: usize,
    demand: DatabaseDemand,
    /// Whether other rows may be of it too.
    is_of_several: bool,
    /// A bad row among them: the sum would be of another demand.
    is_bad: bool,
}

/// Demands as they are read.
struct Demands<'a> {
    file: &'a str,
    strict: bool,
    products: &'a Products<'a>,
    shared: &'a RefCell<Shared>,
    open: Option<Open>,
    /// Whether the row before the next one does not say of which demand it is.
    is_in_doubt: bool,
}

impl Demands<'_> {
    /// The next demand without a bad row; `None` at the end, and where a bad row ends it all.
    fn next(&mut self, table: &mut DemandTable<File>) -> Option<DatabaseDemand> {
        loop {
            if self.strict && self.shared.borrow().bad > 0 {
                return self.close(None);
            }
            let Some(row) = table.next() else {
                return self.close(None);
            };
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    for problem in error.problems() {
                        self.shared.borrow_mut().tell(|| Told::from(problem));
                    }
                    self.doubt();
                    continue;
                }
            };
            let wanted = self.wanted(&row);
            if let Some(open) = self.same(&row) {
                match wanted {
                    Some(wanted) => open.demand = std::mem::take(&mut open.demand).with(wanted),
                    None => open.is_bad = true,
                }
                continue;
            }
            let is_bad = wanted.is_none() || (row.demand.is_some() && self.is_in_doubt);
            self.is_in_doubt = false;
            let next = Open {
                line: row.line,
                is_of_several: row.demand.is_some(),
                name: row.demand.unwrap_or_else(|| row.row.to_string()),
                demand: wanted.unwrap_or_default(),
                is_bad,
            };
            if let Some(demand) = self.close(Some(next)) {
                return Some(demand);
            }
        }
    }

    /// A row that does not say of which demand it is: it may be of the one before it or of the one after.
    fn doubt(&mut self) {
        self.is_in_doubt = true;
        if let Some(open) = self.open.as_mut().filter(|open| open.is_of_several) {
            open.is_bad = true;
        }
    }

    /// The open demand, where the row is of it.
    fn same(&mut self, row: &DemandRow) -> Option<&mut Open> {
        let name = row.demand.as_deref()?;
        self.open.as_mut().filter(|open| open.name == name)
    }

    /// The demand that was open, unless it has a bad row, with another one in its place.
    fn close(&mut self, next: Option<Open>) -> Option<DatabaseDemand> {
        let open = std::mem::replace(&mut self.open, next)?;
        if open.is_bad {
            return None;
        }
        let names = &mut self.shared.borrow_mut().names;
        names.push_back((open.line, open.name));
        Some(open.demand)
    }

    /// What a row wants; `None` where that cannot be told, which is.
    fn wanted(&self, row: &DemandRow) -> Option<DatabaseDemand> {
        let mut shared = self.shared.borrow_mut();
        // A name that reads almost the same is not looked for where nobody would be told.
        let known = &self.products.known;
        if shared.is_full() && !known.is_empty() && !known.contains_key(row.product.as_str()) {
            shared.bad += 1;
            return None;
        }
        match self.products.demand(row) {
            Ok(demand) => Some(demand),
            Err(error) => {
                for problem in error.into_problems() {
                    shared.tell(|| Told::from(&row.told(self.file, &problem)));
                }
                None
            }
        }
    }
}
