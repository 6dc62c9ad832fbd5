package hooks

import (
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"mesadepartes/hooks/captcha"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/pide"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the rules need from outside.
type Config struct {
	Now   func() time.Time // the program's clock
	Files fs.FS            // holds templates/correo
	Out   io.Writer        // where --dev prints codes and captchas
}

// Desk is the front desk: the rules, bound to an app, and the services that the
// screens share with them.
type Desk struct {
	Now     func() time.Time
	Mailer  *correo.Mailer
	Codes   *otp.Service
	Captcha *captcha.Store
	PDF     *pdf.Inspector
	PIDE    *pide.Client     // the State's registers
	Padron  *padron.Registry // SUNAT's taxpayers on this machine, if imported
	out     io.Writer
	started time.Time  // by the real clock, as the file system counts
	ticking sync.Mutex // one round of the legal clock at a time

	padronWake chan struct{}

	refusedMu sync.Mutex
	refused   map[string]error // registers that refused our credentials, not told yet
}

// Register binds every rule to app.
func Register(app core.App, cfg Config) (*Desk, error) {
	mailer, err := correo.NewMailer(cfg.Files, cfg.Now)
	if err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	d := &Desk{Now: cfg.Now, Mailer: mailer, Captcha: captcha.NewStore(cfg.Now), PDF: pdf.NewInspector(), out: cfg.Out, started: time.Now()}
	d.Padron, d.padronWake = padron.Open(app.DataDir()), make(chan struct{}, 1)
	if d.PIDE, err = pide.New(pide.Config{Now: cfg.Now}); err != nil {
		return nil, err
	}
	d.Codes = &otp.Service{Now: cfg.Now, Deliver: d.deliverCode}
	mailer.Refresh = d.refreshMail
	mailer.Enclose = d.encloseTerm
	d.bindCatalogue(app)
	d.bindDrafts(app)
	d.bindFilings(app)
	d.bindOutbox(app)
	d.bindConsultas(app)
	d.bindAccess(app)
	d.bindImpersonation(app)
	d.bindPadron(app)
	d.bindServer(app)
	return d, nil
}

func (d *Desk) bindCatalogue(app core.App) {
	app.OnRecordCreate(mesa.ColEntidad).BindFunc(oneEntidad)
	app.OnRecordDelete(mesa.ColEntidad).BindFunc(keepEntidad)
	app.OnRecordUpdate(mesa.ColEntidad).BindFunc(checkEntidad)
	app.OnRecordUpdate(mesa.ColEntidad).BindFunc(d.versionTerms)
	app.OnRecordDelete(mesa.ColTramites, mesa.ColAreas).BindFunc(keepWhatIsUsed)
	app.OnRecordCreate(mesa.ColNoLaborables).BindFunc(limaDay)
	app.OnRecordUpdate(mesa.ColNoLaborables).BindFunc(limaDay)
	app.OnRecordCreate(mesa.ColNoLaborables).BindFunc(d.recountOnDeclared)
	app.OnRecordUpdate(mesa.ColNoLaborables).BindFunc(d.recountOnCorrected)
	app.OnRecordDelete(mesa.ColNoLaborables).BindFunc(d.recountOnWithdrawn)
	app.OnRecordUpdate(mesa.ColEntidad).BindFunc(d.recountOnMoved)
	app.OnRecordUpdate(mesa.ColPersonal).BindFunc(rotateToken)
}

func (d *Desk) bindDrafts(app core.App) {
	app.OnRecordCreate(mesa.ColBorradores).BindFunc(d.openDraft)
	app.OnRecordUpdate(mesa.ColBorradores).BindFunc(locked(d.changeDraft))
	app.OnRecordCreate(mesa.ColSubsanacion).BindFunc(d.openCorrection)
	app.OnRecordUpdate(mesa.ColSubsanacion).BindFunc(locked(d.changeCorrection))
	app.OnRecordCreate(mesa.ColDocumentos).BindFunc(d.admitDocument)
	app.OnRecordCreateExecute(mesa.ColDocumentos, mesa.ColMovimientos).Bind(d.syncBeforeInsert())
	app.OnRecordUpdate(mesa.ColDocumentos).BindFunc(locked(d.observeDocument))
	app.OnRecordDelete(mesa.ColDocumentos).BindFunc(locked(keepFiledDocument))
}

func (d *Desk) bindFilings(app core.App) {
	app.OnRecordCreate(mesa.ColSolicitudes).BindFunc(d.fileSolicitud)
	app.OnRecordUpdate(mesa.ColSolicitudes).BindFunc(locked(fixSolicitud))
	app.OnRecordDelete(mesa.ColSolicitudes).BindFunc(refuse(403, mesa.TextSolicitudFija))
	app.OnRecordCreateRequest(mesa.ColMovimientos).BindFunc(nameStaff)
	app.OnRecordCreate(mesa.ColMovimientos).BindFunc(d.moveSolicitud)
	app.OnRecordUpdate(mesa.ColMovimientos).BindFunc(refuse(403, mesa.TextRastroFijo))
	app.OnRecordDelete(mesa.ColMovimientos).BindFunc(refuse(403, mesa.TextRastroFijo))
}

func (d *Desk) bindOutbox(app core.App) {
	app.OnRecordCreate(mesa.ColCorreos).BindFunc(onlySystem(mesa.TextCorreosFijos))
	app.OnRecordUpdate(mesa.ColCorreos).BindFunc(locked(d.confirmNotice))
	app.OnRecordUpdate(mesa.ColCorreos).BindFunc(locked(d.retryMail))
	app.OnRecordUpdate(mesa.ColCorreos).BindFunc(d.startTerm)
	app.OnRecordDelete(mesa.ColCorreos).BindFunc(refuse(403, mesa.TextCorreosFijos))
	app.OnRecordAfterCreateSuccess(mesa.ColCorreos).BindFunc(d.mailCommitted)
}

func (d *Desk) bindConsultas(app core.App) {
	app.OnRecordCreate(mesa.ColConsultas).BindFunc(d.openConsulta)
	app.OnRecordUpdate(mesa.ColConsultas).BindFunc(onlySystem(mesa.TextConsultasFijas))
	app.OnRecordDelete(mesa.ColConsultas).BindFunc(onlySystem(mesa.TextConsultasFijas))
	app.OnRecordCreate(mesa.ColConsultasAjustes).BindFunc(oneSettings)
	app.OnRecordUpdate(mesa.ColConsultasAjustes).BindFunc(checkSettings)
	app.OnRecordAfterUpdateSuccess(mesa.ColConsultasAjustes).BindFunc(d.configurePIDE)
	app.OnRecordDelete(mesa.ColConsultasAjustes).BindFunc(refuse(409, mesa.TextAjustesUnicos))
}

func (d *Desk) bindAccess(app core.App) {
	app.OnRecordViewRequest(mesa.ColSolicitudes, mesa.ColDocumentos).BindFunc(d.noteView)
	app.OnRecordsListRequest(mesa.ColSolicitudes, mesa.ColDocumentos).BindFunc(d.noteList)
	app.OnRecordCreate(mesa.ColAccesos).BindFunc(onlySystem(mesa.TextAccesosFijos))
	app.OnFileDownloadRequest(mesa.ColDocumentos, mesa.ColMovimientos).BindFunc(d.noteDownload)
	app.OnRecordUpdate(mesa.ColAccesos).BindFunc(refuse(403, mesa.TextAccesosFijos))
	app.OnRecordDelete(mesa.ColAccesos).BindFunc(onlySystem(mesa.TextAccesosFijos))
}

// bindImpersonation closes the API where a record would speak for a citizen: only
// the public form files, so the trail never names one for what staff did.
func (d *Desk) bindImpersonation(app core.App) {
	for _, c := range []string{mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColDocumentos, mesa.ColSolicitudes, mesa.ColCiudadanos, mesa.ColConsultas, core.CollectionNameOTPs} {
		app.OnRecordCreateRequest(c).BindFunc(onlyCitizens)
	}
	for _, c := range []string{mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColCiudadanos, core.CollectionNameOTPs} {
		app.OnRecordUpdateRequest(c).BindFunc(onlyCitizens)
	}
}

func (d *Desk) bindPadron(app core.App) {
	app.OnRecordCreate(mesa.ColPadronCargas).BindFunc(openCarga)
	app.OnRecordAfterCreateSuccess(mesa.ColPadronCargas).BindFunc(d.cargaCommitted)
	app.OnRecordUpdate(mesa.ColPadronCargas).BindFunc(onlySystem(mesa.TextPadronFijo))
	app.OnRecordDelete(mesa.ColPadronCargas).BindFunc(locked(keepRunningCarga))
}

func (d *Desk) bindServer(app core.App) {
	app.OnBootstrap().BindFunc(quietSQL)
	app.OnBackupCreate().BindFunc(leanBackup)
	app.OnBackupRestore().BindFunc(keepRegistry)
	app.OnCollectionUpdateRequest().BindFunc(fixCollection)
	app.OnCollectionDeleteRequest().BindFunc(fixCollection)
	app.OnCollectionsImportRequest().BindFunc(fixImport)
	for _, start := range []func(*core.ServeEvent) error{
		loopbackOnlyDev, applyEnvironment, d.setUpPIDE, d.openMailbox, guestWall, readOnlySQL, d.startJobs, d.startPadron,
	} {
		app.OnServe().BindFunc(start)
	}
	app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		_ = d.PDF.Close() // the children end with the server
		return e.Next()
	})
}
