//! `sc_conn_cnt`, `src_http_req_rate` and their kin: what tables count by themselves.

use crate::fetch::prelude::*;
use moongate_state::table::Data;

counters! { COUNTS: super::CLI_TOO;
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
}

counters! { BYTES: Scope::RUNNING;
    "kbytes_in" read_kb(BytesInCnt) "0" "how many KiB came from the client";
    "kbytes_out" read_kb(BytesOutCnt) "0" "how many KiB went to the client";
}

source! { SOURCE;
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
    "updt_conn_cnt" connect() "2" "how many connections there were, after adding one";
}
