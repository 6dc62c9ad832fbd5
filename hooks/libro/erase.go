package libro

import (
	"errors"
	"fmt"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// errNothingPrivate says that an entry has no private part to erase.
var errNothingPrivate = errors.New("ese asiento no tiene contenido privado")

// bareKey marks a line whose entry holds the line alone; it is no column. The entry of an
// erasure must not hold what was erased.
const bareKey = "@sola"

// Erase takes the private part out of an entry, under an authorisation that entry and
// trail keep. The chain of hashes holds: it runs over the salted hash of that part,
// and the salt goes with it. What is erased can't be recovered; the number stays given.
func (r *Room) Erase(app core.App, epoca, n int, autorizacion string) error {
	autorizacion = mesa.CleanLine(autorizacion)
	if autorizacion == "" || mesa.TooLong(autorizacion, mesa.MaxNumeroDoc) {
		return errors.New("indique la resolución o el documento que autoriza el borrado, en 60 letras o menos")
	}
	s := shelf(app)
	a, err := entry(s, epoca, n)
	if err != nil {
		return err
	}
	if a.Privado == nil {
		return errNothingPrivate
	}
	// The trail first: an erasure without its line must not be.
	err = rule.Transaction(app, func(tx core.App) error {
		line, err := r.writeNota(tx, a.p.Solicitud, mesa.TextBorrado(fmt.Sprintf("%d/%d", epoca, n), autorizacion))
		if err == nil {
			line.SetRaw(bareKey, true)
		}
		return err
	})
	if err != nil {
		return err
	}
	a.erase(r.Now(), autorizacion)
	return s.replace(a)
}
