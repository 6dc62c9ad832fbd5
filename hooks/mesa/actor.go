package mesa

import "github.com/pocketbase/pocketbase/core"

// Mano says who moves a filing: staff, the citizen or the clock.
type Mano int

// The values of Mano. The zero value is staff, so that a record that arrives
// through the REST API or the dashboard without a mark is never taken for the
// citizen's.
const (
	ManoPersonal Mano = iota
	ManoCiudadano
	ManoReloj
)

// Rol is what an account of staff does at the office.
type Rol string

// The roles of `personal`. The zero value is a superuser, who holds all of them.
const (
	RolMesa     Rol = "mesa"
	RolArea     Rol = "area"
	RolJefatura Rol = "jefatura"
)

// Actor says who causes a change. Name is what the trail shows: a record's
// collection, id and name, or nothing for the clock.
type Actor struct {
	Mano Mano
	Rol  Rol    // with ManoPersonal
	Area string // of the account, which limits RolArea to what is there
	Name string
}

// Keys of the marks below. They are no columns, so PocketBase never stores them,
// and a request's JSON can't hold a value of these Go types, so nobody forges them.
const (
	actorKey  = "@actor"
	roomKey   = "@recibido"
	foundKey  = "@hallado"
	codeKey   = "@codigo"
	secretKey = "@secreto"
	originKey = "@origen"

	claimKey   = "@reclamo"
	addressKey = "@correo"

	versionKey   = "@version"
	observedKey  = "@observados"
	scansKey     = "@escaneos"
	papersKey    = "@papeles"
	cargoKey     = "@cargo"
	rehearsalKey = "@ensayo"
)

type receivedMark struct{}

// Received marks a document whose upload was admitted when it began: it is stored
// even when the disk has too little room for others by then.
func Received(r *core.Record) { r.SetRaw(roomKey, receivedMark{}) }

// WasReceived tells whether Received marked the record.
func WasReceived(r *core.Record) bool {
	_, ok := r.GetRaw(roomKey).(receivedMark)
	return ok
}

// SetActor notes on the record itself who saves it, because PocketBase saves a
// request's record with an empty context.
func SetActor(r *core.Record, a Actor) { r.SetRaw(actorKey, a) }

// ActorOf tells who saves the record; nameless staff when SetActor was not called.
func ActorOf(r *core.Record) Actor {
	a, _ := r.GetRaw(actorKey).(Actor)
	return a
}

type foundData map[string]string

// SetHallado puts on a consulta what the register answered, by the draft's columns. It
// is for whoever saved the consulta; no column keeps it.
func SetHallado(r *core.Record, fields map[string]string) { r.SetRaw(foundKey, foundData(fields)) }

// HalladoOf is what SetHallado put on the consulta.
func HalladoOf(r *core.Record) map[string]string {
	found, _ := r.GetRaw(foundKey).(foundData)
	return found
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

// SetSecreto puts on a draft the hash of the secret of a browser that wants to go on with
// it; the draft's rule judges the proof beside it.
func SetSecreto(r *core.Record, hash string) { r.SetRaw(secretKey, newSecret(hash)) }

// SecretoOf takes that hash off the record, if it carries one.
func SecretoOf(r *core.Record) (hash string, moves bool) {
	s, moves := r.GetRaw(secretKey).(newSecret)
	if moves {
		r.SetRaw(secretKey, nil)
	}
	return string(s), moves
}

type origin string

// SetOrigin notes from which customer's addresses a record comes, so that what costs
// time can be shared out fairly.
func SetOrigin(r *core.Record, customer string) { r.SetRaw(originKey, origin(customer)) }

// OriginOf tells where the record comes from; "" when SetOrigin was not called.
func OriginOf(r *core.Record) string {
	o, _ := r.GetRaw(originKey).(origin)
	return string(o)
}

// StaffActor is an account of the staff as the author of a move; nameless staff for nil.
func StaffActor(auth *core.Record) Actor {
	actor := Actor{Mano: ManoPersonal, Name: AccountName(auth)}
	if auth != nil && auth.Collection().Name == ColPersonal {
		actor.Rol, actor.Area = Rol(auth.GetString("rol")), auth.GetString("area")
		if actor.Rol == "" {
			actor.Rol = "ninguno" // an account of before, without a role: no power
		}
	}
	return actor
}

// AccountName is an account as the trail keeps it: collection/id name.
func AccountName(auth *core.Record) string {
	if auth == nil {
		return ""
	}
	nombre := auth.GetString("nombre")
	if nombre == "" {
		nombre = auth.Email()
	}
	return auth.Collection().Name + "/" + auth.Id + " " + nombre
}
