package hookstest

import (
	"testing"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// AtCounter is a filing that reception entered from a paper, with an address that nobody proved.
func (o *Office) AtCounter(t testing.TB, values map[string]any) *core.Record {
	t.Helper()
	who := mesa.Actor{Mano: mesa.ManoPersonal, Rol: mesa.RolMesa, Name: "personal/prueba ANA"}
	write := func(r *core.Record, columns map[string]any) *core.Record {
		t.Helper()
		r.Load(columns)
		mesa.SetActor(r, who)
		if err := o.Save(r); err != nil {
			t.Fatal(Explain(err))
		}
		return r
	}
	blank := func(collection string) *core.Record {
		t.Helper()
		c, err := o.FindCachedCollectionByNameOrId(collection)
		if err != nil {
			t.Fatal(err)
		}
		return core.NewRecord(c)
	}
	draft := write(blank(mesa.ColBorradores), map[string]any{"persona": mesa.PersonaNatural, "canal": mesa.CanalPresencial})
	all := map[string]any{
		"tipo_documento": "DNI", "numero_documento": "11111111", "nombres": "JUAN", "apellidos": "PEREZ PEREZ", "telefono": "987654321",
		"correo": "juan@ejemplo.pe", "domicilio": "Av. Inventada 123, Lima", "autorizo": true,
		"tramite": o.Tramite(t, 1).Id, "asunto": "Papel de ventanilla", "parte": mesa.ParteTramite,
	}
	for column, value := range values {
		all[column] = value
	}
	write(draft, all)
	write(blank(mesa.ColDocumentos), map[string]any{
		"borrador": draft.Id, "clase": mesa.ClasePrincipal, "archivo": File("papel.pdf", PDF(2)),
	})
	return o.Record(t, mesa.ColSolicitudes, write(blank(mesa.ColSolicitudes), map[string]any{"borrador": draft.Id}).Id)
}
