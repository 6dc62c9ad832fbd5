package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// The states of a delivery.
const (
	pending = "pendiente"
	sent    = "enviado"
	failed  = "fallido"
)

// giveUp is how long a delivery is tried, and how often at least.
const (
	giveUp   = 5 * 24 * time.Hour
	minTries = 8
)

// refused is an answer that is no success.
type refused int

func (status refused) Error() string { return "respondió " + strconv.Itoa(int(status)) }

// ofMessage tells whether the receiver refuses this one delivery, and works otherwise.
func (status refused) ofMessage() bool {
	return status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests
}

func trusting(pool *x509.CertPool) *tls.Config {
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}

// attempt sends one delivery and writes down what came of it. The next one may follow at once
// unless well is false: the receiver does not work now.
func (r *Room) attempt(ctx context.Context, app core.App, w, row *core.Record) (well bool, err error) {
	err = r.post(ctx, app, w, row)
	if ctx.Err() != nil {
		return false, nil // the program ends: the delivery waits as it did
	}
	now, tries := r.Now(), row.GetInt("intentos")+1
	row.Set("intentos", tries)
	row.Set("intentado_en", now)
	row.Set("error", "")
	var answer refused
	answered := errors.As(err, &answer)
	switch {
	case err == nil:
		row.Set("estado", sent)
		row.Set("enviado_en", now)
	case answer == http.StatusGone, tries >= minTries && now.Sub(row.GetDateTime("creado_en").Time()) > giveUp:
		row.Set("estado", failed)
	default:
		row.Set("proximo_en", now.Add(backoff(tries)))
	}
	if err != nil {
		row.Set("error", reason(err))
		app.Logger().Warn("a webhook was not told", "envio", row.Id, "error", reason(err))
	}
	if stored := rule.Save(app, row); stored != nil {
		return false, stored
	}
	return err == nil || answered && answer.ofMessage(), noteOn(app, w, now, err)
}

// noteOn writes the last outcome on a webhook, past the record: an administrator may be
// changing it. One that answers 410 is switched off.
func noteOn(app core.App, w *core.Record, now time.Time, err error) error {
	at := stamp(now)
	columns := dbx.Params{"error": "", "error_en": "", "enviado_en": at}
	if err != nil {
		columns = dbx.Params{"error": reason(err), "error_en": at}
	}
	if errors.Is(err, refused(http.StatusGone)) {
		columns["activo"], columns["apagado_en"] = false, at
	}
	_, err = app.DB().Update(mesa.ColWebhooks, columns, dbx.HashExp{"id": w.Id}).Execute()
	return err
}

// post sends a delivery as Standard Webhooks says; an answer that is no success is an error.
func (r *Room) post(ctx context.Context, app core.App, w, row *core.Record) error {
	body, id, at := row.GetString("cuerpo"), "msg_"+row.GetString("movimiento"), strconv.FormatInt(r.Now().Unix(), 10)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.GetString("url"), strings.NewReader(body))
	if err != nil {
		return err
	}
	secret, err := opened(app, w.GetString("secreto"))
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, keyOf(secret))
	mac.Write([]byte(id + "." + at + "." + body))
	for name, value := range map[string]string{
		"Content-Type": "application/cloudevents+json; charset=utf-8", "User-Agent": "mesadepartes",
		"webhook-id": id, "webhook-timestamp": at, "webhook-signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	} {
		req.Header.Set(name, value)
	}
	answer, err := r.client(reach{w.GetBool("red_interna"), app.IsDev()}).Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // so that the connection serves again
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return refused(answer.StatusCode)
	}
	return nil
}

// backoff doubles from one minute to six hours.
func backoff(tries int) time.Duration { return min(time.Minute<<min(tries-1, 10), 6*time.Hour) }

// reason is an error as an administrator reads it: the address, which may hold a key of the
// receiver's, is left out.
func reason(err error) string {
	var wrapped interface{ Unwrap() error }
	var inner errInner
	var slow interface{ Timeout() bool }
	switch {
	case errors.As(err, &inner):
		return inner.Error()
	case errors.As(err, &slow) && slow.Timeout():
		return "no respondió a tiempo"
	case errors.As(err, new(refused)):
		return err.Error()
	case errors.As(err, &wrapped) && wrapped.Unwrap() != nil:
		err = wrapped.Unwrap() // of *url.Error, whose text begins with the address
	}
	text := strings.ToValidUTF8(fmt.Sprint(err), "")
	return strings.ToValidUTF8(text[:min(len(text), 450)], "")
}
