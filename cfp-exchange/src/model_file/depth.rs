//! How deep a text nests, found without recursion, so that no parser is given what could overflow
//! its stack.

/// The deepest nesting of tables and lists that is read.
const LIMIT: usize = 64;

/// Where a JSON text nests too deep, if it does.
pub(super) fn too_deep_json(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = end_of_json_text(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                if depth > LIMIT {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where each `[[process]]` of a TOML text starts, or where it nests too deep; each dot of a key is a
/// level as a bracket is one.
pub(super) fn process_starts(text: &str) -> Result<Vec<usize>, usize> {
    let bytes = text.as_bytes();
    let mut levels = Levels::new();
    let mut starts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if levels.is_at_header(byte) && bytes[at..].starts_with(b"[[process]]") {
            starts.push(at);
        }
        match byte {
            b'"' | b'\'' => at = end_of_toml_text(bytes, at, byte),
            b'#' => at = end_of_line(bytes, at),
            b'.' => levels.dot(),
            b'[' | b'{' => levels.open(byte),
            b']' | b'}' => levels.close(),
            b',' => levels.dots = 0,
            b'\n' | b'\r' => levels.line(),
            b'=' | b' ' | b'\t' => {}
            _ => at = end_of_atom(bytes, at),
        }
        if levels.depth() > LIMIT {
            return Err(at);
        }
        if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'#') {
            levels.line_is_fresh = false;
        }
        at += 1;
    }
    Ok(starts)
}

struct Levels {
    /// The dots of each key whose value is open.
    open: Vec<usize>,
    /// The sum of `open`.
    open_dots: usize,
    /// The dots of the current key.
    dots: usize,
    /// The depth of the current `[table]`.
    header: usize,
    in_header: bool,
    /// Whether only blanks stand before on the line.
    line_is_fresh: bool,
}

impl Levels {
    fn new() -> Self {
        Self {
            open: Vec::new(),
            open_dots: 0,
            dots: 0,
            header: 0,
            in_header: false,
            line_is_fresh: true,
        }
    }

    fn depth(&self) -> usize {
        self.header + self.open.len() + self.open_dots + self.dots
    }

    fn dot(&mut self) {
        if self.in_header {
            self.header += 1;
        } else {
            self.dots += 1;
        }
    }

    /// Whether a byte starts the header of a table.
    fn is_at_header(&self, byte: u8) -> bool {
        byte == b'[' && self.open.is_empty() && self.line_is_fresh
    }

    fn open(&mut self, bracket: u8) {
        if self.is_at_header(bracket) {
            self.in_header = true;
            self.header = 0;
        }
        if self.in_header {
            self.header += 1;
        } else {
            self.open.push(self.dots);
            self.open_dots += self.dots;
            self.dots = 0;
        }
    }

    fn close(&mut self) {
        if !self.in_header {
            self.dots = self.open.pop().unwrap_or_default();
            self.open_dots -= self.dots;
        }
    }

    fn line(&mut self) {
        self.in_header = false;
        self.line_is_fresh = true;
        if self.open.is_empty() {
            self.dots = 0;
        }
    }
}

/// The last byte of a quoted text that starts at `at`; of the file when the text does not end.
fn end_of_json_text(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// As [`end_of_json_text`], with TOML's four kinds; those of one line end with it.
fn end_of_toml_text(bytes: &[u8], at: usize, quote: u8) -> usize {
    let long = [quote; 3];
    let step = |at: usize| match bytes[at..] {
        [b'\\', b'"' | b'\\', ..] if quote == b'"' => 2,
        _ => 1,
    };
    if bytes[at..].starts_with(&long) {
        let mut at = at + 3;
        while at < bytes.len() && !bytes[at..].starts_with(&long) {
            at += step(at);
        }
        // Up to two quotes more belong to the text itself.
        let mut end = at + 2;
        while end < at + 4 && bytes.get(end + 1) == Some(&quote) {
            end += 1;
        }
        return end;
    }
    let mut at = at + 1;
    while at < bytes.len() && bytes[at] != quote {
        if bytes[at] == b'\n' {
            return at - 1;
        }
        at += step(at);
    }
    at
}

/// The byte before the line's end.
fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    at + length.unwrap_or(rest.len()) - 1
}

/// The last byte of a bare key or value, in which a quotation mark opens no text.
fn end_of_atom(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let ends = |byte: &u8| b".=,[]{} \t#\r\n".contains(byte);
    at + rest.iter().position(ends).unwrap_or(rest.len()) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_texts_only() {
        let brackets = "[".repeat(1000);
        let quoted =
            format!("a = \"{brackets}\"\nb = '{brackets}'\n# {brackets}\nc = '''\n{brackets}'''");
        assert_eq!(process_starts(&quoted), Ok(vec![]));
        assert_eq!(
            too_deep_json(&format!("{{\"a\": \"\\\"{brackets}\"}}")),
            None
        );
    }

    #[test]
    fn siblings_are_not_nested() {
        let lists = "a.b.c.d.e = [[1.5], [2.5]]\n[x.y.z]\n".repeat(1000);
        assert_eq!(process_starts(&lists), Ok(vec![]));
        assert_eq!(
            too_deep_json(&format!("[{}[]]", "[[]],".repeat(1000))),
            None
        );
    }

    #[test]
    fn the_limit_counts_brackets_and_dots_together() {
        let nested = |dots: usize, brackets: usize| {
            let key = ["a"; 100][..=dots].join(".");
            process_starts(&format!("{key} = {}", "[".repeat(brackets))).is_err()
        };
        assert!(!nested(32, 32));
        assert!(nested(32, 33));
        assert!(nested(65, 0));
        let header = format!("[{}]\nb = [[]]", ["a"; 63].join("."));
        assert!(process_starts(&header).is_err());
    }
}
