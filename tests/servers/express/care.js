// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// What stands around a password in many backends: change, reset by a mailed token, confirmation of the e-mail, and a TOTP second step by otplib.
// The mails are not sent: GET /test/mail shows them.
import bcrypt from "bcryptjs";
import { createHash, randomBytes } from "node:crypto";
import { Router } from "express";
import { body } from "express-validator";
import jwt from "jsonwebtoken";
import { authenticator } from "otplib";
import { seconds } from "../lib/ready.js";
import { byEmail, byId, matches, publicly, strong, validated } from "./people.js";

export const verificationRequired = process.env.REQUIRE_VERIFIED === "1";
authenticator.options = { window: 1 };
const challengeSecret = randomBytes(32);
const challengeTtl = seconds("CHALLENGE_TTL", 5 * 60);
const mailTtl = 30 * 60 * 1000;
const digest = (token) => createHash("sha256").update(token).digest("hex");
const mails = [];
const tokens = new Map(); // digest → {purpose, person, expiresAt}

export function mail(person, purpose) {
    const token = randomBytes(16).toString("hex");
    tokens.set(digest(token), { purpose, person, expiresAt: Date.now() + mailTtl });
    mails.push({ to: person.email, purpose, token });
}

function redeem(token, purpose) {
    const key = digest(String(token ?? ""));
    const found = tokens.get(key);
    if (found?.purpose !== purpose || found.expiresAt < Date.now()) return null;
    tokens.delete(key);
    return found.person;
}

/// The answer to a good password of somebody who has set up a second factor.
export const challengeFor = (person) => ({
    requiresTwoFactor: true,
    tempToken: jwt.sign({ purpose: "2fa" }, challengeSecret, { subject: person.id, expiresIn: challengeTtl }),
});

/// @param begin opens a session, gives {body, session}; @param endSessions ends all of a person's but one; @param renew gives a session new tokens.
export function careRoutes({ limited, signedIn, begin, endSessions, renew }) {
    const router = Router();
    const text = (name) => body(name).isString().withMessage("Must be text").isLength({ max: 1000 });

    router.post("/auth/2fa/setup", signedIn, (request, response) => {
        const person = byId(request.claims.sub);
        person.pending = authenticator.generateSecret();
        response.json({ secret: person.pending, otpauthUrl: authenticator.keyuri(person.email, "Example", person.pending) });
    });
    router.post("/auth/2fa/enable", signedIn, text("code"), validated, (request, response) => {
        const person = byId(request.claims.sub);
        if (!person.pending || !authenticator.check(request.body.code, person.pending)) return response.status(400).json({ error: "Invalid code" });
        person.totp = person.pending;
        person.recovery = new Set(Array.from({ length: 4 }, () => randomBytes(5).toString("hex")));
        response.json({ recoveryCodes: [...person.recovery] });
    });
    const verifyCode = (isGood) => (request, response) => {
        let person = null;
        try {
            person = byId(jwt.verify(request.body.tempToken, challengeSecret).sub);
        } catch {
            return response.status(401).json({ error: "Two-factor session expired" });
        }
        if (!isGood(person, request.body.code)) return response.status(401).json({ error: "Invalid two-factor code" });
        response.json(begin(request, response, person).body);
    };
    router.post("/auth/2fa/verify", limited, text("tempToken"), text("code"), validated,
        verifyCode((person, code) => {
            const delta = authenticator.checkDelta(code, person.totp);
            const step = Math.floor(Date.now() / 30000) + (delta ?? 0);
            if (delta === null || step <= (person.usedStep ?? 0)) return false; // RFC 6238 §5.2: once only
            person.usedStep = step;
            return true;
        }));
    router.post("/auth/2fa/recovery", limited, text("tempToken"), text("code"), validated, verifyCode((person, code) => person.recovery.delete(code)));

    router.put("/auth/password", signedIn, text("currentPassword"), strong("newPassword"), validated, async (request, response) => {
        const person = byId(request.claims.sub);
        if (!(await matches(person, request.body.currentPassword))) return response.status(401).json({ error: "Current password is incorrect" });
        person.hash = await bcrypt.hash(request.body.newPassword, 10);
        endSessions(person, request.claims.sid);
        response.json({ message: "Password updated", accessToken: renew(request, response) });
    });
    router.post("/auth/forgot-password", limited, body("email").isEmail().normalizeEmail(), validated, (request, response) => {
        const person = byEmail(request.body.email);
        if (person) mail(person, "reset");
        response.json({ message: "If an account exists, an e-mail has been sent" });
    });
    router.post("/auth/reset-password", limited, text("token"), strong("password"), validated, async (request, response) => {
        const person = redeem(request.body.token, "reset");
        if (!person) return response.status(400).json({ error: "Invalid or expired reset token" });
        person.hash = await bcrypt.hash(request.body.password, 10);
        endSessions(person, null);
        response.json({ message: "Password has been reset" });
    });
    router.post("/auth/resend-verification", limited, body("email").isEmail().normalizeEmail(), validated, (request, response) => {
        const person = byEmail(request.body.email);
        if (person && !person.verified) mail(person, "verify");
        response.json({ message: "If the e-mail is not confirmed yet, a new one has been sent" });
    });
    router.post("/auth/verify-email", limited, text("token"), validated, (request, response) => {
        const person = redeem(request.body.token, "verify");
        if (!person) return response.status(400).json({ error: "Invalid or expired verification token" });
        person.verified = true;
        response.json({ message: "E-mail verified", user: publicly(person) });
    });
    return router;
}

export const mailRoute = (request, response) => response.json({ mails });
