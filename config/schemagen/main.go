// Command schemagen derives the JSON Schema of boundaries.yaml from the types of
// package config, and prints it. It is a module of its own, so that the tool,
// which starts once for every package under go vet, carries the text alone:
//
//	cd config/schemagen && go run . > ../schema/schema.json
package main

import (
	"fmt"
	"os"
)

func main() {
	data, err := schema()
	if err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
	os.Stdout.Write(data)
}
