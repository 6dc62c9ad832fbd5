package libro

import "github.com/pocketbase/pocketbase/core"

// SetBatch makes Recover write so many entries in one transaction.
func (r *Room) SetBatch(n int) { r.batch = n }

// Loses says which acts a copy lacks.
func (r *Room) Loses(app core.App, name string) string { return r.loses(app, name) }

// Path is the file of an entry on local disk.
func Path(dir string, epoca, n int) string { return carpeta{dir}.path(epoca, n) }
