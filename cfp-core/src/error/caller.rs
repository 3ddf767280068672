//! The language of whoever is told a hint.

/// Who is told a hint, and so by what name a setting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Caller {
    /// A model file, which has keys, `up_to_region = "country"`, and parameters to compute with.
    #[default]
    File,
    /// A file that states values and computes none: the data of an installation, a list, a table.
    Statement,
    /// A command, with options: `--up-to-region country`.
    Command,
    /// Python, with arguments: `up_to_region="country"`.
    Python,
}

/// What a hint proposes to set, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its key in a file, and its argument in Python.
    key: &'static str,
    /// Its option, where that has another name.
    option: Option<&'static str>,
    value: String,
    is_text: bool,
}

impl Setting {
    /// A setting whose value is a text.
    pub fn text(key: &'static str, value: impl Into<String>) -> Self {
        Self {
            key,
            option: None,
            value: value.into(),
            is_text: true,
        }
    }

    /// A setting whose value is a whole number.
    pub fn number(key: &'static str, value: impl Into<i64>) -> Self {
        Self {
            is_text: false,
            ..Self::text(key, value.into().to_string())
        }
    }

    /// The same with an option of another name than the key.
    pub fn with_option(mut self, option: &'static str) -> Self {
        self.option = Some(option);
        self
    }

    /// Its key in a file.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What it is to be set to.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The setting as it is written by this caller, in backticks.
    pub fn said(&self, caller: Caller) -> String {
        let Self { key, value, .. } = self;
        let quoted = if self.is_text {
            format!("\"{value}\"")
        } else {
            value.clone()
        };
        match caller {
            Caller::File | Caller::Statement => format!("`{key} = {quoted}`"),
            Caller::Python => format!("`{key}={quoted}`"),
            Caller::Command => {
                let option = self.option.unwrap_or(key).replace('_', "-");
                let is_word = |sign: char| sign.is_alphanumeric() || "-_@=^./".contains(sign);
                let value = if value.chars().all(is_word) {
                    value
                } else {
                    &quoted
                };
                format!("`--{option} {value}`")
            }
        }
    }

    /// Settings that belong together, as this caller writes them.
    pub fn all_said(settings: &[Self], caller: Caller) -> String {
        let said = settings.iter().map(|setting| setting.said(caller));
        said.collect::<Vec<_>>().join(" and ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_speaks_the_language_of_its_caller() {
        let level = Setting::text("up_to_region", "grid region");
        assert_eq!(level.said(Caller::File), "`up_to_region = \"grid region\"`");
        assert_eq!(
            level.said(Caller::Command),
            "`--up-to-region \"grid region\"`"
        );
        assert_eq!(level.said(Caller::Python), "`up_to_region=\"grid region\"`");
        let unit = Setting::text("per", "kWh").with_option("unit");
        assert_eq!(unit.said(Caller::Command), "`--unit kWh`");
        let years = Setting::number("up_to_years_old", 1);
        assert_eq!(years.said(Caller::File), "`up_to_years_old = 1`");
        let both = Setting::all_said(&[level, years], Caller::Command);
        assert_eq!(
            both,
            "`--up-to-region \"grid region\"` and `--up-to-years-old 1`"
        );
    }
}
