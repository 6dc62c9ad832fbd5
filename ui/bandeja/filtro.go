package bandeja

import (
	"net/url"
	"regexp"
	"strings"

	"mesadepartes/hooks/mesa"
)

// filter is what the inbox shows, as the address says it. Whatever an address says that
// has no sense counts as not said.
type filter struct {
	Tab           string
	Texto         string
	Tramite, Area string // ids
	Orden         string // of orders
	Tras          string // the key of the row after which the list goes on
}

// The orders of a list: by the last day of the law, or by number.
const (
	urgentFirst = "urgencia"
	newestFirst = "recientes"
	oldestFirst = "antiguas"
)

var recordID = regexp.MustCompile(`^[a-z0-9]{15}$`)

// mostOfASearch bounds what is looked for, in characters.
const mostOfASearch = 120

func readFilter(q url.Values, who mesa.Actor) filter {
	f := filter{Tab: q.Get("tab"), Texto: mesa.CleanLine(q.Get("q")), Orden: q.Get("orden"), Tras: q.Get("tras")}
	if r := []rune(f.Texto); len(r) > mostOfASearch {
		f.Texto = string(r[:mostOfASearch])
	}
	if id := q.Get("tramite"); recordID.MatchString(id) {
		f.Tramite = id
	}
	if id := q.Get("area"); recordID.MatchString(id) {
		f.Area = id
	}
	if !tabAllowed(f.Tab, who) {
		f.Tab = homeTab(who)
	}
	if f.Texto != "" && q.Get("tab") == "" {
		f.Tab = "todas"
	}
	usual := urgentFirst
	if f.Tab == "todas" {
		usual = newestFirst
	}
	switch {
	case f.Orden != urgentFirst && f.Orden != newestFirst && f.Orden != oldestFirst, f.Tab == "todas" && f.Orden == urgentFirst:
		f.Orden = usual
	}
	return f
}

// after is the filter of what comes after a row.
func (f filter) after(r fila) filter {
	f.Tras = r.key(f.Orden)
	return f
}

// query is the filter as an address says it.
func (f filter) query() string {
	return escape("tab", f.Tab, "q", f.Texto, "tramite", f.Tramite, "area", f.Area, "orden", f.Orden, "tras", f.Tras)
}

func (f filter) address() string { return "/bandeja?" + f.query() }

// Lista is the filter without its place, for the pages that come back to the list.
func (f filter) Lista() string {
	f.Tras = ""
	return f.query()
}

// match is the search as FTS5 reads it: every word, the last one perhaps not finished, in
// any order. A number of the form 8-2026 is looked for as it is.
func (f filter) match() string {
	var words []string
	for word := range strings.FieldsSeq(f.Texto) {
		word = strings.Map(func(r rune) rune {
			if r == '"' || r == 0 {
				return -1
			}
			return r
		}, word)
		if strings.ContainsFunc(word, func(r rune) bool {
			return r > 127 || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		}) {
			words = append(words, `"`+word+`"`)
		}
	}
	if len(words) == 0 {
		return `""`
	}
	if last := len(words) - 1; mesa.CleanFilingNumber(f.Texto) == "" {
		words[last] += "*"
	}
	return strings.Join(words, " ")
}
