// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node shapes.js FOLDER (SCHEMA FILE)…: what a JSON Schema validator (https://ajv.js.org) says of each FILE by FOLDER/SCHEMA, as one JSON list of complaints,
// null where it has none. The schemas let further members pass, as whoever reads the documents should; here a member that no schema names is a complaint.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const [folder, ...pairs] = process.argv.slice(2);
const ajv = new Ajv2020({ validateFormats: false, strictTypes: false, strictRequired: false });

const isList = Array.isArray;
function closed(schema) {
    if (isList(schema)) return schema.map(closed);
    if (schema === null || typeof schema !== 'object') return schema;
    const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
    if (copy.type === 'object' && copy.properties && !('additionalProperties' in copy)) copy.additionalProperties = false;
    return copy;
}

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
for (const name of readdirSync(folder)) if (name.endsWith('.json')) ajv.addSchema(closed(read(join(folder, name))), `cli/${name}`);
const { $id: _, ...profile } = read(join(dirname(folder), 'profiles/profile.schema.json'));
ajv.addSchema(profile, 'profiles/profile.schema.json');

const said = [];
for (let i = 0; i < pairs.length; i += 2) {
    const check = ajv.getSchema(join('cli', pairs[i]));
    if (!check) throw new Error(`${pairs[i]} is no schema`);
    said.push(check(read(pairs[i + 1])) ? null : ajv.errorsText(check.errors));
}
process.stdout.write(JSON.stringify(said));
