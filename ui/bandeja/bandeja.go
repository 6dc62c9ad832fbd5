package bandeja

import (
	"context"
	"sync/atomic"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
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

	Calendario func(app core.App, entidad *mesa.Entidad, now time.Time) (*plazos.Calendar, error) // the office's working days
	Salida     Salida
	Sellada    web.Sellada
	Cargos     func(app core.App, solicitud string) ([]mesa.Recibo, error) // the receipts of a filing
	URL        func(app core.App) string                                   // where people reach the office
	Padron     func() time.Time                                            // when the registry of RUCs was imported; zero without one
	Replica    func() mesa.Replica                                         // how the second machine's copy stands
	Copia      func() mesa.Copias                                          // how the copies of the office stand

	marcha atomic.Pointer[pending] // see pendingLines
}

// Sesion is what the screens need of the door of the staff.
type Sesion interface {
	Enter(app core.App, correo, clave string, v mesa.Visitante) (pending bool, err error)
	Confirm(app core.App, secret, codigo string) error
	Hand(app core.App, account *core.Record, v mesa.Visitante) error
	Account(app core.App, secret string, byItself bool) *core.Record
	Pending(app core.App, secret string) bool
	Close(app core.App, secret string) error
	Sessions(app core.App, account *core.Record) ([]*core.Record, error)
	End(app core.App, account *core.Record, id, keep string) error
	ID(app core.App, secret string) string
	Change(app core.App, account *core.Record, c mesa.CambioClave, secret string, v mesa.Visitante) error
}

// Salida is what the screens need of the outbox.
type Salida interface {
	Unsent(app core.App, q mesa.ColaCorreos) ([]mesa.CorreoSinSalir, error)
	Stopped(ctx context.Context, app core.App) (why string, err error)
	NoServer(app core.App) bool
	Cedula(app core.App, c *mesa.Correo) (asunto, texto string, err error)
	Probar(app core.App, account *core.Record) error
}

// Rastro is what the screens need of the register of accesses.
type Rastro interface {
	NoteSearchBeside(e *core.RequestEvent, filter string) (wait func() error)
	NoteOpened(e *core.RequestEvent, s *mesa.Solicitud) error
	NoteExport(e *core.RequestEvent, collection, archivo string) error
}

// mostOfAForm bounds the body of a form without files, in bytes.
const mostOfAForm = 1 << 20

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
	staff.GET("/documentos/{id}/sellada.pdf", b.stampedDocument)
	staff.POST("/lote", b.batch)
	staff.POST("/vistas", b.keepView)
	staff.GET("/guia", b.guide)
	staff.GET("/guia/puesta-en-marcha", b.setUpGuide)
	staff.GET("/reportes", b.reports)
	staff.GET("/reportes.csv", b.exportCSV)
	staff.GET("/reportes.xlsx", b.exportXLSX)
	staff.GET("/presencial", b.emptyCounter)
	staff.POST("/presencial", b.receive).Unbind(apis.DefaultBodyLimitMiddlewareId) // ReadFiles has a limit of its own
	staff.POST("/presencial/persona", b.lookUpPerson).Unbind(apis.DefaultBodyLimitMiddlewareId)
	staff.POST("/presencial/empresa", b.lookUpCompany).Unbind(apis.DefaultBodyLimitMiddlewareId)
	staff.GET("/presencial/{numero}", b.counterReceipt)
	staff.GET("/puesta-en-marcha", b.goingLive)
	staff.POST("/puesta-en-marcha", b.confirmLine)
	staff.GET("/correos", b.mailList)
	staff.POST("/correos/reintentar", b.retryLoose)
	staff.GET("/frases", b.phraseList)
	staff.POST("/frases", b.writePhrase)
	staff.GET("/cuenta", b.ownAccount)
	staff.POST("/cuenta", b.changeAccount)
	staff.GET("/accesos", b.accesses)
	staff.GET("/{numero}", b.review)
	staff.GET("/avisos/{numero}/{id}", b.paperNotice)
	staff.POST("/{numero}/reintentar", b.retry)
	staff.POST("/{numero}/vista-previa", b.preview).Unbind(apis.DefaultBodyLimitMiddlewareId) // readForm has limits of its own
	staff.POST("/{numero}/asignar", b.assign)
	staff.POST("/{numero}/posponer", b.putAside)
	staff.GET("/{numero}/{acto}", b.openForm)
	staff.POST("/{numero}/{acto}", b.act).Unbind(apis.DefaultBodyLimitMiddlewareId) // readForm has limits of its own
}

// framed lets the dashboard, and nobody else, show the inbox in a frame.
func framed(e *core.RequestEvent) error {
	web.AllowOwnFrame(e)
	return e.Next()
}

// actor is who uses the screen.
func actor(e *core.RequestEvent) mesa.Actor { return mesa.StaffActor(e.Auth) }
