// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node schema.js SCHEMA FILE…: what a JSON Schema validator (https://ajv.js.org) says of each file, as one JSON object of file name to its complaint, or
// null where it has none.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const [schema, ...files] = process.argv.slice(2);
// `uri` is a format; the reader is the judge of those.
const ajv = new Ajv2020({ validateFormats: false, strictTypes: false, strictRequired: false });
const check = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
const said = {};
for (const file of files) said[basename(file)] = check(JSON.parse(readFileSync(file, 'utf8'))) ? null : ajv.errorsText(check.errors);
process.stdout.write(JSON.stringify(said));
