"""So many callers of the webhook at once, each with a code of its own and one that nobody knows.

callers.py <port> <secret> <callers> <seconds>: prints a line of JSON. An answer whose counts are not the
caller's own is counted as wrong, so is a refusal without Retry-After.
"""
import asyncio
import collections
import json
import sys
import time

port, secret, callers, seconds = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
answers = collections.defaultdict(list)
wrong = 0

HEAD = (
    "POST /api/admin/sync-elite-factor HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    "x-cron-secret: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)


async def call(caller, turn):
    codes = ["MAS%06d" % (1 + (caller * 7 + turn) % 200), "NOBODY-%d" % caller]
    body = json.dumps({"artisan_codes": codes})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write((HEAD % (secret, len(body)) + body).encode())
    await writer.drain()
    answer = await reader.read(-1)
    writer.close()
    return int(answer.split(b" ", 2)[1]), answer


async def caller(number, end):
    global wrong
    turn = 0
    while time.monotonic() < end:
        start = time.monotonic()
        try:
            status, answer = await call(number, turn)
        except (OSError, IndexError, ValueError) as e:
            answers[type(e).__name__].append(time.monotonic() - start)
            continue
        answers[str(status)].append(time.monotonic() - start)
        turn += 1
        if status == 200:
            body = json.loads(answer[answer.index(b"{") : answer.rindex(b"}") + 1])
            wrong += (body["updated"], body["notFound"], body["errors"]) != (1, 1, 0)
        elif status == 503:
            wrong += b"Retry-After" not in answer


async def everybody():
    end = time.monotonic() + seconds
    await asyncio.gather(*[caller(number, end) for number in range(callers)])


begun = time.monotonic()
asyncio.run(everybody())
took = time.monotonic() - begun
result = {"callers": callers, "wrong": wrong}
for status, times in sorted(answers.items()):
    times.sort()
    result[status] = {
        "count": len(times),
        "per_second": round(len(times) / took, 1),
        "median_ms": round(1000 * times[len(times) // 2]),
        "p99_ms": round(1000 * times[int(len(times) * 0.99)]),
    }
print(json.dumps(result))
