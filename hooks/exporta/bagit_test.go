package exporta_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// faults checks a bag by the text of RFC 8493 alone, for the algorithm sha256: it shares no
// line with the program. None is a complete and valid bag.
func faults(t *testing.T, dir string) (wrong []string) {
	t.Helper()
	note := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	// 2.1.1: exactly two lines.
	if got := readFile(t, dir, "bagit.txt"); !regexp.MustCompile(`\ABagIt-Version: \d+\.\d+\nTag-File-Character-Encoding: UTF-8\n\z`).MatchString(got) {
		note("bagit.txt: %q", got)
	}
	// 2.1.2: the payload folder; 2.1.3: every payload file is listed exactly once, and is there.
	there := map[string]bool{}
	octets, payload := int64(0), 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		there[rel] = true
		if strings.HasPrefix(rel, "data/") {
			info, err := d.Info()
			if err != nil {
				return err
			}
			octets += info.Size()
			payload++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	listed := manifestOf(t, dir, "manifest-sha256.txt", note)
	for name := range there {
		if strings.HasPrefix(name, "data/") && listed[name] == "" {
			note("%s is in no manifest", name)
		}
	}
	for name, sum := range listed {
		if !strings.HasPrefix(name, "data/") {
			note("%s is listed and no payload", name)
		}
		if sumOf(t, dir, name) != sum {
			note("%s has another hash", name)
		}
	}
	// 2.2.1: the tag manifest lists tag files, and not itself.
	tags := manifestOf(t, dir, "tagmanifest-sha256.txt", note)
	for _, name := range []string{"bagit.txt", "bag-info.txt", "manifest-sha256.txt"} {
		if tags[name] == "" || sumOf(t, dir, name) != tags[name] {
			note("the tag file %s has another hash", name)
		}
	}
	if tags["tagmanifest-sha256.txt"] != "" {
		note("the tag manifest lists itself")
	}
	// 2.2.2: a label, a colon, one space, a value; Payload-Oxum is octets and files.
	info := infoOf(t, dir, note)
	if want := fmt.Sprintf("%d.%d", octets, payload); info["Payload-Oxum"] != want {
		note("Payload-Oxum %q, want %q", info["Payload-Oxum"], want)
	}
	return wrong
}

func readFile(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func sumOf(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func manifestOf(t *testing.T, dir, name string, note func(string, ...any)) map[string]string {
	t.Helper()
	list := map[string]string{}
	for line := range strings.Lines(readFile(t, dir, name)) {
		sum, path, ok := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		path = strings.TrimLeft(path, " \t*")
		path = strings.NewReplacer("%0A", "\n", "%0a", "\n", "%0D", "\r", "%0d", "\r", "%25", "%").Replace(path)
		switch {
		case !ok || len(sum) != 64:
			note("%s: %q", name, line)
		case list[path] != "":
			note("%s lists %s twice", name, path)
		case strings.HasPrefix(path, "/") || strings.HasPrefix(path, "~") || strings.Contains(path, ".."):
			note("%s leads outside: %s", name, path)
		}
		list[path] = strings.ToLower(sum)
	}
	return list
}

func infoOf(t *testing.T, dir string, note func(string, ...any)) map[string]string {
	t.Helper()
	info := map[string]string{}
	for line := range strings.Lines(readFile(t, dir, "bag-info.txt")) {
		name, value, ok := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		if !ok || name == "" {
			note("bag-info.txt: %q", line)
		}
		info[name] = value
	}
	return info
}
