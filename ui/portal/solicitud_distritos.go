package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// districts are the districts of the chosen province. Before one is chosen they are all
// there, so that a browser without scripts can choose.
func (f *form) districts() (list []web.Option) {
	if own := mesa.Distritos(f.V["provincia"]); own != nil {
		for _, distrito := range own {
			list = append(list, web.Option{Valor: distrito, Texto: distrito})
		}
		return list
	}
	for _, region := range mesa.Regiones() {
		for _, provincia := range region.Provincias {
			for _, distrito := range mesa.Distritos(provincia) {
				list = append(list, web.Option{Valor: distrito, Texto: distrito, Grupo: provincia + ", " + region.Nombre})
			}
		}
	}
	return list
}

// chooseProvince shows the districts of the province that was chosen. It saves nothing.
func (p *Portal) chooseProvince(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	f, err := p.view(e, b)
	if err != nil {
		return err
	}
	for _, name := range []string{"provincia", "distrito"} {
		f.V[name] = e.Request.PostFormValue(name)
	}
	campos, err := web.Fields(f, nil, "distrito")
	if err != nil {
		return err
	}
	return p.Screen.Fragment(e, formPage, "seleccion", campos[0])
}
