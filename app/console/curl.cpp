// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/curl.h"

#include "console/curloptions.h"
#include "console/shellwords.h"
#include "net/headerrules.h"

#include <QRegularExpression>

#include <algorithm>

namespace keyturn::console {

namespace {

core::Error wrong(const char *code, const QString &detail)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

bool is(const QByteArray &name, const char *word)
{
    return name.compare(word, Qt::CaseInsensitive) == 0;
}

bool isCredential(const QByteArray &name)
{
    return is(name, "Authorization") || is(name, "Cookie") || is(name, "Proxy-Authorization") || is(name, "DPoP");
}

/// Pairs of a form, where writing them again gives the same bytes.
std::optional<QList<FormField>> fieldsOf(const QByteArray &form)
{
    const auto decoded = [](QByteArray text) { return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' '))); };
    QList<FormField> fields;
    for (const QByteArray &pair : form.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals < 0)
            return std::nullopt;
        fields.append({decoded(pair.left(equals)), decoded(pair.mid(equals + 1)), false});
    }
    return formOf(fields) == form ? std::optional(fields) : std::nullopt;
}

/// What the options have said so far, until it is put together.
class Import
{
public:
    core::Result<Imported> read(const ShellCommand &command);

private:
    core::Result<void> option(const CurlOption &option, const QString &shown, const ShellWord &value);
    core::Result<void> longOption(const QList<ShellWord> &words, qsizetype &i);
    core::Result<void> shortOptions(const QList<ShellWord> &words, qsizetype &i);
    core::Result<void> header(const ShellWord &value);
    core::Result<void> data(CurlMeaning meaning, const ShellWord &value);
    core::Result<void> form(CurlMeaning meaning, const ShellWord &value);
    core::Result<void> address(const ShellWord &value);
    core::Result<Imported> finish();
    core::Result<void> finishBody();
    /// The last one says that there were more.
    void note(CurlNote::Kind kind, const QString &what)
    {
        constexpr qsizetype mostNotes = 50;
        constexpr qsizetype longest = 100;
        QList<CurlNote> &notes = m_imported.notes;
        const CurlNote one{kind, what.left(longest)};
        if (notes.size() == mostNotes || notes.contains(one))
            return;
        notes.append(notes.size() == mostNotes - 1 ? CurlNote{CurlNote::Kind::OptionLeftOut, QStringLiteral("…")} : one);
    }
    void setHeader(const QByteArray &name, const QByteArray &value)
    {
        m_imported.draft.headers.removeIf([&name](const net::Header &header) { return is(header.name, name.constData()); });
        m_imported.draft.headers.append({name, value});
    }
    [[nodiscard]] bool hasHeader(const char *name) const
    {
        const QList<net::Header> &headers = m_imported.draft.headers;
        return std::any_of(headers.begin(), headers.end(), [name](const net::Header &header) { return is(header.name, name); });
    }

    Imported m_imported;
    QByteArray m_method;
    QByteArray m_data; ///< Joined, as it is sent.
    bool m_hasData = false;
    bool m_isJson = false;
    bool m_intoQuery = false;
    bool m_head = false;
};

core::Result<void> Import::header(const ShellWord &value)
{
    const qsizetype colon = value.text.indexOf(':');
    const bool isEmptyOnPurpose = colon < 0 && value.text.endsWith(';');
    const QByteArray name = (isEmptyOnPurpose ? value.text.chopped(1) : value.text.left(colon)).trimmed();
    const QByteArray content = colon < 0 ? QByteArray() : value.text.mid(colon + 1).trimmed();
    if ((colon < 0 && !isEmptyOnPurpose) || !net::isSoundHeader(name, content))
        return wrong("curl_invalid", QStringLiteral("the header at byte %1 is none; it looks like 'Name: value', on one line").arg(value.at + 1));
    if (isCredential(name)) {
        note(CurlNote::Kind::CredentialsLeftOut, QString::fromLatin1(name));
        return {};
    }
    // Whoever sets Accept-Encoding has to decompress the answer; left to the transport, it does.
    if (net::isFramingHeader(name) || is(name, "Accept-Encoding")) {
        note(CurlNote::Kind::FramingLeftOut, QString::fromLatin1(name));
        return {};
    }
    if (value.expands)
        return wrong("curl_expansion", QStringLiteral("the header at byte %1 has a variable or a command in it").arg(value.at + 1));
    if (colon >= 0 && content.isEmpty()) // curl's way to leave one of its own out
        m_imported.draft.headers.removeIf([&name](const net::Header &one) { return is(one.name, name.constData()); });
    else
        m_imported.draft.headers.append({name, content});
    return {};
}

core::Result<void> Import::data(CurlMeaning meaning, const ShellWord &value)
{
    QByteArray bytes = value.text;
    const bool mayBeFile = meaning != CurlMeaning::DataRaw && meaning != CurlMeaning::DataUrlencode;
    if (m_imported.draft.kind != BodyKind::None || (mayBeFile && bytes.startsWith('@') && m_hasData))
        return wrong("curl_mixed_body", QStringLiteral("the body is a file, or a form with files, and something else at once"));
    if (mayBeFile && bytes.startsWith('@')) {
        if (bytes == "@-")
            return wrong("curl_invalid", QStringLiteral("the body comes from standard input, which nobody has kept"));
        m_imported.draft.kind = BodyKind::File;
        m_imported.draft.file = QString::fromUtf8(bytes.mid(1));
    }
    if (meaning == CurlMeaning::DataUrlencode) {
        // `content`, `=content`, `name=content`: what follows the first equals sign is encoded.
        const qsizetype equals = bytes.indexOf('=');
        if (equals < 0 && bytes.contains('@'))
            return wrong("curl_invalid", QStringLiteral("--data-urlencode at byte %1 reads a file").arg(value.at + 1));
        const QByteArray name = equals > 0 ? bytes.left(equals + 1) : QByteArray();
        bytes = name + bytes.mid(equals + 1).toPercentEncoding();
    }
    m_isJson = m_isJson || meaning == CurlMeaning::Json;
    if (m_imported.draft.kind == BodyKind::None)
        m_data += (m_hasData && meaning != CurlMeaning::Json ? "&" : "") + bytes;
    m_hasData = true;
    return {};
}

core::Result<void> Import::form(CurlMeaning meaning, const ShellWord &value)
{
    const qsizetype equals = value.text.indexOf('=');
    if (equals < 0)
        return wrong("curl_invalid", QStringLiteral("the field at byte %1 is none; it looks like name=value").arg(value.at + 1));
    if (m_hasData || (m_imported.draft.kind != BodyKind::None && m_imported.draft.kind != BodyKind::Multipart))
        return wrong("curl_mixed_body", QStringLiteral("the body is a form with files and something else at once"));
    m_imported.draft.kind = BodyKind::Multipart;
    QString content = QString::fromUtf8(value.text.mid(equals + 1));
    const bool isSpecial = meaning == CurlMeaning::Form;
    if (isSpecial && content.startsWith(u'<'))
        return wrong("curl_invalid", QStringLiteral("the field at byte %1 takes its text from a file").arg(value.at + 1));
    const bool isFile = isSpecial && content.startsWith(u'@');
    // curl has quotes of its own here, with backslashes in them; what follows is about how the part is sent.
    static const QRegularExpression quoted(QStringLiteral("^@?\"((?:[^\"\\\\]|\\\\.)*)\"(;.*)?$"), QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression attributes(QStringLiteral(";(type|filename|encoder|headers)=.*$"),
                                               QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression escape(QStringLiteral("\\\\([\"\\\\])"));
    const QRegularExpressionMatch inQuotes = quoted.match(content);
    const bool hasAttributes = isSpecial && (inQuotes.hasMatch() ? !inQuotes.captured(2).isEmpty() : content.contains(attributes));
    if (isSpecial && inQuotes.hasMatch())
        content = (isFile ? QStringLiteral("@") : QString()) + inQuotes.captured(1).replace(escape, QStringLiteral("\\1"));
    else if (isSpecial)
        content.remove(attributes);
    if (hasAttributes)
        note(CurlNote::Kind::OptionLeftOut, QStringLiteral("-F …;type="));
    m_imported.draft.fields.append({QString::fromUtf8(value.text.left(equals)), isFile ? content.mid(1) : content, isFile});
    return {};
}

core::Result<void> Import::address(const ShellWord &value)
{
    if (!m_imported.draft.address.isEmpty()) {
        note(CurlNote::Kind::FurtherAddressLeftOut, {});
        return {};
    }
    static const QRegularExpression scheme(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]*://"));
    QString text = QString::fromUtf8(value.text);
    if (!text.contains(scheme))
        text.prepend(QStringLiteral("http://")); // as curl guesses
    const QUrl url(text, QUrl::TolerantMode);
    if (!url.isValid() || url.host().isEmpty() || !(url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")))
        return wrong("curl_invalid", QStringLiteral("the address at byte %1 is no http or https address").arg(value.at + 1));
    if (!url.userInfo().isEmpty())
        note(CurlNote::Kind::CredentialsLeftOut, QStringLiteral("user:password@"));
    m_imported.draft.address = QString::fromLatin1(url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment).toEncoded());
    return {};
}

core::Result<void> Import::option(const CurlOption &option, const QString &shown, const ShellWord &value)
{
    using M = CurlMeaning;
    const bool isTaken = option.meaning != M::Credentials && option.meaning != M::Nothing && option.meaning != M::LeftOut;
    if (value.expands && isTaken && option.meaning != M::Header)
        return wrong("curl_expansion", QStringLiteral("what %1 is given at byte %2 has a variable or a command in it").arg(shown).arg(value.at + 1));
    switch (option.meaning) {
    case M::Request:
        m_method = value.text;
        return {};
    case M::Header:
        return header(value);
    case M::Data:
    case M::DataRaw:
    case M::DataBinary:
    case M::DataUrlencode:
    case M::Json:
        return data(option.meaning, value);
    case M::Form:
    case M::FormString:
        return form(option.meaning, value);
    case M::Url:
        return address(value);
    case M::Get:
        m_intoQuery = true;
        return {};
    case M::Head:
        m_head = true;
        return {};
    case M::Agent:
    case M::Referer:
        if (!net::isSoundHeader("X", value.text))
            return wrong("curl_invalid", QStringLiteral("what %1 is given at byte %2 is not one line").arg(shown).arg(value.at + 1));
        setHeader(option.meaning == M::Agent ? "User-Agent" : "Referer", value.text);
        return {};
    case M::UploadFile:
        m_imported.draft.kind = BodyKind::File;
        m_imported.draft.file = QString::fromUtf8(value.text);
        return {};
    case M::Insecure:
        note(CurlNote::Kind::CertificatesAreChecked, shown);
        return {};
    case M::Location:
        note(CurlNote::Kind::RedirectsAreNotFollowed, shown);
        return {};
    case M::Credentials:
        note(CurlNote::Kind::CredentialsLeftOut, shown);
        return {};
    case M::LeftOut:
        note(CurlNote::Kind::OptionLeftOut, shown);
        return {};
    case M::Nothing:
        break;
    }
    return {};
}

core::Error incomplete(const QString &shown)
{
    return wrong("curl_option_incomplete", shown + QStringLiteral(" is not given what it wants"));
}

core::Result<void> Import::longOption(const QList<ShellWord> &words, qsizetype &i)
{
    const ShellWord &word = words[i];
    const qsizetype equals = word.text.indexOf('=');
    const QByteArray name = word.text.mid(2, equals < 0 ? -1 : equals - 2);
    const QString shown = QString::fromUtf8("--" + name);
    const CurlOption *known = curlOption(name);
    if (!known) {
        note(CurlNote::Kind::OptionUnknown, shown);
        return {};
    }
    if (!known->takesValue)
        return option(*known, shown, {});
    if (equals >= 0)
        return option(*known, shown, {word.text.mid(equals + 1), word.at, word.expands});
    if (++i >= words.size())
        return incomplete(shown);
    return option(*known, shown, words[i]);
}

/// One word may have several, the last of which may have its value in it: `-sSXPOST`.
core::Result<void> Import::shortOptions(const QList<ShellWord> &words, qsizetype &i)
{
    const ShellWord word = words[i];
    for (qsizetype at = 1; at < word.text.size(); ++at) {
        const QString shown = u'-' + QString::fromLatin1(word.text.mid(at, 1));
        const CurlOption *known = curlOption(word.text[at]);
        if (!known) {
            note(CurlNote::Kind::OptionUnknown, shown);
            continue;
        }
        if (!known->takesValue) {
            if (const core::Result<void> done = option(*known, shown, {}); !done.ok())
                return done;
            continue;
        }
        if (at + 1 < word.text.size())
            return option(*known, shown, {word.text.mid(at + 1), word.at, word.expands});
        if (++i >= words.size())
            return incomplete(shown);
        return option(*known, shown, words[i]);
    }
    return {};
}

core::Result<Imported> Import::read(const ShellCommand &command)
{
    constexpr qsizetype mostWords = 10'000;
    QList<ShellWord> words = command.words;
    if (words.size() > mostWords)
        return wrong("curl_too_large", QStringLiteral("the command has more than %1 words").arg(mostWords));
    if (!words.isEmpty() && (words.first().text == "$" || words.first().text == ">" || words.first().text == "%")) // a prompt that was copied along
        words.removeFirst();
    const QByteArray program = words.isEmpty() ? QByteArray() : words.first().text.mid(words.first().text.lastIndexOf('/') + 1);
    if (program != "curl" && program != "curl.exe")
        return wrong("curl_absent", QStringLiteral("the command does not begin with curl"));
    bool isOver = false; // behind `--`
    for (qsizetype i = 1; i < words.size(); ++i) {
        const QByteArray &text = words[i].text;
        core::Result<void> done;
        if (isOver || text.size() < 2 || !text.startsWith('-'))
            done = words[i].expands ? core::Result<void>(wrong("curl_expansion", QStringLiteral("the address has a variable or a command in it")))
                                    : address(words[i]);
        else if (text == "--")
            isOver = true;
        else
            done = text.startsWith("--") ? longOption(words, i) : shortOptions(words, i);
        if (!done.ok())
            return done.error();
    }
    if (!command.rest.isEmpty())
        note(CurlNote::Kind::OptionLeftOut, QString::fromUtf8(command.rest.left(1)) + u'…');
    return finish();
}

core::Result<void> Import::finishBody()
{
    Draft &draft = m_imported.draft;
    if (m_isJson) {
        if (!hasHeader("Content-Type"))
            draft.headers.append(net::Header{"Content-Type", "application/json"});
        if (!hasHeader("Accept"))
            draft.headers.append(net::Header{"Accept", "application/json"});
    }
    const auto type =
        std::find_if(draft.headers.begin(), draft.headers.end(), [](const net::Header &header) { return is(header.name, "Content-Type"); });
    const bool isForm = type == draft.headers.end() || type->value.toLower().startsWith("application/x-www-form-urlencoded");
    if (draft.kind == BodyKind::File && m_hasData)
        draft.contentType = isForm ? QByteArray("application/x-www-form-urlencoded") : type->value;
    if (!m_hasData || draft.kind != BodyKind::None)
        return {};
    if (const auto fields = isForm ? fieldsOf(m_data) : std::nullopt; fields) {
        draft.kind = BodyKind::Form;
        draft.fields = *fields;
        return {};
    }
    draft.kind = BodyKind::Text;
    draft.text = m_data;
    draft.contentType = type == draft.headers.end() ? QByteArray("application/x-www-form-urlencoded") : type->value;
    return {};
}

core::Result<Imported> Import::finish()
{
    Draft &draft = m_imported.draft;
    if (draft.address.isEmpty())
        return wrong("curl_url_missing", QStringLiteral("the command names no address"));
    const bool isUpload = draft.kind == BodyKind::File && !m_hasData;
    if (m_intoQuery && draft.kind == BodyKind::None) {
        QUrl url(draft.address);
        const QString query = url.query(QUrl::FullyEncoded);
        url.setQuery(query + (query.isEmpty() || m_data.isEmpty() ? QString() : QStringLiteral("&")) + QString::fromUtf8(m_data));
        draft.address = QString::fromLatin1(url.toEncoded());
        m_hasData = false;
    }
    if (const core::Result<void> done = finishBody(); !done.ok())
        return done.error();
    const bool hasBody = draft.kind != BodyKind::None;
    draft.method = !m_method.isEmpty() ? m_method
        : m_head                       ? QByteArray("HEAD")
        : isUpload                     ? QByteArray("PUT")
        : hasBody                      ? QByteArray("POST")
                                       : QByteArray("GET");
    return m_imported;
}

} // namespace

core::Result<Imported> readCurl(const QString &commandLine)
{
    if (commandLine.size() > mostCurlBytes)
        return wrong("curl_too_large", QStringLiteral("the command is longer than 1 MB"));
    const QByteArray bytes = commandLine.toUtf8();
    if (bytes.contains('\0'))
        return wrong("curl_invalid", QStringLiteral("the command holds a zero byte at %1").arg(bytes.indexOf('\0') + 1));
    const core::Result<ShellCommand> command = readShellCommand(bytes);
    if (!command.ok())
        return command.error();
    return Import().read(*command);
}

} // namespace keyturn::console
