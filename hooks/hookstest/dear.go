package hookstest

import "testing"

// Dear leaves a test that takes more than a second of a processor to `make test`, so that
// `make check` answers within a minute.
func Dear(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes more than a second: make test runs it")
	}
}
