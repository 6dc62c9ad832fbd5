package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// This file walks the page tree and does not rely on /Count, which may claim 2³⁰
// pages in a file of 1 kB; pdfcpu's own EnsurePageCount panics when /Pages is
// missing.
const (
	maxPages     = 10_000       // more are refused (DemasiadasPaginas)
	manyPages    = 500          // more are noticed (MuchasPaginas)
	maxPageDepth = 64           // levels of the tree
	maxPageNodes = 4 * maxPages // visits; a branch with many parents is visited once for each, even without a page in it
)

// pageTree is what the walk found.
type pageTree struct {
	count int
	large bool // a page larger than A3
	pages []leaf

	blanks []int // pages on which nothing seems to be drawn, the first of them

	x      *model.XRefTable
	size   int64
	m      *mended // nil when the file's own table was good
	nodes  int
	broken int          // kids that are no page at all
	path   map[int]bool // ancestors, by object number
}

// leaf is a page: its object, when it is one by itself, and what it inherits.
type leaf struct {
	ref  types.IndirectRef
	own  bool
	dict types.Dict
	sheet
}

// countPages walks the tree under the catalog.
func countPages(x *model.XRefTable, root types.Dict, size int64, m *mended) (*pageTree, error) {
	t := &pageTree{x: x, size: size, m: m, path: map[int]bool{}}
	top := root["Pages"]
	if err := t.visit(top, 1, sheet{unit: 1}); err != nil {
		return t, err
	}
	if t.count == 0 {
		return t, refusal(SinPaginas)
	}
	// Some kids are no pages. When /Count agrees with the pages found, an editor
	// deleted the others. When it doesn't, part of the file is lost, as after a
	// broken download.
	if t.broken > 0 && t.claimed(top) != t.count {
		return t, refusal(Danado)
	}
	return t, nil
}

func (t *pageTree) visit(o types.Object, depth int, in sheet) error {
	if t.nodes++; t.nodes > maxPageNodes {
		return refusal(Complejo)
	}
	if depth > maxPageDepth {
		return refusal(SinPaginas)
	}
	if ref, ok := o.(types.IndirectRef); ok {
		n := ref.ObjectNumber.Value()
		if t.path[n] {
			return refusal(SinPaginas) // the node is its own ancestor
		}
		t.path[n] = true
		defer delete(t.path, n)
	}
	node, err := dictOf(t.x, o)
	if err != nil {
		return err
	}
	in = in.inherit(t.x, node)
	kind := nameOf(t.x, node["Type"])
	kids, err := resolve(t.x, node["Kids"])
	if err != nil {
		return err
	}
	if list, ok := kids.(types.Array); ok && kind != "Page" {
		for _, kid := range list {
			if err := t.visit(kid, depth+1, in); err != nil {
				return err
			}
		}
		return nil
	}
	ref, own := o.(types.IndirectRef)
	return t.leaf(leaf{ref, own, node, in}, kind)
}

// leaf counts a page. Real files omit or misspell /Type, so a node that is not
// called Pages also counts as a page when it has /Contents or /MediaBox.
func (t *pageTree) leaf(page leaf, kind string) error {
	d := page.dict
	_, drawn := d["Contents"]
	_, sized := d["MediaBox"]
	if kind != "Page" && (kind == "Pages" || !drawn && !sized) {
		t.broken++
		return nil
	}
	if t.count++; t.count > maxPages {
		return refusal(DemasiadasPaginas)
	}
	t.large = t.large || page.largerThanA3()
	t.pages = append(t.pages, page)
	if t.cutOff(d["Contents"]) {
		return refusal(Danado)
	}
	if t.blank(d) {
		t.blanks = append(t.blanks, t.count)
	}
	return nil
}

// cutOff recognizes a truncated file: by its cross-reference table the page's
// content lies behind the end of the file, or a repaired file has no such object.
// pdfcpu skips it, and the page would be blank.
func (t *pageTree) cutOff(o types.Object) bool {
	if list, ok := o.(types.Array); ok {
		for _, part := range list {
			if _, ok := part.(types.IndirectRef); ok && t.cutOff(part) {
				return true
			}
		}
		return false
	}
	ref, ok := o.(types.IndirectRef)
	if !ok {
		return false
	}
	e := t.x.Table[ref.ObjectNumber.Value()]
	if t.m != nil {
		return e == nil && !t.m.streams[ref.ObjectNumber.Value()]
	}
	return e != nil && !e.Free && e.Object == nil && e.Offset != nil && *e.Offset >= t.size
}

// claimed is the number of pages that /Count of the top node claims, true or not;
// 0 when there is none.
func (t *pageTree) claimed(top types.Object) int {
	d, err := dictOf(t.x, top)
	if err != nil {
		return 0
	}
	n, _ := resolve(t.x, d["Count"])
	count, _ := n.(types.Integer)
	return count.Value()
}
