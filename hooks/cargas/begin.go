package cargas

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"github.com/tus/tusd/v2/pkg/handler"
)

// perPlace is how many unfinished uploads one place (a class of a draft, a
// document of a correction) may have: two tabs with a retry each. One more ends
// the oldest, so that a client that announces ten thousand uploads keeps four.
const perPlace = 4

var errDeferred = errors.New("an upload must announce its length")

// begin asks the caller's rule about a new upload and gives the upload an id that
// can't be guessed.
func (s *Store) begin(ev handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	none := handler.HTTPResponse{}
	if ev.Upload.SizeIsDeferred {
		return none, handler.FileInfoChanges{}, handler.NewError("ERR_LENGTH", errDeferred.Error(), 400)
	}
	meta := known(ev.Upload.MetaData)
	visitor, _ := ev.Context.Value(visitorKey{}).(string)
	if err := s.admit(ev.HTTPRequest.Header, meta, visitor, ev.Upload.Size); err != nil {
		return none, handler.FileInfoChanges{}, s.refusal(err)
	}
	owner := strings.Map(alphanumeric, meta.Owner())
	if visitor != "" {
		meta[visitorMeta] = visitor
	}
	return none, handler.FileInfoChanges{ID: owner + "_" + rand.Text(), MetaData: handler.MetaData(meta)}, nil
}

// admit asks the caller's rule and the limits about a new upload, and makes room for it.
func (s *Store) admit(header http.Header, meta Meta, visitor string, bytes int64) error {
	limit, err := s.rules.Begin(header, meta, bytes)
	if err != nil {
		return err
	}
	all, err := s.unfinished()
	if err != nil {
		return err
	}
	if err := checkVisitor(all, visitor, bytes, limit); err != nil {
		return err
	}
	if err := s.rules.Room(bytes + waiting(all)); err != nil {
		return err
	}
	return s.makeRoom(all, meta, bytes, limit)
}

// visitorMeta is the key under which an upload keeps who announced it, past a restart.
// A browser can't set it.
const visitorMeta = "desde"

// maxMeta bounds each value that is kept of what a browser announces, in bytes.
const maxMeta = 1 << 10

// known keeps the metadata of one owner, a draft or a correction. An upload that
// named two owners, or other keys, would escape perPlace.
func known(announced handler.MetaData) Meta {
	keys := []string{"borrador", "clase", "filename", "numero"}
	if announced["borrador"] == "" {
		keys = []string{"subsanacion", "documento", "filename", "numero"}
	}
	meta := Meta{}
	for _, key := range keys {
		if v := announced[key]; v != "" {
			meta[key] = strings.ToValidUTF8(v[:min(len(v), maxMeta)], "")
		}
	}
	return meta
}

// alphanumeric keeps the letters and digits of a record id, which becomes part of
// a file name.
func alphanumeric(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}
