"""A process of its own between client and server: what goes through arrives later, and nothing waits for another.

`python delay_proxy.py PORT SECONDS` listens on a port of its own, which it prints, and delays each way by half.
"""

import asyncio
import sys
from functools import partial


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    while data := await reader.read(1 << 18):
        loop.call_later(seconds, writer.write, data)
    loop.call_later(seconds, writer.close)


async def connect(port: int, seconds: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(pump(reader, server_writer, seconds / 2), pump(server_reader, writer, seconds / 2))


async def main(port: int, seconds: float) -> None:
    server = await asyncio.start_server(partial(connect, port, seconds), "127.0.0.1", 0)
    sys.stdout.write(f"delaying on http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
