package stores

import (
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/redis/go-redis/v9"
)

var (
	putNick   = redis.NewScript(`redis.call("SET", KEYS[1], ARGV[1], "EX", ARGV[2])`)
	putNewest = redis.NewScript(`
		local at = redis.call("HGET", KEYS[1], "at")
		if at and tonumber(at) >= tonumber(ARGV[1]) then
			return 0
		end
		redis.call("HSET", KEYS[1], "at", ARGV[1], "nick", ARGV[2])
		return 1`)
	putFirst = redis.NewScript(`return redis.call("SET", KEYS[1], ARGV[1], "NX")`)
	unlock   = redis.NewScript(`if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end`)
)

type scripts struct {
	client *redis.Client
	put    *redis.Script
}

func newScripts(client *redis.Client) *scripts {
	return &scripts{client: client, put: redis.NewScript(`
		-- if it is there or not
		local key = KEYS[1]
		local nick = ARGV[1]
		redis.call("HSET", key, "nick", nick)
		redis.call("PUBLISH", "nicks", nick)`)}
}

func (s *scripts) puts(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return putNick.Run(msg.Context(), s.client, []string{"nick:" + m.ID}, m.Nick, 3600).Err() // want `consumer scripts.puts overwrites nick`
}

func (s *scripts) putsKept(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return s.put.Run(msg.Context(), s.client, []string{"nick:" + m.ID}, m.Nick).Err() // want `consumer scripts.putsKept overwrites nick`
}

func (s *scripts) evals(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return s.client.Eval(msg.Context(), `redis.call('HSET', KEYS[1], 'nick', ARGV[1])`, []string{"nick:" + m.ID}, m.Nick).Err() // want `consumer scripts.evals overwrites nick`
}

// putsNewest leaves it to the script to compare.
func (s *scripts) putsNewest(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return putNewest.Run(msg.Context(), s.client, []string{"nick:" + m.ID}, m.At.UnixMilli(), m.Nick).Err()
}

func (s *scripts) putsFirst(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return putFirst.Run(msg.Context(), s.client, []string{"nick:" + m.ID}, m.Nick).Err()
}

func (s *scripts) unlocks(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return unlock.Run(msg.Context(), s.client, []string{"held:" + m.ID}, m.Nick).Err()
}

// counts adds to what is there.
func (s *scripts) counts(msg *message.Message) error {
	m, err := changedMember(msg)
	if err != nil {
		return err
	}
	return s.client.Eval(msg.Context(), `local n = redis.call("INCR", KEYS[1]) redis.call("EXPIRE", KEYS[1], ARGV[1]) return n`, []string{"calls:" + m.ID}, m.Nick).Err()
}
