//! `table_conn_cnt` and its kin: what a stick table has counted for a key.

use crate::convert::prelude::*;
use moongate_state::table::Data;

macro_rules! counts {
    ($($name:literal $call:ident($($data:ident)?) $gives:literal $what:literal;)*) => {
        /// All of them.
        pub(in crate::convert) static ALL: &[&Converter] = &[$({
            static IT: Converter = Converter {
                name: concat!("table_", $name),
                sentence: concat!("Of the entry of the key in a stick table: ", $what, "; 0 if there is none."),
                examples: &[
                    Example::plain(concat!("src,table_", $name, "(be)"), $gives),
                    Example::absent("", concat!("str(x),table_", $name)),
                ],
                eval: Eval::Fn(|value, args, _| {
                    super::find(value, args, 0)?.$call($(Data::$data)?).ok()
                }),
                ..super::ANY
            };
            &IT
        }),*];
    };
}

counts! {
    "conn_cnt" read(ConnCnt) "1" "how many connections there were";
    "conn_cur" read(ConnCur) "1" "how many connections there are now";
    "conn_rate" read(ConnRate) "1" "how many connections came in the period";
    "sess_cnt" read(SessCnt) "0" "how many connections became sessions";
    "sess_rate" read(SessRate) "0" "how many connections became sessions in the period";
    "http_req_cnt" read(HttpReqCnt) "0" "how many HTTP requests there were";
    "http_req_rate" read(HttpReqRate) "0" "how many HTTP requests came in the period";
    "http_err_cnt" read(HttpErrCnt) "0" "how many requests were mistakes of the client";
    "http_err_rate" read(HttpErrRate) "0" "how many requests in the period were mistakes of the client";
    "http_fail_cnt" read(HttpFailCnt) "0" "how many responses were failures of the server";
    "http_fail_rate" read(HttpFailRate) "0" "how many responses in the period were failures of the server";
    "bytes_in_rate" read(BytesInRate) "0" "how many bytes came from the client in the period";
    "bytes_out_rate" read(BytesOutRate) "0" "how many bytes went to the client in the period";
    "glitch_cnt" read(GlitchCnt) "0" "how many glitches of the protocol there were";
    "glitch_rate" read(GlitchRate) "0" "how many glitches of the protocol there were in the period";
    "kbytes_in" read_kb(BytesInCnt) "0" "how many KiB came from the client";
    "kbytes_out" read_kb(BytesOutCnt) "0" "how many KiB went to the client";
    "gpc0" read(Gpc0) "0" "the first general purpose counter";
    "gpc1" read(Gpc1) "0" "the second general purpose counter";
    "gpt0" read(Gpt0) "0" "the first general purpose tag";
    "gpc0_rate" read(Gpc0Rate) "0" "how often the first general purpose counter grew in the period";
    "gpc1_rate" read(Gpc1Rate) "0" "how often the second general purpose counter grew in the period";
    "inc_gpc0" increase(Gpc0) "1" "the first general purpose counter, after adding one";
    "inc_gpc1" increase(Gpc1) "1" "the second general purpose counter, after adding one";
    "clr_gpc0" reset(Gpc0) "0" "the first general purpose counter, which is zero from now on";
    "clr_gpc1" reset(Gpc1) "0" "the second general purpose counter, which is zero from now on";
    "server_id" read(ServerId) "0" "the number of its server";
    "trackers" trackers() "1" "how many sessions and streams track it now";
}
