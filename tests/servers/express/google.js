// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// "Sign in with Google" run by the backend itself, as such backends do it: off to the provider, back to the callback, and on to the client's page with
// the access token in the address. The provider is a page of our own, so that nothing leaves this machine.
import { randomBytes } from "node:crypto";
import { Router } from "express";
import { accessToken } from "./jwt.js";
import { byEmail, register } from "./people.js";

// The provider's page; it leads to the callback beside it.
export function consentPage(request, response) {
    const state = String(request.query.state ?? "").replace(/[^\w-]/g, "");
    response.send(`<!doctype html><title>Simulated Google</title><a id="allow" href="callback?code=1&amp;state=${state}">Continue as Grace Hopper</a>`);
}

const email = "grace@example.com";
export const findOrMakeGrace = async () =>
    (await register({ email, password: randomBytes(16).toString("hex"), name: "Grace Hopper" })) ?? byEmail(email);

export function signInPage() {
    const router = Router();
    const states = new Set();
    const client = process.env.CLIENT_URL ?? "http://127.0.0.1:3000/auth/success";
    router.get("/", (request, response) => {
        const state = randomBytes(16).toString("hex");
        states.add(state);
        response.redirect(`${request.baseUrl}/consent?state=${state}`);
    });
    router.get("/consent", consentPage);
    router.get("/callback", async (request, response) => {
        if (!states.delete(request.query.state)) return response.redirect(`${client}?error=invalid_state`);
        const person = await findOrMakeGrace();
        response.redirect(`${client}?token=${accessToken(person)}`);
    });
    return router;
}
