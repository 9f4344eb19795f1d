"""So many callers of the webhook at once, each with a code of its own and one that nobody knows.

callers.py <port> <secret> <callers> <seconds>: prints a line of JSON. An answer whose counts are not the
caller's own is counted as wrong, so is a refusal without Retry-After. The callers' share of the machine is told as their CPU for one answer.
"""
import asyncio
import collections
import json
import resource
import socket
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
    loop = asyncio.get_running_loop()
    answer = b""
    with socket.socket() as connection:
        connection.setblocking(False)
        await loop.sock_connect(connection, ("127.0.0.1", port))
        await loop.sock_sendall(connection, (HEAD % (secret, len(body)) + body).encode())
        while part := await loop.sock_recv(connection, 65536):
            answer += part
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
used = resource.getrusage(resource.RUSAGE_SELF)
own = 1000 * (used.ru_utime + used.ru_stime) / max(1, sum(map(len, answers.values())))
result = {"callers": callers, "wrong": wrong, "own_cpu_ms": round(own, 2)}
for status, times in sorted(answers.items()):
    times.sort()
    result[status] = {
        "count": len(times),
        "per_second": round(len(times) / took, 1),
        "median_ms": round(1000 * times[len(times) // 2]),
        "p99_ms": round(1000 * times[int(len(times) * 0.99)]),
    }
print(json.dumps(result))
