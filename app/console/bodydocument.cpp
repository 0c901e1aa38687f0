// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/bodydocument.h"

#include "console/bodysecrets.h"
#include "console/jsonprinter.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QThreadPool>

#include <algorithm>
#include <functional>
#include <mutex>

namespace keyturn::console {

namespace {

constexpr qsizetype bytesOfHexLine = 16;

std::stop_source &programsEnd()
{
    static std::stop_source end;
    return end;
}

/// Asked by either: the one who waits, or the program's end, which waits for all threads of the pool.
class EitherStop
{
public:
    explicit EitherStop(const std::stop_token &own)
        : m_onOwn(own, [this] { m_source.request_stop(); }), m_onEnd(programsEnd().get_token(), [this] { m_source.request_stop(); })
    {
        static std::once_flag once;
        std::call_once(once, [] { qAddPostRoutine([] { programsEnd().request_stop(); }); });
    }
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::stop_callback<std::function<void()>> m_onOwn;
    std::stop_callback<std::function<void()>> m_onEnd;
};

core::Error cancelled()
{
    return {core::ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
}

/// The charset that @p contentType names (RFC 9110 §8.3.2), in lower case; empty where it names none.
QByteArray charsetOf(const QByteArray &contentType)
{
    for (const QByteArray &part : contentType.toLower().split(';')) {
        const QByteArray parameter = part.trimmed();
        if (parameter.startsWith("charset="))
            return parameter.mid(8).trimmed().replace('"', "");
    }
    return {};
}

bool isJsonType(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    return type == "application/json" || type.endsWith("+json") || type == "text/json";
}

/// A control that no text has.
bool isBinaryByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1b';
}

/// As UTF-8; nullopt where it is no text.
std::optional<QByteArray> asUtf8(QByteArrayView bytes, const QByteArray &contentType)
{
    const QByteArray charset = charsetOf(contentType);
    if (const auto encoding = QStringConverter::encodingForName(charset.constData());
        !charset.isEmpty() && encoding && *encoding != QStringConverter::Utf8) {
        QStringDecoder decoder(*encoding);
        const QString text = decoder(bytes);
        if (!decoder.hasError())
            return text.toUtf8();
    }
    if (std::any_of(bytes.begin(), bytes.end(), isBinaryByte))
        return std::nullopt;
    if (bytes.isValidUtf8())
        return bytes.toByteArray();
    if (contentType.toLower().startsWith("text/") || !charset.isEmpty()) // of a charset that nobody knows here: its ASCII can be read
        return QString::fromLatin1(bytes).toUtf8();
    return std::nullopt;
}

/// Said to be something to read, so that there is more to read in it than bytes show.
bool isReadableType(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    return isJsonType(contentType) || type.startsWith("text/") || type.endsWith("/x-www-form-urlencoded") || type.endsWith("xml");
}

QString hexLine(QByteArrayView bytes, qsizetype offset)
{
    QByteArray line = QByteArray::number(offset, 16).rightJustified(8, '0') + "  ";
    const QByteArrayView part = bytes.sliced(offset, std::min(bytesOfHexLine, bytes.size() - offset));
    QByteArray shown;
    for (qsizetype i = 0; i < bytesOfHexLine; ++i) {
        line += i < part.size() ? QByteArray(1, part[i]).toHex() + ' ' : QByteArray("   ");
        if (i == bytesOfHexLine / 2 - 1)
            line += ' ';
        if (i < part.size())
            shown += part[i] >= 0x20 && part[i] < 0x7f ? part[i] : '.';
    }
    return QString::fromLatin1(line + ' ' + shown);
}

} // namespace

struct BodyDocument::Content {
    Content() = default;
    Content(const Content &) = delete;
    Content &operator=(const Content &) = delete;
    ~Content() { core::wipe(text); }

    [[nodiscard]] qsizetype startOf(qsizetype line) const { return starts[line] >> 1; }
    [[nodiscard]] bool goesOn(qsizetype line) const { return starts[line] & 1; }
    void fill(QByteArrayView body, const QByteArray &contentType, Secrets wanted, const std::stop_token &stop);
    void index(const std::stop_token &stop);
    void indexLine(qsizetype from, qsizetype end);

    Kind kind = Kind::Empty;
    QByteArray text; ///< UTF-8; Binary: the bytes.
    QList<qint64> starts; ///< Where each line begins, twice; and one where it goes on from the one before.
    std::optional<qsizetype> brokenAt;
    qsizetype redacted = 0;
    bool isWithheld = false;
};

/// Cuts what is too long into pieces of whole characters.
void BodyDocument::Content::indexLine(qsizetype from, qsizetype end)
{
    starts.append(from << 1);
    if (end - from <= longestLine)
        return;
    int units = 0;
    for (qsizetype i = from; i < end; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) == 0x80)
            continue; // of a character that is counted
        const int more = byte >= 0xf0 ? 2 : 1;
        if (units + more > longestLine) {
            starts.append((i << 1) | 1);
            units = 0;
        }
        units += more;
    }
}

void BodyDocument::Content::index(const std::stop_token &stop)
{
    for (qsizetype from = 0; from < text.size() && !stop.stop_requested();) {
        const qsizetype found = text.indexOf('\n', from);
        const qsizetype end = found < 0 ? text.size() : found;
        indexLine(from, end);
        from = end + 1;
    }
    starts.squeeze();
}

namespace {

QByteArray redactedLines(const QByteArray &text, BodySecrets &secrets, const std::stop_token &stop)
{
    QByteArray told;
    told.reserve(text.size());
    for (qsizetype from = 0; from < text.size() && !stop.stop_requested();) {
        const qsizetype found = text.indexOf('\n', from);
        const qsizetype end = found < 0 ? text.size() : found;
        told += secrets.line(QByteArrayView(text).sliced(from, end - from));
        if (found >= 0)
            told += '\n';
        from = end + 1;
    }
    return told;
}

} // namespace

BodyDocument::BodyDocument() : m_content(std::make_shared<Content>()) { }

void BodyDocument::Content::fill(QByteArrayView body, const QByteArray &contentType, Secrets wanted, const std::stop_token &stop)
{
    BodySecrets secrets(stop);
    BodySecrets *const taken = wanted == Secrets::Redacted ? &secrets : nullptr;
    std::optional<QByteArray> plain = asUtf8(body, contentType);
    if (!plain) {
        kind = Kind::Binary;
        isWithheld = taken && (isReadableType(contentType) || secrets.bytesHoldSecret(body));
        if (!isWithheld)
            text = body.toByteArray();
    } else if (!plain->isEmpty()) {
        const QByteArray start = plain->left(64).trimmed();
        const bool saysJson = isJsonType(contentType);
        PrintedJson printed;
        if (saysJson || start.startsWith('{') || start.startsWith('['))
            printed = printJson(*plain, taken, stop);
        kind = !printed.text.isEmpty() ? Kind::Json : saysJson && !printed.isTooLarge ? Kind::BrokenJson : Kind::Text;
        if (kind == Kind::BrokenJson)
            brokenAt = printed.brokenAt;
        if (kind == Kind::Json)
            text = std::move(printed.text);
        else if (taken)
            text = start.startsWith('{') || start.startsWith('[') ? secrets.brokenJson(*plain) : redactedLines(*plain, secrets, stop);
        else
            text = *plain;
        core::wipe(*plain);
    }
    if (kind != Kind::Binary)
        index(stop);
    redacted = secrets.count();
}

core::Async<BodyDocument> BodyDocument::make(core::Secret body, QByteArray contentType, Secrets wanted, std::stop_token stop)
{
    const core::Promise<BodyDocument> promise;
    core::Async<BodyDocument> future = promise.future();
    QThreadPool::globalInstance()->start([promise, body = std::move(body), contentType = std::move(contentType), wanted, stop = std::move(stop)] {
        const EitherStop either(stop);
        const auto content = std::make_shared<Content>();
        content->fill(body.reveal(), contentType, wanted, either.token());
        BodyDocument document;
        document.m_content = content;
        promise.finish(either.token().stop_requested() ? core::Result<BodyDocument>(cancelled()) : core::Result<BodyDocument>(document));
    });
    return future;
}

BodyDocument::Kind BodyDocument::kind() const
{
    return m_content->kind;
}

qsizetype BodyDocument::lineCount() const
{
    return m_content->kind == Kind::Binary ? (m_content->text.size() + bytesOfHexLine - 1) / bytesOfHexLine : m_content->starts.size();
}

QString BodyDocument::line(qsizetype number) const
{
    const Content &content = *m_content;
    if (content.kind == Kind::Binary)
        return hexLine(content.text, number * bytesOfHexLine);
    const qsizetype from = content.startOf(number);
    qsizetype end = number + 1 < content.starts.size() ? content.startOf(number + 1) : content.text.size();
    if (end > from && content.text[end - 1] == '\n')
        --end;
    if (end > from && content.text[end - 1] == '\r')
        --end;
    return QString::fromUtf8(QByteArrayView(content.text).sliced(from, end - from));
}

bool BodyDocument::isContinuation(qsizetype number) const
{
    return m_content->kind != Kind::Binary && m_content->goesOn(number);
}

bool BodyDocument::isWithheld() const
{
    return m_content->isWithheld;
}

std::optional<qsizetype> BodyDocument::brokenAt() const
{
    return m_content->brokenAt;
}

qsizetype BodyDocument::redactedCount() const
{
    return m_content->redacted;
}

core::Secret BodyDocument::text() const
{
    if (m_content->kind != Kind::Binary)
        return core::Secret(m_content->text);
    QByteArray all;
    for (qsizetype i = 0; i < lineCount(); ++i)
        all += line(i).toLatin1() + '\n';
    return core::Secret::take(std::move(all));
}

core::Async<QList<Match>> BodyDocument::search(const QString &text, Qt::CaseSensitivity caseSensitive, std::stop_token stop) const
{
    if (text.isEmpty())
        return core::ready<QList<Match>>(QList<Match>());
    const core::Promise<QList<Match>> promise;
    core::Async<QList<Match>> future = promise.future();
    QThreadPool::globalInstance()->start([promise, document = *this, text, caseSensitive, stop = std::move(stop)] {
        const EitherStop either(stop);
        const qsizetype lines = document.lineCount();
        QList<Match> matches;
        for (qsizetype i = 0; i < lines && matches.size() < mostMatches; ++i) {
            if ((i & 0xff) == 0 && either.token().stop_requested())
                return promise.finish(cancelled());
            QString shown = document.line(i);
            const qsizetype own = shown.size();
            // What begins here may end in the pieces that this line goes on in.
            for (qsizetype next = i + 1; next < lines && document.isContinuation(next) && shown.size() < own + text.size() - 1; ++next)
                shown += document.line(next).left(own + text.size() - 1 - shown.size());
            for (qsizetype at = shown.indexOf(text, 0, caseSensitive); at >= 0 && at < own && matches.size() < mostMatches;
                 at = shown.indexOf(text, at + text.size(), caseSensitive))
                matches.append({i, int(at), int(text.size())});
        }
        promise.finish(matches);
    });
    return future;
}

} // namespace keyturn::console
