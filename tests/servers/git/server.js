// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// git by HTTP (git-http-backend(1)) for whoever has an access token of the backend at BACKEND, as the password of Basic or as Bearer: the backend itself is
// asked whose it is. One empty repository, /team.git, in REPOSITORIES. POST /test/refuse: the tokens that came so far are taken no more.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { serve } from "../lib/ready.js";

const { BACKEND, REPOSITORIES } = process.env;
const counters = { taken: 0, refused: 0, people: [], usernames: [] };
const seen = new Set();
const spent = new Set();

execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(REPOSITORIES, "team.git")]);

function credentialsOf(request) {
    const [scheme, value] = (request.headers.authorization ?? "").split(" ");
    if (scheme === "Bearer") return { username: "", token: value };
    const [username, token] = scheme === "Basic" ? Buffer.from(value, "base64").toString().split(/:(.*)/s) : [];
    return { username, token };
}

async function personBehind(token) {
    if (!token || spent.has(token)) return undefined;
    const answer = await fetch(`${BACKEND}/api/profile`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok ? (await answer.json()).email : undefined;
}

function answerByGit(request, response, person) {
    const url = new URL(request.url, "http://localhost");
    const git = spawn("git", ["http-backend"], {
        env: {
            ...process.env,
            GIT_PROJECT_ROOT: REPOSITORIES,
            GIT_HTTP_EXPORT_ALL: "1",
            GIT_PROTOCOL: request.headers["git-protocol"] ?? "",
            REMOTE_USER: person, // who is known may push
            PATH_INFO: url.pathname,
            QUERY_STRING: url.search.slice(1),
            REQUEST_METHOD: request.method,
            CONTENT_TYPE: request.headers["content-type"] ?? "",
            HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        },
    });
    git.stdin.on("error", () => {});
    request.pipe(git.stdin);
    const chunks = [];
    git.stdout.on("data", (chunk) => chunks.push(chunk));
    git.on("close", () => {
        const whole = Buffer.concat(chunks);
        const end = whole.indexOf("\r\n\r\n");
        const headers = whole.subarray(0, end).toString().split("\r\n").map((line) => line.split(/: (.*)/s));
        const status = Number.parseInt(headers.find(([name]) => name === "Status")?.[1] ?? "200", 10);
        response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== "Status").map(([name, value]) => [name, value])));
        response.end(whole.subarray(end + 4));
    });
}

async function answer(request, response) {
    if (request.url === "/test/counters") return response.end(JSON.stringify(counters));
    if (request.url === "/test/refuse") {
        seen.forEach((token) => spent.add(token));
        return response.writeHead(204).end();
    }
    const { username, token } = credentialsOf(request);
    const person = await personBehind(token);
    if (!person) {
        if (token) counters.refused++;
        return response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
    }
    seen.add(token);
    counters.taken++;
    if (!counters.people.includes(person)) counters.people.push(person);
    if (!counters.usernames.includes(username)) counters.usernames.push(username);
    answerByGit(request, response, person);
}

serve(createServer((request, response) => answer(request, response).catch(() => response.writeHead(500).end())));
