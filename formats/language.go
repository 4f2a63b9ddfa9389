package formats

import "strings"

// languages are the codes by which hubs know languages (ISO 639-1), each with
// the names that people give the language: in English, and in itself.
var languages = []struct{ code, names string }{
	{"ar", "arabic|العربية"}, {"bg", "bulgarian|български"}, {"bn", "bengali|bangla|বাংলা"}, {"ca", "catalan|català"}, {"cs", "czech|čeština"},
	{"da", "danish|dansk"}, {"de", "german|deutsch"}, {"el", "greek|ελληνικά"}, {"en", "english"}, {"es", "spanish|español|castellano"},
	{"et", "estonian|eesti"}, {"fa", "persian|farsi|فارسی"}, {"fi", "finnish|suomi"}, {"fr", "french|français"}, {"he", "hebrew|עברית"},
	{"hi", "hindi|हिन्दी|हिंदी"}, {"hr", "croatian|hrvatski"}, {"hu", "hungarian|magyar"}, {"id", "indonesian|bahasa indonesia"}, {"it", "italian|italiano"},
	{"ja", "japanese|日本語"}, {"ko", "korean|한국어"}, {"lt", "lithuanian|lietuvių"}, {"lv", "latvian|latviešu"}, {"ms", "malay|bahasa melayu"},
	{"nl", "dutch|nederlands"}, {"no", "norwegian|norsk"}, {"pl", "polish|polski"}, {"pt", "portuguese|português"}, {"ro", "romanian|română"},
	{"ru", "russian|русский"}, {"sk", "slovak|slovenčina"}, {"sl", "slovenian|slovene|slovenščina"}, {"sr", "serbian|српски"}, {"sv", "swedish|svenska"},
	{"sw", "swahili|kiswahili"}, {"ta", "tamil|தமிழ்"}, {"th", "thai|ไทย"}, {"tr", "turkish|türkçe"}, {"uk", "ukrainian|українська"},
	{"ur", "urdu|اردو"}, {"vi", "vietnamese|tiếng việt"}, {"zh", "chinese|mandarin|中文|汉语|漢語|普通话|简体中文|繁體中文"},
}

// LanguageCode is the code of a language that is named in words, with or without
// more of them before (`Brazilian Portuguese`), or by its code, with or without
// more after (`pt-BR`); "" where it is not known.
func LanguageCode(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	base, _, _ := strings.Cut(name, "-")
	last := name[strings.LastIndexByte(name, ' ')+1:]
	for _, l := range languages {
		if base == l.code {
			return l.code
		}
		for _, known := range strings.Split(l.names, "|") {
			if name == known || last == known {
				return l.code
			}
		}
	}
	return ""
}
