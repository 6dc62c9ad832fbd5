package correo

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"strconv"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Command is `mesadepartes correo probar A`, which may run beside a server. mailer gives the
// room once it is made, settings completes the settings by the environment, as a start does.
// exit is 1 when the mail did not leave.
func Command(app core.App, mailer func() *Mailer, settings func(*core.Settings) error, exit *int) *cobra.Command {
	all := &cobra.Command{Use: "correo", Short: "El servidor de correo de la entidad"}
	all.AddCommand(&cobra.Command{
		Use: "probar A", Short: "Envía un correo de prueba a la dirección A y dice qué respondió el servidor en cada paso",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			to, err := mail.ParseAddress(args[0])
			if err != nil {
				return fmt.Errorf("%q no es una dirección de correo", args[0])
			}
			if err := errors.Join(app.RunAllMigrations(), settings(app.Settings())); err != nil {
				return err
			}
			sent, err := mailer().Demonstrate(app, to.Address, cmd.OutOrStdout())
			if !sent {
				*exit = 1
			}
			return err
		},
	})
	return all
}

// Demonstrate mails a trial to an address and writes what the mail server answered at each
// step; sent tells whether it took the mail. The line of the check list is then fulfilled.
func (m *Mailer) Demonstrate(app core.App, para string, out io.Writer) (sent bool, err error) {
	smtp := app.Settings().SMTP
	if m.NoServer(app) {
		fmt.Fprintln(out, mesa.TextPruebaSinServidor)
		return false, nil
	}
	fmt.Fprintf(out, "Servidor de correo: %s\n", net.JoinHostPort(smtp.Host, strconv.Itoa(smtp.Port)))
	took := false
	failed, err := m.try(app, para, func(p Paso) {
		took = took || p.Nombre == pasoEntrega
		fmt.Fprintf(out, "  bien   %-12s  %s\n", p.Nombre, p.Detalle)
	})
	switch {
	case took && err != nil: // it left, and was not noted
		return true, err
	case err != nil && failed == "":
		return false, err
	case err != nil:
		fmt.Fprintf(out, "  FALLA  %-12s  %s\n\n%s\n", failed, cut(err), mesa.TextPasoFalla(failed, err.Error()))
		return false, nil
	}
	fmt.Fprintf(out, "\n%s\n", mesa.TextPruebaSalio(para))
	return true, nil
}
