package flows

import "slices"

// A store may stand behind another one of its kind, which compares the order before it
// hands on: NewStore returns &monotonic{next: &store{db}}. Both implement the
// interface, but only what decorates is called from outside.

// behindDecorators is a call as it gets to the implementations that decorate none:
// guarded as those which decorate them hand it on.
func (s *settler) behindDecorators(l lead, impls []string, service string) lead {
	for _, key := range impls {
		conv := s.conversions[key]
		if conv.Service != "" && service != "" && conv.Service != service {
			continue
		}
		l.call.Guard = better(l.call.Guard, conv.handsOnIf(l.call))
	}
	return l
}

// handsOnIf is what decides whether a type hands a call on to what it decorates; the
// least, where it does so in several places.
func (c *Conversion) handsOnIf(call Call) Guard {
	var guards []Guard
	args := append([]Origin{0}, call.Args...)
	for _, m := range c.Methods {
		for _, inner := range m.Func.Calls {
			if m.Name == call.Method.Name && inner.Method == call.Method {
				guards = append(guards, bindAll(inner.Guard, args))
			}
		}
	}
	return least(guards)
}

// least is the guard that says the least in favour of a write.
func least(guards []Guard) Guard {
	if len(guards) == 0 {
		return Guard{}
	}
	g := slices.MinFunc(guards, func(a, b Guard) int { return a.rank() - b.rank() })
	g.Beside = g.Beside && !slices.ContainsFunc(guards, func(o Guard) bool { return !o.onState() })
	return g
}
