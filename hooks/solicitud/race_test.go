package solicitud_test

import (
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// atOnce starts every function at the same moment and waits for all.
func atOnce(fs ...func()) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for _, f := range fs {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			f()
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

func TestAFiledDocumentSurvivesADeletionAtTheSameMoment(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	for range 30 {
		draft := o.Ready(t, nil)
		doc, err := o.FindFirstRecordByData(mesa.ColDocumentos, "borrador", draft.Id)
		if err != nil {
			t.Fatal(err)
		}
		var filed *core.Record
		var fileErr error
		stale := func() { _ = o.Delete(doc) }
		atOnce(func() { filed, fileErr = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}) }, stale, stale)
		if fileErr == nil && len(o.Documents(t, filed.Id)) != 1 {
			t.Fatalf("%s has no document", filed.GetString("numero"))
		}
	}
	o.Filed(t, nil)
	if _, err := o.NonconcurrentDB().NewQuery("DELETE FROM documentos WHERE solicitud != ''").Execute(); err == nil {
		t.Error("the base deletes a filed document")
	}
}

func TestAnOldRowUndoesNoMove(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	for range 15 {
		id := o.Filed(t, nil).Id
		old := o.Record(t, mesa.ColSolicitudes, id)
		old.Set("cuo", "1234567890")
		doc := o.Documents(t, id)[0]
		doc.Set("observado", true)
		doc.Set("observacion", "Tarde.")
		var moved, observed error
		atOnce(func() { _, moved = o.Move(t, id, mesa.EtapaRegistrado, nil) }, func() { _ = o.Save(old) }, func() { observed = o.Save(doc) })
		s := o.Record(t, mesa.ColSolicitudes, id)
		if moved == nil && (s.GetString("estado") != "registrada" || s.GetString("vence_respuesta") == "") {
			t.Fatalf("registered, yet %s", s.GetString("estado"))
		}
		if moved == nil && observed == nil {
			t.Fatal("registered with an observation nobody was told of")
		}
	}
}

func TestASentDraftStaysSent(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	for range 15 {
		draft := o.Ready(t, nil)
		stale := o.Record(t, mesa.ColBorradores, draft.Id)
		stale.Set("asunto", "otro asunto")
		var err error
		atOnce(func() { _, err = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}) }, func() { _ = o.Save(stale) })
		if err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		if !mesa.AsBorrador(o.Record(t, mesa.ColBorradores, draft.Id)).Enviado() {
			t.Fatal("the draft reopened")
		}
	}
}

func TestFilesOfOnePlaceAtOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for range 5 {
		draft := o.Draft(t, nil)
		o.Prove(t, draft)
		errs := make([]error, 3) // as many as a draft may have waiting
		var uploads []func()
		for i := range errs {
			uploads = append(uploads, func() {
				_, errs[i] = o.Create(t, mesa.ColDocumentos, map[string]any{
					"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("a.pdf", hookstest.PDF(i+1)),
				})
			})
		}
		atOnce(uploads...)
		for _, err := range errs {
			if err != nil {
				t.Fatal(hookstest.Explain(err))
			}
		}
		docs, _ := o.FindRecordsByFilter(mesa.ColDocumentos, "borrador = {:b}", "", 0, 0, map[string]any{"b": draft.Id})
		if len(docs) != 1 {
			t.Fatalf("%d documents in one place", len(docs))
		}
	}
}

func TestAFileThatArrivesDuringEnviarLeavesNoOrphan(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	for range 10 {
		draft := o.Ready(t, nil)
		var filed *core.Record
		var err error
		atOnce(func() { filed, err = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}) }, func() {
			_, _ = o.Create(t, mesa.ColDocumentos, map[string]any{
				"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("a.pdf", hookstest.PDF(1)),
			})
		})
		if err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		left, _ := o.FindRecordsByFilter(mesa.ColDocumentos, "borrador = {:b}", "", 0, 0, map[string]any{"b": draft.Id})
		if len(left) != 0 || len(o.Documents(t, filed.Id)) == 0 {
			t.Fatalf("%d documents left in a sent draft", len(left))
		}
	}
}
