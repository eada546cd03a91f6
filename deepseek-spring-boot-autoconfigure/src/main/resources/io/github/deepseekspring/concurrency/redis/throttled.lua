-- Takes the lease of a request back that was answered with status 429, and adapts the limit.
-- KEYS: leases, users, limit, instances, rebuilding
-- ARGV: instance, the lease, when it was granted or 0, limit of a user or 0 if the 429 is not a user's, ceiling,
--   whether the limit adapts, lowest limit, what a limit is multiplied with, slope of the curve, how long a recovery
--   takes, the limit that was told or 0
-- Reply: time, limit, leases, instances, whether the request was sent before the last cut, whether the 429 is a user's

local USED = 0.9
local SHORTEST_HOLD = 5000
local LONGEST_HOLD = 60000
local PART_HELD = 10
local STATE_LASTS = 3600000

local leases, users, limit_key, instances, rebuilding = unpack(KEYS)
local instance, member, granted_at, user_limit = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local ceiling, adapts = tonumber(ARGV[5]), ARGV[6] == '1'
local lowest, beta, slope = math.min(ceiling, tonumber(ARGV[7])), tonumber(ARGV[8]), tonumber(ARGV[9])
local recovery, told = tonumber(ARGV[10]), tonumber(ARGV[11])
local now = clock()

local removed = remove_leases(leases, users, { member })
local used = redis.call('ZCOUNT', leases, '(' .. integer(now), '+inf')
local state = read_limit(limit_key)
local limit = limit_now(state, ceiling, now)
local late = granted_at <= (state and state.cut or 0)

local function reply(of_user)
  return { now, math.floor(limit), used, count_instances(instances, now), late and 1 or 0, of_user and 1 or 0 }
end

local function write(changed)
  limit = changed.limit
  redis.call('HSET', limit_key, 'limit', changed.limit, 'plateau', changed.plateau, 'toPlateau', changed.to_plateau,
    'start', integer(changed.start), 'slope', slope, 'peak', math.min(used, changed.limit), 'cut', integer(changed.cut),
    'told', changed.told, 'toldSince', integer(changed.told_since))
  redis.call('PEXPIRE', limit_key, STATE_LASTS)
end

local function take_over()
  local wanted = math.max(lowest, math.min(ceiling, told))
  if late and wanted >= limit then
    return
  end
  local again = state and limit < ceiling and state.told == told and now - state.start < recovery
  local told_since = again and state.told_since or now
  local hold = math.max(SHORTEST_HOLD, math.min(LONGEST_HOLD, (now - told_since) / PART_HELD))
  write({ limit = wanted, plateau = wanted, to_plateau = 0, start = now + hold, cut = now, told = told,
    told_since = told_since })
end

local function cut()
  local running = math.max(lowest, used)
  local lowered, plateau, cut_at = limit, ceiling, 0
  if state then
    plateau, cut_at = state.plateau, state.cut
  end
  if not late then
    cut_at = now
    plateau = math.min(limit, running)
    lowered = math.max(lowest, beta * plateau)
  end
  if running < lowered then
    lowered = running
    plateau = running
  end
  local to_plateau = (math.max(0, plateau - lowered) / slope) ^ (1 / 3)
  write({ limit = lowered, plateau = plateau, to_plateau = to_plateau, start = now, cut = cut_at, told = 0,
    told_since = 0 })
end

if user_limit > 0 then
  local others = tonumber(redis.call('HGET', users, user_of(member)) or 0)
  if others + 1 >= USED * user_limit then
    return reply(true)
  end
end
local function expect_another(most)
  if removed == 1 and most > lowest then
    redis.call('HINCRBY', rebuilding, 'expected', 1)
  end
end

if adapts and told > 0 then
  take_over()
elseif adapts and is_known(instances, instance, now) then
  local most = limit_of_rebuilding(rebuilding, limit)
  if most then
    -- too few are counted for a cut, but this one was too many
    expect_another(most)
  else
    cut()
  end
end
return reply(false)
