//! Names: what people call processes, flows and activities, compared by what they say.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What names are compared by: the name in Normalisation Form C of Unicode (Standard Annex 15). `é` is one letter whether
/// it is stored as one character or as two, and `力` one whether it is U+529B or the compatibility ideograph U+F98A, as in
/// tables from Taiwan. Upper and lower case stay apart.
///
/// A name is never changed by being compared: what is printed is what was written.
///
/// # Example
///
/// ```
/// use cfp_core::name_key;
///
/// assert_eq!(name_key("電\u{f98a}"), name_key("電\u{529b}"));
/// assert_eq!(name_key("cafe\u{301}"), "café");
/// ```
pub fn name_key(name: &str) -> Cow<'_, str> {
    if is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    let key: String = name.nfc().collect();
    if key == name {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(key)
    }
}

/// Which of several spellings of one name stands for all of them: the first that was met.
///
/// # Example
///
/// ```
/// use cfp_core::Spellings;
///
/// let spellings = Spellings::of(["電\u{f98a}", "蒸汽", "電\u{529b}"]);
/// assert_eq!(spellings.first("電\u{529b}"), "電\u{f98a}");
/// assert_eq!(spellings.first("蒸汽"), "蒸汽");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spellings {
    /// By the key of a name its first spelling, where that is another text.
    others: BTreeMap<String, String>,
}

impl Spellings {
    /// The spellings of these names, in the order in which they are met.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut first: BTreeMap<Cow<'n, str>, &'n str> = BTreeMap::new();
        for name in names {
            first.entry(name_key(name)).or_insert(name);
        }
        let others = first.into_iter().filter(|(key, name)| key != name);
        Self {
            others: others
                .map(|(key, name)| (key.into_owned(), name.to_owned()))
                .collect(),
        }
    }

    /// Whether every name is spelled as its key, and so only in one way.
    pub fn is_plain<'n>(names: impl IntoIterator<Item = &'n str>) -> bool {
        let mut names = names.into_iter();
        names.all(|name| matches!(name_key(name), Cow::Borrowed(_)))
    }

    /// The first spelling of a name; of one that was not met, its key.
    pub fn first<'n>(&'n self, name: &'n str) -> Cow<'n, str> {
        let key = name_key(name);
        match self.others.get(&*key) {
            Some(first) => Cow::Borrowed(first),
            None => key,
        }
    }
}
