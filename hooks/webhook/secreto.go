package webhook

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// sealMark begins a secret that is stored encrypted with the key of the settings (MESA_LLAVE).
const sealMark = "cifrado:"

func settingsKey(app core.App) string { return os.Getenv(app.EncryptionEnv()) }

// sealed is a secret as the base stores it: encrypted where there is a key, else as it is.
func sealed(app core.App, secret string) (string, error) {
	key := settingsKey(app)
	if key == "" {
		return secret, nil
	}
	text, err := security.Encrypt([]byte(secret), key)
	return sealMark + text, err
}

// opened undoes sealed.
func opened(app core.App, stored string) (string, error) {
	text, is := strings.CutPrefix(stored, sealMark)
	if !is {
		return stored, nil
	}
	plain, err := security.Decrypt(text, settingsKey(app))
	if err != nil {
		return "", errors.New(mesa.TextWebhookSellado)
	}
	return string(plain), nil
}

// show opens a secret for the administrator, who gives it to the receiver; others see no column
// that is hidden.
func (r *Room) show(e *core.RecordEnrichEvent) error {
	if plain, err := opened(e.App, e.Record.GetString("secreto")); err == nil {
		e.Record.Set("secreto", plain)
	}
	return e.Next()
}

// sealAll encrypts at a start what was stored before there was a key.
func (r *Room) sealAll(e *core.ServeEvent) error {
	if settingsKey(e.App) == "" {
		return e.Next()
	}
	open, err := e.App.FindAllRecords(mesa.ColWebhooks, dbx.NewExp("secreto != '' AND secreto NOT LIKE {:mark}", dbx.Params{"mark": sealMark + "%"}))
	if err != nil {
		return err
	}
	for _, w := range open {
		text, err := sealed(e.App, w.GetString("secreto"))
		if err == nil {
			_, err = e.App.DB().Update(mesa.ColWebhooks, dbx.Params{"secreto": text}, dbx.HashExp{"id": w.Id}).Execute()
		}
		if err != nil {
			return fmt.Errorf("webhook: %w", err)
		}
	}
	return e.Next()
}
