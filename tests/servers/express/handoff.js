// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Sign-in that this backend runs at a provider and hands to a desktop program: resources/profiles/HANDOFF.md, which shows this file.
// issuer(): our address · toProvider(response, state): sends the browser there · person(request): who came back, or null where nobody verified the
// e-mail · begin(request, response, person): what /login does, gives {body, session} · end(session): what /logout does
import { createHash, randomBytes } from "node:crypto";
import { Router } from "express";

const random = () => randomBytes(32).toString("base64url");
const hash = (text) => createHash("sha256").update(String(text)).digest("base64url");
const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\])(:\d{1,5})?\/[\w.~/-]*$/;

export function handoff({ issuer, toProvider, person, begin, end }) {
    const router = Router();
    const attempts = new Map(); // by state; several servers keep these two in Redis or a table
    const codes = new Map(); // by hash
    const sweep = (map) => map.forEach((one, key) => one.until < Date.now() - 3_600_000 && map.delete(key));
    const back = (response, { to, state }, parameters) =>
        response.redirect(303, `${to}?${new URLSearchParams({ ...parameters, state, iss: issuer() })}`);

    router.get("/google", (request, response) => {
        const { redirect_uri: to, state, code_challenge: challenge, code_challenge_method: method } = request.query;
        if (!loopback.test(to) || !/^[!-~]{8,512}$/.test(state)) return response.status(400).send("This program cannot be signed in.");
        if (method !== "S256" || !/^[\w-]{43}$/.test(challenge)) return back(response, { to, state }, { error: "invalid_request" });
        [attempts, codes].forEach(sweep);
        const [attempt, browser] = [random(), random()];
        attempts.set(attempt, { to, state, challenge, browser: hash(browser), until: Date.now() + 600_000 });
        response.cookie("handoff", browser, { httpOnly: true, sameSite: "lax", secure: issuer().startsWith("https:"), maxAge: 600_000 });
        toProvider(response, attempt);
    });
    router.get("/google/callback", async (request, response) => {
        const attempt = attempts.get(request.query.state);
        attempts.delete(request.query.state);
        if (!attempt || attempt.until < Date.now() || attempt.browser !== hash(request.cookies.handoff))
            return response.status(400).send("This sign-in was not begun in this browser, or too long ago.");
        if (request.query.error) return back(response, attempt, { error: "access_denied" });
        const user = await person(request);
        if (!user) return back(response, attempt, { error: "email_unverified" });
        const code = random();
        codes.set(hash(code), { ...attempt, user, until: Date.now() + 60_000 });
        back(response, attempt, { code });
    });
    router.post("/handoff", (request, response) => {
        const { code, codeVerifier, redirectUri } = request.body;
        const known = codes.get(hash(code));
        const good = known && !known.used && known.until > Date.now() && known.to === redirectUri && known.challenge === hash(codeVerifier);
        if (known?.used) end(known.session); // a second use: somebody else has the code as well
        if (known) known.used = true; // the attempt spends it, whatever comes of it
        if (!good) return response.status(400).json({ error: "invalid_grant" });
        const { body, session } = begin(request, response, known.user);
        known.session = session;
        response.json(body);
    });
    return router;
}
