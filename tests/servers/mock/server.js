// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// oauth2-mock-server: says yes to everybody at once, so that a browser is not even needed; its one person is johndoe. Good for answers that a real
// provider would not give. POST /test/next plants one in place of the next answer of an endpoint:
// {"at": "token"|"userinfo"|"revoke"|"introspect", "status": 400, "body": {…}} or {"at": "token-claims", "body": {"aud": "another"}} for what is signed.
// ACCESS_TTL in seconds
import { createServer } from "node:http";
import express from "express";
import { OAuth2Server } from "oauth2-mock-server";
import { seconds, serve } from "../lib/ready.js";

const accessTtl = seconds("ACCESS_TTL", 60 * 60);
const counters = { logins: 0, refreshes: 0, reuse: 0, revocations: 0 };
const spent = new Set();
const planted = new Map(); // by endpoint

function plant(endpoint, answer) {
    const next = planted.get(endpoint);
    if (!next) return;
    planted.delete(endpoint);
    if (next.status) answer.statusCode = next.status;
    if (next.body !== undefined) answer.body = next.body;
}

async function application(issuerUrl) {
    const { issuer, service } = new OAuth2Server();
    issuer.url = issuerUrl;
    await issuer.keys.generate("RS256");
    service.on("beforeTokenSigning", (token) => {
        token.payload.exp = token.payload.iat + accessTtl;
        Object.assign(token.payload, planted.get("token-claims")?.body);
    });
    service.on("beforeResponse", (answer, request) => {
        planted.delete("token-claims");
        answer.body.expires_in = accessTtl;
        if (request.body.grant_type === "refresh_token") {
            counters.refreshes++;
            // It takes any refresh token; whether one came twice is still worth knowing.
            if (spent.has(request.body.refresh_token)) counters.reuse++;
            spent.add(request.body.refresh_token);
        } else counters.logins++;
        plant("token", answer);
    });
    service.on("beforeUserinfo", (answer) => {
        Object.assign(answer.body, { email: "johndoe@example.com", name: "John Doe" });
        plant("userinfo", answer);
    });
    service.on("beforeRevoke", (answer) => {
        counters.revocations++;
        plant("revoke", answer);
    });
    service.on("beforeIntrospect", (answer) => plant("introspect", answer));

    const app = express();
    app.get("/test/counters", (request, response) => response.json(counters));
    app.post("/test/next", express.json({ limit: "1mb" }), (request, response) => {
        planted.set(request.body.at, request.body);
        response.status(204).end();
    });
    app.use(service.requestHandler);
    return app;
}

// The issuer has the port in it, so the socket comes first.
serve({
    listen(port, host, ready) {
        const server = createServer();
        return server.listen(port, host, async () => {
            server.on("request", await application(`http://${host}:${server.address().port}`));
            ready();
        });
    },
});
