package pdf

import (
	"path"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// documents are the kinds of file that a link may open: what a person reads or looks
// at, nothing that runs and no container.
var documents = map[string]bool{
	".pdf": true, ".txt": true, ".csv": true, ".rtf": true, ".doc": true, ".docx": true, ".odt": true, ".xls": true, ".xlsx": true,
	".ods": true, ".ppt": true, ".pptx": true, ".odp": true, ".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".tif": true,
	".tiff": true, ".bmp": true, ".dwg": true, ".mp3": true, ".mp4": true, ".avi": true, ".mpg": true, ".mov": true, ".wav": true,
}

// linksToDocument tells that a Launch action does no more than a link: it opens a
// document of this computer and hands nothing to a program.
func linksToDocument(x *model.XRefTable, action types.Dict) bool {
	for _, system := range []string{"Win", "Mac", "Unix"} {
		if action[system] != nil { // a program with its parameters
			return false
		}
	}
	target, err := resolve(x, action["F"])
	if err != nil {
		return false
	}
	if spec, ok := target.(types.Dict); ok {
		return isDocument(x, spec["F"]) && (spec["UF"] == nil || isDocument(x, spec["UF"])) && spec["FS"] == nil
	}
	return isDocument(x, target)
}

// isDocument tells that a file name is that of a document on this computer, not one
// of another machine (\\server, http:).
func isDocument(x *model.XRefTable, o types.Object) bool {
	o, _ = resolve(x, o)
	name, err := model.Text(o)
	if err != nil {
		return false
	}
	name = strings.ReplaceAll(name, "\\", "/")
	if strings.HasPrefix(name, "//") || strings.Contains(name, "://") {
		return false
	}
	return documents[strings.ToLower(path.Ext(name))]
}

// startsByItself tells that an opening action, or one of a page's or field's events,
// leads to a Launch or an ImportData that nobody asked for. It follows the chain of
// actions (/Next) alone, each object once a document: a destination only shows a page.
func (f *findings) startsByItself(x *model.XRefTable, event types.Object) bool {
	todo := []types.Object{event}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			if f.started[ref] {
				continue
			}
			f.started[ref] = true
		}
		o, err := resolve(x, o)
		if err != nil {
			return true // what can't be looked into isn't harmless
		}
		switch o := o.(type) {
		case types.Dict:
			kind := nameOf(x, o["S"])
			if kind == "Launch" || kind == "ImportData" {
				return true
			}
			if kind != "" { // an action, else the events of AA
				todo = push(todo, o["Next"])
				continue
			}
			for _, v := range o {
				todo = push(todo, v)
			}
		case types.Array:
			if len(o) > 0 && isDestination(x, o) {
				continue
			}
			for _, v := range o {
				todo = push(todo, v)
			}
		}
	}
	return false
}

// isDestination recognizes [page /Fit …].
func isDestination(x *model.XRefTable, a types.Array) bool {
	return len(a) > 1 && nameOf(x, a[1]) != ""
}
