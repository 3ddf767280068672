//! The description of a datapackage: which resource says what of which matrix.

use serde::Deserialize;
use serde_json::Value;

use super::problem::PackageProblem;
use crate::database_file::Reader;
use crate::model_file::{FileProblem, position};

/// The file of the description.
pub(super) const FILE: &str = "datapackage.json";

/// A `datapackage.json`, as far as it is understood.
#[derive(Debug, Deserialize)]
pub(super) struct Description {
    /// The name of the package; of a file of the package where it has none.
    #[serde(default)]
    pub name: String,
    #[serde(default = "yes")]
    pub sum_intra_duplicates: bool,
    #[serde(default)]
    pub sum_inter_duplicates: bool,
    resources: Vec<Resource>,
}

#[derive(Debug, Deserialize)]
struct Resource {
    name: String,
    #[serde(default)]
    profile: String,
    path: Option<String>,
    matrix: Option<String>,
    kind: Option<String>,
    group: Option<String>,
    identifier: Option<Value>,
    global_index: Option<i64>,
}

/// The resources of one group of one matrix; each is a path in the package.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Parts {
    pub matrix: String,
    pub group: String,
    pub indices: Option<String>,
    pub data: Option<String>,
    pub flip: Option<String>,
    pub rescale: Option<String>,
    pub reference: Option<String>,
    /// What tells a characterisation from others.
    pub identifier: Option<String>,
    /// The id of the whole world as a place.
    pub global_index: Option<i64>,
    /// How amounts spread.
    pub distributions: Option<String>,
    /// How many of its resources are parameters and their names.
    pub parameters: usize,
    /// Whether one of its resources was told, so that its absence need not be.
    pub is_told: bool,
}

/// What a description lists.
#[derive(Debug)]
pub(super) struct Listed {
    pub description: Description,
    /// The groups in the order in which they first stand.
    pub groups: Vec<Parts>,
    /// Resources that are of no matrix.
    pub metadata: Vec<String>,
}

fn yes() -> bool {
    true
}

/// The description of a package; `None` where it does not read, which is told.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Listed> {
    let bytes = reader.bytes(FILE)?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let byte = error.valid_up_to();
            let before = String::from_utf8_lossy(&bytes[..byte]);
            let at = position(&before, usize::MAX);
            reader.tell_at(FILE, at, &FileProblem::NotUtf8 { byte });
            return None;
        }
    };
    let mut description: Description = match serde_json::from_str(text) {
        Ok(description) => description,
        Err(error) => {
            let at = (error.line().max(1), error.column().max(1));
            let told = error.to_string();
            let reason = told
                .rsplit_once(" at line ")
                .map_or(&*told, |(reason, _)| reason);
            let reason = reason.to_owned();
            if error.is_data() {
                reader.tell_at(FILE, at, &PackageProblem::BadDescription { reason });
            } else {
                reader.tell_at(FILE, at, &FileProblem::JsonSyntax { reason });
            }
            return None;
        }
    };
    let mut listed = Listed {
        groups: Vec::new(),
        metadata: Vec::new(),
        description: Description {
            resources: Vec::new(),
            name: std::mem::take(&mut description.name),
            ..description
        },
    };
    for resource in description.resources {
        match (&resource.matrix, &resource.group) {
            (Some(matrix), Some(group)) => {
                let parts = parts(&mut listed.groups, matrix, group);
                add(parts, &resource, reader);
            }
            _ => listed.metadata.push(resource.name),
        }
    }
    Some(listed)
}

/// The group of this name, new where there is none.
fn parts<'g>(groups: &'g mut Vec<Parts>, matrix: &str, group: &str) -> &'g mut Parts {
    let is_it = |parts: &Parts| parts.matrix == matrix && parts.group == group;
    let index = groups.iter().position(is_it).unwrap_or_else(|| {
        groups.push(Parts {
            matrix: matrix.to_owned(),
            group: group.to_owned(),
            ..Parts::default()
        });
        groups.len() - 1
    });
    &mut groups[index]
}

fn add(parts: &mut Parts, resource: &Resource, reader: &mut Reader<'_>) {
    let kind = resource.kind.as_deref().unwrap_or_default();
    let slot = match kind {
        "indices" => &mut parts.indices,
        "data" => &mut parts.data,
        "flip" => &mut parts.flip,
        "rescale" => &mut parts.rescale,
        "reference" => &mut parts.reference,
        "distributions" => &mut parts.distributions,
        "params" | "param_labels" => {
            parts.parameters += 1;
            return;
        }
        _ => {
            parts.is_told = true;
            let (resource, kind) = (resource.name.clone(), kind.to_owned());
            reader.tell_of(
                FILE,
                &PackageProblem::UnknownResourceKind { resource, kind },
            );
            return;
        }
    };
    if slot.is_some() {
        let problem = PackageProblem::RepeatedResource {
            group: parts.group.clone(),
            matrix: parts.matrix.clone(),
            kind: kind.to_owned(),
        };
        reader.tell_of(FILE, &problem);
        return;
    }
    match path(resource) {
        Ok(path) => *slot = Some(path),
        Err(problem) => {
            parts.is_told = true;
            reader.tell_of(FILE, &problem);
        }
    }
    if kind == "indices" {
        parts.global_index = resource.global_index;
    }
    if parts.identifier.is_none() {
        parts.identifier = resource.identifier.as_ref().and_then(called);
    }
}

/// The path of an array that can be read.
fn path(resource: &Resource) -> Result<String, PackageProblem> {
    let name = || resource.name.clone();
    let path = match (&*resource.profile, &resource.path) {
        ("interface", _) | (_, None) => return Err(PackageProblem::Interface { resource: name() }),
        (_, Some(path)) => path,
    };
    let leads_out = path.is_empty()
        || path.starts_with('/')
        || path.contains(['\\', ':', '\0'])
        || path.split('/').any(|step| step == "..");
    if leads_out {
        return Err(PackageProblem::PathOutside {
            resource: name(),
            path: path.clone(),
        });
    }
    match path.rsplit_once('.') {
        Some((_, "npy")) => Ok(path.clone()),
        ending => Err(PackageProblem::FormatNotRead {
            resource: name(),
            format: ending.map_or(&**path, |(_, ending)| ending).to_owned(),
        }),
    }
}

/// The name of a characterisation: a text, or a list of texts.
fn called(identifier: &Value) -> Option<String> {
    match identifier {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let parts = parts.iter().filter_map(called);
            Some(parts.collect::<Vec<_>>().join(", ")).filter(|name| !name.is_empty())
        }
        other => Some(other.to_string()),
    }
}
