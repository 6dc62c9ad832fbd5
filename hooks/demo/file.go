package demo

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/security"
)

// file takes a citizen through the form, or a paper over the counter, and gives the id of the filing.
func (s *story) file(f *filing) (string, error) {
	who, open := mesa.Actor{}, map[string]any{
		"terminos_en": s.c.Now(), "terminos_ip": "127.0.0.1", "secreto": security.RandomString(40), "persona": personaOf(f),
	}
	if f.how == counter {
		who, open = mesa.StaffActor(s.accounts[0]), map[string]any{"canal": mesa.CanalPresencial, "persona": personaOf(f)}
	}
	draft, err := s.draft(f, who, open)
	if err != nil {
		return "", err
	}
	document, err := s.document(f)
	if err != nil {
		return "", err
	}
	if _, err := s.addBy(who, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": mesa.ClasePrincipal, "archivo": document,
	}); err != nil {
		return "", err
	}
	filed, err := s.addBy(who, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	if err != nil {
		return "", err
	}
	return filed.Id, nil
}

func personaOf(f *filing) string {
	if f.whom != 0 {
		return mesa.PersonaJuridica
	}
	return mesa.PersonaNatural
}

// draft opens a form and fills it in, without a document. The address is proved, or the paper
// gives none.
func (s *story) draft(f *filing, by mesa.Actor, open map[string]any) (*core.Record, error) {
	tramite, err := s.tramite(f.tramite)
	if err != nil {
		return nil, err
	}
	who, whom := people[f.who], companies[f.whom]
	draft, err := s.addBy(by, mesa.ColBorradores, open)
	if err != nil {
		return nil, err
	}
	draft.Load(map[string]any{
		"tipo_documento": mesa.DNI, "numero_documento": who.documento, "nombres": who.nombres, "apellidos": who.apellidos,
		"telefono": "999999999", "domicilio": "Av. Inventada 123, Lima",
		"ruc": whom.ruc, "razon_social": whom.razon, "tramite": tramite.Id, "asunto": f.asunto, "parte": mesa.ParteTramite,
	})
	if whom.ruc != "" {
		draft.Set("poder_referencia", "Partida registral inventada 11111111")
	}
	if f.how != counter {
		draft.Set("correo", who.correo)
		draft.Set("autorizo", true)
	}
	mesa.SetActor(draft, by)
	if err := s.app.Save(draft); err != nil || f.how == counter {
		return draft, err
	}
	draft.Set("correo_validado", draft.GetString("correo"))
	return draft, rule.Save(s.app, draft)
}

// document is what the citizen hands in: a PDF, or photos of one.
func (s *story) document(f *filing) (*filesystem.File, error) {
	if f.how == photos {
		b, err := album(f)
		if err != nil {
			return nil, err
		}
		return filesystem.NewFileFromBytes(b, "fotos del documento.jpg")
	}
	return s.letter(f, "solicitud.pdf", "")
}

func (s *story) tramite(orden int) (*core.Record, error) {
	return s.app.FindFirstRecordByData(mesa.ColTramites, "orden", orden)
}
