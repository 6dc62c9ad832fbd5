package bandeja

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Bandeja holds what the staff's screens share.
type Bandeja struct {
	Screen *web.Screen
	Now    func() time.Time
	Sesion Sesion
	Rastro Rastro
}

// Sesion is what the screens need of the door of the staff.
type Sesion interface {
	Enter(app core.App, correo, clave string, v mesa.Visitante) (pending bool, err error)
	Confirm(app core.App, secret, codigo string) error
	Hand(app core.App, account *core.Record, v mesa.Visitante) error
	Account(app core.App, secret string) *core.Record
	Pending(app core.App, secret string) bool
	Close(app core.App, secret string) error
	Sessions(app core.App, account *core.Record) ([]*core.Record, error)
	End(app core.App, account *core.Record, id, keep string) error
}

// Rastro is what the screens need of the register of accesses.
type Rastro interface {
	NoteSearch(e *core.RequestEvent, filter string) error
	NoteOpened(e *core.RequestEvent, s *mesa.Solicitud) error
	NoteExport(e *core.RequestEvent, collection, archivo string) error
}

// mostOfAForm bounds the body of a form without files, in bytes; mostOfAnAnswer that of
// one with the office's own PDF, whose limit is 15 MB.
const (
	mostOfAForm    = 1 << 20
	mostOfAnAnswer = 31 << 20
)

// Mount puts the staff's addresses on the router.
func (b *Bandeja) Mount(r *router.Router[*core.RequestEvent]) {
	all := r.Group("/bandeja").Bind(apis.BodyLimit(mostOfAForm))
	all.BindFunc(framed)
	all.GET("/ingresar", b.signInForm)
	all.POST("/ingresar", b.signIn)
	all.GET("/codigo", b.codeForm)
	all.POST("/codigo", b.confirmCode)
	all.POST("/relevo", b.handOver)

	staff := all.Group("").BindFunc(b.guard)
	staff.POST("/salir", b.signOut)
	staff.GET("", b.list)
	staff.GET("/cuentas", b.counts)
	staff.GET("/documentos/{id}", b.document)
	staff.GET("/{numero}", b.review)
	staff.POST("/{numero}/vista-previa", b.preview)
	staff.POST("/{numero}/asignar", b.assign)
	staff.POST("/{numero}/{acto}", b.act).Unbind(apis.DefaultBodyLimitMiddlewareId).Bind(apis.BodyLimit(mostOfAnAnswer))
}

// framed lets the dashboard, and nobody else, show the inbox in a frame.
func framed(e *core.RequestEvent) error {
	web.AllowOwnFrame(e)
	return e.Next()
}

// actor is who uses the screen.
func actor(e *core.RequestEvent) mesa.Actor { return mesa.StaffActor(e.Auth) }
