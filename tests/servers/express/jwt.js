// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Access token in the JSON answer, refresh token in an httpOnly cookie, rotated at every use, revocable.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Router } from "express";
import jwt from "jsonwebtoken";
import { seconds } from "../lib/ready.js";
import { careRoutes, challengeFor, mail, verificationRequired } from "./care.js";
import { byId, check, publicly, register, rules, validated } from "./people.js";

const secret = randomBytes(32);
const accessTtl = seconds("ACCESS_TTL", 15 * 60);
const refreshTtl = seconds("REFRESH_TTL", 7 * 24 * 60 * 60);
const cookie = { httpOnly: true, sameSite: "strict", path: "/api/auth" };
const digest = (token) => createHash("sha256").update(token).digest("hex");

// Without a session where the sign-in made none, as that through the browser does.
export const accessToken = (person, session) =>
    jwt.sign(session ? { sid: session } : {}, secret, { subject: person.id, expiresIn: accessTtl, audience: "seed", issuer: "seed" });

export function jwtRoutes({ limited, counters }) {
    const router = Router();
    const sessions = new Map(); // id → {person, current, spent, device, ip, createdAt, lastUsedAt}

    const grant = (response, session) => {
        const token = randomBytes(40).toString("hex");
        session.current = digest(token);
        session.expiresAt = new Date(Date.now() + refreshTtl * 1000);
        response.cookie("refreshToken", token, { ...cookie, maxAge: refreshTtl * 1000 });
        return accessToken(session.person, session.id);
    };
    const begin = (request, response, person) => {
        const session = { id: randomUUID(), person, spent: new Set(), agent: request.get("User-Agent") ?? "", ip: request.ip, createdAt: new Date() };
        session.lastUsedAt = session.createdAt;
        sessions.set(session.id, session);
        counters.logins++;
        return { session: session.id, body: { accessToken: grant(response, session), user: publicly(person) } };
    };
    const signedIn = (request, response, next) => {
        const [scheme, token] = (request.get("Authorization") ?? "").split(" ");
        if (scheme !== "Bearer" || !token) return response.status(401).json({ error: "No token provided" });
        try {
            request.claims = jwt.verify(token, secret, { audience: "seed", issuer: "seed" });
        } catch (error) {
            return response.status(401).json({ error: error.name === "TokenExpiredError" ? "Token expired" : "Invalid token" });
        }
        if (request.claims.sid && !sessions.has(request.claims.sid)) return response.status(401).json({ error: "Session revoked" });
        next();
    };

    router.post("/auth/register", limited, rules.register, validated, async (request, response) => {
        const person = await register(request.body);
        if (!person) return response.status(409).json({ error: "User already exists" });
        if (verificationRequired) {
            mail(person, "verify");
            return response.status(201).json({ message: "Please check your e-mail" });
        }
        response.status(201).json(begin(request, response, person).body);
    });
    router.post("/auth/login", limited, rules.login, validated, async (request, response) => {
        const person = await check(request.body.email, request.body.password);
        if (!person) return response.status(401).json({ error: "Invalid credentials" });
        if (verificationRequired && !person.verified) return response.status(403).json({ error: "Please verify your e-mail first" });
        if (person.totp) return response.json(challengeFor(person));
        response.json(begin(request, response, person).body);
    });
    router.post("/auth/refresh", (request, response) => {
        const token = request.cookies.refreshToken;
        if (!token) return response.status(401).json({ error: "No refresh token" });
        const hash = digest(token);
        const session = [...sessions.values()].find((one) => one.current === hash || one.spent.has(hash));
        if (session?.spent.has(hash)) {
            counters.reuse++;
            sessions.delete(session.id);
        }
        if (!session || session.spent.has(hash) || session.expiresAt < new Date()) {
            response.clearCookie("refreshToken", cookie);
            return response.status(403).json({ error: "Invalid refresh token" });
        }
        counters.refreshes++;
        session.spent.add(hash);
        session.lastUsedAt = new Date();
        response.json({ accessToken: grant(response, session) });
    });
    router.post("/auth/logout", (request, response) => {
        const hash = request.cookies.refreshToken && digest(request.cookies.refreshToken);
        for (const session of sessions.values()) if (session.current === hash) sessions.delete(session.id);
        response.clearCookie("refreshToken", cookie);
        response.json({ message: "Logged out successfully" });
    });
    const endSessions = (person, except) => {
        for (const one of sessions.values()) if (one.person === person && one.id !== except) sessions.delete(one.id);
    };
    router.use(careRoutes({ limited, signedIn, begin, endSessions, renew: (request, response) => grant(response, sessions.get(request.claims.sid)) }));
    router.get("/profile", signedIn, (request, response) => response.json({ user: publicly(byId(request.claims.sub)) }));
    router.get("/sessions", signedIn, (request, response) => {
        const mine = [...sessions.values()].filter((one) => one.person.id === request.claims.sub);
        response.json(
            mine.map(({ id, agent, ip, createdAt, lastUsedAt, expiresAt }) => ({
                _id: id, userAgent: agent, ipAddress: ip, createdAt, lastUsedAt, expiresAt, isCurrent: id === request.claims.sid,
            })),
        );
    });
    router.delete("/sessions/:id", signedIn, (request, response) => {
        const session = sessions.get(request.params.id);
        if (session?.person.id !== request.claims.sub) return response.status(404).json({ error: "Session not found" });
        sessions.delete(session.id);
        response.json({ message: "Session revoked" });
    });
    return { router, begin, end: (session) => sessions.delete(session) };
}
