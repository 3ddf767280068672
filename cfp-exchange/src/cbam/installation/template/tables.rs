//! The sheets of the template and their columns, from the keys of the plain form.

use super::titles::{self, Title};
use crate::cbam::installation::schema::{INSTALLATION, Schema, Wants};

/// A sheet with a table.
#[derive(Debug)]
pub(super) struct Table {
    /// The key by which titles know it.
    pub key: &'static str,
    /// The name of its sheet in English and in Chinese.
    pub sheets: [&'static str; 2],
    /// Where its rows stand in the plain form.
    pub stands: Stands,
}

/// Where the rows of a table stand in the plain form.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stands {
    /// The one row is the installation itself.
    Whole,
    /// Pairs of names and texts, below this key.
    Pairs(&'static str),
    /// A list of the installation.
    List(&'static str),
    /// Lists of each table of a list; the first column names it. Where there are several lists, the second column says which, by
    /// its word.
    Parts(&'static str, &'static [(&'static str, &'static str)]),
}

use Stands::{List, Pairs, Parts, Whole};

const fn table(
    key: &'static str,
    english: &'static str,
    chinese: &'static str,
    stands: Stands,
) -> Table {
    Table {
        key,
        sheets: [english, chinese],
        stands,
    }
}

/// Every table, those that are named by others before them.
pub(super) const TABLES: &[Table] = &[
    table("installation", "Installation", "设施", Whole),
    table("report", "Report items", "报告信息", Pairs("report")),
    table("stream", "Source streams", "源流", List("stream")),
    table(
        "anode_effects",
        "Anode effects",
        "阳极效应",
        List("anode_effects"),
    ),
    table(
        "measured",
        "Measured sources",
        "连续测量源",
        List("measured"),
    ),
    table(
        "co2_transfer",
        "CO2 transfers",
        "CO2转移",
        List("co2_transfer"),
    ),
    table(
        "energy_unit",
        "Energy units",
        "能源设备",
        List("energy_unit"),
    ),
    table(
        "electricity",
        "Electricity sources",
        "电力来源",
        List("electricity"),
    ),
    table("process", "Processes", "生产过程", List("process")),
    table(
        "heat",
        "Heat",
        "可测量热",
        Parts(
            "process",
            &[("imported", "heat_imported"), ("exported", "heat_exported")],
        ),
    ),
    table(
        "electricity_use",
        "Electricity use",
        "用电与发电",
        Parts(
            "process",
            &[
                ("used", "electricity"),
                ("produced", "electricity_produced"),
            ],
        ),
    ),
    table(
        "takes",
        "Precursors used",
        "前体消耗",
        Parts("process", &[("", "takes")]),
    ),
    table(
        "co_products",
        "Co-products",
        "联产化学品",
        Parts("process", &[("", "co_products")]),
    ),
    table("goods", "Goods", "货物", Parts("process", &[("", "goods")])),
    table(
        "precursor",
        "Precursors bought",
        "外购前体",
        List("precursor"),
    ),
    table(
        "delivery",
        "Deliveries",
        "前体供货",
        Parts("precursor", &[("", "delivery")]),
    ),
];

/// The column that says which of several lists a row is of.
pub(super) const DIRECTION: &str = "direction";

/// The column that says what an item of the report is. It is not read.
pub(super) const MEANING: &str = "meaning";

/// A column with what its key holds; `None` for those that place a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub key: &'static str,
    pub wants: Wants,
    pub title: Option<&'static Title>,
    /// Whether it names the table or list that the row is of.
    pub places: bool,
}

impl Table {
    /// The keys that a row has in the plain form.
    pub fn schema(&self) -> &'static Schema {
        match self.stands {
            Whole | Pairs(_) => &INSTALLATION,
            List(list) => below(&INSTALLATION, list),
            Parts(list, parts) => below(below(&INSTALLATION, list), parts[0].1),
        }
    }

    /// Its columns from left to right.
    pub fn columns(&self) -> Vec<Column> {
        let column = |key, wants, places| Column {
            key,
            wants,
            title: titles::of(self.key, key),
            places,
        };
        let of_schema = |schema: &'static Schema| {
            let keys = schema.keys.iter();
            keys.filter(|(_, wants)| !matches!(wants, Wants::Tables(_) | Wants::One(_)))
        };
        match self.stands {
            Pairs(_) => ["item", MEANING, "text"]
                .map(|key| column(key, Wants::Text, false))
                .to_vec(),
            Whole => of_schema(&INSTALLATION)
                .filter(|(_, wants)| !matches!(wants, Wants::Map))
                .map(|(key, wants)| column(key, *wants, false))
                .collect(),
            List(_) => of_schema(self.schema())
                .map(|(key, wants)| column(key, *wants, false))
                .collect(),
            Parts(parent, lists) => {
                let mut columns = vec![column(parent, Wants::Text, true)];
                if lists.len() > 1 {
                    columns.push(column(DIRECTION, Wants::Text, true));
                }
                let own = of_schema(self.schema()).map(|(key, wants)| column(key, *wants, false));
                columns.extend(own);
                columns
            }
        }
    }
}

/// The keys of the tables of a list.
fn below(schema: &'static Schema, list: &str) -> &'static Schema {
    let found = schema.keys.iter().find(|(key, _)| *key == list);
    match found {
        Some((_, Wants::Tables(schema))) => schema,
        _ => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every column has a title, and every title a column.
    #[test]
    fn columns_and_titles_are_the_same() {
        let mut known = Vec::new();
        for table in TABLES {
            for column in table.columns() {
                let title = column.title;
                let title = title.unwrap_or_else(|| panic!("{}.{}", table.key, column.key));
                assert!(title.titles.iter().all(|title| !title.is_empty()));
                known.push((table.key, column.key));
            }
        }
        for title in titles::TITLES.iter().flat_map(|part| part.iter()) {
            let at = (title.table, title.key);
            assert!(known.contains(&at), "{at:?} is no column");
        }
    }

    /// No list of the plain form is forgotten.
    #[test]
    fn every_list_has_a_sheet() {
        let stands = |list: &str| {
            TABLES.iter().any(|table| match table.stands {
                List(one) | Pairs(one) => one == list,
                Parts(_, lists) => lists.iter().any(|(_, one)| *one == list),
                Whole => false,
            })
        };
        let mut schemas = vec![&INSTALLATION];
        while let Some(schema) = schemas.pop() {
            for (key, wants) in schema.keys {
                if let Wants::Tables(below) = wants {
                    assert!(stands(key), "{key}");
                    schemas.push(below);
                }
            }
        }
        assert!(stands("report"));
    }
}
