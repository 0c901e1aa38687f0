// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
import bcrypt from "bcryptjs";
import { randomUUID } from "node:crypto";
import { body, validationResult } from "express-validator";

const people = new Map(); // by e-mail

export const publicly = (person) => ({ id: person.id, name: person.name, email: person.email });
export const byEmail = (email) => people.get(email);
export const byId = (id) => [...people.values()].find((person) => person.id === id);

export async function register({ email, password, name }) {
    if (people.has(email)) return null;
    const person = { id: randomUUID(), email, name, hash: await bcrypt.hash(password, 10) };
    people.set(email, person);
    return person;
}

export const matches = (person, password) =>
    bcrypt.compare(password, person?.hash ?? "$2a$10$CwTycUXWue0Thq9StjUM0uJ8.oL8HVZ1IbOTt2o4dGdKBZ9BKa0jS");

export async function check(email, password) {
    const person = people.get(email);
    return (await matches(person, password)) ? person : null;
}

export const strong = (name) =>
    body(name).isLength({ min: 8 }).withMessage("Must be at least 8 characters long").matches(/\d/).withMessage("Must contain a number");

export const rules = {
    register: [
        body("email").isEmail().withMessage("Must be a valid e-mail address").normalizeEmail(),
        strong("password"),
        body("name").trim().notEmpty().withMessage("Must not be empty"),
    ],
    login: [body("email").isEmail().withMessage("Must be a valid e-mail address").normalizeEmail(), body("password").notEmpty()],
};

export function validated(request, response, next) {
    const result = validationResult(request);
    if (result.isEmpty()) return next();
    response.status(400).json({ errors: result.array() });
}
