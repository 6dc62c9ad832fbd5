package base

import (
	"os"
	"sync"
)

// folders are what the tests of a package share until its TestMain ends.
var folders struct {
	mu   sync.Mutex
	made []string
}

// Shared makes a folder for all tests of a package.
func Shared(pattern string) (string, error) {
	dir, err := os.MkdirTemp("", pattern)
	folders.mu.Lock()
	defer folders.mu.Unlock()
	folders.made = append(folders.made, dir)
	return dir, err
}

// RemoveShared removes the folders that Shared made.
func RemoveShared() {
	folders.mu.Lock()
	defer folders.mu.Unlock()
	for _, dir := range folders.made {
		_ = os.RemoveAll(dir)
	}
}
