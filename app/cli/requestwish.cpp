// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestwish.h"

#include "cli/exitstatus.h"
#include "cli/requestparts.h"
#include "console/sender.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RequestCommand", text);
}

std::optional<console::Language> languageOf(const QString &word)
{
    if (word == QLatin1String("curl"))
        return console::Language::Curl;
    if (word == QLatin1String("httpie"))
        return console::Language::Httpie;
    if (word == QLatin1String("fetch"))
        return console::Language::Fetch;
    return word == QLatin1String("python") ? std::optional(console::Language::Python) : std::nullopt;
}

core::Result<int> shotsOf(const QString &text)
{
    bool isNumber = false;
    const int count = text.toInt(&isNumber);
    if (!isNumber || count < 1 || count > console::Sender::mostShots)
        return usageError(tr("--parallel takes a number from 1 to %1.").arg(console::Sender::mostShots));
    return count;
}

/// Each of several things that are done instead of sending.
core::Result<void> checkTogether(const RequestWish &wish)
{
    const int kinds = int(wish.history) + int(wish.endpoints) + int(wish.as.has_value()) + int(wish.parallel > 0) + int(wish.timing || wish.pretty);
    if (kinds > 1)
        return usageError(tr("--history, --endpoints, --as, --parallel, and --timing with --pretty do not go together: one of them, please."));
    if (!wish.saved.isEmpty() && !wish.curl.isEmpty())
        return usageError(tr("One request, please: --saved or --curl."));
    if (wish.withToken && !wish.as)
        return usageError(tr("--with-token goes with --as."));
    if (wish.expiresFirst && wish.parallel == 0)
        return usageError(tr("--expire-first goes with --parallel."));
    if (!wish.document.isEmpty() && !wish.endpoints)
        return usageError(tr("--openapi goes with --endpoints."));
    return {};
}

core::Result<console::FormField> fieldOf(const QString &text, bool mayBeFile)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 1)
        return usageError(tr("A field looks like 'name=value', not “%1”.").arg(text));
    const QString value = text.mid(equals + 1);
    const bool isFile = mayBeFile && value.startsWith(u'@');
    return console::FormField{text.left(equals), isFile ? value.mid(1) : value, isFile};
}

} // namespace

void addRequestOptions(QCommandLineParser &parser)
{
    const auto names = [](const char *letter, const char *name) { return QStringList{QString::fromLatin1(letter), QString::fromLatin1(name)}; };
    const auto text = [](const char *word) { return QString::fromLatin1(word); };
    parser.addOptions(
        {{names("H", "header"), tr("A header; may be given again."), text("K: V")},
         {names("d", "data"), tr("The body: text, @FILE, or - for standard input."), text("data")},
         {text("form"), tr("A field of a form as the body; may be given again."), text("K=V")},
         {names("F", "multipart"), tr("The same of a form with files: K=V, or K=@FILE."), text("K=V")},
         {names("i", "include"), tr("Prints status and headers too.")},
         {names("o", "output"), tr("Writes the answer to a file."), text("file")},
         {text("curl"), tr("Takes the request from a curl command in a file, or - for standard input; nothing of it is run."), text("file")},
         {text("as"), tr("Prints the request as a program, and sends nothing: curl, httpie, fetch or python."), text("language")},
         {text("with-token"), tr("With --as: the account's access token and the request's own secrets stand in it.")},
         {text("parallel"), tr("Sends it N times at once, and counts the answers and the refreshes."), text("N")},
         {text("expire-first"), tr("With --parallel: the access token is taken for run out first.")},
         {text("timing"), tr("Says on standard error what took how long.")},
         {text("pretty"), tr("Prints JSON indented.")},
         {text("save"), tr("Keeps the request under a name, without its secrets."), text("name")},
         {text("saved"), tr("Sends the one that was kept under a name."), text("name")},
         {text("history"), tr("Shows what was sent, and what is kept.")},
         {text("endpoints"), tr("Shows what the backend can be asked, by its profile and its OpenAPI document.")},
         {text("openapi"), tr("With --endpoints: a file or address of that document."), text("file or URL")}});
}

core::Result<RequestWish> requestWish(const QCommandLineParser &options)
{
    const auto isSet = [&options](const char *name) { return options.isSet(QString::fromLatin1(name)); };
    const auto value = [&options](const char *name) { return options.value(QString::fromLatin1(name)); };
    RequestWish wish;
    wish.history = isSet("history");
    wish.endpoints = isSet("endpoints");
    wish.document = value("openapi");
    wish.withToken = isSet("with-token");
    wish.expiresFirst = isSet("expire-first");
    wish.timing = isSet("timing");
    wish.pretty = isSet("pretty");
    wish.saveAs = value("save");
    wish.saved = value("saved");
    wish.curl = value("curl");
    for (const char *name : {"save", "saved", "curl", "openapi"}) {
        if (isSet(name) && value(name).trimmed().isEmpty())
            return usageError(tr("--%1 wants something after it.").arg(QString::fromLatin1(name)));
    }
    if (isSet("as")) {
        wish.as = languageOf(value("as"));
        if (!wish.as)
            return usageError(tr("--as takes curl, httpie, fetch or python, not “%1”.").arg(value("as")));
    }
    if (isSet("parallel")) {
        const core::Result<int> count = shotsOf(value("parallel"));
        if (!count.ok())
            return count.error();
        wish.parallel = *count;
    }
    if (const core::Result<void> together = checkTogether(wish); !together.ok())
        return together.error();
    return wish;
}

namespace {

/// What -H and -d say goes in place of what @p draft has.
void takeParts(console::Draft &draft, const RequestParts &parts, bool hasData)
{
    const auto isType = [](const QByteArray &name) { return name.compare("Content-Type", Qt::CaseInsensitive) == 0; };
    for (const QByteArray &name : parts.request.rawHeaderList()) {
        if (hasData && isType(name))
            continue; // the body's, or what -H says that it is
        draft.headers.removeIf([&name](const net::Header &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
        draft.headers.append(net::Header{name, parts.request.rawHeader(name)});
    }
    if (!hasData)
        return;
    draft.headers.removeIf([isType](const net::Header &header) { return isType(header.name); });
    draft.kind = console::BodyKind::Text;
    draft.text = parts.body;
    draft.contentType = parts.request.rawHeader("Content-Type");
}

core::Result<console::Draft> withOptions(const QCommandLineParser &options, console::Draft draft, const RequestParts &parts)
{
    const bool hasData = options.isSet(QStringLiteral("data"));
    const QStringList form = options.values(QStringLiteral("form"));
    const QStringList multipart = options.values(QStringLiteral("multipart"));
    if (int(hasData) + int(!form.isEmpty()) + int(!multipart.isEmpty()) > 1)
        return usageError(tr("One kind of body, please: -d, --form or -F."));
    takeParts(draft, parts, hasData);
    if (form.isEmpty() && multipart.isEmpty())
        return draft;
    draft.kind = form.isEmpty() ? console::BodyKind::Multipart : console::BodyKind::Form;
    draft.fields.clear();
    for (const QString &one : form.isEmpty() ? multipart : form) {
        const core::Result<console::FormField> field = fieldOf(one, form.isEmpty());
        if (!field.ok())
            return field.error();
        draft.fields.append(*field);
    }
    return draft;
}

} // namespace

core::Result<console::Draft> draftOf(const QCommandLineParser &options, const QString &method, const QString &address, const QUrl &base)
{
    const core::Result<RequestParts> parts = readRequestParts(options, method, address, base);
    if (!parts.ok())
        return parts.error();
    console::Draft draft;
    draft.method = parts->method;
    draft.address = parts->request.url().toString(QUrl::FullyEncoded);
    return withOptions(options, draft, *parts);
}

core::Result<console::Draft> changed(const QCommandLineParser &options, const console::Draft &draft)
{
    // Method and address are the draft's own; these only fill the places of those that are not asked for.
    const core::Result<RequestParts> parts = readRequestParts(options, QStringLiteral("GET"), QStringLiteral("http://localhost/"), {});
    return parts.ok() ? withOptions(options, draft, *parts) : parts.error();
}

core::Error sayable(const core::Error &error)
{
    struct Entry {
        const char *code;
        const char *text;
    };
    static constexpr Entry entries[] = {
        {"method_invalid", QT_TRANSLATE_NOOP("RequestCommand", "This method cannot be sent: %1.")},
        {"shots_too_large", QT_TRANSLATE_NOOP("RequestCommand", "This cannot be sent many times at once: %1.")},
        {"url_invalid", QT_TRANSLATE_NOOP("RequestCommand", "This address cannot be sent to: %1.")},
        {"url_other_server", QT_TRANSLATE_NOOP("RequestCommand", "This address cannot be sent to: %1.")},
        {"url_scheme_refused", QT_TRANSLATE_NOOP("RequestCommand", "This address cannot be sent to: %1.")},
        {"base_url_missing", QT_TRANSLATE_NOOP("RequestCommand", "A path alone is not enough here: %1. Write the whole address.")},
        {"header_invalid", QT_TRANSLATE_NOOP("RequestCommand", "This header cannot be sent: %1.")},
        {"header_framing", QT_TRANSLATE_NOOP("RequestCommand", "Keyturn sets this header itself: %1. Leave it out.")},
        {"body_file_unreadable", QT_TRANSLATE_NOOP("RequestCommand", "A file of the request cannot be read: %1.")},
        {"name_invalid", QT_TRANSLATE_NOOP("RequestCommand", "A request cannot be kept under this name: %1.")},
        {"snippet_impossible", QT_TRANSLATE_NOOP("RequestCommand", "The request cannot be written so: %1.")},
        {"curl_too_large", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"curl_absent", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"curl_quote_open", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"curl_option_incomplete", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"curl_url_missing", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"curl_expansion",
         QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1, which only a shell could fill in. Write its value there.")},
        {"curl_mixed_body", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"curl_invalid", QT_TRANSLATE_NOOP("RequestCommand", "This curl command cannot be taken: %1.")},
        {"token_bound",
         QT_TRANSLATE_NOOP("RequestCommand",
                           "This account's token serves only together with a key of this computer's (DPoP), so no program that is "
                           "copied could use it. Leave --with-token out.")},
        {"refresh_token_absent",
         QT_TRANSLATE_NOOP("RequestCommand",
                           "This account has no refresh token, so its access token was not taken for run out. Leave --expire-first out.")},
    };
    for (const Entry &entry : entries) {
        if (error.kind == core::ErrorKind::Configuration && error.code == QLatin1String(entry.code))
            return usageError(tr(entry.text).replace(QLatin1String("%1"), error.detail));
    }
    return error;
}

} // namespace keyturn::cli
