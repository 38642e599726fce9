/// Which entries belong to which, so that none has to be looked for among all.
struct EntryIndex: Sendable {
    private var ids: [String: Set<String>] = [:]

    subscript(owner: String) -> Set<String> { self.ids[owner] ?? [] }

    mutating func insert(_ id: String, under owner: String?) {
        guard let owner else { return }
        self.ids[owner, default: []].insert(id)
    }

    mutating func remove(_ id: String, from owner: String?) {
        guard let owner else { return }
        self.ids[owner]?.remove(id)
        if self.ids[owner]?.isEmpty ?? false { self.ids[owner] = nil }
    }
}
