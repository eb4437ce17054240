#!/usr/bin/env python3
"""Stands behind scripts and logs: gives back each line that comes over TCP, and reads what comes over UDP."""
import selectors
import socket
import sys


def main(tcp_port, udp_port):
    """Serves until it is ended."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", udp_port))
    listener = socket.create_server(("127.0.0.1", tcp_port), backlog=4096)
    listener.setblocking(False)
    poll = selectors.DefaultSelector()
    poll.register(listener, selectors.EVENT_READ)
    poll.register(udp, selectors.EVENT_READ)
    while True:
        for key, _ in poll.select():
            if key.fileobj is udp:
                udp.recv(65536)
            elif key.fileobj is listener:
                try:
                    poll.register(listener.accept()[0], selectors.EVENT_READ)
                except BlockingIOError:
                    pass
            else:
                try:
                    piece = key.fileobj.recv(4096)
                    if piece:
                        key.fileobj.send(piece)
                        continue
                except OSError:
                    pass
                poll.unregister(key.fileobj)
                key.fileobj.close()


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    except KeyboardInterrupt:
        pass
