package web

import (
	"fmt"
	"io/fs"
	"sync/atomic"

	"github.com/pocketbase/pocketbase/core"
)

// source is what pages are made of: templates and assets, parsed and read.
type source struct {
	templates *Templates
	assets    *Assets
}

func loadSource(files fs.FS, folders []string) (*source, error) {
	assets, err := LoadAssets(files)
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	templates, err := ParseTemplates(files, assets, folders...)
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return &source{templates, assets}, nil
}

// Screen renders pages: one value serves the whole program.
type Screen struct {
	files   fs.FS
	folders []string
	live    bool
	loaded  atomic.Pointer[source]
}

// NewScreen parses the pages of some folders below templates and reads static. A live
// screen reads them again for each page: an edit shows without a build.
func NewScreen(files fs.FS, live bool, folders ...string) (*Screen, error) {
	s := &Screen{files: files, folders: folders, live: live}
	first, err := loadSource(files, folders)
	s.loaded.Store(first)
	return s, err
}

// source is what the next page is made of.
func (s *Screen) source() (*source, error) {
	if s.live {
		fresh, err := loadSource(s.files, s.folders)
		if err != nil {
			return nil, err
		}
		s.loaded.Store(fresh)
	}
	return s.loaded.Load(), nil
}

// ServeAsset answers GET /static/… with what the newest page asks for.
func (s *Screen) ServeAsset(e *core.RequestEvent) error { return s.loaded.Load().assets.Serve(e) }

// Static is a file of static/ as it was built in; nil when there is none of that name.
func (s *Screen) Static(name string) []byte {
	assets := s.loaded.Load().assets
	return assets.files[assets.urls[name]].data
}
