package cargas

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
)

// chunkBuffer is how many bytes are read from the network at once. tusd copies
// 32 kB at a time; with eight times as much, 100 MB take half the time.
const chunkBuffer = 256 << 10

var buffers = sync.Pool{New: func() any { return new([chunkBuffer]byte) }}

// files is tusd's file store with larger reads.
type files struct{ filestore.FileStore }

// NewUpload implements handler.DataStore.
func (s files) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	u, err := s.FileStore.NewUpload(ctx, info)
	return file{u}, err
}

// GetUpload implements handler.DataStore. For an upload that was handed over while
// a second request waited it answers 409 (ErrMismatchOffset) instead of 404,
// because after a 404 the browser would send the whole file again.
func (s files) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	u, err := s.FileStore.GetUpload(ctx, id)
	if errors.Is(err, handler.ErrNotFound) {
		if _, gone := os.Stat(markOf(s.Path, id)); gone == nil {
			err = handler.ErrMismatchOffset
		}
	}
	return file{u}, err
}

// AsTerminatableUpload implements handler.TerminaterDataStore.
func (s files) AsTerminatableUpload(u handler.Upload) handler.TerminatableUpload {
	return s.FileStore.AsTerminatableUpload(u.(file).Upload)
}

// file is one upload of tusd's store.
type file struct{ handler.Upload }

// WriteChunk appends the bytes of src. Those that arrived before an error stay.
func (f file) WriteChunk(ctx context.Context, _ int64, src io.Reader) (int64, error) {
	info, err := f.GetInfo(ctx)
	if err != nil {
		return 0, err
	}
	out, err := os.OpenFile(info.Storage[filestore.StorageKeyPath], os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return 0, err
	}
	buffer := buffers.Get().(*[chunkBuffer]byte)
	defer buffers.Put(buffer)
	// The struct hides the file's own ReadFrom, which would use a small buffer again.
	n, err := io.CopyBuffer(struct{ io.Writer }{out}, src, buffer[:])
	return n, errors.Join(err, out.Close())
}
