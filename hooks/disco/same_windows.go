package disco

import (
	"path/filepath"
	"strings"
)

// Same tells whether two folders lie on one volume, by its letter or its share.
func Same(a, b string) (bool, error) {
	a, err := filepath.Abs(a)
	if err != nil {
		return false, err
	}
	b, err = filepath.Abs(b)
	return err == nil && strings.EqualFold(filepath.VolumeName(a), filepath.VolumeName(b)), err
}
