package mesa

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

type shownVersion int

// SetVersion notes on a line of the trail, or on a filing that is being assigned, which
// version of the filing its author was shown.
func SetVersion(r *core.Record, version int) { r.SetRaw(versionKey, shownVersion(version)) }

// VersionOf is what SetVersion noted; shown is false when it was not called.
func VersionOf(r *core.Record) (version int, shown bool) {
	v, shown := r.GetRaw(versionKey).(shownVersion)
	return int(v), shown
}

type observations map[string]string

// SetObservados puts on an OBSERVADO which documents it observes, by id, and what must be
// corrected in each: one act with all observations (art. 125.1 of Ley 27444).
func SetObservados(mov *core.Record, textos map[string]string) {
	mov.SetRaw(observedKey, observations(textos))
}

// ObservadosOf is what SetObservados put on the line, nil when it was not called: the
// documents carry their observations already.
func ObservadosOf(mov *core.Record) map[string]string {
	textos, _ := mov.GetRaw(observedKey).(observations)
	return textos
}

type scans map[string]*filesystem.File

// SetEscaneos puts on a SUBSANADO what a citizen brought to the counter: a PDF for each
// observed document, by the document's id.
func SetEscaneos(mov *core.Record, files map[string]*filesystem.File) {
	mov.SetRaw(scansKey, scans(files))
}

// EscaneosOf is what SetEscaneos put on the line.
func EscaneosOf(mov *core.Record) map[string]*filesystem.File {
	files, _ := mov.GetRaw(scansKey).(scans)
	return files
}

// FieldEscaneo names the field of the PDF that answers an observed document.
func FieldEscaneo(documento string) string { return "respuesta_" + documento }

type papers []string

// SetPapers notes on a line which documents came with it, by id: its receipt names them.
func SetPapers(mov *core.Record, ids []string) { mov.SetRaw(papersKey, papers(ids)) }

// PapersOf is what SetPapers noted.
func PapersOf(mov *core.Record) []string {
	ids, _ := mov.GetRaw(papersKey).(papers)
	return ids
}

// ErrEnsayo ends a rehearsed move: all of it was done, and nothing is kept.
var ErrEnsayo = errors.New("the move was a rehearsal")

// Ensayo is the mail that a move would send. HTML is a whole document.
type Ensayo struct{ Para, Asunto, Texto, HTML string }

// Rehearse marks a line of the trail whose move must be tried and not made: saving it
// ends with ErrEnsayo, or with the refusal that the move would meet.
func Rehearse(mov *core.Record) { mov.SetRaw(rehearsalKey, &Ensayo{}) }

// EnsayoOf is the mail of a rehearsed move, empty for one that sends none; nil when the
// line was not marked.
func EnsayoOf(mov *core.Record) *Ensayo {
	ensayo, _ := mov.GetRaw(rehearsalKey).(*Ensayo)
	return ensayo
}
