package inspect

import "worldc/jsonwalk"

// recordID returns the id of a record, or false where it has none.
func recordID(line []byte) ([]byte, bool) {
	id, ok := jsonwalk.Text(jsonwalk.Field(line, "id"))
	return []byte(id), ok
}
