// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// node har.js FILE: what the HTTP Archive 1.2 schema of others (https://github.com/ahmadnassri/har-schema) says of it; nothing where it has no complaint.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import schemas from 'har-schema';

const ajv = new Ajv({ validateFormats: false, strict: false });
ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json'));
for (const schema of Object.values(schemas)) ajv.addSchema(schema);
const check = ajv.getSchema('har.json#');
if (!check(JSON.parse(readFileSync(process.argv[2], 'utf8')))) process.stdout.write(ajv.errorsText(check.errors));
