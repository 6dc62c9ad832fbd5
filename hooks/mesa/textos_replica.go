package mesa

import (
	"fmt"
	"time"
)

// What people read where the office has a second machine.
const (
	TextReplicaOtraMaquina = "La mesa de partes se atiende ahora en otra computadora y aquí no se registró nada. Vuelva a entrar en un minuto."
	TextReplicaTecho       = "En este momento no podemos dar más números. Lo que ya avanzó está guardado: vuelva a intentarlo en unos minutos."
	TextReplicaPrimera     = "La réplica se está completando: todavía no reemplaza a esta computadora."
	TextReplicaLenta       = "El destino de la réplica tarda más de dos segundos."
	TextReplicaPerdida     = "Otra computadora tiene el turno y aquí ya no se registra nada. Apague esta y guarde su carpeta de datos."
	TextReplicaSinRespaldo = "Con la réplica en marcha las copias no se hacen desde el panel: use el comando «mesadepartes copia hacer»."
	TextReplicaSalto       = "Esta computadora reemplazó a otra que se detuvo. Se saltan los números que aquella pudo dar sola."
)

// TextReplicaFaltaDestino refuses to start a folder that was replicated without its replica:
// another machine may have its turn.
func TextReplicaFaltaDestino() string {
	return "Esta carpeta de datos tiene una réplica y falta MESA_REPLICA. Otra computadora puede tener el turno. " +
		"Si dejó la réplica para siempre, quite el archivo replica.json."
}

// TextReplicaAjena refuses to start while another machine has the turn.
func TextReplicaAjena(maquina string, epoca int) string {
	return fmt.Sprintf("La computadora %s tiene el turno (época %d) y atiende en lugar de esta. "+
		"Aquí no se registra nada. Guarde esta carpeta de datos. "+
		"Para que esta computadora quede en espera, use una carpeta nueva: serve --espera --dir=NUEVA.", maquina, epoca)
}

// TextReplicaFalla tells at the start that the destination can't be reached.
func TextReplicaFalla(why string) string {
	return "No se llega al destino de la réplica: " + why + ". " +
		"Se sigue recibiendo, sin segunda copia. Revise la conexión y las llaves del destino."
}

// TextReplicaAtrasada tells staff that the replica is behind.
func TextReplicaAtrasada(why string, late time.Duration) string {
	return fmt.Sprintf("La réplica está atrasada %s: %s. Se sigue recibiendo. Si esta computadora se pierde, lo último no está en la otra.",
		late.Round(time.Second), why)
}

// TextReplicaFueTitular refuses to make a standby of a folder with an office in it: following
// would write over acts that no other machine has.
func TextReplicaFueTitular(dir string) string {
	return "La carpeta " + dir + " tiene los datos de una mesa de partes y no se usa para esperar. Guárdela y use una carpeta nueva."
}

// TextReplicaMedia refuses to serve a folder whose promotion has not ended.
func TextReplicaMedia() string {
	return "La promoción de esta carpeta no terminó. Repita «mesadepartes promover» con la misma carpeta."
}

// TextReplicaEnEspera refuses to open the base of a folder that follows another machine's.
func TextReplicaEnEspera() string {
	return "Esta carpeta de datos sigue a otra computadora y no se abre: use «serve --espera», o «mesadepartes promover» para que atienda."
}

// TextReplicaViva refuses a promotion while the other machine works.
func TextReplicaViva(maquina string) string {
	return "La computadora " + maquina + " está atendiendo en este momento. " +
		"Apáguela primero. Si no puede, repita con --forzar: dejará de registrar."
}

// TextReplicaVacia refuses a promotion without a base to promote.
func TextReplicaVacia() string {
	return "El destino de la réplica todavía no tiene ninguna base de datos."
}

// TextReplicaSinLlave tells that receipts can't be signed on this machine yet.
func TextReplicaSinLlave(dir string) string {
	return "Falta la llave de los cargos en " + dir + ": tráigala con «mesadepartes clave recuperar». Mientras tanto se recibe sin firmar."
}

// TextReplicaTraigaLlave tells what a second machine lacks before it can take over.
func TextReplicaTraigaLlave(dir string) string {
	return "Falta la llave de los cargos: copie registro.clave, de la carpeta de resguardo de la computadora que atiende, a " + dir + "."
}

// TextReplicaNoSinLlave refuses a promotion whose receipts nobody could sign.
func TextReplicaNoSinLlave(dir string) string {
	return TextReplicaTraigaLlave(dir) + " Si no puede, repita con --sin-llave: se recibe sin firmar hasta «mesadepartes clave recuperar»."
}
