//! Arrays as `NumPy` writes them to a file: a header that is a literal of Python, then the elements.
//!
//! The headers are read here: a reader for any literal of Python would follow its nesting without end, and multiply the
//! sizes that a header states without a check.

/// An array of one or two dimensions whose elements are still bytes.
#[derive(Debug)]
pub(super) struct Npy<'b> {
    header: Header,
    elements: &'b [u8],
    size: usize,
}

/// What the header of an array promises.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promise {
    /// How many rows it has.
    pub rows: usize,
    /// How many bytes the file has.
    pub length: u64,
}

/// What the header of an array states.
#[derive(Debug)]
struct Header {
    fields: Vec<Field>,
    /// Whether the elements of a column, not those of a row, follow each other.
    by_columns: bool,
    shape: Vec<usize>,
}

/// A part of each element; an array of plain numbers has one without a name.
#[derive(Debug)]
struct Field {
    name: String,
    kind: u8,
    size: usize,
    is_big_endian: bool,
}

/// A header longer than this is none that `NumPy` writes for these arrays.
const LONGEST_HEADER: usize = 16 << 10;

impl<'b> Npy<'b> {
    /// As many bytes of a file as its header may have.
    pub const LONGEST_HEAD: u64 = 12 + LONGEST_HEADER as u64;

    /// What the header promises that a file begins with, or why it is none.
    pub fn promise(head: &[u8]) -> Result<Promise, String> {
        let (header, elements) = header(head)?;
        let size = header.size()?;
        let begin = head.len() - elements.len();
        Ok(Promise {
            rows: header.shape.first().copied().unwrap_or_default(),
            length: u64::try_from(size.saturating_add(begin)).unwrap_or(u64::MAX),
        })
    }

    /// The array of a file, or why it is none.
    pub fn read(bytes: &'b [u8]) -> Result<Self, String> {
        let (header, elements) = header(bytes)?;
        let promised = header.size()?;
        if promised != elements.len() {
            let reason = format!(
                "its header promises {promised} bytes, and it has {}",
                elements.len()
            );
            return Err(reason);
        }
        let size = header.element_size();
        Ok(Self {
            header,
            elements,
            size,
        })
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.header.shape.first().copied().unwrap_or_default()
    }

    /// How many columns it has; one where it has but one dimension.
    pub fn columns(&self) -> usize {
        self.header.shape.get(1).copied().unwrap_or(1)
    }

    /// What its elements are, as `NumPy` writes it.
    pub fn element(&self) -> String {
        let described = self.header.fields.iter().map(|field| {
            let order = if field.is_big_endian { '>' } else { '<' };
            let kind = char::from(field.kind);
            let of_name = if field.name.is_empty() { "" } else { " " };
            format!("{}{of_name}{order}{kind}{}", field.name, field.size)
        });
        described.collect::<Vec<_>>().join(", ")
    }

    /// The whole numbers of a named field of every row; `None` where there is no such field of 32 or 64 bits.
    pub fn ids(&self, name: &str) -> Option<Vec<i64>> {
        let (field, offset) = self.field(name)?;
        if self.columns() != 1 {
            return None;
        }
        let order = field.is_big_endian;
        match (field.kind, field.size) {
            (b'i', 8) => Some(self.numbers(0, offset, order, i64::from_le_bytes)),
            (b'i', 4) => Some(self.numbers(0, offset, order, |bytes| {
                i64::from(i32::from_le_bytes(bytes))
            })),
            (b'u', 4) => Some(self.numbers(0, offset, order, |bytes| {
                i64::from(u32::from_le_bytes(bytes))
            })),
            _ => None,
        }
    }

    /// The numbers of a named field of every row as doubles; `None` where there is no such field of 32 or 64 bits.
    pub fn doubles(&self, name: &str) -> Option<Vec<f64>> {
        let (field, offset) = self.field(name)?;
        if self.columns() != 1 {
            return None;
        }
        let order = field.is_big_endian;
        match (field.kind, field.size) {
            (b'f', 8) => Some(self.numbers(0, offset, order, f64::from_le_bytes)),
            (b'f', 4) => Some(self.numbers(0, offset, order, |bytes| {
                f64::from(f32::from_le_bytes(bytes))
            })),
            _ => None,
        }
    }

    /// The bytes of a named field of every row, whole numbers or truth values; `None` where there is no such field.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let (field, offset) = self.field(name)?;
        let is_of_bytes = matches!(field.kind, b'u' | b'b') && field.size == 1;
        (is_of_bytes && self.columns() == 1)
            .then(|| self.numbers(0, offset, false, |[byte]: [u8; 1]| byte))
    }

    /// The numbers of a column as doubles; `None` where they are no numbers of 32 or 64 bits.
    pub fn amounts(&self, column: usize) -> Option<Vec<f64>> {
        let (field, _) = self.field("")?;
        let order = field.is_big_endian;
        Some(match (field.kind, field.size) {
            (b'f', 8) => self.numbers(column, 0, order, f64::from_le_bytes),
            (b'f', 4) => self.numbers(column, 0, order, |bytes| {
                f64::from(f32::from_le_bytes(bytes))
            }),
            (b'i', 4) => self.numbers(column, 0, order, |bytes| {
                f64::from(i32::from_le_bytes(bytes))
            }),
            // Beyond 2^53 the nearest double, as NumPy does.
            #[expect(clippy::cast_precision_loss)]
            (b'i', 8) => self.numbers(column, 0, order, |bytes| i64::from_le_bytes(bytes) as f64),
            _ => return None,
        })
    }

    /// The truth values; `None` where they are none.
    pub fn truths(&self) -> Option<Vec<bool>> {
        let (field, _) = self.field("")?;
        let is_of_truths = field.kind == b'b' && field.size == 1 && self.columns() == 1;
        is_of_truths.then(|| self.elements.iter().map(|byte| *byte != 0).collect())
    }

    /// A field and where it begins in each element; the one without a name where there is no other.
    fn field(&self, name: &str) -> Option<(&Field, usize)> {
        let fields = &self.header.fields;
        let index = fields.iter().position(|field| field.name == name)?;
        let offset = fields[..index].iter().map(|field| field.size).sum();
        Some((&fields[index], offset))
    }

    /// The numbers of a column, each read from its bytes in the order of the little end.
    fn numbers<const N: usize, T>(
        &self,
        column: usize,
        offset: usize,
        is_big_endian: bool,
        read: impl Fn([u8; N]) -> T,
    ) -> Vec<T> {
        let (rows, columns) = (self.rows(), self.columns());
        let (first, step) = if self.header.by_columns {
            (column * rows, 1)
        } else {
            (column, columns)
        };
        let from = (first * self.size + offset).min(self.elements.len());
        let stride = (step * self.size).max(1);
        let number = |element: &[u8]| {
            let mut bytes = element.first_chunk::<N>().copied().unwrap_or([0; N]);
            if is_big_endian {
                bytes.reverse();
            }
            read(bytes)
        };
        let elements = self.elements[from..].chunks(stride);
        elements.take(rows).map(number).collect()
    }
}

impl Header {
    /// How many bytes an element has.
    fn element_size(&self) -> usize {
        self.fields.iter().map(|field| field.size).sum()
    }

    /// How many bytes all elements have, or why there is no array of them.
    fn size(&self) -> Result<usize, String> {
        let size = self.element_size();
        let promised = self.shape.iter().try_fold(size, |product, length| {
            product.checked_mul(*length).filter(|_| size > 0)
        });
        if self.shape.is_empty() || self.shape.len() > 2 {
            return Err(format!("it has {} dimensions", self.shape.len()));
        }
        promised.ok_or_else(|| "its header promises more than there can be".to_owned())
    }
}

/// The header and the elements of a file.
fn header(bytes: &[u8]) -> Result<(Header, &[u8]), String> {
    let (text, elements) = split(bytes).ok_or("it does not begin as one")?;
    let header = Parser { rest: text }
        .header()
        .ok_or("its header is not one of numbers, truth values or records of them")?;
    Ok((header, elements))
}

/// The header, which is not read yet, and the elements of a file.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(b"\x93NUMPY")?;
    let (version, rest) = rest.split_at_checked(2)?;
    let (length, rest) = match version {
        [1, 0] => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_le_bytes(*length)), rest)
        }
        [2 | 3, 0] => {
            let (length, rest) = rest.split_first_chunk::<4>()?;
            (usize::try_from(u32::from_le_bytes(*length)).ok()?, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
        .filter(|_| length <= LONGEST_HEADER)
}

/// Reads the literal of a header; each step takes what it reads off the text, and gives `None` where it is otherwise.
struct Parser<'t> {
    rest: &'t [u8],
}

impl Parser<'_> {
    fn header(&mut self) -> Option<Header> {
        let (mut fields, mut by_columns, mut shape) = (None, None, None);
        self.sign(b'{')?;
        while self.sign(b'}').is_none() {
            let key = self.text()?;
            self.sign(b':')?;
            match key.as_str() {
                "descr" => fields = Some(self.fields()?),
                "fortran_order" => by_columns = Some(self.truth()?),
                "shape" => shape = Some(self.shape()?),
                _ => return None,
            }
            if self.sign(b',').is_none() {
                self.sign(b'}')?;
                break;
            }
        }
        Some(Header {
            fields: fields?,
            by_columns: by_columns?,
            shape: shape?,
        })
    }

    /// A plain type, or a list of names and types.
    fn fields(&mut self) -> Option<Vec<Field>> {
        if self.sign(b'[').is_none() {
            let plain = self.text()?;
            return Some(vec![field(String::new(), &plain)?]);
        }
        let mut fields = Vec::new();
        while self.sign(b']').is_none() {
            self.sign(b'(')?;
            let name = self.text()?;
            self.sign(b',')?;
            let kind = self.text()?;
            self.sign(b')')?;
            fields.push(field(name, &kind)?);
            if self.sign(b',').is_none() {
                self.sign(b']')?;
                break;
            }
        }
        Some(fields)
    }

    fn shape(&mut self) -> Option<Vec<usize>> {
        let mut shape = Vec::new();
        self.sign(b'(')?;
        while self.sign(b')').is_none() {
            shape.push(self.number()?);
            if self.sign(b',').is_none() {
                self.sign(b')')?;
                break;
            }
        }
        Some(shape)
    }

    fn number(&mut self) -> Option<usize> {
        self.rest = self.rest.trim_ascii_start();
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let digits = self.rest.iter().take_while(|byte| is_digit(byte)).count();
        let (digits, rest) = self.rest.split_at(digits);
        self.rest = rest;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    fn truth(&mut self) -> Option<bool> {
        self.rest = self.rest.trim_ascii_start();
        let words = [(&b"False"[..], false), (&b"True"[..], true)];
        let (rest, truth) = words
            .iter()
            .find_map(|(word, truth)| Some((self.rest.strip_prefix(*word)?, *truth)))?;
        self.rest = rest;
        Some(truth)
    }

    fn text(&mut self) -> Option<String> {
        self.rest = self.rest.trim_ascii_start();
        let (quote, rest) = self.rest.split_first()?;
        if !matches!(quote, b'\'' | b'"') {
            return None;
        }
        let end = rest.iter().position(|byte| byte == quote)?;
        let text = std::str::from_utf8(&rest[..end]).ok()?;
        self.rest = &rest[end + 1..];
        (!text.contains('\\')).then(|| text.to_owned())
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        self.rest = self.rest.trim_ascii_start();
        self.rest = self.rest.strip_prefix(&[sign])?;
        Some(())
    }
}

/// A field by its name and type, such as `<i8`.
fn field(name: String, written: &str) -> Option<Field> {
    let (order, rest) = written.split_at_checked(1)?;
    let (kind, size) = rest.split_at_checked(1)?;
    Some(Field {
        name,
        kind: *kind.as_bytes().first()?,
        size: size.parse().ok().filter(|size| *size <= 1 << 16)?,
        is_big_endian: match order {
            ">" => true,
            "<" | "|" => false,
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, elements: &[u8]) -> Vec<u8> {
        let length = u16::try_from(header.len()).expect("a short header");
        let parts = [
            b"\x93NUMPY\x01\x00",
            &length.to_le_bytes()[..],
            header.as_bytes(),
            elements,
        ];
        parts.concat()
    }

    #[test]
    fn elements_are_read_in_either_order() {
        let numbers: Vec<u8> = (1..=6_i32).flat_map(i32::to_be_bytes).collect();
        let of = |order: &str| {
            let header =
                format!("{{'descr': '>i4', 'fortran_order': {order}, 'shape': (2, 3), }}\n");
            file(&header, &numbers)
        };
        let by_rows = of("False");
        let by_rows = Npy::read(&by_rows).expect("an array");
        assert_eq!(by_rows.amounts(1), Some(vec![2.0, 5.0]));
        let by_columns = of("True");
        let by_columns = Npy::read(&by_columns).expect("an array");
        assert_eq!(by_columns.amounts(1), Some(vec![3.0, 4.0]));
    }

    #[test]
    fn fields_of_records_are_told_apart_by_name() {
        let bytes = [7_i32.to_le_bytes(), 9_i32.to_le_bytes()].concat();
        let header =
            "{'descr': [('col', '<i4'), ('row', '<i4')], 'fortran_order': False, 'shape': (1,)}";
        let bytes = file(header, &bytes);
        let array = Npy::read(&bytes).expect("an array");
        assert_eq!(
            (array.ids("row"), array.ids("col")),
            (Some(vec![9]), Some(vec![7]))
        );
        assert_eq!(array.amounts(0), None);
        assert_eq!(array.element(), "col <i4, row <i4");
    }

    /// Whatever a header says, it is refused or read, and never believed beyond its bytes.
    #[test]
    fn headers_that_lie_are_refused() {
        let shapes = [
            "(3,)",
            "(18446744073709551615, 18446744073709551615)",
            "()",
            "(1, 1, 1)",
            "(-1,)",
        ];
        for shape in shapes {
            let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
            assert!(Npy::read(&file(&header, &[0; 8])).is_err(), "{shape}");
        }
        for header in [
            "",
            "{",
            "{'descr': '<f8'}",
            "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
        ] {
            assert!(Npy::read(&file(header, &[0; 8])).is_err(), "{header}");
        }
        let nested = "(".repeat(10_000);
        let header = format!("{{'descr': '<f8', 'shape': {nested}");
        assert!(Npy::read(&file(&header, &[])).is_err());
        assert!(Npy::read(b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}").is_err());
        assert!(Npy::read(b"").is_err());
    }
}
