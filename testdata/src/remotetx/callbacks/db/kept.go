package db

import "context"

type scope struct {
	after []func(context.Context)
	named map[string]hook
	hooks hooks
}

type hook struct{ run func() }

type hooks struct{ list []func() }

func (h *hooks) enqueue(fn func()) { h.list = append(h.list, fn) }

type scopeKey struct{}

func scopeOf(ctx context.Context) *scope {
	s, _ := ctx.Value(scopeKey{}).(*scope)
	return s
}

// Committed keeps fn until the commit. Without a transaction it runs at once.
func Committed(ctx context.Context, fn func(context.Context)) {
	s, ok := ctx.Value(scopeKey{}).(*scope)
	if !ok {
		fn(ctx)
		return
	}
	s.after = append(s.after, fn)
}

// Later keeps a literal that calls fn.
func Later(ctx context.Context, fn func()) {
	if s := scopeOf(ctx); s != nil {
		s.after = append(s.after, func(context.Context) { fn() })
	} else {
		fn()
	}
}

// Named keeps fn in a struct, by a name.
func Named(ctx context.Context, name string, fn func()) {
	s := scopeOf(ctx)
	if s == nil {
		fn()
		return
	}
	s.named[name] = hook{run: fn}
}

// Queued hands fn to what keeps it.
func Queued(ctx context.Context, fn func()) {
	if s := scopeOf(ctx); s != nil {
		s.hooks.enqueue(fn)
		return
	}
	fn()
}

// Both runs fn at once, and again after the commit.
func Both(ctx context.Context, fn func(context.Context)) {
	fn(ctx)
	if s := scopeOf(ctx); s != nil {
		s.after = append(s.after, fn)
	}
}

// Either runs fn on both ways, in one of them with more around it.
func Either(ctx context.Context, fn func(context.Context)) {
	if s := scopeOf(ctx); s != nil {
		handle(ctx, fn)
		return
	}
	fn(ctx)
}

func handle(ctx context.Context, fn func(context.Context)) { fn(ctx) }
