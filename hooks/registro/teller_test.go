package registro

import (
	"bytes"
	"strings"
	"testing"
)

// A terminal keeps one line that grows, and a file gets whole lines.
func TestABarGrowsOnATerminal(t *testing.T) {
	t.Parallel()
	var screen, file bytes.Buffer
	onScreen, inFile := teller(&screen, 0, "\x1b[K\r"), teller(&file, 0, "\n")
	for done := int64(1); done <= 40; done++ {
		onScreen("archivos", done, 40)
		inFile("archivos", done, 40)
	}
	if strings.Count(screen.String(), "\n") != 1 || strings.Count(screen.String(), "\r") != 39 || !strings.HasSuffix(screen.String(), "\n") {
		t.Errorf("%q", screen.String())
	}
	if n := strings.Count(file.String(), "\n"); n < 10 || n > 12 || strings.Contains(file.String(), "\r") {
		t.Errorf("%d lines: %q", n, file.String())
	}
}
