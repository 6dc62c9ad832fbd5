package respaldo_test

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/respaldo"
)

func bucketAt(url string) respaldo.Lugar {
	return respaldo.Lugar{Donde: "s3://mesa/oficina", S3: respaldo.S3{
		Endpoint: url, Region: "us-east-1", Llave: "llave-de-prueba", Secreto: "secreto-de-prueba", Paciencia: time.Second,
	}}
}

func TestCopiesGoToABucket(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	store := hookstest.NewStore()
	inABucket(t, bucketAt(store.URL(t)))
	store.ListLate()
	late := bucketAt(store.URL(t))
	late.Donde = "s3://mesa/tarde"
	inABucket(t, late)
}

// inABucket copies, tries, prunes and restores.
func inABucket(t *testing.T, l respaldo.Lugar) {
	t.Helper()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	first := madeAt(t, o, l)
	if again := madeAt(t, o, l); first.Nuevos == 0 || again.Nuevos != 0 {
		t.Errorf("%d new, then %d", first.Nuevos, again.Nuevos)
	}
	o.Filed(t, nil)
	if more := madeAt(t, o, l); more.Nuevos == 0 || more.Numeros[2026] != 2 {
		t.Errorf("%+v", more)
	}
	if _, wrong, err := respaldo.Rehearse(context.Background(), l, "", quiet); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
	for range 8 {
		o.Clock.Add(24 * time.Hour)
		madeAt(t, o, l)
	}
	if gone, err := respaldo.Prune(context.Background(), o.DataDir(), l); err != nil || gone == 0 {
		t.Error(gone, err)
	}
	if wrong := faultsAt(t, l); wrong != "" {
		t.Error(wrong)
	}
	dir := filepath.Join(t.TempDir(), "nueva")
	if _, err := respaldo.Restore(context.Background(), l, "", dir, quiet); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "storage", doc.BaseFilesPath(), doc.GetString("archivo"))); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "mesadepartes-copia-*")); len(left) > 8 { // those of other tests
		t.Errorf("%d folders are left", len(left))
	}
}

func TestABucketThatFailsIsNamedInWords(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	store := hookstest.NewStore()
	l := bucketAt(store.URL(t))
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	madeAt(t, o, l)
	o.Filed(t, nil)
	puts := func(status int) func(*http.Request) int {
		return func(r *http.Request) int {
			if r.Method == http.MethodPut {
				return status
			}
			return 0
		}
	}
	for says, answer := range map[string]func(*http.Request) int{
		"no acepta las llaves": func(*http.Request) int { return 403 }, "está lleno": puts(507), "no respondió a tiempo": puts(-1),
		"respondió con un error": puts(500),
	} {
		store.Answer(answer)
		refused(t, o, l, says)
	}
	store.Answer(nil)
	gone := l
	gone.S3.Endpoint = "http://127.0.0.1:1"
	refused(t, o, gone, "no se llega al almacén")
	gone.S3.Llave = ""
	refused(t, o, gone, "MESA_COPIA_S3_LLAVE")
	gone.Donde = "s3://llave:secreto@mesa"
	refused(t, o, gone, "no es un destino")
	if wrong := faultsAt(t, l); wrong != "" {
		t.Errorf("the copy of before: %s", wrong)
	}
	if h := madeAt(t, o, l); h.Numeros[2026] != 2 {
		t.Errorf("%+v", h)
	}
}

// A store that goes away at any request leaves the copy of before whole, and the next one
// finishes what was begun.
func TestABucketMayGoAtEveryRequest(t *testing.T) {
	t.Parallel()
	store := hookstest.NewStore()
	l := bucketAt(store.URL(t))
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	madeAt(t, o, l)
	o.Filed(t, nil)
	for most := int64(0); most < 100; most++ {
		var asked atomic.Int64
		store.Answer(func(*http.Request) int {
			if asked.Add(1) > most {
				return 500
			}
			return 0
		})
		o.Clock.Add(time.Hour)
		_, err := respaldo.Make(context.Background(), o.App, l, o.Clock.Now(), quiet)
		store.Answer(nil)
		if wrong := faultsAt(t, l); wrong != "" {
			t.Fatalf("after %d requests: %s", most, wrong)
		}
		if err == nil {
			if most < 5 {
				t.Errorf("a copy took %d requests", most)
			}
			return
		}
	}
	t.Error("no copy ever ends")
}

func TestACopyOfAnOfficeOnS3KnowsItsPapers(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	bucket := hookstest.NewBucket(t, o.App)
	dest := filepath.Join(t.TempDir(), "usb")
	name := o.Documents(t, o.Filed(t, nil).Id)[0].GetString("archivo")
	h := made(t, o, dest)
	if !h.EnS3 || len(h.S3) != 1 || len(h.Archivo) != 0 || len(h.Fallas) != 0 {
		t.Errorf("%+v", h)
	}
	if _, wrong, err := respaldo.Rehearse(context.Background(), at(dest), "", quiet); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
	bucket.Change(name, flip)
	if h = made(t, o, dest); len(h.Fallas) != 1 || !strings.Contains(h.Fallas[0], "no es el que se recibió") {
		t.Error(h.Fallas)
	}
}

// The same on a real server, which proves signatures and takes objects in parts, where one is
// installed: versitygw, an S3 gateway over a folder.
func TestCopiesGoToARealBucket(t *testing.T) {
	t.Parallel()
	exe, err := exec.LookPath("versitygw")
	if err != nil {
		t.Skip("no versitygw here: copies went to the store of the tests alone")
	}
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "mesa"), 0o700); err != nil {
		t.Fatal(err)
	}
	address := hookstest.FreeAddress(t)
	server := exec.Command(exe, "--port", address, "--access", "llave-de-prueba", "--secret", "secreto-de-prueba", "posix", root)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	for end := time.Now().Add(20 * time.Second); ; <-time.After(20 * time.Millisecond) {
		if res, err := http.Get("http://" + address); err == nil {
			_ = res.Body.Close()
			break
		}
		if time.Now().After(end) {
			t.Fatal("the store does not answer")
		}
	}
	l := bucketAt("http://" + address)
	l.S3.Paciencia = 0
	inABucket(t, l)
	sealed := l
	sealed.Donde = "s3://mesa/sellado"
	sealed.Clave, sealed.Identidad = newKey(t)
	inABucket(t, sealed)
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	wrong := l
	wrong.S3.Secreto = "otro"
	refused(t, o, wrong, "no acepta las llaves")
	wrong = l
	wrong.Donde = "s3://no-hay/oficina"
	refused(t, o, wrong, "no tiene el bucket")
	big := filepath.Join(o.DataDir(), "storage", "grande.bin") // goes in parts
	if err := os.WriteFile(big, make([]byte, 20<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	parts := l
	parts.Donde = "s3://mesa/partes"
	madeAt(t, o, parts)
	if wrong := faultsAt(t, parts); wrong != "" {
		t.Error(wrong)
	}
}
