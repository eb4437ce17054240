//! Byte strings as cases write them, and bytes as people read them.

/// Reads one or several literals: `"text\r\n"`, `"x" * 1000`; escapes are `\r \n \t \0 \\ \" \xHH`.
pub fn parse(text: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix('"') {
        let (literal, behind) = until_quote(after)?;
        let mut piece = unescape(literal)?;
        rest = behind.trim_start();
        if let Some(behind) = rest.strip_prefix('*') {
            let behind = behind.trim_start();
            let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
            let times: usize = behind[..digits]
                .parse()
                .map_err(|_| format!("a number goes behind * in {text}"))?;
            piece = piece.repeat(times);
            rest = behind[digits..].trim_start();
        }
        out.extend(piece);
    }
    if rest.is_empty() { Ok(out) } else { Err(format!("expected \"text\", got {rest}")) }
}

fn until_quote(text: &str) -> Result<(&str, &str), String> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Ok((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    Err(format!("no closing quote: {text}"))
}

/// Resolves the escapes in `text`.
pub fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'r') => out.push(b'\r'),
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'0') => out.push(0),
            Some(b'x') => {
                let digits = [bytes.next().unwrap_or(b' '), bytes.next().unwrap_or(b' ')];
                let digits = String::from_utf8_lossy(&digits).into_owned();
                out.push(
                    u8::from_str_radix(&digits, 16)
                        .map_err(|_| format!("\\x{digits} isn't a byte"))?,
                );
            }
            Some(other @ (b'\\' | b'"')) => out.push(other),
            _ => return Err(format!("unknown escape in {text}")),
        }
    }
    Ok(out)
}

/// Shows bytes as text, one line of theirs a line, with long runs shortened.
pub fn show(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let run = bytes[at..].iter().take_while(|&&other| other == byte).count();
        if run > 64 {
            out.push_str(&format!("<{run} times {}>", byte.escape_ascii()));
            at += run;
            continue;
        }
        match byte {
            b'\n' => out.push_str("\\n\n"),
            b'"' | b'\'' => out.push(char::from(byte)),
            _ => out.push_str(&byte.escape_ascii().to_string()),
        }
        at += 1;
    }
    out
}

/// Where `needle` begins in `hay`.
pub fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len().max(1)).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_join_and_repeat() {
        assert_eq!(parse(r#""a\r\n" "b" * 3"#).unwrap(), b"a\r\nbbb");
        assert_eq!(parse(r#""\x00\"""#).unwrap(), b"\0\"");
        assert!(parse("\"open").is_err());
        assert!(parse("word").is_err());
    }

    #[test]
    fn long_runs_are_shortened() {
        assert_eq!(show(&[b'x'; 100]), "<100 times x>");
        assert_eq!(show(b"a\r\nb\0"), "a\\r\\n\nb\\x00");
    }
}
