// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
export const person = { username: "ada", password: "demo-password", name: "Ada Lovelace", email: "ada@example.com" };

export const configurationFile = ({ port, url, database, root }) => `
port = ${port}
bind_address = "127.0.0.1"
external_url = "${url}"
login_url = "login.html"
api_prefix = "api"
static_files_path = "${root}/usr/share/glewlwyd/webapp/"
static_files_mime_types = (
  { extension = ".html", mime_type = "text/html", compress = 0 },
  { extension = ".js", mime_type = "application/javascript", compress = 0 },
  { extension = ".json", mime_type = "application/json", compress = 0 },
  { extension = ".css", mime_type = "text/css", compress = 0 }
)
log_mode = "console"
log_level = "${process.env.GLEWLWYD_LOG ?? "ERROR"}"
cookie_domain = "127.0.0.1"
cookie_secure = 0
session_key = "GLEWLWYD2_SESSION_ID"
admin_scope = "g_admin"
profile_scope = "g_profile"
user_module_path = "${root}/usr/lib/glewlwyd/user"
user_middleware_module_path = "${root}/usr/lib/glewlwyd/user_middleware"
client_module_path = "${root}/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "${root}/usr/lib/glewlwyd/scheme"
plugin_module_path = "${root}/usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = { type = "sqlite3", path = "${database}" };
`;

export async function setUp(administrator, { issuer, key, certificate, accessTtl, refreshTtl }) {
    await administrator.send("POST", "/api/mod/plugin/", {
        module: "oidc",
        name: "oidc",
        display_name: "OpenID Connect",
        enabled: true,
        parameters: {
            iss: issuer,
            "jwt-type": "ecdsa",
            "jwt-key-size": "256",
            key,
            cert: certificate,
            "access-token-duration": accessTtl,
            "refresh-token-duration": refreshTtl,
            "code-duration": 60,
            "refresh-token-rolling": true,
            "refresh-token-one-use": "always",
            "allow-non-oidc": true,
            "auth-type-code-enabled": true,
            "auth-type-code-revoke-replayed": true,
            "auth-type-token-enabled": false,
            "auth-type-id-token-enabled": true,
            "auth-type-none-enabled": false,
            "auth-type-password-enabled": false,
            "auth-type-client-enabled": false,
            "auth-type-device-enabled": true,
            "auth-type-refresh-enabled": true,
            "device-authorization-expiration": 600,
            "device-authorization-interval": 5,
            "jwks-show": true,
            "request-parameter-allow": false,
            "pkce-allowed": true,
            "pkce-method-plain-allowed": false,
            "pkce-required": true,
            "pkce-scopes": [],
            "introspection-revocation-allowed": true,
            "introspection-revocation-allow-target-client": true,
            "introspection-revocation-auth-scope": [],
            "oauth-dpop-allowed": true,
            "oauth-dpop-iat-duration": 10,
            "oauth-par-allowed": false, // Its redirect address is not registered before the person is there: person.js
            "oauth-as-iss-id": true,
            "session-management-allowed": true,
            "session-cookie-name": "GLEWLWYD2_OIDC_SID",
            "session-cookie-expiration": 2419200,
            "subject-type": "public",
            "name-claim": "mandatory",
            "email-claim": "mandatory",
            "scope-claim": "no",
            "allowed-scope": ["openid"],
            claims: [],
            scope: [],
            "additional-parameters": [],
        },
    });
    await administrator.send("POST", "/api/user/", { ...person, enabled: true, scope: ["openid", "g_profile"] });
    await administrator.send("POST", "/api/client/", {
        client_id: "keyturn-native",
        name: "Keyturn",
        enabled: true,
        confidential: false,
        scope: [],
        redirect_uri: ["http://127.0.0.1/callback", "http://localhost/callback"],
        authorization_type: ["code", "refresh_token", "device_authorization"],
        token_endpoint_auth_method: ["none"],
    });
}
