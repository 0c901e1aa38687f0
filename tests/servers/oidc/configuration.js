// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { errors } from "oidc-provider";
import { seconds } from "../lib/ready.js";
import * as pages from "./pages.js";
import { findAccount } from "./people.js";

// Authentication context classes, the strongest first.
export const levels = ["urn:example:strong", "urn:example:password"];

const listed = (name, known) => {
    const words = (process.env[name] ?? "").split(",").filter(Boolean);
    for (const word of words) if (!known.includes(word)) throw new Error(`${name} knows ${known.join(", ")}, not ${word}`);
    return new Set(words);
};
const without = listed("WITHOUT", ["par", "dpop", "device", "revocation", "introspection", "logout", "resources"]);
const required = listed("REQUIRE", ["par", "dpop", "dpop-nonce"]);
const offers = (feature) => !without.has(feature);

const key = (kid, type, options, more) => ({ ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }), kid, use: "sig", ...more });

const native = (id, more = {}) => ({
    client_id: id,
    application_type: "native", // RFC 8252 §7.3: with any port on loopback
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token", ...(offers("device") ? ["urn:ietf:params:oauth:grant-type:device_code"] : [])],
    response_types: ["code"],
    redirect_uris: ["http://127.0.0.1/callback", "http://[::1]/callback"],
    ...(offers("dpop") && { dpop_bound_access_tokens: required.has("dpop") }),
    ...more,
});
const belowSuffix = "-below";

/// Keycloak, GitHub and others let a path below the registered one pass; oidc-provider itself compares the whole path. One client has it their way.
export function acceptPathsBelow(provider) {
    const exactly = provider.Client.prototype.redirectUriAllowed;
    provider.Client.prototype.redirectUriAllowed = function redirectUriAllowed(value) {
        if (!this.clientId.endsWith(belowSuffix)) return exactly.call(this, value);
        const shortened = value.replace(/\/callback\/[A-Za-z0-9_-]+$/, "/callback");
        return exactly.call(this, shortened);
    };
}

function resourceIndicators(issuer) {
    const api = `${issuer}/api`;
    return {
        enabled: offers("resources"),
        getResourceServerInfo(context, indicator) {
            if (indicator !== api) throw new errors.InvalidTarget();
            return { scope: "read write", audience: api, accessTokenFormat: "jwt", jwt: { sign: { alg: "ES256" } } };
        },
        useGrantedResource: () => true,
    };
}

export function configuration(issuer) {
    const accessTtl = seconds("ACCESS_TTL", 60 * 60);
    const refreshTtl = seconds("REFRESH_TTL", 14 * 24 * 60 * 60);
    return {
        clients: [native("keyturn-native"), native(`keyturn-native${belowSuffix}`)],
        jwks: { keys: [key("rsa", "rsa", { modulusLength: 2048 }, { alg: "RS256" }), key("ec", "ec", { namedCurve: "P-256" }, { alg: "ES256" })] },
        cookies: { keys: [randomBytes(32).toString("hex")] },
        findAccount,
        claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
        scopes: ["openid", "offline_access"],
        responseTypes: ["code"],
        acrValues: levels,
        pkce: { methods: ["S256"], required: () => true },
        // RFC 9700 §4.14.2; also where the token is bound to a key.
        rotateRefreshToken: true,
        extraTokenClaims(context) {
            const code = context.oidc.entities.AuthorizationCode ?? context.oidc.entities.RefreshToken ?? context.oidc.entities.DeviceCode;
            return code && { acr: code.acr, auth_time: code.authTime };
        },
        interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
        ttl: {
            AccessToken: accessTtl,
            IdToken: accessTtl,
            RefreshToken: refreshTtl,
            Grant: refreshTtl,
            Session: refreshTtl,
            Interaction: 600,
            AuthorizationCode: 60,
            DeviceCode: seconds("DEVICE_TTL", 600),
        },
        features: {
            devInteractions: { enabled: false },
            deviceFlow: {
                enabled: offers("device"),
                userCodeInputSource: (context, form, out, error) => void (context.body = pages.userCode(form, error && "That code does not work.")),
                userCodeConfirmSource: (context, form, client, device, code) => void (context.body = pages.confirmCode(form, client.clientId, code)),
                successSource: (context) => void (context.body = pages.connected()),
            },
            pushedAuthorizationRequests: { enabled: offers("par"), requirePushedAuthorizationRequests: required.has("par") },
            dPoP: { enabled: offers("dpop"), nonceSecret: randomBytes(32), requireNonce: () => required.has("dpop-nonce") },
            revocation: { enabled: offers("revocation") },
            introspection: { enabled: offers("introspection") },
            resourceIndicators: resourceIndicators(issuer),
            rpInitiatedLogout: {
                enabled: offers("logout"),
                logoutSource: (context, form) => void (context.body = pages.signOut(form)),
                postLogoutSuccessSource: (context) => void (context.body = pages.signedOut()),
            },
        },
        renderError: (context, out) => void ((context.type = "text/plain"), (context.body = `${out.error}: ${out.error_description ?? ""}`)),
    };
}
