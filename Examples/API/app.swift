// A local model behind OpenAI's API: any program that knows that API can use it.
//
//     MODEL=./mistral-7b-instruct-v0.1.Q4_K_S.gguf martlet run Examples/API/app.swift
//
//     curl http://localhost:8000/v1/chat/completions -H "Content-Type: application/json" \
//         -d '{"model": "local", "messages": [{"role": "user", "content": "Why is the sky blue?"}]}'
//
// The page at http://localhost:8000 is a chat with the same model, and http://localhost:8000/metrics has its numbers.
import Foundation
import Martlet
import MartletLlama

let model = try await LlamaModel(
    ProcessInfo.processInfo.environment["MODEL"] ?? "./mistral-7b-instruct-v0.1.Q4_K_S.gguf"
)

extension SessionKey<LanguageModelSession> { static let session = SessionKey("session") }

let app = ChatApp()

app.serve(model, as: "local")

app.onChatStart { chat in
    chat.session[.session] = LanguageModelSession(model: model) { "You are a helpful assistant." }
}

app.onMessage { message, chat in
    let session = try chat.session.require(.session)
    try await chat.send(streaming: session.streamResponse(to: message.content))
}

try await app.run()
