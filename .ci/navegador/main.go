// Command navegador puts the browser libraries into ui/static/vendor where npm is absent. It
// takes what `npm run vendor` takes (ui/package.json), at the versions and with the hashes of the
// lock file. The registry is the one that npm was told: npm_config_registry, or a line
// registry=… of an .npmrc. The letters of the titles need Node and are left out, and so is their
// sheet.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	if err := run("ui"); err != nil {
		fmt.Fprintln(os.Stderr, "Faltan las bibliotecas del navegador:", err)
		os.Exit(1)
	}
}

// locked is a package as the lock file has it.
type locked struct{ Version, Resolved, Integrity string }

func run(ui string) error {
	var manifest struct{ Scripts map[string]string }
	var lock struct{ Packages map[string]locked }
	for name, into := range map[string]any{"package.json": &manifest, "package-lock.json": &lock} {
		data, err := os.ReadFile(filepath.Join(ui, name))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(data, into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	wanted := map[string][]string{} // patterns of files by package
	for _, word := range strings.Fields(manifest.Scripts["vendor"]) {
		if rest, ok := strings.CutPrefix(word, "node_modules/"); ok {
			name, file, _ := strings.Cut(rest, "/")
			wanted[name] = append(wanted[name], file)
		}
	}
	if len(wanted) == 0 {
		return errors.New("ui/package.json copies none")
	}
	files := map[string][]byte{}
	for name, patterns := range wanted {
		if err := fetch(ui, name, lock.Packages["node_modules/"+name], patterns, files); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	vendor := filepath.Join(ui, "static", "vendor")
	if err := os.MkdirAll(vendor, 0o755); err != nil {
		return err
	}
	for name, data := range files { // all of them are here and whole
		if err := os.WriteFile(filepath.Join(vendor, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func fetch(ui, name string, p locked, patterns []string, files map[string][]byte) error {
	address := p.Resolved
	if address == "" {
		registry, err := registryOf(ui)
		if err != nil {
			return err
		}
		address = strings.TrimSuffix(registry, "/") + "/" + name + "/-/" + path.Base(name) + "-" + p.Version + ".tgz"
	}
	res, err := (&http.Client{Timeout: 2 * time.Minute}).Get(address)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return errors.New(res.Status)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	if err != nil {
		return err
	}
	sum := sha512.Sum512(data)
	if p.Integrity != "sha512-"+base64.StdEncoding.EncodeToString(sum[:]) {
		return errors.New("what arrived has not the hash of the lock file")
	}
	return unpack(data, patterns, files)
}

// registryOf is where npm was told to look. No host is written here.
func registryOf(ui string) (string, error) {
	if r := os.Getenv("npm_config_registry"); r != "" {
		return r, nil
	}
	home, _ := os.UserHomeDir()
	for _, file := range []string{filepath.Join(ui, ".npmrc"), filepath.Join(home, ".npmrc"), "/etc/npmrc"} {
		data, _ := os.ReadFile(file) // one that is not there tells nothing
		for line := range strings.Lines(string(data)) {
			if name, value, found := strings.Cut(line, "="); found && strings.TrimSpace(name) == "registry" {
				return strings.TrimSpace(value), nil
			}
		}
	}
	return "", errors.New("no hay npm, y nada dice de dónde descargarlas: instale Node, o ponga npm_config_registry")
}

// unpack takes the files that match, by their own names; each pattern must find some.
func unpack(data []byte, patterns []string, files map[string][]byte) error {
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	found := map[string]bool{}
	for all := tar.NewReader(zipped); ; {
		h, err := all.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		_, name, _ := strings.Cut(h.Name, "/") // below "package/"
		for _, pattern := range patterns {
			if match, _ := path.Match(pattern, name); !match || h.Typeflag != tar.TypeReg {
				continue
			}
			if files[path.Base(name)], err = io.ReadAll(io.LimitReader(all, 16<<20)); err != nil {
				return err
			}
			found[pattern] = true
		}
	}
	for _, pattern := range patterns {
		if !found[pattern] {
			return fmt.Errorf("it holds no %s", pattern)
		}
	}
	return nil
}
