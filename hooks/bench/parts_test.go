//go:build linux

package bench

import (
	"crypto/sha256"
	"fmt"
	"io"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// stages are the instants of one filing, noted between the steps of the program.
type stages struct {
	order []string
	spent map[string][]float64
	last  time.Time
}

func (s *stages) mark(step string) {
	now := time.Now()
	if step != "" {
		if s.spent[step] == nil {
			s.order = append(s.order, step)
		}
		s.spent[step] = append(s.spent[step], 1000*now.Sub(s.last).Seconds())
	}
	s.last = now
}

// parts tells where the time of one filing goes: the same program inside this
// process, one client, with a clock between its steps.
func (b *bench) parts() {
	b.partsOf("1 MB", b.small, benchSingles)
	b.partsOf("100 MB", b.large, 5)
}

func (b *bench) partsOf(size string, data []byte, n int) {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	hookstest.NewSMTP(b, office)
	s := &stages{spent: map[string][]float64{}}
	bind := func(h *hook.TaggedHook[*core.RecordEvent], priority int, before, after string) {
		h.Bind(&hook.Handler[*core.RecordEvent]{Priority: priority, Func: func(e *core.RecordEvent) error {
			s.mark(before)
			err := e.Next()
			if after != "" {
				s.mark(after)
			}
			return err
		}})
	}
	docs := office.OnRecordCreate(mesa.ColDocumentos)
	bind(docs, -1000, "receive, chunks to disk", "document row: commit (FULL)")
	bind(docs, 0, "admission: child and sha256", "")
	write := office.OnRecordCreateExecute(mesa.ColDocumentos)
	bind(write, -1000, "validation of the record", "")
	bind(write, 99, "storing: into PocketBase's storage", "") // after PocketBase's own
	bind(write, 100, "fsync of file and folders", "document row: insert")
	filings := office.OnRecordCreate(mesa.ColSolicitudes)
	bind(filings, -1000, "ENVIAR: request, draft", "ENVIAR: trail, mail, commit (FULL)")
	bind(filings, 0, "ENVIAR: reread + hash, checks, number", "ENVIAR: row of the filing")

	drafts := ready(b, office, n+2)
	site := uitest.Serve(b, office)
	house := &served{url: site.URL, clients: map[int]*visitor{}}
	settle()
	var whole []float64
	for i, d := range drafts {
		if i == 2 { // warm
			s.spent, s.order = map[string][]float64{}, nil
			whole = nil
		}
		v := house.client(i % 4)
		began := time.Now()
		s.mark("")
		location := v.announce(b, d, len(data))
		s.mark("announce the upload")
		v.patch(b, d, location, data)
		s.mark("upload: mark, remove, answer")
		v.enviar(b, d)
		s.mark("ENVIAR: answer")
		whole = append(whole, 1000*time.Since(began).Seconds())
	}
	allMailed(office)
	total := median(whole)
	b.row("parts of one filing of "+size+", one client, in process", fmt.Sprintf("%.2f ms", total), "", 0, "", 0)
	for _, name := range s.order {
		ms := median(s.spent[name])
		b.row("  "+name, fmt.Sprintf("%.2f ms", ms), fmt.Sprintf("%.0f %%", 100*ms/total), 0, "", 0)
	}
	b.row("  of which reread + hash", fmt.Sprintf("%.2f ms", rereading(b, office)), "", 0, "", 0)
}

// allMailed waits until no mail is pending: an office must not close while its
// mails leave.
func allMailed(office *hookstest.Office) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-tick.C {
		if n, err := office.CountRecords(mesa.ColCorreos, dbx.HashExp{"estado": "pendiente"}); err == nil && n == 0 {
			return
		}
	}
}

// rereading is what hashing one stored file again takes.
func rereading(t testing.TB, o *hookstest.Office) float64 {
	docs, err := o.FindAllRecords(mesa.ColDocumentos, dbx.NewExp("solicitud != ''"))
	if err != nil || len(docs) == 0 {
		t.Fatal("no filed document", err)
	}
	var took []float64
	for _, doc := range docs {
		began := time.Now()
		fsys, err := o.NewFilesystem()
		if err != nil {
			t.Fatal(err)
		}
		f, err := fsys.GetReader(doc.BaseFilesPath() + "/" + doc.GetString("archivo"))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(sha256.New(), f)
		f.Close()
		fsys.Close()
		took = append(took, 1000*time.Since(began).Seconds())
	}
	return median(took)
}
