package executors

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// credentials are names of parameters, in lower case and without signs, by
// which a client shows who it is or which version of an interface it speaks.
// Whoever carries a call to its server adds them; an agent neither knows them
// nor should it.
var credentials = map[string]bool{
	"apikey": true, "xapikey": true, "accesstoken": true, "authtoken": true, "xauthtoken": true, "authorization": true, "xaccesstoken": true, "jwt": true,
	"bearer": true, "bearertoken": true, "xapitoken": true, "apitoken": true, "appkey": true, "xappkey": true, "appid": true, "appsecret": true, "apisecret": true,
	"xrapidapikey": true, "xrapidapihost": true, "xcsrftoken": true, "xerotenantid": true, "clientsecret": true, "consumerkey": true, "consumersecret": true, "subscriptionkey": true, "oauthtoken": true, "sessiontoken": true, "xapptoken": true,
	"apiversion": true, "xapiversion": true, "useragent": true, "xuseragent": true, "acceptlanguage": true, "contenttype": true, "xrequestid": true, "xcorrelationid": true,
	"idempotencykey": true, "xidempotencykey": true, "ifmatch": true, "ifnonematch": true, "etag": true, "xforwardedfor": true, "host": true, "origin": true, "referer": true, "cookie": true,
}

// plainName is a name in lower case and without signs.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			return r
		}
		return -1
	}, name)
}

// withoutCredentials is the tool as agents of a world see it: without the
// parameters that a client adds by itself. What a tool is about stays: a tool
// that deletes API keys takes one. It is also what is returned if nothing else
// would be left out.
func withoutCredentials(t world.Tool) (world.Tool, error) {
	own := func(name string) bool {
		place := ""
		for _, p := range []string{"path", "query", "header", "cookie", "body", "form"} {
			if slices.Contains(t.Source.In[p], name) {
				place = p
			}
		}
		plain := plainName(name)
		if place == "header" || place == "cookie" {
			return credentials[plain] || strings.HasSuffix(plain, "token") || strings.HasSuffix(plain, "apikey") || strings.HasSuffix(plain, "auth")
		}
		if !credentials[plain] || place == "path" || place == "body" || place == "form" {
			return false
		}
		// In a query, or who knows where, only what is a secret beyond doubt, and
		// only of tools that are about something else.
		secret := strings.Contains(plain, "key") || strings.Contains(plain, "token") || strings.Contains(plain, "secret") || plain == "authorization" || plain == "jwt" || plain == "apiversion"
		about := plainName(t.Name + t.Source.Path)
		return secret && !strings.Contains(about, "key") && !strings.Contains(about, "token") && !strings.Contains(about, "secret")
	}
	var schema map[string]json.RawMessage
	if err := json.Unmarshal(t.Parameters, &schema); err != nil {
		return t, err
	}
	var properties map[string]json.RawMessage
	var required []string
	if schema["properties"] == nil || json.Unmarshal(schema["properties"], &properties) != nil {
		return t, nil
	}
	if schema["required"] != nil && json.Unmarshal(schema["required"], &required) != nil {
		return t, nil
	}
	before := len(properties)
	for name := range properties { //lint:ordered each by itself
		if own(name) {
			delete(properties, name)
		}
	}
	if len(properties) == before {
		return t, nil
	}
	var err error
	if schema["properties"], err = artifact.Marshal(properties); err != nil {
		return t, err
	}
	if schema["required"] != nil {
		if schema["required"], err = artifact.Marshal(slices.DeleteFunc(required, own)); err != nil {
			return t, err
		}
	}
	t.ParameterOrder = slices.DeleteFunc(slices.Clone(t.ParameterOrder), own)
	t.Parameters, err = artifact.Marshal(schema)
	return t, err
}
