//! Arithmetic in quantities, such as `{yield} * 1.05 t`.
//!
//! ```text
//! expression = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
//! sum        = product {("+" | "-") product}
//! product    = operand {("*" | "/") operand}
//! operand    = {"-" | "+"} (number [unit] | "{" name "}" | "(" expression ")")
//! ```
//!
//! No operand begins with a letter, so a stroke or star before a letter belongs to the unit:
//! `0.6 kg CO2e/kWh` is one quantity, `24 t/2` a division.

use std::collections::BTreeMap;

use cfp_core::{Amount, NumberProblem, Quantity, Unit, nearest};

use super::parameter_problem::ParameterProblem;
use super::parameter_value::{Failure, Fault, ParameterValue};
use super::sloped::Arithmetic;
use super::token::{OPERAND, Scanner, Token, plain};

/// The deepest nesting of parentheses that is read.
const DEEPEST: usize = 64;

/// The values of parameters by name; `None` for one that is told as a problem.
pub(super) type Values = BTreeMap<String, Option<ParameterValue>>;

/// A text taken apart.
#[derive(Debug, Clone)]
pub(super) struct Expression<'t> {
    text: &'t str,
    tokens: Vec<(usize, Token<'t>)>,
    /// The value of each token that is a literal, where they are read in advance.
    literals: Vec<Option<ParameterValue>>,
}

impl<'t> Expression<'t> {
    /// Takes a text apart.
    pub fn read(text: &'t str) -> Result<Self, Failure> {
        let scanner = Scanner { text };
        let mut tokens = Vec::new();
        let mut at = scanner.behind_spaces(0);
        while let Some(sign) = scanner.sign(at) {
            let (token, end) = scanner.token(at, sign)?;
            tokens.push((at, token));
            at = scanner.behind_spaces(end);
        }
        Ok(Self {
            text,
            tokens,
            literals: Vec::new(),
        })
    }

    /// The same with its literals read in advance, to be computed many times.
    pub fn prepared(mut self) -> Self {
        let literals = self.tokens.iter().map(|(_, token)| match *token {
            Token::Literal(number, unit) => {
                let amount = plain(number).parse().ok()?;
                let Some((_, unit)) = unit else {
                    return Some(ParameterValue::number(amount));
                };
                let unit = Unit::parse(unit).ok()?;
                Some(ParameterValue::of(&Quantity::new(amount, unit)))
            }
            _ => None,
        });
        self.literals = literals.collect();
        self
    }

    /// The names in braces.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.tokens.iter().filter_map(|(_, token)| match token {
            Token::Name(name) => Some(*name),
            _ => None,
        })
    }

    /// What it is worth.
    pub fn value(&self, values: &Values) -> Result<ParameterValue, Failure> {
        self.compute(values)
    }

    /// What it is worth, in some arithmetic.
    pub fn compute<A: Arithmetic>(&self, values: &Values) -> Result<A, Failure> {
        let mut computer = Computer {
            expression: self,
            values,
            next: 0,
            depth: 0,
        };
        let value: A = computer.comparison()?;
        match computer.peek() {
            None => Ok(value),
            Some(_) => Err(computer.unexpected("an operator or the end")),
        }
    }

    /// The token as written, up to the next one.
    fn written(&self, index: usize) -> Option<&'t str> {
        let (start, _) = *self.tokens.get(index)?;
        let end = self.tokens.get(index + 1);
        let end = end.map_or(self.text.len(), |(end, _)| *end);
        Some(self.text[start..end].trim_end())
    }

    fn offset(&self, index: usize) -> usize {
        let token = self.tokens.get(index);
        token.map_or(self.text.trim_end().len(), |(offset, _)| *offset)
    }
}

/// Computes an expression from left to right.
struct Computer<'e, 't> {
    expression: &'e Expression<'t>,
    values: &'e Values,
    next: usize,
    depth: usize,
}

impl<'t> Computer<'_, 't> {
    fn peek(&self) -> Option<Token<'t>> {
        let token = self.expression.tokens.get(self.next);
        token.map(|(_, token)| *token)
    }

    fn offset(&self) -> usize {
        self.expression.offset(self.next)
    }

    fn unexpected(&self, expected: &'static str) -> Failure {
        if let Some(Token::Word(word)) = self.peek()
            && let Some(failure) = self.without_braces(self.offset(), word)
        {
            return failure;
        }
        let found = self.expression.written(self.next).map(str::to_owned);
        Failure::new(
            self.offset(),
            ParameterProblem::BadExpression { found, expected },
        )
    }

    /// What is wrong with a text behind or instead of a number that names a parameter.
    fn without_braces(&self, offset: usize, text: &str) -> Option<Failure> {
        let is_known = |word: &str| self.values.contains_key(word);
        let mut words = vec![text];
        words.extend(text.split(|sign: char| sign.is_whitespace() || "*/()".contains(sign)));
        let word = words.into_iter().find(|word| is_known(word))?;
        let within = text.find(word).unwrap_or_default();
        let name = word.to_owned();
        Some(Failure::new(
            offset + within,
            ParameterProblem::WithoutBraces { name },
        ))
    }

    fn comparison<A: Arithmetic>(&mut self) -> Result<A, Failure> {
        let left: A = self.sum()?;
        let Some(Token::Compare(how)) = self.peek() else {
            return Ok(left);
        };
        let offset = self.offset();
        self.next += 1;
        let right = self.sum()?;
        at(offset, left.compared(how, &right))
    }

    fn sum<A: Arithmetic>(&mut self) -> Result<A, Failure> {
        let mut sum: A = self.product()?;
        while let Some(token @ (Token::Plus | Token::Minus)) = self.peek() {
            let offset = self.offset();
            self.next += 1;
            let other = self.product()?;
            let next = match token {
                Token::Plus => sum.plus(&other),
                _ => sum.minus(&other),
            };
            sum = at(offset, next)?;
        }
        Ok(sum)
    }

    fn product<A: Arithmetic>(&mut self) -> Result<A, Failure> {
        let mut product: A = self.operand()?;
        while let Some(token @ (Token::Times | Token::Over)) = self.peek() {
            let offset = self.offset();
            self.next += 1;
            let other = self.operand()?;
            let next = match token {
                Token::Times => product.times(&other),
                _ => product.over(&other),
            };
            product = at(offset, next)?;
        }
        Ok(product)
    }

    fn operand<A: Arithmetic>(&mut self) -> Result<A, Failure> {
        let mut is_negative = false;
        while let Some(token @ (Token::Minus | Token::Plus)) = self.peek() {
            is_negative ^= token == Token::Minus;
            self.next += 1;
        }
        let offset = self.offset();
        let value: A = match self.peek() {
            Some(Token::Literal(number, unit)) => A::constant(self.literal(offset, number, unit)?),
            Some(Token::Name(name)) => self.parameter(offset, name)?,
            Some(Token::Open) => self.group(offset)?,
            _ => return Err(self.unexpected(OPERAND)),
        };
        self.next += 1;
        Ok(if is_negative { value.negated() } else { value })
    }

    /// What stands in parentheses, up to the closing one.
    fn group<A: Arithmetic>(&mut self, offset: usize) -> Result<A, Failure> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Failure::new(offset, ParameterProblem::TooDeep));
        }
        self.next += 1;
        let value = self.comparison()?;
        if self.peek() != Some(Token::Close) {
            return Err(self.unexpected("an operator or `)`"));
        }
        self.depth -= 1;
        Ok(value)
    }

    fn literal(
        &self,
        offset: usize,
        number: &str,
        unit: Option<(usize, &str)>,
    ) -> Result<ParameterValue, Failure> {
        if let Some(Some(value)) = self.expression.literals.get(self.next) {
            return Ok(value.clone());
        }
        let amount: Result<Amount, NumberProblem> = plain(number).parse();
        let amount = at(offset, amount.map_err(Fault::from))?;
        let Some((start, written)) = unit else {
            return Ok(ParameterValue::number(amount));
        };
        match Unit::parse(written) {
            Ok(unit) => Ok(ParameterValue::of(&Quantity::new(amount, unit))),
            Err(problem) => match self.without_braces(start, written) {
                Some(failure) => Err(failure),
                None => at(start, Err(problem.into())),
            },
        }
    }

    fn parameter<A: Arithmetic>(&self, offset: usize, name: &str) -> Result<A, Failure> {
        match self.values.get(name) {
            Some(Some(value)) => Ok(A::parameter(name, value)),
            Some(None) => at(offset, Err(Fault::Told)),
            None => {
                let problem = unknown(name, self.values.keys());
                Err(Failure::new(offset, problem))
            }
        }
    }
}

fn at<T>(offset: usize, result: Result<T, Fault>) -> Result<T, Failure> {
    result.map_err(|fault| Failure { offset, fault })
}

/// That no parameter has a name.
pub(super) fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n String>) -> ParameterProblem {
    let known: Vec<String> = known.cloned().collect();
    let nearest = nearest(name, known.iter().map(String::as_str));
    ParameterProblem::Unknown {
        name: name.to_owned(),
        nearest: nearest.map(str::to_owned),
        known,
    }
}

#[cfg(test)]
mod tests {
    use cfp_core::Explain;

    use super::*;

    fn computed(text: &str) -> Result<ParameterValue, Failure> {
        let value = |text: &str| Expression::read(text).unwrap().value(&Values::new()).ok();
        let parameters = [
            ("yield", "1.05"),
            ("load", "24 t"),
            ("grid", "0.6205 kg CO2e/kWh"),
        ];
        let values = parameters.map(|(name, text)| (name.to_owned(), value(text)));
        Expression::read(text)?.value(&Values::from(values))
    }

    /// By hand, each line.
    #[test]
    fn expressions_are_computed_in_quantities() {
        for (text, value) in [
            ("{yield} * 1.05 t", "1.1025 t"),
            ("{load} * ({yield} - 1)", "1.2 t"),
            ("2 + 3 * 4 - 6 / 3", "12"),
            ("12 / 3 / 2", "2"),
            ("-{yield} - -2", "0.95"),
            ("- (1 kg - 3 kg)", "2 kg"),
            ("{load} / 10 t", "2.4"),
            ("{load} / 500 kg", "48"),
            ("{load} + 500 kg", "24.5 t"),
            ("24 t/2", "12 t"),
            ("2 MWh * {grid}", "1241 kg CO2e"),
            ("{grid} * 2 MWh", "1241 kg CO2e"),
            ("1241 kg CO2e / {grid}", "2000 kWh"),
            ("6 kg CO2e/(m2*a) * 2 m2*a", "12 kg CO2e"),
            ("3 t-km * 2", "6 tkm"),
            ("2.4e-3 kg * 1E3", "2.4 kg"),
            ("3e kg", "unknown-unit"),
            ("2 kg/kg * 3", "6 kg/kg"),
            ("1 / 25 t * 50 t", "2"),
            ("({load} > 5 t) * 2 kg", "2 kg"),
            ("({load} < 5000 kg) * 2 kg", "0 kg"),
            ("3.6 MJ == 1 kWh", "1"),
            ("1 kWh != 3.6 MJ", "0"),
            ("1 <= 1", "1"),
            ("1 >= 2", "0"),
            ("1 ≤ 2", "1"),
            ("1 / 3 < 1", "1"),
            ("｛ｙ｝", "unknown-parameter"),
            ("（｛yield｝ － １） ＊ ３万度", "0.15 万kWh"),
            ("{yield} × 2 吨 ÷ 2", "1.05 t"),
        ] {
            let found = match computed(text) {
                Ok(value) => value.to_string(),
                Err(failure) => code(&failure).to_owned(),
            };
            assert_eq!(found, value, "{text}");
        }
    }

    fn code(failure: &Failure) -> &'static str {
        match &failure.fault {
            Fault::Told => "told",
            Fault::Expression(problem) => problem.code(),
            Fault::Value(kind) => {
                let place = cfp_core::Place::default();
                cfp_core::Problem::new(kind.clone(), place).code()
            }
        }
    }

    /// Each with the sign at which it shows.
    #[test]
    fn what_has_no_value_is_told_by_its_place() {
        for (text, expected, offset) in [
            ("", "bad-expression", 0),
            ("{yield} *", "bad-expression", 9),
            ("{yield} 2", "bad-expression", 8),
            ("{yield", "bad-expression", 6),
            ("{ }", "bad-expression", 2),
            ("yield}", "bad-expression", 5),
            ("1 = 2", "bad-expression", 2),
            ("1 < 2 < 3", "bad-expression", 6),
            ("(1 + 2", "bad-expression", 6),
            ("1 + )", "bad-expression", 4),
            ("1 / kWh", "bad-expression", 4),
            ("2 * yield", "parameter-without-braces", 4),
            ("2 t * load", "parameter-without-braces", 6),
            ("2 yield", "parameter-without-braces", 2),
            ("1 + {yeild}", "unknown-parameter", 4),
            ("1 + 2 kwh", "unknown-unit", 6),
            ("1 + 2,5", "comma-in-number", 4),
            ("1 + 2.5.1", "not-a-number", 4),
            ("{load} + 1", "units-do-not-add", 7),
            ("{load} < 1 kWh", "units-do-not-add", 7),
            ("1 kg CO2e - 1 kg CO2", "co2-is-not-co2e", 10),
            ("1 CNY + 1 EUR", "mixed-currencies", 6),
            ("1 / (1 - 1)", "division-by-zero", 2),
            ("{load} / 0", "division-by-zero", 7),
            ("1/3*3 == 1", "comparison-open", 6),
        ] {
            let failure = computed(text).unwrap_err();
            assert_eq!(
                (code(&failure), failure.offset),
                (expected, offset),
                "{text}"
            );
        }
    }

    /// The bound of a division decides: 3 × 0.333… is not more than 1, and may be 1.
    #[test]
    fn a_comparison_is_never_a_guess() {
        let third = computed("1 / 3").unwrap();
        assert!(!third.amount.is_exact());
        assert_eq!(computed("1/3 * 3 < 1.1").unwrap().to_string(), "1");
        for how in ["<", "<=", ">", ">=", "==", "!="] {
            let failure = computed(&format!("1/3 * 3 {how} 1")).unwrap_err();
            assert_eq!(code(&failure), "comparison-open", "{how}");
        }
    }

    #[test]
    fn nesting_is_limited_and_chains_are_not() {
        let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
        assert!(computed(&nested(DEEPEST)).is_ok());
        let failure = computed(&nested(DEEPEST + 1)).unwrap_err();
        assert_eq!(
            (code(&failure), failure.offset),
            ("expression-too-deep", DEEPEST)
        );
        for deep in ["(", "-(", "(-", "{yield}*("] {
            let failure = computed(&deep.repeat(100_000)).unwrap_err();
            assert_eq!(code(&failure), "expression-too-deep");
        }
        let minus = computed(&format!("{}2", "-".repeat(100_001))).unwrap();
        assert_eq!(minus.to_string(), "-2");
        let sum = computed(&format!("0{}", "+1".repeat(100_000))).unwrap();
        assert_eq!(sum.to_string(), "100000");
        assert!(computed(&"{".repeat(100_000)).is_err());
    }

    /// Any text has a value or a reason: none stops the program.
    #[test]
    fn any_signs_are_taken_or_refused() {
        let signs = [
            "1", "t", "{yield}", "(", ")", "-", "*", "/", "<", "=", " ", "m2", "，", "µ", "²",
        ];
        for a in signs {
            for b in signs {
                for c in signs {
                    for d in signs {
                        let text = [a, b, c, d].concat();
                        if let Err(failure) = computed(&text) {
                            assert!(text.is_char_boundary(failure.offset), "{text}");
                        }
                    }
                }
            }
        }
    }
}
