"""The tiny model's held-back questions, asked through the tutorial itself."""

import re

from martlet_app import ROOT
from test_socketio import Client, said

NEEDED = 18


def read_questions():
    """Rows of question, what the answer must match, and what it must not (see the file's head)."""
    lines = (ROOT / "Models" / "held_back_questions.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t") + ["", ""])[:3] for line in lines if line and not line.startswith("#")]


def is_right(answer, wanted, unwanted):
    text = " ".join(answer.split())
    return bool(re.search(wanted, text, re.I)) and not (unwanted and re.search(unwanted, text, re.I))


def test_the_tiny_model_answers_the_held_back_questions(tutorial):
    questions = read_questions()
    assert len(questions) == 20
    right = 0
    with Client(tutorial.url, ["websocket"]) as client:
        client.until("task_end")
        client.until("task_end")
        client.socket.emit(
            "chat_settings_change", {"Temperature": 0, "Repetition Penalty": 1, "Max New Tokens": 600})
        client.until("task_end")
        for question, wanted, unwanted in questions:
            client.say(question)
            answer = said(client.until("task_end"))[-1]
            is_good = is_right(answer, wanted, unwanted)
            right += is_good
            print(f"{'right' if is_good else 'WRONG'}: {question} -> {answer[:80]}")
    print(f"held-back questions: {right} of {len(questions)} right")
    assert right >= NEEDED
