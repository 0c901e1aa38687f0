// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/schema.h"

namespace keyturn::history {

namespace {

/// Times are milliseconds since 1970. The same few things happen to the same few accounts over and over: each stands once, and a search for words
/// looks at a few hundred rows instead of a million. Each index ends, as all do, with the events' id. A step is never changed once it was released:
/// add another.
const std::vector<const char *> step1 = {
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

const std::vector<std::vector<const char *>> steps = {step1};

} // namespace

std::vector<const char *> schemaStepsAfter(qint64 found)
{
    std::vector<const char *> statements;
    for (std::size_t step = static_cast<std::size_t>(found); step < steps.size(); ++step)
        statements.insert(statements.end(), steps[step].begin(), steps[step].end());
    return statements;
}

} // namespace keyturn::history
