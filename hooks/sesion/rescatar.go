package sesion

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes rescatar CORREO`: the way in for an administrator when the second
// factor asks for a code by mail and no mail leaves. It must be alone on the data folder,
// because a running server would go on asking for the code.
func Command(app core.App, now func() time.Time) *cobra.Command {
	return &cobra.Command{
		Use:   "rescatar CORREO",
		Short: "Da otra contraseña a un administrador y apaga el segundo factor, cuando el correo no funciona",
		Long: "Da una contraseña nueva a un administrador, la muestra una sola vez, apaga el segundo factor de los administradores y cierra\n" +
			"las sesiones de esa cuenta. Detenga antes el servidor. Queda anotado en el registro de accesos.",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			clave, err := Rescue(app, now(), args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Contraseña nueva de %s: %s\n"+
				"Ingrese al panel /_/ con ella y cámbiela. El segundo factor de los administradores quedó apagado:\n"+
				"cuando el correo funcione, enciéndalo otra vez en Collections > _superusers > Options.\n", args[0], clave)
			return err
		},
	}
}

// Rescue gives a superuser a new password, switches the second factor of superusers off, ends
// the account's sessions and notes it in the register of accesses: all or nothing.
func Rescue(app core.App, now time.Time, correo string) (clave string, err error) {
	account, err := app.FindAuthRecordByEmail(core.CollectionNameSuperusers, strings.TrimSpace(correo))
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("ningún administrador tiene el correo %q; las cuentas de personal las cambia un administrador", correo)
	}
	if err != nil {
		return "", err
	}
	clave = rand.Text()
	return clave, app.RunInTransaction(func(tx core.App) error {
		c, err := tx.FindCollectionByNameOrId(core.CollectionNameSuperusers)
		if err != nil {
			return err
		}
		c.MFA.Enabled, c.OTP.Enabled = false, false // PocketBase switches the first on with the second
		if err := tx.Save(c); err != nil {
			return err
		}
		account.SetPassword(clave)
		account.RefreshTokenKey()
		if err := tx.Save(account); err != nil {
			return err
		}
		if err := endAll(tx, account); err != nil {
			return err
		}
		return noteRescue(tx, account, now)
	})
}

func endAll(tx core.App, account *core.Record) error {
	open, err := tx.FindAllRecords(mesa.ColSesiones, dbx.HashExp{"cuenta": account.Id, "coleccion": account.Collection().Name})
	if err != nil {
		return err
	}
	for _, s := range open {
		if err := rule.Delete(tx, s); err != nil {
			return err
		}
	}
	return nil
}

func noteRescue(tx core.App, account *core.Record, now time.Time) error {
	c, err := tx.FindCachedCollectionByNameOrId(mesa.ColAccesos)
	if err != nil {
		return err
	}
	line := core.NewRecord(c)
	line.Load(map[string]any{
		"fecha": now, "actor": "terminal: rescatar", "accion": "rescatar", "coleccion": account.Collection().Name,
		"registro": account.Id, "archivo": account.Email(),
	})
	return rule.Save(tx, line)
}
