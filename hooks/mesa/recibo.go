package mesa

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Recibo is a receipt (cargo) of a filing as lists and mails show it.
type Recibo struct {
	Codigo, Titulo string
	Fecha          time.Time // of the act
}

// Path is the address of the receipt.
func (r Recibo) Path() string { return CargoPath(r.Codigo) }

// CargoPath is the address of a receipt, whose code is its only key.
func CargoPath(codigo string) string { return "/cargo/" + codigo + ".pdf" }

type cargoCode string

// CargoCode is the code under which a line of the trail that is being written gets its
// receipt: chosen when it is first asked for, with choose.
func CargoCode(mov *core.Record, choose func() string) string {
	if code, ok := mov.GetRaw(cargoKey).(cargoCode); ok {
		return string(code)
	}
	code := choose()
	mov.SetRaw(cargoKey, cargoCode(code))
	return code
}
