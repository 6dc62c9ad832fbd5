package instala

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// task is what the installer asks of the installed program, on its standard input: a
// password stands in no argument and in no environment.
type task struct {
	Nombre string // of the office; "" leaves it
	Correo string // of the first administrator; "" makes none
	Clave  string
	Prueba bool // the first administrator gets a trial by mail
}

// state is what it answers.
type state struct {
	Nombre          string
	Confirmada      bool // a person said that the data are of this office
	Administradores int
	Administrador   string // the address of the first
	Prueba          string // why the trial did not leave, "" when it did
	Error           string
}

// mailer is what the room needs of the outbox.
type mailer interface {
	Probar(app core.App, account *core.Record) error
}

func prepareCommand(app core.App, mail func() mailer) *cobra.Command {
	return &cobra.Command{
		Use: "preparar", Hidden: true, Args: cobra.NoArgs, SilenceUsage: true,
		Short: "Lo que «instalar» pide al programa instalado, por su entrada estándar",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var t task
			if err := json.NewDecoder(cmd.InOrStdin()).Decode(&t); err != nil {
				return err
			}
			s, err := prepare(app, t, mail)
			if err != nil {
				s.Error = reason(err)
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(s)
		},
	}
}

// reason is a refusal in the words that a person reads, with those of its fields.
func reason(err error) string {
	p, ok := mesa.AsProblem(err)
	if !ok {
		return err.Error()
	}
	words := []string{p.Texto}
	for field, text := range p.Campos {
		words = append(words, field+": "+text)
	}
	return strings.Join(words, " ")
}

// prepare brings the base up to this program and does the task. What is there stays: a second
// run changes no name that a person confirmed and makes no second administrator.
func prepare(app core.App, t task, mail func() mailer) (s state, err error) {
	if err := app.RunAllMigrations(); err != nil {
		return s, err
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return s, err
	}
	s.Confirmada = !entidad.GetDateTime("confirmada_en").IsZero()
	if t.Nombre != "" && !s.Confirmada && entidad.GetString("nombre") != t.Nombre {
		entidad.Set("nombre", t.Nombre)
		entidad.Set("siglas", "") // those of the example
		if err := app.Save(entidad.Record); err != nil {
			return s, err
		}
	}
	s.Nombre = entidad.GetString("nombre")
	if err := firstAdministrator(app, t, &s); err != nil {
		return s, err
	}
	if t.Prueba {
		err = try(app, &s, mail())
	}
	return s, err
}

func firstAdministrator(app core.App, t task, s *state) error {
	n, err := app.CountRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	if err != nil {
		return err
	}
	s.Administradores = int(n)
	if n > 0 || t.Correo == "" {
		return nil
	}
	c, err := app.FindCachedCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		return err
	}
	account := core.NewRecord(c)
	account.SetEmail(t.Correo)
	account.SetPassword(t.Clave)
	if err := app.Save(account); err != nil {
		return fmt.Errorf("administrador: %w", err)
	}
	s.Administradores = 1
	return nil
}

// try sends the trial of the check list. A server that refuses ends no installation.
func try(app core.App, s *state, mail mailer) error {
	account, err := oldest(app)
	if err != nil {
		return err
	}
	s.Administrador = account.Email()
	if err := servidor.MailFromEnvironment(app); err != nil {
		return err
	}
	err = mail.Probar(app, account)
	if _, refused := mesa.AsProblem(err); refused {
		s.Prueba = reason(err)
		return nil
	}
	return err
}

// oldest is the first administrator that was made.
func oldest(app core.App) (*core.Record, error) {
	list, err := app.FindRecordsByFilter(core.CollectionNameSuperusers, "email != {:example}", "created", 1, 0,
		dbx.Params{"example": core.DefaultInstallerEmail})
	if err == nil && len(list) == 0 {
		err = errors.New("todavía no hay administrador")
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

var errNoAnswer = errors.New("el programa instalado no respondió")
