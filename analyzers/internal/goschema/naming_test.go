package goschema_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/goschema"
)

func TestNamings(t *testing.T) {
	t.Parallel()
	const gorm, xorm = "gorm.io/gorm", "xorm.io/xorm/names"
	for _, test := range []struct {
		name, path, body string
		want             []goschema.Naming
	}{
		{"prefix", gorm, `var c = gorm.Config{NamingStrategy: schema.NamingStrategy{TablePrefix: "shop_", SingularTable: true}}`, []goschema.Naming{{Prefix: "shop_", Singular: true}}},
		{"of its own", gorm, `var c = gorm.Config{NamingStrategy: strategy()}`, []goschema.Naming{{Unknown: true}}},
		{"xorm's prefix", xorm, `func f(e *E) { e.SetTableMapper(names.NewPrefixMapper(names.SnakeMapper{}, "lib_")) }`, []goschema.Naming{{Prefix: "lib_"}}},
		{"xorm's suffix", xorm, `func f(e *E) { e.SetTableMapper(names.NewSuffixMapper(names.SnakeMapper{}, "_v2")) }`, []goschema.Naming{{Unknown: true}}},
		{"a prefix that is not known", xorm, `func f(e *E, p string) { e.SetTableMapper(names.NewPrefixMapper(names.SnakeMapper{}, p)) }`, []goschema.Naming{{Unknown: true}}},
		{"another library's", "example.com/names", `var m = names.NewPrefixMapper(nil, "lib_")`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "x.go"), []byte("package x\nimport \""+test.path+"\"\n"+test.body+"\n"))
			r := goschema.NewReader(dir, func(path string) (string, bool) { return strings.CutPrefix(path, "example.com/") })
			got := r.Namings("x.go")
			if len(got) == 1 && got[0].Unknown {
				got[0].Prefix = ""
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
