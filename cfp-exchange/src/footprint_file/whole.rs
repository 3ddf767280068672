//! All that a JSON text says: no key stands twice, and what a type does not read is known.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A value whose tables have each key once.
pub(super) struct Whole(pub Value);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any).map(Self)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Whole(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = table.next_key::<String>()? {
            let Whole(value) = table.next_value()?;
            if map.contains_key(&key) {
                return Err(A::Error::custom(format_args!(
                    "the key `{key}` stands twice"
                )));
            }
            map.insert(key, value);
        }
        Ok(map.into())
    }
}

/// The keys of a value that are not in what was read of it, each by its path; those without a value say nothing.
pub(super) fn unread(path: &str, stored: &Value, read: &Value, found: &mut Vec<String>) {
    match (stored, read) {
        (Value::Object(stored), Value::Object(read)) => {
            for (key, value) in stored {
                let path = format!("{path}/{key}");
                match read.get(key) {
                    Some(read) => unread(&path, value, read, found),
                    None if value.is_null() => {}
                    None => found.push(path),
                }
            }
        }
        (Value::Array(stored), Value::Array(read)) => {
            for (index, (stored, read)) in stored.iter().zip(read).enumerate() {
                unread(&format!("{path}/{index}"), stored, read, found);
            }
        }
        _ => {}
    }
}
