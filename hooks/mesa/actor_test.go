package mesa_test

import (
	"encoding/json"
	"testing"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// carried are the values that travel on a record to the rule that judges them.
var carried = map[string]struct {
	set func(*core.Record, string)
	of  func(*core.Record) (string, bool)
	key string
}{
	"code":   {mesa.SetCodigo, mesa.CodigoOf, "@codigo"},
	"secret": {mesa.SetSecreto, mesa.SecretoOf, "@secreto"},
}

func TestWhatARecordCarriesIsJudgedOnce(t *testing.T) {
	for name, c := range carried {
		r := record(map[string]any{"asunto": "uno"})
		if got, given := c.of(r); given || got != "" {
			t.Errorf("a bare record carries the %s %q", name, got)
		}
		for _, value := range []string{"123456", ""} { // an empty one was typed too
			c.set(r, value)
			if got, given := c.of(r); !given || got != value {
				t.Errorf("%s: %q, %v, want %q", name, got, given, value)
			}
			if got, given := c.of(r); given || got != "" {
				t.Errorf("the %s %q is judged twice", name, got)
			}
		}
		if r.GetString("asunto") != "uno" {
			t.Errorf("with its %s the record lost a column", name)
		}
	}
}

func TestOneKindOfThingCarriedIsNoOther(t *testing.T) {
	r := record(nil)
	mesa.SetCodigo(r, "123456")
	if _, given := mesa.SecretoOf(r); given {
		t.Error("a code is taken for a secret")
	}
	if got, given := mesa.CodigoOf(r); !given || got != "123456" {
		t.Errorf("the code became %q", got)
	}
	mesa.SetSecreto(r, "hash")
	if _, given := mesa.CodigoOf(r); given {
		t.Error("a secret is taken for a code")
	}
}

// A request's JSON makes texts, numbers, bools, lists and maps, and none of them is of the
// Go type that SetCodigo and SetSecreto put.
func TestNoRequestForgesWhatARecordCarries(t *testing.T) {
	for name, c := range carried {
		for _, forged := range []string{`"123456"`, `123456`, `true`, `{}`, `["123456"]`, `{"typedCode":"123456"}`, `null`} {
			var values map[string]any
			if err := json.Unmarshal([]byte(`{"`+c.key+`":`+forged+`}`), &values); err != nil {
				t.Fatal(err)
			}
			r := record(map[string]any{"asunto": ""})
			r.Load(values)
			if got, given := c.of(r); given || got != "" {
				t.Errorf("%s forges the %s %q", forged, name, got)
			}
		}
	}
}

func TestAReceivedDocumentIsMarkedByTheProgramAlone(t *testing.T) {
	r := record(nil)
	r.Load(map[string]any{"@recibido": map[string]any{}})
	if mesa.WasReceived(r) {
		t.Error("a request forges the mark")
	}
	if mesa.Received(r); !mesa.WasReceived(r) {
		t.Error("the mark is lost")
	}
}
