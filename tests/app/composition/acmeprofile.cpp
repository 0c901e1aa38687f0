// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "acmeprofile.h"

namespace keyturn::tests {

QByteArray acmeProfile()
{
    return R"({
    "id": "acme", "name": "Acme", "baseUrl": "https://acme.example/app",
    "password": {
        "signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
        "registration": {"method": "POST", "path": "/register", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
        "tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"}, "refreshToken": {"pointer": "/refresh"}},
        "identity": {"subject": "/user/id"}
    },
    "refresh": {
        "endpoint": {"method": "POST", "path": "/refresh", "bodyType": "json", "body": {"token": "{refreshToken}"}},
        "tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"}, "refreshToken": {"pointer": "/refresh"}}
    },
    "signOut": {"method": "POST", "path": "/logout", "bodyType": "json", "body": {"token": "{refreshToken}"}},
    "identity": {"method": "GET", "path": "/me"}, "identityMapping": {"subject": "/id"},
    "sessions": {
        "list": {"method": "GET", "path": "/sessions"}, "items": "/items",
        "fields": {"id": "/id", "current": "/current", "device": "/device"},
        "revoke": {"method": "DELETE", "path": "/sessions/{sessionId}"}
    }
})";
}

} // namespace keyturn::tests
