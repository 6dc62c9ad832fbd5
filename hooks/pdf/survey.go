package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// findings are the parts of a document that make a verdict besides its pages.
type findings struct {
	dangerous   bool // ImportData, and a Launch that starts by itself or starts a program
	links       bool // a Launch that opens a document when a person asks for it
	javascript  bool
	form        bool
	attachments bool
	signatures  int

	started map[types.IndirectRef]bool // what starts by itself, looked at already
}

// maxObjects bounds the survey. The largest good file seen has a tenth as many.
const maxObjects = 5_000_000

// uneventful are the keys that the survey doesn't follow: no viewer looks behind
// them for an action, a field or an attachment, and much of a document's size
// lies there. Perms holds the usage rights signature of Adobe Reader, which no
// person signed.
var uneventful = map[string]bool{
	"Parent": true, "Resources": true, "AP": true, "StructTreeRoot": true,
	"Metadata": true, "OutputIntents": true, "PieceInfo": true, "Perms": true,
}

// survey visits every object that the catalog leads to, once. Actions hide in the
// opening action, pages, annotations, fields, outlines, name trees, renditions
// and behind other actions (/Next), and a list of such places would always lack
// one. survey keeps a stack of its own instead of calling itself, because the
// document chooses the depth.
func survey(x *model.XRefTable, root types.Dict) (f findings, err error) {
	f.started = map[types.IndirectRef]bool{}
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
	if f.links && f.javascript {
		f.dangerous = true // a script may ask in the person's place
	}
	if f.form && root["AcroForm"] == nil {
		f.form = false // widgets without a form can't be filled in
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

// push adds v when it may hold other objects.
func push(todo []types.Object, v types.Object) []types.Object {
	switch v.(type) {
	case types.IndirectRef, types.Dict, types.StreamDict, types.Array:
		return append(todo, v)
	}
	return todo
}

// look notes what one dictionary declares.
func (f *findings) look(x *model.XRefTable, d types.Dict) {
	if s, ok := d["S"]; ok {
		switch nameOf(x, s) {
		case "ImportData":
			f.dangerous = true
		case "Launch":
			f.links = true
			f.dangerous = f.dangerous || !linksToDocument(x, d)
		case "JavaScript":
			f.javascript = true
		}
	}
	for _, key := range []string{"OpenAction", "AA"} {
		if d[key] != nil {
			f.dangerous = f.dangerous || f.startsByItself(x, d[key])
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
		f.form = true // a form of signature fields alone has nothing to fill in
	}
	if d["ByteRange"] != nil && d["Contents"] != nil {
		f.signatures++
	}
}
