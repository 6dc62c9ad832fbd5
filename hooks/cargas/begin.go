package cargas

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
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
	waiting, err := s.waiting()
	if err != nil {
		return none, handler.FileInfoChanges{}, s.refusal(err)
	}
	if err := s.rules.Begin(ev.HTTPRequest.Header, meta, ev.Upload.Size, waiting); err != nil {
		return none, handler.FileInfoChanges{}, s.refusal(err)
	}
	owner := strings.Map(alphanumeric, meta.Owner())
	if err := s.makeRoom(owner, meta); err != nil {
		return none, handler.FileInfoChanges{}, s.refusal(err)
	}
	return none, handler.FileInfoChanges{ID: owner + "_" + rand.Text(), MetaData: handler.MetaData(meta)}, nil
}

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

// waiting is how many bytes the unfinished uploads will still bring.
func (s *Store) waiting() (int64, error) {
	names, err := filepath.Glob(filepath.Join(s.dir, "*.info"))
	if err != nil {
		return 0, err
	}
	var bytes int64
	for _, name := range names {
		if u, ok := s.read(strings.TrimSuffix(filepath.Base(name), ".info")); ok {
			bytes += u.Size - u.Offset
		}
	}
	return bytes, nil
}

// alphanumeric keeps the letters and digits of a record id, which becomes part of
// a file name.
func alphanumeric(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// makeRoom ends the oldest uploads of the same place beyond perPlace.
func (s *Store) makeRoom(owner string, meta Meta) error {
	names, err := filepath.Glob(filepath.Join(s.dir, owner+"_*.info"))
	if err != nil {
		return err
	}
	type upload struct {
		id  string
		age int64
	}
	var same []upload
	for _, name := range names {
		id := strings.TrimSuffix(filepath.Base(name), ".info")
		other, ok := s.read(id)
		if !ok || other.Offset >= other.Size || other.Meta["clase"] != meta["clase"] || other.Meta["documento"] != meta["documento"] {
			continue // a whole upload is being handed over, so it must stay
		}
		if info, err := os.Stat(name); err == nil {
			same = append(same, upload{id, info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(same, func(a, b upload) int { return int(a.age - b.age) })
	for len(same) >= perPlace {
		if err := s.remove(same[0].id); err != nil {
			return err
		}
		same = same[1:]
	}
	return nil
}
