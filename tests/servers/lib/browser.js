// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node tests/servers/lib/browser.js ADDRESS
// The least of a browser, for `--browser` where a provider asks nothing: opens the address and goes where it leads. Not by fetch, whose Sec-Fetch headers
// say that no person has come, and Keyturn's listener believes them.
import { get } from "node:http";
import { pathToFileURL } from "node:url";

export function visit(address, steps = 10) {
    return new Promise((resolve, reject) => {
        get(address, { headers: { Accept: "text/html" } }, (response) => {
            response.resume().on("end", () => {
                const { location } = response.headers;
                if (!location) return resolve({ status: response.statusCode, address: String(address) });
                if (steps === 0) return reject(new Error(`${address} leads in circles`));
                visit(new URL(location, address), steps - 1).then(resolve, reject);
            });
        }).on("error", reject);
    });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    const { status, address } = await visit(new URL(process.argv[2] ?? ""));
    if (status !== 200) {
        process.stderr.write(`${address} answered ${status}\n`);
        process.exitCode = 1;
    }
}
