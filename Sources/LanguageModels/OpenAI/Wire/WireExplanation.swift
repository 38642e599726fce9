/// What a server says is wrong: a text, or FastAPI's list of members with what is wrong with each, as vLLM and Mistral
/// send it.
struct WireExplanation: Decodable {
    /// The explanation in one line, or nil where there is none in it.
    let text: String?

    private struct Item: Decodable {
        let place: [Place]?
        let message: String?

        private enum CodingKeys: String, CodingKey {
            case place = "loc"
            case message = "msg"
        }

        var text: String? {
            guard let message = self.message else { return nil }
            let place = (self.place ?? []).map(\.text).joined(separator: ".")
            return place.isEmpty ? message : "\(place): \(message)"
        }
    }

    /// A member's name, or an index.
    private struct Place: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let index = try? value.decode(Int.self) {
                self.text = "\(index)"
            } else {
                self.text = try value.decode(String.self)
            }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case detail
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.text = text
        } else if let items = try? decoder.singleValueContainer().decode([Item].self) {
            let texts = items.compactMap(\.text)
            self.text = texts.isEmpty ? nil : texts.joined(separator: "; ")
        } else if let values = try? decoder.container(keyedBy: CodingKeys.self) {
            let detail = try? values.decodeIfPresent(WireExplanation.self, forKey: .detail)
            self.text = detail?.text
        } else {
            self.text = nil
        }
    }
}
