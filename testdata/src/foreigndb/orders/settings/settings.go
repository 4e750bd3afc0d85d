// Package settings opens databases by names that a prefix, a flag or a library
// makes.
package settings

import (
	"database/sql"
	"flag"
	"os"

	"github.com/caarlos0/env/v11"
	"github.com/kelseyhightower/envconfig"
	"github.com/urfave/cli/v2"
)

// A Database is part of several settings.
type Database struct {
	URL string `env:"DATABASE_URL"`
}

type Config struct {
	Own      Database  `envPrefix:"ORDERS_"`
	Accounts Database  `envPrefix:"ACCOUNTS_"`
	Behind   *Database `envPrefix:"ACCOUNTS_"`
}

func byPrefix() error {
	var c Config
	if err := env.Parse(&c); err != nil {
		return err
	}
	sql.Open("pgx", c.Own.URL)
	sql.Open("pgx", c.Behind.URL) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	open(c.Own)
	open(c.Accounts) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	_, err := sql.Open("pgx", c.Own.URL+"?application_name=accounts")
	return err
}

func open(d Database) (*sql.DB, error) { return sql.Open("pgx", d.URL) }

type Options struct {
	URL string `env:"DATABASE_URL"`
}

func byOptions() error {
	var accounts Options
	if err := env.ParseWithOptions(&accounts, env.Options{Prefix: "ACCOUNTS_"}); err != nil {
		return err
	}
	_, err := sql.Open("pgx", accounts.URL) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	return err
}

// envconfig makes names of the fields'.
type Split struct {
	DatabaseURL string `split_words:"true"`
	Other       string `envconfig:"orders_database_url"`
	Unsplit     string
}

func byFieldNames() error {
	var s Split
	if err := envconfig.Process("accounts", &s); err != nil {
		return err
	}
	sql.Open("pgx", s.Other)
	sql.Open("pgx", s.Unsplit)
	_, err := sql.Open("pgx", s.DatabaseURL) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	return err
}

var accountsDSN, ordersDSN string

func byFlags() {
	var local string
	flag.StringVar(&local, "local", os.Getenv("ACCOUNTS_DATABASE_URL"), "")
	flag.StringVar(&accountsDSN, "accounts-db", os.Getenv("ACCOUNTS_DATABASE_URL"), "where accounts is")
	flag.StringVar(&ordersDSN, "db", os.Getenv("ORDERS_DATABASE_URL"), "")
	flag.Parse()
	sql.Open("pgx", local) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	byVariables()
}

func byVariables() {
	sql.Open("pgx", ordersDSN)
	sql.Open("pgx", accountsDSN) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
}

func byCommandLine() *cli.App {
	return &cli.App{
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "db", EnvVars: []string{"ORDERS_DATABASE_URL"}},
			&cli.StringFlag{Name: "users-db", EnvVars: []string{"USERS_DB", "ACCOUNTS_DATABASE_URL"}},
		},
		Action: func(c *cli.Context) error {
			sql.Open("pgx", c.String("db"))
			_, err := sql.Open("pgx", c.String("users-db")) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
			return err
		},
	}
}

// One struct is filled under several prefixes.
type Postgres struct {
	DSN string `split_words:"true"`
	URL string `envconfig:"DATABASE_URL"`
}

func underTwo() error {
	var own, theirs Postgres
	if err := envconfig.Process("orders", &own); err != nil {
		return err
	}
	if err := envconfig.Process("accounts", &theirs); err != nil {
		return err
	}
	connect(own)
	connect(theirs) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	sql.Open("pgx", own.URL)
	_, err := sql.Open("pgx", theirs.URL) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	return err
}

func connect(p Postgres) (*sql.DB, error) { return sql.Open("pgx", p.URL) }

type Pool struct {
	URL string `env:"DATABASE_URL"`
}

func load(prefix string) (Pool, error) {
	var p Pool
	err := env.ParseWithOptions(&p, env.Options{Prefix: prefix})
	return p, err
}

func loaded() error {
	own, err := load("ORDERS_")
	if err != nil {
		return err
	}
	theirs, err := load("ACCOUNTS_")
	if err != nil {
		return err
	}
	sql.Open("pgx", own.URL)
	_, err = sql.Open("pgx", theirs.URL) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
	return err
}
