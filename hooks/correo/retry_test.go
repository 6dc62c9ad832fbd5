package correo_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// A notice that something later replaced is not sent by a retry, however soon it is tried.
func TestARetriedNoticeThatWasReplacedIsGivenUpAgain(t *testing.T) {
	t.Parallel()
	o, server, id := observed(t)
	server.Behave(hookstest.Manner{Rcpt: "550 5.1.1 no existe"})
	o.Deliver(t)
	server.Behave()
	before := len(server.Mails())
	mail := o.NoticeOf(t, id, "observacion")
	o.MustMove(t, id, mesa.EtapaDesistido, map[string]any{"motivo": "Lo pidió por escrito."})
	o.Deliver(t)
	mail.Set("estado", "pendiente")
	if err := o.Save(mail); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	letters := len(server.Mails())
	o.Deliver(t)
	after := o.Record(t, mesa.ColCorreos, mail.Id)
	if after.GetString("estado") != "fallido" || after.GetString("error") != mesa.TextCorreoTarde || len(server.Mails()) != letters {
		t.Errorf("%s, %q; %d letters before, %d after", after.GetString("estado"), after.GetString("error"), before, len(server.Mails()))
	}
}

// Each role as the table says, whichever door: an area its own filings.
func TestAnAreaRetriesOnlyTheMailsOfWhatItHolds(t *testing.T) {
	t.Parallel()
	o, server, id := observed(t)
	server.Behave(hookstest.Manner{Rcpt: "550 5.1.1 no existe"})
	o.Deliver(t)
	area := o.Area(t).Id
	for _, c := range []struct {
		who mesa.Actor
		may bool
	}{
		{mesa.Actor{Rol: mesa.RolJefatura}, false}, {mesa.Actor{Rol: mesa.RolArea, Area: area}, false}, {mesa.Actor{Rol: mesa.RolArea}, false},
		{mesa.Actor{Rol: "ninguno"}, false}, {mesa.Actor{Rol: mesa.RolMesa}, true}, {mesa.Actor{}, true},
	} {
		mail := o.NoticeOf(t, id, "observacion")
		mail.Set("estado", "pendiente")
		mesa.SetActor(mail, c.who)
		err := o.Save(mail)
		if c.may != (err == nil) {
			t.Errorf("%v: %s", c.who, hookstest.Explain(err))
		}
		if !c.may {
			hookstest.WantRefusal(t, err, 403, "", mesa.TextCorreoAjeno)
		}
		o.Deliver(t)
	}
}
