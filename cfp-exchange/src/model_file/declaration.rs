//! What a model states about the study it is of: `[study]`.

use cfp_core::{
    Amount, Boundary, Declaration, ModelProblem, Offset, Parameters, Period, ProblemKind, Profile,
    Quantity, Unit,
};
use cfp_factors::Date;

use super::dependence::Counts;
use super::problem::FileProblem;
use super::problems::{Problems, Scope};
use super::read::Reader;
use super::tree::{At, Entry, Node, Value};

/// The keys of the table.
const KEYS: [&str; 21] = [
    "boundary",
    "period",
    "valid_from",
    "valid_until",
    "product_rules",
    "cut_off_reason",
    "allocation_reason",
    "use_and_end_of_life",
    "timing",
    "uncertainty",
    "limitations",
    "data_quality",
    "verification",
    "packaging_included",
    "electricity_is_tracked",
    "product_mass",
    "biogenic_carbon",
    "fossil_carbon",
    "offsets",
    "profile",
    PARAMETERS,
];

/// The key whose table sets the parameters of the profile otherwise.
const PARAMETERS: &str = "parameters";

/// What `[study]` states.
#[derive(Debug, Clone, Default)]
pub(super) struct StatedStudy {
    /// `None` where the model has no such table.
    pub declaration: Option<Declaration>,
    profile: Option<(String, At)>,
    parameters: Parameters,
}

impl StatedStudy {
    /// The profile that is asked for, or else stated, with the parameters of the file; tells of one that there is none of.
    pub fn profile(&self, asked: Option<&str>, problems: &mut Problems) -> Option<Profile> {
        let stated = self.profile.as_ref();
        let (name, at) = match (asked, stated) {
            (Some(asked), _) => (asked, None),
            (None, Some((name, at))) => (name.as_str(), Some(*at)),
            (None, None) => return None,
        };
        match Profile::named(name) {
            Ok(profile) => Some(profile.with(self.parameters.clone())),
            Err(kind) => {
                problems.add(&kind, at);
                None
            }
        }
    }
}

/// The table `study` of a model.
pub(super) fn study(reader: &mut Reader<'_>, node: &Node<'_>) -> StatedStudy {
    let mut stated = StatedStudy::default();
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table of what the study states";
        reader
            .problems
            .wrong_type(Scope::Model, "study", node, needed);
        return stated;
    }
    let mut declaration = Declaration::default();
    for entry in node.entries() {
        match entry.key.as_ref() {
            "profile" => {
                let name = reader.text(Scope::Model, entry);
                stated.profile = name.map(|name| (name.to_owned(), entry.node.at));
            }
            PARAMETERS => stated.parameters = parameters(reader, &entry.node),
            _ => statement(reader, entry, &mut declaration),
        }
    }
    stated.declaration = Some(declaration);
    stated
}

/// One statement that is not of the profile.
fn statement(reader: &mut Reader<'_>, entry: &Entry<'_>, declaration: &mut Declaration) {
    let to = declaration;
    match entry.key.as_ref() {
        "boundary" => to.boundary = word(reader, entry, "boundary", Boundary::from_words),
        "period" => to.period = period(reader, &entry.node),
        "valid_from" => to.valid_from = day(reader, entry),
        "valid_until" => to.valid_until = day(reader, entry),
        "packaging_included" => to.packaging_included = truth(reader, entry),
        "electricity_is_tracked" => to.electricity_is_tracked = truth(reader, entry),
        "product_mass" => to.product_mass = mass_per_unit(reader, entry, "product_mass"),
        "biogenic_carbon" => to.biogenic_carbon = mass_per_unit(reader, entry, "biogenic_carbon"),
        "fossil_carbon" => to.fossil_carbon = mass_per_unit(reader, entry, "fossil_carbon"),
        "offsets" => to.offsets = offsets(reader, entry),
        key => {
            let text = match key {
                "product_rules" => &mut to.product_rules,
                "cut_off_reason" => &mut to.cut_off_reason,
                "allocation_reason" => &mut to.allocation_reason,
                "use_and_end_of_life" => &mut to.use_and_end_of_life,
                "timing" => &mut to.timing,
                "uncertainty" => &mut to.uncertainty,
                "limitations" => &mut to.limitations,
                "data_quality" => &mut to.data_quality,
                "verification" => &mut to.verification,
                _ => return reader.unknown_key(Scope::Model, entry, "`study`", &KEYS),
            };
            *text = reader.text(Scope::Model, entry).map(str::to_owned);
        }
    }
}

/// A value that a text is read as; tells why it cannot be.
fn word<T>(
    reader: &mut Reader<'_>,
    entry: &Entry<'_>,
    key: &'static str,
    read: impl FnOnce(&str) -> Result<T, ModelProblem>,
) -> Option<T> {
    let text = reader.text(Scope::Model, entry)?;
    match read(text) {
        Ok(value) => Some(value),
        Err(kind) => {
            let at = entry.node.at;
            reader.problems.value(kind, Scope::Model, Some(key), at);
            None
        }
    }
}

fn day(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<Date> {
    let Some(text) = entry.node.text() else {
        let needed = "a day as text, such as \"2024-12-31\"";
        let (key, node) = (&entry.key, &entry.node);
        reader.problems.wrong_type(Scope::Model, key, node, needed);
        return None;
    };
    match cfp_factors::day(text) {
        Ok(day) => Some(day),
        Err(problem) => {
            reader.problems.add(&problem, Some(entry.node.at));
            None
        }
    }
}

fn period(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Period> {
    const ENDS: [&str; 2] = ["start", "end"];
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table with `start` and `end`, the first and the last day";
        reader
            .problems
            .wrong_type(Scope::Model, "period", node, needed);
        return None;
    }
    for entry in node.entries() {
        if !ENDS.contains(&entry.key.as_ref()) {
            reader.unknown_key(Scope::Model, entry, "`period`", &ENDS);
        }
    }
    let [start, end] = ENDS.map(|key| {
        let entry = required(reader, node, key, "`period`")?;
        day(reader, entry)
    });
    Some(Period::new(start?, end?))
}

/// The entry of a key without which a table says nothing.
fn required<'t, 'a>(
    reader: &mut Reader<'_>,
    node: &'t Node<'a>,
    key: &'static str,
    owner: &'static str,
) -> Option<&'t Entry<'a>> {
    let entry = node.get(key);
    if entry.is_none() {
        let problem = FileProblem::MissingKey { key, owner };
        reader.problems.file(&problem, Scope::Model, node.at);
    }
    entry
}

fn truth(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<bool> {
    if let Value::Truth(truth) = entry.node.value {
        return Some(truth);
    }
    let (key, node) = (&entry.key, &entry.node);
    reader
        .problems
        .wrong_type(Scope::Model, key, node, "true or false");
    None
}

/// A quantity that a check accepts; tells why it is none.
fn quantity(
    reader: &mut Reader<'_>,
    entry: &Entry<'_>,
    key: &'static str,
    check: impl FnOnce(&Quantity) -> Result<(), ProblemKind>,
) -> Option<Quantity> {
    let at = entry.node.at;
    let stated = reader.quantity_as(Counts::Nothing, Scope::Model, key, &entry.node);
    reader.tell_unreadable(&stated, Scope::Model, Some(key), at);
    let quantity = stated.ok()?;
    if let Err(kind) = check(&quantity) {
        reader.problems.value(kind, Scope::Model, Some(key), at);
        return None;
    }
    Some(quantity)
}

/// A mass per unit of the product.
fn mass_per_unit(
    reader: &mut Reader<'_>,
    entry: &Entry<'_>,
    key: &'static str,
) -> Option<Quantity> {
    quantity(reader, entry, key, |quantity| {
        let (above, per) = quantity.unit().parts();
        if per.is_none() {
            let written = quantity.to_string();
            return Err(ModelProblem::NotPerUnit { written }.into());
        }
        let mass = Quantity::new(quantity.amount(), above);
        mass.to(&Unit::kilogram()).map(|_| ())
    })
}

fn offsets(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Vec<Offset> {
    const OWN: [&str; 2] = ["name", "amount"];
    let mut offsets = Vec::new();
    for node in entry.node.items() {
        if reader.problems.is_full() {
            break;
        }
        if !matches!(node.value, Value::Table(_)) {
            let needed = "a list of tables with `name` and `amount`";
            reader
                .problems
                .wrong_type(Scope::Model, "offsets", node, needed);
            continue;
        }
        for entry in node.entries() {
            if !OWN.contains(&entry.key.as_ref()) {
                reader.unknown_key(Scope::Model, entry, "an offset", &OWN);
            }
        }
        let [name, amount] = OWN.map(|key| required(reader, node, key, "the offset"));
        let name = name.and_then(|entry| reader.text(Scope::Model, entry));
        let amount = amount.and_then(|entry| {
            quantity(reader, entry, "amount", |quantity| {
                quantity.to(&Unit::of_mass_co2e()).map(|_| ())
            })
        });
        offsets.extend(
            name.zip(amount)
                .map(|(name, amount)| Offset::new(name, amount)),
        );
    }
    offsets
}

fn parameters(reader: &mut Reader<'_>, node: &Node<'_>) -> Parameters {
    let mut parameters = Parameters::default();
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table of what the profile compares with";
        reader
            .problems
            .wrong_type(Scope::Model, PARAMETERS, node, needed);
        return parameters;
    }
    let to = &mut parameters;
    for entry in node.entries() {
        match entry.key.as_ref() {
            "gwp_set" => to.gwp_set = reader.text(Scope::Model, entry).map(str::to_owned),
            "cut_off_percent" => to.cut_off_percent = number(reader, entry, "cut_off_percent"),
            "cut_off_each_percent" => {
                to.cut_off_each_percent = number(reader, entry, "cut_off_each_percent");
            }
            "price_ratio" => to.price_ratio = number(reader, entry, "price_ratio"),
            "carbon_balance_percent" => {
                to.carbon_balance_percent = number(reader, entry, "carbon_balance_percent");
            }
            "validity_years" => to.validity_years = years(reader, entry),
            "grid_average_accepted" => to.grid_average_accepted = truth(reader, entry),
            "credits_in_total" => to.credits_in_total = truth(reader, entry),
            "metered_is_primary" => to.metered_is_primary = truth(reader, entry),
            _ => reader.unknown_key(Scope::Model, entry, "`parameters`", &Parameters::NAMES),
        }
    }
    parameters
}

fn number(reader: &mut Reader<'_>, entry: &Entry<'_>, key: &'static str) -> Option<Amount> {
    let stated = reader.number_as(Counts::Nothing, Scope::Model, key, &entry.node);
    reader.tell_unreadable(&stated, Scope::Model, Some(key), entry.node.at);
    stated.ok()
}

fn years(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<u16> {
    if let Value::Number(written) = &entry.node.value
        && let Ok(years) = written.parse()
    {
        return Some(years);
    }
    let (key, node) = (&entry.key, &entry.node);
    let needed = "a whole number of years";
    reader.problems.wrong_type(Scope::Model, key, node, needed);
    None
}
