#!/usr/bin/env python3
"""Checks datasets against what the readers of their formats document.

    [PARQUET_AS_READ=DIR] rules.py DATASET...

It is written in another language than worldc, knows nothing of its code, and
uses nothing but Python's standard library, and the command zstd where Python
has no zstd of its own. Parquet it reads as read.mjs has left it in DIR. It prints a line of JSON for each dataset: what was
checked, and the first faults.
"""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tomllib

FAULTS = 3  # that are told of a dataset


class Fault(Exception):
    """A row breaks a rule."""


def need(ok, why):
    if not ok:
        raise Fault(why)


def unzip(path):
    data = path.read_bytes()
    if path.suffix != ".zst":
        return data
    try:
        from compression import zstd  # Python 3.14

        return zstd.decompress(data)
    except ImportError:
        pass
    try:
        import zstandard

        return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    except ImportError:
        pass
    return subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout


def strict(text):
    """JSON without what Python adds to it: a name twice, NaN."""

    def members(pairs):
        need(len({k for k, _ in pairs}) == len(pairs), "a name occurs twice in an object")
        return dict(pairs)

    def constant(name):
        raise Fault(f"{name} is no JSON")

    return json.loads(text, object_pairs_hook=members, parse_constant=constant)


def rows_of(path):
    """The rows of a file: lines, or what a document lists."""
    text = unzip(path).decode("utf-8", errors="strict")
    if path.name.endswith(".json"):
        document = strict(text)
        return document["tools"] if isinstance(document, dict) else document
    need(text.endswith("\n") or text == "", "the last line does not end")
    return [strict(line) for line in text.split("\n")[:-1]]


def only(what, *names):
    need(isinstance(what, dict), f"{what!r} is no object")
    extra = set(what) - set(names)
    need(not extra, f"unknown fields {sorted(extra)}")


def text(what, name):
    need(isinstance(what.get(name), str), f"{name} is no text: {what.get(name)!r}")
    return what[name]


def json_text(value):
    need(isinstance(value, str), f"{value!r} is no text that holds JSON")
    return strict(value)


def name_of_tool(name, pattern=r"[a-zA-Z0-9_-]{1,64}"):
    need(isinstance(name, str) and re.fullmatch(pattern, name), f"the name {name!r} does not fit")
    return name


def parameters(schema):
    need(isinstance(schema, dict) and schema.get("type") == "object", "parameters are no schema of an object")


def nested_tool(tool):
    only(tool, "type", "function")
    need(tool["type"] == "function", "a tool is no function")
    only(tool["function"], "name", "description", "parameters", "strict")
    parameters(tool["function"]["parameters"])
    return name_of_tool(tool["function"]["name"])


def answered(messages, calls_of, result_of):
    """Calls and results belong together: every id once, every result later than
    its call and before anybody else speaks, every call answered but the last."""
    open_calls = {}
    seen = set()
    for i, message in enumerate(messages):
        result = result_of(message)
        if result is not None:
            need(result in open_calls, f"message {i} answers {result!r}, which nothing called or which was answered")
            del open_calls[result]
            continue
        need(not open_calls, f"message {i} comes before the calls {sorted(open_calls)} are answered")
        for call in calls_of(message):
            need(isinstance(call, str) and call and call not in seen, f"message {i}: the id {call!r} is used twice or is none")
            seen.add(call)
            open_calls[call] = i
    return open_calls


def openai(row):
    only(row, "messages", "tools", "parallel_tool_calls")
    names = [nested_tool(t) for t in row.get("tools", [])]
    need(len(set(names)) == len(names), "two tools have one name")
    weights = 0
    for m in row["messages"]:
        role = m["role"]
        if role == "assistant":
            only(m, "role", "content", "tool_calls", "weight")
            need(m["weight"] in (0, 1), "weight is not 0 or 1")
            weights += m["weight"]
            need("content" in m or m.get("tool_calls"), "an assistant says and calls nothing")
            for c in m.get("tool_calls", []):
                need(set(c) == {"id", "type", "function"} and c["type"] == "function", f"a call is {c}")
                need(set(c["function"]) == {"name", "arguments"}, f"a call is {c}")
                need(isinstance(json_text(c["function"]["arguments"]), dict), "arguments are no object")
            need(len(m.get("tool_calls", [])) < 2 or row["parallel_tool_calls"], "calls are parallel, though they may not be")
        elif role == "tool":
            only(m, "role", "content", "tool_call_id")
            text(m, "content")
        else:
            need(role in ("system", "user"), f"there is no role {role}")
            only(m, "role", "content")
            text(m, "content")
    need(row["messages"][-1]["role"] == "assistant", "the last message is not the assistant's")
    need(weights > 0, "nothing is trained")
    answered(row["messages"], lambda m: [c["id"] for c in m.get("tool_calls", [])], lambda m: m.get("tool_call_id"))


def chat(messages, arguments, nested=True):
    """Messages near to OpenAI's, in which arguments are an object or a string."""
    for m in messages:
        need(m["role"] in ("system", "user", "assistant", "tool"), f"there is no role {m['role']}")
        for c in m.get("tool_calls", []):
            call = c["function"] if nested else c
            value = call["arguments"]
            if arguments is str:
                value = json_text(value)
            need(isinstance(value, dict), f"arguments are {value!r}")
            text(call, "name")
        if m["role"] == "assistant":
            need(m.get("content") or m.get("tool_calls") or m.get("reasoning_content"), "an assistant says and calls nothing")
        else:
            need("tool_calls" not in m and "reasoning_content" not in m, f"the {m['role']} calls or thinks")
    if all("tool_call_id" in m for m in messages if m["role"] == "tool"):
        answered(messages, lambda m: [c["id"] for c in m.get("tool_calls", [])], lambda m: m.get("tool_call_id"))


def axolotl(row):
    only(row, "messages", "tools")
    chat(row["messages"], str)
    trained = 0
    for m in row["messages"]:
        marks = m.get("train"), m.get("train_detail"), [p for f in ("content", "reasoning_content") if isinstance(m.get(f), list) for p in m[f]]
        if m["role"] != "assistant":
            need(marks[0] is False and not marks[1] and not marks[2], f"the {m['role']} is trained, or nothing says that it is not")
            continue
        need(marks[0] is not None or marks[1] or marks[2], "nothing says whether a message is trained")
        trained += bool(marks[0] or marks[1] or any(p.get("train") for p in marks[2]))
        end = -1
        for d in marks[1] or []:
            need(d["begin_offset"] == end + 1, "the parts of a message do not follow each other")
            end = d["end_offset"]
        need(not marks[1] or end == len(m["content"]) - 1, "the parts of a message are not all of it")
    need(trained, "nothing is trained")
    for tool in row["tools"]:
        parameters(json_text(tool["function"]["parameters"]))


def sharegpt(row):
    pair = "chosen" in row
    only(row, "conversations", "system", "tools", *(["chosen", "rejected"] if pair else []))
    text(row, "system")
    tools = json_text(row["tools"])
    need(isinstance(tools, list), "tools are no list")
    for t in tools:
        need({"name", "description", "parameters"} >= set(t) and "properties" in t["parameters"], f"a tool is {t}")
    talk = row["conversations"]
    for i, m in enumerate(talk):
        need(set(m) == {"from", "value"} and isinstance(m["value"], str), f"message {i} is {m}")
        need(m["from"] in (("human", "observation"), ("gpt", "function_call"))[i % 2], f"{m['from']} stands at place {i + 1}")
        if m["from"] == "function_call":
            sharegpt_call(m["value"])
    need(len(talk) % 2 == (1 if pair else 0), f"there are {len(talk)} messages")
    for name in ("chosen", "rejected") if pair else ():
        need(row[name]["from"] in ("gpt", "function_call"), f"{name} is of {row[name]['from']}")


def sharegpt_call(value):
    value = re.sub(r"^<think>.*?</think>\s*", "", value, flags=re.S)
    tagged = re.findall(r"<tool_call>(.*?)</tool_call>", value, flags=re.S)
    calls = [strict(c) for c in tagged] if tagged else strict(value)
    for c in calls if isinstance(calls, list) else [calls]:
        need(set(c) == {"name", "arguments"} and isinstance(c["arguments"], dict), f"a call is {c}")


def llamafactory_v1(row):
    pair = "chosen_messages" in row
    only(row, *(("chosen_messages", "rejected_messages") if pair else ("messages",)), "tools", "extra_info")
    if "tools" in row:
        for t in json_text(row["tools"]):
            nested_tool(t)
    for messages in (row[k] for k in ("messages", "chosen_messages", "rejected_messages") if k in row):
        trained = 0
        for m in messages:
            only(m, "role", "content", "loss_weight")
            need(m["role"] in ("system", "user", "assistant", "tool"), f"there is no role {m['role']}")
            for part in m["content"]:
                only(part, "type", "value")
                need(part["type"] in ("text", "reasoning", "tool_call") and isinstance(part["value"], str), f"a part is {part}")
                need(m["role"] == "assistant" or part["type"] == "text", f"the {m['role']} has a part {part['type']}")
                if part["type"] == "tool_call":
                    call = strict(part["value"])
                    need(isinstance(call["name"], str) and isinstance(call["arguments"], dict), f"a call is {call}")
            need(m["loss_weight"] in (0, 1) and (m["role"] == "assistant" or m["loss_weight"] == 0), f"a {m['role']} has the weight {m['loss_weight']}")
            trained += m["loss_weight"]
        need(trained, "nothing is trained")


def trl(row):
    if "messages" in row:
        only(row, "messages", "tools")
        chat(row["messages"], dict)
        need(row["messages"][-1]["role"] == "assistant", "the last message is not the assistant's")
    elif "completion" in row:
        only(row, "prompt", "completion", "tools")
        chat(row["prompt"] + row["completion"], dict)
        need(row["prompt"] and [m["role"] for m in row["completion"]] == ["assistant"], "a completion is not one message of the assistant")
    else:
        only(row, "prompt", "chosen", "rejected", "tools")
        for name in ("chosen", "rejected"):
            chat(row["prompt"] + row[name], dict)
            need([m["role"] for m in row[name]] == ["assistant"], f"{name} is not one message of the assistant")
        need(row["prompt"][-1]["role"] in ("user", "tool") and row["chosen"] != row["rejected"], "a pair differs in nothing, or the assistant ends its prompt")
    for t in json_text(row["tools"]) if "tools" in row else []:
        nested_tool(t)


def nemo_rl(row):
    need(isinstance(row.get("task_name"), str), "there is no task_name")
    tools = row["tools"]
    if "messages" in row:
        only(row, "messages", "tools", "task_name", "message_loss_mask")
        chat(row["messages"], dict, nested=False)
        need(row["messages"][-1]["role"] == "assistant", "the last message is not the assistant's")
        mask = row["message_loss_mask"]
        need(len(mask) == len(row["messages"]) and sum(mask), "the mask does not fit the messages")
        need(all(w == 0 or m["role"] == "assistant" for w, m in zip(mask, row["messages"])), "somebody else is trained")
    else:
        only(row, "context", "completions", "tools", "task_name")
        need([c["rank"] for c in row["completions"]] == [0, 1], "ranks are not 0 and 1")
        for c in row["completions"]:
            chat(row["context"] + c["completion"], dict, nested=False)
            need([m["role"] for m in c["completion"]] == ["assistant"], "a completion is not one message of the assistant")
        tools = json_text(tools)
    for t in tools:
        only(t, "name", "description", "parameters")
        name_of_tool(t["name"])
        parameters(t["parameters"])


def adp(row, beside):
    only(row, "schema_version", "id", "content", "available_custom_tools", "details")
    need(row["schema_version"] == "1.5.0" and isinstance(row["id"], str), "no version, or no id")
    metadata = beside("metadata.json")
    only(metadata, "custom_tools", "code_enabled", "browser_enabled")
    declared = [nested_tool(t) for t in metadata["custom_tools"]]
    need(len(set(declared)) == len(declared), "custom_tools holds a name twice")
    available = set(row["available_custom_tools"])
    need(available <= set(declared), "available_custom_tools names what metadata.json does not declare")
    fields = {
        "api_action": {"class_", "function", "kwargs", "tool_call_id", "description", "reasoning_content"},
        "message_action": {"class_", "content", "description", "reasoning_content"},
        "text_observation": {"class_", "content", "name", "source", "tool_call_id"},
    }
    browser = {"back", "click", "clear", "dblclick", "drag_and_drop", "fill", "focus", "go_back", "go_forward", "goto", "hover", "noop", "press", "scroll", "select_option", "type", "upload_file"}
    need(not browser & set(declared), "custom_tools holds a name of the browser's")
    calls, results = [], []
    for i, item in enumerate(row["content"]):
        kind = item["class_"]
        need(kind in fields, f"item {i} is a {kind}")
        only(item, *fields[kind])
        if kind == "api_action":
            need(isinstance(item["kwargs"], dict) and item["function"] in available and item["function"] not in browser, f"item {i} calls {item['function']!r}")
            need(item["tool_call_id"] not in calls, f"two calls have the id {item['tool_call_id']}")
            calls.append(item["tool_call_id"])
        else:
            text(item, "content")
        if kind == "text_observation":
            need(item["source"] in ("user", "agent", "environment"), f"item {i} is of {item['source']}")
            if "tool_call_id" in item:
                need(item["tool_call_id"] in calls and item["tool_call_id"] not in results and item["source"] != "user", f"item {i} answers {item['tool_call_id']}")
                results.append(item["tool_call_id"])
    need(sorted(calls) == sorted(results), "a call is not answered")
    for t in row["details"]["train"]:
        item = row["content"][t["at"]]
        need(item["class_"].endswith("_action") and set(t["fields"]) <= set(item), f"{t} is trained of {item['class_']}")


def atif(row, beside):
    only(row, "schema_version", "session_id", "agent", "steps")
    need(row["schema_version"] == "ATIF-v1.7", "no version")
    only(row["agent"], "name", "version", "model_name", "tool_definitions")
    for t in row["agent"]["tool_definitions"]:
        nested_tool(t)
    seen = set()
    need(row["steps"], "there are no steps")
    for i, s in enumerate(row["steps"]):
        only(s, "step_id", "source", "message", "reasoning_content", "tool_calls", "observation", "extra")
        need(s["step_id"] == i + 1 and s["source"] in ("system", "user", "agent"), f"step {i + 1} is {s['step_id']} of {s['source']}")
        text(s, "message")
        need(s["source"] == "agent" or set(s) == {"step_id", "source", "message"}, f"step {i + 1} of the {s['source']} has fields of the agent")
        own = set()
        for c in s.get("tool_calls", []):
            need(set(c) == {"tool_call_id", "function_name", "arguments"} and isinstance(c["arguments"], dict), f"a call is {c}")
            need(c["tool_call_id"] not in seen, f"two calls have the id {c['tool_call_id']}")
            seen.add(c["tool_call_id"])
            own.add(c["tool_call_id"])
        for r in s.get("observation", {}).get("results", []):
            need(set(r) == {"source_call_id", "content"} and r["source_call_id"] in own, f"a result is of {r['source_call_id']}, which the step did not call")
            text(r, "content")
        need(set(s.get("extra", {}).get("train", [])) <= set(s), "a field is trained that is not there")


def flat_tool(t):
    only(t, "type", "name", "description", "parameters", "strict")
    need(t["type"] == "function" and t["strict"] is False, f"a tool is {t['type']}")
    parameters(t["parameters"])
    return name_of_tool(t["name"])


def nemo_gym(row, beside):
    request = row["responses_create_params"]
    only(request, "input", "tools", "parallel_tool_calls", "temperature")
    names = {flat_tool(t) for t in request["tools"]}
    for m in request["input"]:
        need(m["role"] in ("system", "user", "developer") and isinstance(m["content"], str), f"input {m['role']}")
    need(request["input"][-1]["role"] == "user", "the user does not ask last")
    if "response" not in row:
        for c in row["ground_truth"]:
            need(set(c) == {"name", "arguments"} and c["name"] in names, f"the golden call {c['name']} is of no tool of the row")
            need(isinstance(json_text(c["arguments"]), dict), "arguments are no object")
        need(row["ground_truth"] or row["outputs"], "there is nothing to verify")
        return
    need(set(row["response"]) >= {"id", "created_at", "model", "object", "output", "parallel_tool_calls", "tool_choice", "tools"}, "a response lacks a field")
    need(row.get("reward") in (0, 1), "there is no reward")
    kinds = {
        "reasoning": {"id", "type", "summary"},
        "function_call": {"type", "call_id", "name", "arguments", "status"},
        "function_call_output": {"type", "call_id", "output"},
    }
    calls = {}
    for o in row["response"]["output"]:
        if o["type"] == "message":
            if o["role"] == "assistant":
                need(set(o) == {"id", "type", "role", "status", "content"}, f"a message has {sorted(o)}")
                for part in o["content"]:
                    need(set(part) == {"type", "text", "annotations"} and part["type"] == "output_text", f"a part is {part}")
            else:
                need(o["role"] in ("user", "system") and isinstance(o["content"], str), f"a message of the {o['role']}")
            continue
        need(set(o) == kinds[o["type"]], f"a {o['type']} has {sorted(o)}")
        if o["type"] == "function_call":
            need(o["call_id"] not in calls, f"two calls have the id {o['call_id']}")
            calls[o["call_id"]] = 0
            need(isinstance(json_text(o["arguments"]), dict), "arguments are no object")
        elif o["type"] == "function_call_output":
            need(calls.get(o["call_id"]) == 0, f"an output answers {o['call_id']}")
            calls[o["call_id"]] = 1


def tau2(row, beside):
    only(row, "id", "description", "user_scenario", "initial_state", "evaluation_criteria")
    only(row["description"], "purpose", "relevant_policies", "notes")
    only(row["user_scenario"], "persona", "instructions")
    i = row["user_scenario"]["instructions"]
    only(i, "domain", "reason_for_call", "known_info", "unknown_info", "task_instructions")
    for name in ("domain", "reason_for_call", "task_instructions"):
        need(text(i, name), f"{name} is empty")
    only(row.get("initial_state", {}), "initialization_data", "initialization_actions", "message_history")
    for table in row.get("initial_state", {}).get("initialization_data", {"agent_data": {}})["agent_data"].values():
        need(all(isinstance(fields, dict) for fields in table.values()), "rows are no objects by their keys")
    for a in row.get("initial_state", {}).get("initialization_actions", []):
        only(a, "env_type", "func_name", "arguments")
        need(a["env_type"] == "assistant" and a["func_name"] in ("delete_row", "set_row"), f"an action is {a}")
    c = row["evaluation_criteria"]
    only(c, "actions", "communicate_info", "reward_basis")
    ids = set()
    for a in c["actions"]:
        only(a, "action_id", "requestor", "name", "arguments")
        need(a["requestor"] == "assistant" and isinstance(a["arguments"], dict) and a["action_id"] not in ids, f"an action is {a}")
        ids.add(a["action_id"])
    need(all(isinstance(s, str) and s for s in c["communicate_info"]), "communicate_info holds no texts")
    need(set(c["reward_basis"]) <= {"DB", "ENV_ASSERTION", "NL_ASSERTION", "ACTION", "COMMUNICATE"} and c["reward_basis"], "reward_basis")


def mcp(tool, beside):
    only(tool, "name", "title", "description", "inputSchema", "outputSchema", "annotations", "_meta")
    name_of_tool(tool["name"], r"[A-Za-z0-9_.-]{1,128}")
    parameters(tool["inputSchema"])
    if not tool["inputSchema"].get("properties") and "additionalProperties" not in tool["inputSchema"]:
        raise Fault("an input without properties allows any")
    if "outputSchema" in tool:
        parameters(tool["outputSchema"])
    only(tool.get("annotations", {}), "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")
    need(all(isinstance(v, bool) for v in tool.get("annotations", {}).values()), "a hint is neither true nor false")


def openai_tools(tool, beside):
    nested_tool(tool)


def verl(row, beside):
    row = whole(row)
    for t in json_text(row["tools"]) if "tools" in row else []:
        nested_tool(t)
    if "prompt" not in row:
        only(row, "messages", "tools", "enable_thinking")
        chat(row["messages"], str)
        need(all(m["loss_mask"] in (0, 1) and (m["role"] == "assistant" or m["loss_mask"] == 0) for m in row["messages"]), "somebody else is trained")
        need(row["messages"][-1]["loss_mask"] == 1, "the row does not end with what is trained")
        return
    only(row, "data_source", "agent_name", "prompt", "ability", "reward_model", "extra_info", "tools")
    for m in row["prompt"]:
        need(m["role"] in ("system", "user") and isinstance(m["content"], str), f"a prompt has {m}")
    need(row["prompt"][-1]["role"] == "user", "the user does not ask last")
    need(row["reward_model"]["style"] == "rule", f"the reward is by {row['reward_model']['style']}")
    for c in json_text(row["reward_model"]["ground_truth"])["calls"]:
        need(isinstance(json_text(c["arguments"]), dict), f"a golden call is {c}")
    for name in ("tools_kwargs", "interaction_kwargs"):
        if name in row["extra_info"]:
            need(isinstance(json_text(row["extra_info"][name]), dict), f"{name} are no object")


def whole(value):
    """A value of Parquet without the nulls that fill in what a row lacks."""
    if isinstance(value, dict):
        return {k: whole(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [whole(v) for v in value]
    return value


# What is checked of the rows of a format, in words, and how.
RULES = {
    "openai": ("roles, ids in pairs, arguments as strings, weights 0 and 1", lambda row, beside: openai(row)),
    "axolotl": ("ids in pairs, arguments and parameters as strings, `train` on every message", lambda row, beside: axolotl(row)),
    "sharegpt": ("odd and even places, calls and tools as strings", lambda row, beside: sharegpt(row)),
    "llamafactory_v1": ("parts, calls and tools as strings, weights 0 and 1", lambda row, beside: llamafactory_v1(row)),
    "trl": ("ids in pairs, arguments as objects, completions of one message", lambda row, beside: trl(row)),
    "nemo_rl": ("ids in pairs, flat calls and tools, arguments as objects, masks and ranks", lambda row, beside: nemo_rl(row)),
    "adp": ("no unknown field, one later observation for each call, tools declared in metadata.json", adp),
    "atif": ("no unknown field, steps from 1, results of their own step's calls", atif),
    "nemo_gym": ("flat tools, arguments as strings, outputs after their calls, rewards", nemo_gym),
    "tau2": ("no unknown field, actions with their own ids, a known reward basis", tau2),
    "mcp": ("names, schemas of objects, closed empty inputs, hints", mcp),
    "openai_tools": ("names, schemas of objects", openai_tools),
    "verl": ("ids in pairs, arguments and tools as strings, masks 0 and 1; prompts, golden calls", verl),
}


def check(directory):
    """What is found in a dataset."""
    manifest = tomllib.loads((directory / "manifest.toml").read_text(encoding="utf-8"))
    cache = {}
    parquet = os.environ.get("PARQUET_AS_READ")
    parquet = parquet and pathlib.Path(parquet)

    def beside(name):
        if name not in cache:
            cache[name] = strict((directory / name).read_text(encoding="utf-8"))
        return cache[name]

    result = {"dataset": directory.name, "reader": "python json", "version": platform.python_version(), "format": "records", "files": 0, "rows": 0, "what": "every line is JSON", "faults": []}
    result["lines"] = 0
    tell = result["faults"].append
    for file in manifest["file"]:
        path = directory / file["path"]
        if path.suffix == ".parquet":
            path = parquet / directory.name / (file["path"] + ".jsonl") if parquet else None
            if not path or not path.exists():
                continue
        result["files"] += 1
        try:
            rows = rows_of(path)
        except (Fault, ValueError, UnicodeDecodeError) as e:
            tell(f"{file['path']}: {e}")
            continue
        result["lines"] += len(rows)
        if len(rows) != file["records"]:
            tell(f"{file['path']} holds {len(rows)} records, and the manifest says {file['records']}")
        if not file["path"].startswith("data/") or "format" not in file:
            continue
        result["format"] = file["format"]
        result["what"], rule = RULES[file["format"]]
        for i, row in enumerate(rows):
            try:
                rule(row, beside)
            except (Fault, KeyError, TypeError, ValueError, IndexError, AttributeError, OSError) as e:
                tell(f"{file['path']}, row {i + 1}: {type(e).__name__ if not isinstance(e, Fault) else ''} {e}".replace("  ", " "))
            result["rows"] += 1
    result["faults"], result["fault_count"] = result["faults"][:FAULTS], len(result["faults"])
    return result


def main():
    for name in sys.argv[1:]:
        print(json.dumps(check(pathlib.Path(name)), ensure_ascii=False))


if __name__ == "__main__":
    main()
