//! Datapackages made in memory.

#![allow(dead_code, reason = "not every test makes all of a package")]

use std::io::{Cursor, Write};

use cfp_exchange::MemoryFiles;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A datapackage: its groups, and the arrays of each.
#[derive(Clone)]
pub struct Package {
    name: String,
    groups: Vec<Group>,
    description: Option<String>,
}

#[derive(Clone)]
struct Group {
    matrix: String,
    name: String,
    keys: Vec<(String, String)>,
    resources: Vec<Resource>,
}

#[derive(Clone)]
struct Resource {
    kind: String,
    path: Option<String>,
    bytes: Vec<u8>,
}

impl Package {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            groups: Vec::new(),
            description: None,
        }
    }

    /// With a further group.
    pub fn group(mut self, matrix: &str, name: &str) -> Self {
        self.groups.push(Group {
            matrix: matrix.to_owned(),
            name: name.to_owned(),
            keys: Vec::new(),
            resources: Vec::new(),
        });
        self
    }

    fn last(&mut self) -> &mut Group {
        self.groups.last_mut().expect("a group")
    }

    fn find(&mut self, group: &str) -> &mut Group {
        let mut groups = self.groups.iter_mut();
        groups.find(|other| other.name == group).expect("the group")
    }

    fn find_resource(&mut self, group: &str, kind: &str) -> &mut Resource {
        let mut resources = self.find(group).resources.iter_mut();
        resources
            .find(|other| other.kind == kind)
            .expect("the resource")
    }

    /// With a further array of the last group.
    pub fn array(mut self, kind: &str, bytes: Vec<u8>) -> Self {
        self.last().add(kind, bytes);
        self
    }

    /// With a further array of a group.
    pub fn array_in(mut self, group: &str, kind: &str, bytes: Vec<u8>) -> Self {
        self.find(group).add(kind, bytes);
        self
    }

    /// With a further key of every resource of the last group, its value in JSON.
    pub fn with(mut self, key: &str, json: &str) -> Self {
        self.last().keys.push((key.to_owned(), json.to_owned()));
        self
    }

    /// With another content of a resource.
    pub fn instead(mut self, group: &str, kind: &str, bytes: Vec<u8>) -> Self {
        self.find_resource(group, kind).bytes = bytes;
        self
    }

    /// With another path of a resource, where nothing lies.
    pub fn at(mut self, group: &str, kind: &str, path: &str) -> Self {
        self.find_resource(group, kind).path = Some(path.to_owned());
        self
    }

    /// Without the path of a resource, as one that a program gives.
    pub fn without_path(mut self, group: &str, kind: &str) -> Self {
        self.find_resource(group, kind).path = None;
        self
    }

    /// With another description.
    pub fn described(mut self, json: &str) -> Self {
        self.description = Some(json.to_owned());
        self
    }

    /// The files by name; the description last, as the library writes it.
    fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut resources = Vec::new();
        for group in &self.groups {
            let Group { matrix, name, .. } = group;
            let keys = group
                .keys
                .iter()
                .map(|(key, json)| format!(r#", "{key}": {json}"#));
            let keys: String = keys.collect();
            for Resource { kind, path, bytes } in &group.resources {
                let own = format!("{name}.{kind}.npy");
                let path = path.as_ref().map(|path| format!(r#", "path": "{path}""#));
                let path = path.unwrap_or_default();
                resources.push(format!(
                    r#"{{"name": "{name}.{kind}", "matrix": "{matrix}", "kind": "{kind}", "group": "{name}"{path}{keys}}}"#
                ));
                files.push((own, bytes.clone()));
            }
        }
        let description = self.description.clone().unwrap_or_else(|| {
            format!(
                r#"{{"name": "{}", "resources": [{}]}}"#,
                self.name,
                resources.join(", ")
            )
        });
        files.push(("datapackage.json".to_owned(), description.into_bytes()));
        files
    }

    pub fn files(&self) -> MemoryFiles<'static> {
        let files = self.contents().into_iter();
        files.fold(MemoryFiles::new(&self.name), |files, (name, bytes)| {
            files.with(&name, bytes)
        })
    }
}

impl Group {
    fn add(&mut self, kind: &str, bytes: Vec<u8>) {
        let path = Some(format!("{}.{kind}.npy", self.name));
        let kind = kind.to_owned();
        self.resources.push(Resource { kind, path, bytes });
    }
}

/// The package as a ZIP, in a folder of it.
pub fn zip(package: &Package, folder: &str, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in package.contents() {
        writer
            .start_file(format!("{folder}{name}"), options)
            .expect("a file");
        writer.write_all(&bytes).expect("written");
    }
    writer.finish().expect("a ZIP").into_inner()
}

/// An array by its type, its shape and its elements, as `NumPy` saves it.
pub fn npy(descr: &str, shape: &str, elements: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).expect("a short header");
    let magic = b"\x93NUMPY\x01\x00";
    [
        magic,
        &length.to_le_bytes()[..],
        header.as_bytes(),
        elements,
    ]
    .concat()
}

pub fn pairs(ids: &[(i64, i64)]) -> Vec<u8> {
    let elements = ids.iter().flat_map(|(row, column)| [*row, *column]);
    let elements: Vec<u8> = elements.flat_map(i64::to_le_bytes).collect();
    npy(
        "[('row', '<i8'), ('col', '<i8')]",
        &format!("({},)", ids.len()),
        &elements,
    )
}

pub fn numbers(numbers: &[f64]) -> Vec<u8> {
    let elements: Vec<u8> = numbers.iter().copied().flat_map(f64::to_le_bytes).collect();
    npy("'<f8'", &format!("({},)", numbers.len()), &elements)
}

/// Distributions: type, `loc`, `scale`, `minimum`, `maximum` and whether negative, as `bw_processing` stores them.
pub fn distributions(rows: &[(u8, [f32; 4], bool)]) -> Vec<u8> {
    let mut elements = Vec::new();
    for (uncertainty_type, [loc, scale, minimum, maximum], negative) in rows {
        elements.push(*uncertainty_type);
        for number in [loc, scale, &f32::NAN, minimum, maximum] {
            elements.extend(number.to_le_bytes());
        }
        elements.push(u8::from(*negative));
    }
    let fields =
        ["loc", "scale", "shape", "minimum", "maximum"].map(|name| format!("('{name}', '<f4')"));
    let descr = format!(
        "[('uncertainty_type', '|u1'), {}, ('negative', '|b1')]",
        fields.join(", ")
    );
    npy(&descr, &format!("({},)", rows.len()), &elements)
}

pub fn truths(truths: &[bool]) -> Vec<u8> {
    let elements: Vec<u8> = truths.iter().copied().map(u8::from).collect();
    npy("'|b1'", &format!("({},)", truths.len()), &elements)
}
