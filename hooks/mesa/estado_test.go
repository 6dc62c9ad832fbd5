package mesa_test

import (
	"fmt"
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// contract is the table of states of CONTRACT.md.
var contract = map[mesa.Etapa]struct {
	from []mesa.Estado
	to   mesa.Estado
	by   mesa.Mano
}{
	mesa.EtapaRecepcion:    {[]mesa.Estado{""}, mesa.Recibida, mesa.ManoCiudadano},
	mesa.EtapaObservado:    {[]mesa.Estado{mesa.Recibida, mesa.Subsanada}, mesa.Observada, mesa.ManoPersonal},
	mesa.EtapaSubsanado:    {[]mesa.Estado{mesa.Observada}, mesa.Subsanada, mesa.ManoCiudadano},
	mesa.EtapaNoPresentado: {[]mesa.Estado{mesa.Observada}, mesa.NoPresentada, mesa.ManoReloj},
	mesa.EtapaRegistrado:   {[]mesa.Estado{mesa.Recibida, mesa.Subsanada}, mesa.Registrada, mesa.ManoPersonal},
	mesa.EtapaDerivado:     {[]mesa.Estado{mesa.Registrada, mesa.Derivada}, mesa.Derivada, mesa.ManoPersonal},
	mesa.EtapaAtendido:     {[]mesa.Estado{mesa.Registrada, mesa.Derivada}, mesa.Atendida, mesa.ManoPersonal},
	mesa.EtapaArchivado:    {[]mesa.Estado{mesa.Registrada, mesa.Derivada, mesa.Atendida}, mesa.Archivada, mesa.ManoPersonal},
}

var hands = []mesa.Mano{mesa.ManoPersonal, mesa.ManoCiudadano, mesa.ManoReloj}

func TestEveryStateStageAndHandMeetsTheContract(t *testing.T) {
	states := append(mesa.Estados(), "")
	stages := append(mesa.Etapas(), "", "recepcion", "BORRADO")
	for _, e := range states {
		for _, stage := range stages {
			for _, by := range hands {
				t.Run(fmt.Sprintf("%s %s %d", e, stage, by), func(t *testing.T) { checkMove(t, e, stage, by) })
			}
		}
	}
}

func checkMove(t *testing.T, e mesa.Estado, stage mesa.Etapa, by mesa.Mano) {
	t.Helper()
	got, err := e.Next(stage, by)
	rule, known := contract[stage]
	switch {
	case stage == mesa.EtapaNota:
		if err != nil || got != e {
			t.Errorf("a note moves to %q: %v", got, err)
		}
		return
	case stage == mesa.EtapaCedula && by == mesa.ManoPersonal:
		if err != nil || got != e {
			t.Errorf("a paper notice moves to %q: %v", got, err)
		}
		return
	case stage == mesa.EtapaCedula:
		hookstest.WantRefusal(t, err, 403, "etapa", mesa.TextEtapaAjena)
	case known && rule.by == by && slices.Contains(rule.from, e):
		if err != nil || got != rule.to {
			t.Errorf("moves to %q, want %q: %v", got, rule.to, err)
		}
		return
	case !known:
		hookstest.WantRefusal(t, err, 422, "etapa", mesa.TextEtapaDesconocida)
	case rule.by != by:
		hookstest.WantRefusal(t, err, 403, "etapa", mesa.TextEtapaAjena)
	default:
		hookstest.WantRefusal(t, err, 409, "etapa", "")
	}
	if got != e {
		t.Errorf("a refused move gives the state %q", got)
	}
}

func TestARefusedMoveNamesTheStateInWords(t *testing.T) {
	for _, c := range []struct {
		e     mesa.Estado
		stage mesa.Etapa
		want  string
	}{
		{mesa.NoPresentada, mesa.EtapaRegistrado, "Solo se registra una solicitud recibida o subsanada; esta está como no presentada."},
		{"", mesa.EtapaRegistrado, "Solo se registra una solicitud recibida o subsanada; esta está en borrador."},
		{mesa.Recibida, mesa.EtapaDerivado, "Primero registre la solicitud; ahora está recibida."},
		{mesa.Subsanada, mesa.EtapaAtendido, "Primero registre la solicitud; ahora está subsanada."},
		{mesa.Atendida, mesa.EtapaObservado, "La etapa OBSERVADO no es posible: la solicitud está atendida."},
		{mesa.Observada, mesa.EtapaRegistrado,
			"La solicitud está observada y espera la subsanación: mientras tanto no se registra, deriva ni atiende (art. 125 de la Ley 27444)."},
	} {
		_, err := c.e.Next(c.stage, mesa.ManoPersonal)
		hookstest.WantRefusal(t, err, 409, "etapa", c.want)
	}
}

// A second ATENDIDO is refused too, but the text must not ask for a registration.
func TestAnAnsweredFilingIsNotSentBackToRegistration(t *testing.T) {
	for _, e := range []mesa.Estado{mesa.Atendida, mesa.Archivada} {
		_, err := e.Next(mesa.EtapaAtendido, mesa.ManoPersonal)
		p, _ := mesa.AsProblem(err)
		if want := "Primero registre la solicitud; ahora está " + e.Words() + "."; p.Campos["etapa"] == want {
			t.Errorf("ATENDIDO on %s tells to register it: %q", e, want)
		}
	}
}

func TestOnlyAnObservedFilingWaitsForTheCitizen(t *testing.T) {
	for _, e := range append(mesa.Estados(), "") {
		if e.Pending() != (e == mesa.Observada) {
			t.Errorf("%q: pending %v", e, e.Pending())
		}
		if e.Words() == "" {
			t.Errorf("%q has no words", e)
		}
	}
}

func TestAFilingMovesOrKeepsItsState(t *testing.T) {
	c := core.NewBaseCollection("solicitudes")
	c.Fields.Add(&core.TextField{Name: "estado"}, &core.TextField{Name: "nombres"}, &core.TextField{Name: "apellidos"})
	s := mesa.AsSolicitud(core.NewRecord(c))
	s.Set("estado", string(mesa.Recibida))
	if err := s.Move(mesa.EtapaDerivado, mesa.ManoPersonal); err == nil || s.Estado() != mesa.Recibida {
		t.Errorf("a refused move left %s: %v", s.Estado(), err)
	}
	if err := s.Move(mesa.EtapaRegistrado, mesa.ManoPersonal); err != nil || s.Estado() != mesa.Registrada {
		t.Errorf("a move left %s: %v", s.Estado(), err)
	}
	s.Set("nombres", " ANA  LUCÍA ")
	s.Set("apellidos", "QUISPE\nÑAHUI")
	if got := s.Nombre(); got != "ANA LUCÍA QUISPE ÑAHUI" {
		t.Errorf("full name %q", got)
	}
}

func TestNobodyIsTakenForTheCitizenOrTheSystemByDefault(t *testing.T) {
	c := core.NewBaseCollection("movimientos")
	r := core.NewRecord(c)
	if mesa.ActorOf(r) != (mesa.Actor{Mano: mesa.ManoPersonal}) || rule.IsSystem(r) {
		t.Errorf("a bare record: %+v, system %v", mesa.ActorOf(r), rule.IsSystem(r))
	}
	// What a request's JSON can hold under the same names.
	r.Load(map[string]any{"@actor": map[string]any{"Mano": 1, "Name": "x"}, "@sistema": true})
	if mesa.ActorOf(r).Mano != mesa.ManoPersonal || rule.IsSystem(r) {
		t.Error("a request's data forge the mark")
	}
	actor := mesa.Actor{Mano: mesa.ManoReloj, Name: "reloj"}
	mesa.SetActor(r, actor)
	rule.BySystem(r)
	if mesa.ActorOf(r) != actor || !rule.IsSystem(r) {
		t.Error("the marks are lost")
	}
}

func TestOnlyTheNewestOfReplacedDocumentsIsCurrent(t *testing.T) {
	c := core.NewBaseCollection("documentos")
	c.Fields.Add(&core.TextField{Name: "reemplaza"}, &core.BoolField{Name: "observado"})
	doc := func(id, replaces string, observed bool) *core.Record {
		r := core.NewRecord(c)
		r.Id = id
		r.Set("reemplaza", replaces)
		r.Set("observado", observed)
		return r
	}
	docs := []*core.Record{doc("a", "", true), doc("b", "", false), doc("c", "a", true), doc("d", "c", false), doc("e", "", true)}
	ids := func(rs []*core.Record) (out []string) {
		for _, r := range rs {
			out = append(out, r.Id)
		}
		return out
	}
	if got := ids(mesa.Current(docs)); !slices.Equal(got, []string{"b", "d", "e"}) {
		t.Errorf("current: %v", got)
	}
	if got := ids(mesa.Observed(mesa.Current(docs))); !slices.Equal(got, []string{"e"}) {
		t.Errorf("observed and current: %v", got)
	}
}

func TestEveryClassOfDocumentHasAName(t *testing.T) {
	seen := map[string]bool{}
	for _, clase := range append(mesa.ClasesCiudadano(), mesa.ClaseRespuesta) {
		name := mesa.NombreClase(clase)
		if name == "" || seen[name] {
			t.Errorf("%s is called %q", clase, name)
		}
		seen[name] = true
	}
	if got := mesa.NombreClase("otra"); got != "" {
		t.Errorf("an unknown class is called %q", got)
	}
}

func TestLimitsOfAnEmptyOfficeAreTheDefaults(t *testing.T) {
	c := core.NewBaseCollection("entidad")
	c.Fields.Add(&core.NumberField{Name: "limite_mb"},
		&core.NumberField{Name: "limite_subsanacion_mb"}, &core.NumberField{Name: "dias_subsanacion"})
	for _, v := range []struct {
		mb, fixMB, days int
		bytes, fix      int64
		wantDays        int
	}{
		{0, 0, 0, 100 << 20, 20 << 20, 1}, {-1, -1, -1, 100 << 20, 20 << 20, 1}, {50, 30, 2, 50 << 20, 30 << 20, 2},
	} {
		r := core.NewRecord(c)
		r.Load(map[string]any{"limite_mb": v.mb, "limite_subsanacion_mb": v.fixMB, "dias_subsanacion": v.days})
		e := mesa.AsEntidad(r)
		if e.MaxBytes() != v.bytes || e.MaxBytesSubsanacion() != v.fix || e.DiasSubsanacion() != v.wantDays {
			t.Errorf("%+v: %d %d %d", v, e.MaxBytes(), e.MaxBytesSubsanacion(), e.DiasSubsanacion())
		}
	}
}
