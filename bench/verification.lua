-- Asks for certificates by number, one after the other from a list in a file; the same order in every run.
local paths, at = {}, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = wrk.format("GET", "/v/" .. line) end
end
function request()
  at = at % #paths + 1
  return paths[at]
end
