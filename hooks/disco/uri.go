package disco

import (
	"net/url"
	"path/filepath"
	"strings"
)

// URI is the file URI of a path, which may hold any letter (RFC 8089). SQLite takes it with
// options behind a question mark.
func URI(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath(), nil
}
