package main

import "embed"

// files are the pages, mails and browser files built into the program. "all:"
// keeps names that begin with an underscore, which plain patterns drop.
//
//go:embed all:ui/templates all:ui/static
var files embed.FS
