// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// What a person sees at the provider. The ids are those of keyturn-backend's simulated providers, so that tests/e2e/person finds its way in both.
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => escapes[character]);
const page = (title, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;

export const login = ({ hint, problem }) =>
    page(
        "Sign in",
        `${problem ? `<p id="problem">${escaped(problem)}</p>` : ""}
<form method="post">
<label>E-mail <input id="email" name="email" type="email" value="${escaped(hint ?? "")}"></label>
<label>Password <input id="password" name="password" type="password"></label>
<button id="sign-in" name="decision" value="sign-in">Sign in</button>
<button id="cancel" name="decision" value="deny" formnovalidate>Cancel</button>
</form>`,
    );

export const consent = ({ client, scopes, resources }) =>
    page(
        "Allow access",
        `<p>${escaped(client)} asks for: <span id="scopes">${escaped(scopes.join(" "))}</span></p>
${resources.map(({ indicator, scope }) => `<p>At ${escaped(indicator)}: ${escaped(scope.join(" "))}</p>`).join("")}
<form method="post">
<button id="allow" name="decision" value="allow">Allow</button>
<button id="deny" name="decision" value="deny">Deny</button>
</form>`,
    );

// The forms that follow are the provider's own; it hands them in with their forgery protection.
export const userCode = (form, problem) =>
    page("Connect a device", `${problem ? `<p id="problem">${escaped(problem)}</p>` : ""}${form}<button id="continue" form="op.deviceInputForm">Continue</button>`);

export const confirmCode = (form, client, code) =>
    page(
        "Confirm the device",
        `<p>${escaped(client)} shows the code <code id="code">${escaped(code)}</code></p>${form}
<button id="confirm" form="op.deviceConfirmForm">It is mine</button>
<button id="abort" form="op.deviceConfirmForm" name="abort" value="yes">It is not</button>`,
    );

export const connected = () => page("Device connected", `<p id="connected">You can close this page.</p>`);

export const signOut = (form) =>
    page(
        "Sign out",
        `${form}<button id="sign-out" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button id="stay" form="op.logoutForm">Stay signed in</button>`,
    );

export const signedOut = () => page("Signed out", `<p id="signed-out">You are signed out.</p>`);
