package mesa

import "github.com/pocketbase/pocketbase/core"

// Mano is the kind of hand that moves a filing.
type Mano int

// The three hands. The zero value is the staff's: a record that arrives through
// the REST API or the dashboard without a mark is never taken for the citizen's.
const (
	ManoPersonal Mano = iota
	ManoCiudadano
	ManoReloj
)

// Actor says who causes a change. Name is what the trail shows: a record's
// collection, id and name, or nothing for the clock.
type Actor struct {
	Mano Mano
	Name string
}

// Keys of the marks below. They are no columns, so they are never stored, and
// a request's JSON cannot hold a value of these Go types, so nobody forges them.
const (
	actorKey  = "@actor"
	roomKey   = "@recibido"
	codeKey   = "@codigo"
	secretKey = "@secreto"
)

type receivedMark struct{}

// Received marks a document whose bytes were let in before: one begun while
// there was room finishes even when there is none left for others.
func Received(r *core.Record) { r.SetRaw(roomKey, receivedMark{}) }

// WasReceived tells whether Received marked the record.
func WasReceived(r *core.Record) bool {
	_, ok := r.GetRaw(roomKey).(receivedMark)
	return ok
}

// SetActor notes on the record itself who is saving it.
// PocketBase saves a request's record with an empty context, so it can't travel there.
func SetActor(r *core.Record, a Actor) { r.SetRaw(actorKey, a) }

// ActorOf tells who is saving the record; staff when nobody said.
func ActorOf(r *core.Record) Actor {
	a, _ := r.GetRaw(actorKey).(Actor)
	return a
}

type typedCode string

// SetCodigo puts the code that a person typed on the record whose rule judges it.
func SetCodigo(r *core.Record, codigo string) { r.SetRaw(codeKey, typedCode(codigo)) }

// CodigoOf takes the typed code off the record, if it carries one: a code is judged
// once.
func CodigoOf(r *core.Record) (codigo string, typed bool) {
	c, typed := r.GetRaw(codeKey).(typedCode)
	if typed {
		r.SetRaw(codeKey, nil)
	}
	return string(c), typed
}

type newSecret string

// SetSecreto asks to give a correction to the browser that holds the secret of a
// hash.
func SetSecreto(r *core.Record, hash string) { r.SetRaw(secretKey, newSecret(hash)) }

// SecretoOf takes the hash of a new secret off the record, if it carries one.
func SecretoOf(r *core.Record) (hash string, given bool) {
	h, given := r.GetRaw(secretKey).(newSecret)
	if given {
		r.SetRaw(secretKey, nil)
	}
	return string(h), given
}
