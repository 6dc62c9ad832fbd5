package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// findings is what a document can do beyond being read.
type findings struct {
	dangerous   bool // Launch, ImportData
	javascript  bool
	form        bool
	attachments bool
	signatures  int
}

// maxObjects bounds the survey. The largest honest file seen has a tenth.
const maxObjects = 5_000_000

// uneventful are the keys behind which no viewer looks for an action, a field
// or an attachment, and much of a document's bulk lies. Perms holds the usage
// rights signature of Adobe Reader, which nobody signed.
var uneventful = map[string]bool{
	"Parent": true, "Resources": true, "AP": true, "StructTreeRoot": true,
	"Metadata": true, "OutputIntents": true, "PieceInfo": true, "Perms": true,
}

// survey visits everything reachable from the catalog, once: actions hide in
// the opening action, pages, annotations, fields, outlines, name trees,
// renditions and behind each other (/Next), and a list of such places would
// always lack one. It keeps its own stack: documents choose the depth.
func survey(x *model.XRefTable, root types.Dict) (f findings, err error) {
	seen := map[types.IndirectRef]bool{}
	todo := []types.Object{root}
	for visited := 0; len(todo) > 0; visited++ {
		if visited > maxObjects {
			return f, refusal(Complejo)
		}
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			if seen[ref] {
				continue
			}
			seen[ref] = true
			if o, err = resolve(x, ref); err != nil {
				return f, err
			}
		}
		switch o := o.(type) {
		case types.StreamDict:
			f.look(x, o.Dict)
			todo = pushValues(todo, o.Dict)
		case types.Dict:
			f.look(x, o)
			todo = pushValues(todo, o)
		case types.Array:
			for _, v := range o {
				todo = push(todo, v)
			}
		}
	}
	if f.form && root["AcroForm"] == nil {
		f.form = false // orphaned widgets: nothing to fill in
	}
	return f, nil
}

func pushValues(todo []types.Object, d types.Dict) []types.Object {
	for key, v := range d {
		if !uneventful[key] {
			todo = push(todo, v)
		}
	}
	return todo
}

// push keeps what can hold something.
func push(todo []types.Object, v types.Object) []types.Object {
	switch v.(type) {
	case types.IndirectRef, types.Dict, types.StreamDict, types.Array:
		return append(todo, v)
	}
	return todo
}

// look takes note of what one dictionary is.
func (f *findings) look(x *model.XRefTable, d types.Dict) {
	if s, ok := d["S"]; ok {
		switch nameOf(x, s) {
		case "Launch", "ImportData":
			f.dangerous = true
		case "JavaScript":
			f.javascript = true
		}
	}
	if d["JS"] != nil {
		f.javascript = true
	}
	if d["EF"] != nil {
		f.attachments = true // a file specification with the file in it
	}
	if d["XFA"] != nil {
		f.form = true
	}
	if ft, ok := d["FT"]; ok && nameOf(x, ft) != "Sig" {
		f.form = true // a form of signature fields alone asks nobody anything
	}
	if d["ByteRange"] != nil && d["Contents"] != nil {
		f.signatures++
	}
}
