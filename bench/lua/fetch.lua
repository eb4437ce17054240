-- Joins two fetches.
core.register_fetches("bench", function(txn)
    return txn.sf:method() .. " " .. txn.sf:path()
end)
