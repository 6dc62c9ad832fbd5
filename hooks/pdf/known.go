package pdf

import (
	"strconv"
	"time"

	"mesadepartes/hooks/expiring"
)

// known remembers the files that broke their budget, so that the same one sent again
// costs a hash and no child.
type known struct {
	sizes *expiring.Map[bool] // so that a file is hashed first only when its size occurs
	sums  *expiring.Map[bool]
	clock func() time.Time
}

const (
	mostKnown = 10_000
	knownFor  = time.Hour
)

func newKnown(clock func() time.Time) known {
	return known{expiring.New[bool](clock, mostKnown), expiring.New[bool](clock, mostKnown), clock}
}

func (k known) size(n int64) bool {
	_, is := k.sizes.Get(strconv.FormatInt(n, 10))
	return is
}

func (k known) sum(sum string) bool {
	_, is := k.sums.Get(sum)
	return is
}

func (k known) add(v Verdict) {
	until := k.clock().Add(knownFor)
	k.sizes.Put(strconv.FormatInt(v.Bytes, 10), true, until)
	k.sums.Put(v.SHA256, true, until)
}
