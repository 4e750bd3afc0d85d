// Command cmd brings filters and their interface together.
package main

import (
	"example.com/fixtures/eventfilter/bus"
	"example.com/fixtures/eventfilter/orders/apart"
)

func main() {
	for _, p := range []bus.Producer{apart.Meals{}, apart.Menus{}, apart.Chefs{}} {
		p.HandleWhen(nil, nil)
	}
}
