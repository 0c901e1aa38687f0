// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/labtext.h"

#include "cli/humantime.h"
#include "cli/sentences.h"
#include "cli/table.h"
#include "words/labwords.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LabText", text);
}

void insert(QJsonObject &object, const char *name, const QString &value)
{
    if (!value.isEmpty())
        object.insert(QString::fromLatin1(name), value);
}

QJsonObject stepJson(const lab::Step &step)
{
    QJsonArray exchanges;
    for (const quint64 number : step.exchanges)
        exchanges.append(qint64(number));
    QJsonObject json{{QStringLiteral("step"), lab::wordOf(step.act)},
                     {QStringLiteral("outcome"), step.error ? step.error->code : QStringLiteral("ok")},
                     {QStringLiteral("milliseconds"), qint64(step.duration.count())}};
    if (!exchanges.isEmpty())
        json.insert(QStringLiteral("exchanges"), exchanges);
    if (step.newAccessToken)
        json.insert(QStringLiteral("newAccessToken"), *step.newAccessToken);
    if (step.newRefreshToken)
        json.insert(QStringLiteral("newRefreshToken"), *step.newRefreshToken);
    insert(json, "expiresAt", isoTime(step.accessExpiresAt));
    return json;
}

QString valueName(const lab::FaultKind &kind)
{
    return kind.value.isEmpty() ? kind.name : kind.name + u'=' + kind.value.toUpper();
}

} // namespace

QString reportText(const lab::Report &report, const QString &backend)
{
    QList<QStringList> rows{{tr("STEP"), tr("OUTCOME"), tr("TOOK")}};
    for (const lab::Step &step : report.steps)
        rows += {words::stepSentence(step, backend), printable(words::stepOutcome(step)), tr("%1 ms").arg(step.duration.count())};
    QStringList text{alignedTable(rows), {}, words::verdictSentence(report.verdict, backend)};
    if (const std::optional<core::Error> trouble = report.trouble())
        text += sentenceFor(*trouble, backend);
    return text.join(u'\n');
}

QJsonObject reportJson(const lab::Report &report, const QString &backend)
{
    QJsonArray steps;
    for (const lab::Step &step : report.steps)
        steps.append(stepJson(step));
    QJsonObject json{{QStringLiteral("experiment"), lab::wordOf(report.experiment)},
                     {QStringLiteral("verdict"), lab::wordOf(report.verdict)},
                     {QStringLiteral("sentence"), words::verdictSentence(report.verdict, backend)},
                     {QStringLiteral("startedAt"), isoTime(report.startedAt)},
                     {QStringLiteral("signInNeeded"), report.signInNeeded},
                     {QStringLiteral("steps"), steps}};
    if (report.experiment == lab::Experiment::Skew)
        json.insert(QStringLiteral("seconds"), qint64(report.ahead.count()));
    return json;
}

QString faultText(const lab::ArmedFault &fault)
{
    QString text = printable(fault.fault);
    if (!fault.method.isEmpty() || !fault.route.isEmpty())
        text = tr("%1 for %2").arg(text, printable(QStringList{fault.method, fault.route}.join(u' ').trimmed()));
    return fault.left ? tr("%1, for %2 more").arg(text, QString::number(*fault.left)) : text;
}

QJsonObject faultJson(const lab::ArmedFault &fault)
{
    QJsonObject json{{QStringLiteral("fault"), fault.fault}};
    insert(json, "id", fault.id);
    insert(json, "method", fault.method);
    insert(json, "route", fault.route);
    if (fault.left)
        json.insert(QStringLiteral("left"), *fault.left);
    return json;
}

QString faultsText(const lab::FaultList &list)
{
    QList<QStringList> armed{{tr("ID"), tr("ARMED")}};
    for (const lab::ArmedFault &fault : list.armed)
        armed += {printable(fault.id), faultText(fault)};
    QList<QStringList> available{{tr("FAULT"), tr("WHAT IT DOES")}};
    for (const lab::FaultKind &kind : list.available)
        available += {printable(valueName(kind)), printable(kind.about)};
    return (list.armed.isEmpty() ? tr("Nothing is armed.") : alignedTable(armed)) + QLatin1String("\n\n") + alignedTable(available);
}

QJsonObject faultsJson(const lab::FaultList &list)
{
    QJsonArray armed;
    for (const lab::ArmedFault &fault : list.armed)
        armed.append(faultJson(fault));
    QJsonArray available;
    for (const lab::FaultKind &kind : list.available) {
        QJsonObject json{{QStringLiteral("name"), kind.name}};
        insert(json, "value", kind.value);
        insert(json, "about", kind.about);
        available.append(json);
    }
    return {{QStringLiteral("faults"), armed}, {QStringLiteral("available"), available}};
}

} // namespace keyturn::cli
