package web_test

import (
	"strings"
	"testing"
)

// tooNew are calls that a browser of those that the README names lacks (Chrome 86, Firefox
// 115, Safari 15.4): one of them in a script ends an upload or hides the plain form.
var tooNew = []string{
	".at(", "Object.hasOwn(", "structuredClone(", ".findLast(", ".findLastIndex(", ".toSorted(", ".toReversed(", ".with(", "Object.groupBy(",
	"Promise.withResolvers(", "crypto.randomUUID(", "AbortSignal.timeout(", "AbortSignal.any(", "Array.fromAsync(", "URL.canParse(",
	".isSubsetOf(", ".union(", "static {", "navigation.", "startViewTransition(",
}

func TestCitizensScriptsRunInTheBrowsersThatPeopleHave(t *testing.T) {
	t.Parallel()
	scripts := sources(t, "static/js/*.js")
	if len(scripts) < 4 {
		t.Fatalf("%d scripts", len(scripts))
	}
	for file, source := range scripts {
		for _, call := range tooNew {
			if strings.Contains(source, call) {
				t.Errorf("%s calls %s, which older browsers lack", file, call)
			}
		}
	}
}
