package flows

import (
	"go/types"
	"testing"
)

func TestGiven(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"$1": true, "?": true, ":name": true, "@p1": true, "any($1)": true, "($1,$2)": true, "$2-1": true, "excluded.version": true,
		"'paid'": false, "1": false, "true": false, "now()": false, "'a$1'": false, "x::text": false,
	} {
		if got := given(text); got != want {
			t.Errorf("given(%q) = %t", text, got)
		}
	}
}

func TestLiteral(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"'paid'": true, "N'paid'": true, "('a','b')": true, "1": true, "TRUE": true, "$1": false, "any($1)": false, "now()": false, "": false, "name": false,
	} {
		if got := literal.MatchString(text); got != want {
			t.Errorf("literal(%q) = %t", text, got)
		}
	}
}

func TestValueOf(t *testing.T) {
	t.Parallel()
	values := []Origin{fromMsg, fromNow}
	for text, want := range map[string]Origin{
		"$1": fromMsg, "$2": fromNow, "$2::timestamptz": fromNow, "@p1": fromMsg, "$3": 0, "?": 0, "$1+1": 0, "now()": 0,
	} {
		if got := valueOf(text, values); got != want {
			t.Errorf("valueOf(%q) = %x, want %x", text, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Handle": true, "HandleEvent": true, "processMessage": true, "OnChange": true, "on_change": false, "Once": false, "Running": false, "Save": false,
	} {
		if got := dispatches(name); got != want {
			t.Errorf("dispatches(%q) = %t", name, got)
		}
	}
	for name, want := range map[string]bool{"Handle": true, "Notify": true, "Execute": false, "OnlyNew": false} {
		if got := raises(name); got != want {
			t.Errorf("raises(%q) = %t", name, got)
		}
	}
}

func TestSubscribes(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"Subscribe": true, "QueueSubscribe": true, "AddHandler": true, "On": true, "InTx": false, "Do": false, "Addresses": false} {
		if got := subscribes(name); got != want {
			t.Errorf("subscribes(%q) = %t", name, got)
		}
	}
}

func TestRecomputed(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		"(SELECTidFROMorder_statusesWHEREname=$2)": false, "(SELECTs.idFROMapp.statuses sWHEREs.status='paid'LIMIT1)": false,
		"(SELECTidFROMstatusesWHEREstatus='paid'LIMIT1)": false, "(SELECT id FROM kinds WHERE code = ?::text)": false,
		"(SELECTidFROMlotsWHEREorder_id=$1)": true, "(SELECTidFROMlotsWHEREstate='open')": true, "(SELECTnameFROMcustomersWHEREname=$1)": true,
		"(SELECTidFROMlotsWHEREname=$1ORDERBYseqDESCLIMIT1)": true, "(SELECTidFROMlotsWHEREname=$1ANDopen)": true,
		"(SELECT max(id) FROM m WHERE c = $1)": true, "$1": false, "coalesce((select 1), 0)": true, "excluded.name": false} {
		if got := recomputed(value); got != want {
			t.Errorf("recomputed(%q) = %t", value, got)
		}
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	w := &Write{Columns: []string{"name", "synced_at"}, Guard: Guard{Field: "SyncedAt"}, Now: []string{"synced_at"}}
	if w.ForgetsOrder() || !w.StoresNow() {
		t.Errorf("forgets %t, stores now %t", w.ForgetsOrder(), w.StoresNow())
	}
	w.Guard.Field = "Version"
	if !w.ForgetsOrder() || w.StoresNow() {
		t.Errorf("another field: forgets %t, stores now %t", w.ForgetsOrder(), w.StoresNow())
	}
	w.Columns = nil
	if w.ForgetsOrder() {
		t.Error("forgets, though its columns are not known")
	}
}

func TestSubscription(t *testing.T) {
	t.Parallel()
	pkg := types.NewPackage("example.com/proto", "proto")
	recv := func(typeName, method string, params ...*types.Var) *types.Func {
		named := types.NewNamed(types.NewTypeName(0, pkg, typeName, nil), types.NewStruct(nil, nil), nil)
		results := types.NewTuple(types.NewVar(0, pkg, "", types.Typ[types.String]), types.NewVar(0, pkg, "", types.Universe.Lookup("error").Type()))
		sig := types.NewSignatureType(types.NewVar(0, pkg, "", named), nil, nil, types.NewTuple(params...), results, false)
		return types.NewFunc(0, pkg, method, sig)
	}
	for _, c := range []struct {
		f    *types.Func
		want bool
	}{
		{recv("PubSub_SubscribeClient", "Recv"), true},
		{recv("Orders_ListClient", "Recv"), false}, // an answer in parts
		{recv("PubSub_SubscribeServer", "Recv"), false},
		{recv("PubSub_SubscribeClient", "Header"), false},
	} {
		if got := subscription(c.f); got != c.want {
			t.Errorf("subscription(%s) = %t", c.f.FullName(), got)
		}
	}
}
