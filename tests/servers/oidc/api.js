// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// A resource server beside the provider, for tokens without a resource indicator: GET /api/profile, and GET /api/vault, which wants a stronger or a fresher
// sign-in and says so as RFC 9470 §3 has it. Tokens bound to a key are not taken here; the provider's own userinfo takes them.
import { Router } from "express";

const freshness = 60; // seconds

export function protectedRoutes(provider, { issuer, levels }) {
    const router = Router();
    const refuse = (response, fields) => {
        const challenge = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
        response.status(401).set("WWW-Authenticate", `Bearer realm="${issuer}"${challenge.map((one) => `, ${one}`).join("")}`);
        response.json(fields);
    };
    const signedIn = async (request, response, next) => {
        const [scheme, value] = (request.get("Authorization") ?? "").split(" ");
        if (scheme !== "Bearer" || !value) return refuse(response, {});
        const token = await provider.AccessToken.find(value);
        if (!token || token.isSenderConstrained()) return refuse(response, { error: "invalid_token" });
        request.token = token;
        next();
    };
    router.use((request, response, next) => signedIn(request, response, next).catch(next));
    router.get("/profile", (request, response) => response.json({ sub: request.token.accountId, ...request.token.extra }));
    router.get("/vault", (request, response) => {
        const { acr, auth_time: since } = request.token.extra ?? {};
        if (acr !== levels[0]) return refuse(response, { error: "insufficient_user_authentication", acr_values: levels[0] });
        if (Date.now() / 1000 - since > freshness) return refuse(response, { error: "insufficient_user_authentication", max_age: freshness });
        response.json({ sub: request.token.accountId, secret: "the vault is open" });
    });
    return router;
}
