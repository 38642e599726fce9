"""How a conversation becomes text, in the two forms the model is trained on, and which part of it is the answer."""

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

PROMPT_TEMPLATE = "Question: {question}\nAnswer:"


def chat_pieces(messages):
    """Pairs of (text, is it what the model should say) for a chat; the text in all equals the chat template's."""
    out = []
    for role, content in messages:
        out.append((f"<|im_start|>{role}\n", False))
        out.append((content + "<|im_end|>", role == "assistant"))
        out.append(("\n", False))
    return out


def prompt_pieces(question, answer, template=PROMPT_TEMPLATE):
    """The same for the tutorial's prompt; the answer starts with a space unless the prompt ends with white space."""
    prompt = template.format(question=question)
    gap = "" if prompt[-1].isspace() else " "
    return [(prompt, False), (gap + answer + "</s>", True)]
