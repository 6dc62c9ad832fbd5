//go:build linux

package bench

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// TestOperar measures what keeps an office alive for ten years, with real parts: the table of
// `make operar`. MESA_OPERAR names a part, or 1 for all.
func TestOperar(t *testing.T) {
	which := os.Getenv("MESA_OPERAR")
	if which == "" {
		t.Log("only with MESA_OPERAR=1, or the name of a part: copias, replica")
		return
	}
	began := time.Now()
	b := &bench{T: t, small: scan(1, 100_000)}
	b.letters, b.smtp = quietSMTP(t)
	for _, part := range []struct {
		name string
		run  func()
	}{{"copias", b.copias}, {"replica", b.replicas}} {
		if which == "1" || strings.Contains(which, part.name) {
			part.run()
		}
	}
	b.print(time.Since(began))
}

const (
	copiedFilings = 1000 // with two papers of 1 MB each
	copiedBytes   = 1_000_000
	besideFilings = 1500 // drafts for who files while the office is copied
)

// copias copies an office with 2 GB of papers while citizens file, once more, proves the copy
// and restores it.
func (b *bench) copias() {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	filing := office.Filed(b, nil).Id
	folder := office.Record(b, mesa.ColDocumentos, office.Documents(b, filing)[0].Id).Collection().BaseFilesPath()
	drafts := ready(b, office, besideFilings)
	dir := leave(office)
	fill(b, dir, filing, copiedFilings)
	b.paper(dir, folder)
	house := serveHouse(b, dir, b.smtp)
	dest := filepath.Join(b.TempDir(), "usb")

	stop, done := make(chan struct{}), make(chan []time.Duration)
	go func() { done <- b.fileUntil(house, drafts, stop) }()
	watch := watchWAL(dir)
	first := b.command("copia", "hacer", dest, "--dir="+dir)
	close(stop)
	gaps := <-done
	truncated := watch()
	slices.Sort(gaps)
	b.note("2 GB were copied in %.1f s while %d filings went on: half took %d ms, 99 of 100 at most %d ms", first.Seconds(), len(gaps),
		gaps[len(gaps)/2].Milliseconds(), gaps[len(gaps)*99/100].Milliseconds())
	b.atMost("2 GB copied while filing: longest gap / 500 ms", 0, "ms", float64(gaps[len(gaps)-1].Milliseconds()), 500)
	if truncated {
		b.Error("the write-ahead log was truncated while the office was copied")
	}

	settle()
	before, held := size(b, dest), size(b, dir)
	second := b.command("copia", "hacer", dest, "--dir="+dir)
	b.atMost("  the second copy / 5 s", 1, "s", second.Seconds(), 5)
	growth := float64(size(b, dest)) / float64(before)
	b.row("  room of both copies / of the first", fmt.Sprintf("%.3f", growth), "", growth, "≤ 1.05", 1.05)
	if extra := size(b, dir) - held; extra > 1<<20 {
		b.Errorf("%d bytes more lie in the data folder after a copy", extra)
	}
	b.atMost("  verified, every byte / 30 s", 1, "s", b.command("copia", "verificar", dest).Seconds(), 30)
	restored := filepath.Join(b.TempDir(), "nueva")
	b.atMost("  restored / 60 s", 1, "s", b.command("copia", "restaurar", dest, "--dir="+restored).Seconds(), 60)
	house.Kill()
	_ = os.RemoveAll(dest)
	_ = os.RemoveAll(restored)
}

// paper gives each document its own file of 1 MB, with its hash.
func (b *bench) paper(dir, folder string) {
	db, err := dbx.Open("sqlite", filepath.Join(dir, "data.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var docs []struct{ ID, Archivo string }
	if err := db.Select("id", "archivo").From(mesa.ColDocumentos).Where(dbx.NewExp("solicitud != ''")).All(&docs); err != nil {
		b.Fatal(err)
	}
	noise := rand.NewChaCha8([32]byte{1})
	data := append([]byte("%PDF-1.7\n"), make([]byte, copiedBytes)...)
	err = db.Transactional(func(tx *dbx.Tx) error {
		for _, d := range docs {
			_, _ = noise.Read(data[9:]) // never fails
			sum := sha256.Sum256(data)
			path := filepath.Join(dir, core.LocalStorageDirName, folder, d.ID, d.Archivo)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return err
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				return err
			}
			if _, err := tx.Update(mesa.ColDocumentos, dbx.Params{"sha256": hex.EncodeToString(sum[:]), "bytes": len(data)},
				dbx.HashExp{"id": d.ID}).Execute(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// fileUntil files one draft after another and gives the time from each answer to the next.
func (b *bench) fileUntil(house *served, drafts []draft, stop chan struct{}) (gaps []time.Duration) {
	v, last := house.client(0), time.Now()
	for i, d := range drafts {
		select {
		case <-stop:
			return gaps
		default:
		}
		if i%200 == 199 { // the limit of filings counts by address
			v = house.client(i / 200)
		}
		v.upload(b, d, b.small)
		v.enviar(b, d)
		gaps = append(gaps, time.Since(last))
		last = time.Now()
	}
	b.note("all %d drafts were filed before the copy ended", len(drafts))
	return gaps
}

// watchWAL tells at its end whether the write-ahead log ever became shorter: a truncating
// checkpoint holds every writer, and breaks a replica.
func watchWAL(dir string) (truncated func() bool) {
	stop, found := make(chan struct{}), make(chan bool)
	go func() {
		was, shorter := int64(0), false
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			if info, err := os.Stat(filepath.Join(dir, "data.db-wal")); err == nil {
				shorter, was = shorter || info.Size() < was, info.Size()
			}
			select {
			case <-stop:
				found <- shorter
				return
			case <-tick.C:
			}
		}
	}()
	return func() bool { close(stop); return <-found }
}

// command runs the program and tells how long it took.
func (b *bench) command(args ...string) time.Duration {
	var out bytes.Buffer
	cmd := exec.Command(hookstest.Program(b), args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Run(); err != nil || strings.Contains(out.String(), "FALLA") {
		b.Fatalf("%v: %v\n%.2000s", args, err, out.String())
	}
	return time.Since(began)
}

// size is what the files below a folder take.
func size(t testing.TB, dir string) (sum int64) {
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil // what goes meanwhile counts for nothing
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}
