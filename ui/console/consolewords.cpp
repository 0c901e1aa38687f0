// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/consolewords.h"

#include "console/blanks.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/times.h"
#include "words/filled.h"

#include <QLocale>

namespace keyturn::ui::console {

using common::isolated;
using common::oneLine;
using common::Tone;
using keyturn::console::Blank;
using keyturn::console::CurlNote;

namespace {

constexpr qsizetype longest = 300;
constexpr std::chrono::milliseconds second{1000};

/// RFC 9110 §15; protocol names, the same in every language. HTTP/2 has no reason phrase of its own.
const char *reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "";
    }
}

QString blankName(const Blank &blank)
{
    switch (blank.place) {
    case Blank::Place::Address:
        return ConsoleWords::tr("the address");
    case Blank::Place::Header:
        return words::filled(ConsoleWords::tr("the header %1"), {oneLine(blank.name, 60)});
    case Blank::Place::Field:
        return words::filled(ConsoleWords::tr("the field %1"), {oneLine(blank.name, 60)});
    case Blank::Place::Body:
        break;
    }
    return ConsoleWords::tr("the body");
}

QString noteOf(const CurlNote &note)
{
    switch (note.kind) {
    case CurlNote::Kind::CredentialsLeftOut:
        return ConsoleWords::tr("%1 was left out: the account's own token is sent.");
    case CurlNote::Kind::CertificatesAreChecked:
        return ConsoleWords::tr("Certificates are checked all the same (-k).");
    case CurlNote::Kind::RedirectsAreNotFollowed:
        return ConsoleWords::tr("Redirects are shown, not followed (-L).");
    case CurlNote::Kind::FramingLeftOut:
        return ConsoleWords::tr("%1 was left out: the connection sets it.");
    case CurlNote::Kind::OptionLeftOut:
        return ConsoleWords::tr("%1 means nothing here and was left out.");
    case CurlNote::Kind::OptionUnknown:
        return ConsoleWords::tr("%1 is not known here and was left out.");
    case CurlNote::Kind::FurtherAddressLeftOut:
        return ConsoleWords::tr("A second address was left out: %1.");
    }
    return {};
}

} // namespace

bool isAccountsOwn(const QByteArray &name)
{
    const QByteArray known = name.trimmed().toLower();
    return known == "authorization" || known == "cookie" || known == "dpop";
}

QString ConsoleWords::status(const Answer &answer)
{
    const QString reason = oneLine(QString::fromLatin1(answer.reason.isEmpty() ? QByteArray(reasonOf(answer.status)) : answer.reason), 60);
    return reason.isEmpty() ? QString::number(answer.status) : words::filled(tr("%1 %2"), {QString::number(answer.status), isolated(reason)});
}

Tone ConsoleWords::toneOf(int status)
{
    return status >= 400 || status == 0 ? Tone::Warning : status >= 200 && status < 300 ? Tone::Accent : Tone::Normal;
}

QString ConsoleWords::duration(std::chrono::milliseconds duration)
{
    if (duration < second)
        return tr("%1 ms").arg(duration.count());
    return tr("%1 s").arg(QLocale().toString(double(duration.count()) / 1000.0, 'f', 1));
}

QString ConsoleWords::size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString ConsoleWords::request(const Draft &draft)
{
    const QString address = keyturn::console::withoutSecrets(draft).address; // it is a name, and may be kept as one
    return words::filled(tr("%1 %2"), {oneLine(QString::fromLatin1(draft.method), 20), isolated(oneLine(address, longest))});
}

QString ConsoleWords::outcome(const PastRequest &past, const QDateTime &now)
{
    const QString ended = past.status > 0 ? QString::number(past.status) : tr("no answer");
    return words::filled(tr("%1 · %2 · %3"), {ended, duration(past.duration), common::Times::past(past.at, now)});
}

QString ConsoleWords::destination(const Draft &draft, const core::Result<Destination> &destination, const QString &account, const QString &backend)
{
    const QString who = isolated(oneLine(account, 80));
    if (draft.address.trimmed().isEmpty())
        return words::filled(tr("Sent as %1. A path such as /v1/me is one of %2's."), {who, isolated(oneLine(backend, 80))});
    if (!destination.ok() && destination.error().code == QLatin1String("base_url_missing"))
        return common::sentenceFor(destination.error(), backend);
    if (!destination.ok()) // it is being written
        return tr("A path such as /v1/me, or an address that begins with https://.");
    const QString whole = isolated(oneLine(destination->url.toDisplayString(QUrl::RemoveQuery | QUrl::RemoveUserInfo), longest));
    QString sentence = destination->withToken
        ? words::filled(tr("Sent as %1 to %2."), {who, whole})
        : words::filled(tr("Sent without %1's token, since %2 is not %3's."),
                        {who, isolated(oneLine(destination->url.host(), longest)), isolated(oneLine(backend, 80))});
    for (const auto &header : draft.headers) {
        if (isAccountsOwn(header.name))
            return words::filled(tr("%1 Your own %2 is left out."), {sentence, oneLine(QString::fromLatin1(header.name), 40)});
    }
    return sentence;
}

QString ConsoleWords::blanks(const Draft &draft)
{
    QStringList names;
    for (const Blank &blank : keyturn::console::blanksOf(draft)) {
        if (const QString name = blankName(blank); !names.contains(name))
            names += name;
    }
    if (names.isEmpty())
        return {};
    return tr("Secrets of this request were not kept. Before it can be sent, fill in: %1.").arg(names.join(QStringLiteral(", ")));
}

QStringList ConsoleWords::notes(const QList<CurlNote> &notes)
{
    QStringList sentences;
    for (const CurlNote &note : notes)
        sentences += words::filled(noteOf(note), {isolated(oneLine(note.what, 120))});
    sentences.removeDuplicates();
    return sentences;
}

QString ConsoleWords::summary(const CountedVolley &fired)
{
    const QMap<QString, int> outcomes = fired.volley.outcomes();
    QStringList ends;
    for (auto it = outcomes.begin(); it != outcomes.end(); ++it)
        ends += words::filled(tr("%1 × %2"), {QString::number(it.value()), oneLine(it.key(), 60)});
    return words::filled(tr("%1: %2. %3. Median %4, slowest %5."),
                         {tr("%n request(s)", nullptr, int(fired.volley.shots.size())), ends.join(QStringLiteral(", ")),
                          tr("%n refresh(es)", nullptr, fired.refreshes), duration(fired.volley.median()), duration(fired.volley.slowest())});
}

} // namespace keyturn::ui::console
