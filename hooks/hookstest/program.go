package hookstest

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest/base"
)

// Root is the folder of the module, wherever in it a package's tests run.
var Root = base.Root

// Program is the file of the program as its sources are now, built once for all
// tests of a package.
func Program(t testing.TB) string {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var program = sync.OnceValues(func() (string, error) {
	dir, err := base.Shared("mesa-program-*")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "mesadepartes")
	// `go build` keeps a file that was built from the same sources with the same
	// flags, so a copy of what `make build` left saves linking. Any other is replaced.
	if made, err := os.ReadFile(filepath.Join(Root(), "mesadepartes")); err == nil {
		_ = os.WriteFile(file, made, 0o755)
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, ".")
	cmd.Dir, cmd.Env = Root(), append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return file, openSources()
})

// openSources opens every folder that the program is built from. `go test` repeats
// a kept result unless a file or folder that the tests opened has changed, and it
// does not see what the `go build` above reads.
func openSources() error {
	return filepath.WalkDir(Root(), func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || name == Root() {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "pb_d") || d.Name() == "node_modules" {
			return fs.SkipDir
		}
		return nil
	})
}

// PadronFile writes an invented registry of n taxpayers and gives its path.
func PadronFile(t testing.TB, n int) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "padron.txt")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := WritePadron(f, n); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}
