//! Expressions are arithmetic: checked against exact rationals.

use cfp_core::{Amount, Quantity};
use cfp_exchange::{FootprintFile, ModelFile, Options, Study};
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

/// An expression of literals and the parameter `{p}`, with its exact value and slope at a value of that; `None` where it
/// divides by zero.
#[derive(Debug, Clone)]
struct Moving {
    text: String,
    exact: Option<(BigRational, BigRational)>,
}

/// Any four operations of literals and `{p}`, which is worth `at`.
fn moving(at: &'static str) -> impl Strategy<Value = Moving> {
    let literal = written_amount().prop_map(|text| Moving {
        exact: Some((rational(&text), BigRational::zero())),
        text,
    });
    let parameter = Just(Moving {
        text: "{p}".to_owned(),
        exact: Some((rational(at), rational("1"))),
    });
    prop_oneof![literal, parameter].prop_recursive(3, 12, 2, |inner| {
        (inner.clone(), inner, 0..4_usize).prop_map(|(left, right, operation)| {
            let exact = left.exact.zip(right.exact);
            let (sign, exact) = match operation {
                0 => ("+", exact.map(|((a, da), (b, db))| (a + b, da + db))),
                1 => ("-", exact.map(|((a, da), (b, db))| (a - b, da - db))),
                2 => (
                    "*",
                    exact.map(|((a, da), (b, db))| (&a * &b, da * b + a * db)),
                ),
                _ => {
                    let exact = exact.filter(|(_, (b, _))| !b.is_zero());
                    let exact = exact.map(|((a, da), (b, db))| {
                        let quotient = &a / &b;
                        let slope = (da - &quotient * db) / b;
                        (quotient, slope)
                    });
                    ("/", exact)
                }
            };
            let text = format!("({}) {sign} ({})", left.text, right.text);
            Moving { text, exact }
        })
    })
}

/// A study with two uncertain parameters and one number that is computed from them.
fn uncertain(p: &str, q: &str, number: &str) -> Option<Study> {
    let text = format!(
        "product = \"x\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\n\
         p = {{ value = \"{p}\", pedigree = [1, 1, 1, 1, 2] }}\nq = {{ value = \"{q}\", pedigree = [1, 1, 1, 1, 2] }}\n\
         [[process]]\nname = \"p\"\nmakes = {{ x = \"1 kg\" }}\nemits = {{ \"CO2, fossil\" = \"{number}\" }}\n"
    );
    let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
    let registry = Registry::bundled().expect("the datasets");
    model.build(&registry, &Options::new()).ok()
}

/// Its number for values of the parameters.
fn drawn(study: &Study, p: &str, q: &str) -> Quantity {
    let values = [p, q].map(|text| text.parse::<Amount>().expect("a number"));
    let drawn = study.redrawn(&[(0, values[0]), (1, values[1])]);
    let (_, quantity) = drawn.expect("a value").swap_remove(0);
    quantity
}

/// Whether two exact numbers are as near as these bounds allow.
fn is_near(a: &BigRational, b: &BigRational, bounds: &[Amount]) -> bool {
    let bounds = bounds
        .iter()
        .map(|amount| rational(&amount.bound().to_string()));
    (a - b).abs() <= bounds.fold(BigRational::zero(), |sum, bound| sum + bound)
}

fn exact(amount: Amount) -> BigRational {
    rational(&amount.to_string())
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

    /// The derivative of an expression is that of rational arithmetic, within the bound that it states.
    #[test]
    fn a_derivative_is_exact(written in moving("1.5")) {
        let Some((value, slope)) = &written.exact else {
            return Ok(());
        };
        // Beyond the range of decimals there is none, and none is made up.
        let study = uncertain("1.5", "1", &format!("(({}) + {{p}}) * 1 kg", written.text));
        let Some(found) = study.and_then(|study| study.dependences().ok()) else {
            return Ok(());
        };
        let [found] = &found[..] else {
            panic!("{}", written.text);
        };
        let by = found.by["p"];
        let one = rational("1");
        prop_assert!(is_near(&exact(by), &(slope + one), &[by]), "{} has {by:#}", written.text);
        let amount = found.value.amount();
        prop_assert!(is_near(&exact(amount), &(value + rational("1.5")), &[amount]));
    }

    /// Of what is linear in a parameter the difference quotient is the derivative, whatever the step: (a p + b) t - c p kg.
    #[test]
    fn a_line_rises_by_its_derivative(
        numbers in [written_amount(), written_amount(), written_amount(), written_amount(), written_amount()]
    ) {
        let [a, b, c, p, other] = &numbers;
        let number = format!("({a} * {{p}} + {b}) * 1 t - {c} * {{p}} * 1 kg");
        let study = uncertain(p, "1", &number).expect("a model");
        let slope = study.dependences().expect("a derivative")[0].by["p"];
        let (from, to) = (drawn(&study, p, "1"), drawn(&study, other, "1"));
        let step = rational(other) - rational(p);
        let rise = exact(to.amount()) - exact(from.amount());
        let bounds = [to.amount(), from.amount()];
        prop_assert!(slope.is_exact() && is_near(&rise, &(step * exact(slope)), &bounds), "{number}");
    }

    /// The same along each of two parameters of a product, the other as written: (a p + b) (c q + d).
    #[test]
    fn a_product_rises_by_its_derivatives(
        numbers in [written_amount(), written_amount(), written_amount(), written_amount(), written_amount(), written_amount()]
    ) {
        let [a, b, c, p, q, other] = &numbers;
        let number = format!("({a} * {{p}} + {b}) * ({c} * {{q}} - 7) * 1 kg");
        let study = uncertain(p, q, &number).expect("a model");
        let by = study.dependences().expect("derivatives")[0].by.clone();
        let from = drawn(&study, p, q);
        for (name, to, step) in [
            ("p", drawn(&study, other, q), rational(other) - rational(p)),
            ("q", drawn(&study, p, other), rational(other) - rational(q)),
        ] {
            let rise = exact(to.amount()) - exact(from.amount());
            // The bound of a slope grows with the step.
            let slope = by[name];
            let apart = rational(&slope.bound().to_string()) * step.abs();
            let off = (rise - &step * exact(slope)).abs();
            let bounds = [to.amount(), from.amount()].map(|amount| rational(&amount.bound().to_string()));
            prop_assert!(off <= bounds[0].clone() + &bounds[1] + apart, "{number} along {name}");
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
