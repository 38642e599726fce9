const codes = [
    "signin", "oauthSignin", "redirectUriMismatch", "oauthCallback", "oauthCreateAccount", "emailCreateAccount", "callback",
    "oauthAccountNotLinked", "emailSignin", "emailVerify", "credentialsSignin", "sessionRequired",
];

/**
 * The known code behind what the server or an address calls an error ("credentialssignin" too), else "default".
 * @param {string | null | undefined} text
 */
export function signInCode(text) {
    const wanted = (text ?? "").toLowerCase();
    return codes.find((code) => code.toLowerCase() === wanted) ?? "default";
}

/** @type {Record<string, string>} */
const providers = {
    "azure-ad": "Azure AD", "azure-ad-hybrid": "Azure AD", "aws-cognito": "AWS Cognito", github: "GitHub", gitlab: "GitLab",
};

/**
 * What people call a provider.
 * @param {string} id
 */
export function providerName(id) {
    return providers[id] ?? id.replace(/[-_]+/g, " ").replace(/(^| )\p{L}/gu, (letter) => letter.toUpperCase());
}
