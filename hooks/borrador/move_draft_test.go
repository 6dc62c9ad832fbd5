package borrador_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

func TestADraftMovesToAnotherBrowserWithTheProofOfItsAddressAlone(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	own := o.Codes.ProofOf(o.App, o.Ready(t, nil).Id)
	foreign := o.Codes.ProofOf(o.App, o.Ready(t, map[string]any{"correo": "otra@ejemplo.pe"}).Id)
	move := func(id string, proof otp.Proof, secret string) error {
		r := o.Record(t, mesa.ColBorradores, id)
		r.Set("asunto", "Cambiado de paso")
		mesa.SetSecreto(r, secret)
		otp.Attach(r, proof)
		return o.Save(r)
	}
	proved, unproved := o.Ready(t, nil).Id, o.Draft(t, nil).Id
	for name, err := range map[string]error{
		"without a proof": move(proved, otp.Proof{}, "n"), "with another address's": move(proved, foreign, "n"),
		"a draft that nobody validated": move(unproved, own, "n"),
	} {
		if p, ok := mesa.AsProblem(err); !ok || p.Status != 403 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, secret := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		if err := move(proved, own, secret); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	r := o.Record(t, mesa.ColBorradores, proved)
	if r.GetString("secreto") != "g" || r.GetString("secretos_previos") != "f e d c b" || r.GetString("asunto") == "Cambiado de paso" {
		t.Errorf("%q %q %q", r.GetString("secreto"), r.GetString("secretos_previos"), r.GetString("asunto"))
	}
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": proved})
	hookstest.WantRefusal(t, move(proved, own, "h"), 409, "", mesa.TextBorradorCerrado)
}

func TestADraftOpensProvedWithTheProofOfItsAddressAlone(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	own := o.Codes.ProofOf(o.App, o.Ready(t, nil).Id)
	for correo, want := range map[string]string{"juan@ejemplo.pe": "juan@ejemplo.pe", "otra@ejemplo.pe": "", "": ""} {
		c, err := o.FindCollectionByNameOrId(mesa.ColBorradores)
		if err != nil {
			t.Fatal(err)
		}
		r := newRecord(c, map[string]any{
			"persona": mesa.PersonaNatural, "terminos_en": o.Now(), "secreto": "x", "correo": correo, "correo_validado": correo,
		})
		otp.Attach(r, own)
		if err := o.Save(r); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		if got := o.Record(t, mesa.ColBorradores, r.Id).GetString("correo_validado"); got != want {
			t.Errorf("%q is proved as %q", correo, got)
		}
	}
}

func newRecord(c *core.Collection, values map[string]any) *core.Record {
	r := core.NewRecord(c)
	r.Load(values)
	return r
}
