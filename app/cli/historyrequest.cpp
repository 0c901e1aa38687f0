// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/historyrequest.h"

#include "cli/exitstatus.h"
#include "history/export.h"
#include "words/historywords.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("HistoryRequest", text);
}

constexpr int usualLimit = 50;
constexpr int maxLimit = 100'000;

QStringList namesOf(const history::Subject &subject)
{
    return {subject.account.toString(), subject.name, subject.name + u'@' + subject.backend};
}

core::Result<QList<history::EventKind>> kindsFrom(const QStringList &words)
{
    QList<history::EventKind> kinds;
    for (const QString &word : words) {
        const QList<history::EventKind> meant = history::kindsOf(word);
        if (meant.isEmpty())
            return usageError(tr("There is no kind “%1”. There are: %2; and each event's own, as --json has it.")
                                  .arg(word, history::groupWords().join(QLatin1String(", "))));
        kinds += meant;
    }
    return kinds;
}

} // namespace

void addHistoryOptions(QCommandLineParser &parser)
{
    parser.addOptions({{QStringLiteral("since"), tr("From then on: 30min, 24h, 7d, 2w ago, or a date (2026-01-31)."), QStringLiteral("time")},
                       {QStringLiteral("kind"), tr("Only these: %1. May be said several times.").arg(history::groupWords().join(QLatin1String(", "))),
                        QStringLiteral("kind")},
                       {QStringLiteral("text"), tr("Only events in whose words this occurs."), QStringLiteral("text")},
                       {QStringLiteral("limit"), tr("At most so many, the newest; 50 unless said."), QStringLiteral("number")},
                       {QStringLiteral("export"), tr("Writes all of them to a file, whose name ends in .csv or .json."), QStringLiteral("file")},
                       {QStringLiteral("all"), tr("clear: of every account, and of this computer.")}});
}

core::Result<HistoryRequest> historyRequest(const QCommandLineParser &options, const QDateTime &now)
{
    HistoryRequest request;
    const core::Result<QList<history::EventKind>> kinds = kindsFrom(options.values(QStringLiteral("kind")));
    if (!kinds.ok())
        return kinds.error();
    request.filter.kinds = *kinds;
    request.filter.text = options.value(QStringLiteral("text"));
    request.filter.sentence = [](const history::Event &event) { return words::historySentence(event); };
    if (options.isSet(QStringLiteral("since"))) {
        request.filter.from = sinceTime(options.value(QStringLiteral("since")), now);
        if (!request.filter.from.isValid())
            return usageError(tr("--since wants a span like 7d, or a date like 2026-01-31."));
    }
    request.limit = usualLimit;
    if (options.isSet(QStringLiteral("limit"))) {
        bool isNumber = false;
        request.limit = options.value(QStringLiteral("limit")).toInt(&isNumber);
        if (!isNumber || request.limit < 1 || request.limit > maxLimit)
            return usageError(tr("--limit wants a number from 1 to %1.").arg(maxLimit));
    }
    request.exportFile = options.value(QStringLiteral("export"));
    if (options.isSet(QStringLiteral("export")) && !history::exportFormatOf(request.exportFile))
        return usageError(tr("--export wants the name of a file that ends in .csv or .json."));
    return request;
}

QDateTime sinceTime(const QString &text, const QDateTime &now)
{
    static const QRegularExpression span(QStringLiteral("^(\\d{1,6})(min|h|d|w)$"));
    if (const QRegularExpressionMatch match = span.match(text); match.hasMatch()) {
        const QString unit = match.captured(2);
        const qint64 seconds = unit == QLatin1String("min") ? 60 : unit == QLatin1String("h") ? 3600 : unit == QLatin1String("d") ? 86'400 : 604'800;
        return now.addSecs(-match.captured(1).toLongLong() * seconds);
    }
    return QDateTime::fromString(text, Qt::ISODate).toUTC();
}

core::Result<history::Subject> findSubject(const QList<history::Subject> &known, const QString &wanted)
{
    const auto whose = [&](const auto &fits) {
        QList<history::Subject> fitting;
        std::copy_if(known.begin(), known.end(), std::back_inserter(fitting), [&](const history::Subject &subject) {
            const QStringList names = namesOf(subject);
            return std::any_of(names.begin(), names.end(), [&](const QString &name) { return fits(name); });
        });
        return fitting;
    };
    QList<history::Subject> fitting = whose([&](const QString &name) { return name.compare(wanted, Qt::CaseInsensitive) == 0; });
    if (fitting.isEmpty())
        fitting = whose([&](const QString &name) { return name.contains(wanted, Qt::CaseInsensitive); });
    if (wanted.isEmpty() || fitting.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("account_unknown"), wanted};
    if (fitting.size() == 1)
        return fitting.first();
    QStringList names;
    for (const history::Subject &subject : fitting.first(std::min(fitting.size(), qsizetype(10))))
        names += namesOf(subject).at(2) + QLatin1String(" (") + subject.account.toString().left(8) + u')';
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("account_ambiguous"), names.join(QLatin1String(", "))};
}

} // namespace keyturn::cli
