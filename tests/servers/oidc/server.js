// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// panva's oidc-provider with a login and a consent page.
// ACCESS_TTL, REFRESH_TTL, DEVICE_TTL in seconds · WITHOUT what it shall not offer, and REQUIRE what it shall insist on (configuration.js), each a list
// with commas
import { createServer } from "node:http";
import express from "express";
import Provider from "oidc-provider";
import { serve } from "../lib/ready.js";
import { protectedRoutes } from "./api.js";
import { acceptPathsBelow, configuration, levels } from "./configuration.js";
import { interactions } from "./interactions.js";

const counters = { logins: 0, refreshes: 0, reuse: 0, refused: 0, revokedGrants: 0, dpopTokens: 0, requests: {} };

function count(provider) {
    provider.on("grant.success", (context) => {
        if (context.oidc.params.grant_type === "refresh_token") counters.refreshes++;
        if (context.body.token_type === "DPoP") counters.dpopTokens++;
    });
    provider.on("grant.error", (context, error) => {
        counters.refused++;
        if (error.error_detail === "refresh token already used") counters.reuse++;
    });
    provider.on("grant.revoked", () => counters.revokedGrants++);
    provider.on("server_error", (context, error) => process.stderr.write(`oidc: ${error.stack}\n`));
    provider.use(async (context, next) => {
        await next();
        // By the name of the route: authorization, pushed_authorization_request, token, userinfo, revocation, device_authorization …
        const route = context.oidc?.route;
        if (route && context.status < 400) counters.requests[route] = (counters.requests[route] ?? 0) + 1;
    });
}

function application(issuer) {
    const provider = new Provider(issuer, configuration(issuer));
    acceptPathsBelow(provider);
    count(provider);
    const app = express();
    app.disable("x-powered-by");
    app.get("/test/counters", (request, response) => response.json(counters));
    app.use("/interaction", interactions(provider, { counters, levels }));
    app.use("/api", protectedRoutes(provider, { issuer, levels }));
    app.use(provider.callback());
    return app;
}

// The issuer has the port in it, so the socket comes first.
serve({
    listen(port, host, ready) {
        const server = createServer();
        return server.listen(port, host, () => {
            server.on("request", application(`http://${host}:${server.address().port}`));
            ready();
        });
    },
});
