package hookstest

import (
	"fmt"
	"testing"

	"mesadepartes/hooks/mesa"
)

// Explain writes a refusal with its fields.
func Explain(err error) string {
	p, ok := mesa.AsProblem(err)
	if !ok {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("%d %s %v", p.Status, p.Texto, p.Campos)
}

// WantRefusal checks that err refuses with a status and, unless campo is "",
// with a text beside that field.
func WantRefusal(t testing.TB, err error, status int, campo, texto string) {
	t.Helper()
	p, ok := mesa.AsProblem(err)
	if !ok {
		t.Fatalf("got %v, want a refusal with %d", err, status)
	}
	got := p.Texto
	if campo != "" {
		got = p.Campos[campo]
	}
	if p.Status != status || texto != "" && got != texto {
		t.Fatalf("got %s, want %d at %q: %s", Explain(err), status, campo, texto)
	}
}
