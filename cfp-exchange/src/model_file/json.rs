//! JSON as values with places. Nothing beyond the standard is accepted: a file that this tool reads
//! is read by every other too.

use cfp_core::Spellings;
use jsonc_parser::ast::{ObjectProp, Value as Json};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::problem::FileProblem;
use super::problems::LIMIT;
use super::tree::{At, Entry, Node, Tree, Value};

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The values of a JSON text, or why it is none. A key that stands twice leaves the rest readable.
pub(super) fn parse(text: &str) -> Result<Tree<'_>, Vec<(FileProblem, At)>> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
        let reason = lower_first(&error.kind().to_string());
        let at = At::from(error.range().start);
        vec![(FileProblem::JsonSyntax { reason }, at)]
    })?;
    let Some(value) = parsed.value else {
        return Err(vec![(FileProblem::Empty, At(0))]);
    };
    let mut problems = Vec::new();
    let root = node(value, &mut problems);
    Ok(Tree {
        root,
        problems,
        spellings: Spellings::default(),
    })
}

fn lower_first(message: &str) -> String {
    let line: String = message.lines().collect::<Vec<_>>().join("; ");
    let mut letters = line.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn node<'a>(json: Json<'a>, problems: &mut Vec<(FileProblem, At)>) -> Node<'a> {
    let at = At::from(json.range().start);
    let value = match json {
        Json::StringLit(text) => Value::Text(text.value),
        Json::NumberLit(number) => Value::Number(number.value.into()),
        Json::BooleanLit(truth) => Value::Truth(truth.value),
        Json::NullKeyword(_) => Value::Other("null"),
        Json::Array(array) => {
            let items = array.elements.into_iter();
            Value::List(items.map(|item| node(item, problems)).collect())
        }
        Json::Object(object) => Value::Table(entries(object.properties, problems)),
    };
    Node { at, value }
}

fn entries<'a>(
    properties: Vec<ObjectProp<'a>>,
    problems: &mut Vec<(FileProblem, At)>,
) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::with_capacity(properties.len());
    for property in properties {
        let at = At::from(property.range.start);
        let key = match property.name {
            jsonc_parser::ast::ObjectPropName::String(name) => name.value,
            jsonc_parser::ast::ObjectPropName::Word(name) => name.value.into(),
        };
        let node = node(property.value, problems);
        entries.push(Entry { key, at, node });
    }
    drop_duplicates(&mut entries, problems);
    entries
}

/// Keeps the first of the entries of a key, and tells of the others.
fn drop_duplicates(entries: &mut Vec<Entry<'_>>, problems: &mut Vec<(FileProblem, At)>) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&a, &b| entries[a].key.cmp(&entries[b].key));
    let mut extra = Vec::new();
    for pair in order.windows(2) {
        if entries[pair[0]].key == entries[pair[1]].key {
            let key = entries[pair[1]].key.to_string();
            extra.push(entries[pair[1]].at);
            if problems.len() <= LIMIT {
                problems.push((FileProblem::DuplicateKey { key }, entries[pair[1]].at));
            }
        }
    }
    if !extra.is_empty() {
        extra.sort_unstable();
        entries.retain(|entry| extra.binary_search(&entry.at).is_err());
    }
}
