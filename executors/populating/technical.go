package populating

import (
	"strconv"
	"strings"

	"worldc/world"
)

// technicalText is of the net and of machines.
func (r *row) technicalText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
	case URL:
		return r.link(c)
	case ImageURL:
		noun := "image"
		if n := len(c.words); n > 0 {
			switch w := c.words[0]; w {
			case "avatar", "logo", "icon", "thumbnail", "cover", "photo", "banner", "poster":
				noun = w
			}
		}
		return "https://img.example.com/" + plural(noun) + "/" + hexText(s, 10) + pickText(s, ".jpg", ".png", ".webp")
	case Domain:
		if k.company {
			return r.company("").domain
		}
		return r.word("domain")
	case Hostname:
		if k.word == "record" {
			return r.dnsValue()
		}
		return r.one("host") + ".internal.example"
	case IP:
		if c.doc.format == "ipv6" || hasWord(c, "ipv6") {
			return "2001:db8:" + hexText(s, 3) + "::" + hexText(s, 2)
		}
		if hasWord(c, "private", "internal", "gateway") {
			return "10." + strconv.Itoa(s.IntN(64)) + "." + strconv.Itoa(s.IntN(256)) + "." + strconv.Itoa(2+s.IntN(252))
		}
		return pickText(s, "203.0.113.", "198.51.100.", "192.0.2.") + strconv.Itoa(1+s.IntN(254))
	case MAC:
		h := hexText(s, 10)
		return "02:" + h[:2] + ":" + h[2:4] + ":" + h[4:6] + ":" + h[6:8] + ":" + h[8:10]
	case Path:
		if hasWord(c, "folder", "directory") {
			return "/" + slug(r.say("{foldername}"), "-")
		}
		return "/" + pickText(s, "home", "srv", "data", "shared", "projects") + "/" + slug(r.one("dataset"), "-") + "/" + r.one("filename")
	case Filename:
		if k.word == "file" && r.label != "" {
			return r.label
		}
		return r.one("filename")
	case MIMEType:
		if named := r.p.has(Filename); named != nil || k.word == "file" {
			if text, ok := r.fileName(); ok {
				return mimeOf(text)
			}
		}
		return pickText(s, "application/pdf", "image/jpeg", "image/png", "text/csv", "application/json", "text/plain")
	case Extension:
		if text, ok := r.fileName(); ok {
			return text[strings.LastIndexByte(text, '.')+1:]
		}
		return pickText(s, "pdf", "csv", "docx", "png", "xlsx")
	case UserAgent:
		if hasWord(c, "browser") {
			return pickText(s, "Chrome", "Firefox", "Safari", "Edge")
		}
		return pickText(s, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "curl/8.5.0")
	case Method:
		return pickText(s, "GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE")
	case Protocol:
		return r.one("protocol")
	case CloudRegion:
		region := phrases["cloudregion"][(int(r.p.style%7)+r.ordinal/3)%len(phrases["cloudregion"])]
		if hasWord(c, "zone") {
			return region + pickText(s, "a", "b", "c")
		}
		return region
	case Platform:
		if k.word == "game" {
			return pickText(s, "PC", "PC", "PlayStation 5", "Xbox Series X", "Nintendo Switch", "iOS", "Android")
		}
		if k.word == "server" || k.word == "cloud" || k.word == "database" {
			return pickText(s, "ubuntu-24.04", "ubuntu-22.04", "debian-12", "rocky-9", "windows-2022", "alpine-3.20")
		}
		return r.one("platform")
	case Environment:
		return r.one("env")
	case Branch:
		if hasWord(c, "default", "base", "target") || c.whose == "" && !hasWord(c, "head", "source") && s.Chance(1, 3) {
			return "main"
		}
		return r.one("branch")
	case Language:
		if hasWord(c, "programming") || k.word == "repository" || k.word == "build" {
			return pickText(s, "Go", "Python", "TypeScript", "Java", "Rust", "Ruby", "Shell")
		}
		return r.one("language")
	case LanguageCode:
		switch {
		case k.word == "language" && c.whose == "":
			return tongues[(r.ordinal+int(r.p.style%7))%len(tongues)].code
		case hasWord(c, "target", "to"):
			return tongues[(r.ordinal*5+int(r.f.flavour%7)+s.IntN(3)+1)%len(tongues)].code
		case hasWord(c, "source", "from"):
			return tongues[(r.ordinal*5+int(r.f.flavour%7))%len(tongues)].code
		}
		return r.place("").country.language
	case Locale:
		p := r.place("")
		return p.country.language + "-" + p.country.code
	case Colour:
		if hasWord(c, "hex", "background", "border", "fill", "label", "text", "theme", "accent", "primary") || c.doc.says("hex") || k.word == "tag" || k.word == "calendar" {
			return "#" + hexText(s, 6)
		}
		return r.one("colourname")
	}
	return r.wordText(c)
}

// fileName is the name of the file that the row is or has.
func (r *row) fileName() (string, bool) {
	for _, m := range [...]world.Meaning{Filename, Name, Title} {
		if c := r.p.has(m); c != nil {
			if text, ok := r.values[c.index].(string); ok && strings.Contains(text, ".") {
				return text, true
			}
		}
	}
	return "", false
}

func mimeOf(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "pdf":
		return "application/pdf"
	case "jpg":
		return "image/jpeg"
	case "png":
		return "image/png"
	case "csv":
		return "text/csv"
	case "json":
		return "application/json"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "application/octet-stream"
}

// link is an address on the net that suits the thing.
func (r *row) link(c *column) string {
	host := "www.example.com"
	if len(r.companies) > 0 && !r.p.kind.company && hasWord(c, "website", "homepage", "web", "site") {
		return "https://www." + r.companies[0].value.domain
	}
	if r.p.kind.company {
		host = "www." + r.company("").domain
		if hasWord(c, "website", "homepage", "web", "site", "url") {
			return "https://" + host
		}
	}
	switch {
	case hasWord(c, "webhook", "callback", "endpoint", "notification", "target"):
		return "https://hooks.example.com/" + slug(r.one("service"), "-") + "/" + base36(r.s, 6)
	case hasWord(c, "download", "file", "document"):
		return "https://files.example.com/" + r.one("filename")
	}
	what := "page"
	if n := len(r.p.thing); n > 0 {
		what = slug(plural(r.p.thing[n-1]), "-")
	}
	if r.label != "" {
		return "https://" + host + "/" + what + "/" + slug(r.label, "-")
	}
	return "https://" + host + "/" + what + "/" + base36(r.s, 7)
}
