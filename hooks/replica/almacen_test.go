package replica_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/replica"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// stores are a folder and a bucket, begun.
func stores(t *testing.T) map[string]replica.Store {
	t.Helper()
	t.Setenv("MESA_REPLICA_USUARIO", "mesa")
	t.Setenv("MESA_REPLICA_CLAVE", "secreto-de-prueba")
	address := hookstest.NewStore().URL(t)
	all := map[string]replica.Store{}
	for name, dest := range map[string]string{
		"folder": "file://" + filepath.ToSlash(t.TempDir()) + "/réplica 1",
		"bucket": "s3://mesa/oficina 1?endpoint=" + address,
	} {
		dest = strings.NewReplacer(" ", "%20", "é", "%C3%A9").Replace(dest)
		a, err := replica.Open(dest)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		all[name] = a
	}
	return all
}

func TestAStoreKeepsWhatItTook(t *testing.T) {
	for name, a := range stores(t) {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if _, err := a.Get(ctx, "a/b", 0, 0); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("an absent object: %v", err)
			}
			for _, text := range []string{"uno dos", "tres cuatro"} {
				if err := a.Put(ctx, "a/b", strings.NewReader(text), int64(len(text))); err != nil {
					t.Fatal(err)
				}
			}
			for _, c := range []struct {
				offset, size int64
				want         string
			}{{0, 0, "tres cuatro"}, {5, 0, "cuatro"}, {5, 2, "cu"}} {
				r, err := a.Get(ctx, "a/b", c.offset, c.size)
				if err != nil {
					t.Fatal(err)
				}
				got, _ := io.ReadAll(r)
				if r.Close(); string(got) != c.want {
					t.Errorf("from %d, %d bytes: %q", c.offset, c.size, got)
				}
			}
			list, sizes, err := a.Keys(ctx, "a/")
			if err != nil || len(list) != 1 || list[0] != "a/b" || sizes[0] != 11 {
				t.Errorf("list: %v %v", list, err)
			}
			if err := errors.Join(a.Remove(ctx, "a/b"), a.Remove(ctx, "a/b")); err != nil {
				t.Error(err)
			}
			if list, _, err := a.Keys(ctx, "a/"); err != nil || len(list) != 0 {
				t.Errorf("after it was removed: %v %v", list, err)
			}
		})
	}
}

// Of many machines that want one epoch one gets it.
func TestAnEpochHasOneHolder(t *testing.T) {
	for name, a := range stores(t) {
		t.Run(name, func(t *testing.T) {
			for epoca := 1; epoca < 6; epoca++ {
				var won atomic.Int32
				var all sync.WaitGroup
				for _, nodo := range strings.Split("abcdefgh", "") {
					all.Go(func() {
						switch err := a.TakeTurn(t.Context(), epoca, nodo); {
						case err == nil:
							won.Add(1)
						case !errors.Is(err, replica.ErrTaken):
							t.Error(err)
						}
					})
				}
				all.Wait()
				if won.Load() != 1 {
					t.Errorf("%d machines have epoch %d", won.Load(), epoca)
				}
				last, err := a.Highest(t.Context())
				if err != nil || last != epoca {
					t.Errorf("the newest epoch is %v: %v", last, err)
				}
			}
		})
	}
}

// A folder that is not mounted is no destination: nothing is written into it.
func TestAFolderThatIsNotMountedTakesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, err := replica.Open("file://" + filepath.ToSlash(dir))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	_, get := a.Get(ctx, "turno/000002.json", 0, 0)
	_, _, list := a.Keys(ctx, "turno/")
	for _, err := range []error{get, list, a.Create(ctx, "a", nil), a.Put(ctx, "b", bytes.NewReader(nil), 0)} {
		if !errors.Is(err, replica.ErrEmpty) {
			t.Errorf("%v", err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
}

func TestADestinationThatCanNotWorkIsRefused(t *testing.T) {
	t.Setenv("MESA_REPLICA_USUARIO", "")
	for _, dest := range []string{"", "/mnt/replica", "ftp://x/y", "s3://mesa/x", "s3://u:c@mesa/x", "file:", "s3://mesa?endpoint=x"} {
		if _, err := replica.Open(dest); err == nil {
			t.Errorf("%q is taken", dest)
		} else if strings.Contains(err.Error(), "u:c") {
			t.Errorf("the key is told: %v", err)
		}
	}
}

// The signature is that of AWS's own signer for the same request.
func TestARequestIsSignedAsAWSDoes(t *testing.T) {
	t.Parallel()
	const want = "AWS4-HMAC-SHA256 Credential=AKIDEJEMPLO/20260324/us-east-1/s3/aws4_request, " +
		"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=67d84784dc2354693eec1598bc094567e7d151f707e660a4edf9fb16be431248"
	at := time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC)
	if got := replica.Signed("http://127.0.0.1:8333", "oficina 1/turno/000001.json", "AKIDEJEMPLO", "secreto/ejemplo", at); got != want {
		t.Errorf("%s", got)
	}
}
