// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/verdict.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace keyturn::audit {

class Site;

/// How bad it is where a check fails.
enum class Severity { Low, Medium, High, Critical };

/// What a check does to the backend.
enum class Mode {
    Passive, ///< Looks at answers that anybody gets, and at those to the test account's own sign-in.
    Active, ///< Sends what an attacker would, with test accounts.
    Stress, ///< Sends so much, or such input, that other people may notice.
};

[[nodiscard]] QString wordOf(Severity severity); ///< `low` … `critical`.
[[nodiscard]] QString wordOf(Mode mode); ///< `passive`, `active`, `stress`.

struct Reference {
    QString name; ///< "RFC 9700 §4.14.2"
    QUrl url;
    bool operator==(const Reference &) const = default;
};

/// The reference that `name` is, with its address: `RFC 9700 §4.14.2`, `ASVS 7.4.1` (version 5.0), `WSTG-SESS-02`. The address is empty where the
/// name is of no such kind.
[[nodiscard]] Reference reference(const QString &name);

/// One check of an auth backend. Its texts are in English: they go into reports, which machines compare.
struct Check {
    int number = 0; ///< In the list of checks: 1 … 46. Never used for another check.
    QString id; ///< Words with dashes. Stable: baselines and `--only` go by it.
    QString title; ///< What is right, as a sentence without a full stop: "The old refresh token is refused after rotation".
    Severity severity = Severity::Medium;
    Mode mode = Mode::Active;
    QList<Reference> references;
    QString remedy; ///< What to do, in a sentence or two, with lines of Express where they help.
    /// Looks; blocks until it knows. Runs in the audit's own thread.
    Verdict (*look)(Site &site) = nullptr;
};

/// All of them, by their number.
[[nodiscard]] const QList<Check> &allChecks();

} // namespace keyturn::audit
