//go:build linux

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// draft is a draft that lacks only its file, and the cookie that opens it.
type draft struct{ id, cookie string }

// ready prepares drafts: personal data, a proved address, a procedure.
func ready(t testing.TB, o *hookstest.Office, n int) []draft {
	t.Helper()
	drafts := make([]draft, n)
	err := o.RunInTransaction(func(tx core.App) error {
		inside := *o
		inside.App = tx
		for i := range drafts {
			secret, hash := web.NewSecret()
			r := inside.Draft(t, map[string]any{"correo": fmt.Sprintf("persona%d@ejemplo.pe", i)})
			r.Set("secreto", hash)
			inside.Prove(t, r)
			drafts[i] = draft{r.Id, "borrador_" + r.Id + "=" + secret}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return drafts
}

// leave closes an office and gives its data folder for a server. Its register has begun: the
// start gives no leaves to what is copied into it afterwards.
func leave(o *hookstest.Office) string {
	_ = o.Registro.Fill(o.App)
	_ = base.End(o.App)
	return o.DataDir()
}

// copied is a table whose rows of one filing are copied, so often, with what each copy has
// of its own.
type copied struct {
	table, where string
	times        int
	set          map[string]string
}

const randomID = "substr(lower(hex(randomblob(8))), 1, 15)"

// plain copies are all of one instant, in three states.
func plain() []copied {
	return []copied{
		{mesa.ColSolicitudes, "m.id = {:s}", 1, map[string]string{
			"id": "k.s", "anio": "k.anio", "correlativo": "k.n", "numero": "k.n || '-' || k.anio", "borrador": randomID,
			"numero_documento": "printf('%08d', abs(random()) % 100000000)", "correo": "'p' || k.n || '@ejemplo.pe'",
			"estado": "CASE k.n % 20 WHEN 0 THEN 'recibida' WHEN 1 THEN 'derivada' ELSE 'archivada' END",
		}},
		{mesa.ColDocumentos, "m.solicitud = {:s}", 2, map[string]string{"id": randomID, "solicitud": "k.s"}},
		{mesa.ColMovimientos, "m.solicitud = {:s}", 3, map[string]string{"id": randomID, "solicitud": "k.s"}},
		{mesa.ColCorreos, "m.solicitud = {:s}", 1, map[string]string{"id": randomID, "solicitud": "k.s", "estado": "'enviado'"}},
	}
}

// fill copies one filing with all that hangs on it until the base has n, ids at
// random as PocketBase gives them, and tells the size of the base.
func fill(t testing.TB, dir, solicitud string, n int) int64 {
	t.Helper()
	return fillWith(t, dir, solicitud, n, plain())
}

func fillWith(t testing.TB, dir, solicitud string, n int, copies []copied) int64 {
	t.Helper()
	name := filepath.Join(dir, "data.db")
	db, err := dbx.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	db.DB().SetMaxOpenConns(1)
	run := func(sql string, params dbx.Params) {
		t.Helper()
		if _, err := db.NewQuery(sql).Bind(params).Execute(); err != nil {
			t.Fatalf("%v in %.400s", err, sql)
		}
	}
	for _, fast := range []string{"journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"} {
		run("PRAGMA "+fast, nil)
	}
	run(`CREATE TEMP TABLE copia AS WITH RECURSIVE k(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM k WHERE n < {:n})
		SELECT n, substr(lower(hex(randomblob(8))), 1, 15) AS s, CAST(strftime('%Y', 'now', '-5 hours') AS INTEGER) AS anio
		FROM k`, dbx.Params{"n": n})
	for _, c := range copies {
		var columns []struct{ Name string }
		if err := db.NewQuery("PRAGMA table_info(" + c.table + ")").All(&columns); err != nil {
			t.Fatal(err)
		}
		var names, values []string
		for _, col := range columns {
			names = append(names, "`"+col.Name+"`")
			if v, ok := c.set[col.Name]; ok {
				values = append(values, v)
			} else {
				values = append(values, "m.`"+col.Name+"`")
			}
		}
		sql := fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM temp.copia k CROSS JOIN %s m WHERE %s",
			c.table, strings.Join(names, ","), strings.Join(values, ","), c.table, c.where)
		for range c.times {
			run(sql, dbx.Params{"s": solicitud})
		}
	}
	run("PRAGMA journal_mode = WAL", nil)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
