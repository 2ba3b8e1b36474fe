"""A wire between two network interfaces that can be slow, lossy or cut: what netem does, for kernels without it.

Usage: wire.py INTERFACE INTERFACE. Reads one JSON object per line, such as {"delayMs": 50, "lossPercent": 5, "isUp": true},
and ends with its input. Frames keep their order."""

import json
import random
import select
import socket
import sys
import time
from collections import deque

EVERY_PROTOCOL = 3
OUTGOING = 4

state = {"delayMs": 0, "lossPercent": 0, "isUp": True}
ends = []
for interface in sys.argv[1:3]:
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
    end.bind((interface, 0))
    end.setblocking(False)
    ends.append(end)

# The delay is the same for all frames, so the first one in is the first one out.
waiting = deque()
print("ready", flush=True)

while True:
    until_next = max(0, waiting[0][0] - time.monotonic()) if waiting else None
    readable, _, _ = select.select([sys.stdin, *ends], [], [], until_next)
    for one in readable:
        if one is sys.stdin:
            line = sys.stdin.readline()
            if not line:
                sys.exit()
            state.update(json.loads(line))
            print("set", flush=True)
            continue
        for _ in range(64):
            try:
                frame, address = one.recvfrom(65535)
            except BlockingIOError:
                break
            is_lost = random.random() * 100 < state["lossPercent"]
            if address[2] == OUTGOING or not state["isUp"] or is_lost:
                continue
            other = ends[1 - ends.index(one)]
            waiting.append((time.monotonic() + state["delayMs"] / 1000, other, frame))
    while waiting and waiting[0][0] <= time.monotonic():
        _, other, frame = waiting.popleft()
        try:
            other.send(frame)
        except OSError:
            # The interface is going down; a wire does not mind.
            pass
