// Calls the tools of the MCP servers that a chat is connected to.
import Martlet

/// The client of each chat that has one, by the chat's thread.
actor Clients {
    private var clients: [String: MCPClient] = [:]

    func set(_ threadID: String, _ client: MCPClient?) { self.clients[threadID] = client }

    func client(_ threadID: String) -> MCPClient? { self.clients[threadID] }
}

let clients = Clients()
let app = ChatApp()

app.onMCPConnect { connection, client, chat in await clients.set(chat.threadID, client) }

app.onMCPDisconnect { name, chat in await clients.set(chat.threadID, nil) }

app.onMessage { message, chat in
    if let client = await clients.client(chat.threadID) {
        let result = try await client.callTool("add", arguments: ["a": 2, "b": 3])
        try await chat.send("The sum is \(result.text).")
    } else {
        try await chat.send("No server.")
    }
}

try await app.run()
