// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node tests/servers/glewlwyd/person.js ADDRESS
// A person at a browser, for `--browser`: opens the authorization or the device address, signs in as ada, allows what is asked, and goes where glewlwyd
// sends them. By the calls that glewlwyd's own login page makes.
// glewlwyd compares redirect addresses to the letter, port included, against RFC 8252 §7.3; so an administrator notes the one of this request first.
import { visit } from "../lib/browser.js";
import { administrator, signedIn } from "./session.js";
import { person } from "./setup.js";

const address = new URL(process.argv[2] ?? "");
const redirect = address.searchParams.get("redirect_uri");
const clientPath = `/api/client/${address.searchParams.get("client_id") ?? "keyturn-native"}`;

if (redirect) {
    const admin = await administrator(address.origin);
    const client = await (await admin.send("GET", clientPath)).json();
    await admin.send("PUT", clientPath, { ...client, redirect_uri: [...client.redirect_uri, redirect] });
}
const ada = await signedIn(address.origin, person.username, person.password);
const asked = new URL((await ada.send("GET", address)).headers.get("Location"), address);
const scope = asked.searchParams.get("scope") ?? address.searchParams.get("scope") ?? "openid";
const client = asked.searchParams.get("client_id");
await ada.send("PUT", `/api/auth/grant/${client}/${encodeURIComponent(scope)}`, { scope });
address.searchParams.set("g_continue", "");
const last = (await ada.send("GET", address)).headers.get("Location");
if (!redirect) process.stdout.write(`${last}\n`);
else if (!last?.startsWith(redirect)) throw new Error(`glewlwyd led to ${last}`);
else await visit(last);
