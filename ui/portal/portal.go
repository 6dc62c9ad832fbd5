package portal

import (
	"fmt"
	"io"
	"sync"
	"time"

	"mesadepartes/hooks/captcha"
	"mesadepartes/hooks/expiring"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Portal holds what the citizens' screens share.
type Portal struct {
	Screen   *web.Screen
	Codes    *otp.Service
	Captcha  *captcha.Store
	Correo   Correo
	Mudanza  Mudanza
	Now      func() time.Time
	Out      io.Writer // where --dev prints captchas
	Registro Registro
	Sellada  web.Sellada
	// Cuenta is the day on which a filing of a procedure that is sent now counts as filed,
	// and why that is not today.
	Cuenta func(app core.App, tramite string) (day time.Time, why string, err error)

	// Calendario is the office's calendar.
	Calendario func(app core.App, entidad *mesa.Entidad, now time.Time) (*plazos.Calendar, error)

	drafts, codes, filings, searches, lookups *web.Limiter
	reminders                                 *web.Limiter // by e-mail
	captchas, readings                        *web.Limiter // pictures, and captchas read aloud
	locks                                     *web.Locks
	wrongCodes                                *web.Locks   // codes of receipts that nobody has, by neighbourhood
	pairMinute, pairHour                      *web.Limiter // search codes by browser
	pairAround, pairEver                      *web.Limiter // search codes by number and document, from a neighbourhood and from everywhere
	passes                                    *web.Passes[shown]
	results                                   *web.Passes[result]
	sessions                                  *otp.Sessions                // of Mis trámites
	changes                                   *expiring.Map[addressChange] // of the address of a session
	moving                                    sync.Mutex                   // held while one is carried out
	background                                sync.WaitGroup
}

// Correo is what the screens need of the outbox.
type Correo interface {
	Numeros(app core.App, address string, filings []*core.Record) error
	// Reenviar queues the newest answer of a filing once more.
	Reenviar(app core.App, solicitud string) error
	Agenda(app core.App, notice *core.Record, numero string, last time.Time) []byte
	Cartas() []mesa.Carta // the local mailbox, newest first
	Local() bool          // whether mails stay in the local mailbox
	// NoServer tells whether nothing leaves because no mail server is set.
	NoServer(app core.App) bool
}

// canMail refuses what promises a mail while none can leave, whatever was asked for.
func (p *Portal) canMail(app core.App) error {
	if p.Correo.NoServer(app) {
		return mesa.Refuse(503, "", mesa.TextSinCorreo)
	}
	return nil
}

// Limits by IP: so many of each in ten minutes. Misses lock a number and a document
// to the neighbourhood they came from, for a quarter of an hour.
const (
	perWindow = 300
	window    = 10 * time.Minute
	// Captchas are kept until they are answered, so one visitor must not fill the store.
	captchasPerWindow = 4 * perWindow
	// A reading is 70 kB, and Safari fetches one in several pieces.
	readingsPerWindow = 120
	// A look-up gives a person's names, which programs collect. The people of a whole
	// office behind one address look up fewer.
	lookUpsPerWindow = 60
	misses           = 5
	lockLife         = 15 * time.Minute
	// So many codes of receipts that don't exist close their neighbourhood to codes for that
	// long. Who mistypes one counts once, and the PDF of a receipt is verified all the same.
	missesOfCodes = 100
)

// mostChanges bounds the memory that changes of an address take; each one needs a session.
const mostChanges = 10_000

// mostOfAForm bounds the body of a form without files, in bytes: what is typed takes a
// few thousand, and PocketBase's own limit of 32 MB is read into memory.
const mostOfAForm = 1 << 20

// Mount puts every public address on the router, a family of screens at a time;
// it fails when the folder of uploads can't be made.
func (p *Portal) Mount(r *router.Router[*core.RequestEvent], app core.App) error {
	p.setLimits()
	app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "mesa: portal", Func: func(e *core.TerminateEvent) error {
		p.background.Wait()
		return e.Next()
	}})
	r.GET("/static/{path...}", p.Screen.ServeAsset).Bind(apis.SkipSuccessActivityLog())
	r.GET("/entidad.css", web.Color).Bind(apis.SkipSuccessActivityLog())
	r.GET("/captcha/{file}", p.captchaFile).Bind(apis.SkipSuccessActivityLog())
	r.GET("/robots.txt", robots).Bind(apis.SkipSuccessActivityLog())
	r.GET("/openapi.json", showOpenAPI).Bind(apis.SkipSuccessActivityLog())
	r.GET("/.well-known/security.txt", p.securityText).Bind(apis.SkipSuccessActivityLog())

	r.GET("/.well-known/mesadepartes.json", p.publicKeys).Bind(apis.SkipSuccessActivityLog())
	r.GET("/registro/checkpoint", p.checkpoint).Bind(apis.SkipSuccessActivityLog())
	r.GET("/registro/cabezas/{cabeza}", p.keptHead).Bind(apis.SkipSuccessActivityLog())
	r.GET("/registro/tile/{lugar...}", p.tile).Bind(apis.SkipSuccessActivityLog())

	pages := r.Group("").Bind(apis.BodyLimit(mostOfAForm))
	pages.GET("/{$}", p.home)
	pages.GET("/terminos", p.terms)
	pages.GET("/privacidad", p.privacy)
	pages.GET("/accesibilidad", p.page("portal/accesibilidad", "Accesibilidad"))
	pages.GET("/manual", p.page("portal/manual", "Manual de usuario"))
	pages.GET("/preguntas-frecuentes", p.questions)
	pages.GET("/interrupciones", p.outages)
	p.mountFiling(pages)
	p.mountTracking(pages)
	p.mountCorrecting(pages)
	p.mountDesk(pages)
	p.mountNotices(pages)
	p.mountReceipts(pages)
	if app.IsDev() {
		pages.GET("/buzon", p.mailbox)
		pages.GET("/buzon.json", p.mailboxJSON)
		pages.GET("/_componentes", p.components)
	}
	return p.mountUploads(r, app)
}

func (p *Portal) setLimits() {
	for _, l := range []**web.Limiter{&p.drafts, &p.codes, &p.filings, &p.searches} {
		*l = web.NewLimiter(p.Now, perWindow, window)
	}
	p.lookups = web.NewLimiter(p.Now, lookUpsPerWindow, window)
	p.captchas = web.NewLimiter(p.Now, captchasPerWindow, window)
	p.readings = web.NewLimiter(p.Now, readingsPerWindow, window)
	p.reminders = web.NewLimiter(p.Now, 1, window)
	p.locks = web.NewLocks(p.Now, misses, lockLife)
	p.wrongCodes = web.NewLocks(p.Now, missesOfCodes, lockLife)
	p.pairMinute = web.NewLimiter(p.Now, 1, otp.Pause)
	p.pairHour = web.NewLimiter(p.Now, otp.PerHour, time.Hour)
	p.pairAround = web.NewLimiter(p.Now, otp.PerNeighbourhood, time.Hour)
	p.pairEver = web.NewLimiter(p.Now, otp.PerAddress, time.Hour)
	p.passes = web.NewPasses[shown](p.Now, visitLife)
	p.results = web.NewPasses[result](p.Now, visitLife)
	p.sessions = otp.NewSessions(p.Codes)
	p.changes = expiring.New[addressChange](p.Now, mostChanges)
}

// routes takes the addresses of a family of screens. A refused form is shown at the
// address that the form was sent to; the GETs of each loop answer when that page is
// loaded again.
type routes = *router.RouterGroup[*core.RequestEvent]

func (p *Portal) mountFiling(pages routes) {
	pages.POST("/solicitud", p.startDraft)
	pages.GET("/solicitud", again("/")) // a reload of the refused home
	pages.GET("/solicitud/{borrador}", p.showDraft)
	pages.GET("/solicitud/{borrador}/tramite", p.showTramite)
	pages.POST("/solicitud/{borrador}/datos", p.saveDatos)
	pages.POST("/solicitud/{borrador}/distritos", p.chooseProvince)
	pages.POST("/solicitud/{borrador}/guardar", p.keepTyped)
	pages.POST("/solicitud/{borrador}/correo", p.correctMail)
	pages.POST("/solicitud/{borrador}/persona", p.lookUpPerson)
	pages.POST("/solicitud/{borrador}/empresa", p.lookUpCompany)
	pages.POST("/solicitud/{borrador}/codigo", p.sendCode)
	pages.POST("/solicitud/{borrador}/validar", p.checkCode)
	pages.POST("/solicitud/{borrador}/tramite", p.saveTramite)
	pages.POST("/solicitud/{borrador}/tramite/campos", p.chooseTramite)
	pages.POST("/solicitud/{borrador}/tramite/sugerencias", p.suggestTramites)
	pages.POST("/solicitud/{borrador}/documentos/{clase}", p.uploadDocument).Unbind(apis.DefaultBodyLimitMiddlewareId)
	pages.GET("/solicitud/{borrador}/documentos/{clase}", p.showDocument)
	pages.POST("/solicitud/{borrador}/documentos/{clase}/eliminar", p.deleteDocument)
	pages.POST("/solicitud/{borrador}/enviar", p.submit)
	pages.GET("/solicitud/{borrador}/constancia", p.receipt)
	pages.GET("/solicitud/{borrador}/seguimiento", p.trackOwn)
	for _, step := range []string{
		"datos", "persona", "empresa", "correo", "codigo", "validar", "enviar", "tramite/campos",
		"tramite/sugerencias", "distritos", "documentos/{clase}/eliminar",
	} {
		pages.GET("/solicitud/{borrador}/"+step, back("/solicitud/", "borrador"))
	}
}

func (p *Portal) mountTracking(pages routes) {
	pages.GET("/seguimiento", p.trackForm)
	pages.POST("/seguimiento", p.track)
	pages.POST("/seguimiento/codigo", p.askSearchCode(tracking))
	pages.POST("/seguimiento/validar", p.trackByCode)
	pages.GET("/seguimiento/olvide", p.forgotForm)
	pages.POST("/seguimiento/olvide", p.forgot)
	// The address opens the result, if only in one browser, so the request log leaves it out.
	pages.GET("/seguimiento/{token}", p.showResult).Bind(apis.SkipSuccessActivityLog()).BindFunc(guardToken)
	for _, step := range []string{"codigo", "validar"} {
		pages.GET("/seguimiento/"+step, again("/seguimiento"))
	}
}

func (p *Portal) mountCorrecting(pages routes) {
	pages.GET("/subsanar", p.correctForm)
	pages.POST("/subsanar", p.findToCorrect)
	pages.POST("/subsanar/codigo", p.askSearchCode(correcting))
	pages.POST("/subsanar/validar", p.correctByCode)
	pages.POST("/subsanar/pase", p.correctByPass)
	pages.GET("/subsanar/{token}", p.showCorrection)
	pages.POST("/subsanar/{token}/seguir", p.stayInCorrection)
	pages.POST("/subsanar/{token}/codigo", p.sendCorrectionCode)
	pages.POST("/subsanar/{token}/validar", p.checkCorrectionCode)
	pages.POST("/subsanar/{token}/documentos/{id}", p.uploadCorrection).Unbind(apis.DefaultBodyLimitMiddlewareId)
	pages.GET("/subsanar/{token}/documentos/{id}", p.showReplacement)
	pages.GET("/subsanar/{token}/observados/{id}", p.showObserved)
	pages.POST("/subsanar/{token}/documentos/{id}/eliminar", p.deleteCorrection)
	pages.POST("/subsanar/{token}/enviar", p.submitCorrection)
	pages.GET("/subsanar/{token}/constancia", p.correctionReceipt)
	for _, step := range []string{"codigo", "validar", "pase"} {
		pages.GET("/subsanar/"+step, again("/subsanar"))
	}
	for _, step := range []string{"seguir", "codigo", "validar", "enviar", "documentos/{id}/eliminar"} {
		pages.GET("/subsanar/{token}/"+step, back("/subsanar/", "token"))
	}
}

func (p *Portal) mountDesk(pages routes) {
	pages.GET(deskPath, p.showDesk)
	pages.POST(deskPath+"/codigo", p.askDeskCode)
	pages.POST(deskPath+"/validar", p.enterDesk)
	pages.POST(deskPath+"/salir", p.leaveDesk)
	pages.POST(deskPath+"/continuar", p.own(p.openOwnDraft))
	pages.POST(deskPath+"/ventanilla", p.own(p.claimFiling))
	pages.GET(addressPath, p.own(p.showAddress))
	pages.POST(addressPath, p.own(p.askAddressCodes))
	pages.POST(addressPath+"/validar", p.changeAddress)
	pages.GET(addressPath+"/validar", again(addressPath))
	pages.GET(deskPath+"/documentos/{id}", p.own(p.showOwnDocument))
	pages.GET(deskPath+"/documentos/{id}/sellada.pdf", p.own(p.stampOwnDocument))
	pages.GET(deskPath+"/{numero}", p.ownFiling(p.showOwnFiling))
	pages.POST(deskPath+"/{numero}/agregar", p.ownFiling(p.addToFiling))
	pages.POST(deskPath+"/{numero}/otra", p.ownFiling(p.fileAnother))
	pages.GET(deskPath+"/{numero}/{paso}", p.ownFiling(p.showOwnStep)) // {paso}, for documentos/{id} stands beside it
	pages.POST(deskPath+"/{numero}/desistir", p.ownFiling(p.withdraw))
	pages.POST(deskPath+"/{numero}/reenviar", p.ownFiling(p.resendAnswer))
	pages.POST(deskPath+"/{numero}/subsanar", p.ownFiling(p.correctOwn))
	for _, step := range []string{"codigo", "validar", "salir", "continuar", "ventanilla"} {
		pages.GET(deskPath+"/"+step, again(deskPath))
	}
}

func (p *Portal) mountNotices(pages routes) {
	// The address holds the token of the notice, so the request log leaves it out.
	notices := pages.Group("/acuse/{token}").Bind(apis.SkipSuccessActivityLog())
	notices.BindFunc(guardToken)
	notices.GET("", p.showAcuse)
	notices.POST("", p.confirmAcuse)
	notices.GET("/plazo.ics", p.acuseICS)
}

// mountReceipts leaves codes of receipts out of the request log: a code is a key.
func (p *Portal) mountReceipts(pages routes) {
	pages.GET("/cargo/{archivo}", p.showCargo).Bind(apis.SkipSuccessActivityLog())
	pages.GET("/v/{codigo}", p.scanned).Bind(apis.SkipSuccessActivityLog())
	pages.GET("/verificar", p.verifyForm).Bind(apis.SkipSuccessActivityLog())
	pages.POST("/verificar", p.verify).Unbind(apis.DefaultBodyLimitMiddlewareId)
	pages.GET("/verificar/{codigo}", p.verifyCode).Bind(apis.SkipSuccessActivityLog())
	pages.GET("/verificar/sin-conexion.html", p.offlineVerifier)
}

// again sends the browser to a form that is filled in anew.
func again(path string) func(*core.RequestEvent) error {
	return func(e *core.RequestEvent) error { return e.Redirect(303, path) }
}

// back sends the browser to the page that a form belongs to.
func back(prefix, id string) func(*core.RequestEvent) error {
	return func(e *core.RequestEvent) error { return e.Redirect(303, prefix+e.Request.PathValue(id)) }
}

// take counts an event of the visitor's address against a limit.
func take(l *web.Limiter, e *core.RequestEvent) error { return l.Take(web.Customer(e.RealIP())) }

// newCaptcha makes a captcha; a development server prints its digits. A visitor who
// asked for too many gets the id of a captcha that does not exist.
func (p *Portal) newCaptcha(e *core.RequestEvent) string {
	if take(p.captchas, e) != nil {
		return "agotado"
	}
	id, digits := p.Captcha.New()
	if e.App.IsDev() {
		fmt.Fprintf(p.Out, "[dev] captcha %s %s\n", id, digits)
	}
	return id
}
