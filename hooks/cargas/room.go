package cargas

import (
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
)

// Room refuses with a 503 (mesa.TooMany, five minutes) when taking so many bytes
// more would leave less than reserve bytes free on the disk of dir. It refuses
// nothing when the system doesn't tell how much is free.
func Room(dir string, bytes, reserve int64) error {
	free, err := disco.Free(dir)
	if err != nil || free-bytes >= reserve {
		return nil //nolint:nilerr // a file system that does not tell is no reason to refuse
	}
	return mesa.TooMany{Status: 503, Texto: mesa.TextSinEspacio, Wait: 5 * time.Minute}
}
