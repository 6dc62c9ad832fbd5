//go:build linux

package bench

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	movedCitizens = 5_000  // observed filings, each with its notice
	movedOffice   = 10_000 // registered filings
)

// recount declares a day that moves every term of a grown office, beside another writer: what
// it waits at most is what a citizen who sends a filing would.
func (b *bench) recount() {
	o := hookstest.New(b, "2026-11-02T10:00:00-05:00")
	observed := o.Filed(b, nil).Id
	o.Observe(b, observed)
	registered := o.Filed(b, map[string]any{"tramite": o.Tramite(b, 2).Id}).Id
	o.MustMove(b, registered, mesa.EtapaRegistrado, nil)
	b.multiply(o, observed, movedCitizens)
	b.multiply(o, registered, movedOffice)
	o.Mailer.Hold = func(core.App) bool { return true } // the mails are another matter
	stop, waited := make(chan struct{}), make(chan []time.Duration)
	go func() { waited <- b.waits(o, registered, stop) }()
	began := time.Now()
	o.Must(b, mesa.ColNoLaborables, map[string]any{"fecha": "2026-11-03", "nombre": "Prueba", "base_legal": "DS inventado"})
	for left := 1; left > 0; {
		if err := o.Reloj.Recount(o.App, time.Now().Add(20*time.Second)); err != nil {
			b.Fatal(err)
		}
		if err := o.DB().NewQuery("SELECT count(*) FROM reloj_recuentos").Row(&left); err != nil || time.Since(began) > 10*time.Minute {
			b.Fatal("the recount does not end", err)
		}
	}
	took := time.Since(began)
	close(stop)
	waits := <-waited
	slices.Sort(waits)
	b.atMost(fmt.Sprintf("%d + %d terms move: longest wait of another writer", movedCitizens, movedOffice), 0, "ms",
		float64(waits[len(waits)-1].Milliseconds()), 200)
	b.note("%d + %d terms moved in %.1f s; of %d writes beside them half waited %d ms, 99 of 100 at most %d ms", movedCitizens, movedOffice,
		took.Seconds(), len(waits), waits[len(waits)/2].Milliseconds(), waits[len(waits)*99/100].Milliseconds())
}

// waits writes again and again until told to stop, and gives how long each write took.
func (b *bench) waits(o *hookstest.Office, id string, stop chan struct{}) (took []time.Duration) {
	for {
		select {
		case <-stop:
			return took
		case <-time.After(5 * time.Millisecond):
		}
		began := time.Now()
		err := o.RunInTransaction(func(tx core.App) error {
			_, err := tx.DB().NewQuery("UPDATE solicitudes SET cuo = 'x' WHERE id = {:id}").Bind(dbx.Params{"id": id}).Execute()
			return err
		})
		if err != nil {
			b.Error(err)
			return took
		}
		took = append(took, time.Since(began))
	}
}

// multiply copies a filing with its lines and mails.
func (b *bench) multiply(o *hookstest.Office, id string, n int) {
	for _, c := range []struct{ table, of string }{{"solicitudes", "id"}, {"movimientos", "solicitud"}, {"correos", "solicitud"}} {
		var columns []string
		if err := o.DB().NewQuery("SELECT name FROM pragma_table_info('" + c.table + "')").Column(&columns); err != nil {
			b.Fatal(err)
		}
		var values []string
		for _, name := range columns {
			values = append(values, b.copied(name))
		}
		_, err := o.DB().NewQuery(fmt.Sprintf(`WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < %d)
			INSERT INTO %s ([[%s]]) SELECT %s FROM %s s, k WHERE s.%s = {:id}`,
			n, c.table, strings.Join(columns, "]], [["), strings.Join(values, ", "), c.table, c.of)).Bind(dbx.Params{"id": id}).Execute()
		if err != nil {
			b.Fatal(c.table, err)
		}
	}
}

// copied is the value of a column in the nth copy of a row: whatever must be unique is.
func (b *bench) copied(name string) string {
	switch name {
	case "id":
		return "substr(s.id, 1, 9) || printf('%06d', k.n)"
	case "solicitud", "movimiento":
		return "CASE WHEN s.[[" + name + "]] = '' THEN '' ELSE substr(s.[[" + name + "]], 1, 9) || printf('%06d', k.n) END"
	case "correlativo":
		return "s.correlativo * 100000 + k.n"
	case "numero", "mensaje_id", "acuse", "borrador":
		return "CASE WHEN s.[[" + name + "]] = '' THEN '' ELSE s.[[" + name + "]] || k.n END"
	}
	return "s.[[" + name + "]]"
}
