package hookstest

import (
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Draft opens a draft for a natural person or, with persona=juridica, a company.
func (o *Office) Draft(t testing.TB, values map[string]any) *core.Record {
	t.Helper()
	open := map[string]any{"persona": mesa.PersonaNatural, "terminos_en": o.Now(), "terminos_ip": "127.0.0.1", "secreto": "x"}
	if p, ok := values["persona"]; ok {
		open["persona"] = p
	}
	draft := o.Must(t, mesa.ColBorradores, open)
	draft.Load(map[string]any{
		"tipo_documento": "DNI", "numero_documento": "11111111", "nombres": "JUAN", "apellidos": "PEREZ PEREZ", "telefono": "987654321",
		"correo": "juan@ejemplo.pe", "domicilio": "Av. Inventada 123, Lima", "autorizo": true,
		"tramite": o.Tramite(t, 1).Id, "asunto": "Presento prestación de servicios", "parte": mesa.ParteTramite,
	})
	draft.Load(values)
	if err := o.Save(draft); err != nil {
		t.Fatalf("draft: %s", Explain(err))
	}
	return draft
}

// Ready opens a draft that can be filed: its address is proved and it has a document.
func (o *Office) Ready(t testing.TB, values map[string]any) *core.Record {
	t.Helper()
	draft := o.Draft(t, values)
	o.Prove(t, draft)
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": mesa.ClasePrincipal, "archivo": File("solicitud.pdf", PDF(3)), "numero": "005-2022-ABC",
	})
	return draft
}

// Prove marks a draft's address as validated.
func (o *Office) Prove(t testing.TB, draft *core.Record) {
	t.Helper()
	draft.Set("correo_validado", draft.GetString("correo"))
	draft.Set("vence", o.Now().Add(72*time.Hour))
	if err := rule.Save(o, draft); err != nil {
		t.Fatal(err)
	}
}

// Filed gives a numbered filing.
func (o *Office) Filed(t testing.TB, values map[string]any) *core.Record {
	t.Helper()
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": o.Ready(t, values).Id})
	return o.Record(t, mesa.ColSolicitudes, s.Id)
}

// Tramite finds a procedure of the catalogue by its place in the list.
func (o *Office) Tramite(t testing.TB, orden int) *core.Record {
	t.Helper()
	r, err := o.FindFirstRecordByData(mesa.ColTramites, "orden", orden)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Area finds an active area.
func (o *Office) Area(t testing.TB) *core.Record {
	t.Helper()
	r, err := o.FindFirstRecordByFilter(mesa.ColAreas, "activo = true")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Move makes a staff's move.
func (o *Office) Move(t testing.TB, solicitud string, etapa mesa.Etapa, values map[string]any) (*core.Record, error) {
	t.Helper()
	all := map[string]any{"solicitud": solicitud, "etapa": string(etapa)}
	for k, v := range values {
		all[k] = v
	}
	return o.Create(t, mesa.ColMovimientos, all)
}

// MustMove is Move for a move that must be accepted; else it fails the test.
func (o *Office) MustMove(t testing.TB, solicitud string, etapa mesa.Etapa, values map[string]any) *core.Record {
	t.Helper()
	r, err := o.Move(t, solicitud, etapa, values)
	if err != nil {
		t.Fatalf("%s: %s", etapa, Explain(err))
	}
	return r
}

// Documents lists a filing's documents.
func (o *Office) Documents(t testing.TB, solicitud string) []*core.Record {
	t.Helper()
	docs, err := o.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:s}", "subido_en,clase", 0, 0, map[string]any{"s": solicitud})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// Observe marks a filing's first document and makes the OBSERVADO move.
func (o *Office) Observe(t testing.TB, solicitud string) *core.Record {
	t.Helper()
	doc := o.Documents(t, solicitud)[0]
	doc.Set("observado", true)
	doc.Set("observacion", "Está faltando incluir los datos del pedido.")
	if err := o.Save(doc); err != nil {
		t.Fatalf("observe: %s", Explain(err))
	}
	o.MustMove(t, solicitud, mesa.EtapaObservado, nil)
	return doc
}

// ByLaw gives the office the rules of a new installation, which most tests do without: the
// citizen's term starts when the notice counts as received, and procedures 1 and 3 tell an
// answer from the filing.
func (o *Office) ByLaw(t testing.TB) {
	t.Helper()
	o.Set(t, map[string]any{"inicio_subsanacion": mesa.InicioAcuse})
	for orden, columns := range map[int]map[string]any{
		1: {"inicio_plazo": "presentacion"}, 3: {"inicio_plazo": "presentacion", "plazo_dias": 12, "meta_dias": 10},
	} {
		tramite := o.Tramite(t, orden)
		tramite.Load(columns)
		if err := o.Save(tramite); err != nil {
			t.Fatal(Explain(err))
		}
	}
}

// Acknowledge presses the button of the newest notice of an observation.
func (o *Office) Acknowledge(t testing.TB, solicitud string) {
	t.Helper()
	notice := o.NoticeOf(t, solicitud, string(mesa.CorreoObservacion))
	notice.Set("acuse_ip", "192.0.2.7")
	mesa.SetActor(notice, mesa.Actor{Mano: mesa.ManoCiudadano})
	if err := o.Save(notice); err != nil {
		t.Fatal(Explain(err))
	}
}
