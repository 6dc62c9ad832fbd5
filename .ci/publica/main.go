// Command publica makes a release and signs it:
//
//	go run ./.ci/publica construye [dist]            every system, SHA256SUMS, mesadepartes.cdx.json
//	go run ./.ci/publica verifica [dist] [SISTEMA…]  builds again elsewhere and compares; all, or linux-amd64 …
//	go run ./.ci/publica llave PRIVADA               makes the key of releases, once
//	go run ./.ci/publica firma PRIVADA ARCHIVO…      writes ARCHIVO.firma
//
// The same commit and toolchain give the same bytes on any machine.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"mesadepartes/hooks/instala"
)

var systems = []string{"linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64", "darwin-amd64", "darwin-arm64"}

const (
	sums = "SHA256SUMS"
	bom  = "mesadepartes.cdx.json"
	key  = "hooks/instala/llave.pub"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "publica:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("construye, verifica, llave or firma")
	}
	dist := "dist"
	if len(args) > 1 {
		dist = args[1]
	}
	switch verb := args[0]; {
	case verb == "construye":
		return release(dist)
	case verb == "verifica":
		chosen := systems
		if len(args) > 2 {
			chosen = args[2:]
		}
		return compare(dist, chosen)
	case verb == "llave" && len(args) == 2:
		return makeKey(args[1])
	case verb == "firma" && len(args) > 2:
		return sign(args[1], args[2:])
	}
	return fmt.Errorf("not understood: %v", args)
}

func fileOf(system string) string {
	name := "mesadepartes-" + system
	if strings.HasPrefix(system, "windows") {
		name += ".exe"
	}
	return name
}

// build builds one system from the sources in dir. What would differ between machines is fixed.
func build(dir, system, file string) error {
	goos, arch, _ := strings.Cut(system, "-")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-ldflags", "-s -w -buildid=", "-o", file, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+arch, "CGO_ENABLED=0", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=",
		"GOFLAGS="+processes(), "GOWORK=off")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// processes keeps how many processors a build may use, the one flag that changes no byte.
func processes() string {
	for _, flag := range strings.Fields(os.Getenv("GOFLAGS")) {
		if strings.HasPrefix(flag, "-p=") {
			return flag
		}
	}
	return ""
}

func release(dist string) error {
	if _, err := os.Stat("ui/static/vendor/tus.min.js"); err != nil {
		return errors.New("the browser libraries are missing: run make build first")
	}
	if changed, err := exec.Command("git", "status", "--porcelain", "--untracked-files=no").Output(); err != nil || len(changed) > 0 {
		fmt.Fprintln(os.Stderr, "NOTE: the sources differ from the commit, so the version says dirty and this is no release.")
	}
	dist, err := filepath.Abs(dist)
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(dist), os.MkdirAll(dist, 0o755)); err != nil {
		return err
	}
	var files []string
	for _, system := range systems {
		fmt.Println(fileOf(system))
		if err := build(".", system, filepath.Join(dist, fileOf(system))); err != nil {
			return fmt.Errorf("%s: %w", system, err)
		}
		files = append(files, fileOf(system))
	}
	if err := writeBOM(dist, files); err != nil {
		return err
	}
	return writeSums(dist, append(files, bom))
}

// writeSums writes what `sha256sum -c` reads.
func writeSums(dist string, files []string) error {
	slices.Sort(files)
	text := ""
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil {
			return err
		}
		text += fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(dist, sums), []byte(text), 0o644)
}

// compare builds the commit again, in another folder, and wants the same bytes.
func compare(dist string, chosen []string) error {
	other, err := os.MkdirTemp("", "publica-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(other)
	source := filepath.Join(other, "fuentes")
	for _, args := range [][]string{
		{"git", "clone", "--quiet", "--no-hardlinks", ".", source}, {"cp", "-R", "ui/static/vendor", filepath.Join(source, "ui/static/")},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w: %s", args, err, out)
		}
	}
	for _, system := range chosen {
		file := filepath.Join(other, fileOf(system))
		if err := build(source, system, file); err != nil {
			return err
		}
		again, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		first, err := os.ReadFile(filepath.Join(dist, fileOf(system)))
		if err != nil {
			return err
		}
		if !bytes.Equal(first, again) {
			return fmt.Errorf("%s differs from a second build of the same commit", fileOf(system))
		}
		fmt.Println(fileOf(system), "is the same, built twice")
	}
	return nil
}

// makeKey writes a new private key, which belongs outside the repository, and the public one,
// which is built into the program. One that is there stays: installed programs know it.
func makeKey(private string) error {
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(private, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, base64.StdEncoding.EncodeToString(secret.Seed()))
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	old, err := os.ReadFile(key)
	if err != nil {
		return err
	}
	text := ""
	for line := range strings.Lines(string(old)) {
		if strings.HasPrefix(line, "#") {
			text += line
		}
	}
	return os.WriteFile(key, []byte(text+base64.StdEncoding.EncodeToString(public)+"\n"), 0o644)
}

func sign(private string, files []string) error {
	text, err := os.ReadFile(private)
	if err != nil {
		return err
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return fmt.Errorf("%s holds no private key of ours", private)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		signature := ed25519.Sign(ed25519.NewKeyFromSeed(seed), instala.Signed(data))
		out := []byte(base64.StdEncoding.EncodeToString(signature) + "\n")
		if err := os.WriteFile(file+instala.SignatureSuffix, out, 0o644); err != nil {
			return err
		}
	}
	return nil
}
