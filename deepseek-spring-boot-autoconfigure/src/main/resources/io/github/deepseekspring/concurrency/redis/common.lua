-- What all scripts share. It stands in front of each of them.
-- A lease is a member "user|id" of the sorted set of leases, whose score is the time when it lapses. How many leases
-- a user has stands in the hash of users and is changed only together with the set. Times are milliseconds of this
-- server. Numbers become text by integer(), since the language itself writes 14 digits only.
-- When a server has lost its data, the instances put back what runs one after the other. Until they have, it does not
-- know how many leases there are, and keeps places for those that are still missing: the hash of rebuilding, which is
-- there for a while after the first instance has made itself known, tells how many there were and how many are back.

local MOST_LAPSED = 1000
local GROWTH = 1.1
local GROWTH_OF_SMALL_LIMITS = 2
local OBSOLETE = 1.25
local HASTE = 3

local function integer(number)
  return string.format('%.0f', number)
end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function user_of(member)
  return string.match(member, '^([^|]*)|')
end

-- Tells which members are leases: what is not false at the place of a member.
local function find_leases(leases, members)
  return #members > 0 and redis.call('ZMSCORE', leases, unpack(members)) or {}
end

-- Changes how many leases users have, once for each user, since most of the time of a script is that of its calls.
local function count_users(users, changes)
  for user, change in pairs(changes) do
    if redis.call('HINCRBY', users, user, change) <= 0 then
      redis.call('HDEL', users, user)
    end
  end
end

-- Removes leases and returns how many were removed.
local function remove_leases(leases, users, members)
  local found = find_leases(leases, members)
  local removed, changes, seen = {}, {}, {}
  for i, member in ipairs(members) do
    if found[i] and not seen[member] then
      local user = user_of(member)
      seen[member] = true
      removed[#removed + 1] = member
      changes[user] = (changes[user] or 0) - 1
    end
  end
  if #removed > 0 then
    redis.call('ZREM', leases, unpack(removed))
    count_users(users, changes)
  end
  return #removed
end

-- Adds a lease, or lets it last longer, and returns how many were added.
local function put_lease(leases, users, member, expiry)
  local added = redis.call('ZADD', leases, integer(expiry), member)
  if added == 1 then
    redis.call('HINCRBY', users, user_of(member), 1)
  end
  return added
end

-- Removes leases that nobody has renewed and returns how many are left. A server that is short of memory may have
-- lost the leases alone, so that no user has any when there are none.
local function remove_lapsed(leases, users, now)
  local lapsed = redis.call('ZRANGEBYSCORE', leases, '-inf', integer(now), 'LIMIT', 0, MOST_LAPSED)
  remove_leases(leases, users, lapsed)
  local used = redis.call('ZCARD', leases)
  if used == 0 then
    redis.call('DEL', users)
  end
  return used
end

-- Both at the same time, so that none outlives the other.
local function keep(leases, users, now, lease)
  local expiry = integer(now + 3 * lease)
  redis.call('PEXPIREAT', leases, expiry)
  redis.call('PEXPIREAT', users, expiry)
end

local function count_instances(instances, now)
  return math.max(1, redis.call('ZCOUNT', instances, '(' .. integer(now), '+inf'))
end

local function is_known(instances, instance, now)
  local expiry = redis.call('ZSCORE', instances, instance)
  return expiry and tonumber(expiry) > now
end

-- How many leases there may be while some that were lost are not yet put back, or nil when the server has lost none.
local function limit_of_rebuilding(rebuilding, limit)
  local fields = redis.call('HMGET', rebuilding, 'leases', 'expected')
  if not fields[1] then
    return nil
  end
  return math.min(limit, limit - tonumber(fields[2]) + tonumber(fields[1]))
end

-- The state of a limit that was cut, or nil.
local function read_limit(key)
  local fields = redis.call('HMGET', key, 'limit', 'plateau', 'toPlateau', 'start', 'slope', 'peak', 'cut', 'told',
    'toldSince')
  if not fields[1] then
    return nil
  end
  return {
    limit = tonumber(fields[1]),
    plateau = tonumber(fields[2]),
    to_plateau = tonumber(fields[3]),
    start = tonumber(fields[4]),
    slope = tonumber(fields[5]),
    peak = tonumber(fields[6]),
    cut = tonumber(fields[7]),
    told = tonumber(fields[8]),
    told_since = tonumber(fields[9])
  }
end

-- The limit of now: what it was cut to, or where the curve of recovery is, but not far above what was really used.
local function limit_now(state, ceiling, now)
  if not state then
    return ceiling
  end
  local limit = state.limit
  if now > state.start then
    local seconds = (now - state.start) / 1000 - state.to_plateau
    local uncertain = (((OBSOLETE - 1) * state.plateau + GROWTH_OF_SMALL_LIMITS) / state.slope) ^ (1 / 3)
    seconds = seconds + (HASTE - 1) * math.max(0, seconds - uncertain)
    local curve = state.plateau + state.slope * seconds * seconds * seconds
    limit = math.max(limit, math.min(curve, GROWTH * state.peak + GROWTH_OF_SMALL_LIMITS))
  end
  return math.min(ceiling, limit)
end

