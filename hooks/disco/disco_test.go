package disco_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"mesadepartes/hooks/disco"
)

func TestFilesAndFoldersAreSynced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "a.pdf")
	if err := os.WriteFile(name, []byte("papel"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{name, dir} {
		if err := disco.Sync(path); err != nil {
			t.Error(err)
		}
	}
	if err := disco.Sync(filepath.Join(dir, "b.pdf")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestAFileHasOneHolder(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "lock")
	if err := os.WriteFile(name, []byte("left by a dead program"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := disco.Hold(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Write([]byte("me")); err != nil {
		t.Fatal(err)
	}
	if _, err := disco.Hold(name); !errors.Is(err, disco.ErrHeld) {
		t.Errorf("a second holder: %v", err)
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "me" {
		t.Errorf("others read %q, %v", text, err)
	}
	if err := os.Remove(name); err == nil { // Windows refuses
		if _, err := disco.Hold(name); !errors.Is(err, disco.ErrHeld) {
			t.Errorf("a second holder, after the file was removed: %v", err)
		}
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	second, err := disco.Hold(name)
	if err != nil {
		t.Fatal(err)
	}
	_ = second.Release()
}

func TestWhatIsOpenToOthersIsClosed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := t.TempDir()
	deep := filepath.Join(dir, "storage", "a")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	top, below, outside := filepath.Join(dir, "data.db"), filepath.Join(deep, "a.pdf"), filepath.Join(t.TempDir(), "other")
	for _, name := range []string{top, below, outside} {
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chmod(name, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Symlink(outside, filepath.Join(dir, "link")), os.Chmod(dir, 0o755), os.Chmod(deep, 0o755)); err != nil {
		t.Fatal(err)
	}
	wantMode := func(path string, want os.FileMode) {
		t.Helper()
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", path, info.Mode(), err, want)
		}
	}
	if n, err := disco.MakePrivate(t.Context(), dir, false); n < 2 || err != nil {
		t.Errorf("changed %d, %v", n, err)
	}
	wantMode(dir, 0o700)
	wantMode(top, 0o600)
	wantMode(below, 0o644)
	if n, err := disco.MakePrivate(t.Context(), dir, true); n < 2 || err != nil {
		t.Errorf("changed %d, %v", n, err)
	}
	wantMode(deep, 0o700)
	wantMode(below, 0o600)
	wantMode(outside, 0o644)
	if n, err := disco.MakePrivate(t.Context(), dir, true); n != 0 || err != nil {
		t.Errorf("again: changed %d, %v", n, err)
	}
}

func TestFreeSpaceIsTold(t *testing.T) {
	t.Parallel()
	if free, err := disco.Free(t.TempDir()); free <= 0 || err != nil {
		t.Errorf("%d %v", free, err)
	}
}

func TestAFileIsReplacedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "estado.json")
	if err := os.WriteFile(name+".nuevo", []byte("what a crash left, longer than the text"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"uno", "dos"} {
		if err := disco.Replace(name, []byte(text), disco.PrivateFile); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(name); err != nil || string(data) != text {
			t.Errorf("%q, %v", data, err)
		}
	}
	info, err := os.Stat(name)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != disco.PrivateFile {
		t.Errorf("%v %v", info, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v %v", left, err)
	}
	taken := filepath.Join(dir, "carpeta") // a folder with something in it can't be replaced by a file
	if err := os.MkdirAll(filepath.Join(taken, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := disco.Replace(taken, []byte("tres"), disco.PrivateFile); err == nil {
		t.Error("a folder was replaced")
	}
	if err := disco.Replace(filepath.Join(dir, "no está", "a"), nil, disco.PrivateFile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}
