"""Shops for bench/clientapi, as many as are asked, in the wire form of Shopify's Admin API.

shop.py PORT FOLDER: POST /<shop>/admin/api/<version>/graphql.json, GET /files/<name>.
GET /control/bulk/ORDERS says how many orders of three lines a bulk operation of orders brings, /control/updated/ORDERS how many
were updated since any time, /control/faults/WORDS whether shops named hung-, dead-, throttled- and slow-something are so (the last one
answers who it is after a second); WORDS joined by a comma.
Every order is a function of its number.
"""
import asyncio
import datetime
import json
import os
import random
import sys

port, folder = int(sys.argv[1]), sys.argv[2]
now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
served = {"bulk": 0, "updated": 0, "faults": set(), "operations": {}}
SCOPES = ["read_orders", "read_all_orders", "read_products", "read_customers", "read_inventory", "read_locations"]
NO_MORE = {"hasNextPage": False, "endCursor": None}


def money(cents, both=False):
    amount = {"amount": "%d.%02d" % divmod(cents, 100), "currencyCode": "EUR"}
    return {"shopMoney": amount, "presentmentMoney": amount} if both else {"shopMoney": amount}


def order(n):
    at = (now - datetime.timedelta(seconds=60 + n * 7919 % (89 * 86400))).isoformat()
    return {"id": "gid://shopify/Order/%d" % (4500000000000 + n), "legacyResourceId": str(4500000000000 + n), "name": "#%d" % (1000 + n),
            "createdAt": at, "updatedAt": at, "processedAt": at, "cancelledAt": None, "closedAt": None, "test": False,
            "displayFinancialStatus": "PAID", "displayFulfillmentStatus": ("FULFILLED", "UNFULFILLED")[n % 2],
            "currencyCode": "EUR", "presentmentCurrencyCode": "EUR", "currentTotalPriceSet": money(n % 90000, True),
            "totalPriceSet": money(n % 90000), "totalRefundedSet": money(0),
            "customer": {"id": "gid://shopify/Customer/%d" % (7100000000000 + n % 50000)}}


def line(n, i):
    sku = (n * 3 + i * 1009) % 5000
    return {"id": "gid://shopify/LineItem/%d" % (9900000000000 + 3 * n + i), "sku": "SKU-%05d" % sku, "title": "Article %d of the shop, in blue" % sku,
            "quantity": 1 + n % 3, "currentQuantity": 1 + n % 3, "originalUnitPriceSet": money(990 + sku),
            "discountedTotalSet": money((990 + sku) * (1 + n % 3)), "variant": {"id": "gid://shopify/ProductVariant/%d" % (4400000000000 + sku)},
            "product": {"id": "gid://shopify/Product/%d" % (6600000000000 + sku // 4)}}


def whole(n):
    return {**order(n), "lineItems": {"nodes": [line(n, i) for i in range(3)], "pageInfo": NO_MORE}}


def file(orders):
    """As they are not grouped, a line stands near its order, before or behind it."""
    path = os.path.join(folder, "orders-%d.jsonl" % orders)
    if not os.path.exists(path):
        shuffled = random.Random(orders)
        with open(path, "w") as out:
            for first in range(0, orders, 250):
                block = []
                for n in range(first, min(first + 250, orders)):
                    whose = order(n)
                    block += [whose] + [{**line(n, i), "__parentId": whose["id"]} for i in range(3)]
                shuffled.shuffle(block)
                out.writelines(json.dumps(o, separators=(",", ":")) + "\n" for o in block)
    return path


def begun(variables):
    id = "gid://shopify/BulkOperation/%d" % (1 + len(served["operations"]))
    served["operations"][id] = served["bulk"] if "{ orders" in " ".join(variables["query"].split()) else 0
    return {"id": id, "status": "CREATED", "createdAt": now.isoformat()}


def polled(id):
    orders = served["operations"][id]
    url = "http://127.0.0.1:%d/files/orders-%d.jsonl" % (port, orders) if orders else None
    return {"id": id, "status": "COMPLETED", "errorCode": None, "createdAt": now.isoformat(), "objectCount": str(4 * orders),
            "rootObjectCount": str(orders), "url": url, "partialDataUrl": None, "type": "QUERY"}


def data(shop, operation, variables):
    if operation == "ConnectionTest":
        return {"shop": {"id": "gid://shopify/Shop/1", "name": shop, "myshopifyDomain": shop, "currencyCode": "EUR", "ianaTimezone": "UTC"},
                "currentAppInstallation": {"id": "gid://shopify/AppInstallation/1", "accessScopes": [{"handle": s} for s in SCOPES]}}
    if operation.endswith("Count"):
        word = operation[0].lower() + operation[1:]
        return {word: {"count": served["bulk"] if word == "ordersCount" else 0, "precision": "EXACT"}}
    if operation == "BulkRunning":
        return {"bulkOperations": {"nodes": []}}
    if operation == "BulkRun":
        return {"bulkOperationRunQuery": {"bulkOperation": begun(variables), "userErrors": []}}
    if operation == "BulkPoll":
        return {"bulkOperation": polled(variables["id"])}
    if operation == "OrdersSince":
        return {"orders": {"nodes": [whole(n) for n in range(served["updated"])], "pageInfo": NO_MORE}}
    word = {"ProductsSince": "products", "CustomersSince": "customers", "Locations": "locations"}[operation]
    return {word: {"nodes": [], "pageInfo": NO_MORE}}


def graphql(shop, asked):
    if "throttled" in served["faults"] and shop.startswith("throttled-"):
        cost = {"requestedQueryCost": 100, "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 0, "restoreRate": 100}}
        return {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}], "extensions": {"cost": cost}}
    return {"data": data(shop, asked["operationName"], asked["variables"])}


def control(path):
    what, value = path.split("/")[2:4]
    if what == "faults":
        served["faults"] = set(value.split(","))
    else:
        served[what] = int(value)
    if what == "bulk":
        file(served["bulk"])
    return {}


async def talk(reader, writer):
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode().split("\r\n")
            path = lines[0].split(" ")[1]
            length = [int(h.split(":")[1]) for h in lines if h.lower().startswith("content-length:")]
            body = await reader.readexactly(length[0]) if length else b""
            if path.startswith("/files/"):
                await send(writer, os.path.join(folder, os.path.basename(path)))
                continue
            shop = path.split("/")[1]
            fault = shop.split("-")[0]
            if fault in ("hung", "dead") and fault in served["faults"]:
                await asyncio.sleep(3600 if fault == "hung" else 0)
                break
            if fault == "slow" and fault in served["faults"] and b"ConnectionTest" in body:
                await asyncio.sleep(1)
            answer = control(path) if shop == "control" else graphql(shop, json.loads(body))
            text = json.dumps(answer, separators=(",", ":")).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Shopify-API-Version: 2026-10\r\nContent-Length: %d\r\n\r\n" % len(text) + text)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def send(writer, path):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/jsonl\r\nContent-Length: %d\r\n\r\n" % os.path.getsize(path))
    await writer.drain()
    with open(path, "rb") as content:
        await asyncio.get_running_loop().sendfile(writer.transport, content)


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
