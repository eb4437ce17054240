//! The log formats behind `option httplog`, `option httplog clf` and `option tcplog` (manual 8.2).

use moongate_lang::{Span, Word};

/// `option httplog` (manual 8.2.3).
pub(crate) const HTTP: &str = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc \
     %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

/// `option httplog clf`
pub(crate) const HTTP_CLF: &str = "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b \
     %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl";

/// `option httpslog` (manual 8.2.4), as it shows connections without TLS; there are no others yet.
pub(crate) const HTTPS: &str = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc \
     %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r 0/-/-/-/0 -/%sslv/%sslc";

/// `option tcplog` (manual 8.2.2).
pub(crate) const TCP: &str =
    "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

/// `option tcplog clf`
pub(crate) const TCP_CLF: &str = "%{Q}o %{-Q}ci - - [%T] \"TCP \" 000 %B \"\" \"\" %cp %ms %ft %b %s \
     %Th %Tw %Tc %Tt %U %ts-- %ac %fc %bc %sc %rc %sq %bq \"\" \"\" ";

/// What variables of the environment give them (manual 2.3).
pub(crate) const VARIABLES: [(&str, &str); 4] = [
    ("HAPROXY_HTTP_LOG_FMT", HTTP),
    ("HAPROXY_HTTP_CLF_LOG_FMT", HTTP_CLF),
    ("HAPROXY_TCP_LOG_FMT", TCP),
    ("HAPROXY_TCP_CLF_LOG_FMT", TCP_CLF),
];

/// A format as a word that stands where the option does.
pub(crate) fn word(format: &str, span: Span) -> Word<'static> {
    let origins = vec![(span.start, span.end); format.len()];
    Word::traced(format.as_bytes().to_vec(), span, origins)
}
