package borrador

import (
	"os"
	"time"

	"mesadepartes/hooks/expiring"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from rooms beside it.
type Config struct {
	Now func() time.Time // the program's clock
	PDF *pdf.Inspector
	// FreeSpace refuses more bytes than the disk of a folder has room for, when so
	// many must stay free.
	FreeSpace func(dir string, bytes, reserve int64) error
	// NewFile makes temporary files on the disk of a data folder.
	NewFile func(dataDir string) func() (*os.File, error)
	Codes   Codes
	Mail    Mailer
	// Sello is what the stamp of reception of a document says; nil for one that has none.
	Sello func(app core.App, doc *core.Record) ([]string, error)
}

// Codes judge what a person shows of an e-mail address.
type Codes interface {
	// Check accepts the code that was mailed to an address for a purpose, once.
	Check(app core.App, correo, para, codigo string) error
	// Proved tells whether the record carries the proof of an address.
	Proved(r *core.Record, correo string) bool
	// ProvedBoth tells whether it carries a code's proof of each of two addresses.
	ProvedBoth(r *core.Record, antes, nuevo string) bool
}

// Room is what citizens prepare.
type Room struct {
	Config
	whole *expiring.Map[bool] // files that were read back a moment ago
}

// New makes the room.
func New(cfg Config) *Room { return &Room{cfg, expiring.New[bool](cfg.Now, openAtOnce)} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "open", r.openDraft, mesa.ColBorradores)
	rule.On(app.OnRecordUpdate, "change", r.changeDraft, mesa.ColBorradores)
	rule.On(app.OnRecordCreate, "open", rule.Locked(r.openCorrection), mesa.ColSubsanacion)
	rule.On(app.OnRecordUpdate, "change", r.changeCorrection, mesa.ColSubsanacion)
	rule.On(app.OnRecordAfterUpdateSuccess, "write escrito", r.afterChange, mesa.ColBorradores)
	rule.On(app.OnRecordAfterDeleteSuccess, "write escrito", r.afterRemoval, mesa.ColDocumentos)
	rule.On(app.OnRecordCreate, "admit", r.admitDocument, mesa.ColDocumentos)
	rule.On(app.OnRecordUpdate, "observe", rule.Locked(observeDocument), mesa.ColDocumentos)
	rule.On(app.OnRecordDelete, "keep filed", rule.Locked(keepFiledDocument), mesa.ColDocumentos)
	rule.OnAt(1, app.OnFileDownloadRequest, "whole", r.serveWhole, mesa.ColDocumentos, mesa.ColMovimientos)
	rule.OnAt(2, app.OnFileDownloadRequest, "wherever it lies", serveMoved, mesa.ColDocumentos, mesa.ColMovimientos)
	// PocketBase's own handler writes the files at 99 and then calls the next.
	rule.OnAt(100, app.OnRecordCreateExecute, "sync files", r.syncBeforeInsert, mesa.ColDocumentos, mesa.ColMovimientos, mesa.ColEliminaciones)
}
