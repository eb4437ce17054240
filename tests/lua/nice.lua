-- Two actions on one thread: one counts its turns until the other has had a thousand.
local nice = ...
local turns, over = 0, false

core.register_action("nice", { "http-req" }, function()
  if nice then core.set_nice(tonumber(nice)) end
  while not over do
    turns = turns + 1
    core.yield()
  end
end)

core.register_action("busy", { "http-req" }, function(txn)
  -- The other one may come later.
  while turns == 0 do core.yield() end
  local before = turns
  for _ = 1, 1000 do core.yield() end
  txn:set_var("txn.turns", turns - before)
  over = true
end)
