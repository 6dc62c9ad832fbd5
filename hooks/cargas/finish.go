package cargas

import (
	"context"
	"net/http"

	"mesadepartes/hooks/mesa"

	"github.com/tus/tusd/v2/pkg/handler"
)

// finish hands a whole file over, while the last PATCH waits for the answer.
func (s *Store) finish(ev handler.HookEvent) (handler.HTTPResponse, error) {
	return handler.HTTPResponse{}, s.handOver(ev.Context, ev.Upload.ID, Meta(ev.Upload.MetaData))
}

// handOver gives a whole file to the caller's rule and removes the upload. An error
// that is no refusal, or only says when to come back, keeps the upload, so that the browser's next try
// may succeed.
func (s *Store) handOver(ctx context.Context, id string, meta Meta) error {
	err := s.rules.Finish(ctx, meta, s.path(id))
	if err != nil {
		if p, refused := mesa.AsProblem(err); !refused || p.Status == http.StatusServiceUnavailable {
			return s.refusal(err)
		}
	}
	if err == nil {
		err = s.mark(id)
	}
	if removeErr := s.remove(id); removeErr != nil && err == nil {
		err = removeErr
	}
	if err != nil {
		return s.refusal(err)
	}
	return nil
}

// settled describes an upload once no request adds to it. It hands over a whole
// file that was not handed over yet, as when the program stopped just after the
// last byte.
func (s *Store) settled(r *http.Request, id string) (upload, error) {
	lock, err := s.locker.NewLock(id)
	if err != nil {
		return upload{}, err
	}
	if err := lock.Lock(r.Context(), func() {}); err != nil {
		return upload{}, err
	}
	defer func() { _ = lock.Unlock() }()
	u, ok := s.read(id)
	if !ok {
		return u, handler.ErrNotFound
	}
	if u.Done || u.Offset < u.Size {
		return u, nil
	}
	return u, s.handOver(r.Context(), id, u.Meta)
}
