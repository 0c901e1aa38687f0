// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Somebody who is signed in to glewlwyd's own interface, by its cookie.
export class Session {
    #cookies = new Map();

    constructor(url) {
        this.url = url;
    }

    async send(method, path, body) {
        const response = await fetch(new URL(path, this.url), {
            method,
            redirect: "manual",
            headers: {
                Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
                ...(body && { "Content-Type": "application/json" }),
            },
            body: body && JSON.stringify(body),
        });
        for (const cookie of response.headers.getSetCookie()) {
            const [name, value] = cookie.split(";")[0].split(/=(.*)/);
            this.#cookies.set(name, value);
        }
        if (response.status >= 400) throw new Error(`glewlwyd: ${method} ${path}: ${response.status} ${await response.text()}`);
        return response;
    }
}

export async function signedIn(url, username, password) {
    const session = new Session(url);
    await session.send("POST", "/api/auth/", { username, password });
    return session;
}

/// Whom its SQL comes with.
export const administrator = (url) => signedIn(url, "admin", "password");
