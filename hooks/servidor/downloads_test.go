package servidor_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// A backup over a slow line outlasts the server's own time for an answer, and one that broke
// off goes on where it was.
func TestABackupTravelsAsLongAsItMoves(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	folder := filepath.Join(o.DataDir(), core.LocalBackupsDirName)
	whole := bytes.Repeat([]byte("copia de seguridad "), 2_000_000) // 38 MB, more than lies in sockets
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "grande.zip"), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.Superuser(t, o)
	admin, err := o.FindFirstRecordByFilter(core.CollectionNameSuperusers, "email != ''")
	if err != nil {
		t.Fatal(err)
	}
	token, err := admin.NewFileToken()
	if err != nil {
		t.Fatal(err)
	}
	mux, err := serve(t, o, "127.0.0.1:8090", func(*router.Router[*core.RequestEvent]) {})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewUnstartedServer(mux)
	site.Config.WriteTimeout = time.Second
	site.Start()
	t.Cleanup(site.Close)
	address := site.URL + "/api/backups/grande.zip?token=" + token
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got := &bytes.Buffer{}
	slow := time.NewTicker(20 * time.Millisecond)
	defer slow.Stop()
	for began := time.Now(); time.Since(began) < 1500*time.Millisecond; <-slow.C { // a slow reader, past the server's second
		if _, err := io.CopyN(got, res.Body, 64<<10); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.Copy(got, res.Body); err != nil || !bytes.Equal(got.Bytes(), whole) {
		t.Errorf("%d bytes of %d: %v", got.Len(), len(whole), err)
	}
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Range", "bytes=1000000-")
	rest, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer rest.Body.Close()
	if data, err := io.ReadAll(rest.Body); rest.StatusCode != http.StatusPartialContent || err != nil || !bytes.Equal(data, whole[1000000:]) {
		t.Errorf("the rest: %d, %d bytes, %v", rest.StatusCode, len(data), err)
	}
}
