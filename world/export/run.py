#!/usr/bin/env python3
"""Calls the tools of this world.

    run.py                          list the tools
    run.py TOOL [ARGUMENTS]         call one tool with a JSON object; print the result and what changed
    run.py --calls [FILE]           make the calls of a file, or of standard input

The lines of --calls are JSON. {"tool": …, "arguments": …} is a call, and its
result is printed. {"begin": …} starts again from the rows of the world, with
the changes given first, and prints the state that the calls before came to;
the end of the file does so too.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

import db


def source(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return f.read()


def load():
    return db.World(db.decode(source("world.json")), source("schema.sql"), db.decode(source("rows.json")), source)


def give_up(why):
    print("run.py: " + why, file=sys.stderr)
    sys.exit(2)


def read(text, what):
    """The JSON object that a text is."""
    try:
        value = db.decode(text)
    except ValueError as e:
        give_up("%s: it is no JSON: %s" % (what, e))
    if not isinstance(value, dict):
        give_up("%s: it is no JSON object" % what)
    return value


def make_calls(world, lines):
    begun = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        message = read(line, "line %d" % number)
        if "begin" not in message and not ("tool" in message and "arguments" in message):
            give_up('line %d: it is neither a call, {"tool": …, "arguments": {…}}, nor {"begin": …}' % number)
        if "begin" in message:
            if begun:
                print(db.encode(world.state()))
            world.begin(message["begin"])
        else:
            print(db.encode(world.call(message["tool"], message["arguments"]), ordered=False))
        begun = True
    print(db.encode(world.state()))


def main(args):
    world = load()
    if not args:
        for name, tool in world.tools.items():
            print("%s(%s): %s" % (name, ", ".join(tool["parameters"].get("properties", {})), tool["effect"]))
    elif args[0] == "--calls":
        if len(args) > 1:
            try:
                f = open(args[1], encoding="utf-8")
            except OSError as e:
                give_up("%s: %s" % (args[1], e.strerror))
            with f:
                make_calls(world, f)
        else:
            make_calls(world, sys.stdin)
    elif args[0].startswith("-"):
        print(__doc__.strip())
        return 0 if args[0] in ("-h", "--help") else 2
    else:
        result = world.call(args[0], read(args[1], "the arguments") if len(args) > 1 else {})
        print(db.encode(result, ordered=False))
        print(db.encode(world.state()["changes"]))
        return 1 if "fault" in result else 0
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
