#!/usr/bin/env python3
"""Damages datasets, so that it shows that the readers see damage.

    damage.py DATASETS INTO        copies and damages
    damage.py -seen [READER] < results
                                   fails unless every damage was seen, by the
                                   reader if one is named
"""

import json
import pathlib
import shutil
import subprocess
import sys


def call_of(row):
    return next(m for m in row["messages"] if m.get("tool_calls"))["tool_calls"][0]


def openai_object(rows):
    call_of(rows[0])["function"]["arguments"] = {"a": 1}


def openai_unanswered(rows):
    talk = next(r["messages"] for r in rows if any(m["role"] == "tool" for m in r["messages"]))
    talk.remove(next(m for m in talk if m["role"] == "tool"))


def rows_lost(rows):
    rows.pop()


def tool_named(rows):
    rows[0]["function"]["name"] = "look up"


def schema_wrong(rows):
    rows[0]["function"]["parameters"]["properties"]["n"] = {"type": "strin"}


def mcp_list(rows):
    rows[0]["inputSchema"]["type"] = "array"


def adp_unanswered(rows):
    talk = next(r["content"] for r in rows if any("tool_call_id" in i for i in r["content"]))
    talk.remove(next(i for i in talk if i["class_"] == "text_observation" and "tool_call_id" in i))


def atif_steps(rows):
    rows[0]["steps"].pop(0)


def gym_arguments(rows):
    call = next(c for r in rows for c in r["ground_truth"] if c["arguments"] != "{}")
    call["arguments"] = json.dumps({k: [v] for k, v in json.loads(call["arguments"]).items()})


def gym_object(rows):
    next(o for r in rows for o in r["response"]["output"] if o["type"] == "function_call")["arguments"] = {}


def tau2_reward(rows):
    rows[0]["evaluation_criteria"]["reward_basis"] = ["LUCK"]


def sharegpt_turns(rows):
    rows[0]["conversations"][0]["from"] = "gpt"


def axolotl_untold(rows):
    del rows[0]["messages"][0]["train"]


def trl_string(rows):
    talk = next(r["prompt"] + r["completion"] for r in rows if any(m.get("tool_calls") for m in r["prompt"] + r["completion"]))
    call = next(m for m in talk if m.get("tool_calls"))["tool_calls"][0]
    call["function"]["arguments"] = json.dumps(call["function"]["arguments"])


def nemo_rl_mask(rows):
    rows[0]["message_loss_mask"] = [1] * len(rows[0]["messages"])


def v1_object(rows):
    next(p for r in rows for m in r["messages"] for p in m["content"] if p["type"] == "tool_call")["value"] = {}


def pair_same(rows):
    rows[0]["rejected"] = rows[0]["chosen"]


DUCK, RULES, AJV, SDK, TYPES = "DuckDB", "python json", "ajv", "MCP TypeScript SDK", "TypeScript, with the types of openai"

# What is damaged, how, and who has to see it.
DAMAGES = [
    ("openai_split", rows_lost, {DUCK, RULES}),
    ("openai", openai_object, {RULES, TYPES}),
    ("openai", openai_unanswered, {RULES}),
    ("openai_tools", tool_named, {RULES}),
    ("openai_tools", schema_wrong, {AJV}),
    ("mcp", mcp_list, {SDK, RULES}),
    ("adp", adp_unanswered, {RULES}),
    ("atif", atif_steps, {RULES}),
    ("nemo_gym", gym_arguments, {AJV}),
    ("nemo_gym_rollouts", gym_object, {RULES, TYPES}),
    ("tau2", tau2_reward, {RULES}),
    ("sharegpt", sharegpt_turns, {RULES}),
    ("axolotl", axolotl_untold, {RULES}),
    ("trl", trl_string, {RULES}),
    ("nemo_rl", nemo_rl_mask, {RULES}),
    ("llamafactory_v1", v1_object, {RULES}),
    ("trl_pairs", pair_same, {RULES}),
]


def damage(source, target, change):
    """Copies a dataset and changes the rows of its first file."""
    shutil.copytree(source, target)
    path = min(p for p in (target / "data").rglob("*") if p.is_file())
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout
    text = data.decode()
    document = json.loads(text) if path.suffix == ".json" else None
    rows = document["tools"] if isinstance(document, dict) else document if document else [json.loads(line) for line in text.split("\n")[:-1]]
    change(rows)
    text = json.dumps(document) if document else "".join(json.dumps(r) + "\n" for r in rows)
    path.unlink()
    if path.suffix == ".zst":
        subprocess.run(["zstd", "-q", "-o", path], check=True, input=text.encode())
    else:
        path.write_text(text)


def seen(only):
    """Compares what readers saw with what they had to see."""
    complaints = {}
    for line in sys.stdin:
        result = json.loads(line)
        if result.get("fault_count"):
            complaints.setdefault(result["dataset"], {})[result["reader"]] = result["faults"][0]
    blind = 0
    for name, change, readers in DAMAGES:
        told = complaints.get(f"{name}-{change.__name__}", {})
        for reader in sorted(readers & only if only else readers):
            if reader in told:
                told_line = " ".join(told[reader].split())
                print(f"  {name}, {change.__name__}: {reader}: {told_line[:150]}")
            else:
                blind += 1
                print(f"  {name}, {change.__name__}: {reader} does not see it", file=sys.stderr)
    return 1 if blind else 0


def main():
    if sys.argv[1] == "-seen":
        sys.exit(seen(set(sys.argv[2:])))
    source, target = map(pathlib.Path, sys.argv[1:])
    for name, change, _ in DAMAGES:
        damage(source / name, target / f"{name}-{change.__name__}", change)


if __name__ == "__main__":
    main()
