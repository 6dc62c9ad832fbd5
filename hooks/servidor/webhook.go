package servidor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// webhookWait is how long an address that hears alarms may take.
const webhookWait = 5 * time.Second

// Webhook is a bell that posts each alarm to an address as JSON. The field text is what chat
// programs show. address is not logged: it may hold a key.
func Webhook(address string) Bell {
	client := &http.Client{Timeout: webhookWait, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return Bell{Name: "webhook", Ring: func(ctx context.Context, app core.App, list []Alarma) error {
		for _, a := range list {
			if err := post(ctx, client, address, app, a); err != nil {
				return err // what was taken before it is told again: better twice than never
			}
		}
		return nil
	}}
}

func post(ctx context.Context, client *http.Client, address string, app core.App, a Alarma) error {
	estado := a.Salud.String()
	if a.Fin {
		estado = "resuelta"
	}
	body, err := json.Marshal(map[string]string{
		"text": mesa.TextAlarma(app.Settings().Meta.AppName, a.Causa, a.Motivo, a.Fin), "entidad": app.Settings().Meta.AppName,
		"causa": a.Causa, "estado": estado, "motivo": a.Motivo, "desde": a.Desde.UTC().Format(time.RFC3339),
	})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errors.New("MESA_ALARMA_URL no es una dirección")
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		if hides := (*url.Error)(nil); errors.As(err, &hides) {
			err = hides.Err
		}
		return err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // nothing hangs on what it says
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("the webhook answered %d", res.StatusCode)
	}
	return nil
}
