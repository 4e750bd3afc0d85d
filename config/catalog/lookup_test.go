package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// entryText is an entry in full, for comparison.
func entryText(e Entry) string { return fmt.Sprintf("%+v", e) }

func TestCanonical(t *testing.T) {
	tests := []struct{ path, want, major string }{
		{"net/http", "net/http", "1"},
		{"github.com/jackc/pgx", "github.com/jackc/pgx", "1"},
		{"github.com/jackc/pgx/v5", "github.com/jackc/pgx", "5"},
		{"github.com/jackc/pgx/v5/pgxpool", "github.com/jackc/pgx/pgxpool", "5"},
		{"github.com/aarondl/sqlboiler/v4/boil", "github.com/aarondl/sqlboiler/boil", "4"},
		{"github.com/RichardKnop/machinery/v1", "github.com/RichardKnop/machinery", "1"},
		{"gopkg.in/gomail.v2", "gopkg.in/gomail", "2"},
		{"gopkg.in/DataDog/dd-trace-go.v1/ddtrace", "gopkg.in/DataDog/dd-trace-go/ddtrace", "1"},
		{"upper.io/db.v3/lib/sqlbuilder", "upper.io/db.v3/lib/sqlbuilder", "1"},
		{"github.com/hashicorp/vault/api", "github.com/hashicorp/vault/api", "1"},
		{"k8s.io/api/core/v1", "k8s.io/api/core", "1"},
		{"k8s.io/api/apps/v1beta1", "k8s.io/api/apps/v1beta1", "1"},
		{"cloud.google.com/go/kms/apiv1", "cloud.google.com/go/kms/apiv1", "1"},
		{"example.com/v", "example.com/v", "1"},
		{"example.com/shop/vendor/github.com/jackc/pgx/v5", "github.com/jackc/pgx", "5"},
		{"", "", "1"},
	}
	for _, tt := range tests {
		if got := Canonical(tt.path); got != tt.want {
			t.Errorf("Canonical(%q) = %q, want %q", tt.path, got, tt.want)
		}
		if got := major(tt.path); got != tt.major {
			t.Errorf("major(%q) = %q, want %q", tt.path, got, tt.major)
		}
	}
}

func TestLookup(t *testing.T) {
	c := parse(t,
		"http     net/http                    Get",
		"http     net/http                    Client.Do",
		"cloud    example.com/aws/service/*   Client.*",
		"cloud    example.com/aws/service/*   Client.Options      never=1",
		"publish  example.com/aws/service/sq  Client.SendMessage",
		"cloud    example.com/gcp/*/api*      *Client.*",
		"cloud    example.com/gcp/*/api*      *Client.*IAM        never=1",
		"cloud    example.com/gcp/*/api*      *Client.GetIAM",
		"ack      example.com/aws/service/sq  Client.DeleteMessage",
		"sdk      example.com/vendor          *",
		"runs     example.com/retry           Do                  arg=0  major=1,2",
		"runs     example.com/retry           Do                  arg=1  major=3",
		"runs     example.com/twice           Do                  arg=0",
		"runs     example.com/twice           Do                  arg=1",
	)
	tests := []struct {
		pkg, recv, name string
		want            string // the lines that apply
	}{
		{"net/http", "", "Get", "1"},
		{"net/http", "Client", "Do", "2"},
		{"net/http", "", "Do", ""},
		{"net/http", "Client", "CloseIdleConnections", ""},
		{"net/http/httptest", "Client", "Do", ""},

		{"example.com/aws/service/s3", "Client", "PutObject", "3"},
		{"example.com/aws/service/s3", "Client", "Options", "4"},     // a name goes before a pattern
		{"example.com/aws/service/s3", "Client", "invoke", ""},       // patterns stand for what is exported
		{"example.com/aws/service/s3", "Presigner", "PutObject", ""}, // and for the type that they name
		{"example.com/aws/service/s3", "", "Client.PutObject", "3"},
		{"example.com/aws/service/s3/types", "Client", "PutObject", ""},  // * is one segment
		{"example.com/aws/service/sq", "Client", "SendMessage", "5"},     // the package goes before its family
		{"example.com/aws/service/sq", "Client", "ReceiveMessage", "3"},  // and does not hide it
		{"example.com/aws/service/sq", "Client", "DeleteMessage", "9 3"}, // nor does what only acknowledges

		{"example.com/gcp/kms/apiv1", "KeyClient", "Sign", "6"},
		{"example.com/gcp/kms/apiv1", "KeyClient", "KeyIAM", "7"}, // a longer pattern goes first
		{"example.com/gcp/kms/apiv1", "KeyClient", "GetIAM", "8"},
		{"example.com/gcp/kms/apiv1", "restClient", "Sign", ""}, // what is exported
		{"example.com/gcp/apiv1", "KeyClient", "Sign", ""},

		{"example.com/vendor", "", "Send", "10"},
		{"example.com/vendor", "", "send", ""},
		{"example.com/vendor", "Client", "Send", ""}, // functions alone

		{"example.com/retry", "", "Do", "11"},
		{"example.com/retry/v2", "", "Do", "11"},
		{"example.com/retry/v3", "", "Do", "12"},
		{"example.com/retry/v4", "", "Do", ""},
		{"example.com/twice/v9", "", "Do", "13 14"},
	}
	for _, tt := range tests {
		var lines []string
		for _, e := range c.Lookup(tt.pkg, tt.recv, tt.name) {
			lines = append(lines, fmt.Sprint(e.Line))
		}
		if got := strings.Join(lines, " "); got != tt.want {
			t.Errorf("Lookup(%q, %q, %q): lines %q, want %q", tt.pkg, tt.recv, tt.name, got, tt.want)
		}
	}
}

func TestType(t *testing.T) {
	c := parse(t,
		"tx       github.com/jackc/pgx      Tx",
		"maybetx  gorm.io/gorm              DB",
		"message  github.com/jackc/pgx      Notification",
		"notx     example.com/memory        Txn",
		"runs     example.com/memory        Run  arg=0")
	tests := []struct {
		pkg, name string
		want      Role
	}{
		{"github.com/jackc/pgx/v5", "Tx", Tx},
		{"github.com/jackc/pgx/v5", "Conn", ""},
		{"github.com/jackc/pgx/v5", "Notification", ""},
		{"gorm.io/gorm", "DB", MaybeTx},
		{"example.com/memory", "Txn", NoTx},
		{"example.com/memory", "Run", ""},
		{"example.com/other", "Tx", ""},
	}
	for _, tt := range tests {
		if got := c.Type(tt.pkg, tt.name); got != tt.want {
			t.Errorf("Type(%q, %q) = %q, want %q", tt.pkg, tt.name, got, tt.want)
		}
	}
}

func TestMessages(t *testing.T) {
	c := parse(t,
		"message  example.com/bus  Message   major=2",
		"message  example.com/bus  Delivery  redelivers=1",
		"ack      example.com/bus  Message.Ack",
		"handler  example.com/bus  Handler.Handle  msg=1    major=1",
		"handler  example.com/bus  Handler.Handle  msg=2    major=2",
		"handler  example.com/bus  Batch.Handle    msg=-1   redelivers=1")
	if _, ok := c.Message("example.com/bus", "Message"); ok {
		t.Error("Message of another major version is a message")
	}
	if _, ok := c.Message("example.com/bus", "Message.Ack"); ok {
		t.Error("a method is a message")
	}
	if e, ok := c.Message("example.com/bus/v2", "Delivery"); !ok || !e.Redelivers {
		t.Errorf("Delivery: got %+v, %v", e, ok)
	}
	var lines []int
	for _, e := range c.Handlers("example.com/bus/v2") {
		lines = append(lines, e.Line)
	}
	if want := []int{5, 6}; !slices.Equal(lines, want) {
		t.Errorf("handlers of lines %v, want %v", lines, want)
	}
	if got := c.Handlers("example.com/other"); got != nil {
		t.Errorf("got %+v for a package that is not known", got)
	}
}

func TestParams(t *testing.T) {
	tests := []struct {
		msg  []int
		n    int
		want []int
	}{
		{[]int{1}, 2, []int{1}},
		{[]int{-2, -1}, 3, []int{1, 2}},
		{[]int{-2, -1}, 2, []int{0, 1}},
		{[]int{1}, 1, nil},
		{[]int{-2}, 1, nil},
	}
	for _, tt := range tests {
		if got := (Entry{Msg: tt.msg}).Params(tt.n); !slices.Equal(got, tt.want) {
			t.Errorf("%v of %d parameters: got %v, want %v", tt.msg, tt.n, got, tt.want)
		}
	}
}

func TestStopped(t *testing.T) {
	c := parse(t, "stop log", "stop github.com/jackc", "stop example.com/aws/service/dynamo")
	tests := map[string]bool{
		"log":                                   true,
		"log/slog":                              true,
		"logger":                                false,
		"github.com/jackc/pgx/v5/pgxpool":       true,
		"github.com/jackcx/pgx":                 false,
		"github.com":                            false,
		"example.com/aws/service/dynamo":        true,
		"example.com/aws/service/dynamo/v2/sub": true,
		"example.com/aws/service/dynamostreams": false,
	}
	for pkg, want := range tests {
		if got := c.Stopped(pkg); got != want {
			t.Errorf("Stopped(%q) = %v, want %v", pkg, got, want)
		}
	}
}

func TestRoot(t *testing.T) {
	c := parse(t,
		"http   net/http                Get",
		"cloud  example.com/service/*   Client.*",
		"http   example.com/harmless    New  never=1",
		"runs   sync                    Once.Do  arg=0")
	tests := map[string]bool{
		"net/http":                  true,
		"example.com/service/s3":    true,
		"example.com/service/s3/v2": true,
		"example.com/service":       false,
		"example.com/service/s3/x":  false,
		"example.com/harmless":      false,
		"sync":                      false,
	}
	for pkg, want := range tests {
		if got := c.Root(pkg); got != want {
			t.Errorf("Root(%q) = %v, want %v", pkg, got, want)
		}
	}
}

// The catalogue is parsed in each unit of a vet run: keep it below a millisecond.
func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	c := Default()
	b.ReportAllocs()
	for b.Loop() {
		c.Lookup("github.com/aws/aws-sdk-go-v2/service/s3", "Client", "PutObject")
		c.Lookup("github.com/jackc/pgx/v5/pgxpool", "Pool", "Query")
		c.Lookup("example.com/shop/orders", "Service", "Place")
	}
}
