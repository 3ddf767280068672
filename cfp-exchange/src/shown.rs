//! Text for people, whose controls are shown instead of obeyed.

use std::borrow::Cow;

/// Whether a character does something to a text instead of standing in it: controls of terminals, and those that turn the
/// direction of writing, by which a name can be made to read as another.
///
/// # Source
///
/// Unicode Standard Annex 9, Table 4: the bidirectional formatting characters.
fn is_obeyed(character: char) -> bool {
    let turns_direction = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    character.is_control() || turns_direction
}

/// A text with its controls shown as escapes, such as `\u{202e}`: for one line of a terminal, a page or a message.
///
/// # Example
///
/// ```
/// use cfp_exchange::shown;
///
/// assert_eq!(shown("steel"), "steel");
/// assert_eq!(shown("steel\u{202e}lsc"), "steel\\u{202e}lsc");
/// ```
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_obeyed(character) {
            plain.extend(character.escape_default());
        } else {
            plain.push(character);
        }
    }
    Cow::Owned(plain)
}
