// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Server-side sessions in Redis behind a cookie; Passport for the password; a CSRF token on everything that changes something.
import { randomBytes } from "node:crypto";
import RedisStore from "connect-redis";
import { csrfSync } from "csrf-sync";
import { Router } from "express";
import session from "express-session";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { createClient } from "redis";
import { byId, check, publicly, register, rules, validated } from "./people.js";

export async function sessionRoutes({ app, limited, counters }) {
    const redis = createClient({ url: process.env.REDIS_URL });
    redis.on("error", (error) => process.stderr.write(`redis: ${error.message}\n`));
    await redis.connect();
    const prefix = "sess:";

    app.use(
        session({
            store: new RedisStore({ client: redis, prefix }),
            secret: randomBytes(32).toString("hex"),
            resave: false,
            saveUninitialized: false,
            rolling: true,
            cookie: { httpOnly: true, sameSite: "lax", maxAge: 24 * 60 * 60 * 1000 },
        }),
    );
    passport.use(
        new LocalStrategy({ usernameField: "email" }, (email, password, done) => {
            check(email, password).then((person) => done(null, person ?? false), done);
        }),
    );
    passport.serializeUser((person, done) => done(null, person.id));
    passport.deserializeUser((id, done) => done(null, byId(id) ?? false));
    app.use(passport.session());
    const { generateToken, csrfSynchronisedProtection } = csrfSync();

    const router = Router();
    router.get("/csrf-token", (request, response) => response.json({ csrfToken: generateToken(request) }));
    router.use(csrfSynchronisedProtection);

    // Another id at sign-in, so that nobody can have planted the one before (session fixation); Passport sees to it.
    const begin = (request, person) =>
        new Promise((resolve, reject) => {
            request.logIn(person, (error) => {
                if (error) return reject(error);
                request.session.meta = { agent: request.get("User-Agent") ?? "", ip: request.ip, since: new Date().toISOString() };
                counters.logins++;
                resolve();
            });
        });
    const signedIn = (request, response, next) =>
        request.isAuthenticated() ? next() : response.status(401).json({ message: "Not authenticated" });

    router.post("/auth/register", limited, rules.register, validated, async (request, response) => {
        const person = await register(request.body);
        if (!person) return response.status(409).json({ message: "User already exists" });
        await begin(request, person);
        response.status(201).json({ user: publicly(person) });
    });
    router.post("/auth/login", limited, rules.login, validated, (request, response, next) => {
        passport.authenticate("local", async (error, person) => {
            if (error) return next(error);
            if (!person) return response.status(401).json({ message: "Invalid credentials" });
            await begin(request, person);
            response.json({ user: publicly(person) });
        })(request, response, next);
    });
    router.post("/auth/logout", signedIn, (request, response, next) => {
        request.session.destroy((error) => {
            if (error) return next(error);
            response.clearCookie("connect.sid");
            response.json({ message: "Logged out" });
        });
    });
    router.get("/profile", signedIn, (request, response) => response.json({ user: publicly(request.user) }));
    router.patch("/profile", signedIn, (request, response) => {
        request.user.name = String(request.body.name ?? request.user.name).slice(0, 200);
        response.json({ user: publicly(request.user) });
    });

    const mine = async (request) => {
        const found = [];
        for await (const key of redis.scanIterator({ MATCH: `${prefix}*` })) {
            const data = JSON.parse((await redis.get(key)) ?? "{}");
            if (data.passport?.user === request.user.id) found.push({ id: key.slice(prefix.length), ...data.meta });
        }
        return found;
    };
    // The id in the cookie is the key to the account: what is listed is only a name for it.
    const named = (id) => id.slice(0, 12);
    router.get("/sessions", signedIn, async (request, response) => {
        const list = await mine(request);
        response.json({
            current: named(request.sessionID),
            data: { sessions: list.map(({ id, agent, ip, since }) => ({ handle: named(id), client: { agent, ip }, since })) },
        });
    });
    router.delete("/sessions/:handle", signedIn, async (request, response) => {
        const session = (await mine(request)).find((one) => named(one.id) === request.params.handle);
        if (!session) return response.status(404).json({ message: "Session not found" });
        await redis.del(prefix + session.id);
        response.status(204).end();
    });
    return router;
}
