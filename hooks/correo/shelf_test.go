package correo_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// A mail that waited while its enclosure went to the shelf leaves with it.
func TestAnEnclosureOnItsShelfIsSent(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.Deliver(t)
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Procede.", "respuesta": hookstest.File("r.pdf", hookstest.PDF(1)),
	})
	o.Shelve(t)
	mail := o.NoticeOf(t, s.Id, string(mesa.CorreoRespuesta))
	if mail.GetString("adjunto") == "" {
		t.Fatal("the answer encloses nothing")
	}
	o.Deliver(t)
	if mail = o.Record(t, mesa.ColCorreos, mail.Id); mail.GetString("estado") != string(mesa.CorreoEnviado) {
		t.Errorf("%s: %s", mail.GetString("estado"), mail.GetString("error"))
	}
}
