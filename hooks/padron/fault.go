package padron

import (
	"context"
	"errors"

	"mesadepartes/hooks/mesa"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Fault is the error of an import: the text that the administrator reads and the
// cause for the log.
type Fault struct {
	Texto string
	Cause error // nil when the text tells the whole cause
}

// Error is the text the administrator reads.
func (f *Fault) Error() string { return f.Texto }

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

func fault(texto string, cause error) error { return &Fault{texto, cause} }

// explain makes a Fault of any error that ended the writing of a registry.
func explain(err error) error {
	var known *Fault
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault(mesa.TextPadronCancelado, err)
	case sqliteCode(err) == sqlite3.SQLITE_FULL:
		return fault(mesa.TextPadronSinEspacio, err)
	}
	return fault(mesa.TextPadronNoEscribe, err)
}

// sqliteCode is the primary result code of SQLite, 0 for any other error.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}
