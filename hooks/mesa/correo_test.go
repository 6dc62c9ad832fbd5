package mesa_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
)

// Art. 20.4 of Ley 27444 asks to confirm what notifies an act; a receipt, a routing, a
// reminder and what goes to staff notify none.
func TestOnlyTheNoticeOfAnActAsksToBeConfirmed(t *testing.T) {
	for tipo, want := range map[mesa.TipoCorreo]bool{
		mesa.CorreoRecepcion: false, mesa.CorreoObservacion: true, mesa.CorreoRecordatorio: false,
		mesa.CorreoPorEnviar: false, mesa.CorreoPlazo: false,
		mesa.CorreoSubsanacion: false, mesa.CorreoNoPresentada: true, mesa.CorreoDerivacion: false, mesa.CorreoRespuesta: true,
		mesa.CorreoNumeros: false, mesa.CorreoResumen: false, mesa.CorreoCredenciales: false, "codigo": false, "": false,
		mesa.CorreoRemitida: true, mesa.CorreoProrroga: true, mesa.CorreoDesistimiento: true, mesa.CorreoArchivo: true,
		mesa.CorreoReapertura: true, mesa.CorreoEncauzada: false,
	} {
		if tipo.NeedsAcuse() != want {
			t.Errorf("%s asks to be confirmed: %v", tipo, tipo.NeedsAcuse())
		}
		if named := mesa.NombreAviso(tipo) != ""; named != want {
			t.Errorf("%s is called %q as a notice", tipo, mesa.NombreAviso(tipo))
		}
	}
}

func TestANoticeIsSettledByTheCitizensWordOrByPaper(t *testing.T) {
	for _, c := range []struct {
		acuse, cedula time.Time
		want          bool
	}{
		{time.Time{}, time.Time{}, false}, {now, time.Time{}, true}, {time.Time{}, now, true}, {now, now, true},
	} {
		m := mesa.AsCorreo(record(map[string]any{"acuse_en": c.acuse, "cedula_en": c.cedula, "estado": "", "tipo": "observacion"}))
		if m.Settled() != c.want {
			t.Errorf("confirmed %v, on paper %v: settled %v", c.acuse, c.cedula, m.Settled())
		}
		if m.SetEstado(mesa.CorreoFallido); m.Estado() != mesa.CorreoFallido || m.Tipo() != mesa.CorreoObservacion {
			t.Errorf("%s %s", m.Estado(), m.Tipo())
		}
	}
}
