// Bench measures what boundarylint costs on a repository, beside go vet and a
// vettool that does nothing:
//
//	go run ./bench [dir]
//
// It must be run in boundarylint's own repository; dir is examples/shop unless
// another one is named. It works on a copy, and each tool has a build cache of
// its own, in which dir and what it depends on have been compiled.
//
// CPU seconds are those of the whole tree of processes, user and system; they
// say more than wall time on a machine that does other things as well. Memory
// is the peak of the largest process.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"text/tabwriter"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	nothing := flag.Bool("nothing-cached", false, "start from empty build caches, as on a new machine")
	flag.Parse()
	dir := filepath.Join("examples", "shop")
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	if err := bench(dir, *nothing); err != nil {
		log.Fatal(err)
	}
}

// bench measures all tools on a copy of dir.
func bench(dir string, nothing bool) error {
	temp, err := os.MkdirTemp("", "boundarylint-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	tools, err := buildTools(temp)
	if err != nil {
		return err
	}
	warm := filepath.Join(temp, "warm")
	subject, err := newSubject(dir, filepath.Join(temp, "pristine"))
	if err != nil {
		return err
	}
	if !nothing {
		if err := subject.compile(warm); err != nil {
			return err
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "tool\tcold CPU s\tMB\tunchanged CPU s\tMB\tone edit CPU s\tMB\tcold vs noop\t")
	var floor float64
	for i, t := range tools {
		work := filepath.Join(temp, fmt.Sprint("run", i))
		runs, err := measure(t, subject, warm, work)
		if err != nil {
			return err
		}
		if t.name == "noop vettool" {
			floor = runs[0].cpu.Seconds()
		}
		row(w, t.name, runs, floor)
		if err := os.RemoveAll(work); err != nil {
			return err
		}
	}
	return w.Flush()
}

func row(w *tabwriter.Writer, name string, runs []usage, floor float64) {
	fmt.Fprintf(w, "%s\t", name)
	for _, u := range runs {
		fmt.Fprintf(w, "%.2f\t%d\t", u.cpu.Seconds(), u.peak>>20)
	}
	fmt.Fprintf(w, "%.2f\t\n", runs[0].cpu.Seconds()/floor)
}
