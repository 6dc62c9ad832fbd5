package padron

// Limited is an import whose registry may take so many bytes: SQLite answers as
// it does on a full disk.
func Limited(o Options, maxBytes int64) Options {
	o.maxBytes = maxBytes
	return o
}
