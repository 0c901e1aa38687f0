// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Whoever gives the published password is somebody: the address decides who.
import { createHash } from "node:crypto";

export const password = "demo-password";
const people = new Map(); // by subject

export function personOf(email) {
    const address = String(email).trim().toLowerCase();
    const sub = createHash("sha256").update(address).digest("hex").slice(0, 16);
    const name = address === "ada@example.com" ? "Ada Lovelace" : address.split("@")[0];
    people.set(sub, { sub, email: address, email_verified: true, name, preferred_username: address.split("@")[0] });
    return sub;
}

export function findAccount(context, sub) {
    const person = people.get(sub);
    return person && { accountId: sub, claims: () => person };
}
