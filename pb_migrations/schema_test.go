package pb_migrations_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest/base"

	"github.com/pocketbase/pocketbase/core"
)

const goldenFile = "testdata/schema.golden"

var update = flag.Bool("update", false, "write "+goldenFile+" anew")

// The golden file is all that the migrations make: collections with their fields in
// the dashboard's order, columns, indexes, triggers and the first rows. Left out are
// ids and instants, which differ from one installation to the next.
func TestTheSchemaIsTheGoldenOne(t *testing.T) {
	t.Parallel()
	got := schema(t, migrated(t))
	if *update {
		if err := os.WriteFile(goldenFile, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := golden(t)
	for i := range max(len(got), len(want)) {
		if !slices.Equal(line(got, i), line(want, i)) {
			t.Fatalf("%s:%d differs (if that is meant: go test ./pb_migrations -update)\n got %q\nwant %q",
				goldenFile, i+1, line(got, i), line(want, i))
		}
	}
}

// migrated is what the migrations alone make. An office for tests differs: its
// passwords are hashed faster.
func migrated(t *testing.T) core.App {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	t.Cleanup(func() { _ = base.End(app) })
	if err := errors.Join(app.Bootstrap(), app.RunAllMigrations()); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	return app
}

// golden are the lines of the golden file.
func golden(t *testing.T) []string {
	t.Helper()
	stored, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(stored), "\n"), "\n")
}

// line is line i of a text, or nothing after the last one.
func line(text []string, i int) []string { return text[min(i, len(text)):min(i+1, len(text))] }

// schema describes a base in lines of text.
func schema(t *testing.T, app core.App) []string {
	t.Helper()
	all, err := app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b *core.Collection) int { return strings.Compare(a.Name, b.Name) })
	var lines []string
	for _, c := range all {
		if c.System {
			continue
		}
		lines = append(lines, "", "== "+c.Name)
		lines = append(lines, describe(t, app, c)...)
		lines = append(lines, "columns:")
		lines = append(lines, query(t, app, `SELECT name || ' ' || type || iif([[notnull]], ' NOT NULL', '') ||
			coalesce(' DEFAULT ' || dflt_value, '') FROM pragma_table_info('`+c.Name+`') ORDER BY name`)...)
		lines = append(lines, "rows:")
		lines = append(lines, query(t, app, "SELECT "+values(t, app, c)+" FROM [["+c.Name+"]] ORDER BY rowid")...)
	}
	lines = append(lines, "", "== triggers and indexes in the base")
	lines = append(lines, query(t, app, `SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql != ''
		AND tbl_name NOT LIKE '\_%' ESCAPE '\' ORDER BY name`)...)
	lines = append(lines, "", "== tables that are no collection")
	lines = append(lines, query(t, app, `SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND name NOT LIKE '\_%' ESCAPE '\' AND name NOT IN (SELECT name FROM _collections) ORDER BY name`)...)
	return strings.Split(strings.Join(lines, "\n"), "\n") // some are of several lines
}

func query(t *testing.T, app core.App, sql string) (lines []string) {
	t.Helper()
	if err := app.DB().NewQuery(sql).Column(&lines); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

// describe prints the options, fields and indexes of a collection as the dashboard
// exports them; a relation names its collection instead of its id.
func describe(t *testing.T, app core.App, c *core.Collection) (lines []string) {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var options map[string]json.RawMessage
	var lists struct {
		Fields  []map[string]any
		Indexes []string
	}
	if err := errors.Join(json.Unmarshal(raw, &options), json.Unmarshal(raw, &lists)); err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(options)) {
		if !slices.Contains([]string{"id", "created", "updated", "fields", "indexes"}, key) {
			lines = append(lines, fmt.Sprintf("%s %s", key, options[key]))
		}
	}
	lines = append(lines, "fields:")
	for _, f := range lists.Fields {
		delete(f, "id")
		if id, ok := f["collectionId"].(string); ok {
			f["collectionId"] = collection(t, app, id).Name
		}
		name, _ := f["name"].(string)
		delete(f, "name")
		lines = append(lines, name+" "+compact(t, f))
	}
	return append(append(lines, "indexes:"), lists.Indexes...)
}

func collection(t *testing.T, app core.App, id string) *core.Collection {
	t.Helper()
	c, err := app.FindCollectionByNameOrId(id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// compact is JSON in one line, with < and > as they are.
func compact(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

// values is the SQL of a row as one text, in SQL literals, which tell a number from
// a text. A relation gives the name of what it points at.
func values(t *testing.T, app core.App, c *core.Collection) string {
	t.Helper()
	parts := []string{"''"}
	for _, f := range c.Fields {
		column := fmt.Sprintf("quote([[%s]].[[%s]])", c.Name, f.GetName())
		switch f := f.(type) {
		case *core.AutodateField:
			continue
		case *core.RelationField:
			if to := collection(t, app, f.CollectionId); to.Fields.GetByName("nombre") != nil {
				name := fmt.Sprintf("SELECT quote(nombre) FROM [[%s]] AS other WHERE other.id = [[%s]].[[%s]]", to.Name, c.Name, f.Name)
				column = fmt.Sprintf("coalesce((%s), %s)", name, column)
			}
		}
		if f.GetName() != "id" {
			parts = append(parts, fmt.Sprintf("'%s=' || %s || ' '", f.GetName(), column))
		}
	}
	return strings.Join(parts, " || ")
}
