package toolsmith

import "testing"

func TestKeyShape(t *testing.T) {
	for pattern, want := range map[string]keyShape{
		`^ORD-[0-9]{7}$`:                   {"ORD-", numerals, 7},
		`^evt_[0-9a-f]{8}$`:                {"evt_", hexadecimal, 8},
		`^(primary|cal_[a-z0-9-]{1,40})$`:  {"cal_", hexadecimal, 10},
		`^[A-Z0-9]{6}$`:                    {"", capitals, 6},
		`^d-[0-9a-f]+$`:                    {"d-", hexadecimal, 10},
		`^\d{3,5}$`:                        {"", numerals, 5},
		`arn:aws:logs:[a-z]:group`:         {},
		`^[a-f]{4}$`:                       {},
		`^a[0-9]{3}-[0-9]{2}$`:             {},
		`^[0-9]{40}$`:                      {},
		`(?i)^x[0-9]{3}$`:                  {},
		`[`:                                {},
		`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9]+$`: {},
	} {
		got, ok := keyShapeOf(pattern)
		if ok != (want.size > 0) || ok && got != want {
			t.Errorf("%s: %+v %v, want %+v", pattern, got, ok, want)
		}
	}
}
