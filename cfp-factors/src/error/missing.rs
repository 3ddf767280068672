//! The whole search behind a factor that was not found.

use std::fmt;

use cfp_core::{Caller, Detail, Setting};

use crate::kind::Kind;
use crate::query::Query;

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
    /// What the region, or one that it belongs to, has under names that are like the activity.
    pub alike: Vec<Line>,
    /// How to get at the nearest of them.
    pub way: Option<Way>,
}

/// How to get at what a search did not try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Way {
    /// What allows the search to stray that far.
    pub allowed: Vec<Setting>,
    /// What to ask for instead.
    pub instead: Vec<Setting>,
    /// Of these one, where what is near differs in it alone.
    pub one_of: Vec<Setting>,
    /// The activities by which the region has something.
    pub activities: Vec<String>,
}

impl Way {
    /// The query when the first of each choice is taken.
    pub fn followed(&self, query: &Query) -> Query {
        let mut query = query.clone();
        if let Some(name) = self.activities.first() {
            query.activity.clone_from(name);
            return query;
        }
        let settings = self.allowed.iter().chain(&self.instead);
        for setting in settings.chain(self.one_of.first()) {
            query = query.set(setting);
        }
        query
    }

    /// The way as this caller writes it.
    pub(super) fn said(&self, caller: Caller) -> String {
        let activities = self.activities.iter().map(|name| format!("`{name}`"));
        let activities = activities.collect::<Vec<_>>().join(" or ");
        if !activities.is_empty() {
            let other = match self.asked_for(caller) {
                other if other.is_empty() => other,
                other => format!("; or for {other}"),
            };
            return format!(
                "to take what the region has under another name, ask for {activities}{other}"
            );
        }
        let both = if self.allowed.len() > 1 { "both" } else { "it" };
        let allowed = format!("allow {both}: {}", Setting::all_said(&self.allowed, caller));
        let asked = self.asked_for(caller);
        let asked_for = format!("no allowance reaches it; to take it instead, ask for {asked}");
        match (self.allowed.is_empty(), asked.is_empty()) {
            (false, true) => format!("to use it, {allowed}"),
            (false, false) => format!("{asked_for} and {allowed}"),
            _ => asked_for,
        }
    }

    /// What to ask for instead.
    fn asked_for(&self, caller: Caller) -> String {
        let choice = self.one_of.iter().map(|setting| setting.said(caller));
        let choice = choice.collect::<Vec<_>>().join(" or ");
        let instead = Setting::all_said(&self.instead, caller);
        let asked = [choice, instead]
            .into_iter()
            .filter(|part| !part.is_empty());
        asked.collect::<Vec<_>>().join(" and ")
    }
}

impl Missing {
    pub(super) fn details(&self) -> Vec<Detail> {
        let later = &self.published_later;
        let width = width(&self.tried)
            .max(width(&self.not_tried))
            .max(width(&self.alike))
            .max(width(later));
        let mut details = aligned("tried", &self.tried, width);
        details.extend(aligned("later", later, width));
        details.extend(aligned("not tried", &self.not_tried, width));
        if self.more > 0 {
            details.push(Detail::new("not tried", format!("{} more", self.more)));
        }
        details.extend(aligned("alike", &self.alike, width));
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
