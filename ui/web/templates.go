package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/plazos"
)

// Templates holds one parsed set a page: the layout, the partials, and the page's
// own "contenido". All are parsed together, so that a broken one stops the start.
type Templates struct{ pages map[string]*template.Template }

// ParseTemplates reads templates/layout.html, templates/partial and every page
// of the given folders below templates.
func ParseTemplates(files fs.FS, assets *Assets, folders ...string) (*Templates, error) {
	base, err := template.New("").Funcs(functions(assets)).
		ParseFS(files, "templates/layout.html", "templates/partial/*.html")
	if err != nil {
		return nil, err
	}
	t := &Templates{pages: map[string]*template.Template{}}
	for _, folder := range folders {
		base, err := withLayout(files, base, folder)
		if err != nil {
			return nil, err
		}
		names, err := fs.Glob(files, "templates/"+folder+"/*.html")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			page, err := template.Must(base.Clone()).ParseFS(files, name)
			if err != nil {
				return nil, err
			}
			t.pages[strings.TrimSuffix(strings.TrimPrefix(name, "templates/"), ".html")] = page
		}
	}
	return t, nil
}

// withLayout gives the pages of a folder their own layout when one stands beside it:
// templates/bandeja.html is that of templates/bandeja.
func withLayout(files fs.FS, base *template.Template, folder string) (*template.Template, error) {
	name := "templates/" + folder + ".html"
	if _, err := fs.Stat(files, name); err != nil {
		return base, nil
	}
	return template.Must(base.Clone()).ParseFS(files, name)
}

// Execute renders a page such as "portal/inicio" whole, or nothing.
func (t *Templates) Execute(page string, data any) ([]byte, error) {
	return t.fragment(page, "layout", data)
}

func (t *Templates) fragment(page, name string, data any) ([]byte, error) {
	set, ok := t.pages[page]
	if !ok {
		return nil, fmt.Errorf("no page %q", page)
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func functions(assets *Assets) template.FuncMap {
	return template.FuncMap{
		"asset":      assets.URL,
		"imagen":     assets.Picture,
		"dict":       dict,
		"list":       func(items ...any) []any { return items },
		"fecha":      func(t time.Time) string { return mesa.DateInWords(t.In(plazos.Lima)) },
		"fechaHora":  func(t time.Time) string { return t.In(plazos.Lima).Format("02/01/2006 15:04:05") },
		"bytes":      byteSize,
		"parrafos":   paragraphs,
		"con":        withQuery,
		"clase":      mesa.NombreClase,
		"noEsPDF":    mesa.TextNoEsPDF,
		"selloFirma": func() string { return mesa.TextSelloFirma },
		"fotos":      func(motivo string) string { return mesa.TextFotos(motivo, 1, "") },
		"tipos":      func() []pdf.Kind { return pdf.Kinds },
		// A telephone link takes no spaces.
		"sinEspacios": func(s string) string { return strings.Join(strings.Fields(s), "") },
	}
}

// withQuery is an address with its query. Written behind a "?" of a template the query
// would count as one value, and its "&" and "=" be escaped.
func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a key without a value")
	}
	d := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: key %v is no string", pairs[i])
		}
		d[key] = pairs[i+1]
	}
	return d, nil
}

// byteSize writes a size with a decimal comma, as people in Peru do: "1,2 MB".
func byteSize(n any) (string, error) {
	var size float64
	switch v := n.(type) {
	case int:
		size = float64(v)
	case int64:
		size = float64(v)
	case float64:
		size = v
	default:
		return "", fmt.Errorf("bytes: %T is no size", n)
	}
	switch {
	case size >= 1<<20:
		mb := strings.TrimSuffix(fmt.Sprintf("%.1f", size/(1<<20)), ".0")
		return strings.Replace(mb, ".", ",", 1) + " MB", nil
	case size >= 1<<10:
		return fmt.Sprintf("%.0f kB", size/(1<<10)), nil
	}
	return fmt.Sprintf("%.0f bytes", size), nil
}
