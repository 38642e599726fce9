/// The version of Martlet.
public enum MartletVersion {
    /// The version in the form major.minor.patch.
    public static let current = "0.1.0"
}
