// Package apart has filters without knowing the interface that makes them such.
package apart

// Meals says yes by way of a helper.
type Meals struct{}

func (Meals) HandleWhen(before, after any) bool { return relevant(before) } // want `Meals.HandleWhen`

func relevant(before any) bool {
	if before == nil {
		return true
	}
	return true
}

type everything struct{}

func (everything) HandleWhen(before, after any) bool { return true } // want `Menus.HandleWhen`

// Menus says yes by what it embeds.
type Menus struct{ everything }

// Chefs looks.
type Chefs struct{}

func (Chefs) HandleWhen(before, after any) bool { return before != after }

// Idle is no producer, whatever its method is called.
type Idle struct{}

func (Idle) HandleWhen(before, after any) bool { return true }
