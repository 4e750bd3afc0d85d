package addresses

import (
	"errors"
	"net/http"

	"github.com/kelseyhightower/envconfig"
)

// Libraries for configuration spell a variable's name in their own ways.
type keyed struct {
	AccountsURL string `split_words:"true"`
	SearchURL   string `split_words:"true"`
	Mapped      string `mapstructure:"accounts-url"`
	Else        string `mapstructure:"accounts-urls"`
}

// A store of settings asks for them by keys.
type store map[string]string

func (s store) GetString(key string) string { return s[key] }

func Keyed() error {
	var k keyed
	if err := envconfig.Process("", &k); err != nil {
		return err
	}
	s := store{}
	return errors.Join(
		ok(http.Get(k.AccountsURL)),               // want `service accounts`
		ok(http.Get(k.Mapped)),                    // want `service accounts`
		ok(http.Get(s.GetString("accounts.url"))), // want `service accounts`
		ok(http.Get(k.SearchURL)),
		ok(http.Get(k.Else)),
		ok(http.Get(s.GetString("accounts"))))
}
