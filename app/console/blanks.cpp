// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/blanks.h"

#include "net/redaction.h"
#include "net/secretshapes.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace keyturn::console {

namespace {

/// One for the process: the same secret has the same mark in all requests.
const net::Redaction &redaction()
{
    static const net::Redaction one;
    return one;
}

bool holdsMark(const QString &text)
{
    static const QRegularExpression mark(QStringLiteral("<secret #[0-9a-f]{8}>"));
    return text.contains(mark);
}

/// What net::Redaction::body() makes of a body that it does not tell.
bool isSizeAlone(const QByteArray &text)
{
    static const QRegularExpression untold(QStringLiteral("\\A<\\d+ bytes( of [^<>\\s]+)?>\\z"));
    return text.size() < 200 && untold.match(QString::fromUtf8(text)).hasMatch();
}

QString withoutSecretsInAddress(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid()) // nobody can tell what is secret in it
        return QString::fromLatin1(redaction().mark(address.toUtf8()));
    const QUrl redacted = redaction().url(url);
    return redacted.toEncoded() == url.toEncoded() ? address : QString::fromLatin1(redacted.toEncoded());
}

/// JSON that says the same stays as it was written.
QByteArray withoutSecretsInBody(const QByteArray &contentType, const QByteArray &text)
{
    const QByteArray redacted = redaction().body(contentType, text);
    const QJsonDocument before = QJsonDocument::fromJson(text);
    return !before.isNull() && before == QJsonDocument::fromJson(redacted) ? text : redacted;
}

QString withoutSecretsInField(const FormField &field)
{
    if (field.isFile || field.value.isEmpty())
        return field.value;
    if (net::isSecretName(field.name.toUtf8()))
        return QString::fromLatin1(redaction().mark(field.value.toUtf8()));
    return redaction().text(field.value);
}

} // namespace

bool isCredential(const QByteArray &name)
{
    return name.compare("Authorization", Qt::CaseInsensitive) == 0 || name.compare("Cookie", Qt::CaseInsensitive) == 0;
}

Draft withoutSecrets(const Draft &draft)
{
    Draft kept = draft;
    kept.address = withoutSecretsInAddress(draft.address);
    kept.headers.removeIf([](const net::Header &header) { return isCredential(header.name); }); // else they would have to be filled in again
    for (net::Header &header : kept.headers)
        header.value = redaction().header(header.name, header.value);
    if (draft.kind == BodyKind::Text)
        kept.text = withoutSecretsInBody(contentTypeOf(draft), draft.text);
    else
        kept.text.clear(); // typed once, and not sent
    const bool sendsFields = draft.kind == BodyKind::Form || draft.kind == BodyKind::Multipart;
    if (!sendsFields)
        kept.fields.clear();
    for (FormField &field : kept.fields)
        field.value = withoutSecretsInField(field);
    return kept;
}

QList<Blank> blanksOf(const Draft &draft)
{
    QList<Blank> blanks;
    if (holdsMark(QUrl::fromPercentEncoding(draft.address.toUtf8())))
        blanks.append({Blank::Place::Address, {}});
    for (const net::Header &header : draft.headers) {
        if (holdsMark(QString::fromUtf8(header.value)))
            blanks.append({Blank::Place::Header, QString::fromLatin1(header.name)});
    }
    if (draft.kind == BodyKind::Text && (isSizeAlone(draft.text) || holdsMark(QUrl::fromPercentEncoding(draft.text))))
        blanks.append({Blank::Place::Body, {}});
    if (draft.kind == BodyKind::Form || draft.kind == BodyKind::Multipart) {
        for (const FormField &field : draft.fields) {
            if (!field.isFile && holdsMark(field.value))
                blanks.append({Blank::Place::Field, field.name});
        }
    }
    return blanks;
}

} // namespace keyturn::console
