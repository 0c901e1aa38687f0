// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "net/redaction.h"
#include "net/secretshapes.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

/// What Redaction does with text of any kind.
namespace keyturn::net {

namespace {

/// An address in a form in an address in JSON is seen in the wild; what is packed deeper is not told at all.
constexpr int maxDepth = 6;

bool looksLikeAddress(const QString &text)
{
    static const QRegularExpression start(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*:/|/)[^\\s]*$"));
    return start.match(text).hasMatch();
}

bool looksLikeForm(const QString &text)
{
    static const QRegularExpression pairs(QStringLiteral("^[^=&\\s]+=[^\\s]*$"));
    return pairs.match(text).hasMatch();
}

bool isOneOf(const QList<core::Secret> &secrets, const QString &text)
{
    if (secrets.isEmpty())
        return false;
    const core::Secret given = core::Secret::fromText(text);
    return std::any_of(secrets.cbegin(), secrets.cend(), [&given](const core::Secret &secret) { return secret == given; });
}

} // namespace

bool Redaction::beginsLikeJson(const QString &text)
{
    static const QRegularExpression beginning(QStringLiteral("\\A\\s*(\\{\\s*\"|\\[\\s*[\\[{\"])"));
    return beginning.match(text).hasMatch();
}

bool Redaction::isKnown(const QString &text) const
{
    return isOneOf(m_known, text);
}

bool Redaction::isChosen(const QString &text) const
{
    return isOneOf(m_chosen, text);
}

/// A short one is looked for as a whole alone (isKnown()): what is left of a sentence without every `a` helps nobody.
QString Redaction::withoutKnown(const QString &text) const
{
    constexpr qsizetype shortest = 4;
    QString clean;
    qsizetype done = 0;
    while (done < text.size()) {
        qsizetype next = text.size();
        QString found;
        for (const core::Secret &secret : m_known) {
            const QString known = QString::fromUtf8(secret.reveal());
            const qsizetype at = secret.size() < shortest ? -1 : text.indexOf(known, done);
            if (at >= 0 && at < next) {
                next = at;
                found = known;
            }
        }
        clean += text.mid(done, next - done) + (found.isEmpty() ? QString() : QString::fromLatin1(mark(found.toUtf8())));
        done = next + found.size();
    }
    return clean;
}

QString Redaction::text(const QString &text) const
{
    return unpacked(text, 0);
}

QString Redaction::unpacked(const QString &given, int depth) const
{
    // Credentials are one word after the scheme; a challenge has parameters (RFC 9110 §11.2).
    static const QRegularExpression credentials(QStringLiteral("^(Bearer|Basic|DPoP|Token)\\s+[A-Za-z0-9._~+/=-]+$"),
                                                QRegularExpression::CaseInsensitiveOption);
    const auto marked = [this](const QString &secret) { return QString::fromLatin1(mark(secret.toUtf8())); };
    if (given.isEmpty())
        return given;
    if (depth > maxDepth || given.size() > mostRedacted || isKnown(given) || holdsPrivateKey(given))
        return marked(given);
    if (looksLikeAddress(given))
        return QString::fromUtf8(address(given.toUtf8(), depth + 1));
    if (looksLikeToken(given) || credentials.match(given).hasMatch())
        return marked(given);
    if (beginsLikeJson(given)) {
        const core::Result<QJsonDocument> document = core::parseJson(given.toUtf8(), mostRedacted);
        return document.ok() ? QString::fromUtf8(json(*document, depth + 1)) : marked(given);
    }
    if (looksLikeForm(given))
        return QString::fromUtf8(form(given.toUtf8(), depth + 1));
    return sentence(withoutKnown(given));
}

/// Goes through the text once, however much is found in it.
QString Redaction::sentence(const QString &text) const
{
    static const QRegularExpression signedToken(QStringLiteral("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)*"));
    static const QRegularExpression pair(QStringLiteral("(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]++)=([^&\\s;,\"'<>]+)"));
    QString tokenless;
    qsizetype done = 0;
    for (auto matches = signedToken.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        tokenless += text.mid(done, match.capturedStart() - done) + QString::fromLatin1(mark(match.captured().toUtf8()));
        done = match.capturedEnd();
    }
    tokenless += text.mid(done);
    QString clean;
    done = 0;
    qsizetype from = 0;
    for (QRegularExpressionMatch match = pair.match(tokenless); match.hasMatch(); match = pair.match(tokenless, from)) {
        from = match.capturedStart(2); // an address within may have pairs of its own
        const QByteArray name = match.captured(1).toUtf8();
        if (!isSecretName(name))
            continue;
        clean += tokenless.mid(done, match.capturedStart(2) - done) + QString::fromLatin1(markNamed(name, match.captured(2).toUtf8()));
        done = from = match.capturedEnd(2);
    }
    return clean + tokenless.mid(done);
}

} // namespace keyturn::net
