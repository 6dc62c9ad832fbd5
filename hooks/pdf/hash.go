package pdf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

type hashResult struct {
	sum string
	err error
}

// hashFile hashes exactly size bytes from offset 0. It reads with ReadAt:
// parent and child share the file's position, so neither may move it.
func hashFile(ctx context.Context, f *os.File, size int64) (string, error) {
	h := sha256.New()
	buf := make([]byte, min(size, 512<<10))
	for off := int64(0); off < size; {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := f.ReadAt(buf[:min(int64(len(buf)), size-off)], off)
		h.Write(buf[:n])
		off += int64(n)
		if err != nil && off < size {
			if errors.Is(err, io.EOF) {
				err = errors.New("the file shrank while it was read")
			}
			return "", fmt.Errorf("pdf: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
