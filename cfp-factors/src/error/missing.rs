//! The whole search behind a factor that was not found.

use std::fmt;

use cfp_core::Detail;

use crate::kind::Kind;

/// A line of a search: where, and what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The region and year, or a value.
    pub at: String,
    /// What is there, or that nothing is.
    pub text: String,
}

impl Line {
    /// A line.
    pub(crate) fn new(at: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            text: text.into(),
        }
    }
}

/// A search that found nothing: where it looked, and what exists elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// What was asked for.
    pub activity: String,
    /// The region that was asked for.
    pub region: String,
    /// The year that was asked for.
    pub year: u16,
    /// The kind that was asked for.
    pub kind: Kind,
    /// Where the search looked.
    pub tried: Vec<Line>,
    /// The nearest of what exists elsewhere.
    pub not_tried: Vec<Line>,
    /// How many more exist elsewhere.
    pub more: usize,
    /// What would answer, but was not yet published on the day of the look-up.
    pub published_later: Vec<Line>,
    /// How to get at the nearest of them.
    pub way: Option<String>,
}

impl Missing {
    pub(super) fn details(&self) -> Vec<Detail> {
        let later = &self.published_later;
        let width = width(&self.tried)
            .max(width(&self.not_tried))
            .max(width(later));
        let mut details = aligned("tried", &self.tried, width);
        details.extend(aligned("later", later, width));
        details.extend(aligned("not tried", &self.not_tried, width));
        if self.more > 0 {
            details.push(Detail::new("not tried", format!("{} more", self.more)));
        }
        details
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            activity,
            region,
            year,
            kind,
            ..
        } = self;
        if *kind == Kind::default() {
            write!(f, "no factor for `{activity}` in {region} for {year}")
        } else {
            write!(f, "no {kind} for `{activity}` in {region} for {year}")
        }
    }
}

/// The lines under a label, their second column in line.
pub(super) fn aligned(label: &'static str, lines: &[Line], least: usize) -> Vec<Detail> {
    let width = width(lines).max(least);
    lines
        .iter()
        .map(|line| {
            let text = format!("{:width$}   {}", line.at, line.text);
            Detail::new(label, text.trim_end())
        })
        .collect()
}

fn width(lines: &[Line]) -> usize {
    let widths = lines.iter().map(|line| line.at.chars().count());
    widths.max().unwrap_or_default()
}
