"""What the benchmark measures: its rows, and the maps that some of them look into."""
from typing import NamedTuple, Optional


class Row(NamedTuple):
    """One row of the table."""
    name: str
    what: str
    config: str  # the file in proxy/
    path: str = "/"
    header: Optional[str] = None  # of every request
    vary: Optional[tuple] = None  # another X-Key in each: a text for vary.lua, and a count
    goal: float = 0.80  # Moongate/HAProxy, at most
    nginx: bool = False  # nginx/CONFIG.conf is what nginx does instead
    echo: bool = False  # the header x-bench tells what was done: it has to be the same


BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) part-{index}-x/115.0 id/{unique}"
AGENT = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0"

ROWS = [
    Row("plain", "plain proxying, keep-alive", "plain", nginx=True),
    Row("close", "one connection for each request", "plain", header="Connection: close", goal=0.85, nginx=True),
    Row("large", "1 MiB answers", "plain", "/1m", goal=0.90, nginx=True),
    Row("return", "`http-request return` (no server)", "return", goal=0.75, nginx=True),
    Row("action", "Lua action: all request headers, two fetches, a variable, a header", "lua-action",
        goal=0.55, nginx=True, echo=True),
    Row("fetch", "Lua fetch that joins two fetches, in a header", "lua-fetch", goal=0.55, nginx=True, echo=True),
    Row("converter", "Lua converter in a header", "lua-converter", goal=0.70, nginx=True, echo=True),
    Row("service", 'Lua HTTP service "hello world"', "lua-service", goal=0.45, nginx=True),
    Row("service10k", "Lua HTTP service, 10 KiB", "lua-service-10k", goal=0.45),
    Row("tcp", "Lua action: a round trip over `core.tcp`", "lua-tcp", goal=0.55, echo=True),
    Row("redis", "Lua action: GET from redis (lua-redis)", "lua-redis", goal=0.55, echo=True),
    Row("httpclient", "Lua action: GET with `core.httpclient`", "lua-httpclient", goal=0.55, echo=True),
    Row("shared", "the Lua action, `lua-load`, two workers", "lua-shared", goal=0.55, echo=True),
    Row("perthread", "the Lua action, `lua-load-per-thread`, two workers", "lua-per-thread", goal=0.55, echo=True),
    Row("acl", "50 ACLs on host and path", "acl"),
    Row("mapstr", "a look-up in 1,000,000 strings", "map-str", header="X-Key: name-777777.example.com",
        vary=("name-{index}.example.com", 1_000_000), echo=True),
    Row("mapsub", "a look-up in 10,000 substrings", "map-sub", header="X-Key: " + BROWSER.format(index=9876, unique=1),
        vary=(BROWSER, 10_000), goal=0.10, echo=True),
    Row("mapreg", "a look-up in 2,000 regular expressions", "map-reg", header="X-Key: www.site1987.com",
        vary=("www{unique}.site{index}.com", 2_000), goal=0.10, echo=True),
    Row("headers", "20 edits of headers", "headers", header="X-Client: one"),
    Row("jsonlog", "a log line in JSON over UDP", "json-log"),
    Row("regsub", "`regsub` of a header", "regsub", header=AGENT, echo=True),
]

IDLE = ("idle", "memory of an idle kept-alive connection", 1.0)
READ = ("read", "reading a configuration of {} backends with 3 servers each", 1.0)

# name, entries
MAPS = [
    ("str", (f"name-{at}.example.com value-{at}" for at in range(1_000_000))),
    ("sub", (f"part-{at}-x value-{at}" for at in range(10_000))),
    ("reg", (f"^(.+\\.)?site{at}\\.(com|net|org)$ value-{at}" for at in range(2_000))),
]


def write_maps(folder):
    """Writes the maps into a folder."""
    for name, lines in MAPS:
        with open(folder / f"{name}.map", "w") as file:
            file.writelines(f"{line}\n" for line in lines)
