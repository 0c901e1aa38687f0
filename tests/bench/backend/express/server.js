// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// What keyturn-backend does for a sign-in, a refresh and a profile, done by Express as well as it can be: native bcrypt on libuv's threads, SQLite in
// WAL mode with prepared statements and the same durability, refresh tokens hashed and rotated in one transaction, the session looked up at every
// request, and the HMAC secret as a KeyObject (as a string, jsonwebtoken tries to parse it as a key at every call, which costs most of its time).
// PORT · DATABASE (a file) · COST of bcrypt · WORKERS: processes that share the port
import bcrypt from "bcrypt";
import Database from "better-sqlite3";
import cookieParser from "cookie-parser";
import express from "express";
import helmet from "helmet";
import jwt from "jsonwebtoken";
import cluster from "node:cluster";
import { createHash, createSecretKey, randomBytes, randomUUID } from "node:crypto";

const workers = Number(process.env.WORKERS ?? 1);
if (cluster.isPrimary && workers > 1) {
    const env = { JWT_KEY: randomBytes(32).toString("hex") };
    for (let i = 0; i < workers; i++) cluster.fork(env);
} else {
    serve();
}

function openDatabase() {
    const database = new Database(process.env.DATABASE, { timeout: 5000 });
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    database.exec(`
        CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL,
            created_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), agent TEXT NOT NULL, ip TEXT NOT NULL,
            created_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, ended_at INTEGER);
        CREATE TABLE IF NOT EXISTS refresh_tokens (hash BLOB PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id), expires_at INTEGER NOT NULL,
            spent_at INTEGER, successor BLOB)`);
    return database;
}

function serve() {
    const secret = createSecretKey(process.env.JWT_KEY ? Buffer.from(process.env.JWT_KEY, "hex") : randomBytes(32));
    const claims = { issuer: "express", audience: "express/api" };
    const accessTtl = 15 * 60;
    const refreshTtl = 7 * 24 * 3600 * 1000;
    const cost = Number(process.env.COST ?? 12);
    const database = openDatabase();
    const sql = {
        addUser: database.prepare("INSERT INTO users VALUES (?, ?, ?, 'user', ?, ?) ON CONFLICT (email) DO NOTHING"),
        userByEmail: database.prepare("SELECT * FROM users WHERE email = ?"),
        addSession: database.prepare("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, NULL)"),
        addToken: database.prepare("INSERT INTO refresh_tokens (hash, session_id, expires_at) VALUES (?, ?, ?)"),
        token: database.prepare(
            "SELECT t.*, s.ended_at, u.id AS user_id, u.email, u.name, u.role FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id" +
                " JOIN users u ON u.id = s.user_id WHERE t.hash = ?",
        ),
        spend: database.prepare("UPDATE refresh_tokens SET spent_at = ?, successor = ? WHERE hash = ?"),
        renew: database.prepare("UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?"),
        end: database.prepare("UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL"),
        live: database.prepare(
            "SELECT u.id, u.email, u.name, u.role, u.created_at, s.id AS session_id, s.last_used_at FROM sessions s JOIN users u ON u.id = s.user_id" +
                " WHERE s.id = ? AND s.ended_at IS NULL AND s.expires_at > ?",
        ),
        used: database.prepare("UPDATE sessions SET last_used_at = ? WHERE id = ?"),
    };
    const digest = (token) => createHash("sha256").update(token).digest();
    const accessToken = (user, session) =>
        jwt.sign({ sid: session }, secret, { ...claims, subject: user, jwtid: randomUUID(), expiresIn: accessTtl, algorithm: "HS256" });
    const answer = (response, status, user, session, token) => {
        response.cookie("refreshToken", token, { httpOnly: true, sameSite: "strict", path: "/api/auth", maxAge: refreshTtl });
        const { id, email, name, role } = user;
        response.status(status).json({
            user: { id, email, name, role }, accessToken: accessToken(id, session), tokenType: "Bearer", expiresIn: accessTtl,
        });
    };
    const begin = database.transaction((user, request, token) => {
        const now = Date.now();
        const session = randomUUID();
        sql.addSession.run(session, user.id, request.get("User-Agent") ?? "", request.ip, now, now, now + refreshTtl);
        sql.addToken.run(digest(token), session, now + refreshTtl);
        return session;
    });
    const rotate = database.transaction((token, successor) => {
        const now = Date.now();
        const row = sql.token.get(digest(token));
        if (!row || row.ended_at || row.expires_at <= now) return null;
        if (row.spent_at) {
            sql.end.run(now, row.session_id);
            return null;
        }
        sql.addToken.run(digest(successor), row.session_id, now + refreshTtl);
        sql.spend.run(now, digest(successor), row.hash);
        sql.renew.run(now, now + refreshTtl, row.session_id);
        return row;
    });

    const app = express();
    app.disable("etag"); // nobody asks with If-None-Match here, and hashing every answer is work that the other side does not do
    app.use(helmet());
    app.use(express.json({ limit: "1mb" }));
    app.use(cookieParser());
    app.post("/api/auth/register", async (request, response) => {
        const { email, password, name } = request.body;
        const user = { id: randomUUID(), email, name, role: "user" };
        if (sql.addUser.run(user.id, email, name, await bcrypt.hash(password, cost), Date.now()).changes === 0)
            return response.status(409).json({ error: "email_taken" });
        const token = randomBytes(32).toString("base64url");
        answer(response, 201, user, begin(user, request, token), token);
    });
    app.post("/api/auth/login", async (request, response) => {
        const user = sql.userByEmail.get(request.body.email);
        if (!user || !(await bcrypt.compare(request.body.password, user.hash))) return response.status(401).json({ error: "invalid_credentials" });
        const token = randomBytes(32).toString("base64url");
        answer(response, 200, user, begin(user, request, token), token);
    });
    app.post("/api/auth/refresh", (request, response) => {
        const successor = randomBytes(32).toString("base64url");
        const row = rotate.immediate(request.cookies.refreshToken ?? "", successor);
        if (!row) return response.status(401).json({ error: "invalid_grant" });
        answer(response, 200, { id: row.user_id, email: row.email, name: row.name, role: row.role }, row.session_id, successor);
    });
    app.get("/api/profile", (request, response) => {
        const [scheme, token] = (request.get("Authorization") ?? "").split(" ");
        let read;
        try {
            if (scheme !== "Bearer") throw new Error("no token");
            read = jwt.verify(token, secret, { ...claims, algorithms: ["HS256"] });
        } catch {
            return response.status(401).json({ error: "invalid_token" });
        }
        const now = Date.now();
        const live = sql.live.get(read.sid, now);
        if (!live) return response.status(401).json({ error: "invalid_token" });
        if (now - live.last_used_at > 60_000) sql.used.run(now, live.session_id);
        const { id, email, name, role, created_at } = live;
        response.set("Cache-Control", "no-store").json({ id, email, name, role, createdAt: new Date(created_at).toISOString() });
    });
    const server = app.listen(Number(process.env.PORT), "127.0.0.1", () => {
        if (!cluster.worker || cluster.worker.id === workers) console.log(JSON.stringify({ ready: true, port: server.address().port }));
    });
    server.keepAliveTimeout = 60_000;
}
