// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Login and consent, in the place of the provider's development pages, which let anybody in without a password.
import express, { Router } from "express";
import * as pages from "./pages.js";
import { password, personOf } from "./people.js";

async function granted(provider, { grantId, session, params, prompt: { details } }) {
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    if (details.missingOIDCScope) grant.addOIDCScope(details.missingOIDCScope.join(" "));
    if (details.missingOIDCClaims) grant.addOIDCClaims(details.missingOIDCClaims);
    for (const [indicator, scope] of Object.entries(details.missingResourceScopes ?? {})) grant.addResourceScope(indicator, scope.join(" "));
    return grant.save();
}

export function interactions(provider, { counters, levels }) {
    const router = Router();
    const show = async (request, response, problem) => {
        const { prompt, params } = await provider.interactionDetails(request, response);
        if (prompt.name === "login") return response.send(pages.login({ hint: params.login_hint, problem }));
        const resources = Object.entries(prompt.details.missingResourceScopes ?? {}).map(([indicator, scope]) => ({ indicator, scope }));
        response.send(pages.consent({ client: params.client_id, scopes: prompt.details.missingOIDCScope ?? [], resources }));
    };
    const decide = async (request, response) => {
        const details = await provider.interactionDetails(request, response);
        const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: details.prompt.name === "consent" });
        const { decision, email, password: given } = request.body;
        if (decision === "deny") return finish({ error: "access_denied", error_description: "The person said no" });
        if (details.prompt.name === "consent") return finish({ consent: { grantId: await granted(provider, details) } });
        if (!email || given !== password) return show(request, response, "That is not the password.");
        counters.logins++;
        // The strongest way that was asked for is the way that the person has just used.
        const acr = levels.find((level) => (details.params.acr_values ?? "").split(" ").includes(level)) ?? levels.at(-1);
        return finish({ login: { accountId: personOf(email), acr, amr: ["pwd"] } });
    };
    router.use((request, response, next) => next(void response.set("Cache-Control", "no-store")));
    router.get("/:uid", (request, response, next) => show(request, response).catch(next));
    router.post("/:uid", express.urlencoded({ extended: false, limit: "16kb" }), (request, response, next) => decide(request, response).catch(next));
    return router;
}
