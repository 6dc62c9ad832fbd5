package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pack is a package as a registry serves it.
func pack(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	all := tar.NewWriter(zipped)
	for name, text := range files {
		if err := all.WriteHeader(&tar.Header{Name: "package/" + name, Typeflag: tar.TypeReg, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := all.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := all.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hashOf(data []byte) string {
	sum := sha512.Sum512(data)
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

// What has the hash of the lock file is put in place; anything else leaves the folder as it was.
func TestOnlyWhatHasTheHashOfTheLockFileIsTaken(t *testing.T) {
	good := pack(t, map[string]string{"dist/uno.min.js": "uno", "dist/otro.js": "otro", "README": "x"})
	altered := pack(t, map[string]string{"dist/uno.min.js": "malo"})
	without := pack(t, map[string]string{"README": "x"})
	for name, c := range map[string]struct {
		served []byte
		status int
		hash   string
		why    string
	}{
		"as it was locked":  {good, 200, hashOf(good), ""},
		"another one":       {altered, 200, hashOf(good), "hash"},
		"cut":               {good[:len(good)-9], 200, hashOf(good), "hash"},
		"no hash":           {good, 200, "", "hash"},
		"a weaker hash":     {good, 200, "sha1-AAAA", "hash"},
		"not there":         {good, 404, hashOf(good), "404"},
		"without the file":  {without, 200, hashOf(without), "holds no"},
		"not a package":     {[]byte("<html>no es un paquete</html>"), 200, hashOf([]byte("<html>no es un paquete</html>")), "gzip"},
		"cut before it was": {good[:40], 200, hashOf(good[:40]), "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := ""
			registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = r.URL.Path
				w.WriteHeader(c.status)
				_, _ = w.Write(c.served)
			}))
			defer registry.Close()
			t.Setenv("npm_config_registry", registry.URL+"/")
			ui := t.TempDir()
			for file, value := range map[string]any{
				"package.json":      map[string]any{"scripts": map[string]string{"vendor": "cp node_modules/biblioteca/dist/*.min.js static/vendor/"}},
				"package-lock.json": map[string]any{"packages": map[string]locked{"node_modules/biblioteca": {Version: "1.2.3", Integrity: c.hash}}},
			} {
				data, err := json.Marshal(value)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(ui, file), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := run(ui)
			if asked != "/biblioteca/-/biblioteca-1.2.3.tgz" {
				t.Errorf("it asked for %s", asked)
			}
			there, _ := os.ReadDir(filepath.Join(ui, "static", "vendor"))
			if c.why == "" {
				text, _ := os.ReadFile(filepath.Join(ui, "static", "vendor", "uno.min.js"))
				if err != nil || string(text) != "uno" || len(there) != 1 {
					t.Errorf("%v: %q, %d files", err, text, len(there))
				}
			} else if err == nil || !strings.Contains(err.Error(), c.why) || len(there) != 0 {
				t.Errorf("taken: %v, %d files", err, len(there))
			}
		})
	}
}
