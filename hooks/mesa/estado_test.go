package mesa_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// row is a line of the table of states of CONTRACT.md. "same" keeps the state, "before" is
// the state that a closed filing left.
type row struct {
	stage mesa.Etapa
	from  []mesa.Estado
	to    mesa.Estado
	by    mesa.Mano
	rol   []mesa.Rol
}

var contract = []row{
	{mesa.EtapaRecepcion, []mesa.Estado{""}, mesa.Recibida, mesa.ManoCiudadano, nil},
	{mesa.EtapaObservado, []mesa.Estado{mesa.Recibida, mesa.Subsanada}, mesa.Observada, mesa.ManoPersonal, reception},
	{mesa.EtapaSubsanado, []mesa.Estado{mesa.Observada}, mesa.Subsanada, mesa.ManoCiudadano, nil},
	{mesa.EtapaSubsanado, []mesa.Estado{mesa.Observada}, mesa.Subsanada, mesa.ManoPersonal, reception},
	{mesa.EtapaNoPresentado, []mesa.Estado{mesa.Observada}, mesa.NoPresentada, mesa.ManoReloj, nil},
	{mesa.EtapaNoPresentado, []mesa.Estado{mesa.Subsanada}, mesa.NoPresentada, mesa.ManoPersonal, reception},
	{mesa.EtapaRegistrado, []mesa.Estado{mesa.Recibida, mesa.Subsanada}, mesa.Registrada, mesa.ManoPersonal, reception},
	{mesa.EtapaDevuelto, []mesa.Estado{mesa.Derivada}, mesa.Registrada, mesa.ManoPersonal, []mesa.Rol{mesa.RolArea}},
	{mesa.EtapaDerivado, []mesa.Estado{mesa.Derivada}, mesa.Derivada, mesa.ManoPersonal, []mesa.Rol{mesa.RolJefatura}},
	{mesa.EtapaDerivado, []mesa.Estado{mesa.Registrada, mesa.Derivada}, mesa.Derivada, mesa.ManoPersonal, both},
	{mesa.EtapaAtendido, []mesa.Estado{mesa.Registrada, mesa.Derivada}, mesa.Atendida, mesa.ManoPersonal, both},
	{mesa.EtapaArchivado, []mesa.Estado{mesa.Registrada, mesa.Derivada, mesa.Atendida}, mesa.Archivada, mesa.ManoPersonal, both},
	{mesa.EtapaDesistido, open, mesa.Archivada, mesa.ManoCiudadano, nil},
	{mesa.EtapaDesistido, open, mesa.Archivada, mesa.ManoPersonal, reception},
	{mesa.EtapaRemitido, beforeAnswer, mesa.Remitida, mesa.ManoPersonal, reception},
	{mesa.EtapaReconducido, beforeAnswer, "same", mesa.ManoPersonal, reception},
	{mesa.EtapaProrrogado, []mesa.Estado{mesa.Registrada, mesa.Derivada}, "same", mesa.ManoPersonal, both},
	{mesa.EtapaReabierto, mesa.Cerrados(), "before", mesa.ManoPersonal, []mesa.Rol{mesa.RolJefatura}},
	{mesa.EtapaNota, mesa.Estados(), "same", mesa.ManoPersonal, []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura}},
	{mesa.EtapaNota, mesa.Estados(), "same", mesa.ManoCiudadano, nil},
	{mesa.EtapaNota, mesa.Estados(), "same", mesa.ManoReloj, nil},
	{mesa.EtapaCedula, mesa.Estados(), "same", mesa.ManoPersonal, reception},
}

var (
	reception    = []mesa.Rol{mesa.RolMesa}
	beforeAnswer = []mesa.Estado{mesa.Recibida, mesa.Subsanada, mesa.Registrada, mesa.Derivada}
	both         = []mesa.Rol{mesa.RolMesa, mesa.RolArea}
	open         = []mesa.Estado{mesa.Recibida, mesa.Observada, mesa.Subsanada, mesa.Registrada, mesa.Derivada}
	actors       = []mesa.Actor{
		{Mano: mesa.ManoPersonal}, {Mano: mesa.ManoPersonal, Rol: mesa.RolMesa}, {Mano: mesa.ManoPersonal, Rol: mesa.RolArea, Area: "area1"},
		{Mano: mesa.ManoPersonal, Rol: mesa.RolJefatura}, {Mano: mesa.ManoPersonal, Rol: "otro"}, {Mano: mesa.ManoCiudadano},
		{Mano: mesa.ManoReloj},
	}
)

func TestEveryStateStageAndHandMeetsTheContract(t *testing.T) {
	for _, e := range append(mesa.Estados(), "") {
		for _, stage := range append(mesa.Etapas(), "", "recepcion", "BORRADO") {
			for _, by := range actors {
				t.Run(fmt.Sprintf("%s %s %d %s", e, stage, by.Mano, by.Rol), func(t *testing.T) { checkMove(t, e, stage, by) })
			}
		}
	}
}

// filing is a record with the columns of a move.
func filing(e mesa.Estado) *mesa.Solicitud {
	c := core.NewBaseCollection("solicitudes")
	for _, name := range []string{"estado", "estado_previo", "area", "nombres", "apellidos"} {
		c.Fields.Add(&core.TextField{Name: name})
	}
	s := mesa.AsSolicitud(core.NewRecord(c))
	s.Set("estado", string(e))
	return s
}

func checkMove(t *testing.T, e mesa.Estado, stage mesa.Etapa, by mesa.Actor) {
	t.Helper()
	s := filing(e)
	s.Set("estado_previo", string(mesa.Derivada))
	s.Set("area", "area1")
	err := s.Move(stage, by)
	want, status := e, 403
	for _, r := range contract {
		may := r.by == by.Mano && (by.Rol == "" || slices.Contains(r.rol, by.Rol))
		switch {
		case r.stage != stage || !may:
		case !slices.Contains(r.from, e):
			status = 409
		default:
			status = 0
			want = map[mesa.Estado]mesa.Estado{"same": e, "before": mesa.Derivada}[r.to]
			if want == "" {
				want = r.to
			}
		}
	}
	if !slices.Contains(mesa.Etapas(), stage) {
		status = 422
	}
	if s.Estado() != want {
		t.Errorf("moves to %q, want %q", s.Estado(), want)
	}
	if status == 0 {
		if err != nil {
			t.Error(err)
		}
		return
	}
	hookstest.WantRefusal(t, err, status, "etapa", "")
}

func TestAnAreaMovesOnlyWhatIsWithIt(t *testing.T) {
	for _, c := range []struct{ filing, account string }{{"area1", "area2"}, {"area1", ""}, {"", "area2"}, {"", ""}} {
		s := filing(mesa.Derivada)
		s.Set("area", c.filing)
		err := s.Move(mesa.EtapaAtendido, mesa.Actor{Rol: mesa.RolArea, Area: c.account})
		hookstest.WantRefusal(t, err, 403, "etapa", mesa.TextAreaAjena)
		if s.Estado() != mesa.Derivada {
			t.Errorf("an account of %q moved a filing of %q", c.account, c.filing)
		}
	}
}

func TestAClosedFilingRemembersTheStateItLeft(t *testing.T) {
	for stage, from := range map[mesa.Etapa]mesa.Estado{
		mesa.EtapaArchivado: mesa.Atendida, mesa.EtapaRemitido: mesa.Recibida, mesa.EtapaDesistido: mesa.Observada,
		mesa.EtapaNoPresentado: mesa.Subsanada,
	} {
		s := filing(from)
		err := errors.Join(s.Move(stage, mesa.Actor{}), s.Move(mesa.EtapaReabierto, mesa.Actor{Rol: mesa.RolJefatura}))
		if err != nil || s.Estado() != from {
			t.Errorf("%s: %s, %v", stage, s.Estado(), err)
		}
	}
	for _, c := range []struct {
		closed mesa.Estado
		area   string
		want   mesa.Estado
	}{{mesa.NoPresentada, "", mesa.Observada}, {mesa.Archivada, "x", mesa.Derivada}, {mesa.Archivada, "", mesa.Registrada}} {
		s := filing(c.closed) // by a version that did not remember
		s.Set("area", c.area)
		if err := s.Move(mesa.EtapaReabierto, mesa.Actor{}); err != nil || s.Estado() != c.want {
			t.Errorf("%s %q: %s, %v", c.closed, c.area, s.Estado(), err)
		}
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
		err := filing(c.e).Move(c.stage, mesa.Actor{})
		hookstest.WantRefusal(t, err, 409, "etapa", c.want)
	}
}

// A second ATENDIDO is refused too, but the text must not ask for a registration.
func TestAnAnsweredFilingIsNotSentBackToRegistration(t *testing.T) {
	for _, e := range []mesa.Estado{mesa.Atendida, mesa.Archivada} {
		err := filing(e).Move(mesa.EtapaAtendido, mesa.Actor{})
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
	s := filing(mesa.Recibida)
	if err := s.Move(mesa.EtapaDerivado, mesa.Actor{}); err == nil || s.Estado() != mesa.Recibida {
		t.Errorf("a refused move left %s: %v", s.Estado(), err)
	}
	if err := s.Move(mesa.EtapaRegistrado, mesa.Actor{}); err != nil || s.Estado() != mesa.Registrada {
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
	for _, clase := range append(mesa.ClasesCiudadano(mesa.MaxAnexos), mesa.ClaseRespuesta) {
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
		{0, 0, 0, 100 << 20, 20 << 20, 2}, {-1, -1, -1, 100 << 20, 20 << 20, 2}, {50, 30, 2, 50 << 20, 30 << 20, 2},
	} {
		r := core.NewRecord(c)
		r.Load(map[string]any{"limite_mb": v.mb, "limite_subsanacion_mb": v.fixMB, "dias_subsanacion": v.days})
		e := mesa.AsEntidad(r)
		if e.MaxBytes() != v.bytes || e.MaxBytesSubsanacion() != v.fix || e.DiasSubsanacion() != v.wantDays {
			t.Errorf("%+v: %d %d %d", v, e.MaxBytes(), e.MaxBytesSubsanacion(), e.DiasSubsanacion())
		}
	}
}
