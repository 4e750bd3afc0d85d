package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// The findings of the corpus, by file, line and rule.
const (
	emailFinding   = "orders/store/store.go:8 foreigndb"
	placeFinding   = "orders/app/app.go:22 remotetx"
	askFinding     = "orders/app/app.go:22 directcall"
	payFinding     = "orders/app/app.go:35 remotetx"
	refundFinding  = "orders/app/refund.go:11 remotetx"
	auditFinding   = "orders/store/store.go:13 foreigndb"
	importFinding  = "orders/app/refund.go:6 foreignimport"
	movedByComment = "orders/store/store.go:10 foreigndb"
)

// TestAgreement holds the drivers to one result: in one process, through go vet
// and in golangci-lint, with their caches cold, warm, and after edits of the
// code, the config and a migration, which no cache must answer from what was. Of a
// config in a new directory no cache knows anything, whatever it has compiled.
func TestAgreement(t *testing.T) {
	if testing.Short() {
		t.Skip("builds golangci-lint, and analyzes the standard library")
	}
	a := newAgreement(t)
	a.golangci = buildGolangci(t)
	a.check("cold", emailFinding, askFinding, placeFinding, payFinding)
	a.check("unchanged", emailFinding, askFinding, placeFinding, payFinding)

	a.write("orders/app/refund.go", `package app

import (
	"net/http"

	_ "example.com/shop/accounts/store"
)

func (c *Checkout) Refund() {
	tx, _ := c.DB.Begin()
	http.Get("http://pay")
	tx.Rollback()
}
`)
	a.check("code added", emailFinding, importFinding, askFinding, placeFinding, payFinding, refundFinding)
	a.remove("orders/app/refund.go")
	a.check("code removed", emailFinding, askFinding, placeFinding, payFinding)

	a.replace("orders/store/store.go", "package store\n", "// A comment that moves all below it\n// by two lines.\npackage store\n")
	a.check("lines moved", movedByComment, askFinding, placeFinding, payFinding)
	a.replace("orders/store/store.go", "// A comment that moves all below it\n// by two lines.\n", "")

	grant := "    owns: {migrations: [./orders/migrations]}\n    grants: [{table: accounts.users, access: read, reason: tried}]\n"
	a.replace("boundaries.yaml", "    owns: {migrations: [./orders/migrations]}\n", grant)
	a.check("granted", askFinding, placeFinding, payFinding)
	a.replace("boundaries.yaml", "tried}]", "tried, until: 2020-01-01}]")
	a.check("grant expired", emailFinding, askFinding, placeFinding, payFinding)

	a.write("accounts/migrations/002.sql", "CREATE TABLE audit (id int);\n")
	a.check("migration added", emailFinding, auditFinding, askFinding, placeFinding, payFinding)
	a.remove("accounts/migrations/002.sql")
	a.check("migration removed", emailFinding, askFinding, placeFinding, payFinding)

	a.write("orders/app/excuses.go", `package app

import "net/http"

func (c *Checkout) Refund() {
	tx, _ := c.DB.Begin()
	//boundarylint:ignore remotetx tried
	http.Get("http://pay")
	//boundarylint:ignore remotetx
	tx.Rollback()
	//boundarylint:ignore remotetx nobody knows why
}
`)
	a.write("orders/migrations/002.sql", "CREATE VIEW buyers AS SELECT * FROM users;\n")
	a.check("ignores and SQL", emailFinding, askFinding, placeFinding, payFinding,
		"orders/app/excuses.go:8 remotetx, suppressed by ignore", "orders/app/excuses.go:9 ignore", "orders/app/excuses.go:11 ignore", "orders/migrations/002.sql:1 foreigndb")

	a.remove("orders/app/excuses.go")
	a.remove("orders/migrations/002.sql")
	a.addConsumer()
	a.check("consumer behind interfaces", emailFinding, askFinding, placeFinding, payFinding,
		"orders/consumer/consumer.go:26 staleconsumer", "orders/consumer/consumer.go:28 depwait")
}

// addConsumer adds a consumer whose store is an interface, which a package
// implements that another one brings together with it.
func (a *agreement) addConsumer() {
	a.write("orders/consumer/consumer.go", `package consumer

import "encoding/json"

type Message interface {
	Body() []byte
	Ack() error
	Nack() error
}

type Store interface {
	SaveUser(id int, email string) error
	AddAddress(id, user int) error
}

type event struct{ Kind, Email string; ID, User int }

type Consumer struct{ Store Store }

func (c *Consumer) Handle(m Message) error {
	var e event
	if err := json.Unmarshal(m.Body(), &e); err != nil {
		return err
	}
	if e.Kind == "user" {
		return c.Store.SaveUser(e.ID, e.Email)
	}
	return c.Store.AddAddress(e.ID, e.User)
}
`)
	a.write("orders/copies/copies.go", `package copies

import "database/sql"

type Copies struct{ DB *sql.DB }

func (c *Copies) SaveUser(id int, email string) error {
	_, err := c.DB.Exec("INSERT INTO customers_cache (id, email) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET email = excluded.email", id, email)
	return err
}

func (c *Copies) AddAddress(id, user int) error {
	_, err := c.DB.Exec("INSERT INTO addresses (id, customer_id) VALUES (?, ?)", id, user)
	return err
}
`)
	a.write("cmd/sync/main.go", `package main

import (
	"example.com/shop/orders/consumer"
	"example.com/shop/orders/copies"
)

func main() {
	c := &consumer.Consumer{Store: &copies.Copies{}}
	_ = c.Handle(nil)
}
`)
}

// TestDependencyFirst makes go vet see each package as a dependency before it
// is named itself, which keeps go vet's own analyzers silent from then on.
func TestDependencyFirst(t *testing.T) {
	a := newAgreement(t)
	a.write("orders/app/fresh.go", fmt.Sprintf("package app\n\nconst fresh = %q\n", t.TempDir()))
	a.write("orders/store/fresh.go", fmt.Sprintf("package store\n\nconst fresh = %q\n", t.TempDir()))
	a.vet("./cmd/shop")
	a.check("after a part", emailFinding, askFinding, placeFinding, payFinding)
}

// An agreement is a copy of the corpus to run drivers on.
type agreement struct {
	t         *testing.T
	dir       string
	golangci  string // golangci-lint with the plugin; empty to leave it out
	lintCache string // of golangci-lint
}

func newAgreement(t *testing.T) *agreement {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "corpus", "agreement.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	a := &agreement{t: t, dir: t.TempDir(), lintCache: t.TempDir()}
	if err := txtar.Write(archive, a.dir); err != nil {
		t.Fatal(err)
	}
	return a
}

// check runs all drivers and compares every finding, and those against what is
// wanted.
func (a *agreement) check(step string, want ...string) {
	a.t.Helper()
	a.t.Run(step, func(t *testing.T) {
		vet := a.command(t, "-driver", "vet", "-format", "json")
		process := a.command(t, "-driver", "process", "-format", "json")
		if !bytes.Equal(vet, process) {
			t.Errorf("the drivers differ\nvet:\n%s\nprocess:\n%s", vet, process)
		}
		slices.Sort(want)
		if got := places(t, process); !slices.Equal(got, want) {
			t.Errorf("findings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		text := slices.DeleteFunc(blocks(string(a.command(t, "-driver", "vet"))), commandOnly)
		if plain := blocks(a.vet("./...")); !slices.Equal(plain, text) {
			t.Errorf("plain go vet:\n%s\nwant:\n%s", strings.Join(plain, "\n"), strings.Join(text, "\n"))
		}
		if a.golangci == "" {
			return
		}
		if lint := blocks(a.lint()); !slices.Equal(lint, text) {
			t.Errorf("golangci-lint:\n%s\nwant:\n%s", strings.Join(lint, "\n"), strings.Join(text, "\n"))
		}
	})
}

// commandOnly reports whether a finding takes the whole set of packages, or
// files that are not Go: no other driver has these.
func commandOnly(block string) bool {
	return strings.Contains(block, ": ignore: nothing to ignore here") || strings.Contains(block, ".sql:") && !strings.Contains(block, ".go:")
}

// places lists the findings in JSON by file, line and rule, suppressed ones too.
func places(t *testing.T, data []byte) []string {
	t.Helper()
	var r struct {
		Findings []struct {
			Rule, File string
			Line       int
			Suppressed *struct{ By string }
		}
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	var list []string
	for _, f := range r.Findings {
		place := fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Rule)
		if f.Suppressed != nil {
			place += ", suppressed by " + f.Suppressed.By
		}
		list = append(list, place)
	}
	slices.Sort(list)
	return list
}

// finding matches the first line of a finding.
var finding = regexp.MustCompile(`^[^\s#].*:\d+:\d+: \w+: `)

// blocks splits text output into findings with their proof, in one order, and
// each once: go vet reports what two packages bring about twice.
func blocks(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		switch {
		case finding.MatchString(line):
			list = append(list, line)
		case strings.HasPrefix(line, "\t") && len(list) > 0:
			list[len(list)-1] += line
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// command runs the command under test and returns its standard output.
func (a *agreement) command(t *testing.T, args ...string) []byte {
	t.Helper()
	out, status := a.run(t, args...)
	if status > 1 {
		t.Fatalf("boundarylint %s: exit status %d", strings.Join(args, " "), status)
	}
	return out
}

// fails is command for a run that cannot do its work.
func (a *agreement) fails(t *testing.T, args ...string) []byte {
	t.Helper()
	out, status := a.run(t, args...)
	if status != 2 {
		t.Fatalf("boundarylint %s: exit status %d, want 2", strings.Join(args, " "), status)
	}
	return out
}

func (a *agreement) run(t *testing.T, args ...string) (out []byte, status int) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = a.dir, a.env(), &stderr
	out, err := cmd.Output()
	t.Logf("boundarylint %s\n%s", strings.Join(args, " "), stderr.Bytes())
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return out, exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out, 0
}

// vet runs plain go vet and returns all that it wrote.
func (a *agreement) vet(patterns ...string) string {
	cmd := exec.Command("go", append([]string{"vet", "-vettool=" + binary}, patterns...)...)
	cmd.Dir, cmd.Env = a.dir, a.env()
	out, _ := cmd.CombinedOutput() // fails where there are findings
	return string(out)
}

func (a *agreement) env() []string {
	return append(append(os.Environ(), goEnv(goCache)...), "PWD="+a.dir)
}

func (a *agreement) write(name, text string) {
	a.t.Helper()
	file := filepath.Join(a.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		a.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		a.t.Fatal(err)
	}
}

func (a *agreement) remove(name string) {
	a.t.Helper()
	if err := os.Remove(filepath.Join(a.dir, filepath.FromSlash(name))); err != nil {
		a.t.Fatal(err)
	}
}

// replace edits a file; what it replaces must be there.
func (a *agreement) replace(name, before, after string) {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, filepath.FromSlash(name)))
	if err != nil {
		a.t.Fatal(err)
	}
	if !strings.Contains(string(data), before) {
		a.t.Fatalf("%s does not contain %q", name, before)
	}
	a.write(name, strings.Replace(string(data), before, after, 1))
}
