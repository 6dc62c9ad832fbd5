package padron

// Limited is an import whose registry may take maxBytes. Beyond them SQLite
// answers as it does on a full disk.
func Limited(o Options, maxBytes int64) Options {
	o.maxBytes = maxBytes
	return o
}
