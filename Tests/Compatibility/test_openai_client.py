"""OpenAI's own client from PyPI against an app's API."""

import asyncio
import concurrent.futures
import json
import math
import pathlib
import re
import socket
import time
import urllib.parse

import openai
import pytest
import requests
from martlet_app import ROOT, App

APP = pathlib.Path(__file__).parent / "Apps" / "API" / "app.swift"
KEY = "a-key-for-tests"
QUESTION = [{"role": "user", "content": "What is Martlet?"}]
PERSON = {
    "type": "object", "additionalProperties": False, "required": ["name", "age"],
    "properties": {"name": {"type": "string", "maxLength": 20}, "age": {"type": "integer"}}}
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather", "description": "The weather in a city.",
        "parameters": {
            "type": "object", "additionalProperties": False, "required": ["city"],
            "properties": {"city": {"type": "string", "maxLength": 20}}}}}


@pytest.fixture(scope="module")
def api():
    with App(APP, environment={"MARTLET_API_KEYS": f"other, {KEY}"}) as app:
        yield app


@pytest.fixture(scope="module")
def client(api):
    with client_of(api) as client:
        yield client


def client_of(app, key=KEY, kind=openai.OpenAI, retries=0):
    return kind(base_url=app.url + "/v1", api_key=key, max_retries=retries, timeout=60)


def metric(app, name, **labels):
    """A number from /metrics."""
    page = requests.get(app.url + "/metrics", headers={"Authorization": f"Bearer {KEY}"}, timeout=10)
    assert page.status_code == 200 and page.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in page.text.splitlines():
        match = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if match and match[1] == name and all(f'{key}="{value}"' in (match[2] or "") for key, value in labels.items()):
            return float(match[3])
    return None


def wait_until_free(app, model="TestModel"):
    deadline = time.monotonic() + 10
    while metric(app, "martlet_engine_requests_running", model=model) or metric(
            app, "martlet_engine_requests_open", model=model):
        assert time.monotonic() < deadline, f"{model} is still busy"
        time.sleep(0.05)


def text_of(stream):
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def test_models_are_listed_and_found(client):
    names = [model.id for model in client.models.list()]
    assert names == ["tiny", "slow", "bytes", "ranks", "vectors", "app"]
    assert client.models.retrieve("tiny").owned_by == "martlet"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("gpt-5")
    assert caught.value.code == "model_not_found"


def test_a_whole_answer(client):
    answer = client.chat.completions.create(model="tiny", messages=QUESTION, temperature=0, max_tokens=32)
    choice = answer.choices[0]
    assert choice.message.role == "assistant" and "Martlet" in choice.message.content
    assert choice.finish_reason in ("stop", "length")
    assert answer.id.startswith("chatcmpl-") and answer.object == "chat.completion" and answer.model == "tiny"
    assert abs(answer.created - time.time()) < 60 and answer.system_fingerprint.startswith("fp_")
    usage = answer.usage
    assert usage.prompt_tokens > 0 and 0 < usage.completion_tokens <= 32
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    again = client.chat.completions.create(model="tiny", messages=QUESTION, temperature=0, max_tokens=32)
    assert again.choices[0].message.content == choice.message.content
    assert again.usage.prompt_tokens_details.cached_tokens > 0


def test_a_stream_says_the_same_as_a_whole_answer(client):
    options = {"model": "tiny", "messages": QUESTION, "temperature": 0, "max_tokens": 32}
    whole = client.chat.completions.create(**options)
    chunks = list(client.chat.completions.create(**options, stream=True, stream_options={"include_usage": True}))
    assert chunks[0].choices[0].delta.role == "assistant"
    assert text_of(chunks) == whole.choices[0].message.content
    reasons = [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices]
    assert reasons[-1] == whole.choices[0].finish_reason and not any(reasons[:-1])
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens == whole.usage.completion_tokens
    assert len({chunk.id for chunk in chunks}) == 1
    # The client's own helper takes an answer that was cut off for a mistake, so it is given the room it needs.
    options["max_tokens"] = 512
    with client.chat.completions.stream(**options) as stream:
        answer = stream.get_final_completion().choices[0].message.content
    assert answer.startswith(whole.choices[0].message.content)


def test_stop_texts_and_limits(client):
    options = {"model": "tiny", "messages": QUESTION, "temperature": 0}
    whole = client.chat.completions.create(**options, max_tokens=32).choices[0].message.content
    stop = whole[len(whole) // 2:][:3]
    cut = client.chat.completions.create(**options, max_tokens=32, stop=[stop, "###"])
    assert cut.choices[0].message.content == whole[:whole.index(stop)] and cut.choices[0].finish_reason == "stop"
    short = client.chat.completions.create(**options, max_completion_tokens=1)
    assert short.choices[0].finish_reason == "length" and short.usage.completion_tokens == 1


def test_the_same_seed_gives_the_same_answer(client):
    def answer(seed):
        return client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "Tell me a story."}], temperature=1, seed=seed,
            max_tokens=40).choices[0].message.content

    answer(7)  # From here on the prompt is read already, for all of them alike.
    assert answer(7) == answer(7)
    assert len({answer(seed) for seed in range(4)}) > 1


def test_several_choices(client):
    options = {"model": "tiny", "messages": QUESTION, "temperature": 0, "max_tokens": 16, "n": 2}
    whole = client.chat.completions.create(**options)
    assert [choice.index for choice in whole.choices] == [0, 1]
    assert whole.usage.completion_tokens <= 32
    texts = ["", ""]
    for chunk in client.chat.completions.create(**options, stream=True):
        texts[chunk.choices[0].index] += chunk.choices[0].delta.content or ""
    assert texts == [choice.message.content for choice in whole.choices]


def test_messages_of_all_kinds(client):
    answer = client.chat.completions.create(
        model="slow", max_tokens=3, messages=[
            {"role": "developer", "content": "Be short."},
            {"role": "user", "content": [{"type": "text", "text": "Is it"}, {"type": "text", "text": "raining?"}]},
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "call_1", "content": "rain"}])
    assert answer.choices[0].message.content == "wor"


def test_an_answer_by_schema(client):
    schema = {"name": "person", "strict": True, "schema": PERSON}
    for seed in range(5):
        answer = client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "Who are you?"}], temperature=1.5, seed=seed,
            max_tokens=200, response_format={"type": "json_schema", "json_schema": schema})
        value = json.loads(answer.choices[0].message.content)
        assert set(value) == {"name", "age"} and isinstance(value["name"], str) and isinstance(value["age"], int)


def test_any_object(client):
    answer = client.chat.completions.create(
        model="tiny", messages=QUESTION, temperature=0.5, seed=1, max_tokens=400,
        response_format={"type": "json_object"})
    if answer.choices[0].finish_reason == "stop":
        assert isinstance(json.loads(answer.choices[0].message.content), dict)
    else:
        assert answer.choices[0].message.content.lstrip().startswith("{")


def test_a_tool_that_must_be_called(client):
    options = {
        "model": "tiny", "messages": [{"role": "user", "content": "How is the weather in Paris?"}], "tools": [WEATHER],
        "temperature": 0.5, "seed": 2, "max_tokens": 200}
    for choice in ("required", {"type": "function", "function": {"name": "weather"}}):
        answer = client.chat.completions.create(**options, tool_choice=choice).choices[0]
        assert answer.finish_reason == "tool_calls"
        call = answer.message.tool_calls[0]
        assert call.type == "function" and call.function.name == "weather" and call.id
        assert isinstance(json.loads(call.function.arguments)["city"], str)
    with client.chat.completions.stream(**options, tool_choice="required") as stream:
        streamed = stream.get_final_completion().choices[0]
    assert streamed.finish_reason == "tool_calls"
    assert isinstance(json.loads(streamed.message.tool_calls[0].function.arguments)["city"], str)


def test_vectors_as_the_client_asks_for_them_by_itself(client):
    answer = client.embeddings.create(model="bytes", input=["abc", "b"])
    assert [entry.index for entry in answer.data] == [0, 1]
    assert answer.data[0].embedding == [97 / 256, 98 / 256] and answer.data[1].embedding == [98 / 256, 0]
    plain = client.embeddings.create(model="bytes", input="abc", encoding_format="float")
    assert plain.data[0].embedding == answer.data[0].embedding
    with pytest.raises(openai.BadRequestError) as caught:
        client.embeddings.create(model="bytes", input="abc", dimensions=7)
    assert caught.value.param == "dimensions"


def test_vectors_of_a_model_are_counted(client):
    def usage(*texts):
        answer = client.embeddings.create(model="vectors", input=list(texts))
        assert len(answer.data) == len(texts) and len({len(entry.embedding) for entry in answer.data}) == 1
        assert answer.usage.total_tokens == answer.usage.prompt_tokens
        return answer.usage.prompt_tokens

    one, other = usage("A small bird."), usage("The old house by the sea was empty.")
    assert 2 < one < other and usage("A small bird.", "The old house by the sea was empty.") == one + other


def test_documents_are_ranked(api):
    answer = requests.post(
        api.url + "/v1/rerank", timeout=10, headers={"Authorization": f"Bearer {KEY}"},
        json={"model": "ranks", "query": "small blue bird", "documents": ["a dog", "a blue bird", "a bird"], "top_n": 2})
    assert [result["index"] for result in answer.json()["results"]] == [1, 2]


def test_texts_go_on(client):
    options = {"model": "tiny", "prompt": "Question: What is Martlet?\nAnswer:", "temperature": 0, "max_tokens": 12}
    whole = client.completions.create(**options)
    assert whole.object == "text_completion" and whole.choices[0].text and whole.usage.completion_tokens <= 12
    chunks = list(client.completions.create(**options, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].text for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].text and chunks[-1].usage.prompt_tokens == whole.usage.prompt_tokens
    echoed = client.completions.create(**options, echo=True)
    assert echoed.choices[0].text == options["prompt"] + whole.choices[0].text
    many = client.completions.create(**{**options, "prompt": ["One", "Two"]}, n=2)
    assert [choice.index for choice in many.choices] == [0, 1, 2, 3]


def test_wrong_requests_are_refused_in_the_clients_own_errors(api, client):
    with client_of(api, key="wrong") as stranger, pytest.raises(openai.AuthenticationError) as caught:
        stranger.models.list()
    assert caught.value.code == "invalid_api_key" and "wrong" in caught.value.message
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="gpt-5", messages=QUESTION)
    assert caught.value.code == "model_not_found" and caught.value.param == "model"
    for parameter, value in (("temperature", 3), ("n", 9), ("logprobs", True), ("stop", 5), ("messages", [])):
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(**{"model": "tiny", "messages": QUESTION, parameter: value})
        assert caught.value.param == parameter and parameter in caught.value.message
    long = [{"role": "user", "content": "word " * 20_000}]
    for stream in (False, True):
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(model="tiny", messages=long, stream=stream)
        assert caught.value.code == "context_length_exceeded"
        assert caught.value.body["n_prompt_tokens"] > caught.value.body["n_ctx"] > 0
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": [picture]}])
    assert caught.value.param == "messages" and "picture" in caught.value.message


def test_a_body_that_is_too_large_is_refused(api):
    answer = requests.post(
        api.url + "/v1/chat/completions", data=b"x" * (17 << 20), headers={"Authorization": f"Bearer {KEY}"}, timeout=60)
    assert answer.status_code == 413 and "larger" in answer.json()["error"]["message"]


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_frees_the_engine(api, client, stream):
    if stream:
        with client.chat.completions.create(model="slow", messages=QUESTION, stream=True) as answer:
            for _ in zip(range(3), answer):
                pass
            assert metric(api, "martlet_engine_requests_running", model="TestModel") == 1
    else:
        with client_of(api) as hasty, pytest.raises(openai.APITimeoutError):
            hasty.with_options(timeout=1).chat.completions.create(model="slow", messages=QUESTION)
    wait_until_free(api)


def test_a_client_that_does_not_read_has_the_engine_wait(api):
    address = urllib.parse.urlsplit(api.url)
    body = json.dumps({"model": "tiny", "prompt": "a", "stream": True, "n": 8, "temperature": 2, "logit_bias": {}})
    head = (f"POST /v1/completions HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {KEY}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n")
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall((head + body).encode())
        time.sleep(1)
        # Others are answered meanwhile.
        with client_of(api) as client:
            assert client.completions.create(model="tiny", prompt="b", max_tokens=4).choices[0].text is not None
    wait_until_free(api, model="martlet-tiny.gguf")


def test_many_clients_at_once(api):
    def ask(number):
        with client_of(api, retries=3) as client:
            return text_of(client.chat.completions.create(
                model="tiny", stream=True, temperature=0, max_tokens=24,
                messages=[{"role": "user", "content": f"What is {number % 4} plus 1?"}]))

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ask, range(32)))
    assert all(answers)
    wait_until_free(api, model="martlet-tiny.gguf")


def test_the_asynchronous_client(api):
    async def ask_all():
        async with client_of(api, kind=openai.AsyncOpenAI) as client:
            async def ask(number):
                stream = await client.chat.completions.create(
                    model="tiny", messages=QUESTION, temperature=0, max_tokens=16, stream=True)
                return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

            return await asyncio.gather(*(ask(number) for number in range(8)))

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answers = pool.submit(asyncio.run, ask_all()).result()
    assert len(answers) == 8 and all(answers)


def test_the_app_itself_answers(client):
    answer = client.chat.completions.create(model="app", messages=[{"role": "user", "content": "hello"}])
    assert answer.choices[0].message.content == "You said: hello"
    stream = client.chat.completions.create(model="app", messages=[{"role": "user", "content": "hi"}], stream=True)
    assert text_of(stream) == "You said: hi"


def test_the_numbers_tell_what_was_done(api, client):
    before = metric(api, "martlet_answer_new_tokens_sum", model="martlet-tiny.gguf") or 0
    answer = client.chat.completions.create(model="tiny", messages=QUESTION, max_tokens=8)
    after = metric(api, "martlet_answer_new_tokens_sum", model="martlet-tiny.gguf")
    assert math.isclose(after - before, answer.usage.completion_tokens)
    assert metric(api, "martlet_engine_steps_total", model="martlet-tiny.gguf") > 0
    assert metric(api, "martlet_api_requests_total", route="/v1/chat/completions", status="200") >= 1
    assert metric(api, "process_resident_memory_bytes") > 1 << 20
    assert requests.get(api.url + "/metrics", timeout=10).status_code == 401


def test_without_keys_the_own_machine_is_served_and_no_foreign_page():
    with App(ROOT / "Examples" / "API" / "app.swift") as app:
        with client_of(app, key="anything") as client:
            answer = client.chat.completions.create(model="local", messages=QUESTION, max_tokens=4)
            assert answer.choices[0].message.content
        page = requests.get(app.url + "/v1/models", headers={"Origin": "https://evil.example"}, timeout=10)
        assert page.status_code == 403
        assert requests.get(app.url + "/metrics", timeout=10).status_code == 200
    with App(APP, "--host", "0.0.0.0") as app:
        port = urllib.parse.urlsplit(app.url).port
        answer = requests.get(f"http://127.0.0.1:{port}/v1/models", timeout=10)
        assert answer.status_code == 401 and "MARTLET_API_KEYS" in answer.json()["error"]["message"]
