package registro

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/mod/sumdb/tlog"
)

// columnsOf are the columns of a line as the base stores them, the empty ones left out: a
// column that a later version adds changes no line of before.
func columnsOf(app core.App, movimiento string) (map[string]string, error) {
	row := dbx.NullStringMap{}
	err := app.DB().Select("*").From(mesa.ColMovimientos).Where(dbx.HashExp{"id": movimiento}).One(row)
	return filled(row), err
}

func filled(row dbx.NullStringMap) map[string]string {
	columns := map[string]string{}
	for name, value := range row {
		switch value.String {
		case "", "0", "[]", "null":
		default:
			columns[name] = value.String
		}
	}
	return columns
}

// lineHash is the salted hash of a line. encoding/json writes the keys of a map in order.
func lineHash(sal string, columns map[string]string) ([sha256.Size]byte, error) {
	data, err := json.Marshal(columns)
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	return sha256.Sum256(append([]byte("mesadepartes linea 1\n"+sal+"\n"), data...)), nil
}

// plainLeaf is the leaf of a line without a receipt.
func plainLeaf(sal string, columns map[string]string) (hash []byte, err error) {
	line, err := lineHash(sal, columns)
	if err != nil {
		return nil, err
	}
	leaf := tlog.RecordHash(line[:])
	return leaf[:], nil
}

// lineText is lineHash as a receipt writes it.
func lineText(sal string, columns map[string]string) (string, error) {
	line, err := lineHash(sal, columns)
	return hex.EncodeToString(line[:]), err
}
