package effects

import (
	"go/types"
	"testing"
)

func TestNamedForConsuming(t *testing.T) {
	t.Parallel()
	pkg := types.NewPackage("example.com/messaging", "messaging")
	method := func(recv, name string) *types.Func {
		n := types.NewNamed(types.NewTypeName(0, pkg, recv, nil), types.NewStruct(nil, nil), nil)
		return types.NewFunc(0, pkg, name, types.NewSignatureType(types.NewVar(0, pkg, "", n), nil, nil, nil, nil, false))
	}
	for _, c := range []struct {
		recv, name string
		want       bool
	}{
		{"Client", "Subscribe", true},
		{"Client", "Unsubscribe", false},
		{"Client", "WithConsumer", false},
		{"Context", "RegisterTopicMessageHandler", true},
		{"Router", "AddEventHandler", true},
		{"Router", "SetErrorHandler", false},
		{"Router", "RegisterMetrics", false},
		{"Consumer", "Start", true},
		{"Consumer", "Close", false},
		{"Server", "Start", false},
	} {
		if got := NamedForConsuming(method(c.recv, c.name)); got != c.want {
			t.Errorf("%s.%s: %t", c.recv, c.name, got)
		}
	}
}
