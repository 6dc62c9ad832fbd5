package exporta

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"mesadepartes/hooks/disco"
)

// bolsa is a bag that is being written.
type bolsa struct {
	dir    string
	sums   map[string]string // of the payload, by the path below dir with forward slashes
	octets int64
}

// newBolsa begins a bag in a folder, which may hold what a killed run left.
func newBolsa(dir string) (*bolsa, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	return &bolsa{dir: dir, sums: map[string]string{}}, os.MkdirAll(filepath.Join(dir, "data"), disco.PrivateFolder)
}

// add writes a file of the payload and gives its hash.
func (b *bolsa) add(name string, write func(io.Writer) error) (sum string, err error) {
	name = path.Join("data", name)
	sum, n, err := b.write(name, write)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	b.sums[name] = sum
	b.octets += n
	return sum, nil
}

// addJSON adds a file of the payload that programs read.
func (b *bolsa) addJSON(name string, value any) error {
	_, err := b.add(name, func(w io.Writer) error {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(value)
	})
	return err
}

// addBytes adds a file of the payload as it is.
func (b *bolsa) addBytes(name string, data []byte) error {
	_, err := b.add(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	return err
}

// drop takes a file of the payload back, whole or half written.
func (b *bolsa) drop(name string) error {
	name = path.Join("data", name)
	place := filepath.Join(b.dir, filepath.FromSlash(name))
	info, err := os.Stat(place)
	if err != nil {
		return err
	}
	if b.sums[name] != "" {
		b.octets -= info.Size()
		delete(b.sums, name)
	}
	return os.Remove(place)
}

func (b *bolsa) write(name string, write func(io.Writer) error) (sum string, n int64, err error) {
	place := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(place), disco.PrivateFolder); err != nil {
		return "", 0, err
	}
	f, err := os.OpenFile(place, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	hash := sha256.New()
	err = write(io.MultiWriter(f, hash))
	if err == nil {
		n, err = f.Seek(0, io.SeekCurrent)
	}
	return hex.EncodeToString(hash.Sum(nil)), n, errors.Join(err, f.Sync(), f.Close())
}

// label is a line of bag-info.txt.
type label struct{ name, value string }

// close writes the tag files, the manifest of the payload and their own, and brings the
// folders to the disk.
func (b *bolsa) close(info []label) error {
	about := ""
	for _, l := range append(info, label{"Payload-Oxum", fmt.Sprintf("%d.%d", b.octets, len(b.sums))}) {
		if value := strings.Join(strings.Fields(l.value), " "); value != "" {
			about += l.name + ": " + value + "\n"
		}
	}
	tags := map[string]string{}
	for _, tag := range []label{
		{"bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"},
		{"bag-info.txt", about}, {"manifest-sha256.txt", manifest(b.sums)},
	} {
		sum, _, err := b.write(tag.name, func(w io.Writer) error { _, err := io.WriteString(w, tag.value); return err })
		if err != nil {
			return err
		}
		tags[tag.name] = sum
	}
	_, _, err := b.write("tagmanifest-sha256.txt", func(w io.Writer) error { _, err := io.WriteString(w, manifest(tags)); return err })
	if err != nil {
		return err
	}
	folders := map[string]bool{".": true}
	for name := range b.sums {
		for at := path.Dir(name); at != "."; at = path.Dir(at) {
			folders[at] = true
		}
	}
	for at := range folders {
		err = errors.Join(err, disco.Sync(filepath.Join(b.dir, filepath.FromSlash(at))))
	}
	return err
}

// escaped are the signs of a path that a manifest may not hold as they are (RFC 8493, 2.1.3).
var escaped = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

func manifest(sums map[string]string) string {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		text += sums[name] + "  " + escaped.Replace(name) + "\n"
	}
	return text
}
