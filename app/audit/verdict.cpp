// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include "audit/answer.h"

namespace keyturn::audit {

QString wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return QStringLiteral("pass");
    case Outcome::Fail:
        return QStringLiteral("fail");
    case Outcome::NotApplicable:
        return QStringLiteral("not-applicable");
    case Outcome::Inconclusive:
        break;
    }
    return QStringLiteral("inconclusive");
}

Verdict::Verdict(Outcome outcome, const QString &text)
{
    switch (outcome) {
    case Outcome::Pass:
        m_passes.append(text);
        break;
    case Outcome::Fail:
        m_failures.append(text);
        break;
    case Outcome::NotApplicable:
        m_notApplicable = text;
        break;
    case Outcome::Inconclusive:
        m_gaps.append(text);
        break;
    }
}

Verdict Verdict::without(const core::Error &error)
{
    const QString text = error.detail.isEmpty() ? error.code : error.detail;
    return error.kind == core::ErrorKind::Configuration ? notApplicable(text) : inconclusive(text);
}

void Verdict::addFailure(const QString &evidence)
{
    m_failures.append(evidence);
}

void Verdict::addFailure(const QString &evidence, const Answer &answer)
{
    m_failures.append(evidence);
    show(answer);
}

void Verdict::addGap(const QString &why)
{
    m_gaps.append(why);
}

void Verdict::addPass(const QString &evidence)
{
    m_passes.append(evidence);
}

void Verdict::show(const Answer &answer)
{
    if (answer.exchange != 0 && !m_exchanges.contains(answer.exchange))
        m_exchanges.append(answer.exchange);
}

Outcome Verdict::outcome() const
{
    if (!m_failures.isEmpty())
        return Outcome::Fail;
    if (!m_passes.isEmpty())
        return Outcome::Pass;
    return m_gaps.isEmpty() && !m_notApplicable.isEmpty() ? Outcome::NotApplicable : Outcome::Inconclusive;
}

QString Verdict::evidence() const
{
    QStringList told = m_failures.isEmpty() ? m_passes : m_failures;
    if (told.isEmpty() && m_gaps.isEmpty())
        told.append(m_notApplicable);
    return (told + m_gaps).join(u' ');
}

} // namespace keyturn::audit
