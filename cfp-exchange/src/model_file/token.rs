//! The parts of an expression: numbers with their units, names in braces, operators.

use std::borrow::Cow;

use super::parameter_problem::ParameterProblem;
use super::parameter_value::{Comparison, Failure};

/// What can stand where a value is needed.
pub(super) const OPERAND: &str = "a number, a name in braces or `(`";

/// Whether a text is an expression: it names a parameter, or adds, multiplies or divides by a number. A minus between two
/// numbers alone makes none, since it may be meant as a range.
pub(super) fn is_expression(text: &str) -> bool {
    text.contains(['{', '｛']) || computes(text)
}

/// Whether a sign of arithmetic stands before a number, and behind something.
fn computes(text: &str) -> bool {
    let is_operator = |sign: char| matches!(sign, '+' | '*' | '/' | '×' | '·');
    text.char_indices().any(|(at, sign)| {
        let before = text[..at].trim_end();
        let behind = text[at + sign.len_utf8()..].trim_start();
        // `1e+5` is a number.
        let is_exponent = sign == '+' && text[..at].ends_with(['e', 'E']);
        is_operator(sign)
            && !before.is_empty()
            && !is_exponent
            && behind.starts_with(|next: char| next.is_ascii_digit())
    })
}

/// A number in the signs of ASCII, where it is typed in those of full width.
pub(super) fn plain(number: &str) -> Cow<'_, str> {
    if number.is_ascii() {
        Cow::Borrowed(number)
    } else {
        Cow::Owned(number.chars().map(narrow).collect())
    }
}

fn narrow(sign: char) -> char {
    match sign {
        '！'..='～' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    }
}

/// A part of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A number with the unit behind it, and where that begins.
    Literal(&'t str, Option<(usize, &'t str)>),
    /// A name in braces.
    Name(&'t str),
    /// Something that begins like a unit, where no number stands before it.
    Word(&'t str),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
    Compare(Comparison),
}

/// Finds where things end in a text.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'t> {
    pub text: &'t str,
}

impl<'t> Scanner<'t> {
    /// The sign at a byte, in its plain form.
    pub fn sign(self, at: usize) -> Option<char> {
        self.text[at..]
            .chars()
            .next()
            .map(|sign| match narrow(sign) {
                '\u{2212}' => '-',
                '·' | '⋅' | '∙' | '•' | '・' | '‧' | '×' => '*',
                '÷' => '/',
                plain => plain,
            })
    }

    fn behind(self, at: usize) -> usize {
        let sign = self.text[at..].chars().next();
        at + sign.map_or(0, char::len_utf8)
    }

    /// The end of the run of such signs that begins here.
    fn run(self, mut at: usize, accepted: impl Fn(char) -> bool) -> usize {
        while self.sign(at).is_some_and(&accepted) {
            at = self.behind(at);
        }
        at
    }

    pub fn behind_spaces(self, at: usize) -> usize {
        self.run(at, char::is_whitespace)
    }

    /// The token that begins here with this sign, and its end.
    pub fn token(self, at: usize, sign: char) -> Result<(Token<'t>, usize), Failure> {
        let behind = self.behind(at);
        let or_equal = |plain, with_equal| match self.sign(behind) {
            Some('=') => (Token::Compare(with_equal), self.behind(behind)),
            _ => (Token::Compare(plain), behind),
        };
        Ok(match sign {
            '+' => (Token::Plus, behind),
            '-' => (Token::Minus, behind),
            '*' => (Token::Times, behind),
            '/' => (Token::Over, behind),
            '(' => (Token::Open, behind),
            ')' => (Token::Close, behind),
            '<' => or_equal(Comparison::Less, Comparison::AtMost),
            '>' => or_equal(Comparison::More, Comparison::AtLeast),
            '≤' => (Token::Compare(Comparison::AtMost), behind),
            '≥' => (Token::Compare(Comparison::AtLeast), behind),
            '≠' => (Token::Compare(Comparison::Unequal), behind),
            '=' | '!' if self.sign(behind) == Some('=') => {
                let how = if sign == '=' {
                    Comparison::Equal
                } else {
                    Comparison::Unequal
                };
                (Token::Compare(how), self.behind(behind))
            }
            '{' => return self.name(at),
            '}' => return Err(self.bad(at, OPERAND)),
            '=' | '!' => return Err(self.bad(at, "one of `<`, `<=`, `>`, `>=`, `==`, `!=`")),
            sign if begins_number(sign) => self.literal(at),
            sign if begins_word(sign) => {
                let end = self.unit_end(at);
                (Token::Word(&self.text[at..end]), end)
            }
            _ => return Err(self.bad(at, OPERAND)),
        })
    }

    fn bad(self, at: usize, expected: &'static str) -> Failure {
        let found = self.text[at..].chars().next();
        let found = found.map(String::from);
        Failure::new(at, ParameterProblem::BadExpression { found, expected })
    }

    fn name(self, at: usize) -> Result<(Token<'t>, usize), Failure> {
        let start = self.behind(at);
        let end = self.run(start, |sign| !matches!(sign, '{' | '}'));
        let name = self.text[start..end].trim();
        if self.sign(end) != Some('}') {
            return Err(self.bad(end, "`}`"));
        }
        if name.is_empty() {
            return Err(self.bad(end, "the name of a parameter"));
        }
        Ok((Token::Name(name), self.behind(end)))
    }

    fn literal(self, at: usize) -> (Token<'t>, usize) {
        let number = self.number_end(at);
        let start = self.behind_spaces(number);
        let text = &self.text[at..number];
        if !self.begins_word(start) {
            return (Token::Literal(text, None), number);
        }
        let end = self.unit_end(start);
        let unit = (start, &self.text[start..end]);
        (Token::Literal(text, Some(unit)), end)
    }

    /// Digits with points and commas, and an exponent where digits follow its letter.
    fn number_end(self, at: usize) -> usize {
        let mantissa = self.run(at, |sign| begins_number(sign) || sign == ',');
        if !matches!(self.sign(mantissa), Some('e' | 'E')) {
            return mantissa;
        }
        let mut digits = self.behind(mantissa);
        if matches!(self.sign(digits), Some('+' | '-')) {
            digits = self.behind(digits);
        }
        let end = self.run(digits, |sign| sign.is_ascii_digit());
        if end > digits { end } else { mantissa }
    }

    fn begins_word(self, at: usize) -> bool {
        self.sign(at).is_some_and(begins_word)
    }

    /// The end of the unit that begins here with a letter.
    fn unit_end(self, at: usize) -> usize {
        let mut end = self.word_end(at);
        loop {
            let next = self.behind_spaces(end);
            let operand = match self.sign(next) {
                Some('*' | '/') => self.behind_spaces(self.behind(next)),
                // Names such as `tonne-km`.
                Some('-') if next == end => self.behind(next),
                Some('(') => next,
                Some(sign) if begins_word(sign) || sign.is_ascii_digit() => {
                    end = self.word_end(next);
                    continue;
                }
                _ => return end,
            };
            if self.begins_word(operand) {
                end = self.word_end(operand);
            } else if self.sign(operand) == Some('(')
                && self.begins_word(self.behind_spaces(self.behind(operand)))
            {
                let close = self.run(operand, |sign| sign != ')');
                end = self.behind(close);
            } else {
                return end;
            }
        }
    }

    fn word_end(self, at: usize) -> usize {
        self.run(at, |sign| begins_word(sign) || sign.is_ascii_digit())
    }
}

fn begins_number(sign: char) -> bool {
    sign.is_ascii_digit() || sign == '.'
}

/// Whether a sign may begin a unit: it is none that numbers and expressions are made of.
fn begins_word(sign: char) -> bool {
    !sign.is_whitespace()
        && !begins_number(sign)
        && !matches!(
            sign,
            ',' | '+' | '-' | '*' | '/' | '(' | ')' | '{' | '}' | '<' | '>' | '=' | '!'
        )
        && !matches!(sign, '≤' | '≥' | '≠')
}
