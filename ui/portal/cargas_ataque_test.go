package portal_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

const attackers = 6

// slowToInspect is a PDF with an object stream of some MB, mostly spaces; with 10 MB it
// has 10.5 kB and takes most of its budget. Where it breaks the budget it is known by its
// hash, so it ends in words that make each another file.
func slowToInspect(mb int, words string) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	fmt.Fprintf(z, "9 0 <</A%s1>>", strings.Repeat(" ", mb<<20))
	_ = z.Close()
	return fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"+
		"2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>\nendobj\n"+
		"4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n"+
		"trailer\n<</Size 6/Root 1 0 R>>\n%%%s\n", b.Len(), b.Bytes(), words)
}

// siege counts what was inspected of attackers, and how much of that while an honest file
// was on its way.
type siege struct {
	mu      sync.Mutex
	honest  string         // its draft
	met     map[string]int // inspections by draft of an attacker
	ended   int            // of attackers
	waiting int            // of attackers, also at work
	between int            // ended while the honest one waited
	left    int            // waiting when it was done
	all     chan struct{}  // closed when each attacker was met
}

// watch counts at the record event of a document, around its admission.
func watch(o *hookstest.Office, honest string) *siege {
	s := &siege{honest: strings.TrimPrefix(honest, "/solicitud/"), met: map[string]int{}, all: make(chan struct{})}
	around := func(e *core.RecordEvent) error {
		draft := e.Record.GetString("borrador")
		s.begin(draft)
		err := e.Next()
		p, _ := mesa.AsProblem(err)
		s.end(draft, p.Status != http.StatusTooManyRequests)
		return err
	}
	o.OnRecordCreate(mesa.ColDocumentos).Bind(&hook.Handler[*core.RecordEvent]{Id: "siege", Priority: -100, Func: around})
	return s
}

func (s *siege) begin(draft string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if draft == s.honest {
		s.between = s.ended
		return
	}
	s.waiting++
}

func (s *siege) end(draft string, inspected bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if draft == s.honest {
		s.between, s.left = s.ended-s.between, s.waiting
		return
	}
	s.waiting--
	if !inspected {
		return
	}
	s.ended++
	if s.met[draft]++; s.met[draft] == 1 && len(s.met) == attackers {
		close(s.all)
	}
}

// besiege sends the slow file into one place of the draft again and again, 2 kB at a time.
func (v *visit) besiege(ctx context.Context, stop func(), mb int, clase string) {
	for try := 0; ctx.Err() == nil; try++ {
		data := slowToInspect(mb, fmt.Sprint(v.draft, clase, try))
		p, err := v.TryAnnounce(len(data), "borrador", strings.TrimPrefix(v.draft, "/solicitud/"), "clase", clase, "filename", "a.pdf")
		if err != nil || p.Status != http.StatusCreated {
			v.t.Errorf("an attacker is not let in: %d %s %v", p.Status, p.Body, err)
			stop()
		}
		for at := 0; err == nil && at < len(data); at += 2048 {
			_, err = v.Try(v.Request(http.MethodPatch, p.Location, string(data[at:min(at+2048, len(data))]), "Tus-Resumable", "1.0.0",
				"Upload-Offset", fmt.Sprint(at), "Content-Type", "application/offset+octet-stream"))
		}
	}
}

// TestAnHonestFileIsAdmittedBetweenSlowOnes: six drafts send a file that is slow to
// inspect without a pause, and an honest one of 1 kB is admitted while they wait.
func TestAnHonestFileIsAdmittedBetweenSlowOnes(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	for _, c := range []struct {
		name   string
		from   func(n int) string
		mb     int
		places []string // that each attacker fills
		most   int      // slow files inspected before the honest one is done
	}{
		// Twelve wait; the honest one goes before all but those at work.
		{"from other addresses", func(n int) string { return fmt.Sprintf("203.0.113.%d", n) }, 10, []string{"principal", "anexo1"}, 6},
		// Six wait; it goes in its turn, which under the race detector must come within the queue's patience.
		{"from the same address", func(int) string { return "198.51.100.1" }, 2, []string{"principal"}, 2 * attackers},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := newVisit(t)
			v.office.Borrador.PDF = pdf.NewInspector()
			t.Cleanup(func() { _ = v.office.Borrador.PDF.Close() })
			var them []*visit
			for n := range attackers {
				them = append(them, v.far(c.from(n)).start("natural").identify("correo", fmt.Sprintf("atacante%d@ejemplo.pe", n)))
			}
			honest := v.far("198.51.100.1").start("natural").identify()
			s := watch(v.office, honest.draft)
			p := s.during(t, them, c.mb, c.places, func() uitest.Page {
				return honest.Upload(honest.draft+"/documentos/principal", "carta.pdf", hookstest.PDFOfSize(1, 700), "")
			})
			honest.want(p, 303)
			t.Logf("%d inspected between, %d waited then, %d in all", s.between, s.left, s.ended)
			if s.between > c.most || s.left == 0 {
				t.Errorf("%d slow files were inspected before the honest one was done, %d waited then", s.between, s.left)
			}
		})
	}
}

// during sends the honest file once each attacker was met, and then ends the siege.
func (s *siege) during(t *testing.T, them []*visit, mb int, places []string, send func() uitest.Page) uitest.Page {
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	defer all.Wait()
	defer stop()
	for _, v := range them {
		for _, clase := range places {
			all.Go(func() { v.besiege(ctx, stop, mb, clase) })
		}
	}
	select {
	case <-s.all:
	case <-ctx.Done():
	}
	return send()
}
