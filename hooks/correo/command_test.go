package correo_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// What an administrator reads at the terminal: each step, where it ended, in whose words, and
// what to do. Only a mail that the server took fulfils the line of the check list.
func TestATrialTellsWhatTheServerAnsweredAtEachStep(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		manner hookstest.Manner
		port   int // 0 for the server's own
		sent   bool
		says   []string
	}{
		"taken": {manner: hookstest.Manner{Dot: "250 2.0.0 guardado como 4XyZ"}, sent: true, says: []string{
			"bien   entrega       250 2.0.0 guardado como 4XyZ", "bien   destinatario  ana@ejemplo.pe", "sin cifrar", "no deseados"}},
		"nobody there": {port: 1, says: []string{"FALLA  conexión", "MESA_SMTP_HOST"}},
		"no greeting": {manner: hookstest.Manner{Banner: "554 no se atiende"}, says: []string{
			"bien   conexión", "FALLA  saludo", `554 "no se atiende"`, "587"}},
		"hangs up":     {manner: hookstest.Manner{Banner: hookstest.Drop}, says: []string{"FALLA  saludo", "EOF"}},
		"says nothing": {manner: hookstest.Manner{Banner: hookstest.Silence}, says: []string{"FALLA  saludo", mesa.TextServidorCallado}},
		"address refused": {manner: hookstest.Manner{Rcpt: "550 relay denied"}, says: []string{
			"bien   remitente", "FALLA  destinatario", `550 "relay denied"`, "fuera de la entidad"}},
		"text refused": {manner: hookstest.Manner{Dot: "552 too big"}, says: []string{
			"bien   destinatario", "FALLA  entrega", `552 "too big"`}},
		"no answer to that": {manner: hookstest.Manner{Dot: hookstest.Drop}, says: []string{"FALLA  entrega", "puede haber llegado o no"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := hookstest.NewProduction(t, workday)
			o.Mailer.ConnectTime = 2 * time.Second
			hookstest.NewSMTP(t, o.App).Behave(c.manner)
			if c.port != 0 {
				o.Settings().SMTP.Port = c.port
			}
			var out bytes.Buffer
			sent, err := o.Mailer.Demonstrate(o.App, "ana@ejemplo.pe", &out)
			if err != nil || sent != c.sent {
				t.Errorf("%v %v", sent, err)
			}
			for _, want := range c.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in\n%s", want, &out)
				}
			}
			kept, err := o.CountRecords(mesa.ColCorreos, dbx.HashExp{"tipo": "prueba", "estado": "enviado", "para": "ana@ejemplo.pe"})
			if err != nil || (kept == 1) != c.sent {
				t.Errorf("%d mails stand as sent: %v", kept, err)
			}
		})
	}
}

func TestATrialWithoutAMailServerSaysSo(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	var out bytes.Buffer
	sent, err := o.Mailer.Demonstrate(o.App, "ana@ejemplo.pe", &out)
	if sent || err != nil || !strings.Contains(out.String(), mesa.TextPruebaSinServidor) {
		t.Errorf("%v %v %s", sent, err, &out)
	}
}

func TestReachingTheMailServerSendsNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	if _, err := o.Mailer.Reach(t.Context(), o.App); err == nil {
		t.Error("no server is reached")
	}
	server := hookstest.NewSMTP(t, o.App)
	o.Settings().SMTP.Username, o.Settings().SMTP.Password = "mesa", "clave-de-prueba"
	if failed, err := o.Mailer.Reach(t.Context(), o.App); err != nil || failed != "" {
		t.Errorf("%s %v", failed, err)
	}
	if len(server.Mails()) != 0 || len(server.Logins()) != 1 {
		t.Errorf("%d mails, logins %v", len(server.Mails()), server.Logins())
	}
	server.Behave(hookstest.Manner{Banner: hookstest.Silence})
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	if failed, err := o.Mailer.Reach(ctx, o.App); failed != "saludo" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%s %v", failed, err)
	}
}
