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
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/pide"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

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
	started time.Time        // by the real clock, as the file system counts
	ticking sync.Mutex       // one round of the legal clock at a time

	padronWake chan struct{}

	refusedMu sync.Mutex
	refused   map[string]error // registers that refused our credentials, not told yet
}

// Register binds every rule to app.
func Register(app core.App, cfg Config) (*Desk, error) {
	mailer, err := correo.NewMailer(cfg.Files, cfg.Now, cfg.Out)
	if err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	d := &Desk{Now: cfg.Now, Mailer: mailer, Captcha: captcha.NewStore(cfg.Now), PDF: pdf.NewInspector(), started: time.Now()}
	d.Padron, d.padronWake = padron.Open(app.DataDir()), make(chan struct{}, 1)
	if d.PIDE, err = pide.New(pide.Config{Now: cfg.Now}); err != nil {
		return nil, err
	}
	d.Codes = &otp.Service{Now: cfg.Now, Deliver: mailer.Codigo}
	mailer.Bind(app)
	oficina.New(cfg.Now).Bind(app)
	rastro.New(cfg.Now).Bind(app)
	d.bindCatalogue(app)
	d.bindDrafts(app)
	d.bindFilings(app)
	d.bindOutbox(app)
	d.bindConsultas(app)
	d.bindImpersonation(app)
	d.bindPadron(app)
	d.bindServer(app)
	return d, nil
}

func (d *Desk) bindCatalogue(app core.App) {
	rule.OnAt(2, app.OnRecordCreate, "recount", d.recountOnDeclared, mesa.ColNoLaborables)
	rule.OnAt(2, app.OnRecordUpdate, "recount", d.recountOnCorrected, mesa.ColNoLaborables)
	rule.On(app.OnRecordDelete, "recount", d.recountOnWithdrawn, mesa.ColNoLaborables)
	rule.OnAt(3, app.OnRecordUpdate, "recount", d.recountOnMoved, mesa.ColEntidad)
}

func (d *Desk) bindDrafts(app core.App) {
	rule.On(app.OnRecordCreate, "open", d.openDraft, mesa.ColBorradores)
	rule.On(app.OnRecordUpdate, "change", rule.Locked(d.changeDraft), mesa.ColBorradores)
	rule.On(app.OnRecordCreate, "open", d.openCorrection, mesa.ColSubsanacion)
	rule.On(app.OnRecordUpdate, "change", rule.Locked(d.changeCorrection), mesa.ColSubsanacion)
	rule.On(app.OnRecordCreate, "admit", d.admitDocument, mesa.ColDocumentos)
	// PocketBase's own handler writes the files at 99 and then calls the next.
	rule.OnAt(100, app.OnRecordCreateExecute, "sync files", d.syncBeforeInsert, mesa.ColDocumentos, mesa.ColMovimientos)
	rule.On(app.OnRecordUpdate, "observe", rule.Locked(d.observeDocument), mesa.ColDocumentos)
	rule.On(app.OnRecordDelete, "keep filed", rule.Locked(keepFiledDocument), mesa.ColDocumentos)
}

func (d *Desk) bindFilings(app core.App) {
	rule.On(app.OnRecordCreate, "file", d.fileSolicitud, mesa.ColSolicitudes)
	rule.On(app.OnRecordUpdate, "fix", rule.Locked(fixSolicitud), mesa.ColSolicitudes)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextSolicitudFija), mesa.ColSolicitudes)
	rule.On(app.OnRecordCreate, "move", d.moveSolicitud, mesa.ColMovimientos)
}

func (d *Desk) bindOutbox(app core.App) {
	rule.OnAt(1, app.OnRecordUpdate, "confirm", rule.Locked(d.confirmNotice), mesa.ColCorreos)
	rule.OnAt(3, app.OnRecordUpdate, "start term", d.startTerm, mesa.ColCorreos)
}

func (d *Desk) bindConsultas(app core.App) {
	rule.On(app.OnRecordCreate, "open", d.openConsulta, mesa.ColConsultas)
	rule.On(app.OnRecordUpdate, "only system", rule.OnlySystem(mesa.TextConsultasFijas), mesa.ColConsultas)
	rule.On(app.OnRecordDelete, "only system", rule.OnlySystem(mesa.TextConsultasFijas), mesa.ColConsultas)
	rule.On(app.OnRecordCreate, "single", oneSettings, mesa.ColConsultasAjustes)
	rule.On(app.OnRecordUpdate, "check", checkSettings, mesa.ColConsultasAjustes)
	rule.On(app.OnRecordAfterUpdateSuccess, "configure", d.configurePIDE, mesa.ColConsultasAjustes)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(409, mesa.TextAjustesUnicos), mesa.ColConsultasAjustes)
}

// bindImpersonation closes the API where a record would speak for a citizen: only
// the public form files, so the trail never names one for what staff did.
func (d *Desk) bindImpersonation(app core.App) {
	for _, c := range []string{mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColDocumentos, mesa.ColSolicitudes, mesa.ColCiudadanos, mesa.ColConsultas, core.CollectionNameOTPs} {
		rule.On(app.OnRecordCreateRequest, "only citizens", rule.RefuseRequest(403, mesa.TextSoloCiudadano), c)
	}
	for _, c := range []string{mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColCiudadanos, core.CollectionNameOTPs} {
		rule.On(app.OnRecordUpdateRequest, "only citizens", rule.RefuseRequest(403, mesa.TextSoloCiudadano), c)
	}
}

func (d *Desk) bindPadron(app core.App) {
	rule.On(app.OnRecordCreate, "open", openCarga, mesa.ColPadronCargas)
	rule.On(app.OnRecordAfterCreateSuccess, "committed", d.cargaCommitted, mesa.ColPadronCargas)
	rule.On(app.OnRecordUpdate, "only system", rule.OnlySystem(mesa.TextPadronFijo), mesa.ColPadronCargas)
	rule.On(app.OnRecordDelete, "keep running", rule.Locked(keepRunningCarga), mesa.ColPadronCargas)
}

func (d *Desk) bindServer(app core.App) {
	rule.OnServer(app.OnBootstrap(), "quiet SQL", quietSQL)
	rule.OnServer(app.OnBackupCreate(), "lean backup", leanBackup)
	rule.OnServer(app.OnBackupRestore(), "keep registry", keepRegistry)
	rule.OnServer(app.OnCollectionUpdateRequest(), "fixed", fixCollection)
	rule.OnServer(app.OnCollectionDeleteRequest(), "fixed", fixCollection)
	rule.OnServer(app.OnCollectionsImportRequest(), "fixed", fixImport)
	rule.OnServerAt(1, app.OnServe(), "loopback only", loopbackOnlyDev)
	rule.OnServerAt(2, app.OnServe(), "environment", applyEnvironment)
	rule.OnServerAt(3, app.OnServe(), "PIDE", d.setUpPIDE)
	rule.OnServerAt(5, app.OnServe(), "guest wall", guestWall)
	rule.OnServerAt(6, app.OnServe(), "read-only SQL", readOnlySQL)
	rule.OnServerAt(7, app.OnServe(), "jobs", d.startJobs)
	rule.OnServerAt(8, app.OnServe(), "padron", d.startPadron)
	rule.OnEnd(app, "PDF", func() { _ = d.PDF.Close() }) // the children end with the server
}
