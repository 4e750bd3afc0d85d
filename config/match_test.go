package config

import "testing"

func TestPackagePattern(t *testing.T) {
	for _, tc := range []struct {
		pattern, dir, path string
		want               bool
	}{
		{"./a", "a", "m/a", true},
		{"./a", "a/b", "m/a/b", false},
		{"./a/", "a", "m/a", true},
		{"./a/...", "a", "m/a", true},
		{"./a/...", "a/b/c", "m/a/b/c", true},
		{"./a/...", "ab", "m/ab", false},
		{"./a/...", "", "m/a", false}, // directory not known
		{"./...", ".", "m", true},
		{"./...", "x/y", "m/x/y", true},
		{".", ".", "m", true},
		{".", "a", "m/a", false},
		{"./services/*/store", "services/x/store", "", true},
		{"./services/*/store", "services/x/y/store", "", false},
		{"./services/*/store", "services/store", "", false},
		{"./services/*-svc/...", "services/a-svc/b", "", true},
		{"./services/*-svc/...", "services/a/b", "", false},
		{"./.../store", "a/b/store", "", true},
		{"./.../store", "store", "", true},
		{"./.../store", "a/store/b", "", false},
		{"example.com/shop/...", "", "example.com/shop", true},
		{"example.com/shop/...", "", "example.com/shop/a", true},
		{"example.com/shop/...", "", "example.com/shopping", false},
		{"example.com/shop", "", "example.com/shop/a", false},
		{"example.com/*/api", "", "example.com/x/api", true},
		{"a", "a", "m/a", false}, // an import path, not a directory
	} {
		p, err := ParsePackagePattern(tc.pattern)
		if err != nil {
			t.Errorf("%s: %v", tc.pattern, err)
		} else if got := p.Match(tc.dir, tc.path); got != tc.want {
			t.Errorf("%s on %q, %q: got %v", tc.pattern, tc.dir, tc.path, got)
		}
	}
}

func TestSymbolPattern(t *testing.T) {
	const nats = "github.com/nats-io/nats.go"
	for _, tc := range []struct {
		pattern, pkg, recv, name string
		want                     bool
	}{
		{nats + ".Conn.Publish", nats, "Conn", "Publish", true},
		{nats + ".Conn.Publish", nats, "Conn", "PublishMsg", false},
		{nats + ".Conn.Publish", nats, "", "Publish", false},
		{nats + ".Connect", nats, "", "Connect", true},
		{nats + ".Connect", nats + ".Connect", "", "X", false},
		{"github.com/nats-io/nats.go", "github.com/nats-io/nats", "", "go", true},
		{"github.com/nats-io/*.*", nats, "", "Connect", true}, // the dot may be either
		{"github.com/nats-io/*.Conn.*", nats, "Conn", "Close", true},
		{"github.com/nats-io/nats.*", nats, "", "Connect", false},
		{"github.com/*/nats.go.Connect", nats, "", "Connect", true},
		{"github.com/*.Connect", nats, "", "Connect", false},
		{"a/b.*", "a/b", "", "F", true},
		{"a/b.*", "a/b", "T", "M", true},
		{"a/b.*", "a/b/c", "", "F", false},
		{"a/b.*", "a/bc", "", "F", false},
		{"a/b.T.*", "a/b", "T", "M", true},
		{"a/b.T.*", "a/b", "T2", "M", false},
		{"a/b.T.*", "a/b", "", "T", false},
		{"a/b.T*", "a/b", "T", "M", false},
		{"a/b.T*", "a/b", "", "To", true},
		{"a/b.*.M", "a/b", "T", "M", true},
		{"a/b.*.M", "a/b", "", "M", false},
		{"a/b.Get*", "a/b", "", "GetAll", true},
		{"a/b.Get*", "a/b", "", "Forget", false},
		{"a/b.List.Add", "a/b", "*List[int]", "Add", true},
		{"a/b.Map", "a/b", "", "Map[K, V]", true},
		{"!a/b.F", "a/b", "", "F", true},
		{"fmt.Println", "fmt", "", "Println", true},
	} {
		s, err := ParseSymbolPattern(RoleRemote, Pattern{Text: tc.pattern})
		if err != nil {
			t.Errorf("%s: %v", tc.pattern, err)
			continue
		}
		if got := s.match(tc.pkg, bareName(tc.recv), bareName(tc.name)); got != tc.want {
			t.Errorf("%s on %s %s %s: got %v", tc.pattern, tc.pkg, tc.recv, tc.name, got)
		}
	}
}

func TestMatchSymbol(t *testing.T) {
	c := loadYAML(t, `version: 1
consumers: [{subscribe: ./pkg/bus.Subscribe}, {handler: ./.Handle}]
remote: ["./pkg/notify.*", "!./pkg/notify.Local", "!net/http.Get"]
syncs: [./services/*/fullsync.*]
`)
	const m = "example.com/shop"
	for _, tc := range []struct {
		role            Role
		pkg, recv, name string
		want            Verdict
	}{
		{RoleSubscribe, m + "/pkg/bus", "", "Subscribe", Yes},
		{RoleSubscribe, "other.com/pkg/bus", "", "Subscribe", Unknown},
		{RoleHandler, m + "/pkg/bus", "", "Subscribe", Unknown},
		{RoleHandler, m, "", "Handle", Yes},
		{RoleHandler, m + "/x", "", "Handle", Unknown},
		{RoleRemote, m + "/pkg/notify", "Client", "Send", Yes},
		{RoleRemote, m + "/pkg/notify", "", "Local", No},
		{RoleRemote, m + "/pkg/notify/sub", "", "F", Unknown},
		{RoleRemote, "net/http", "", "Get", No},
		{RoleRemote, "net/http", "", "Post", Unknown},
		{RoleSync, m + "/services/orders/fullsync", "Job", "Run", Yes},
		{RoleSync, m + "/services/a/b/fullsync", "", "Run", Unknown},
		{RoleSync, m + "/services/orders/fullsync/x", "", "Run", Unknown},
		{RoleBreaker, m, "", "Handle", Unknown},
	} {
		if got := c.MatchSymbol(tc.role, tc.pkg, tc.recv, tc.name); got != tc.want {
			t.Errorf("%v %s %s %s: got %v, want %v", tc.role, tc.pkg, tc.recv, tc.name, got, tc.want)
		}
	}
	if !c.HasRole(RoleSync) || c.HasRole(RoleWait) {
		t.Error("HasRole")
	}
}

func TestExcluded(t *testing.T) {
	for _, tc := range []struct {
		glob, file string
		want       bool
	}{
		{"**/*_mock.go", "a/b/x_mock.go", true},
		{"**/*_mock.go", "x_mock.go", true},
		{"**/*_mock.go", "x_mock.go/y.go", false},
		{"*_mock.go", "a/x_mock.go", false},
		{"./tools/...", "tools/x.go", true},
		{"./tools/...", "tools/a/x.go", true},
		{"./tools/...", "toolshed/x.go", false},
		{"./tools", "tools/x.go", true},
		{"./tools", "tools/a/x.go", false},
		{"./tools/x.go", "tools/x.go", true},
		{"gen/**", "gen/a/b.go", true},
		{"gen/**", "a/gen/b.go", false},
		{"**/gen/**/*.go", "a/gen/b.go", true},
		{"a/**/b/**/c.go", "a/x/b/y/b/c.go", true},
		{"a/{b,c/d}/*.go", "a/c/d/x.go", true},
		{"a/{b,c/d}/*.go", "a/c/x.go", false},
		{"{a,{b,c}}.go", "c.go", true},
		{"[a-c].go", "b.go", true},
		{"[{].go", "{.go", true},
		{`\{a.go`, "{a.go", true},
		{"a?.go", "ab.go", true},
		{"a?.go", "a/.go", false},
	} {
		g, err := parseFileGlob(tc.glob)
		if err != nil {
			t.Errorf("%s: %v", tc.glob, err)
		} else if got := g.match(tc.file); got != tc.want {
			t.Errorf("%s on %s: got %v", tc.glob, tc.file, got)
		}
	}
}

func TestIsField(t *testing.T) {
	c := loadYAML(t, `version: 1
services:
  a:
    packages: [./a]
    copies: [{table: u, of: b.u, synced_at: seen_at}]
  b: {packages: [./b]}
fields: {message_time: [SentStamp, "!Version"], deleted: [Gone]}
`)
	for _, tc := range []struct {
		kind FieldKind
		name string
		want bool
	}{
		{MessageTime, "CreatedUtcDate", true},
		{MessageTime, "created_at", true},
		{MessageTime, "sent_stamp", true},
		{MessageTime, "Version", false},
		{MessageTime, "Name", false},
		{SyncedAt, "SeenAt", true},
		{Deleted, "gone", true},
		{ForceSync, "IsForceSync", true},
		{ForceSync, "gone", false},
		{fieldKinds, "gone", false},
	} {
		if got := c.IsField(tc.kind, tc.name); got != tc.want {
			t.Errorf("%v %s: got %v", tc.kind, tc.name, got)
		}
	}
}
