//! Where a word stands: files and byte ranges into them.

/// A file read by the configuration, by its place in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u16);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }

    /// From the start of `self` to the end of `other`, in the same file.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// One file's name and text, as read.
#[derive(Debug)]
pub struct Source {
    /// The name as given on the command line (or found in a folder).
    pub name: String,
    /// The bytes of the file.
    pub text: Vec<u8>,
    /// Where each line starts.
    lines: Vec<u32>,
}

/// All files of one configuration.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Keeps a file and gives it a number.
    pub fn add(&mut self, name: impl Into<String>, text: Vec<u8>) -> FileId {
        let mut lines = vec![0];
        lines.extend(
            memchr::memchr_iter(b'\n', &text).map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX)),
        );
        self.files.push(Source { name: name.into(), text, lines });
        FileId(u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX))
    }

    /// The file of that number.
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[usize::from(id.0)]
    }

    /// Line and column of a span's start, both counted from one; the column counts bytes.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let lines = &self.get(span.file).lines;
        let line = lines.partition_point(|&start| start <= span.start);
        (line, (span.start - lines[line - 1]) as usize + 1)
    }

    /// The bytes a span covers.
    pub fn text(&self, span: Span) -> &[u8] {
        let text = &self.get(span.file).text;
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Every file with its number.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at as u16), file))
    }
}
