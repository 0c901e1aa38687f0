// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/doctor/doctorwords.h"

#include "ui/common/plaintext.h"
#include "words/doctorwords.h"

#include <QCoreApplication>

namespace keyturn::ui::doctor {

namespace {

using namespace composition::doctor;

QString tr(const char *text)
{
    return QCoreApplication::translate("keyturn::ui::doctor::Words", text);
}

} // namespace

QString wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "In order"));
    case Outcome::Warning:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "Warning"));
    case Outcome::Problem:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "Problem"));
    case Outcome::Skipped:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "Skipped"));
    }
    return {};
}

QString summaryOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
    case Outcome::Skipped:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "This computer has what signing in needs"));
    case Outcome::Warning:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "Signing in works here, but something could be better"));
    case Outcome::Problem:
        return tr(QT_TRANSLATE_NOOP("keyturn::ui::doctor::Words", "Something that signing in needs does not work here"));
    }
    return {};
}

QString foundSentence(const Finding &finding)
{
    return words::foundSentence(finding, [](const QString &value) { return common::oneLine(value, 300); });
}

QString remedySentence(const Finding &finding)
{
    return words::remedySentence(finding, words::Surface::Window);
}

QString plainText(const Report &report)
{
    QStringList lines{summaryOf(report.outcome()), {}};
    for (const Finding &finding : report.findings) {
        lines += QStringLiteral("%1 – %2: ").arg(wordOf(finding.outcome()), words::titleOf(finding.check)) + foundSentence(finding);
        if (const QString remedy = remedySentence(finding); !remedy.isEmpty())
            lines += QStringLiteral("    → ") + remedy;
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace keyturn::ui::doctor
