// Package addresses tells whose address it is.
package addresses

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

const host = "accounts"

var flagged = flag.String("accounts", "http://accounts:8080", "where accounts is")

type Config struct {
	Accounts string `env:"ACCOUNTS_URL" envDefault:"http://localhost"`
	Default  string `env:"OTHER_URL" envDefault:"http://accounts.internal:80"`
	Other    string `env:"OTHER_URL"`
	Filled   string
}

func ok(resp *http.Response, err error) error {
	if err == nil && resp.StatusCode > 400 {
		return errors.New(resp.Status)
	}
	return err
}

func env(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

func Ours(cfg Config) (err error) {
	base, _ := os.LookupEnv("ACCOUNTS_URL")
	err = errors.Join(err, ok(http.Get(base)))                                                                     // want `service accounts`
	err = errors.Join(err, ok(http.Get(fmt.Sprintf("http://accounts:%d/users/%s", 80, "x"))))                      // want `service accounts`
	err = errors.Join(err, ok(http.Get(fmt.Sprintf("%s/users/%s", strings.TrimRight(base, "/"), "x"))))            // want `service accounts`
	err = errors.Join(err, ok(http.Get("http://"+host+"/users")))                                                  // want `service accounts`
	err = errors.Join(err, ok(http.Get("http://"+net.JoinHostPort(host, "80")+"/users")))                          // want `service accounts`
	err = errors.Join(err, ok(http.Get(env("ACCOUNTS_URL", "http://localhost")+"/users")))                         // want `service accounts`
	err = errors.Join(err, ok(http.Get(env("X_URL", "http://accounts:80")+"/users")))                              // want `service accounts`
	err = errors.Join(err, ok(http.Get(*flagged+"/users")))                                                        // want `service accounts`
	err = errors.Join(err, ok(http.Get(cfg.Accounts+"/users")))                                                    // want `service accounts`
	err = errors.Join(err, ok(http.Get(cfg.Default+"/users")))                                                     // want `service accounts`
	err = errors.Join(err, ok(http.Get(cfg.Filled+"/users")))                                                      // want `service accounts`
	err = errors.Join(err, ok(http.Get((&url.URL{Scheme: "http", Host: "accounts:80", Path: "/users"}).String()))) // want `service accounts`
	joined, _ := url.JoinPath(base, "users")
	err = errors.Join(err, ok(http.Get(joined))) // want `service accounts`
	parsed, _ := url.Parse(base)
	return errors.Join(err, ok(http.Get(parsed.JoinPath("users").String()))) // want `service accounts`
}

type pointed struct{ url, other string }

func (p *pointed) fill() {
	must(&p.url, "ACCOUNTS_URL")
	must(&p.other, "SEARCH_URL")
}

func must(to *string, name string) { *to = os.Getenv(name) }

func (p *pointed) Get() error {
	return errors.Join(ok(http.Get(p.url)), // want `service accounts`
		ok(http.Get(p.other)))
}

func Filled() Config { return Config{Filled: os.Getenv("ACCOUNTS_URL")} }

// Nobody's addresses: a host of another name, the name in a path, a query, a
// header or a user; a service of its own.
func Others(cfg Config) (err error) {
	err = errors.Join(err, ok(http.Get("https://api.example.com/accounts")))
	err = errors.Join(err, ok(http.Get("https://myaccounts/users")))
	err = errors.Join(err, ok(http.Get("https://api.example.com/?u=http://accounts:80")))
	err = errors.Join(err, ok(http.Get("https://accounts:secret@api.example.com/")))
	err = errors.Join(err, ok(http.Get(cfg.Other+"/accounts/users")))
	err = errors.Join(err, ok(http.Get(os.Getenv("SEARCH_URL")+"?from="+os.Getenv("ACCOUNTS_URL"))))
	return errors.Join(err, ok(http.Get(fmt.Sprintf("%s/%s", os.Getenv("CDN_URL"), host))))
}
