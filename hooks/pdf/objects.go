package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxChain bounds references to references, which may lead to themselves.
const maxChain = 16

// resolve follows references. An object that doesn't exist is null (ISO 32000-1,
// 7.3.10), and so is one that doesn't parse. The only error is that of a limit,
// because an object too large to look into must not pass for a harmless one.
func resolve(x *model.XRefTable, o types.Object) (types.Object, error) {
	for range maxChain {
		if _, ok := o.(types.IndirectRef); !ok {
			return o, nil
		}
		var err error
		if o, err = x.Dereference(o); err != nil {
			if beyondLimit(err) {
				return nil, err
			}
			return nil, nil
		}
	}
	return nil, nil
}

// dictOf returns a dictionary, empty when o is something else.
func dictOf(x *model.XRefTable, o types.Object) (types.Dict, error) {
	o, err := resolve(x, o)
	switch d := o.(type) {
	case types.Dict:
		return d, err
	case types.StreamDict:
		return d.Dict, err
	}
	return nil, err
}

func nameOf(x *model.XRefTable, o types.Object) string {
	o, _ = resolve(x, o)
	name, _ := o.(types.Name)
	return string(name)
}

func numberOf(x *model.XRefTable, o types.Object) (float64, bool) {
	o, _ = resolve(x, o)
	switch n := o.(type) {
	case types.Integer:
		return float64(n), true
	case types.Float:
		return float64(n), true
	}
	return 0, false
}
