//! Formulas that know their value: each step is reckoned in decimals beside the text that Excel reads.

use cfp_core::{Amount, NumberProblem};

/// A part of a formula, and its value; the value is missing where it is beyond the range of decimals.
#[derive(Debug, Clone)]
pub(in crate::cbam::installation) struct Term {
    text: String,
    value: Option<Amount>,
    /// Whether it needs parentheses before it is multiplied.
    is_sum: bool,
    /// Whether it is a number and names no cell.
    is_number: bool,
}

/// The longest formula that Excel takes, less some room.
const LONGEST: usize = 8000;
/// The most that one `SUM` takes.
const MOST: usize = 200;

impl Term {
    /// What stands in a cell, and its value where it has one.
    pub fn cell(reference: String, value: impl Into<Option<Amount>>) -> Self {
        Self::plain(reference, value.into())
    }

    /// A number.
    pub fn number(number: Amount) -> Self {
        Self {
            is_number: true,
            ..Self::plain(number.value_text(), Some(number))
        }
    }

    /// A number that is written within a formula.
    pub fn literal(number: &str) -> Self {
        match number.parse() {
            Ok(amount) => Self {
                text: number.to_owned(),
                ..Self::number(amount)
            },
            Err(_) => Self::missing(),
        }
    }

    /// What has no value: no formula with it stands anywhere.
    pub fn missing() -> Self {
        Self::plain("NA()".to_owned(), None)
    }

    pub fn zero() -> Self {
        Self::number(Amount::ZERO)
    }

    fn plain(text: String, value: Option<Amount>) -> Self {
        Self {
            text,
            value,
            is_sum: false,
            is_number: false,
        }
    }

    /// The text of the formula, without the equals sign; `None` where it is too long for a cell.
    pub fn formula(&self) -> Option<&str> {
        (self.text.len() < LONGEST).then_some(&*self.text)
    }

    /// Whether it is a number and names no cell.
    pub fn is_number(&self) -> bool {
        self.is_number
    }

    pub fn value(&self) -> Option<Amount> {
        self.value
    }

    fn with(
        self,
        sign: &str,
        other: &Self,
        is_sum: bool,
        reckon: impl Fn(Amount, Amount) -> Result<Amount, NumberProblem>,
    ) -> Self {
        let value = self.value.zip(other.value);
        let left = if is_sum { self.text } else { self.factor() };
        let right = match sign {
            "+" => other.text.clone(),
            _ => other.factor(),
        };
        // What divides holds together whatever it is.
        let right = if sign == "/" && !other.is_sum && right.contains(['*', '/']) {
            format!("({right})")
        } else {
            right
        };
        Self {
            text: format!("{left}{sign}{right}"),
            value: value.and_then(|(left, right)| reckon(left, right).ok()),
            is_sum,
            is_number: false,
        }
    }

    fn factor(&self) -> String {
        if self.is_sum {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }

    pub fn plus(self, other: &Self) -> Self {
        self.with("+", other, true, Amount::plus)
    }

    pub fn minus(self, other: &Self) -> Self {
        self.with("-", other, true, Amount::minus)
    }

    pub fn times(self, other: &Self) -> Self {
        self.with("*", other, false, Amount::times)
    }

    pub fn over(self, other: &Self) -> Self {
        self.with("/", other, false, Amount::over)
    }

    /// Zero where it is negative.
    pub fn floored(self) -> Self {
        self.called("MAX(0,", ")", Amount::floored)
    }

    /// The smaller of two.
    pub fn at_most(self, other: &Self) -> Self {
        let most = other.value;
        let value = self.value.zip(most).map(|(left, right)| {
            let is_above = left.rank(&right).is_gt();
            if is_above { right } else { left }
        });
        Self::plain(format!("MIN({},{})", self.text, other.text), value)
    }

    /// Rounded to so many places, halves away from zero.
    pub fn rounded(self, places: u32) -> Self {
        let round = |value: Amount| {
            let text = value.rounded_half_up(places);
            text.parse().unwrap_or(value)
        };
        self.called("ROUND(", &format!(",{places})"), round)
    }

    fn called(self, before: &str, after: &str, reckon: impl Fn(Amount) -> Amount) -> Self {
        Self::plain(
            format!("{before}{}{after}", self.text),
            self.value.map(reckon),
        )
    }

    /// The sum of some terms; zero where there are none.
    pub fn sum(terms: &[Self]) -> Self {
        match terms {
            [] => Self::zero(),
            [one] => one.clone(),
            _ => {
                let mut value = Some(Amount::ZERO);
                for term in terms {
                    value = value
                        .zip(term.value)
                        .and_then(|(sum, one)| sum.plus(one).ok());
                }
                let texts: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
                let parts = texts
                    .chunks(MOST)
                    .map(|part| format!("SUM({})", part.join(",")));
                let parts: Vec<String> = parts.collect();
                Self {
                    is_sum: parts.len() > 1,
                    ..Self::plain(parts.join("+"), value)
                }
            }
        }
    }

    /// Whether the formula gives this result, but for the rounding of decimals and doubles.
    pub fn gives(&self, result: Amount) -> bool {
        let Some(value) = self.value else {
            return false;
        };
        let (value, result) = (value.midpoint(), result.midpoint());
        let difference = value.minus(result).map(Amount::magnitude);
        let Ok(difference) = difference else {
            return false;
        };
        if difference.is_zero() {
            return true;
        }
        let allowed = result.magnitude().shifted(-12);
        allowed.is_ok_and(|allowed| difference.rank(&allowed).is_le())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(name: &str, value: &str) -> Term {
        let value: Amount = value.parse().expect("a number");
        Term::cell(name.to_owned(), value)
    }

    #[test]
    fn formulas_and_values_are_of_one_order() {
        let [a, b, c] = [cell("A1", "2"), cell("B1", "3"), cell("C1", "4")];
        let told = |term: Term| {
            let value = term.value().map(|value| value.to_string());
            (term.formula().map(str::to_owned), value)
        };
        let is = |term: Term, formula: &str, value: &str| {
            let expected = (Some(formula.to_owned()), Some(value.to_owned()));
            assert_eq!(told(term), expected);
        };
        is(a.clone().plus(&b).times(&c), "(A1+B1)*C1", "20");
        is(a.clone().minus(&b.clone().minus(&c)), "A1-(B1-C1)", "3");
        is(c.clone().over(&a.clone().times(&a)), "C1/(A1*A1)", "1");
        is(
            a.clone().minus(&b).floored().times(&c),
            "MAX(0,A1-B1)*C1",
            "0",
        );
        is(
            Term::sum(&[a.clone(), b.clone()]).over(&c),
            "SUM(A1,B1)/C1",
            "1.25",
        );
        is(a.clone().over(&b).rounded(5), "ROUND(A1/B1,5)", "0.66667");
        is(b.clone().at_most(&a), "MIN(B1,A1)", "2");
        assert!(
            a.clone()
                .over(&b)
                .gives("0.6666666666666667".parse().expect("a number"))
        );
        assert!(
            !a.clone()
                .over(&b)
                .gives("0.6667".parse().expect("a number"))
        );
        // Excel takes no more than 255 parts in one sum.
        let many = Term::sum(&vec![a.clone(); 450]).times(&b);
        let (formula, value) = told(many);
        let formula = formula.expect("short enough");
        assert_eq!(formula.matches("SUM(").count(), 3);
        assert!(formula.starts_with("(SUM(") && formula.ends_with("))*B1"));
        assert_eq!(value.as_deref(), Some("2700"));
        assert!(!Term::missing().times(&a).gives(Amount::ZERO));
        assert_eq!(
            Term::sum(&vec![cell("Sources!$A$1", "1"); 1000]).formula(),
            None
        );
        assert_eq!(
            told(Term::sum(&[])),
            (Some("0".to_owned()), Some("0".to_owned()))
        );
    }
}
