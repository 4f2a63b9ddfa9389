package populating

import "testing"

// TestNearestAirport: who goes to a city lands there, or near it.
func TestNearestAirport(t *testing.T) {
	for city, want := range map[string]string{"Madrid": "MAD", "Seattle": "SEA", "Tokyo": "HND", "Houston": "AUS", "Ottawa": "YYZ"} {
		c := cityNamed(city)
		if c == nil {
			t.Errorf("there is no %s", city)
			continue
		}
		if got := nearestAirport(c).code; got != want {
			t.Errorf("%s: %s, want %s", city, got, want)
		}
	}
	for _, a := range airports {
		if cityNamed(a.city) == nil {
			t.Errorf("%s is in %s, which is no city here", a.code, a.city)
		}
	}
}
