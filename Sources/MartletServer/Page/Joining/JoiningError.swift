/// Why files of the page cannot be made one.
///
/// The page is then served file by file.
struct JoiningError: Error, Hashable {
    /// The file, by its path below the page's folder; empty where it is not known yet.
    var file = ""
    /// What is in the way, in a sentence.
    let reason: String
}
