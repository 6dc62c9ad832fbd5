package mesa

import (
	"runtime/debug"
	"sync"
)

// version is set by -ldflags where the sources stand outside git.
var version = ""

// Version is the program's own: the tag that it was built from, or else the time and commit of
// the sources, as Go writes them, with "+dirty" for sources that were changed.
var Version = sync.OnceValue(func() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "desconocida"
	}
	return versionOf(info)
})

func versionOf(info *debug.BuildInfo) string {
	text := info.Main.Version
	if text == "" || text == "(devel)" {
		text = "en desarrollo"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return text + " (" + s.Value[:12] + ")"
		}
	}
	return text
}
