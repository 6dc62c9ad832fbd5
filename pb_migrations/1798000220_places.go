package pb_migrations

import (
	"embed"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The dashboard offers regions and provinces as lists, because a declared day holds by the
// name of its place. A name that is no place stays as it was written, and the record's
// event refuses it when somebody saves the record next.
//
//go:embed places/lugares.txt
var places embed.FS

// placeHelps are the columns that become lists, and the helps that they keep.
var placeHelps = []struct{ collection, region, provincia string }{
	{"entidad", "Región donde está la oficina. Decide qué días no laborables le tocan.", "Provincia donde está la oficina."},
	{"dias_no_laborables", "Solo para esta región; vacío: todo el país.", "Solo para esta provincia; vacío: toda la región."},
}

func init() {
	m.Register(func(app core.App) error {
		regions, provinces, err := allPlaces()
		if err != nil {
			return err
		}
		return changePlaces(app, func(name, help string) core.Field {
			return choice(name, help, map[string][]string{"region": regions, "provincia": provinces}[name]...)
		})
	}, func(app core.App) error {
		return changePlaces(app, func(name, help string) core.Field { return text(name, help, 60) })
	})
}

// allPlaces lists the regions, and all their provinces by name.
func allPlaces() (regions, provinces []string, err error) {
	data, err := places.ReadFile("places/lugares.txt")
	if err != nil {
		return nil, nil, err
	}
	for line := range strings.Lines(string(data)) {
		region, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		regions = append(regions, region)
		provinces = append(provinces, strings.Split(list, ", ")...)
	}
	slices.SortFunc(provinces, func(a, b string) int { return strings.Compare(plainPlace(a), plainPlace(b)) })
	return regions, provinces, nil
}

// changePlaces gives both columns of a place another kind of field, with what they hold.
func changePlaces(app core.App, make func(name, help string) core.Field) error {
	for _, c := range placeHelps {
		for name, help := range map[string]string{"region": c.region, "provincia": c.provincia} {
			if err := changeKind(app, c.collection, make(name, help)); err != nil {
				return err
			}
		}
		if err := spellPlaces(app, c.collection); err != nil {
			return err
		}
	}
	return nil
}

// changeKind puts a field in the place of another of its name. PocketBase changes no
// field's type, so the values wait in a second column.
func changeKind(app core.App, collection string, f core.Field) error {
	name, aside := f.GetName(), f.GetName()+"_nueva"
	var indexes []string
	err := alter(app, collection, func(c *core.Collection) {
		indexes = c.Indexes
		c.Indexes = slices.DeleteFunc(slices.Clone(indexes), func(i string) bool { return strings.Contains(i, name) })
		f.SetName(aside)
		c.Fields.AddAt(slices.Index(c.Fields.FieldNames(), name)+1, f)
	})
	if err != nil {
		return err
	}
	if err := execute(app, "UPDATE "+collection+" SET "+aside+" = "+name); err != nil {
		return err
	}
	if err := alter(app, collection, func(c *core.Collection) { c.Fields.RemoveByName(name) }); err != nil {
		return err
	}
	return alter(app, collection, func(c *core.Collection) {
		c.Fields.GetByName(aside).SetName(name)
		c.Indexes = indexes
	})
}

// spellPlaces writes each place as its list does: Ancash is Áncash. Where that would repeat
// a declared day the row stays.
func spellPlaces(app core.App, collection string) error {
	regions, provinces, err := allPlaces()
	if err != nil {
		return err
	}
	for name, list := range map[string][]string{"region": regions, "provincia": provinces} {
		var written []string
		if err := app.DB().Select(name).Distinct(true).From(collection).Where(dbx.NewExp(name + " != ''")).Column(&written); err != nil {
			return err
		}
		for _, was := range written {
			i := slices.IndexFunc(list, func(p string) bool { return plainPlace(p) == plainPlace(was) })
			if i < 0 || list[i] == was {
				continue
			}
			_, err := app.DB().NewQuery("UPDATE OR IGNORE " + collection + " SET " + name + " = {:is} WHERE " + name + " = {:was}").
				Bind(dbx.Params{"is": list[i], "was": was}).Execute()
			if err != nil {
				return err
			}
		}
	}
	return nil
}

var plainVowels = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u")

func plainPlace(s string) string { return plainVowels.Replace(strings.ToLower(strings.TrimSpace(s))) }
