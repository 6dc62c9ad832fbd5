package webhook_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// With MESA_LLAVE the base and its copies hold no secret in the clear, those of before neither;
// the administrator still reads it, and the signature is of it.
func TestASecretIsStoredSealedWhereThereIsAKey(t *testing.T) {
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL, nil)
	plain := w.GetString("secreto")
	t.Setenv(o.EncryptionEnv(), strings.Repeat("k", 32))
	admin, _ := uitest.NewREST(t, o) // serves
	stored := func() string { return o.Record(t, mesa.ColWebhooks, w.Id).GetString("secreto") }
	path := "/api/collections/webhooks/records/" + w.Id
	shown := func() string {
		text, _ := event(t, []byte(admin.Call("GET", path, nil).Body))["secreto"].(string)
		return text
	}
	first := stored()
	if !strings.HasPrefix(first, "cifrado:") || shown() != plain {
		t.Fatalf("stored %q, shown %q, made as %q", first, shown(), plain)
	}
	o.Filed(t, nil)
	deliver(t, o)
	if h := r.all(); len(h) != 1 || verify(plain, h[0].header, h[0].body, o.Now()) != nil {
		t.Errorf("%d were told, or the signature is of another secret", len(h))
	}
	for name, change := range map[string]map[string]any{"another column": {"nombre": "Otro"}, "as it was shown": {"secreto": plain}} {
		p := admin.Call("PATCH", path, change)
		if again, _ := event(t, []byte(p.Body))["secreto"].(string); p.Status != 200 || again != plain || !strings.HasPrefix(stored(), "cifrado:") {
			t.Errorf("%s: %d, shown %q, stored %q", name, p.Status, again, stored())
		}
	}
	t.Setenv(o.EncryptionEnv(), strings.Repeat("x", 32))
	if p := admin.Call("PATCH", path, map[string]any{"nombre": "Con otra llave"}); p.Status != 422 && p.Status != 400 || !p.Has("MESA_LLAVE") {
		t.Errorf("with another key: %d %s", p.Status, p.Body)
	}
	o.Filed(t, nil)
	deliver(t, o)
	if why := o.Record(t, mesa.ColWebhooks, w.Id).GetString("error"); !strings.Contains(why, "MESA_LLAVE") || len(r.all()) != 1 {
		t.Errorf("told with another key, or not why not: %q, %d", why, len(r.all()))
	}
	admin.Call("PATCH", path, map[string]any{"secreto": ""})
	if next := shown(); next == plain || !strings.HasPrefix(next, "whsec_") {
		t.Errorf("a new one is %q", next)
	}
}
