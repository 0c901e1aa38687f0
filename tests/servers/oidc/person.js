// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node tests/servers/oidc/person.js ADDRESS [allow|deny] [E-MAIL]
// A person at a browser, for `--browser` and for device codes: opens the authorization address or the device's verification_uri_complete, fills in the
// forms of pages.js in turn, and ends on the first page without one.
import { request } from "node:http";
import { password } from "./people.js";

const [address, decision = "allow", email = "ada@example.com"] = process.argv.slice(2);
const cookies = new Map(); // by name; the provider's paths differ, its names do not

function send(url, form) {
    const body = form && new URLSearchParams(form).toString();
    const headers = { Accept: "text/html", ...(form && { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": body.length }) };
    // To the provider alone: Keyturn's listener has no business with them.
    if (url.origin === new URL(address).origin) headers.Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
        const sent = request(url, { method: form ? "POST" : "GET", headers }, (response) => {
            const parts = [];
            response.on("data", (part) => parts.push(part)).on("end", () => resolve({ response, page: Buffer.concat(parts).toString() }));
        });
        sent.on("error", reject).end(body);
    });
}

async function open(url, form) {
    for (let steps = 0; steps < 20; steps++) {
        const { response, page } = await send(url, form);
        form = undefined;
        for (const cookie of response.headers["set-cookie"] ?? []) {
            const [, name, value] = /^([^=]*)=([^;]*)/.exec(cookie);
            if (value) cookies.set(name, value);
            else cookies.delete(name);
        }
        if (!response.headers.location) return { url, page, status: response.statusCode };
        url = new URL(response.headers.location, url);
    }
    throw new Error(`${url} leads in circles`);
}

function answerTo(page) {
    const hidden = Object.fromEntries([...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    if (page.includes('id="email"')) return { ...hidden, email, password, decision: "sign-in" };
    if (page.includes('id="allow"')) return { ...hidden, decision };
    return page.includes("<form") ? hidden : undefined;
}

let here = await open(new URL(address));
for (let forms = 0; forms < 6 && here.status < 400; forms++) {
    const answer = answerTo(here.page);
    if (!answer) break;
    const action = /<form[^>]* action="([^"]*)"/.exec(here.page)?.[1];
    here = await open(new URL(action ?? here.url, here.url), answer);
}
if (here.status >= 400 || here.page.includes('id="problem"')) {
    process.stderr.write(`${here.url} answered ${here.status}: ${here.page.slice(0, 200)}\n`);
    process.exitCode = 1;
}
