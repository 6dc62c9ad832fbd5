package cargas

import (
	"context"

	"mesadepartes/hooks/mesa"

	"github.com/tus/tusd/v2/pkg/handler"
)

// finish hands a whole file over, while the last PATCH waits for the answer.
func (s *Store) finish(ev handler.HookEvent) (handler.HTTPResponse, error) {
	return handler.HTTPResponse{}, s.handOver(ev.Context, ev.Upload.ID, Meta(ev.Upload.MetaData))
}

// handOver gives a whole file to the caller's rule and forgets the upload. A
// fault of ours keeps it, so that the browser's next try may succeed.
func (s *Store) handOver(ctx context.Context, id string, meta Meta) error {
	err := s.rules.Finish(ctx, meta, s.path(id))
	if err != nil {
		if _, refused := mesa.AsProblem(err); !refused {
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
