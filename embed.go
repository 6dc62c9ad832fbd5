package main

import (
	"embed"
	"io/fs"
	"os"
)

// files are the pages, mails and browser files built into the program. "all:"
// keeps names that begin with an underscore, which plain patterns drop.
//
//go:embed all:ui/templates all:ui/static
var files embed.FS

// screens are the files built in, or under --dev those of the source folder that the
// program is started in: they are live, so that an edit shows without a build.
func screens(dev bool) (web fs.FS, live bool, err error) {
	if _, missing := os.Stat("ui/templates"); dev && missing == nil {
		return os.DirFS("ui"), true, nil
	}
	web, err = fs.Sub(files, "ui")
	return web, false, err
}
