package servidor

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

const (
	// KeyVariable names the variable with the key under which settings are stored.
	KeyVariable = "MESA_LLAVE"
	keyLength   = 32 // bytes, of AES-256

	smtpVariable = "MESA_SMTP_PASSWORD" // a secret: used while it is set, never stored

	settingsTable = "_params"
)

// goodKey refuses a key that would be found unfit only when settings are saved.
func goodKey(e *core.BootstrapEvent) error {
	if key := os.Getenv(e.App.EncryptionEnv()); key != "" && len(key) != keyLength {
		return fmt.Errorf("%s debe tener %d caracteres y tiene %d", e.App.EncryptionEnv(), keyLength, len(key))
	}
	return e.Next()
}

// secretsStay puts the secrets of the environment back each time the settings are
// read from the base, which has none of them.
func secretsStay(e *core.SettingsReloadEvent) error {
	if err := e.Next(); err != nil {
		return fmt.Errorf("la configuración guardada no se puede leer (¿%s es la llave con que se guardó?): %w", KeyVariable, err)
	}
	set(&e.App.Settings().SMTP.Password, smtpVariable)
	return nil
}

// secretsOut keeps the secrets of the environment out of the base: it stores a copy
// of the settings without them.
func secretsOut(e *core.ModelEvent) error {
	s, ok := e.Model.(*core.Settings)
	secret := os.Getenv(smtpVariable)
	if !ok || secret == "" || s.SMTP.Password != secret {
		return e.Next()
	}
	bare, err := s.Clone()
	if err != nil {
		return err
	}
	bare.SMTP.Password = ""
	e.Model = bare
	defer func() { e.Model = s }()
	return e.Next()
}

// storedOpen tells whether the base still has settings as they should not be: open
// though there is a key, or with a secret that the environment brings.
func storedOpen(app core.App) (bool, error) {
	var value string
	if err := app.DB().Select("value").From(settingsTable).Where(dbx.HashExp{"id": "settings"}).Row(&value); err != nil {
		return false, err
	}
	key, plain := os.Getenv(app.EncryptionEnv()), strings.HasPrefix(value, "{")
	if plain && key != "" {
		return true, nil
	}
	data := []byte(value)
	if !plain {
		var err error
		if data, err = security.Decrypt(value, key); err != nil {
			return false, err
		}
	}
	var stored struct{ SMTP struct{ Password string } }
	if err := json.Unmarshal(data, &stored); err != nil {
		return false, errors.Join(errors.New("stored settings"), err)
	}
	return stored.SMTP.Password != "" && stored.SMTP.Password == os.Getenv(smtpVariable), nil
}
