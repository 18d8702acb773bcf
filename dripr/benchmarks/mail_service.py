"""A mail service in a process of its own: it takes what SES's send_email sends, and answers with a message id.

`python mail_service.py` listens on a port of its own, which it prints. The message id follows from the e-mail's tag, so
that the same hand-over always gets the same one.
"""

import asyncio
import json
import re
import sys

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TAG = re.compile(rb'"Name": *"dripr_handover", *"Value": *"([^"]+)"')
LARGEST = 1 << 22


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            tag = TAG.search(body)
            answer = json.dumps({"MessageId": f"bench-{tag[1].decode()}" if tag else "bench"}).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(answer), answer)
            )
    except asyncio.IncompleteReadError:
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=LARGEST)
    sys.stdout.write(f"taking mail on http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
