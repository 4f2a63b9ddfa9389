package formats

import "testing"

// TestLanguageCode: languages as people name them.
func TestLanguageCode(t *testing.T) {
	for name, want := range map[string]string{
		"English": "en", "中文": "zh", "Deutsch": "de", "german ": "de", "Brazilian Portuguese": "pt", "zh-Hans": "zh", "PT-br": "pt", "Bahasa Indonesia": "id",
		"": "", "Klingon": "", "e": "", "plain words, no jargon": "",
	} {
		if got := LanguageCode(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
