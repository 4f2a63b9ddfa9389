package spec

import (
	"regexp"
	"strings"
)

// secret marks a diagnostic whose place may hold a secret: its source is not
// shown. Messages are pasted into chats and issues.
type secret struct{}

func secretly(d *Diagnostic) *Diagnostic {
	d.Extra = secret{}
	return d
}

// keyPrefixes are how the keys of providers begin.
var keyPrefixes = regexp.MustCompile(`^(sk|pk|rk|gsk|hf|xai|nvapi|ghp|gho|github_pat|glpat|r8|pplx|fw|tgp_v1|AIza|AKIA|eyJ)[-_A-Za-z0-9]`)

// looksLikeKey reports whether a text looks like a key rather than a name: it
// begins as keys do, or is long and as mixed as nobody names anything.
func looksLikeKey(s string) bool {
	if len(s) >= 16 && keyPrefixes.MatchString(s) {
		return true
	}
	return len(s) >= 20 && strings.ContainsAny(s, "0123456789") && strings.ToUpper(s) != s && !strings.ContainsAny(s, " \t\n")
}

// keyInText finds keys by how they begin, where a line of source is shown for
// another reason.
var keyInText = regexp.MustCompile(`\b(sk|gsk|hf|xai|nvapi|ghp|gho|github_pat|glpat|r8|pplx|tgp_v1)[-_][-_A-Za-z0-9]{12,}|\bAIza[-_A-Za-z0-9]{20,}|\bBearer [-._A-Za-z0-9]{12,}`)

// withoutKeys puts asterisks in the place of keys: as many, so that what marks
// a place in the line stands where it stood.
func withoutKeys(line []byte) []byte {
	return keyInText.ReplaceAllFunc(line, func(key []byte) []byte {
		return []byte(strings.Repeat("*", len(key)))
	})
}

// keyArgument finds the names of arguments that people give keys to.
var keyArgument = regexp.MustCompile(`(?i)key|token$|secret|password|authorization|credential`)

// hideKeys marks the diagnostics about arguments that there are not and that
// would hold a key, and says where keys belong.
func hideKeys(kind string, diags Diagnostics) {
	if kind != "model" {
		return
	}
	for _, d := range diags {
		if d.Summary != "Unsupported argument" {
			continue
		}
		if _, rest, ok := strings.Cut(d.Detail, "named \""); ok {
			if name, _, _ := strings.Cut(rest, "\""); keyArgument.MatchString(name) {
				secretly(d)
				d.Detail = "There is no argument " + name + ": a key does not stand in a spec. Put it into an environment variable, and name that with api_key_env."
			}
		}
	}
}
