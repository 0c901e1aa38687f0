// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/lab/labsentences.h"

#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "words/filled.h"
#include "words/labwords.h"

#include <QCoreApplication>

namespace keyturn::ui::lab {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("keyturn::ui::lab", text);
}

} // namespace

QString shownName(const QString &backend)
{
    const QString name = common::oneLine(backend, 80);
    return name.isEmpty() ? tr("The backend") : name;
}

QString stepLines(const Report &report, const QString &backend)
{
    QStringList lines;
    for (const keyturn::lab::Step &step : report.steps)
        lines += tr("%1: %2 · %3 ms")
                     .arg(words::stepSentence(step, shownName(backend)), common::oneLine(words::stepOutcome(step)))
                     .arg(step.duration.count());
    return lines.join(u'\n');
}

QString troubleSentence(const core::Error &error, const QString &backend)
{
    const QString own = words::labTrouble(error.code);
    return own.isEmpty() ? common::sentenceFor(error, backend) : words::filled(own, {shownName(backend)});
}

QString outcomeSentence(const Report &report, const QString &backend)
{
    const QString verdict = words::verdictSentence(report.verdict, shownName(backend));
    const std::optional<core::Error> trouble = report.trouble();
    return trouble ? verdict + u' ' + troubleSentence(*trouble, backend) : verdict;
}

common::Tone toneOf(const Report &report)
{
    using keyturn::lab::Verdict;
    switch (report.verdict) {
    case Verdict::SpoiltTaken:
    case Verdict::ReuseAccepted:
    case Verdict::NotRotated:
    case Verdict::RevokedAndRenewed:
    case Verdict::Inconclusive:
        return common::Tone::Warning;
    default:
        return report.signInNeeded ? common::Tone::Warning : common::Tone::Normal;
    }
}

QString faultWords(const ArmedFault &fault)
{
    QString text = common::oneLine(fault.fault, 80);
    if (!fault.method.isEmpty() || !fault.route.isEmpty())
        text = tr("%1 for %2").arg(text, common::oneLine(QStringList{fault.method, fault.route}.join(u' ').trimmed(), 120));
    return fault.left ? tr("%1, %2 more times").arg(text).arg(*fault.left) : text;
}

} // namespace keyturn::ui::lab
