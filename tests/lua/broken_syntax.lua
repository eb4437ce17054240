-- A file that can't be loaded.
local open = {
function (
