-- The first Lua interface: a global function named by the configuration.
function hello_world(txn)
    txn.res:send("hello world\n")
end
