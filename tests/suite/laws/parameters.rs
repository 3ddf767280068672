//! Expressions are arithmetic: checked against exact rationals.

use cfp_exchange::{FootprintFile, ModelFile, Options};
use cfp_factors::Registry;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::generate::written_amount;
use crate::rational::rational;

/// An expression of literals, and its exact value in kg; `None` where it divides by zero.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    exact: Option<BigRational>,
}

/// A plain number as an expression: literals, or any four operations of such.
fn number() -> impl Strategy<Value = Written> {
    let literal = written_amount().prop_map(|text| Written {
        exact: Some(rational(&text)),
        text,
    });
    literal.prop_recursive(4, 16, 2, |inner| {
        (inner.clone(), inner, 0..5_usize).prop_map(|(left, right, operation)| {
            let exact = left.exact.zip(right.exact);
            let (sign, exact) = match operation {
                0 => ("+", exact.map(|(a, b)| a + b)),
                1 => ("-", exact.map(|(a, b)| a - b)),
                2 => ("*", exact.map(|(a, b)| a * b)),
                3 => ("/", exact.filter(|(_, b)| !b.is_zero()).map(|(a, b)| a / b)),
                _ => ("- -", exact.map(|(a, b)| a + b)),
            };
            let text = format!("({}) {sign} ({})", left.text, right.text);
            Written { text, exact }
        })
    })
}

fn model(parameters: &[(&str, &str)]) -> String {
    let lines = parameters.iter();
    let lines: Vec<_> = lines
        .map(|(name, text)| format!("{name} = \"{text}\"\n"))
        .collect();
    format!(
        "product = \"x\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\n{}[[process]]\nname = \"p\"\n\
         makes = {{ x = \"1 kg\" }}\nemits = {{ \"CO2, fossil\" = \"{{b}} * 1 kg\" }}\n",
        lines.concat()
    )
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// An expression of literals is what rational arithmetic makes of it, within the bound that it states; in
    /// tonnes it is a thousandth of what it is in kilograms.
    #[test]
    fn an_expression_is_its_exact_value(written in number()) {
        let text = model(&[("a", &written.text), ("b", "{a}"), ("c", "({a}) * 1 t / 1000 kg")]);
        let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
        let value = |index: usize| model.parameters()[index].value.clone();
        let Some(exact) = written.exact else {
            prop_assert!(value(0).is_none(), "{} divides by zero", written.text);
            return Ok(());
        };
        // Beyond the range of decimals there is no value, and none is made up.
        for value in [value(0), value(2)].into_iter().flatten() {
            prop_assert!(value.unit.is_none());
            let distance = (rational(&value.amount.to_string()) - &exact).abs();
            let bound = rational(&value.amount.bound().to_string());
            prop_assert!(distance <= bound, "{} is {:#}, off by {distance}", written.text, value);
        }
        if exact.abs() < rational("1e20") && !written.text.contains('/') {
            prop_assert!(value(0).is_some(), "{} has a value", written.text);
        }
    }

    /// A parameter set to what the file writes changes no digit.
    #[test]
    fn its_own_text_changes_nothing(a in written_amount(), b in number()) {
        let text = model(&[("a", &a), ("b", &format!("({}) / 7 + {{a}}", b.text))]);
        let registry = Registry::bundled().expect("the datasets");
        let answer = |options: &Options| {
            let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
            let study = model.build(&registry, options).ok()?;
            let file = FootprintFile::of(&study, &registry).ok()?;
            serde_json::to_string(&file.footprint).ok()
        };
        let plain = answer(&Options::new());
        prop_assert_eq!(&plain, &answer(&Options::new().parameter("a", &a)));
        let own = Options::new().parameter("b", &format!("({}) / 7 + {{a}}", b.text));
        prop_assert_eq!(&plain, &answer(&own));
    }
}
