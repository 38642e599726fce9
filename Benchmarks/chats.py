"""Chats with the servers under test, over loopback: Martlet's through its socket, llama-server's through its HTTP API."""

import asyncio
import json
import time
import uuid

import aiohttp

from answers import Answer


class ChatError(Exception):
    """A server did not do what it was asked for."""


class MartletChat:
    """One person's chat, spoken as Engine.IO and Socket.IO over a WebSocket without compression."""

    def __init__(self, session, port):
        self.session = session
        self.address = f"ws://127.0.0.1:{port}/ws/socket.io/?EIO=4&transport=websocket"
        self.id = str(uuid.uuid4())
        self.answer = None
        self.ended = None
        # The app's start has sent its panel, with which it ends.
        self.is_open = False
        self.is_stopped = False

    async def connect(self):
        self.connected = asyncio.get_running_loop().create_future()
        self.socket = await self.session.ws_connect(self.address, max_msg_size=0, compress=0)
        self.reader = asyncio.create_task(self._read())
        await asyncio.wait_for(self.connected, 120)
        return self

    async def close(self):
        await self._emit("clear_session")
        await self.socket.close()
        await self.reader

    async def ask(self, prompt, tokens):
        """Sends a prompt, which begins with a space, and waits for the whole answer."""
        self.begin(prompt, tokens)
        return await self.end()

    def begin(self, prompt, tokens):
        self.ended = asyncio.get_running_loop().create_future()
        self.answer = Answer()
        self.is_stopped = False
        message = {
            "threadId": "", "id": str(uuid.uuid4()), "name": "User", "type": "user_message", "output": f"{tokens}{prompt}",
            "createdAt": "2026-01-01T00:00:00.000Z", "metadata": {"location": "http://localhost/"},
        }
        self.sending = asyncio.create_task(self._emit("client_message", {"message": message, "fileReferences": []}))
        return self.answer

    async def end(self):
        return await self.ended

    async def stop(self):
        self.is_stopped = True
        if not self.ended.done():
            await self._emit("stop")
        await self.ended

    async def change_settings(self):
        """Changes a setting, and gives the seconds until the app has taken it over."""
        self.ended = asyncio.get_running_loop().create_future()
        self.answer = Answer()
        await self._emit("chat_settings_change", {"Temperature": 0.7})
        answer = await asyncio.wait_for(self.ended, 120)
        return answer.details["settings"] - answer.sent

    async def _emit(self, *event):
        await self.socket.send_str("42" + json.dumps(event))

    async def _read(self):
        async for message in self.socket:
            packet = message.data
            if packet.startswith("0"):
                await self.socket.send_str("40" + json.dumps({
                    "clientType": "webapp", "sessionId": self.id, "threadId": "", "userEnv": "{}", "chatProfile": ""}))
            elif packet == "2":
                await self.socket.send_str("3")
            elif packet.startswith("40"):
                await self._emit("connection_successful")
            elif packet.startswith("42"):
                self._take(*json.loads(packet[packet.index("["):])[:2])
        self._fail("Martlet closed a chat's connection")

    def _fail(self, reason):
        for waiting in (self.connected, self.ended):
            if waiting and not waiting.done():
                waiting.set_exception(ChatError(reason))

    def _take(self, name, value=None):
        if name == "chat_settings":
            self.is_open = True
        elif name == "task_end" and self.is_open and not self.connected.done():
            self.connected.set_result(None)
        elif name == "stream_start" and self.answer:
            self.answer.take(value["output"])
        elif name == "stream_token" and self.answer:
            self.answer.take(value["token"])
        elif name in ("new_message", "update_message"):
            self._take_message(value)
        elif name == "task_end" and self.ended and not self.ended.done():
            self.ended.set_result(self.answer)

    def _take_message(self, value):
        # What was stopped ends as an error too.
        if value.get("isError") and not self.is_stopped:
            self._fail(f"Martlet says: {value['output']}")
        if not self.answer:
            return
        if value["output"].startswith("statistics "):
            self.answer.details["statistics"] = json.loads(value["output"].split(" ", 1)[1])
        elif value["output"] == "settings":
            self.answer.details["settings"] = time.perf_counter()
        elif value.get("generation"):
            self.answer.details["generation"] = value["generation"]


class LlamaServerChat:
    """The same for llama-server; a chat is what its prompt says."""

    def __init__(self, session, port):
        self.session = session
        self.address = f"http://127.0.0.1:{port}/completion"

    async def connect(self):
        return self

    async def close(self):
        pass

    async def ask(self, prompt, tokens):
        self.begin(prompt, tokens)
        return await self.end()

    def begin(self, prompt, tokens):
        self.answer = Answer()
        self.task = asyncio.create_task(self._complete(prompt, tokens))
        return self.answer

    async def end(self):
        return await self.task

    async def stop(self):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _complete(self, prompt, tokens):
        request = {
            "prompt": prompt, "n_predict": tokens, "stream": True, "cache_prompt": True, "ignore_eos": True,
            "temperature": 0, "samplers": ["top_k"], "top_k": 1, "repeat_penalty": 1,
        }
        async with self.session.post(self.address, json=request) as response:
            if response.status != 200:
                raise ChatError(f"llama-server answers {response.status}: {await response.text()}")
            async for line in response.content:
                if line.startswith(b"data: {"):
                    event = json.loads(line[6:])
                    self.answer.take(event.get("content", ""))
                    if event.get("stop"):
                        self.answer.details = event.get("timings", {})
        return self.answer


async def connect(kind, port, count):
    """So many chats with one server, and what closes them."""
    # No limit: an answer that takes minutes is measured too.
    session = aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None), connector=aiohttp.TCPConnector(limit=0, force_close=True))
    chats = [await kind(session, port).connect() for _ in range(count)]

    async def close():
        for chat in chats:
            await chat.close()
        await session.close()

    return chats, close
