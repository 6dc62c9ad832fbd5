package libro

// SetBatch makes Recover write so many entries in one transaction.
func (r *Room) SetBatch(n int) { r.batch = n }

// Path is the file of an entry on local disk.
func Path(dir string, epoca, n int) string { return carpeta{dir}.path(epoca, n) }
