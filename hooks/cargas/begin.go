package cargas

import (
	"crypto/rand"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tus/tusd/v2/pkg/handler"
)

// perPlace is how many unfinished uploads one place of a form may have: two
// tabs and a retry each. The oldest goes when another comes, so announcing ten
// thousand uploads keeps four.
const perPlace = 4

var errDeferred = errors.New("an upload must announce its length")

// begin decides on a new upload and gives it an id nobody guesses.
func (s *Store) begin(ev handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	none := handler.HTTPResponse{}
	if ev.Upload.SizeIsDeferred {
		return none, handler.FileInfoChanges{}, handler.NewError("ERR_LENGTH", errDeferred.Error(), 400)
	}
	meta := Meta(maps.Clone(ev.Upload.MetaData))
	if err := s.rules.Begin(ev.HTTPRequest.Header, meta, ev.Upload.Size); err != nil {
		return none, handler.FileInfoChanges{}, s.refusal(err)
	}
	owner := strings.Map(alphanumeric, meta.Owner())
	if err := s.makeRoom(owner, meta); err != nil {
		return none, handler.FileInfoChanges{}, s.refusal(err)
	}
	return none, handler.FileInfoChanges{ID: owner + "_" + rand.Text()}, nil
}

// alphanumeric keeps what a record id is made of: the id becomes a file name.
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
		if !ok || other.Meta["clase"] != meta["clase"] || other.Meta["documento"] != meta["documento"] {
			continue
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
