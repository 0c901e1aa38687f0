// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/export.h"

#include "history/csv.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <memory>

namespace keyturn::history {

namespace {

constexpr int pageSize = 500;

/// One export under way.
class Export : public QObject
{
public:
    Export(EventStore &store, const Filter &filter, ExportFormat format, const QString &path, std::function<QString(const Event &)> sentence,
           QObject *parent)
        : QObject(parent), m_store(store), m_filter(filter), m_format(format), m_sentence(std::move(sentence)), m_file(path)
    { }

    core::Async<qint64> start()
    {
        core::Async<qint64> answer = m_promise.future();
        if (!m_file.open(QIODevice::WriteOnly)) {
            end(failure());
            return answer;
        }
        m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        put(m_format == ExportFormat::Csv ? csvHeader() + "\r\n" : QByteArray("{\"events\":["));
        next(std::nullopt);
        return answer;
    }

private:
    void next(const std::optional<PageKey> &after)
    {
        core::whenDone(m_store.page(m_filter, after, pageSize), this, [this](const core::Result<Page> &page) {
            if (!page.ok())
                return end(page.error());
            for (const Event &event : page->events)
                put(event);
            if (page->next)
                return next(page->next);
            finish();
        });
    }

    void put(const Event &event)
    {
        const QString sentence = m_sentence ? m_sentence(event) : QString();
        if (m_format == ExportFormat::Csv)
            put(toCsv(event, sentence) + "\r\n");
        else
            put((m_count > 0 ? QByteArray(",\n") : QByteArray("\n")) + QJsonDocument(toJson(event, sentence)).toJson(QJsonDocument::Compact));
        ++m_count;
    }

    void put(const QByteArray &bytes) { m_file.write(bytes); } // commit() tells whether all went well

    void finish()
    {
        if (m_format == ExportFormat::Json)
            put("\n]}\n");
        if (!m_file.commit())
            return end(failure());
        end(m_count);
    }

    [[nodiscard]] core::Error failure() const { return {core::ErrorKind::Storage, QStringLiteral("export_failed"), m_file.errorString()}; }

    void end(const core::Result<qint64> &outcome)
    {
        deleteLater();
        m_promise.finish(outcome);
    }

    EventStore &m_store;
    Filter m_filter;
    ExportFormat m_format;
    std::function<QString(const Event &)> m_sentence;
    QSaveFile m_file;
    qint64 m_count = 0;
    core::Promise<qint64> m_promise;
};

} // namespace

std::optional<ExportFormat> exportFormatOf(const QString &path)
{
    if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
        return ExportFormat::Csv;
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        return ExportFormat::Json;
    return std::nullopt;
}

QJsonObject toJson(const Event &event, const QString &sentence)
{
    QJsonObject object{{QStringLiteral("at"), exportTime(event.at)},
                       {QStringLiteral("kind"), wordOf(event.kind)},
                       {QStringLiteral("program"), wordOf(event.program)}};
    const auto add = [&object](const char *name, const QString &value) {
        if (!value.isEmpty())
            object.insert(QString::fromLatin1(name), value);
    };
    add("account", event.subject.account.toString());
    add("name", event.subject.name);
    add("backend", event.subject.backend);
    add("cause", event.cause);
    add("detail", event.detail);
    add("sentence", sentence);
    if (event.times > 1) {
        object.insert(QStringLiteral("times"), event.times);
        add("lastAt", exportTime(event.lastAt));
    }
    if (event.span)
        object.insert(QStringLiteral("seconds"), qint64(event.span->count()));
    if (!event.trace.requests.isEmpty())
        object.insert(QStringLiteral("requests"), QJsonArray::fromStringList(event.trace.requests));
    return object;
}

QByteArray csvHeader()
{
    return "at,account,name,backend,kind,cause,sentence,detail,times,lastAt,seconds,program";
}

QByteArray toCsv(const Event &event, const QString &sentence)
{
    const QStringList cells{exportTime(event.at),
                            event.subject.account.toString(),
                            event.subject.name,
                            event.subject.backend,
                            wordOf(event.kind),
                            event.cause,
                            sentence,
                            event.detail,
                            QString::number(event.times),
                            exportTime(event.lastAt),
                            event.span ? QString::number(event.span->count()) : QString(),
                            wordOf(event.program)};
    return csvLine(cells);
}

core::Async<qint64> exportEvents(EventStore &store, const Filter &filter, ExportFormat format, const QString &path,
                                 const std::function<QString(const Event &)> &sentence, QObject *context)
{
    return (new Export(store, filter, format, path, sentence, context))->start();
}

} // namespace keyturn::history
