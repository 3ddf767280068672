//! What databases call a gas: one gas behind formulas, chemical names, codes and numbers.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::Category;
use crate::name::name_key;

/// The gas that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGas {
    gas: String,
    account: Option<Category>,
    is_removal: bool,
}

impl NamedGas {
    /// A gas by the name that GWP sets have for it, such as `CH4, fossil`.
    pub fn new(gas: &str) -> Self {
        Self {
            gas: gas.to_owned(),
            account: None,
            is_removal: false,
        }
    }

    /// The same in an account that the name states: methane `from soil or biomass stock` is of land use change.
    pub fn account(mut self, account: Category) -> Self {
        self.account = Some(account);
        self
    }

    /// The same taken up instead of emitted, as the name states: carbon dioxide `to soil or biomass stock`.
    pub fn removed(mut self) -> Self {
        self.is_removal = true;
        self
    }

    /// The name that GWP sets have for the gas.
    pub fn gas(&self) -> &str {
        &self.gas
    }

    /// The account that the name states; `None` where the set decides.
    pub fn stated_account(&self) -> Option<Category> {
        self.account
    }

    /// Whether the name says that the gas is taken up.
    pub fn is_removal(&self) -> bool {
        self.is_removal
    }
}

/// The names of gases as databases, lists and laboratories write them.
///
/// Names compare without regard to case, spaces, hyphens, commas and brackets, to the width of their signs, and to `ph` or
/// `f` in sulfur; a CAS number without its leading zeros. The inverted names of inventories are read, so that
/// `Methane, tetrafluoro-, R-14` is what both `tetrafluoromethane` and `R-14` are; where they are two gases, it is none.
///
/// # Example
///
/// ```
/// use cfp_core::{GasNames, NamedGas};
///
/// let mut names = GasNames::new();
/// names.add("tetrafluoromethane", NamedGas::new("CF4"));
/// names.add("methane", NamedGas::new("CH4, fossil"));
/// names.add("methane", NamedGas::new("CH4, biogenic"));
/// assert_eq!(names.find("Methane, tetrafluoro-, R-14")[0].gas(), "CF4");
/// assert_eq!(names.find("Methane").len(), 2); // the origin is not stated
/// assert!(names.find("Methanol").is_empty());
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GasNames {
    names: BTreeMap<String, Vec<NamedGas>>,
}

impl fmt::Debug for GasNames {
    /// How many there are: thousands of names would hide what they stand beside.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GasNames({})", self.names.len())
    }
}

impl GasNames {
    /// No names yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what a name stands for. A name of several gases does not decide between them.
    pub fn add(&mut self, name: &str, gas: NamedGas) {
        let gases = self.names.entry(key(name)).or_default();
        if !gases.contains(&gas) {
            gases.push(gas);
        }
    }

    /// The gases that a name can stand for: one where it decides, none where it is no name of a greenhouse gas.
    pub fn find(&self, name: &str) -> Vec<&NamedGas> {
        let whole = self.of_key(&key(name));
        if !whole.is_empty() {
            return whole.iter().collect();
        }
        if let Some((before, within)) = bracketed(name) {
            // `Nitrous oxide (laughing gas)`, `R 116 (hexafluoroethane)`: each is a name of it.
            let mut found = self.find(before);
            let others = self.of_key(&key(within));
            found.extend(others);
            return distinct(found);
        }
        let mut parts: Vec<&str> = name.split(", ").map(str::trim).collect();
        let code = match parts[..] {
            [_, .., last] if is_code(last) => parts.pop(),
            _ => None,
        };
        let chemical = match parts[..] {
            // The parent stands first in lists that are sorted by it: `Ethane, hexafluoro-`.
            [parent, groups] => {
                let joined = self.of_key(&key(&format!("{groups}{parent}")));
                let written = self.of_key(&key(&parts.join(", ")));
                if joined.is_empty() { written } else { joined }
            }
            _ if code.is_some() => self.of_key(&key(&parts.join(", "))),
            _ => &[],
        };
        let coded = code.map_or(&[][..], |code| self.of_key(&key(code)));
        distinct(chemical.iter().chain(coded).collect())
    }

    fn of_key(&self, key: &str) -> &[NamedGas] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Each gas once.
fn distinct(mut gases: Vec<&NamedGas>) -> Vec<&NamedGas> {
    let mut seen: Vec<&NamedGas> = Vec::with_capacity(gases.len());
    gases.retain(|gas| {
        let is_new = !seen.contains(gas);
        if is_new {
            seen.push(gas);
        }
        is_new
    });
    gases
}

/// What stands before the brackets that a name ends in, and within them.
fn bracketed(name: &str) -> Option<(&str, &str)> {
    let pairs = [('(', ')'), ('[', ']'), ('（', '）')];
    let name = name.trim();
    pairs.into_iter().find_map(|(open, close)| {
        let inner = name.strip_suffix(close)?;
        let (before, within) = inner.rsplit_once(open)?;
        let before = before.trim();
        (!before.is_empty()).then_some((before, within.trim()))
    })
}

/// Whether a part of a name is the code of a refrigerant: `HFC-134a`, `R-14`, `Halon 1301`.
fn is_code(part: &str) -> bool {
    let letters = part.find(|sign: char| !sign.is_ascii_alphabetic());
    let (prefix, number) = part.split_at(letters.unwrap_or(part.len()));
    let known = [
        "R", "CFC", "HCFC", "HFC", "HFO", "HCFO", "HFE", "HCFE", "HCC", "FC", "PFC", "Halon",
        "Freon",
    ];
    let number = number.trim_start_matches(['-', ' ']);
    known.iter().any(|code| code.eq_ignore_ascii_case(prefix))
        && number.starts_with(|sign: char| sign.is_ascii_digit() || sign == 'C')
}

/// What names are compared by.
fn key(name: &str) -> String {
    let name = name.trim();
    if let Some(number) = cas(name) {
        return number;
    }
    let mut key = String::with_capacity(name.len());
    for sign in name_key(name).chars() {
        match sign {
            '！'..='～' => {
                let plain = char::from_u32(u32::from(sign) - 0xfee0);
                key.extend(plain.filter(char::is_ascii_alphanumeric));
            }
            '₀'..='₉' => key.extend(char::from_digit(u32::from(sign) - 0x2080, 10)),
            // Two bonds, and the prime that tells one series of ethers from another, are part of a formula.
            '=' => key.push('='),
            '\'' | '’' | '′' => key.push('\''),
            _ if sign.is_alphanumeric() => key.extend(sign.to_lowercase()),
            _ => {}
        }
    }
    key.to_ascii_lowercase().replace("sulph", "sulf")
}

/// A number of the Chemical Abstracts Service without leading zeros: `75-73-0` for `000075-73-0`.
fn cas(written: &str) -> Option<String> {
    let number = written.strip_prefix("CAS").unwrap_or(written).trim();
    let mut groups = number.split('-');
    let (first, second, check) = (groups.next()?, groups.next()?, groups.next()?);
    let is_number =
        |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let has_form = groups.next().is_none()
        && first.len() >= 2
        && second.len() == 2
        && check.len() == 1
        && [first, second, check].into_iter().all(is_number);
    has_form.then(|| format!("{}-{second}-{check}", first.trim_start_matches('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> GasNames {
        let mut names = GasNames::new();
        for (name, gas) in [
            ("tetrafluoromethane", "CF4"),
            ("75-73-0", "CF4"),
            ("R-14", "CF4"),
            ("1,1,1,2-tetrafluoroethane", "HFC-134a"),
            ("HFC-134a", "HFC-134a"),
            ("hexafluoroethane", "C2F6"),
            ("1,2-dichloro-1,1,2-trifluoroethane", "HCFC-123a"),
            ("HCFC-123", "HCFC-123"),
            ("sulfur hexafluoride", "SF6"),
            ("N2O", "N2O"),
            ("HG-02", "HG-02"),
            ("HG'-02", "HG'-02"),
        ] {
            names.add(name, NamedGas::new(gas));
        }
        names
    }

    #[test]
    fn the_spellings_of_a_name_are_one() {
        let names = names();
        for (written, gas) in [
            ("Methane, tetrafluoro-, R-14", "CF4"),
            ("Methane, tetrafluoro-, FC-14", "CF4"),
            ("methane, tetrafluoro", "CF4"),
            ("000075-73-0", "CF4"),
            ("CAS 75-73-0", "CF4"),
            ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", "HFC-134a"),
            ("1,1,1,2-Tetrafluoroethane, HFC-134a", "HFC-134a"),
            ("HFC 134a", "HFC-134a"),
            ("Ethane, hexafluoro-, HFC-116", "C2F6"),
            ("Sulphur hexafluoride", "SF6"),
            ("N₂O", "N2O"),
            ("Ｎ２Ｏ", "N2O"),
            ("hg-02", "HG-02"),
            ("HG’-02", "HG'-02"),
        ] {
            let found: Vec<&str> = names.find(written).iter().map(|gas| gas.gas()).collect();
            assert_eq!(found, [gas], "{written}");
        }
    }

    #[test]
    fn a_name_of_two_gases_decides_for_none() {
        let names = names();
        let found = names.find("Ethane, 1,2-dichloro-1,1,2-trifluoro-, HCFC-123");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn other_substances_are_no_gas_of_the_table() {
        let names = names();
        for written in [
            "Methane",
            "Methanol",
            "R-",
            "75-73-1",
            "Nitrogen oxides",
            "N2",
            ", ",
        ] {
            assert!(names.find(written).is_empty(), "{written}");
        }
    }
}
