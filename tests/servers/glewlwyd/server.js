// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// Debian's glewlwyd 2.7 with its OpenID Connect plugin and a new SQLite database, set up by its own administration interface.
// ACCESS_TTL, REFRESH_TTL in seconds. person.js is who signs in there.
import { spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { seconds } from "../lib/ready.js";
import { administrator } from "./session.js";
import { configurationFile, setUp } from "./setup.js";

const root = fileURLToPath(new URL("./unpacked", import.meta.url));
if (!existsSync(join(root, "usr/bin/glewlwyd"))) throw new Error("bash tests/servers/glewlwyd/install brings glewlwyd");
const libraries = readdirSync(join(root, "usr/lib")).filter((name) => name.includes("-linux-")).map((name) => join(root, "usr/lib", name));
const environment = { ...process.env, LD_LIBRARY_PATH: libraries.join(":"), PATH: `${join(root, "usr/bin")}:${process.env.PATH}` };
const folder = mkdtempSync(join(tmpdir(), "keyturn-glewlwyd-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const freePort = () =>
    new Promise((resolve) => {
        const probe = createServer().listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });

function makeDatabase(path) {
    const sql = gunzipSync(readFileSync(join(root, "usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz")));
    const made = spawnSync("sqlite3", ["-bail", path], { input: sql, env: environment });
    if (made.status !== 0) throw new Error(`sqlite3: ${made.error ?? made.stderr}`);
}

async function answers(url, running) {
    for (let waited = 0; waited < 200 && running.exitCode === null; waited++) {
        if (await fetch(`${url}/config`).then((response) => response.ok, () => false)) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
}

const port = Number(process.env.PORT) || (await freePort());
const url = `http://127.0.0.1:${port}`;
const database = join(folder, "glewlwyd.db");
makeDatabase(database);
const file = join(folder, "glewlwyd.conf");
writeFileSync(file, configurationFile({ port, url, database, root }));
// Its end is ours, even where we are killed.
const running = spawn("setpriv", ["--pdeathsig", "KILL", join(root, "usr/bin/glewlwyd"), "--config-file", file], {
    env: environment,
    stdio: ["ignore", 2, 2],
});
const end = () => (running.exitCode === null ? running.kill("SIGTERM") : process.exit(0));
running.on("exit", (code) => process.exit(process.exitCode ?? (code === 0 ? 0 : 1)));
process.on("SIGTERM", end);
process.stdin.on("end", end).resume();

try {
    if (!(await answers(url, running))) throw new Error("glewlwyd did not start");
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    await setUp(await administrator(url), {
        issuer: `${url}/api/oidc`,
        key: privateKey.export({ type: "pkcs8", format: "pem" }),
        certificate: publicKey.export({ type: "spki", format: "pem" }),
        accessTtl: seconds("ACCESS_TTL", 3600),
        refreshTtl: seconds("REFRESH_TTL", 1209600),
    });
    process.stdout.write(JSON.stringify({ url, issuer: `${url}/api/oidc` }) + "\n");
} catch (error) {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
    end();
}
