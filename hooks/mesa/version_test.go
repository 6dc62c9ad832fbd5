package mesa

import (
	"runtime/debug"
	"testing"
)

func TestTheVersionNamesTagAndCommit(t *testing.T) {
	t.Parallel()
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"}
	for _, c := range []struct {
		version  string
		settings []debug.BuildSetting
		want     string
	}{
		{"v1.2.3", []debug.BuildSetting{revision}, "v1.2.3 (0123456789ab)"},
		{"(devel)", nil, "en desarrollo"},
		{"", []debug.BuildSetting{{Key: "vcs.revision", Value: ""}}, "en desarrollo"},
	} {
		if got := versionOf(&debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}); got != c.want {
			t.Errorf("%+v: %q, want %q", c, got, c.want)
		}
	}
	if Version() == "" {
		t.Error("no version")
	}
}
