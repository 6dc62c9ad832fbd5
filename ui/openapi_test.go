package ui_test

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// A working day in Lima: Tuesday 24 March 2026, 10:00.
const workday = "2026-03-24T10:00:00-05:00"

const openAPIFile = "portal/openapi.json"

// object is a part of the description.
type object = map[string]any

func readOpenAPI(t *testing.T) (doc object) {
	t.Helper()
	data, err := os.ReadFile(openAPIFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// mounted lists what an office's server really answers, "GET /seguimiento/{token}", with the
// router's own signs taken off. PocketBase keeps its routes private, hence the reflection.
func mounted(t *testing.T, o *hookstest.Office) (routes map[string]bool) {
	t.Helper()
	routes = map[string]bool{}
	o.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "prueba: routes", Priority: 9999, Func: func(e *core.ServeEvent) error {
		walk(reflect.ValueOf(e.Router).Elem().FieldByName("RouterGroup"), "", func(method, path string) {
			path = strings.ReplaceAll(strings.TrimSuffix(path, "{$}"), "...}", "}")
			routes[method+" "+path] = true
		})
		return e.Next()
	}})
	uitest.Serve(t, o)
	if len(routes) < 100 {
		t.Fatalf("only %d routes were found: PocketBase keeps them elsewhere now", len(routes))
	}
	return routes
}

func walk(group reflect.Value, prefix string, found func(method, path string)) {
	group = group.Elem()
	prefix += group.FieldByName("Prefix").String()
	children := group.FieldByName("children")
	for i := range children.Len() {
		child := children.Index(i).Elem()
		if path := child.Elem().FieldByName("Path"); path.IsValid() {
			found(child.Elem().FieldByName("Method").String(), prefix+path.String())
			continue
		}
		walk(child, prefix, found)
	}
}

var methods = []string{"get", "post", "patch", "put", "delete", "head", "options"}

// each visits the operations of the description.
func each(doc object, visit func(method, path string, op object)) {
	for path, item := range doc["paths"].(object) {
		for method, op := range item.(object) {
			visit(method, path, op.(object))
		}
	}
}

var ofRecords = regexp.MustCompile(`^/api/collections/[a-z_]+/`)

func TestTheDescriptionNamesTheRoutesThatAreMountedAndNoOther(t *testing.T) {
	t.Parallel()
	routes := mounted(t, hookstest.New(t, workday))
	described := map[string]bool{}
	each(readOpenAPI(t), func(method, path string, _ object) {
		is := ofRecords.ReplaceAllString(path, "/api/collections/{collection}/")
		name := strings.ToUpper(method) + " " + is
		described[name] = true
		if !routes[name] && !routes[" "+is] {
			t.Errorf("%s %s is described and not mounted", method, path)
		}
	})
	for route := range routes {
		method, path, _ := strings.Cut(route, " ")
		switch {
		case strings.HasPrefix(path, "/api/") && path != "/api/salud" && path != "/api/acceso-informacion.csv", strings.HasPrefix(path, "/_"):
		case path == "/static/{path}": // what the pages load
		case method == "" && described["POST "+path]:
		case !described[route]:
			t.Errorf("%s is mounted and not described", route)
		}
	}
}

// The structure that OpenAPI 3.1 asks for, as far as this description uses it.
func TestTheDescriptionIsWellFormed(t *testing.T) {
	t.Parallel()
	doc := readOpenAPI(t)
	info := doc["info"].(object)
	if !regexp.MustCompile(`^3\.1\.\d+$`).MatchString(doc["openapi"].(string)) || info["title"] == "" || info["version"] == "" {
		t.Errorf("%v %v", doc["openapi"], info)
	}
	var tags []string
	for _, tag := range doc["tags"].([]any) {
		tags = append(tags, tag.(object)["name"].(string))
	}
	ids := map[string]bool{}
	each(doc, func(method, path string, op object) {
		where := method + " " + path
		id, _ := op["operationId"].(string)
		if !slices.Contains(methods, method) || !strings.HasPrefix(path, "/") || id == "" || ids[id] || op["summary"] == "" {
			t.Errorf("%s: id %q", where, id)
		}
		ids[id] = true
		for _, tag := range op["tags"].([]any) {
			if !slices.Contains(tags, tag.(string)) {
				t.Errorf("%s: tag %v", where, tag)
			}
		}
		checkParameters(t, where, path, op)
		checkResponses(t, where, op)
		security, _ := op["security"].([]any)
		for _, need := range security {
			for scheme := range need.(object) {
				if doc["components"].(object)["securitySchemes"].(object)[scheme] == nil {
					t.Errorf("%s: scheme %s", where, scheme)
				}
			}
		}
		if _, forbidden := op["requestBody"]; forbidden && (method == "get" || method == "head") {
			t.Errorf("%s has a body", where)
		}
	})
	checkReferences(t, doc, doc, "#")
}

func checkParameters(t *testing.T, where, path string, op object) {
	t.Helper()
	var inPath []string
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		p := p.(object)
		if p["schema"] == nil || p["name"] == "" || !slices.Contains([]any{"path", "query", "header", "cookie"}, p["in"]) {
			t.Errorf("%s: %v", where, p)
		}
		if p["in"] == "path" {
			inPath = append(inPath, p["name"].(string))
			if p["required"] != true {
				t.Errorf("%s: %v is of the path and not required", where, p["name"])
			}
		}
	}
	var want []string
	for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
		want = append(want, m[1])
	}
	if !slices.Equal(inPath, want) {
		t.Errorf("%s: parameters %v, want %v", where, inPath, want)
	}
}

func checkResponses(t *testing.T, where string, op object) {
	t.Helper()
	all, _ := op["responses"].(object)
	if len(all) == 0 {
		t.Errorf("%s answers nothing", where)
	}
	for code, answer := range all {
		answer := answer.(object)
		if !regexp.MustCompile(`^[1-5]\d\d$`).MatchString(code) || answer["$ref"] == nil && answer["description"] == nil {
			t.Errorf("%s: %s %v", where, code, answer)
		}
	}
}

// checkReferences follows each $ref.
func checkReferences(t *testing.T, doc object, part any, where string) {
	t.Helper()
	switch part := part.(type) {
	case object:
		if ref, is := part["$ref"].(string); is {
			var at any = doc
			for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
				inner, _ := at.(object)
				at = inner[step]
			}
			if at == nil || !strings.HasPrefix(ref, "#/") {
				t.Errorf("%s: %s leads nowhere", where, ref)
			}
		}
		for key, inner := range part {
			checkReferences(t, doc, inner, where+"/"+key)
		}
	case []any:
		for _, inner := range part {
			checkReferences(t, doc, inner, where)
		}
	}
}

// The schemas of the collections are those of the base. After a new column
// MESA_GOLDEN=1 go test ./ui -run Schemas writes them anew.
func TestTheSchemasAreThoseOfTheBase(t *testing.T) {
	t.Parallel()
	o, doc := hookstest.New(t, workday), readOpenAPI(t)
	schemas := doc["components"].(object)["schemas"].(object)
	wanted, stale := map[string]bool{}, false
	each(doc, func(_, path string, _ object) {
		if m := regexp.MustCompile(`^/api/collections/([a-z_]+)/records`).FindStringSubmatch(path); m != nil {
			wanted[m[1]] = true
		}
	})
	for name := range wanted {
		c, err := o.FindCollectionByNameOrId(name)
		if err != nil {
			t.Fatal(err)
		}
		is := schemaOf(c)
		if !reflect.DeepEqual(schemas[name], any(is)) {
			schemas[name], stale = is, true
			if os.Getenv("MESA_GOLDEN") == "" {
				t.Errorf("the schema of %s is stale: MESA_GOLDEN=1 go test ./ui -run Schemas", name)
			}
		}
	}
	if stale && os.Getenv("MESA_GOLDEN") != "" {
		out, err := os.Create(openAPIFile)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		enc := json.NewEncoder(out)
		enc.SetIndent("", " ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(doc); err != nil {
			t.Fatal(err)
		}
	}
}

// schemaOf writes a collection's columns but the hidden ones, in the types that JSON has.
func schemaOf(c *core.Collection) object {
	props := object{}
	for _, f := range c.Fields {
		if f.GetHidden() || f.Type() == core.FieldTypePassword {
			continue
		}
		s, many := object{"type": "string"}, false
		switch f := f.(type) {
		case *core.NumberField:
			s["type"] = "number"
		case *core.BoolField:
			s["type"] = "boolean"
		case *core.JSONField:
			s = object{}
		case *core.SelectField:
			values := []any{}
			for _, v := range f.Values {
				values = append(values, v)
			}
			s["enum"], many = values, f.IsMultiple()
			if !many && !f.Required {
				s["enum"] = append(values, "")
			}
		case *core.RelationField:
			many = f.IsMultiple()
		case *core.FileField:
			many = f.IsMultiple()
		}
		if many {
			s = object{"type": "array", "items": s}
		}
		if help := helpOf(f); help != "" {
			s["description"] = help
		}
		props[f.GetName()] = s
	}
	return object{"type": "object", "properties": props}
}

// helpOf is what the dashboard says under a field.
func helpOf(f core.Field) string {
	if help := reflect.ValueOf(f).Elem().FieldByName("Help"); help.IsValid() {
		return help.String()
	}
	return ""
}

func TestTheDescriptionIsServed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	p := b.Get("/openapi.json")
	data, err := os.ReadFile(openAPIFile)
	if err != nil {
		t.Fatal(err)
	}
	if p.Status != 200 || p.Body != string(data) || !strings.HasPrefix(p.Header.Get("Content-Type"), "application/json") {
		t.Errorf("%d %v", p.Status, p.Header)
	}
}
