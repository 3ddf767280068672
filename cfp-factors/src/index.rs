//! The names of all activities, made ready to be searched.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::factor::Factor;
use crate::kind::Kind;
use crate::spelling::search_key;
use crate::table::Table;

/// The activities of a registry, sorted by what they count and by name, and the words that they are made of.
#[derive(Debug)]
pub(crate) struct Index {
    names: Vec<Name>,
    /// The names that each word occurs in.
    words: BTreeMap<String, Vec<usize>>,
}

/// The indexes of the views of one list of datasets, by which of these they show; each lives as long as a view has it.
#[derive(Debug, Default)]
pub(crate) struct Indexes(Mutex<Vec<(Vec<bool>, Weak<Index>)>>);

impl Indexes {
    /// The index of the datasets that are shown, whose tables these are.
    pub(crate) fn of(&self, shown: Vec<bool>, tables: &[(usize, &Table)]) -> Arc<Index> {
        // What is kept is whole at every step: a thread that panicked meanwhile spoils nothing.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, index)| index.strong_count() > 0);
        let same = kept.iter().find(|(other, _)| *other == shown);
        if let Some(index) = same.and_then(|(_, index)| index.upgrade()) {
            return index;
        }
        let made = Arc::new(Index::of(tables));
        kept.push((shown, Arc::downgrade(&made)));
        made
    }
}

/// An activity, and where its rows are.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) english: String,
    counts: Counts,
    /// Its English name and its Chinese ones as they are searched by.
    lowered: Vec<String>,
    /// The place of the dataset in the list of all and of the row in its table, by region, the newest year first.
    pub(crate) rows: Vec<(usize, usize)>,
}

/// What the rows of a name count, what is meant most often first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Counts {
    /// All gases of an amount of something.
    Total,
    /// One gas of a total.
    Part,
    /// All gases of an amount of money.
    Spend,
}

impl Counts {
    fn of(factor: &Factor) -> Self {
        if factor.part().is_some() {
            Self::Part
        } else if factor.kind == Kind::SpendBased {
            Self::Spend
        } else {
            Self::Total
        }
    }
}

/// How well a name fits the words that are looked for, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    Same,
    /// The text, and then what narrows it: `coal (domestic)` and `electricity, hydropower`.
    Narrows,
    Begins,
    /// Every word of the search begins a word of the name.
    Words,
    /// Every word of the search is somewhere in the name.
    Parts,
}

impl Name {
    fn of(english: &str, mut rows: Vec<(usize, usize, &Factor)>) -> Self {
        rows.sort_by_key(|(_, _, factor)| {
            let Factor {
                region, year, row, ..
            } = factor;
            (region, Reverse(*year), &factor.dataset.id, row)
        });
        let factors = || rows.iter().map(|(_, _, factor)| *factor);
        let chinese: BTreeSet<&str> = factors()
            .filter_map(|factor| factor.activity_zh.as_deref())
            .collect();
        let names = std::iter::once(english).chain(chinese);
        Self {
            english: english.to_owned(),
            counts: factors().map(Counts::of).min().unwrap_or(Counts::Total),
            lowered: names.map(search_key).collect(),
            rows: rows.iter().map(|(at, row, _)| (*at, *row)).collect(),
        }
    }

    /// How well the name fits a text in lower case.
    pub(crate) fn fit(&self, text: &str, words: &[&str]) -> Option<Fit> {
        self.lowered
            .iter()
            .filter_map(|name| fit(name, text, words))
            .min()
    }
}

fn fit(name: &str, text: &str, words: &[&str]) -> Option<Fit> {
    if !words.iter().all(|word| name.contains(word)) {
        None
    } else if let Some(rest) = name.strip_prefix(text) {
        Some(match rest.trim_start().chars().next() {
            None => Fit::Same,
            Some(',' | '，' | '(' | '（') => Fit::Narrows,
            Some(_) => Fit::Begins,
        })
    } else if words.iter().all(|word| begins_a_word(name, word)) {
        Some(Fit::Words)
    } else {
        Some(Fit::Parts)
    }
}

fn begins_a_word(name: &str, word: &str) -> bool {
    name.match_indices(word)
        .any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric))
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

impl Index {
    /// The index of these tables, each with the place of its dataset.
    fn of(tables: &[(usize, &Table)]) -> Self {
        let mut by_name: BTreeMap<&str, Vec<(usize, usize, &Factor)>> = BTreeMap::new();
        for (at, table) in tables {
            for (row, factor) in table.factors().iter().enumerate() {
                let rows = by_name.entry(&factor.activity).or_default();
                rows.push((*at, row, factor));
            }
        }
        let names = by_name.into_iter();
        let mut names: Vec<_> = names
            .map(|(english, rows)| Name::of(english, rows))
            .collect();
        // The sort is stable, so that names stay in order.
        names.sort_by_key(|name| name.counts);
        let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            let own: BTreeSet<&str> = name
                .lowered
                .iter()
                .flat_map(|name| words_of(name))
                .collect();
            for word in own {
                words.entry(word.to_owned()).or_default().push(at);
            }
        }
        Self { names, words }
    }

    /// Every activity, totals first, and then by name.
    pub(crate) fn names(&self) -> &[Name] {
        &self.names
    }

    /// The activities whose names are most like a text: those with most of its words, of these totals, the shortest
    /// first.
    pub(crate) fn like(&self, text: &str, most: usize) -> Vec<String> {
        let lowered = search_key(text);
        // For each name, how many words of the text it has, and how many letters these are off.
        let mut scores: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for word in words_of(&lowered) {
            for (name, off) in self.near(word) {
                let (words, letters) = scores.entry(name).or_default();
                *words += 1;
                *letters += off;
            }
        }
        let mut found: Vec<_> = scores
            .into_iter()
            .map(|(name, (words, letters))| {
                let Name {
                    english, counts, ..
                } = &self.names[name];
                let length = english.chars().count();
                (Reverse(words), letters, *counts, length, name)
            })
            .collect();
        found.sort_unstable();
        let best = found.into_iter().take(most);
        best.map(|(.., name)| self.names[name].english.clone())
            .collect()
    }

    /// The names with a word that is nearest to this one, and by how many letters that is off.
    fn near(&self, word: &str) -> BTreeMap<usize, usize> {
        let length = word.chars().count();
        // A Chinese word is short; of a Latin one of two letters nothing is left when one is wrong.
        let allowed = if word.is_ascii() {
            (length / 4).max(1).min(length / 3)
        } else {
            length / 2
        };
        let mut nearest: BTreeMap<usize, usize> = BTreeMap::new();
        for (known, names) in &self.words {
            let off = if known == word {
                0
            } else if length > 1 && known.contains(word) {
                1
            } else if known.chars().count().abs_diff(length) > allowed {
                continue;
            } else {
                strsim::osa_distance(known, word)
            };
            if off <= allowed {
                for name in names {
                    let kept = nearest.entry(*name).or_insert(off);
                    *kept = off.min(*kept);
                }
            }
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use jiff::civil::date;

    use crate::{Lock, Registry};

    /// An index is made once for all views that show the same, and again for one that shows less.
    #[test]
    fn views_of_the_same_datasets_share_an_index() {
        let all = Registry::bundled().expect("the bundled datasets");
        let index = |registry: &Registry| ptr::from_ref(registry.index().expect("sound tables"));
        let [one, other] = [date(2999, 1, 1), date(2998, 1, 1)].map(|day| all.as_of(day));
        assert_eq!(index(&one), index(&all));
        assert_eq!(index(&other), index(&one));
        let locked = all.locked(&Lock::default()).expect("nothing to be absent");
        assert_ne!(index(&locked), index(&all));
        assert_eq!(index(&locked.as_of(date(2999, 1, 1))), index(&locked));
        assert_ne!(index(&all.as_of(date(2020, 1, 1))), index(&all));
    }
}
