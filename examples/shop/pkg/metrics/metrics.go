// Package metrics counts things; the counts are served under /debug/vars.
package metrics

import (
	"expvar"
	"time"
)

var (
	counts    = expvar.NewMap("counts")
	durations = expvar.NewMap("milliseconds")
)

// Count adds one to name.
func Count(name string) { counts.Add(name, 1) }

// Since adds the time that has passed since start to name.
func Since(name string, start time.Time) { durations.Add(name, time.Since(start).Milliseconds()) }
