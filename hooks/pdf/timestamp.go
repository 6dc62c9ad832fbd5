package pdf

import (
	"bytes"
	"crypto"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/carlos7ags/folio/sign"
)

const (
	stampWait = 3 * time.Second // for the whole answer of the authority
	mostStamp = 64 << 10        // bytes of it
)

var errStamp = errors.New("pdf: the answer of the time stamping authority is no stamp of what was asked")

// TimeStamp asks a time stamping authority (RFC 3161) for its token over a SHA-256. The token is
// of that sum; who signed it is left to those who verify. An error names no address, which
// may hold a secret.
func TimeStamp(address string, sum []byte) ([]byte, error) {
	c := sign.TSAClient{URL: address, HTTPClient: &http.Client{Timeout: stampWait, Transport: bounded{http.DefaultTransport}}}
	token, err := c.Timestamp(sum, crypto.SHA256)
	if err != nil {
		if failed := (*url.Error)(nil); errors.As(err, &failed) {
			err = failed.Err
		}
		return nil, err
	}
	if !Stamps(token, sum) {
		return nil, errStamp
	}
	return token, nil
}

// Stamps tells whether a token holds the statement (TSTInfo) that it is of a sum.
func Stamps(token, sum []byte) bool {
	at := token
	// ContentInfo → [0] → SignedData → EncapsulatedContentInfo → [0] → OCTET STRING → TSTInfo → MessageImprint → sum
	for _, place := range []int{0, 1, 0, 2, 1, 0, 0, 2, 1} {
		list, err := Members(at)
		if err != nil || place >= len(list) {
			return false
		}
		at = list[place].Bytes
	}
	return bytes.Equal(at, sum)
}

// bounded cuts what an authority answers.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(req)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, mostStamp), res.Body}
	}
	return res, err
}
