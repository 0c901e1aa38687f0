// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// How every server here begins and ends: one line of JSON when it is ready, gone on SIGTERM or when its standard input closes.
export function serve(app, { port = Number(process.env.PORT ?? 0), more = {} } = {}) {
    const server = app.listen(port, "127.0.0.1", () => {
        process.stdout.write(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, ...more }) + "\n");
    });
    const end = () => {
        server.close(() => process.exit(0));
        server.closeAllConnections();
    };
    process.on("SIGTERM", end);
    process.stdin.on("end", end).resume();
    return server;
}

export function seconds(name, otherwise) {
    const value = Number(process.env[name] ?? otherwise);
    if (!Number.isFinite(value) || value <= 0)
        throw new Error(`${name} must be a number of seconds`);
    return value;
}
