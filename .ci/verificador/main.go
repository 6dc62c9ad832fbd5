// Command verificador checks the public register of an office from outside. It uses none of
// the office's own code: golang.org/x/mod and filippo.io/torchwood read the formats of
// C2SP (signed-note, tlog-checkpoint, tlog-proof, tlog-tiles).
//
//	verificador -registro=https://HOST/registro -clave=KEY [-ayer=CHECKPOINT] [-cargo=cargo.json -prueba=cargo.tlog-proof]
//
// It says what it found and ends with 1 when something does not hold.
package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// mostHead bounds a checkpoint that is fetched, in bytes.
const mostHead = 64 << 10

func main() {
	base := flag.String("registro", "", "address of the register, https://HOST/registro")
	clave := flag.String("clave", "", "public key, as signed notes write it")
	ayer := flag.String("ayer", "", "file with an older checkpoint")
	cargo := flag.String("cargo", "", "file cargo.json of a receipt")
	prueba := flag.String("prueba", "", "file cargo.tlog-proof of the same receipt")
	flag.Parse()
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	if err := verify(ctx, *base, *clave, *ayer, *cargo, *prueba); err != nil {
		fmt.Println("NO:", err)
		os.Exit(1)
	}
}

// register is a register whose newest head was believed.
type register struct {
	policy torchwood.Policy
	tree   tlog.Tree
	hashes tlog.HashReader // each hash is proved against the head
}

func verify(ctx context.Context, base, clave, ayer, cargo, prueba string) error {
	r, err := open(ctx, base, clave)
	if err != nil {
		return err
	}
	fmt.Printf("checkpoint: %d leaves, root %s\n", r.tree.N, r.tree.Hash)
	if ayer != "" {
		if err := r.grewFrom(ayer); err != nil {
			return fmt.Errorf("consistency: %w", err)
		}
	}
	if cargo != "" {
		if err := r.holds(cargo, prueba); err != nil {
			return fmt.Errorf("receipt: %w", err)
		}
	}
	return nil
}

// open fetches the newest head and checks who signed it.
func open(ctx context.Context, base, clave string) (*register, error) {
	v, err := note.NewVerifier(clave)
	if err != nil {
		return nil, err
	}
	r := &register{policy: torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(v.Name()), torchwood.SingleVerifierPolicy(v))}
	signed, err := get(ctx, base+"/checkpoint")
	if err != nil {
		return nil, err
	}
	head, _, err := torchwood.VerifyCheckpoint(signed, r.policy)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	tiles, err := torchwood.NewTileFetcher(base)
	if err != nil {
		return nil, err
	}
	r.tree = head.Tree
	r.hashes = torchwood.TileHashReaderWithContext(ctx, r.tree, tiles)
	return r, nil
}

func get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, errors.New(res.Status)
	}
	return io.ReadAll(io.LimitReader(res.Body, mostHead))
}

// grewFrom tells whether the register only grew since an older head.
func (r *register) grewFrom(path string) error {
	signed, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	old, _, err := torchwood.VerifyCheckpoint(signed, r.policy)
	if err != nil {
		return err
	}
	if old.N > r.tree.N {
		return fmt.Errorf("it had %d leaves and has %d", old.N, r.tree.N)
	}
	proof, err := tlog.ProveTree(r.tree.N, old.N, r.hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, r.tree.N, r.tree.Hash, old.N, old.Hash); err != nil {
		return err
	}
	fmt.Printf("consistency: the first %d leaves are the same\n", old.N)
	return nil
}

// holds tells whether a receipt is proved by its own proof, and still stands in the register.
func (r *register) holds(cargo, prueba string) error {
	data, err := os.ReadFile(cargo)
	if err != nil {
		return err
	}
	proof, err := os.ReadFile(prueba)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	leaf := tlog.RecordHash(sum[:])
	if err := torchwood.VerifyProof(r.policy, leaf, proof); err != nil {
		return err
	}
	index, err := indexOf(proof)
	if err != nil {
		return err
	}
	if index >= r.tree.N {
		return fmt.Errorf("leaf %d is not there any more", index)
	}
	now, err := r.hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return err
	}
	if now[0] != leaf {
		return fmt.Errorf("leaf %d is another one now", index)
	}
	fmt.Printf("receipt: leaf %d\n", index)
	return nil
}

// indexOf reads the place of the leaf of a proof that was believed.
func indexOf(proof []byte) (int64, error) {
	for line := range strings.Lines(string(proof)) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "index "); ok {
			return strconv.ParseInt(text, 10, 64)
		}
	}
	return 0, errors.New("the proof names no leaf")
}
