"""A wire that breaks once: after the server has done its work, before it could say so."""

import select
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

_PATIENCE_S = 20.0
_LOOKS = 2000
_SIZE = 65536
# A TLS client speaks twice before it needs no more of the server to make its request.
_HANDSHAKE = 2


class DroppingProxy:
    """Cuts the first connection once `is_done()`, its answer withheld; relays the second one."""

    def __init__(self, target: tuple[str, int], is_done: Callable[[], bool]) -> None:
        self._target = target
        self._is_done = is_done
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_PATIENCE_S)
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0

    def serve(self) -> None:
        with self._listener:
            for carry in (self._break, self._relay):
                with ExitStack() as sockets:
                    client = sockets.enter_context(self._listener.accept()[0])
                    server = sockets.enter_context(socket.create_connection(self._target))
                    self.connections += 1
                    carry(client, server)

    def _break(self, client: socket.socket, server: socket.socket) -> None:
        spoken = 0
        while spoken < _HANDSHAKE:
            for sender in _senders(client, server) or _gave_up("the handshake stopped"):
                spoken += sender is client
                _pass_on(sender, server if sender is client else client)
        for _ in range(_LOOKS):
            if self._is_done():
                return
            if _senders(client, wait_s=0.0):
                _pass_on(client, server)
        _gave_up("the server never did its work")

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        while senders := _senders(client, server):
            for sender in senders:
                if not _pass_on(sender, server if sender is client else client):
                    return


@contextmanager
def dropping_proxy(
    target: tuple[str, int], is_done: Callable[[], bool]
) -> Iterator[DroppingProxy]:
    """Two connections long; what goes wrong with it is raised here."""
    proxy = DroppingProxy(target, is_done)
    with ThreadPoolExecutor(1) as threads:
        serving = threads.submit(proxy.serve)
        yield proxy
        serving.result(_PATIENCE_S)


def _senders(*ends: socket.socket, wait_s: float = _PATIENCE_S) -> list[socket.socket]:
    return select.select(ends, [], [], wait_s)[0]


def _pass_on(sender: socket.socket, receiver: socket.socket) -> int:
    content = sender.recv(_SIZE)
    receiver.sendall(content)
    return len(content)


def _gave_up(why: str) -> list[socket.socket]:
    raise TimeoutError(why)
