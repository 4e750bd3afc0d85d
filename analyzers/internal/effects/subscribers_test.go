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
		{"Router", "RegisterHandler", false},
		{"Router", "RegisterMetrics", false},
		{"KafkaConsumer", "RegisterHandler", true},
		{"KafkaConsumer", "SetErrorHandler", false},
		{"KafkaConsumer", "AddRebalanceHandler", false},
		{"Consumer", "Start", true},
		{"Consumer", "Close", false},
		{"Server", "Start", false},
	} {
		if got := NamedForConsuming(method(c.recv, c.name)); got != c.want {
			t.Errorf("%s.%s: %t", c.recv, c.name, got)
		}
	}
}

func TestDeclaresMessages(t *testing.T) {
	t.Parallel()
	text, bytes := types.Typ[types.String], types.NewSlice(types.Typ[types.Byte])
	field := func(name string, t types.Type) *types.Var { return types.NewField(0, nil, name, t, false) }
	for _, c := range []struct {
		name   string
		fields []*types.Var
		want   bool
	}{
		{"Message", []*types.Var{field("Value", bytes), field("Key", bytes), field("Topic", text)}, true},
		{"Delivery", []*types.Var{field("Body", bytes), field("RoutingKey", text)}, true},
		{"Message", []*types.Var{field("Body", bytes), field("Subject", text)}, false},                          // a mail
		{"Message", []*types.Var{field("Topic", text), field("Data", types.NewInterfaceType(nil, nil))}, false}, // raised in the process
		{"Section", []*types.Var{field("Data", bytes), field("Offset", types.Typ[types.Int64])}, false},
		{"message", []*types.Var{field("Value", bytes), field("Topic", text)}, false},
	} {
		pkg := types.NewPackage("example.com/mq", "mq")
		tn := types.NewTypeName(0, pkg, c.name, nil)
		types.NewNamed(tn, types.NewStruct(c.fields, nil), nil)
		pkg.Scope().Insert(tn)
		if got := declaresMessages(pkg.Scope()); got != c.want {
			t.Errorf("%s %v: %t", c.name, c.fields, got)
		}
	}
}
