"""The world of a tool: its rows in SQLite, and what tool code may use.

A World runs the code of tools as it is, with the names db, now, fail and a few
functions of Python. It does what worldc's engine does: a call is a transaction,
tools that read cannot write, ids come from the call that makes them. It has no
limits on steps, so run only code that you trust.
"""

import builtins
import hashlib
import json
import math
import sqlite3
from decimal import Decimal

KINDS = {
    "INTEGER": "INTEGER", "INT": "INTEGER", "BIGINT": "INTEGER", "SMALLINT": "INTEGER", "TINYINT": "INTEGER",
    "REAL": "REAL", "FLOAT": "REAL", "DOUBLE": "REAL", "DOUBLE PRECISION": "REAL", "NUMERIC": "REAL", "DECIMAL": "REAL",
    "TEXT": "TEXT", "VARCHAR": "TEXT", "CHAR": "TEXT",
    "BOOLEAN": "BOOLEAN", "BOOL": "BOOLEAN",
    "JSON": "JSON",
}


class Refused(Exception):
    """A call that ends with an answer for the agent: kind says which sort."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def fail(message):
    raise Refused("refused", message)


# Values


def number(f):
    """A float as a value: an int where it is whole and 64 bits hold it."""
    if math.isfinite(f) and f == math.trunc(f) and abs(f) < 2**63:
        return int(f)
    return f


def decode(text):
    """The value that JSON holds; 25.0 and 2.5e1 are 25."""
    return json.loads(text, parse_float=lambda s: number(float(s)))


def float_text(f):
    """A float as canonical JSON (RFC 8785) writes it."""
    if f != f or math.isinf(f):
        raise ValueError("%r is no number that JSON knows" % f)
    if f == 0:
        return "0"
    text = repr(f)
    if 1e-6 <= abs(f) < 1e21:
        text = format(Decimal(text), "f")
        return text[:-2] if text.endswith(".0") else text
    mantissa, _, exponent = format(Decimal(text), "e").partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + "e" + exponent[0] + exponent[1:].lstrip("0")


def encode(value, ordered=True):
    """A value as JSON without space: canonical, or in the order of the code."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(encode(v, ordered) for v in value) + "]"
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise ValueError("a dict with the key %r; only strings can be keys in JSON" % (key,))
        keys = sorted(value, key=lambda k: k.encode("utf-16-be")) if ordered else list(value)
        return "{" + ",".join(encode(k) + ":" + encode(value[k], ordered) for k in keys) + "}"
    raise ValueError("a %s, which is no value of JSON" % type(value).__name__)


def frozen(*_, **__):
    raise TypeError("a row cannot be changed: make a copy with dict() or list(), and write it with db.update")


class Row(dict):
    __setitem__ = __delitem__ = __ior__ = update = pop = popitem = clear = setdefault = frozen


class Values(list):
    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = extend = insert = remove = pop = clear = sort = reverse = frozen


def freeze(value):
    if isinstance(value, dict):
        return Row((k, freeze(v)) for k, v in value.items())
    if isinstance(value, list):
        return Values(freeze(v) for v in value)
    return value


# Tables


class Table:
    """What the schema says of a table."""

    def __init__(self, connection, name):
        self.name = name
        self.kinds = {}
        key = []
        for _, column, kind, _, _, place in connection.execute("SELECT * FROM pragma_table_info(?)", (name,)):
            kind = " ".join(kind.upper().partition("(")[0].split())
            self.kinds[column] = KINDS[kind]
            if place:
                key.append((place, column))
        self.key = [column for _, column in sorted(key)]
        self.sql = quote(name)

    def admit(self, column, value):
        """The value as a column holds it, or an error."""
        if not isinstance(column, str) or column not in self.kinds:
            raise ValueError("%s has no column %r" % (self.name, column))
        if value is None:
            return None
        kind = self.kinds[column]
        if kind == "INTEGER":
            value = number(value) if isinstance(value, float) else value
            if type(value) is int and -2**63 <= value < 2**63:
                return value
        elif kind == "REAL":
            if type(value) in (int, float) and math.isfinite(value):
                return float(value) + 0.0
        elif kind == "TEXT":
            if isinstance(value, str) and "\0" not in value:
                return value
        elif kind == "BOOLEAN":
            if isinstance(value, bool):
                return value
        else:
            return decode(encode(value))
        raise ValueError("%s.%s is %s and cannot hold %r" % (self.name, column, kind, value))

    def stored(self, column, value):
        """The value as it goes to SQLite."""
        value = self.admit(column, value)
        if value is not None and self.kinds[column] == "JSON":
            return encode(value)
        return value

    def row(self, record):
        """A record of SQLite as tool code sees it."""
        row = {}
        for (column, kind), value in zip(self.kinds.items(), record):
            if value is None:
                pass
            elif kind == "REAL":
                value = float(value)
            elif kind == "BOOLEAN":
                value = bool(value)
            elif kind == "JSON":
                value = decode(value) if isinstance(value, str) else number(value)
            row[column] = value
        return freeze(row)

    def equals(self, key):
        """SQL and values that find the row with a key."""
        if len(self.key) == 1:
            key = [key]
        elif not isinstance(key, (list, tuple)) or len(key) != len(self.key):
            raise ValueError("%s: the key is (%s), not %r" % (self.name, ", ".join(self.key), key))
        return " AND ".join(quote(c) + " = ?" for c in self.key), [self.stored(c, v) for c, v in zip(self.key, key)]

    def key_text(self, row):
        """The key of a row as a text: of one column its value, of several the list of them."""
        values = [row[c] for c in self.key]
        if len(values) == 1:
            return values[0] if isinstance(values[0], str) else encode(values[0])
        return encode(values)


def quote(name):
    return '"' + name.replace('"', '""') + '"'


class DB:
    """The functions of tool code: db.get, db.find and so on."""

    def __init__(self, world):
        self._world = world

    def _table(self, name, writes=False):
        if writes and self._world.tool["effect"] != "write":
            raise ValueError("the tool is declared to read, and may not write")
        if name not in self._world.tables:
            raise ValueError("there is no table %r" % (name,))
        return self._world.tables[name]

    def _select(self, table, where, values, rest=""):
        sql = "SELECT * FROM main.%s" % table.sql + (" WHERE " + where if where else "") + rest
        return [table.row(r) for r in self._world.connection.execute(sql, values)]

    def get(self, table, key):
        t = self._table(table)
        where, values = t.equals(key)
        rows = self._select(t, where, values)
        return rows[0] if rows else None

    def _where(self, t, equal, where):
        parts, values, asked = [], [], set()
        conditions = [(c, "=", v) for c, v in (equal or {}).items()]
        for column, operator, value in conditions + [tuple(c) for c in where or []]:
            if operator == "in":
                if isinstance(value, str):
                    raise ValueError("in: a list of values, not %r" % value)
                parts.append("(" + " OR ".join(["0"] + [quote(column) + " IS ?"] * len(value)) + ")")
                values += [t.stored(column, v) for v in value]
                continue
            if operator not in ("=", "!=", "<", "<=", ">", ">="):
                raise ValueError("%r is no operator; there are = != < <= > >= in" % (operator,))
            if operator == "=":
                if column in asked:
                    raise ValueError("%s.%s is asked for twice" % (t.name, column))
                asked.add(column)
            values.append(t.stored(column, value))
            side = "CAST(%s AS TEXT)" if t.kinds[column] == "JSON" and operator in ("<", "<=", ">", ">=") else "%s"
            parts.append("%s %s ?" % (side % quote(column), {"=": "IS", "!=": "IS NOT"}.get(operator, operator)))
        return " AND ".join(parts), values

    def find(self, table, equal=None, where=None, order=None, limit=None):
        t = self._table(table)
        sql, values = self._where(t, equal, where)
        if limit is not None and (type(limit) is not int or limit < 0):
            raise ValueError("the limit is %r; it is a number of rows" % (limit,))
        rows = self._select(t, sql, values, " ORDER BY " + ", ".join(quote(c) for c in t.key))
        for column in reversed(order or []):
            name = column[1:] if column.startswith("-") else column
            t.admit(name, None)
            text = encode if t.kinds[name] == "JSON" else lambda v: v
            rows.sort(key=lambda r: (r[name] is not None, r[name] if r[name] is None else text(r[name])), reverse=column.startswith("-"))
        return rows[:limit]

    def count(self, table, equal=None, where=None):
        t = self._table(table)
        sql, values = self._where(t, equal, where)
        return self._world.connection.execute("SELECT count(*) FROM main.%s" % t.sql + (" WHERE " + sql if sql else ""), values).fetchone()[0]

    def insert(self, table, row):
        t = self._table(table, writes=True)
        values = [t.stored(c, v) for c, v in row.items()]
        into = "(%s) VALUES (%s)" % (", ".join(quote(c) for c in row), ", ".join("?" * len(row))) if row else "DEFAULT VALUES"
        cursor = self._world.connection.execute("INSERT INTO main.%s %s RETURNING *" % (t.sql, into), values)
        return t.row(cursor.fetchall()[0])

    def update(self, table, key, changes):
        t = self._table(table, writes=True)
        old = self._present(t, key)
        new = {c: t.admit(c, v) for c, v in changes.items()}
        new = {c: v for c, v in new.items() if encode(v) != encode(old[c])}
        for column in new:
            if column in t.key:
                raise ValueError("%s.%s is part of the primary key and cannot change" % (t.name, column))
        if new:
            where, values = t.equals(key)
            assign = ", ".join(quote(c) + " = ?" for c in new)
            self._world.connection.execute("UPDATE main.%s SET %s WHERE %s" % (t.sql, assign, where), [t.stored(c, v) for c, v in new.items()] + values)
        return self.get(table, key)

    def delete(self, table, key):
        t = self._table(table, writes=True)
        self._present(t, key)
        where, values = t.equals(key)
        self._world.connection.execute("DELETE FROM main.%s WHERE %s" % (t.sql, where), values)

    def _present(self, t, key):
        row = self.get(t.name, key)
        if row is None:
            raise ValueError("%s has no row with the key %r; ask db.get first" % (t.name, key))
        return row

    def new_id(self, prefix=""):
        w = self._world
        if w.tool["effect"] != "write":
            raise ValueError("the tool is declared to read, and may not write")
        text = "worldc row id 1\n%s\n%s\n%d\n%d\n" % (w.tool["name"], w.arguments, w.equal.get((w.tool["name"], w.arguments), 0), w.ids)
        w.ids += 1
        return prefix + hashlib.sha256(text.encode()).hexdigest()[:12]


# The world


class World:
    """A world, and one rollout in it at a time."""

    def __init__(self, description, schema, rows, source):
        """description is what world.json holds; source(file) is the text of a file."""
        self.volatile = set(description["volatile"])
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.executescript(schema)
        names = self.connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")
        self.tables = {name: Table(self.connection, name) for (name,) in names.fetchall()}
        self.connection.execute("BEGIN")
        for name, list_ in rows.items():
            t = self.tables[name]
            for row in list_:
                sql = "INSERT INTO main.%s (%s) VALUES (%s)" % (t.sql, ", ".join(quote(c) for c in row), ", ".join("?" * len(row)))
                self.connection.execute(sql, [t.stored(c, v) for c, v in row.items()])
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.execute("ATTACH ':memory:' AS base")
        for t in self.tables.values():
            self.connection.execute("CREATE TABLE base.%s AS SELECT * FROM main.%s" % (t.sql, t.sql))
        self.sum = sum(self._hash(t, t.row(r)) for t in self.tables.values() for r in self.connection.execute("SELECT * FROM main.%s" % t.sql))

        shared = {
            "db": DB(self), "now": description["clock"], "fail": fail,
            # Starlark has lists where Python has iterators.
            "zip": lambda *lists: list(builtins.zip(*lists)),
            "enumerate": lambda values, start=0: list(builtins.enumerate(values, start)),
            "reversed": lambda values: list(builtins.reversed(values)),
        }
        exec(compile(source("prelude.py"), "prelude.py", "exec"), shared)
        self.tools = {}
        for tool in description["tools"]:
            names = dict(shared)
            exec(compile(source(tool["file"]), tool["file"], "exec"), names)
            self.tools[tool["name"]] = dict(tool, call=names[tool["function"]])
        self.begin({})

    def begin(self, initial):
        """Begins a rollout with the changes that a task makes first."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self.connection.execute("BEGIN")
        self.equal = {}
        self.unwritten = self.connection.total_changes
        for gone in (True, False):
            for name, t in reversed(list(self.tables.items())) if gone else list(self.tables.items()):
                for key, change in sorted(initial.get(name, {}).items()):
                    if (change["after"] is None) == gone:
                        self._apply(t, key, change)
        self.start = self._written()

    def _apply(self, t, key, change):
        self.tool = {"effect": "write", "name": ""}
        db = DB(self)
        if change["before"] is None:
            db.insert(t.name, change["after"])
            return
        if len(t.key) > 1:
            key = decode(key)
        elif t.kinds[t.key[0]] != "TEXT":
            key = decode(key)
        if change["after"] is None:
            db.delete(t.name, key)
        else:
            db.update(t.name, key, change["after"])

    def call(self, name, arguments):
        """Calls a tool: {"value": …}, or {"error": …, "fault": …} and no trace in the rows."""
        tool = self.tools.get(name)
        if tool is None:
            return {"error": "there is no tool %r" % name, "fault": "unknown_tool"}
        wrong = mismatch(tool["parameters"], arguments, "the arguments")
        names = tool["parameters"].get("properties", {})
        for argument in arguments:
            if wrong is None and argument not in names:
                wrong = "there is no argument %r" % argument
        if wrong:
            return {"error": wrong, "fault": "arguments"}
        self.tool, self.arguments, self.ids = tool, encode(arguments), 0
        self.connection.execute("SAVEPOINT call")
        try:
            value = decode(encode(tool["call"](**{k: freeze(v) for k, v in arguments.items()}), ordered=False))
            result = {"value": value}
            if tool["effect"] == "write":
                made = (name, self.arguments)
                self.equal[made] = self.equal.get(made, 0) + 1
        except Refused as e:
            result = {"error": str(e), "fault": e.kind}
        except sqlite3.IntegrityError as e:
            result = {"error": str(e), "fault": "constraint"}
        except Exception as e:
            result = {"error": "%s failed: %s" % (name, e), "fault": "code"}
        if "fault" in result:
            self.connection.execute("ROLLBACK TO call")
        self.connection.execute("RELEASE call")
        return result

    def _written(self):
        """Rows that differ from those that the world began with: by table and key, before and after."""
        written = {}
        if self.connection.total_changes == self.unwritten:
            return written
        for name, t in self.tables.items():
            for sign, one, other in ((0, "base", "main"), (1, "main", "base")):
                sql = "SELECT * FROM %s.%s EXCEPT SELECT * FROM %s.%s" % (one, t.sql, other, t.sql)
                for record in self.connection.execute(sql):
                    row = t.row(record)
                    written.setdefault((name, t.key_text(row)), [None, None])[sign] = row
        return written

    def _visible(self, t, row):
        return {c: v for c, v in row.items() if t.name + "." + c not in self.volatile}

    def _hash(self, t, row):
        text = "worldc row 1\n%s\n%s" % (t.name, encode(self._visible(t, row)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest(), "little")

    def state(self):
        """The digest of the rows as they are, and the changes since the rollout began."""
        written = self._written()
        total = self.sum
        for (name, _), (before, after) in written.items():
            t = self.tables[name]
            total += (self._hash(t, after) if after is not None else 0) - (self._hash(t, before) if before is not None else 0)
        changes = {}
        for name, key in sorted(set(written) | set(self.start)):
            t = self.tables[name]
            before = self.start[name, key][1] if (name, key) in self.start else written[name, key][0]
            after = written[name, key][1] if (name, key) in written else self.start[name, key][0]
            change = difference(before and self._visible(t, before), after and self._visible(t, after))
            if change:
                changes.setdefault(name, {})[key] = change
        return {"digest": (total % 2**256).to_bytes(32, "little").hex(), "changes": changes}

    def rows(self):
        """All rows as they are, by table, in primary-key order."""
        order = lambda t: ", ".join(quote(c) for c in t.key)
        return {n: [t.row(r) for r in self.connection.execute("SELECT * FROM main.%s ORDER BY %s" % (t.sql, order(t)))] for n, t in self.tables.items()}


def difference(before, after):
    """What became of a row, or None."""
    if before is None or after is None:
        return None if before is after else {"before": before, "after": after}
    fields = [c for c in before if encode(before[c]) != encode(after[c])]
    return {"before": {c: before[c] for c in fields}, "after": {c: after[c] for c in fields}} if fields else None


TYPES = {
    "null": lambda v: v is None, "boolean": lambda v: isinstance(v, bool), "string": lambda v: isinstance(v, str),
    "integer": lambda v: type(v) is int, "number": lambda v: type(v) in (int, float),
    "array": lambda v: isinstance(v, list), "object": lambda v: isinstance(v, dict),
}


def mismatch(schema, value, where):
    """What is wrong with a value, by the keywords that nearly every schema has; None where nothing is.

    Other keywords of JSON Schema are not looked at: worldc's engine knows all.
    """
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(TYPES[t](value) for t in types):
        return "%s has to be %s" % (where, " or ".join(types))
    if "enum" in schema and value not in schema["enum"]:
        return "%s is none of %s" % (where, encode(schema["enum"]))
    size = value if type(value) in (int, float) else None
    for least, most, n in (
        ("minimum", "maximum", size),
        ("minLength", "maxLength", len(value) if isinstance(value, str) else None),
        ("minItems", "maxItems", len(value) if isinstance(value, list) else None),
    ):
        if n is not None and not schema.get(least, n) <= n <= schema.get(most, n):
            return "%s is out of range" % where
    if isinstance(value, list):
        for i, v in enumerate(value):
            wrong = mismatch(schema.get("items", {}), v, "%s[%d]" % (where, i))
            if wrong:
                return wrong
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                return "%s lacks %s" % (where, name)
        for name, v in value.items():
            if name not in properties and schema.get("additionalProperties") is False:
                return "%s has %s, which it may not" % (where, name)
            wrong = mismatch(properties.get(name, {}), v, name)
            if wrong:
                return wrong
    return None
