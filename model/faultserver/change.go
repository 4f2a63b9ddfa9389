package faultserver

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// change is what a fault of the body makes of a sound one. Where it has nothing
// to change, such as calls in a reply that has none, it leaves out the choices.
func change(f Fault, body []byte, authorization string) []byte {
	switch f {
	case Empty:
		return nil
	case EmptyObject:
		return []byte("{}")
	case NullBody:
		return []byte("null")
	case ListBody:
		return append(append([]byte("["), body...), ']')
	case ErrorIn200:
		return []byte(`{"error":{"message":"upstream is gone","code":502}}`)
	case InvalidUTF8:
		return bytes.Replace(body, []byte(`"role"`), []byte("\"r\xff\":1,\"role\""), 1)
	case HalfSurrogate:
		return bytes.Replace(body, []byte(`"role"`), []byte(`"x":"\ud800","role"`), 1)
	case DuplicateKeys:
		return bytes.Replace(body, []byte(`"role":"assistant"`), []byte(`"role":"assistant","role":"assistant"`), 1)
	case TwoValues:
		return append(bytes.Clone(body), body...)
	case DeepJSON:
		return append(bytes.Repeat([]byte("["), 1<<20), bytes.Repeat([]byte("]"), 1<<20)...)
	case CutHalf:
		return body[:len(body)/2]
	case NaNNumber:
		return bytes.Replace(body, []byte(`"index":0`), []byte(`"index":NaN`), 1)
	case ByteOrderMark:
		return append([]byte("\xef\xbb\xbf"), body...)
	}
	var top map[string]any
	if err := json.Unmarshal(body, &top); err != nil {
		panic("faultserver: " + err.Error())
	}
	changeTop(f, top, authorization)
	out, err := json.Marshal(top)
	if err != nil {
		panic("faultserver: " + err.Error())
	}
	if f == HugeUsage {
		out = bytes.Replace(out, []byte(`"completion_tokens":0`), []byte(`"completion_tokens":1e400`), 1)
	}
	return out
}

func changeTop(f Fault, top map[string]any, authorization string) {
	choices, _ := top["choices"].([]any)
	if len(choices) == 0 { // vectors
		top["data"] = nil
		return
	}
	choice := choices[0].(map[string]any)
	message := choice["message"].(map[string]any)
	say := func(text string) {
		message["content"] = text
		delete(message, "tool_calls")
		choice["finish_reason"] = "stop"
	}
	switch f {
	case NoChoices:
		top["choices"] = []any{}
	case ChoicesObject:
		top["choices"] = map[string]any{"0": choice}
	case NoMessage:
		delete(choice, "message")
	case NullMessage:
		choice["message"] = nil
	case WrongRole:
		message["role"] = "user"
	case ContentNumber:
		message["content"] = 42
	case ContentParts:
		message["content"] = []any{map[string]any{"type": "text", "text": message["content"]}}
	case NoFinish:
		delete(choice, "finish_reason")
	case NullFinish:
		choice["finish_reason"] = nil
	case OddFinish:
		choice["finish_reason"] = "error"
	case CallsWithout:
		delete(message, "tool_calls")
		message["content"] = "I call"
		choice["finish_reason"] = "tool_calls"
	case OldFunction:
		message["function_call"] = map[string]any{"name": "f", "arguments": "{}"}
	case NegativeUsage:
		top["usage"].(map[string]any)["completion_tokens"] = -1
	case WordUsage:
		top["usage"].(map[string]any)["completion_tokens"] = "many"
	case HugeUsage:
		top["usage"].(map[string]any)["completion_tokens"] = 0
	case EchoesKey:
		say("Your header was " + authorization)
	case EchoesKeyBase64:
		say("It is " + base64.StdEncoding.EncodeToString([]byte("x"+authorization+"yy")))
	case Length:
		choice["finish_reason"] = "length"
	case ContentFilter:
		choice["finish_reason"] = "content_filter"
	case Refuses:
		say("")
		message["content"] = nil
		message["refusal"] = "I cannot help with that."
	case EmptyReply:
		say("")
	case AgainstTheSchema:
		say(`{"this is not what was asked for":true}`)
	default:
		changeCalls(f, top, message)
	}
}

func changeCalls(f Fault, top, message map[string]any) {
	calls, _ := message["tool_calls"].([]any)
	if len(calls) == 0 {
		top["choices"] = nil
		return
	}
	first := calls[0].(map[string]any)
	function := first["function"].(map[string]any)
	arguments := function["arguments"].(string)
	switch f {
	case UnknownTool:
		function["name"] = "no_such_tool"
	case ArgumentsCut:
		function["arguments"] = arguments[:len(arguments)-1]
	case ArgumentsList:
		function["arguments"] = "[" + arguments + "]"
	case ArgumentsTwice:
		function["arguments"] = `{"a":1,"a":2` + strings.TrimPrefix(arguments, "{")
		if arguments != "{}" {
			function["arguments"] = `{"a":1,"a":2,` + strings.TrimPrefix(arguments, "{")
		}
	case ArgumentsObject:
		function["arguments"] = map[string]any{"a": 1}
	case DuplicateIDs:
		if len(calls) == 1 {
			calls = append(calls, first)
			message["tool_calls"] = calls
		}
		calls[1].(map[string]any)["id"] = first["id"]
	case NumberID:
		first["id"] = 7
	case MissingIDs:
		for _, c := range calls {
			delete(c.(map[string]any), "id")
		}
	case OddCallType:
		first["type"] = "web_search"
	case NoFunction:
		delete(first, "function")
	default:
		panic("faultserver: no such fault: " + string(f))
	}
}
