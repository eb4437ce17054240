//! `sc_get_gpc0`, `src_inc_gpc0` and their kin: counters and tags whose meaning rules give.

use crate::fetch::prelude::*;
use moongate_state::table::Data;

counters! { GENERAL: super::CLI_TOO;
    "get_gpc0" read(Gpc0) "0" "the first general purpose counter";
    "get_gpc1" read(Gpc1) "0" "the second general purpose counter";
    "get_gpt0" read(Gpt0) "0" "the first general purpose tag";
    "gpc0_rate" read(Gpc0Rate) "0" "how often the first general purpose counter grew in the period";
    "gpc1_rate" read(Gpc1Rate) "0" "how often the second general purpose counter grew in the period";
    "inc_gpc0" increase(Gpc0) "1" "the first general purpose counter, after adding one";
    "inc_gpc1" increase(Gpc1) "1" "the second general purpose counter, after adding one";
    "clr_gpc0" reset(Gpc0) "0" "the first general purpose counter, which is zero from now on";
    "clr_gpc1" reset(Gpc1) "0" "the second general purpose counter, which is zero from now on";
}

source! { SOURCE;
    "get_gpc0" read(Gpc0) "0" "the first general purpose counter";
    "get_gpc1" read(Gpc1) "0" "the second general purpose counter";
    "get_gpt0" read(Gpt0) "0" "the first general purpose tag";
    "gpc0_rate" read(Gpc0Rate) "0" "how often the first general purpose counter grew in the period";
    "gpc1_rate" read(Gpc1Rate) "0" "how often the second general purpose counter grew in the period";
    "inc_gpc0" increase(Gpc0) "1" "the first general purpose counter, after adding one";
    "inc_gpc1" increase(Gpc1) "1" "the second general purpose counter, after adding one";
    "clr_gpc0" reset(Gpc0) "0" "the first general purpose counter, which is zero from now on";
    "clr_gpc1" reset(Gpc1) "0" "the second general purpose counter, which is zero from now on";
}
