package mesa_test

import (
	"encoding/json"
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestATypedCodeIsJudgedOnce(t *testing.T) {
	r := record(map[string]any{"asunto": "uno"})
	if got, typed := mesa.CodigoOf(r); typed || got != "" {
		t.Errorf("a bare record carries the code %q", got)
	}
	for _, codigo := range []string{"123456", ""} { // an empty one was typed too
		mesa.SetCodigo(r, codigo)
		if got, typed := mesa.CodigoOf(r); !typed || got != codigo {
			t.Errorf("%q, %v, want %q", got, typed, codigo)
		}
		if got, typed := mesa.CodigoOf(r); typed || got != "" {
			t.Errorf("the code %q is judged twice", got)
		}
	}
	if r.GetString("asunto") != "uno" {
		t.Error("with its code the record lost a column")
	}
}

// A request's JSON makes texts, numbers, bools, lists and maps, and none of them is of the
// Go type that SetCodigo puts.
func TestNoRequestForgesATypedCode(t *testing.T) {
	for _, forged := range []string{`"123456"`, `123456`, `true`, `{}`, `["123456"]`, `{"typedCode":"123456"}`, `null`} {
		var values map[string]any
		if err := json.Unmarshal([]byte(`{"@codigo":`+forged+`}`), &values); err != nil {
			t.Fatal(err)
		}
		r := record(map[string]any{"asunto": ""})
		r.Load(values)
		if got, typed := mesa.CodigoOf(r); typed || got != "" {
			t.Errorf("%s forges the code %q", forged, got)
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
