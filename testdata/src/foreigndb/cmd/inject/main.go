// Command inject wires by a container.
package main

import (
	"errors"
	"fmt"

	"go.uber.org/dig"

	"example.com/fixtures/foreigndb/accounts/counts"
	"example.com/fixtures/foreigndb/orders/injected"
)

func main() {
	c := dig.New()
	c.Provide(counts.New, dig.As(new(injected.Names)))
	c.Provide(func() *injected.Lines { return &injected.Lines{} }, dig.As(new(injected.Own)))
	c.Provide(injected.New)
	if err := c.Invoke(func(*injected.Service) {}); errors.As(err, new(injected.Unbound)) {
		fmt.Println(err, counts.New)
	}
}
