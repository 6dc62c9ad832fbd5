package web_test

import (
	"regexp"
	"testing"
)

// A query that a template writes behind "?" is escaped as one value: such a link loses its
// filter. The function "con" writes it.
func TestNoTemplateWritesAWholeQueryBehindAQuestionMark(t *testing.T) {
	t.Parallel()
	broken := regexp.MustCompile(`(?:href|action|src)="[^"]*\?\{\{`)
	pages := []string{"templates/*.html", "templates/partial/*.html", "templates/portal/*.html", "templates/bandeja/*.html"}
	for file, source := range sources(t, pages...) {
		if found := broken.FindString(source); found != "" {
			t.Errorf("%s: %s", file, found)
		}
	}
}
