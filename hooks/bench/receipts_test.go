//go:build linux

package bench

import (
	"context"
	"fmt"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const bulkLeaves = 200_000

// receipts is what a receipt and its leaf cost, and what the register costs at size.
func (b *bench) receipts() {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	hookstest.NewSMTP(b, office)
	office.Registro.Open(office.App)
	lines := make([]*core.Record, benchSingles)
	for i := range lines {
		lines[i] = b.lineOf(office, office.Filed(b, nil).Id)
	}
	allMailed(office)
	claves, err := office.Registro.Claves(office.App)
	if err != nil {
		b.Fatal(err)
	}
	settle()
	var leaf, draw, verify []float64
	var size int
	for _, line := range lines {
		leaf = append(leaf, b.leafOf(office, line))
		codigo, err := office.Registro.CodeOf(office.App, line)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		drawn, err := office.Registro.PDF(office.App, codigo)
		if err != nil {
			b.Fatal(err)
		}
		draw = append(draw, 1000*time.Since(began).Seconds())
		began = time.Now()
		if found := cargo.Verify(drawn, claves); found.Veredicto != cargo.Autentico {
			b.Fatal(found.Veredicto)
		}
		verify, size = append(verify, 1000*time.Since(began).Seconds()), max(size, len(drawn))
	}
	b.atMost("a receipt: its leaf in the filing's transaction / 1 ms", 2, "ms", median(leaf), 1)
	b.atMost("  its drawing, after the answer / 20 ms", 1, "ms", median(draw), 20)
	b.atMost("  its size / 40 kB", 1, "kB", float64(size)/1000, 40)
	b.atMost("  its verification without files / 50 ms", 2, "ms", median(verify), 50)
	b.register(office, lines[0])
}

func (b *bench) lineOf(office *hookstest.Office, solicitud string) *core.Record {
	line, err := office.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'RECEPCION'", dbx.Params{"s": solicitud})
	if err != nil {
		b.Fatal(err)
	}
	return line
}

// leafOf gives a line one more leaf with its receipt inside a transaction, and tells what
// that took without the commit.
func (b *bench) leafOf(office *hookstest.Office, line *core.Record) (ms float64) {
	err := office.RunInTransaction(func(tx core.App) error {
		began := time.Now()
		_, err := registro.Late(tx, line)
		ms = 1000 * time.Since(began).Seconds()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return ms
}

// register gives so many lines of before their leaves, and audits them.
func (b *bench) register(office *hookstest.Office, line *core.Record) {
	var columns []struct{ Name string }
	if err := office.DB().NewQuery("PRAGMA table_info(movimientos)").All(&columns); err != nil {
		b.Fatal(err)
	}
	sql, values := "", ""
	for _, c := range columns {
		sql += ",`" + c.Name + "`"
		if c.Name == "id" {
			values += "," + randomID
		} else {
			values += ",m.`" + c.Name + "`"
		}
	}
	for _, do := range []string{
		`INSERT INTO movimientos (` + sql[1:] + `) SELECT ` + values[1:] + ` FROM movimientos m CROSS JOIN
			(WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {:n}) SELECT n FROM k) WHERE m.id = {:m}`,
		"DELETE FROM registro_claves WHERE n = 0",
	} {
		if _, err := office.NonconcurrentDB().NewQuery(do).Bind(dbx.Params{"n": bulkLeaves, "m": line.Id}).Execute(); err != nil {
			b.Fatal(err)
		}
	}
	settle()
	began := time.Now()
	if err := office.Registro.Fill(office.App); err != nil {
		b.Fatal(err)
	}
	b.atMost("  leaves for 200,000 lines of before / 10 s", 1, "s", time.Since(began).Seconds(), 10)
	began = time.Now()
	tree, err := office.Registro.Audit(context.Background(), office.App, func(string, int64, int64) {})
	if err != nil {
		b.Fatal(err)
	}
	rate := float64(tree.N) / time.Since(began).Seconds()
	b.row("  auditar, rows a second before the files / 50,000", fmt.Sprintf("%.0f", rate), "50000", rate/50_000, "≥ 1.00", 1)
}
