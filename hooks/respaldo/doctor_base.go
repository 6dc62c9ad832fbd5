package respaldo

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// permissions finds what other users of the machine may read: of the folder and what lies in
// it or, with --todo, of all below. Windows has rights of another kind.
func (x *examination) permissions(ctx context.Context) {
	if runtime.GOOS == "windows" {
		x.add("permisos", mesa.Bien, mesa.TextDoctorPermisosWindows)
		return
	}
	n, first := 0, ""
	for _, root := range []string{x.dir, x.Resguardo} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || ctx.Err() != nil {
				return ctx.Err() // what is gone meanwhile, or can't be read, is met by other checks
			}
			info, err := entry.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 && (info.IsDir() || info.Mode().IsRegular()) {
				if n++; first == "" {
					first = path
				}
			}
			if !x.Todo && entry.IsDir() && path != root {
				return filepath.SkipDir
			}
			return nil
		})
		if err != nil {
			x.verdict("permisos", "", err)
			return
		}
	}
	if n > 0 {
		x.add("permisos", mesa.Mal, mesa.TextDoctorPermisos(n, first))
		return
	}
	x.add("permisos", mesa.Bien, "")
}

// integrity has SQLite read the whole base; with --todo each index against its table too.
func (x *examination) integrity(ctx context.Context) {
	db, err := servidor.OpenToRead(filepath.Join(x.dir, "data.db"))
	if err != nil {
		x.add("integridad de la base", mesa.Mal, err.Error())
		return
	}
	defer db.Close()
	pragma, found := "quick_check(1)", ""
	if x.Todo {
		pragma = "integrity_check(1)"
	}
	if err := db.NewQuery("PRAGMA " + pragma).WithContext(ctx).Row(&found); err != nil {
		found = err.Error()
	}
	if found == "ok" {
		found = ""
	}
	x.verdict("integridad de la base", found, nil)
}

// object is an index, a trigger, a table, a view or a column of a base.
type object struct {
	Type string `db:"type"`
	Name string `db:"name"`
	SQL  string `db:"sql"`
}

// schema compares the base with one that this program makes: its migrations, its tables and
// columns, indexes and triggers.
func (x *examination) schema(context.Context) {
	older, newer, err := migrations(x.app)
	switch {
	case err != nil:
		x.verdict("esquema", "", err)
		return
	case newer != "":
		x.add("esquema", mesa.Mal, mesa.TextDoctorBaseNueva(newer))
		return
	case older != "":
		x.add("esquema", mesa.Atencion, mesa.TextDoctorBaseVieja(older))
		return
	}
	fault, foreign, err := compareSchemas(x.app.DB())
	x.verdict("esquema", fault, err)
	if foreign != "" {
		x.add("disparadores ajenos", mesa.Atencion, mesa.TextDoctorAjeno(foreign))
	}
}

// migrations finds the first that the base lacks, and the first that this program lacks.
func migrations(app core.App) (older, newer string, err error) {
	var ran []string
	if err := app.DB().Select("file").From(core.DefaultMigrationsTable).OrderBy("file").Column(&ran); err != nil {
		return "", "", err
	}
	known := map[string]bool{}
	for _, m := range slices.Concat(core.SystemMigrations.Items(), core.AppMigrations.Items()) {
		known[m.File] = true
		if older == "" && !slices.Contains(ran, m.File) {
			older = m.File
		}
	}
	for _, file := range ran {
		if newer == "" && !known[file] {
			newer = file
		}
	}
	return older, newer, nil
}

// compareSchemas tells what the base lacks or has otherwise, and a trigger that is not ours.
func compareSchemas(db dbx.Builder) (fault, foreign string, err error) {
	want, err := fresh()
	if err != nil {
		return "", "", err
	}
	have, err := schemaOf(db)
	if err != nil {
		return "", "", err
	}
	var faults []string
	for key, w := range want {
		switch h, ok := have[key]; {
		case !ok:
			faults = append(faults, mesa.TextDoctorFalta(w.Type, w.Name))
		case w.Type != "table" && plainSQL(h.SQL) != plainSQL(w.SQL):
			faults = append(faults, mesa.TextDoctorCambio(w.Type, w.Name))
		}
	}
	for key, h := range have {
		if _, ok := want[key]; !ok && h.Type == "trigger" && (foreign == "" || h.Name < foreign) {
			foreign = h.Name
		}
	}
	slices.Sort(faults)
	if n := len(faults); n > 5 {
		faults = append(faults[:5], fmt.Sprintf("y %d más", n-5))
	}
	return strings.Join(faults, "; "), foreign, nil
}

// fresh are the objects of a base that this program makes, made once: two seconds of work.
var fresh = sync.OnceValues(func() (map[string]object, error) {
	tmp, err := os.MkdirTemp("", "mesadepartes-doctor-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	db, err := servidor.Fresh(tmp)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return schemaOf(db)
})

// schemaOf lists what a base has, the columns of its tables too.
func schemaOf(db dbx.Builder) (map[string]object, error) {
	var rows []object
	err := db.NewQuery(`SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'
		UNION ALL SELECT 'column', t.name || '.' || c.name, '' FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`).All(&rows)
	all := map[string]object{}
	for _, o := range rows {
		all[o.Type+" "+o.Name] = o
	}
	return all, err
}

// plainSQL leaves out of a statement how it is set.
func plainSQL(sql string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("`", "", `"`, "", "[", "", "]", "").Replace(sql)), " ")
}

// space compares what is free with the reserve of the office.
func (x *examination) space(context.Context) {
	salud, motivo := servidor.CheckSpace(x.app)
	x.add("espacio", salud, motivo)
}

// aside tells what the program put aside and only a person may remove.
func (x *examination) aside(context.Context) {
	for name, text := range map[string]string{servidor.Quarantine: mesa.TextDoctorCuarentena} {
		if entries, err := os.ReadDir(filepath.Join(x.dir, name)); err == nil && len(entries) > 0 {
			x.add(name, mesa.Atencion, text)
		}
	}
}

// files looks at the storage of the documents: that it is there and, with --todo, each file.
func (x *examination) files(ctx context.Context) {
	if x.app.Settings().S3.Enabled {
		x.remote(ctx)
	} else if fault := x.local(); fault != "" {
		x.add("archivos", mesa.Mal, fault)
		return
	} else {
		x.add("archivos", mesa.Bien, "")
	}
	if x.Todo && !x.noS3 {
		x.hashes(ctx)
	}
}

func (x *examination) local() string {
	path := filepath.Join(x.dir, core.LocalStorageDirName)
	info, err := os.Stat(path)
	var filed int
	_ = x.app.DB().Select("count(*)").From(mesa.ColSolicitudes).Row(&filed) // integrity has told of a base that can't be read
	switch {
	case err == nil && !info.IsDir():
		return mesa.TextDoctorNoCarpeta(path)
	case err != nil && filed > 0:
		return mesa.TextDoctorSinArchivos(path)
	case err != nil:
		return ""
	}
	probe, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err.Error()
	}
	_ = probe.Close()
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o700 != 0o700 {
		return mesa.TextDoctorNoEscribe(path)
	}
	return ""
}
