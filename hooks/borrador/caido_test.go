package borrador_test

import (
	"net/http"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// A store that fails or is gone is what a full disk is: 503, and again in five minutes.
func TestAStoreThatFailsIsAFullDisk(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"it fails": 500, "it is too slow": 503, "it is full": 507} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, workday)
			b := hookstest.NewBucket(t, o.App)
			draft := o.Draft(t, nil)
			o.Prove(t, draft)
			b.Answer(func(r *http.Request) int {
				if r.Method == http.MethodPut {
					return status
				}
				return 0
			})
			_, err := o.Create(t, mesa.ColDocumentos, map[string]any{
				"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("a.pdf", hookstest.PDF(1))})
			hookstest.WantRefusal(t, err, 503, "", mesa.TextSinEspacio)
			if p, ok := mesa.AsProblem(err); !ok || p.Wait == 0 {
				t.Errorf("no Retry-After: %v", err)
			}
			b.Answer(nil)
			if _, err := o.Create(t, mesa.ColDocumentos, map[string]any{
				"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("a.pdf", hookstest.PDF(1))}); err != nil {
				t.Error(err)
			}
		})
	}
	o := hookstest.New(t, workday)
	hookstest.NewBucket(t, o.App)
	draft := o.Draft(t, nil)
	o.Prove(t, draft)
	o.Settings().S3.Endpoint = "http://127.0.0.1:1"
	_, err := o.Create(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "principal", "archivo": hookstest.File("a.pdf", hookstest.PDF(1))})
	hookstest.WantRefusal(t, err, 503, "", mesa.TextSinEspacio)
	if strings.Contains(err.Error(), "127.0.0.1") {
		t.Error(err)
	}
}
