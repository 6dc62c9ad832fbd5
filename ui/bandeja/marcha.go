package bandeja

import (
	"slices"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const (
	goingLivePage, goingLiveTitle = "bandeja/puesta_en_marcha", "Puesta en marcha"
	goingLivePath                 = "/bandeja/puesta-en-marcha"
)

// checkLine is a line of the administrator's check list. The page knows what it says.
type checkLine struct {
	Clave  string
	Lista  bool
	Valor  string             // what the setting holds, which a person confirms
	N      int                // how many there are
	Faltan int                // how many are not as they should be
	En     time.Time          // when it was last so
	Por    *mesa.Confirmacion // who confirmed it
	Antes  *mesa.Confirmacion // who confirmed another value
	Enlace string             // where it is set, in the dashboard
	Aviso  string             // what is wrong, in words
	Ensayo string             // how the last rehearsal of a restore went
}

// Confirma tells whether a person's word makes the line green.
func (l checkLine) Confirma() bool {
	return slices.Contains([]string{mesa.MarchaEntidad, mesa.MarchaTramites, mesa.MarchaAreas, mesa.MarchaFeriados}, l.Clave) || l.Legal()
}

// Legal tells whether the line is a choice about which the law says something.
func (l checkLine) Legal() bool {
	return slices.Contains([]string{mesa.MarchaPresentacion, mesa.MarchaPlazo, mesa.MarchaSubsanacion}, l.Clave)
}

type goingLiveView struct {
	Frame
	Lineas []checkLine
	Listas int
	Hecho  string // the line that was just confirmed or tried
	Correo string // the account's own address
}

// goingLive shows the administrator what is ready and what is to be done.
func (b *Bandeja) goingLive(e *core.RequestEvent) error {
	v, err := b.goingLiveView(e)
	if err != nil {
		return err
	}
	v.Hecho = justDone(e)
	return b.Screen.Show(e, goingLivePage, goingLiveTitle, v)
}

func (b *Bandeja) goingLiveView(e *core.RequestEvent) (*goingLiveView, error) {
	if who := actor(e); who.Rol != "" {
		return nil, mesa.Refuse(403, "", mesa.TextSoloAdministrador)
	}
	lines, err := b.checkList(e)
	if err != nil {
		return nil, err
	}
	b.keepPending(lines)
	v := &goingLiveView{Frame: b.bareFrame(e), Lineas: lines, Correo: e.Auth.Email()}
	for _, l := range lines {
		if l.Lista {
			v.Listas++
		}
	}
	return v, nil
}

// confirmLine takes a person's word for a line, or tries the mail server.
func (b *Bandeja) confirmLine(e *core.RequestEvent) error {
	if who := actor(e); who.Rol != "" {
		return mesa.Refuse(403, "", mesa.TextSoloAdministrador)
	}
	linea := e.Request.FormValue("linea")
	err := b.takeLine(e, linea)
	if err == nil {
		return e.Redirect(303, goingLivePath+"?"+escape("hecho", linea)+"#"+linea)
	}
	p, ok := mesa.AsProblem(err)
	if !ok {
		return err
	}
	for _, texto := range p.Campos { // of a setting that is not on this page
		p.Texto = texto
	}
	v, viewErr := b.goingLiveView(e)
	if viewErr != nil {
		return viewErr
	}
	return b.Screen.Refuse(e, mesa.Refuse(p.Status, "", p.Texto), goingLivePage, goingLiveTitle, v)
}

func (b *Bandeja) takeLine(e *core.RequestEvent, linea string) error {
	if linea == "correo" {
		return b.Salida.Probar(e.App, e.Auth)
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	if _, known := entidad.MarchaValor(linea, b.Now()); !known {
		return e.NotFoundError("", nil)
	}
	mesa.SetConfirma(entidad.Record, linea, e.Request.FormValue("valor"))
	mesa.SetActor(entidad.Record, actor(e))
	return e.App.Save(entidad.Record)
}

// pending is how many lines waited at an instant.
type pending struct {
	n  int
	at time.Time
}

// pendingLife is how long the menu shows a number that was counted before: counting takes a
// dozen questions.
const pendingLife = time.Minute

// pendingLines is how many lines of the check list wait, for the menu.
func (b *Bandeja) pendingLines(e *core.RequestEvent) int {
	if p := b.marcha.Load(); p != nil && b.Now().Sub(p.at).Abs() < pendingLife {
		return p.n
	}
	lines, err := b.checkList(e)
	if err != nil {
		e.App.Logger().Error("the check list was not counted", "error", err)
		return 0
	}
	return b.keepPending(lines)
}

func (b *Bandeja) keepPending(lines []checkLine) (n int) {
	for _, l := range lines {
		if !l.Lista {
			n++
		}
	}
	b.marcha.Store(&pending{n, b.Now()})
	return n
}
