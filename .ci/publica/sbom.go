package main

import (
	"debug/buildinfo"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// component is one part of the program, as CycloneDX 1.5 writes it.
type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	PURL    string `json:"purl,omitempty"`
}

// writeBOM lists the modules that are in the built programs, by their own account, and the
// browser libraries of the lock file. It holds no time, so that it is reproducible too.
func writeBOM(dist string, files []string) error {
	all := map[string]component{}
	var version string
	for _, name := range files {
		info, err := buildinfo.ReadFile(filepath.Join(dist, name))
		if err != nil {
			return err
		}
		version = info.Main.Version
		all["go"] = component{"library", "std", info.GoVersion, "pkg:golang/std@" + info.GoVersion[len("go"):]}
		for _, m := range info.Deps {
			for ; m.Replace != nil; m = m.Replace {
			}
			all["go/"+m.Path] = component{"library", m.Path, m.Version, "pkg:golang/" + m.Path + "@" + m.Version}
		}
	}
	if err := addLibraries(all); err != nil {
		return err
	}
	var parts []component
	for _, name := range slices.Sorted(maps.Keys(all)) {
		parts = append(parts, all[name])
	}
	text, err := json.MarshalIndent(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata":   map[string]any{"component": component{"application", "mesadepartes", version, ""}},
		"components": parts,
	}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, bom), append(text, '\n'), 0o644)
}

// addLibraries adds what the pages bring along: the direct dependencies that are no tool.
func addLibraries(all map[string]component) error {
	data, err := os.ReadFile("ui/package-lock.json")
	if err != nil {
		return err
	}
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return err
	}
	for _, name := range []string{"@fontsource/archivo", "htmx.org", "pdfjs-dist", "tus-js-client"} {
		v := lock.Packages["node_modules/"+name].Version
		purl := "pkg:npm/" + name + "@" + v
		if name[0] == '@' {
			purl = "pkg:npm/%40" + name[1:] + "@" + v
		}
		all["npm/"+name] = component{"library", name, v, purl}
	}
	return nil
}
