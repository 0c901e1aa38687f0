// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/schema.h"

namespace keyturn::history {

namespace {

/// Times are milliseconds since 1970. The same few things happen to the same few accounts over and over: each stands once, and a search for words
/// looks at a few hundred rows instead of a million. Each index ends, as all do, with the events' id. A step is never changed once it was released:
/// add another.
const std::vector<const char *> events1 = {
    "CREATE TABLE subjects (key INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, backend TEXT NOT NULL,"
    " UNIQUE (account, name, backend))",
    "CREATE TABLE happenings (key INTEGER PRIMARY KEY, kind TEXT NOT NULL, cause TEXT NOT NULL, detail TEXT NOT NULL,"
    " UNIQUE (kind, cause, detail))",
    "CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, subject INTEGER NOT NULL REFERENCES subjects(key),"
    " happening INTEGER NOT NULL REFERENCES happenings(key), at INTEGER NOT NULL, last_at INTEGER NOT NULL, times INTEGER NOT NULL,"
    " span INTEGER, program INTEGER NOT NULL, run TEXT NOT NULL, exchanges TEXT NOT NULL,"
    " requests TEXT NOT NULL)",
    "CREATE INDEX events_by_time ON events(at)",
    "CREATE INDEX events_by_subject ON events(subject, at)",
    "CREATE INDEX events_by_happening ON events(happening, at)",
    "CREATE INDEX events_by_both ON events(subject, happening, at)",
    "PRAGMA user_version=1",
};

/// Times are milliseconds since 1970, NULL where they are unknown. A session is named by a digest, never by its id. `visit` is how often the person
/// had looked by then, -1 for one that never counts as new; `ending_at` is when it was ended from here, before a listing shows that.
const std::vector<const char *> sessions1 = {
    "CREATE TABLE accounts (key INTEGER PRIMARY KEY, account TEXT NOT NULL UNIQUE, first_listed_at INTEGER, last_listed_at INTEGER,"
    " visits INTEGER NOT NULL DEFAULT 0, visited_at INTEGER)",
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts(key), digest BLOB NOT NULL, print INTEGER NOT NULL,"
    " first_seen_at INTEGER NOT NULL, last_seen_at INTEGER, visit INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0,"
    " label TEXT NOT NULL DEFAULT '', current INTEGER NOT NULL, ending_at INTEGER, ended_at INTEGER, cause TEXT NOT NULL, device TEXT NOT NULL,"
    " app TEXT NOT NULL, app_version TEXT NOT NULL, system TEXT NOT NULL, ip TEXT NOT NULL, place TEXT NOT NULL, created_at INTEGER,"
    " last_used_at INTEGER, expires_at INTEGER, UNIQUE (account, digest))",
    "CREATE INDEX sessions_ended ON sessions(account, ended_at) WHERE ended_at IS NOT NULL",
    // On which days something was listed: what is old is told by them, since a clock may jump.
    "CREATE TABLE days (day INTEGER PRIMARY KEY, at INTEGER NOT NULL)",
    "PRAGMA user_version=1",
};

} // namespace

const Schema &eventSchema()
{
    static const Schema schema{"history", {events1}};
    return schema;
}

const Schema &sessionSchema()
{
    static const Schema schema{"sessionbook", {sessions1}};
    return schema;
}

} // namespace keyturn::history
