package replica

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// cubo is a destination in an S3 bucket, through PocketBase's own client, which knows all but a
// write under a condition.
type cubo struct {
	bucket, prefix, region, endpoint, user, secret string
	pathStyle                                      bool
}

// patience is how long one request may take, and slowest the bytes a second that a big one is
// allowed beyond that.
const (
	patience = 15 * time.Second
	slowest  = 100 << 10
)

func (c *cubo) complete() error {
	if c.bucket == "" || c.user == "" || c.secret == "" {
		return errors.New("MESA_REPLICA: un destino s3:// necesita el balde, MESA_REPLICA_USUARIO y MESA_REPLICA_CLAVE")
	}
	c.region = cmp.Or(c.region, "us-east-1")
	c.endpoint = cmp.Or(c.endpoint, "https://s3."+c.region+".amazonaws.com")
	if u, err := url.Parse(c.endpoint); err != nil || u.Host == "" {
		return errors.New("MESA_REPLICA: endpoint no es una dirección como https://servidor:8333")
	}
	return nil
}

func (c *cubo) key(key string) string { return strings.TrimPrefix(c.prefix+"/"+key, "/") }

// with opens the bucket for one call. The end of the context breaks it off.
func (c *cubo) with(ctx context.Context, fn func(*filesystem.System) error) error {
	fsys, err := filesystem.NewS3(c.bucket, c.region, c.endpoint, c.user, c.secret, c.pathStyle)
	if err != nil {
		return err
	}
	defer fsys.Close()
	fsys.SetContext(ctx)
	err = fn(fsys)
	if errors.Is(err, filesystem.ErrNotFound) {
		err = fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	return err
}

// begin proves that the bucket keeps conditions: one that ignores them would give one epoch
// to two machines.
func (c *cubo) begin(ctx context.Context) error {
	const probe = "turno/sonda"
	if err := c.create(ctx, probe, []byte("1")); err != nil && !errors.Is(err, errTaken) {
		return err
	}
	switch err := c.create(ctx, probe, []byte("2")); {
	case err == nil:
		return errors.New("este almacén S3 no respeta escrituras condicionales (If-None-Match) y no sirve para la réplica")
	case !errors.Is(err, errTaken):
		return err
	}
	return nil
}

func (c *cubo) put(ctx context.Context, key string, from io.Reader, size int64) error {
	ctx, stop := context.WithTimeout(ctx, patience+time.Duration(size/slowest)*time.Second)
	defer stop()
	return c.with(ctx, func(fsys *filesystem.System) error {
		w, err := fsys.NewWriter(c.key(key), nil)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, from)
		if err != nil { // what was cut must not be stored as if whole
			stop()
		}
		return errors.Join(err, w.Close())
	})
}

func (c *cubo) get(ctx context.Context, key string, offset, size int64) (body io.ReadCloser, err error) {
	ctx, stop := context.WithCancel(ctx)
	slow := time.AfterFunc(patience, stop) // for the answer to begin
	err = c.with(ctx, func(fsys *filesystem.System) error {
		r, err := fsys.GetReader(c.key(key))
		if err != nil {
			return err
		}
		if _, err := r.Seek(offset, io.SeekStart); err != nil {
			return errors.Join(err, r.Close())
		}
		body = &answer{r, r, stop}
		if size > 0 {
			body = &answer{io.LimitReader(r, size), r, stop}
		}
		return nil
	})
	slow.Stop()
	if err != nil {
		stop()
	}
	return body, err
}

// answer ends its context with its last byte.
type answer struct {
	io.Reader
	body io.Closer
	stop context.CancelFunc
}

// Close implements io.Closer.
func (a *answer) Close() error {
	defer a.stop()
	return a.body.Close()
}

func (c *cubo) list(ctx context.Context, prefix string) (list []objeto, err error) {
	err = c.with(ctx, func(fsys *filesystem.System) error {
		found, err := fsys.List(c.key(prefix))
		for _, o := range found {
			key := o.Key
			if c.prefix != "" {
				key = strings.TrimPrefix(key, c.prefix+"/")
			}
			list = append(list, objeto{key, o.Size, o.ModTime})
		}
		return err
	})
	return list, err
}

func (c *cubo) remove(ctx context.Context, key string) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	err := c.with(ctx, func(fsys *filesystem.System) error { return fsys.Delete(c.key(key)) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// create stores an object under the condition that none is there.
func (c *cubo) create(ctx context.Context, key string, data []byte) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, c.address(c.key(key)), bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("If-None-Match", "*")
	c.sign(req, data, time.Now())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(res.Body, 4<<10)) // the status tells enough
	switch {
	case res.StatusCode == http.StatusOK:
		return nil
	case res.StatusCode == http.StatusPreconditionFailed, res.StatusCode == http.StatusConflict:
		return errTaken
	}
	return fmt.Errorf("el almacén S3 respondió %s: %s", res.Status, between(string(said), "<Code>", "</Code>"))
}

func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

// address is the URL of an object.
func (c *cubo) address(key string) string {
	u, _ := url.Parse(c.endpoint) // complete proved it
	if c.pathStyle {
		return u.Scheme + "://" + u.Host + (&url.URL{Path: u.Path + "/" + c.bucket + "/" + key}).EscapedPath()
	}
	return u.Scheme + "://" + c.bucket + "." + u.Host + (&url.URL{Path: u.Path + "/" + key}).EscapedPath()
}

// sign signs a request as AWS Signature Version 4 says.
func (c *cubo) sign(req *http.Request, body []byte, now time.Time) {
	stamp := now.UTC().Format("20060102T150405Z")
	day := stamp[:8]
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	req.Header.Set("X-Amz-Date", stamp)
	req.Header.Set("X-Amz-Content-Sha256", hash)
	const signed = "host;x-amz-content-sha256;x-amz-date"
	canonical := strings.Join([]string{
		req.Method, req.URL.EscapedPath(), req.URL.RawQuery,
		"host:" + req.URL.Host + "\nx-amz-content-sha256:" + hash + "\nx-amz-date:" + stamp + "\n", signed, hash,
	}, "\n")
	scope := day + "/" + c.region + "/s3/aws4_request"
	whole := sha256.Sum256([]byte(canonical))
	text := "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hex.EncodeToString(whole[:])
	key := []byte("AWS4" + c.secret)
	for _, part := range []string{day, c.region, "s3", "aws4_request", text} {
		mac := hmac.New(sha256.New, key)
		_, _ = io.WriteString(mac, part) // never fails, says hash.Hash
		key = mac.Sum(nil)
	}
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+c.user+"/"+scope+", SignedHeaders="+signed+
		", Signature="+hex.EncodeToString(key))
}
