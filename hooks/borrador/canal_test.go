package borrador_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// by saves a record as an actor and gives the status of the refusal, 0 for none.
func by(t *testing.T, o *hookstest.Office, a mesa.Actor, collection string, values map[string]any) (*core.Record, int) {
	t.Helper()
	c, err := o.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(c)
	r.Load(values)
	if a.Name != "-" {
		mesa.SetActor(r, a)
	}
	return r, status(o.Save(r))
}

func status(err error) int {
	p, _ := mesa.AsProblem(err)
	return p.Status
}

// The channel of the counter is a rule of the record: no door opens such a draft, fills it
// or files it but the account of reception that began it.
func TestOnlyTheAccountThatReceivesAPaperTouchesItsDraft(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	ana := mesa.Actor{Rol: mesa.RolMesa, Name: "personal/a ANA"}
	opened := map[string]any{
		"persona": "natural", "canal": "presencial", "recibe": "personal/z OTRA", "terminos_ip": "1.2.3.4", "secreto": "x",
	}
	for name, a := range map[string]mesa.Actor{
		"a form without a name": {Name: "-"}, "nameless staff": {}, "the citizen": {Mano: mesa.ManoCiudadano, Name: "solicitudes/x JUAN"},
		"an area": {Rol: mesa.RolArea, Name: "personal/b B"}, "jefatura": {Rol: mesa.RolJefatura, Name: "personal/c C"},
		"an account without a role": {Rol: "ninguno", Name: "personal/d D"},
	} {
		if _, got := by(t, o, a, mesa.ColBorradores, opened); got != 403 {
			t.Errorf("opened by %s: %d", name, got)
		}
	}
	draft, got := by(t, o, ana, mesa.ColBorradores, opened)
	if got != 0 || draft.GetString("recibe") != ana.Name || draft.GetString("secreto") != "" || draft.GetString("terminos_ip") != "" {
		t.Fatalf("opened: %d %v", got, draft.FieldsData())
	}
	luis := mesa.Actor{Rol: mesa.RolMesa, Name: "personal/l LUIS"}
	file := func(a mesa.Actor) int {
		_, got := by(t, o, a, mesa.ColDocumentos, map[string]any{
			"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("a.pdf", hookstest.PDF(1)),
		})
		return got
	}
	change := func(a mesa.Actor, values map[string]any) int {
		r := o.Record(t, mesa.ColBorradores, draft.Id)
		r.Load(values)
		mesa.SetActor(r, a)
		return status(o.Save(r))
	}
	all := map[string]any{
		"tipo_documento": "DNI", "numero_documento": "11111111", "nombres": "JUAN", "apellidos": "PEREZ", "domicilio": "Av. 1",
		"tramite": o.Tramite(t, 1).Id, "asunto": "Pido", "parte": mesa.ParteTramite, "canal": "digital", "recibe": luis.Name,
	}
	number := func(a mesa.Actor) int {
		_, got := by(t, o, a, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
		return got
	}
	for _, a := range []mesa.Actor{luis, {}, {Mano: mesa.ManoCiudadano, Name: ana.Name}} {
		if f, c := file(a), change(a, all); f != 403 || c != 403 {
			t.Errorf("%v: file %d, change %d", a, f, c)
		}
	}
	if f, c := file(ana), change(ana, all); f != 0 || c != 0 {
		t.Fatalf("file %d, change %d", f, c)
	}
	if r := o.Record(t, mesa.ColBorradores, draft.Id); r.GetString("canal") != "presencial" || r.GetString("recibe") != ana.Name {
		t.Error("a change of the draft moved its channel")
	}
	for _, a := range []mesa.Actor{luis, {}} {
		if got := number(a); got != 403 {
			t.Errorf("%v files the paper: %d", a, got)
		}
	}
	renumber := func(a mesa.Actor, column, value string) int {
		docs, err := o.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(draft.Id))
		if err != nil || len(docs) != 1 {
			t.Fatal(docs, err)
		}
		docs[0].Set(column, value)
		docs[0].Set("numero", value)
		mesa.SetActor(docs[0], a)
		return status(o.Save(docs[0]))
	}
	for _, a := range []mesa.Actor{luis, {}, {Mano: mesa.ManoCiudadano, Name: ana.Name}} {
		if got := renumber(a, "numero", "1-2026"); got != 403 {
			t.Errorf("%v writes the number of the paper: %d", a, got)
		}
	}
	if got, long := renumber(ana, "sha256", "x"), renumber(ana, "numero", strings.Repeat("9", 500)); got != 403 || long != 422 {
		t.Errorf("another column %d, a long number %d", got, long)
	}
	if got := renumber(ana, "numero", " 1-2026 "); got != 0 {
		t.Errorf("the number of the paper: %d", got)
	}
	if got := number(ana); got != 0 {
		t.Errorf("filed: %d", got)
	}
	citizen := o.Ready(t, map[string]any{"canal": "presencial", "recibe": ana.Name})
	if citizen.GetString("canal") != "digital" {
		t.Error("a citizen's draft became a paper")
	}
}
