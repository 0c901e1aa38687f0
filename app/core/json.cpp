// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"

#include <QJsonArray>
#include <QSet>
#include <QStringList>

#include <vector>

namespace keyturn::core {

namespace {

constexpr std::size_t maxDepth = 64;

Error refusal(const char *code, const QString &detail)
{
    return Error{ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

/// The end of the string literal that starts at @p at (which holds the quote), or -1.
qsizetype endOfString(QByteArrayView text, qsizetype at)
{
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i;
    }
    return -1;
}

/// A member's name as JSON means it, so that `"a"` and its `\u` spelling are seen to be the same.
QString memberName(QByteArrayView literal)
{
    QByteArray wrapped = "[";
    wrapped.append(literal).append(']');
    const QString name = QJsonDocument::fromJson(wrapped).array().at(0).toString();
    return name;
}

/// Walks over the text without building anything: depth and duplicate members are seen before QJsonDocument allocates.
Result<void> scan(QByteArrayView text, qsizetype &at)
{
    struct Level {
        bool object = false;
        bool expectsName = false;
        QSet<QString> names;
    };
    std::vector<Level> levels;
    for (qsizetype i = 0; i < text.size(); ++i) {
        at = i;
        switch (text[i]) {
        case '{':
        case '[':
            if (levels.size() >= maxDepth)
                return refusal("json_too_deep", QStringLiteral("nesting deeper than %1").arg(maxDepth));
            levels.push_back({text[i] == '{', text[i] == '{', {}});
            break;
        case '}':
        case ']':
            if (levels.empty())
                return refusal("json_invalid", QStringLiteral("unbalanced bracket at byte %1").arg(i));
            levels.pop_back();
            break;
        case ',':
            if (!levels.empty())
                levels.back().expectsName = levels.back().object;
            break;
        case '"': {
            const qsizetype end = endOfString(text, i);
            if (end < 0)
                return refusal("json_invalid", QStringLiteral("unterminated string at byte %1").arg(i));
            if (!levels.empty() && levels.back().expectsName) {
                const QString name = memberName(text.sliced(i, end - i + 1));
                if (levels.back().names.contains(name))
                    return refusal("json_duplicate_member", QStringLiteral("the member \"%1\" stands twice").arg(name.left(80)));
                levels.back().names.insert(name);
                levels.back().expectsName = false;
            }
            i = end;
            break;
        }
        default:
            break;
        }
    }
    return {};
}

QStringList tokensOf(const QString &pointer)
{
    QStringList tokens = pointer.split(u'/');
    tokens.removeFirst(); // what stands before the first slash is empty by RFC 6901 §3
    for (QString &token : tokens)
        token.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
    return tokens;
}

QJsonObject withTokens(QJsonObject root, const QStringList &tokens, qsizetype from, const QJsonValue &value)
{
    const QString &name = tokens.at(from);
    if (from == tokens.size() - 1)
        root.insert(name, value);
    else
        root.insert(name, withTokens(root.value(name).toObject(), tokens, from + 1, value));
    return root;
}

} // namespace

Result<QJsonDocument> parseJson(QByteArrayView text, qsizetype maxBytes, qsizetype *problemAt)
{
    qsizetype unused = 0;
    qsizetype &at = problemAt ? *problemAt : unused;
    at = qMin(text.size(), maxBytes);
    if (text.size() > maxBytes)
        return refusal("json_too_large", QStringLiteral("%1 bytes, at most %2 are read").arg(text.size()).arg(maxBytes));
    if (const Result<void> scanned = scan(text, at); !scanned.ok())
        return scanned.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size()), &problem);
    at = problem.offset;
    if (problem.error != QJsonParseError::NoError)
        return refusal("json_invalid", QStringLiteral("%1 at byte %2").arg(problem.errorString()).arg(problem.offset));
    return document;
}

Result<QJsonObject> parseJsonObject(QByteArrayView text, qsizetype maxBytes, qsizetype *problemAt)
{
    Result<QJsonDocument> document = parseJson(text, maxBytes, problemAt);
    if (!document.ok())
        return document.error();
    if (document->isObject())
        return document->object();
    if (problemAt)
        *problemAt = 0;
    return refusal("json_invalid", QStringLiteral("the root is not an object"));
}

Result<QJsonValue> parseJsonValue(QByteArrayView text, qsizetype maxBytes)
{
    const QByteArrayView trimmed = text.trimmed();
    if (!trimmed.startsWith('{') && !trimmed.startsWith('[') && trimmed.size() < maxBytes) {
        // QJsonDocument reads no bare values; a comma would make two of one.
        const Result<QJsonDocument> wrapped = parseJson('[' + trimmed.toByteArray() + ']', maxBytes + 2);
        if (wrapped.ok() && wrapped->array().size() == 1)
            return wrapped->array().at(0);
        return wrapped.ok() ? refusal("json_invalid", QStringLiteral("not one value")) : wrapped.error();
    }
    const Result<QJsonDocument> document = parseJson(text, maxBytes);
    if (!document.ok())
        return document.error();
    return document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
}

QJsonValue atPointer(const QJsonValue &root, const QString &pointer)
{
    if (pointer.isEmpty())
        return root;
    if (!pointer.startsWith(u'/'))
        return QJsonValue(QJsonValue::Undefined);
    QJsonValue value = root;
    for (const QString &token : tokensOf(pointer)) {
        if (value.isObject()) {
            value = value.toObject().value(token);
        } else if (value.isArray()) {
            bool number = false;
            const int index = token.toInt(&number);
            const QJsonArray array = value.toArray();
            const bool canonical = number && QString::number(index) == token; // RFC 6901 §4: no leading zero, no sign
            value = canonical && index >= 0 && index < array.size() ? array.at(index) : QJsonValue(QJsonValue::Undefined);
        } else {
            return QJsonValue(QJsonValue::Undefined);
        }
    }
    return value;
}

QJsonObject withPointer(QJsonObject root, const QString &pointer, const QJsonValue &value)
{
    if (!pointer.startsWith(u'/'))
        return pointer.isEmpty() ? value.toObject() : root;
    return withTokens(std::move(root), tokensOf(pointer), 0, value);
}

} // namespace keyturn::core
