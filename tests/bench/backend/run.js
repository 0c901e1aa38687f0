// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node tests/bench/backend/run.js BIN MODULES
// Measures keyturn-backend (in BIN, beside bench_backendload) against the Express server here (its packages in MODULES), by turns in one run, and prints
// a table in Markdown. Each figure is the median of ROUNDS (3) rounds of SECONDS (5) each.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [, , bin, modules] = process.argv;
const rounds = Number(process.env.ROUNDS ?? 3);
const seconds = Number(process.env.SECONDS ?? 5);
const folder = mkdtempSync(join(tmpdir(), "keyturn-bench-"));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
let started = 0;

/** Starts a server and waits for the line that says where it is. */
async function start(command, args, env = {}) {
    const child = spawn(command, args, { env: { ...process.env, NODE_ENV: "production", ...env }, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    for await (const chunk of child.stdout) {
        text += chunk;
        if (text.includes("\n")) break;
    }
    const line = JSON.parse(text);
    const port = line.port ?? Number(new URL(line.url).port);
    return { port, pid: child.pid, stop: () => new Promise((done) => child.once("exit", done) && child.kill()) };
}

const keyturn = (cost, ...more) =>
    start(join(bin, "keyturn-backend"), ["--port", "0", "--data", join(folder, `keyturn${++started}`), "--bcrypt-cost", String(cost), ...more]);

const express = (cost, workers) =>
    start("node", [join(modules, "server.js")], {
        PORT: "0", COST: String(cost), WORKERS: String(workers), DATABASE: join(folder, `express${++started}.sqlite`),
    });

const load = (server, what, connections, time = seconds) =>
    new Promise((done, failed) => {
        const child = spawn(join(bin, "bench_backendload"), [what, "--port", server.port, "--connections", connections, "--seconds", time]);
        let text = "";
        child.stdout.on("data", (chunk) => (text += chunk));
        child.stderr.pipe(process.stderr);
        child.on("exit", (status) => (status === 0 ? done(JSON.parse(text)) : failed(new Error(`the load on ${what} ended with ${status}`))));
    });

/** The servers by turns, so that a busy moment of the machine meets them all. */
async function compare(what, connections, servers) {
    const results = servers.map(() => []);
    for (let round = 0; round < rounds; round++) {
        for (const [i, server] of servers.entries()) {
            const result = await load(server, what, connections);
            if (result.failures > 0) throw new Error(`${result.failures} of ${result.requests} requests for ${what} failed`);
            results[i].push(result);
        }
    }
    return results.map((all) => ({ perSecond: median(all.map((one) => one.perSecond)), p99: median(all.map((one) => one.p99)) }));
}

const megabytes = (pid) => Number(/^Rss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]) / 1024;
const row = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const whole = (number) => Math.round(number).toLocaleString("en");

async function throughput() {
    const servers = [await keyturn(10, "--rate-limit", "off"), await express(10, 1), await express(10, cpus().length)];
    row("requests a second (p99)", "keyturn-backend", "Express, 1 process", `Express, ${cpus().length} processes`, "ratio to 1", `ratio to ${cpus().length}`);
    row("---", "---:", "---:", "---:", "---:", "---:");
    for (const [name, what] of [["GET /api/profile, bearer token", "profile"], ["POST /api/auth/refresh, SQLite", "refresh"]]) {
        const [ours, one, many] = await compare(what, 16, servers);
        const cell = (each) => `${whole(each.perSecond)} (${(each.p99 / 1000).toFixed(1)} ms)`;
        row(name, cell(ours), cell(one), cell(many), (ours.perSecond / one.perSecond).toFixed(1), (ours.perSecond / many.perSecond).toFixed(1));
    }
    for (const server of servers) await server.stop();
}

async function signIns() {
    const server = await keyturn(12, "--rate-limit", "off");
    const [result] = await compare("sign-in", 8, [server]);
    const one = Number(execFileSync(join(bin, "bench_hashfloor"), ["12", String(seconds)], { encoding: "utf8" }));
    console.log(`\nSign-ins at cost 12: ${result.perSecond.toFixed(2)} a second; ${cpus().length} cores that do nothing else hash ${one.toFixed(2)}:` +
        ` ${((100 * result.perSecond) / one).toFixed(0)} %.`);
    const busy = load(server, "sign-in", 8, seconds + 2);
    await sleep(1000);
    const profile = await load(server, "profile", 4);
    await busy;
    console.log(`GET /api/profile beside them: p99 ${(profile.p99 / 1000).toFixed(1)} ms, median ${(profile.median / 1000).toFixed(2)} ms.`);
    await server.stop();
}

async function memory() {
    const data = join(folder, "many");
    const first = await start(join(bin, "keyturn-backend"), ["--port", "0", "--data", data, "--bcrypt-cost", "10", "--rate-limit", "off"]);
    console.log(`\nMemory (resident) at idle: ${megabytes(first.pid).toFixed(0)} MB.`);
    await load(first, "profile", 1, 1);
    await first.stop();
    const Database = createRequire(join(modules, "server.js"))("better-sqlite3");
    const database = new Database(join(data, "backend.sqlite"));
    database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        INSERT INTO sessions (id, user_id, device, user_agent, ip, created_at, last_used_at, expires_at, chain_ends_at)
        SELECT 's' || i, u.id, 'laptop', 'load/1.0', '127.0.0.1', 1, 1, 9e12, 9e12 FROM n, (SELECT id FROM users LIMIT 1) u;
        INSERT INTO refresh_tokens (hash, session_id, expires_at) SELECT CAST('h' || id AS BLOB), id, 9e12 FROM sessions WHERE id LIKE 's%'`);
    database.close();
    const second = await start(join(bin, "keyturn-backend"), ["--port", "0", "--data", data, "--bcrypt-cost", "10", "--rate-limit", "off"]);
    const sockets = Array.from({ length: 1000 }, () => connect(second.port, "127.0.0.1"));
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.once("connect", done))));
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.once("data", done).write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))));
    await load(second, "profile", 16, 2);
    console.log(`With 100,000 sessions and 1,000 open connections, after requests on all: ${megabytes(second.pid).toFixed(0)} MB.`);
    for (const socket of sockets) socket.destroy();
    await second.stop();
}

try {
    cpSync(new URL("express/server.js", import.meta.url), join(modules, "server.js"));
    await throughput();
    await signIns();
    await memory();
} finally {
    rmSync(folder, { recursive: true, force: true });
}
