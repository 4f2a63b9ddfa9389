package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"

	"worldc/model"
	"worldc/model/faultserver"
)

// modelCommands are what scripts can do with servers of models:
//
//	serve NAME [key=KEY] [latency=MS]   starts one; $NAME is its base URL
//	unserve NAME                        ends it
//	requests NAME N                     fails unless so many requests have come
//	answered NAME                       fails if a request was answered twice
//	damage FILE                         changes a byte in the middle
//	hunt KEY PATH...                    fails if a file below PATH holds the key in any form
func modelCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"serve": func(ts *testscript.TestScript, _ bool, args []string) {
			o := faultserver.Options{Reply: sensible, Embed: embedding}
			for _, a := range args[1:] {
				name, value, _ := strings.Cut(a, "=")
				switch name {
				case "key":
					o.Key = value
				case "latency":
					ms, err := strconv.Atoi(value)
					ts.Check(err)
					o.Latency = time.Duration(ms) * time.Millisecond
				default:
					ts.Fatalf("serve: %s", a)
				}
			}
			s, err := faultserver.Start(o)
			ts.Check(err)
			servers(ts)[args[0]] = s
			ts.Defer(func() {
				if servers(ts)[args[0]] == s {
					s.Close()
				}
			})
			ts.Setenv(args[0], s.URL())
		},
		"unserve": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Check(servers(ts)[args[0]].Close())
			delete(servers(ts), args[0])
		},
		"requests": func(ts *testscript.TestScript, neg bool, args []string) {
			want, err := strconv.ParseInt(args[1], 10, 64)
			ts.Check(err)
			if got := servers(ts)[args[0]].Requests(); (got == want) == neg {
				ts.Fatalf("%d requests came to %s", got, args[0])
			}
		},
		"answered": func(ts *testscript.TestScript, _ bool, args []string) {
			if twice := servers(ts)[args[0]].Twice(); twice > 0 {
				ts.Fatalf("%d requests were answered more than once", twice)
			}
		},
		"damage": func(ts *testscript.TestScript, _ bool, args []string) {
			path := ts.MkAbs(args[0])
			data, err := os.ReadFile(path)
			ts.Check(err)
			data[len(data)-len(data)/4] ^= 0x40
			ts.Check(os.WriteFile(path, data, 0o666))
		},
		"hunt": func(ts *testscript.TestScript, _ bool, args []string) {
			for _, root := range args[1:] {
				found, err := hunt(args[0], ts.MkAbs(root))
				ts.Check(err)
				for _, where := range found {
					ts.Logf("the key is in %s", where)
				}
				if len(found) > 0 {
					ts.Fatalf("the key is in %d files", len(found))
				}
			}
		},
	}
}

type serversKey struct{}

// servers are those of a script.
func servers(ts *testscript.TestScript) map[string]*faultserver.Server {
	return ts.Value(serversKey{}).(map[string]*faultserver.Server)
}

// quotedName finds what could be the name of a parameter.
var quotedName = regexp.MustCompile(`"([A-Za-z_][A-Za-z0-9_]*)"`)

// sensible plays the describer of tools: it names all that the document names.
func sensible(a faultserver.Ask) faultserver.Answer {
	seen := map[string]bool{}
	text := "This tool is described anew:"
	for _, m := range a.Request.Messages {
		if m.Role != "user" {
			continue
		}
		for _, name := range quotedName.FindAllStringSubmatch(m.Content, -1) {
			if !seen[name[1]] && len(text) < 1800 {
				seen[name[1]] = true
				text += " " + name[1]
			}
		}
	}
	content, err := json.Marshal(map[string]string{"description": text + "."})
	if err != nil {
		panic(err)
	}
	return faultserver.Answer{Reply: &model.Reply{Content: string(content)}}
}

// embedding counts words in 64 places.
func embedding(text string) []float32 {
	v := make([]float32, 64)
	for _, word := range regexp.MustCompile(`[A-Za-z]+`).FindAllString(strings.ToLower(text), -1) {
		h := fnv.New32a()
		h.Write([]byte(word))
		v[h.Sum32()%64]++
	}
	v[0] += 0.25
	return v
}

// hunt names the files below root that hold a key as it is, in base64 at each
// offset, hexadecimal, escaped for a URL or for JSON, or in their names.
// Compressed files are read as what they hold.
func hunt(key, root string) ([]string, error) {
	forms := [][]byte{[]byte(key), []byte(url.QueryEscape(key)), []byte(hex.EncodeToString([]byte(key))), []byte(strings.ToUpper(hex.EncodeToString([]byte(key))))}
	if quoted, err := json.Marshal(key); err == nil {
		forms = append(forms, quoted[1:len(quoted)-1])
	}
	for offset := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", offset) + key))
		// What its neighbours have a part in is left out.
		text = text[(offset*8+5)/6 : (offset+len(key))*8/6]
		forms = append(forms, []byte(text), []byte(strings.NewReplacer("+", "-", "/", "_").Replace(text)))
	}
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer decoder.Close()
	var found []string
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		texts := [][]byte{data, []byte(path)}
		if strings.HasSuffix(path, ".zst") {
			plain, err := decoder.DecodeAll(data, nil)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			texts = append(texts, plain)
		}
		for _, text := range texts {
			for _, form := range forms {
				if bytes.Contains(text, form) {
					found = append(found, path)
					return nil
				}
			}
		}
		return nil
	})
	return found, err
}
