"""Asks a chat model's server many things at once with aiohttp, as a careful
Python program would: each answer is checked (status, type, size, JSON without
duplicate names, at least one choice, types, finish_reason), and what was asked
is hashed. Nothing is recorded. See calls.sh.

usage: calls_aiohttp.py BASE_URL CONCURRENCY CALLS
"""

import asyncio
import hashlib
import json
import resource
import sys
import time

import aiohttp

MAX_BODY = 8 << 20
SYSTEM = "You are one who answers questions about orders, returns and deliveries, politely. " * 10


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def accept(status, content_type, body):
    if status != 200 or content_type != "application/json" or len(body) > MAX_BODY:
        raise ValueError("no reply")
    reply = json.loads(body.decode("utf-8"), object_pairs_hook=unique)
    choice = reply["choices"][0]
    if choice["finish_reason"] not in ("stop", "tool_calls"):
        raise ValueError("cut")
    message = choice["message"]
    if message["role"] != "assistant" or not isinstance(message["content"], str):
        raise ValueError("no message")
    usage = reply["usage"]
    if not isinstance(usage["prompt_tokens"], int) or not isinstance(usage["completion_tokens"], int):
        raise ValueError("no usage")
    return message["content"]


async def main(base, concurrency, calls):
    numbers = iter(range(1, calls + 1))
    connector = aiohttp.TCPConnector(limit=concurrency)
    timeout = aiohttp.ClientTimeout(total=900, sock_connect=10)
    headers = {"Authorization": "Bearer sk-0123456789abcdef0123456789", "Content-Type": "application/json"}
    answered = 0
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers=headers, auto_decompress=False) as session:

        async def work():
            nonlocal answered
            for n in numbers:
                question = {
                    "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": f"Where is order {n}?"}],
                    "model": "m",
                    "temperature": 0.7,
                }
                text = json.dumps(question, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
                hashlib.sha256(text).digest()
                body = text[:-1] + b',"max_tokens":512}'
                async with session.post(base + "/chat/completions", data=body, allow_redirects=False) as response:
                    accept(response.status, response.content_type, await response.read())
                answered += 1

        start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
        await asyncio.gather(*(work() for _ in range(concurrency)))
        took, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    print(f"aiohttp {aiohttp.__version__}: {answered} calls, {concurrency} at once, {answered / took:.0f} calls/s, "
          f"{cpu / answered * 1e6:.1f} us of processor a call, {answered / cpu:.0f} calls a second and core")


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
