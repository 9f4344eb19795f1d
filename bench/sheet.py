"""A spreadsheet of one tab for bench/entities, in the wire form of the Google Sheets API v4.

sheet.py PORT: GET /v4/spreadsheets/… and …/values:batchGet, POST /token; POST /control/ROWS/VERSION says what is served.
Every value is a function of row and version: version 1 differs from version 0 in three cells of every tenth row.
"""
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

HEADER = ["Brand", "E-mail", "Tier", "MRR", "Margin", "Since", "Seats", "Active", "Notes", "Health"] + [
    "Fact %d" % n for n in range(1, 11)]
served = {"rows": 0, "lines": []}


def row(n, version):
    more = 1 if version and n % 10 == 0 else 0
    return ["Brand %06d" % n, "team%d@brand.example" % n, ("gold", "silver", "bronze")[(n + more) % 3], n * 1.25 + more,
            (n % 100) / 100, 44197 + n % 1500, n % 500 + more, n % 2 == 0, "note %d of the owner" % n, n % 97] + [
                "fact %d of brand %d" % (f, n) for f in range(1, 11)]


def serve(rows, version):
    served["lines"] = [json.dumps(HEADER)] + [json.dumps(row(n, version)) for n in range(1, rows + 1)]
    served["rows"] = rows + 1


class Sheet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        control = re.fullmatch(r"/control/(\d+)/(\d+)", self.path)
        if control:
            serve(int(control[1]), int(control[2]))
        self.answer(b'{"access_token":"bench","expires_in":3600,"token_type":"Bearer"}')

    def do_GET(self):
        address = urlsplit(self.path)
        if unquote(address.path).endswith("/values:batchGet"):
            ranges = [self.window(r) for r in parse_qs(address.query)["ranges"]]
            self.answer(('{"valueRanges":[' + ",".join(ranges) + "]}").encode())
            return
        tab = {"sheetId": 7, "title": "Partners", "sheetType": "GRID",
               "gridProperties": {"rowCount": served["rows"], "columnCount": len(HEADER)}}
        self.answer(json.dumps({"properties": {"locale": "en_US", "timeZone": "UTC"},
                                "sheets": [{"properties": tab}]}).encode())

    def window(self, wanted):
        part = re.search(r"!A(\d+):T(\d+)$", wanted)
        first, last = (int(part[1]), int(part[2])) if part else (1, served["rows"])
        echo = json.dumps("Partners!A%d:T%d" % (first, last))
        lines = ",".join(served["lines"][first - 1:last])
        return '{"range":%s,"majorDimension":"ROWS","values":[%s]}' % (echo, lines)

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Sheet).serve_forever()
