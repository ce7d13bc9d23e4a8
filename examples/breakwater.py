"""Lists workloads at risk with the standard library alone; follows changes with `pip install websockets`.

    BREAKWATER_TOKEN=bw_… python3 examples/breakwater.py risks
    BREAKWATER_TOKEN=bw_… python3 examples/breakwater.py follow
"""

import asyncio
import json
import os
import pathlib
import sys
import urllib.request

URL = os.environ.get("BREAKWATER_URL", "http://127.0.0.1:4000")
AUTHORIZATION = "Bearer " + os.environ["BREAKWATER_TOKEN"]
CURSOR = pathlib.Path(os.environ.get("CURSOR_FILE", "cursor"))

RISKS = """query ($after: String) {
  risks(first: 100, after: $after, filter: { states: [OPEN], waived: false }) {
    nodes { priority title assetName namespace } pageInfo { hasNextPage endCursor }
  }
}"""
CHANGES = """subscription ($after: String) {
  changes(after: $after) { cursor resync changes { at operation type nodeId } }
}"""


def ask(query, variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(URL + "/graphql", body, headers)) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit(answer["errors"][0]["message"])
    return answer["data"]


def risks():
    after = None
    while True:
        page = ask(RISKS, {"after": after})["risks"]
        for risk in page["nodes"]:
            print(risk["priority"], risk["title"], risk["namespace"], risk["assetName"], sep="\t")
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


async def follow():
    import websockets

    address = URL.replace("http", "ws", 1) + "/graphql"
    while True:
        try:
            async with websockets.connect(address, subprotocols=["graphql-transport-ws"]) as socket:
                await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": AUTHORIZATION}}))
                async for text in socket:
                    await answered(socket, json.loads(text))
        except websockets.ConnectionClosedError as closed:
            # 4403: the token is wrong, and trying again does not make it right.
            if closed.rcvd and closed.rcvd.code == 4403:
                raise SystemExit("The token was refused.")
        except OSError as error:
            print(error, file=sys.stderr)
        await asyncio.sleep(1)


async def answered(socket, message):
    if message["type"] == "connection_ack":
        after = CURSOR.read_text() if CURSOR.exists() else None
        payload = {"query": CHANGES, "variables": {"after": after}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
    elif message["type"] == "ping":
        await socket.send(json.dumps({"type": "pong"}))
    elif message["type"] == "error" or "errors" in message.get("payload", {}):
        raise SystemExit(json.dumps(message["payload"]))
    elif message["type"] == "next":
        batch = message["payload"]["data"]["changes"]
        if batch["resync"]:
            print("too long away: read everything anew", flush=True)
        for change in batch["changes"]:
            print(change["at"], change["operation"], change["type"], change["nodeId"], flush=True)
        CURSOR.write_text(batch["cursor"])


if sys.argv[1:] == ["risks"]:
    risks()
elif sys.argv[1:] == ["follow"]:
    asyncio.run(follow())
else:
    raise SystemExit(__doc__)
