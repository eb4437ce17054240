-- For wrk: gives every request another header X-Key. In its text {index} goes through 0 to COUNT-1 in
-- leaps, and {unique} is never the same.
local text, count, at = nil, 1, 0

function init(args)
    text, count = args[1], tonumber(args[2])
end

function request()
    at = at + 1
    local key = text:gsub("{(%a+)}", { index = at * 7919 % count, unique = at })
    return wrk.format(nil, nil, { ["X-Key"] = key })
end
