package flows

import (
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// AnyTopic stands for a topic that is not known.
const AnyTopic = "?"

// topicOf is where a call publishes to, as far as constants tell, and whether
// that is an answer to whoever asked. Nothing says where for a bus that goes by
// the types of what it is given.
func (t *tracker) topicOf(s effects.Site) (topic string, reply bool) {
	var parts []string
	unknown := false
	add := func(v ssa.Value) {
		if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			unknown = true
		} else if types.Identical(v.Type().Underlying(), byteSlice) {
			unknown = true
		}
		if name := strings.ToLower(fieldName(v, 0)); strings.Contains(name, "reply") || strings.Contains(name, "response") {
			reply = true
		}
		if s := constantText(v); s != "" {
			parts = append(parts, s)
		}
	}
	for _, v := range append(slices.Clone(s.Args), variadic(s)...) {
		v = withoutInterface(v)
		add(v)
		t.fieldTopics(v, add, 0)
	}
	if len(parts) == 0 && (unknown || !t.known(s) && s.Method == nil && !byType(s)) {
		return AnyTopic, reply
	}
	return strings.Join(parts, " "), reply
}

// byType reports whether a library publishes what it is given by its type: it takes
// anything.
func byType(s effects.Site) bool {
	params := slices.Collect(s.Callee.Signature().Params().Variables())
	return publishesByCatalog(s) && slices.ContainsFunc(params, func(p *types.Var) bool { return isAny(p.Type()) })
}

var byteSlice = types.NewSlice(types.Typ[types.Byte])

// fieldTopics yields what the fields of a message hold that say where it goes.
func (t *tracker) fieldTopics(v ssa.Value, yield func(ssa.Value), depth int) {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok || depth > 2 {
		return
	}
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !topicField.MatchString(structField(fa.X.Type(), fa.Field)) {
			continue
		}
		for _, r := range *fa.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == fa {
				yield(st.Val)
			}
		}
	}
}

var topicField = regexp.MustCompile(`^(Topic|TopicName|Subject|Exchange|RoutingKey|Queue|QueueUrl|Channel|Stream)$`)

// aside recognises topics and functions for messages that could not be handled,
// or not yet. It is asked of every call.
func aside(name string) bool {
	name = strings.ToLower(joints.Replace(name))
	return slices.ContainsFunc(asides, func(part string) bool { return strings.Contains(name, part) })
}

var (
	joints = strings.NewReplacer("-", "", "_", "", ".", "")
	asides = []string{"dlq", "dlx", "deadletter", "dead", "retry", "retries", "requeue", "republish", "redeliver", "poison", "parking", "quarantine", "failed", "failure", "delayed", "later", "reply", "respond"}
)

// labelOf is what an event that has no type of its own says of itself: by a field
// that holds its kind, if it is a struct for events of all kinds.
func (t *tracker) labelOf(v ssa.Value) string {
	v = effects.Unwrapped(v)
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return ""
	}
	var parts []string
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || !kindField.MatchString(structField(fa.X.Type(), fa.Field)) {
			continue
		}
		for _, r := range *fa.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == fa {
				parts = append(parts, constantText(st.Val))
			}
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

var kindField = regexp.MustCompile(`^(Type|EventType|Event|EventName|Name|Kind|Action|Entity|EntityType|Topic|Subject|RoutingKey|AggregateType)$`)

// constantText is a constant string, or "".
func constantText(v ssa.Value) string {
	if c, ok := v.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.String {
		return constant.StringVal(c.Value)
	}
	return ""
}

// isMap reports whether what is published is a map, which has no type to tell.
func isMap(v ssa.Value) bool {
	_, ok := effects.Unwrapped(v).Type().Underlying().(*types.Map)
	return ok
}
