// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// An auth backend as many have written it: Express, bcrypt, JSON Web Tokens or sessions in Redis, Passport, CSRF, rate limits, validated input.
// MODE=jwt (default) or session · REDIS_URL (session) · ACCESS_TTL, REFRESH_TTL in seconds · RATE_LIMIT attempts in 15 minutes · CLIENT_URL
// REQUIRE_VERIFIED=1 (jwt): nobody signs in before the e-mail is confirmed · CHALLENGE_TTL seconds for the second factor
import cookieParser from "cookie-parser";
import express from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import { serve } from "../lib/ready.js";
import { mailRoute } from "./care.js";
import { jwtRoutes } from "./jwt.js";
import { sessionRoutes } from "./session.js";
import { consentPage, findOrMakeGrace, signInPage } from "./google.js";
import { handoff } from "./handoff.js";

const app = express();
const counters = { logins: 0, refreshes: 0, reuse: 0 };
app.use(helmet());
app.use(express.json({ limit: "1mb" }));
app.use(cookieParser());

const limited = rateLimit({
    windowMs: 15 * 60 * 1000,
    limit: Number(process.env.RATE_LIMIT ?? 10),
    standardHeaders: "draft-7",
    legacyHeaders: false,
    message: { error: "Too many attempts, please try again later" },
});

if (process.env.MODE === "session") app.use("/api", await sessionRoutes({ app, limited, counters }));
else {
    const { router, begin, end } = jwtRoutes({ limited, counters });
    app.use("/api", router);
    app.get("/api/native/google/consent", consentPage);
    app.use("/api/native", handoff({
        issuer: () => `http://127.0.0.1:${server.address().port}`,
        toProvider: (response, state) => response.redirect(`/api/native/google/consent?state=${state}`),
        person: findOrMakeGrace,
        begin,
        end,
    }));
}
app.use("/api/auth/google", signInPage());
app.get("/test/counters", (request, response) => response.json(counters));
app.get("/test/mail", mailRoute);
app.use((request, response) => response.status(404).json({ error: "Not found" }));
// eslint-disable-next-line no-unused-vars
app.use((error, request, response, next) => {
    const status = error.status ?? error.statusCode ?? 500;
    response.status(status).json({ error: status < 500 ? error.message : "Internal server error" });
});

const server = serve(app);
