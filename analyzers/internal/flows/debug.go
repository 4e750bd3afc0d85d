package flows

import (
	"fmt"
	"os"
)

func debugf(format string, args ...any) {
	if os.Getenv("BLDEBUG") != "" {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
	}
}
