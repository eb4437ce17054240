//! Cuts a line of the runtime API into commands and words.

/// A line without its end: its commands, each a list of words, and what ends its payload.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Commands in their order; those without a word are left out.
    pub commands: Vec<Vec<String>>,
    /// The line ends with `<<` and this: what follows up to a line with just this is the payload of
    /// the last command.
    pub payload: Option<String>,
}

/// The longest text behind `<<`.
const PATTERN: usize = 64;

/// Reads a line. `;` ends a command, and a backslash takes the next character as it is.
pub fn read(text: &str) -> Line {
    let mut line = Line::default();
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some(next) => word.get_or_insert_default().push(next),
                None => word.get_or_insert_default().push('\\'),
            },
            ' ' | '\t' => words.extend(word.take()),
            ';' => {
                words.extend(word.take());
                line.end(&mut words);
            }
            _ => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word.take());
    if let Some(pattern) = words.last().and_then(|word| word.strip_prefix("<<"))
        && pattern.len() <= PATTERN
    {
        line.payload = Some(pattern.to_owned());
        words.pop();
    }
    line.end(&mut words);
    line
}

impl Line {
    fn end(&mut self, words: &mut Vec<String>) {
        if !words.is_empty() {
            self.commands.push(std::mem::take(words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(text: &str) -> Vec<String> {
        read(text).commands.iter().map(|words| words.join("|")).collect()
    }

    #[test]
    fn words_and_commands() {
        assert_eq!(commands("show info;  show\tstat ;;"), ["show|info", "show|stat"]);
        assert_eq!(commands(r"add map m a\ b \; \\ x\;y"), [r"add|map|m|a b|;|\|x;y"]);
        assert!(commands("  ").is_empty());
        assert_eq!(commands("x\\"), ["x\\"]);
    }

    #[test]
    fn payloads() {
        let line = read("set ssl cert a <<");
        assert_eq!(line.payload.as_deref(), Some(""));
        assert_eq!(line.commands[0].len(), 4);
        assert_eq!(read("x <<%EOF%").payload.as_deref(), Some("%EOF%"));
        assert_eq!(read("x y<<").payload, None);
        assert_eq!(read("x << y").payload, None);
    }
}
