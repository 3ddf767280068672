//! Rows of published numbers.

use cfp_core::Region;
use cfp_factors::{Dataset, Factor, RegionRow};

use crate::arrow::{Columns, Row};

/// Of the dataset, the table has its id, its version, who published it and on which terms.
impl Row for Factor {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("activity", |row| &row.activity)
            .text_if_any("activity_zh", |row| row.activity_zh.as_deref())
            .amount("value", |row| Some(row.quantity.amount()))
            .text("text", |row| &row.value)
            .text("unit", |row| row.quantity.unit().symbol())
            .text("kind", |row| row.kind.word())
            .text("region", |row| row.region.code())
            .year("year", |row| Some(row.year))
            .year("served_year", |row| row.served_year)
            .text_if_any("gwp_set", |row| row.dataset.gwp_set.as_deref())
            .text("dataset_id", |row| &row.dataset.id)
            .text("dataset_version", |row| row.dataset.version())
            .text("dataset_publisher", |row| &row.dataset.publisher)
            .text("dataset_licence", |row| &row.dataset.licence.name)
            .text("row", |row| &row.row)
            .text("place", |row| &row.place)
            .text_if_any("url", |row| row.url.as_deref())
            .text("confidence", |row| &row.confidence)
            .text_if_any("note", |row| row.note.as_deref())
            .texts("steps", |row| &row.steps)
            .texts("over", |row| &row.over);
    }
}

/// The years of activity that a dataset may serve, the text of its licence and what seals it are not in the table.
impl Row for Dataset {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("id", |row| &row.id)
            .text("version", Self::version)
            .text("selector", Self::selector)
            .text_if_any("supersedes", |row| row.supersedes.as_deref())
            .text("title", |row| &row.title)
            .text_if_any("title_zh", |row| row.title_zh.as_deref())
            .text("publisher", |row| &row.publisher)
            .text("document", |row| &row.document)
            .text_if_any("url", |row| row.url.as_deref())
            .year("reference_year", |row| row.reference_year)
            .text("published", |row| row.published.text())
            .texts("kinds", |row| row.kinds.iter().map(|kind| kind.word()))
            .texts("regions", |row| row.regions.iter().map(Region::code))
            .texts("metrics", |row| &row.metrics)
            .text("gas_basis", |row| row.gas_basis.word())
            .text_if_any("gwp_set", |row| row.gwp_set.as_deref())
            .text("licence", |row| &row.licence.name)
            .boolean("redistribution", |row| row.licence.redistribution)
            .text("attribution", |row| &row.licence.attribution);
    }
}

impl Row for RegionRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("code", |row| row.code.code())
            .text_if_any("parent", |row| Some(row.parent.as_ref()?.code()))
            .text("level", |row| row.level.word())
            .text("name", |row| &row.name)
            .text("name_zh", |row| &row.name_zh)
            .text("source", |row| &row.source);
    }
}
