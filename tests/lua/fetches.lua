-- Sample fetches and converters.
core.register_fetches("joined", function(txn)
    return txn.sf:method() .. " " .. txn.sf:path()
end)

core.register_fetches("argued", function(txn, first, second)
    return first .. "/" .. second .. "/" .. txn.f:req_hdr("host")
end)

core.register_fetches("number", function(txn)
    return 42
end)

core.register_fetches("nothing", function(txn)
    return nil
end)

core.register_fetches("cased", function(txn)
    return txn.sc:upper(txn.sf:path())
end)

core.register_converters("reverse", function(text)
    return text:reverse()
end)

core.register_converters("wrap", function(text, left, right)
    return left .. text .. right
end)
