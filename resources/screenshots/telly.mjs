// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// A provider that knows codes for other devices alone (RFC 8628) and whom nobody ever answers: for a picture of the waiting. Prints its address.
import { createServer } from "node:http";

const code = "BDWP-HQPK";
const page = "https://telly.example/activate";
createServer((request, response) => {
    const asks = request.url === "/device";
    const answer = asks
        ? { device_code: "d", user_code: code, verification_uri: page, verification_uri_complete: `${page}?code=${code}`, expires_in: 900, interval: 5 }
        : { error: "authorization_pending" };
    response.writeHead(asks ? 200 : 400, { "content-type": "application/json" }).end(JSON.stringify(answer));
}).listen(0, "127.0.0.1", function () {
    console.log(`http://127.0.0.1:${this.address().port}`);
});
