extension Duration {
    /// The duration in words, such as `90 seconds` or `1.5 seconds`, for messages.
    var shown: String {
        let seconds = self / .seconds(1)
        if seconds < 1 { return "\(Int((seconds * 1000).rounded())) milliseconds" }
        let tenths = (seconds * 10).rounded() / 10
        if tenths == 1 { return "1 second" }
        return tenths == tenths.rounded() && tenths < 1e15 ? "\(Int(tenths)) seconds" : "\(tenths) seconds"
    }
}
