//go:build linux

package bench

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// weighed is how many filings of each kind are weighed, each moved by the real events.
const weighed = 500

// weight is what a filing weighs in the base, its PDFs apart: one that only came, and one that
// was registered, routed, answered and archived; as they are, and once their mails are a year
// old. Sent drafts are purged by then.
func (b *bench) weight() {
	for _, kind := range []struct {
		name  string
		moves []mesa.Etapa
		limit float64
	}{
		{"came", nil, 4000},
		{"came, registered, routed, answered, archived",
			[]mesa.Etapa{mesa.EtapaRegistrado, mesa.EtapaDerivado, mesa.EtapaAtendido, mesa.EtapaArchivado}, 0},
	} {
		o := hookstest.New(b, "2026-10-20T10:00:00-05:00")
		before := sizes(b, o)
		for range weighed {
			id := o.Filed(b, nil).Id
			for _, etapa := range kind.moves {
				values := map[string]any{"observaciones": "Se adjunta lo solicitado.", "motivo": "Concluido."}
				if etapa == mesa.EtapaDerivado {
					values["area"] = o.Area(b).Id
				}
				o.MustMove(b, id, etapa, values)
			}
		}
		o.Deliver(b)
		b.said(kind.name+", new", before, sizes(b, o))
		o.Clock.Add(400 * 24 * time.Hour)
		if err := o.Servidor.Purge(o.App); err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		n, err := o.Mailer.Lighten(b.Context(), o.App)
		if err != nil {
			b.Fatal(err)
		}
		b.note("%d mails made lighter in %d ms", n, time.Since(began).Milliseconds())
		after := sizes(b, o)
		b.said(kind.name+", after a year", before, after)
		var file, free int64
		if err := o.DB().NewQuery("SELECT page_size * page_count, page_size * freelist_count FROM pragma_page_size, pragma_page_count, "+
			"pragma_freelist_count").Row(&file, &free); err != nil {
			b.Fatal(err)
		}
		b.note("the file keeps its %d kB, of which %d kB are free for what comes", file/1000, free/1000)
		left := after.total(before) / weighed
		if what := "a filing that " + kind.name + ", after a year"; kind.limit > 0 {
			b.atMost(what, 0, "bytes", left, kind.limit)
		} else {
			b.row(what, fmt.Sprintf("%.0f bytes", left), "", 0, "", 0)
		}
	}
}

// pages are the bytes of each table and index.
type pages map[string]float64

func sizes(b *bench, o *hookstest.Office) pages {
	b.Helper()
	var rows []struct {
		Name   string  `db:"name"`
		Pgsize float64 `db:"pgsize"`
	}
	if err := o.DB().NewQuery("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE").All(&rows); err != nil {
		b.Fatal(err)
	}
	p := pages{}
	for _, r := range rows {
		p[r.Name] = r.Pgsize
	}
	return p
}

func (p pages) total(before pages) (sum float64) {
	for name, n := range p {
		sum += n - before[name]
	}
	return sum
}

// said lists what weighs most.
func (b *bench) said(what string, before, p pages) {
	names := make([]string, 0, len(p))
	for name := range p {
		names = append(names, name)
	}
	grown := func(name string) float64 { return (p[name] - before[name]) / weighed }
	slices.SortFunc(names, func(x, y string) int { return int(grown(y) - grown(x)) })
	var list []string
	for _, name := range names {
		if n := grown(name); n >= 1 {
			list = append(list, fmt.Sprintf("%s %.0f", name, n))
		}
	}
	b.note("%s: %.0f bytes a filing: %s", what, p.total(before)/weighed, strings.Join(list, ", "))
}
