package instala

import (
	"fmt"
	"io"
	"os"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase"
	"github.com/spf13/cobra"
)

// flags are the answers that stand in no file: none of them is a secret.
var flags = []struct{ name, key, help string }{
	{"nombre", keyName, "nombre de la entidad"},
	{"dominio", keyDomain, "dominio que el programa atiende él mismo, con HTTPS"},
	{"escucha", keyListen, "dirección y puerto en que escucha para el proxy"},
	{"url", keyURL, "dirección pública"},
	{"cabecera", keyHeader, "cabecera en que el proxy escribe la IP del visitante"},
	{"smtp-host", keyHost, "servidor de correo; vacío para escribirlo después"},
	{"smtp-puerto", keyPort, "su puerto"},
	{"smtp-tls", keyTLS, "true si cifra desde el primer byte"},
	{"smtp-usuario", keyUser, "su usuario"},
	{"smtp-de", keyFrom, "correo del remitente"},
	{"copias", keyCopies, "carpeta de las copias; vacía para no hacerlas"},
	{"administrador", keyAdmin, "correo del primer administrador"},
}

// Commands are `instalar`, `desinstalar`, `actualizar`, and what these ask of the installed
// program, which `--version` tells apart. exit is 1 for an update that went back.
func Commands(app *pocketbase.PocketBase, mail func() *correo.Mailer, exit *int) []*cobra.Command {
	app.RootCmd.Version = mesa.Version()
	sender := func() mailer { return mail() }
	return append([]*cobra.Command{
		installCommand(), removeCommand(), updateCommand(exit), prepareCommand(app, sender), baseCommand(app),
	}, serviceCommands()...)
}

func installCommand() *cobra.Command {
	var raiz, file string
	given := make([]string, len(flags))
	c := &cobra.Command{
		Use: "instalar", Args: cobra.NoArgs, SilenceUsage: true,
		Short: "Instala el programa como servicio de esta máquina; repetida, continúa donde quedó",
		Long: "Instala el programa como servicio de esta máquina. Pregunta lo que falta; sin terminal lo\n" +
			"toma de --respuestas o de las opciones. " +
			"Las contraseñas se escriben en el terminal sin mostrarse, o en el archivo de respuestas (NOMBRE=VALOR, modo 0600), como\n" +
			"MESA_SMTP_PASSWORD y MESA_SUPERUSER_PASSWORD; nunca en una opción. Repetir la orden no daña nada: continúa donde quedó.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			i, err := newInstallation(cmd.InOrStdin(), cmd.OutOrStdout(), raiz, file)
			if err != nil {
				return err
			}
			for n, f := range flags {
				if cmd.Flags().Changed(f.name) {
					i.r[f.key] = given[n]
				}
			}
			return i.install()
		},
	}
	for n, f := range flags {
		c.Flags().StringVar(&given[n], f.name, "", f.help)
	}
	c.Flags().StringVar(&file, "respuestas", "", "archivo con las respuestas (NOMBRE=VALOR, como las variables de entorno)")
	rootFlag(c, &raiz)
	return c
}

func rootFlag(c *cobra.Command, raiz *string) {
	c.Flags().StringVar(raiz, "raiz", "", "escribe todo debajo de esta carpeta, sin tocar el sistema (para probar)")
}

func removeCommand() *cobra.Command {
	var raiz string
	c := &cobra.Command{
		Use: "desinstalar", Args: cobra.NoArgs, SilenceUsage: true,
		Short: "Quita el servicio y el programa; los datos, los ajustes y las copias quedan",
		RunE: func(cmd *cobra.Command, _ []string) error {
			i, err := newInstallation(cmd.InOrStdin(), cmd.OutOrStdout(), raiz, "")
			if err != nil {
				return err
			}
			return i.uninstall()
		},
	}
	rootFlag(c, &raiz)
	return c
}

// say writes a line for the person at the terminal.
func say(out io.Writer, format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }

func remove(path string) error {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
