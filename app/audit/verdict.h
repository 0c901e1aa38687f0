// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace keyturn::audit {

struct Answer;

enum class Outcome {
    Pass,
    Fail,
    NotApplicable, ///< The backend has nothing that the check is about.
    Inconclusive, ///< It could not be found out; the evidence says why.
};

[[nodiscard]] QString wordOf(Outcome outcome); ///< `pass`, `fail`, `not-applicable`, `inconclusive`.

/// What a check came to. It is collected while the check looks: one failure makes a failed check, whatever else was right.
class Verdict
{
public:
    [[nodiscard]] static Verdict pass(const QString &evidence) { return Verdict(Outcome::Pass, evidence); }
    [[nodiscard]] static Verdict fail(const QString &evidence) { return Verdict(Outcome::Fail, evidence); }
    [[nodiscard]] static Verdict notApplicable(const QString &why) { return Verdict(Outcome::NotApplicable, why); }
    [[nodiscard]] static Verdict inconclusive(const QString &why) { return Verdict(Outcome::Inconclusive, why); }
    /// Of a step that the check stands on and that did not work: not applicable where it cannot be (Configuration), else inconclusive.
    [[nodiscard]] static Verdict without(const core::Error &error);

    Verdict() = default;
    /// Something is wrong: @p evidence is a sentence, @p answer shows it.
    void addFailure(const QString &evidence);
    void addFailure(const QString &evidence, const Answer &answer);
    /// Some part could not be looked at, and why. Decides where nothing failed and nothing else was seen to be right.
    void addGap(const QString &why);
    /// Some part is right.
    void addPass(const QString &evidence);
    void show(const Answer &answer); ///< As evidence beside the sentences.

    [[nodiscard]] Outcome outcome() const;
    [[nodiscard]] bool isEmpty() const { return m_failures.isEmpty() && m_passes.isEmpty() && m_gaps.isEmpty() && m_notApplicable.isEmpty(); }
    [[nodiscard]] bool hasFailed() const { return !m_failures.isEmpty(); }
    /// Sentences; the failures first, and nothing of what is right where something failed.
    [[nodiscard]] QString evidence() const;
    [[nodiscard]] const QList<quint64> &exchanges() const { return m_exchanges; } ///< Their numbers in the audit's exchange log.

private:
    Verdict(Outcome outcome, const QString &text);

    QStringList m_failures;
    QStringList m_passes;
    QStringList m_gaps;
    QString m_notApplicable;
    QList<quint64> m_exchanges;
};

} // namespace keyturn::audit
