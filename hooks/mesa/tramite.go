package mesa

import "github.com/pocketbase/pocketbase/core"

// FormularioSAIP is the form of a request for public information (Ley 27806).
const FormularioSAIP = "saip"

// Tramite is a procedure of the catalogue. The zero value is a procedure that is not
// chosen yet.
type Tramite struct{ core.BaseRecordProxy }

// AsTramite views a record of `tramites`; nil is none.
func AsTramite(r *core.Record) *Tramite { return &Tramite{core.BaseRecordProxy{Record: r}} }

// Chosen tells whether there is a procedure.
func (t *Tramite) Chosen() bool { return t.Record != nil }

// SAIP tells whether the procedure takes a request for public information.
func (t *Tramite) SAIP() bool { return t.Chosen() && t.GetString("formulario") == FormularioSAIP }

// ExigeReferencia tells whether the procedure continues one that was started before (art.
// 113.7 of Ley 27444).
func (t *Tramite) ExigeReferencia() bool { return t.Chosen() && t.GetBool("exige_referencia") }
