import Testing

@testable import LanguageModels

struct NamedChatTemplateTests {
    private static let messages = [
        ChatMessage(role: .system, content: "Be brief."), ChatMessage(role: .user, content: "Hi"),
        ChatMessage(role: .assistant, content: "Hello"), ChatMessage(role: .user, content: "Bye"),
    ]

    @Test(arguments: [
        (
            "alpaca",
            "<s>Be brief.\n\n### Instruction:\nHi\n\n### Response:\nHello</s>\n\n### Instruction:\nBye\n\n### Response:\n"
        ),
        (
            "chatml",
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
                + "<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n"
        ),
        (
            "command-r",
            "<s><|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>Be brief.<|END_OF_TURN_TOKEN|>"
                + "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>Hi<|END_OF_TURN_TOKEN|>"
                + "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>Hello<|END_OF_TURN_TOKEN|>"
                + "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>Bye<|END_OF_TURN_TOKEN|>"
                + "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>"
        ),
        ("deepseek", "<s>Be brief.\n\nUser: Hi\n\nAssistant: Hello</s>User: Bye\n\nAssistant:"),
        (
            "gemma",
            "<s><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\nHello<end_of_turn>\n"
                + "<start_of_turn>user\nBye<end_of_turn>\n<start_of_turn>model\n"
        ),
        (
            "granite",
            "<|start_of_role|>system<|end_of_role|>Be brief.<|end_of_text|>\n"
                + "<|start_of_role|>user<|end_of_role|>Hi<|end_of_text|>\n"
                + "<|start_of_role|>assistant<|end_of_role|>Hello<|end_of_text|>\n"
                + "<|start_of_role|>user<|end_of_role|>Bye<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>"
        ),
        ("llama2", "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Hello </s><s>[INST] Bye [/INST]"),
        (
            "llama3",
            "<s><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n"
        ),
        ("mistral", "<s>[INST] Be brief.\n\nHi [/INST] Hello</s>[INST] Bye [/INST]"),
        (
            "openchat",
            "<s>Be brief.<|end_of_turn|>GPT4 Correct User: Hi<|end_of_turn|>GPT4 Correct Assistant: Hello<|end_of_turn|>"
                + "GPT4 Correct User: Bye<|end_of_turn|>GPT4 Correct Assistant:"
        ),
        (
            "phi3",
            "<|system|>\nBe brief.<|end|>\n<|user|>\nHi<|end|>\n<|assistant|>\nHello<|end|>\n"
                + "<|user|>\nBye<|end|>\n<|assistant|>\n"
        ),
        (
            "phi4",
            "<|im_start|>system<|im_sep|>Be brief.<|im_end|><|im_start|>user<|im_sep|>Hi<|im_end|>"
                + "<|im_start|>assistant<|im_sep|>Hello<|im_end|><|im_start|>user<|im_sep|>Bye<|im_end|>"
                + "<|im_start|>assistant<|im_sep|>"
        ),
        ("vicuna", "<s>Be brief. USER: Hi ASSISTANT: Hello</s>USER: Bye ASSISTANT:"),
        (
            "zephyr",
            "<|system|>\nBe brief.</s>\n<|user|>\nHi</s>\n<|assistant|>\nHello</s>\n<|user|>\nBye</s>\n<|assistant|>\n"
        ),
    ])
    func `a named template writes its family's prompt`(_ name: String, _ expected: String) throws {
        let prompt = try ChatTemplate.named(name).render(Self.messages, bosToken: "<s>", eosToken: "</s>")
        #expect(prompt.text == expected)
        #expect(prompt.segments.filter(\.isUserContent).map(\.text).joined() == "Be brief.HiHelloBye")
    }

    @Test(arguments: ChatTemplate.names)
    func `without a generation prompt nothing follows the last message`(_ name: String) throws {
        let messages = [ChatMessage(role: .user, content: "Hi")]
        let prompt = try ChatTemplate.named(name)
            .render(messages, addGenerationPrompt: false, bosToken: "<s>", eosToken: "</s>")
        let whole = try ChatTemplate.named(name).render(messages, bosToken: "<s>", eosToken: "</s>")
        #expect(whole.text.hasPrefix(prompt.text))
        #expect(prompt.text.contains("Hi"))
    }

    @Test(arguments: ["llama2", "mistral", "gemma", "vicuna"])
    func `a family of two speakers refuses two user messages in a row`(_ name: String) {
        let messages = [ChatMessage(role: .user, content: "a"), ChatMessage(role: .user, content: "b")]
        let error = #expect(throws: LanguageModelError.self) {
            try ChatTemplate.named(name).render(messages, bosToken: "", eosToken: "")
        }
        #expect(error?.message.contains("User and assistant messages must alternate") == true)
    }

    @Test
    func `an unknown name is refused with the known ones`() {
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplate.named("chat-ml") }
        #expect(error?.message.hasPrefix("No chat template is named 'chat-ml'; the names are alpaca, chatml, ") == true)
        #expect(ChatTemplate.names == ChatTemplate.names.sorted())
    }
}
