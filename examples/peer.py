"""Takes part in a call from Python: joins a room of rtc-elements, receives the processed video as numpy arrays, and
prints what it sees.

    python3 peer.py ws://localhost:8080/signaling demo

Needs aiortc, websockets and numpy (Debian: python3-aiortc python3-websockets). What is said to the server is in
docs/signaling.md: hello, then descriptions and candidates. This peer only answers, since ours always offers;
send a track of your own by `peer.addTrack(…)` before `createAnswer`.
"""

import asyncio
import json
import sys

import numpy
import websockets
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp


def look_at(picture: numpy.ndarray, count: int) -> None:
    """This is where you do stuff with the data. `picture` has the shape (height, width, 3): red, green, blue."""
    height, width, _ = picture.shape
    # The test card has a ramp from dark to bright just below its middle; an inverted one has it the other way round.
    ramp = picture[int(height * 0.56)].mean(axis=1)
    print(
        json.dumps(
            {
                "frame": count,
                "width": width,
                "height": height,
                "mean": [round(float(channel), 1) for channel in picture.mean(axis=(0, 1))],
                "ramp": [round(float(end), 1) for end in (ramp[: width // 32].mean(), ramp[-width // 32 :].mean())],
            }
        ),
        flush=True,
    )


async def watch(track) -> None:
    count = 0
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        count += 1
        look_at(frame.to_ndarray(format="rgb24"), count)


def create_peer(ice_servers: list) -> RTCPeerConnection:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[RTCIceServer(**server) for server in ice_servers]))

    @peer.on("track")
    def on_track(track):
        if track.kind == "video":
            asyncio.ensure_future(watch(track))

    return peer


async def answer(peer: RTCPeerConnection, offer: dict) -> dict:
    await peer.setRemoteDescription(RTCSessionDescription(**offer))
    # aiortc looks for all of its candidates here, so that they are in the description.
    await peer.setLocalDescription(await peer.createAnswer())
    return {"type": peer.localDescription.type, "sdp": peer.localDescription.sdp}


async def add_candidate(peer: RTCPeerConnection, message: dict | None) -> None:
    # Null says that there are no more; an empty one says so of one description.
    if not message or not message["candidate"]:
        return
    candidate = candidate_from_sdp(message["candidate"].split(":", 1)[1])
    candidate.sdpMid = message.get("sdpMid")
    candidate.sdpMLineIndex = message.get("sdpMLineIndex")
    await peer.addIceCandidate(candidate)


async def take_part(url: str, room: str) -> None:
    peers: dict[str, RTCPeerConnection] = {}
    ice_servers: list = []
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"type": "hello", "version": 1, "room": room, "name": "Python"}))
        async for text in socket:
            message = json.loads(text)
            sender = message.get("from")
            if message["type"] == "joined":
                ice_servers = message["iceServers"]
            elif message["type"] == "participants":
                present = {member["id"] for member in message["participants"]}
                for gone in peers.keys() - present:
                    await peers.pop(gone).close()
            elif message["type"] == "description" and message["description"]["type"] == "offer":
                if sender not in peers:
                    peers[sender] = create_peer(ice_servers)
                description = await answer(peers[sender], message["description"])
                await socket.send(json.dumps({"type": "description", "to": sender, "description": description}))
            elif message["type"] == "candidate" and sender in peers:
                await add_candidate(peers[sender], message["candidate"])
            elif message["type"] == "error":
                sys.exit(message["message"])


if __name__ == "__main__":
    asyncio.run(take_part(*sys.argv[1:3]))
