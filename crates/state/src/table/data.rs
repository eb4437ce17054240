//! What a stick table can store with each key (configuration manual, chapter 11.1).

/// A data type, in the order in which listings show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Data {
    /// `server_id`
    ServerId,
    /// `gpt0`
    Gpt0,
    /// `gpc0`
    Gpc0,
    /// `gpc0_rate`
    Gpc0Rate,
    /// `conn_cnt`
    ConnCnt,
    /// `conn_rate`
    ConnRate,
    /// `conn_cur`
    ConnCur,
    /// `sess_cnt`
    SessCnt,
    /// `sess_rate`
    SessRate,
    /// `http_req_cnt`
    HttpReqCnt,
    /// `http_req_rate`
    HttpReqRate,
    /// `http_err_cnt`
    HttpErrCnt,
    /// `http_err_rate`
    HttpErrRate,
    /// `bytes_in_cnt`
    BytesInCnt,
    /// `bytes_in_rate`
    BytesInRate,
    /// `bytes_out_cnt`
    BytesOutCnt,
    /// `bytes_out_rate`
    BytesOutRate,
    /// `gpc1`
    Gpc1,
    /// `gpc1_rate`
    Gpc1Rate,
    /// `server_key`
    ServerKey,
    /// `http_fail_cnt`
    HttpFailCnt,
    /// `http_fail_rate`
    HttpFailRate,
    /// `gpt`
    Gpt,
    /// `gpc`
    Gpc,
    /// `gpc_rate`
    GpcRate,
    /// `glitch_cnt`
    GlitchCnt,
    /// `glitch_rate`
    GlitchRate,
}

/// What a data type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A number.
    Number,
    /// How often something happens in a period.
    Rate,
    /// A text.
    Text,
}

impl Data {
    /// How many there are.
    pub const COUNT: usize = 27;

    /// All of them, in their order.
    pub const ALL: [Data; Self::COUNT] = [
        Data::ServerId,
        Data::Gpt0,
        Data::Gpc0,
        Data::Gpc0Rate,
        Data::ConnCnt,
        Data::ConnRate,
        Data::ConnCur,
        Data::SessCnt,
        Data::SessRate,
        Data::HttpReqCnt,
        Data::HttpReqRate,
        Data::HttpErrCnt,
        Data::HttpErrRate,
        Data::BytesInCnt,
        Data::BytesInRate,
        Data::BytesOutCnt,
        Data::BytesOutRate,
        Data::Gpc1,
        Data::Gpc1Rate,
        Data::ServerKey,
        Data::HttpFailCnt,
        Data::HttpFailRate,
        Data::Gpt,
        Data::Gpc,
        Data::GpcRate,
        Data::GlitchCnt,
        Data::GlitchRate,
    ];

    const NAMES: [&'static str; Self::COUNT] = [
        "server_id",
        "gpt0",
        "gpc0",
        "gpc0_rate",
        "conn_cnt",
        "conn_rate",
        "conn_cur",
        "sess_cnt",
        "sess_rate",
        "http_req_cnt",
        "http_req_rate",
        "http_err_cnt",
        "http_err_rate",
        "bytes_in_cnt",
        "bytes_in_rate",
        "bytes_out_cnt",
        "bytes_out_rate",
        "gpc1",
        "gpc1_rate",
        "server_key",
        "http_fail_cnt",
        "http_fail_rate",
        "gpt",
        "gpc",
        "gpc_rate",
        "glitch_cnt",
        "glitch_rate",
    ];

    /// Its name in configurations.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Data> {
        Self::ALL.into_iter().find(|data| data.name() == name)
    }

    /// What it is.
    pub fn shape(self) -> Shape {
        match self {
            Data::ServerKey => Shape::Text,
            data if data.name().ends_with("_rate") => Shape::Rate,
            _ => Shape::Number,
        }
    }

    /// Whether there are several of it, each with a place.
    pub fn is_array(self) -> bool {
        matches!(self, Data::Gpt | Data::Gpc | Data::GpcRate)
    }

    /// The array whose first places stand for it when a table has that instead, and which place.
    pub fn in_array(self) -> Option<(Data, u32)> {
        match self {
            Data::Gpt0 => Some((Data::Gpt, 0)),
            Data::Gpc0 => Some((Data::Gpc, 0)),
            Data::Gpc1 => Some((Data::Gpc, 1)),
            Data::Gpc0Rate => Some((Data::GpcRate, 0)),
            Data::Gpc1Rate => Some((Data::GpcRate, 1)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        for (at, data) in Data::ALL.into_iter().enumerate() {
            assert_eq!(data as usize, at);
            assert_eq!(Data::named(data.name()), Some(data));
        }
        assert_eq!(Data::named("gpc2"), None);
        assert_eq!(Data::GpcRate.shape(), Shape::Rate);
    }
}
