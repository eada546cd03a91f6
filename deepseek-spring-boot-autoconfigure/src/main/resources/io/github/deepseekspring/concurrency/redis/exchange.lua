-- Takes leases back and gives others to candidates, in their order.
-- KEYS: leases, users, limit, waiting, seen, instances, rebuilding
-- ARGV: duration of a lease, ceiling, limit of a user or 0, instance, how many leases are returned, these, and for
--   each candidate its member, its rank and for how long it has waited
-- Reply: time, limit, leases, instances, whether the instance is known, and for each candidate 1 if it was granted,
--   0 if it was refused and 2 if its user has all that it may have

local MOST_WAITING = 16
local STALE_AFTER = 1000
local MOST_STALE = 10
local WAITING_LASTS = 60000
local RANK = 1e13

local REFUSED = 0
local GRANTED = 1
local USER_LIMITED = 2

local leases, users, limit_key, waiting, seen, instances, rebuilding = unpack(KEYS)
local lease, ceiling, user_limit, instance = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local first_candidate = 6 + tonumber(ARGV[5])
local now = clock()

local function forget_waiting(name)
  local members = {}
  for i = 1, MOST_WAITING do
    members[i] = name .. ':' .. i
  end
  redis.call('ZREM', waiting, unpack(members))
  redis.call('ZREM', seen, name)
end

-- Others that wait and come first. An instance that has not asked for a while waits no longer.
local function others_wait()
  if redis.call('ZCARD', seen) == 0 then
    return false
  end
  local stale = redis.call('ZRANGEBYSCORE', seen, '-inf', '(' .. integer(now - STALE_AFTER), 'LIMIT', 0, MOST_STALE)
  for _, name in ipairs(stale) do
    forget_waiting(name)
  end
  if redis.call('ZSCORE', seen, instance) then
    forget_waiting(instance)
  end
  return redis.call('ZCARD', waiting) > 0
end

remove_leases(leases, users, { unpack(ARGV, 6, first_candidate - 1) })
local used = remove_lapsed(leases, users, now)
local others = others_wait()
local state = read_limit(limit_key)
local limit = math.floor(limit_now(state, ceiling, now))
if state and limit >= ceiling then
  redis.call('DEL', limit_key)
  state = nil
end

local reply = { now, limit, used, count_instances(instances, now), 1 }

if not is_known(instances, instance, now) then
  reply[5] = 0
  for _ = first_candidate, #ARGV, 3 do
    reply[#reply + 1] = REFUSED
  end
  return reply
end

local most = limit_of_rebuilding(rebuilding, limit) or limit
local added, changes, refused = {}, {}, {}

local function is_user_limited(user)
  return user_limit > 0
    and tonumber(redis.call('HGET', users, user) or 0) + (changes[user] or 0) >= user_limit
end

local function is_free(place)
  if #refused > 0 then
    return false
  end
  local before = 0
  if others then
    before = redis.call('ZCOUNT', waiting, '-inf', '(' .. place)
  end
  return used + before < most
end

local function answer(member, place)
  local user = user_of(member)
  if is_user_limited(user) then
    return USER_LIMITED
  end
  if not is_free(place) then
    refused[#refused + 1] = place
    return REFUSED
  end
  added[#added + 1] = integer(now + lease)
  added[#added + 1] = member
  changes[user] = (changes[user] or 0) + 1
  used = used + 1
  return GRANTED
end

local candidates, leased = {}, {}
for i = first_candidate, #ARGV, 3 do
  candidates[#candidates + 1] = ARGV[i]
end
for i, expiry in ipairs(find_leases(leases, candidates)) do
  leased[candidates[i]] = expiry
end
for i, member in ipairs(candidates) do
  local at = first_candidate + 3 * (i - 1)
  local given = leased[member] and GRANTED or answer(member, integer(ARGV[at + 1] * RANK + now - ARGV[at + 2]))
  leased[member] = given == GRANTED
  reply[#reply + 1] = given
end
reply[3] = used

if #refused > 0 then
  local entries = {}
  for i = 1, math.min(#refused, MOST_WAITING) do
    entries[2 * i - 1] = refused[i]
    entries[2 * i] = instance .. ':' .. i
  end
  redis.call('ZADD', waiting, unpack(entries))
  redis.call('ZADD', seen, integer(now), instance)
  redis.call('PEXPIRE', waiting, WAITING_LASTS)
  redis.call('PEXPIRE', seen, WAITING_LASTS)
end
if #added > 0 then
  redis.call('ZADD', leases, unpack(added))
  count_users(users, changes)
  keep(leases, users, now, lease)
  if state and used > state.peak then
    redis.call('HSET', limit_key, 'peak', used)
  end
end
return reply
