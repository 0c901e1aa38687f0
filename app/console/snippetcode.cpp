// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/snippetparts.h"

#include <QFileInfo>
#include <QMimeDatabase>

/// Snippets in programming languages.
namespace keyturn::console {

namespace {

/// A text between double quotes, as JavaScript (ECMA-262 §12.9.4) and Python (reference, §2.4.1) both read it.
QByteArray literal(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += u'\\' + QString(c);
        else if (c == u'\n')
            out += QLatin1String("\\n");
        else if (c == u'\r')
            out += QLatin1String("\\r");
        else if (c == u'\t')
            out += QLatin1String("\\t");
        else if (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0) || c.unicode() == 0x2028 || c.unicode() == 0x2029
                 || c.isNonCharacter() || (c.category() == QChar::Other_Format))
            out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return (out + u'"').toUtf8();
}

bool isUtf8(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes).toUtf8() == bytes;
}

/// A header's bytes are characters of Latin-1 to both languages.
QByteArray headerLiteral(const QByteArray &value)
{
    QByteArray out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) >= 0x7f || static_cast<unsigned char>(c) < 0x20)
            out += "\\x" + QByteArray(1, c).toHex();
        else
            out += c;
    }
    return out + '"';
}

QByteArray fileName(const FormField &field)
{
    return literal(QFileInfo(field.value).fileName());
}

QByteArray typeOf(const FormField &field)
{
    return literal(QMimeDatabase().mimeTypeForFile(field.value, QMimeDatabase::MatchExtension).name());
}

QByteArray fetchBody(const SnippetParts &parts)
{
    switch (parts.draft.kind) {
    case BodyKind::None:
        return {};
    case BodyKind::Text:
    case BodyKind::Form: {
        const QByteArray bytes = parts.bytes();
        return "  body: " + (isUtf8(bytes) ? literal(QString::fromUtf8(bytes)) : "Buffer.from(\"" + bytes.toBase64() + "\", \"base64\")") + ",\n";
    }
    case BodyKind::File:
        return "  body: await readFile(" + literal(parts.draft.file) + "),\n";
    case BodyKind::Multipart:
        return "  body: form,\n";
    }
    return {};
}

QByteArray fetchBefore(const SnippetParts &parts)
{
    if (parts.draft.kind == BodyKind::File)
        return "import { readFile } from \"node:fs/promises\";\n\n";
    if (parts.draft.kind != BodyKind::Multipart)
        return {};
    QByteArray lines;
    bool readsFiles = false;
    for (const FormField &field : parts.draft.fields) {
        readsFiles = readsFiles || field.isFile;
        lines += "form.append(" + literal(field.name) + ", "
            + (field.isFile ? "await openAsBlob(" + literal(field.value) + ", { type: " + typeOf(field) + " }), " + fileName(field)
                            : literal(field.value))
            + ");\n";
    }
    return QByteArray(readsFiles ? "import { openAsBlob } from \"node:fs\";\n\n" : "") + "const form = new FormData();\n" + lines + '\n';
}

QByteArray pythonBody(const SnippetParts &parts)
{
    switch (parts.draft.kind) {
    case BodyKind::None:
        return {};
    case BodyKind::Text:
    case BodyKind::Form: {
        const QByteArray bytes = parts.bytes();
        return "    data=" + (isUtf8(bytes) ? literal(QString::fromUtf8(bytes)) + ".encode()" : 'b' + headerLiteral(bytes)) + ",\n";
    }
    case BodyKind::File:
        return "    data=open(" + literal(parts.draft.file) + ", \"rb\"),\n";
    case BodyKind::Multipart:
        break;
    }
    QByteArray fields;
    for (const FormField &field : parts.draft.fields) {
        const QByteArray value =
            field.isFile ? fileName(field) + ", open(" + literal(field.value) + ", \"rb\"), " + typeOf(field) : "None, " + literal(field.value);
        fields += "        (" + literal(field.name) + ", (" + value + ")),\n";
    }
    return "    files=[\n" + fields + "    ],\n";
}

} // namespace

QByteArray fetchSnippet(const SnippetParts &parts)
{
    QByteArray headers;
    for (const net::Header &header : parts.headers)
        headers += "    " + headerLiteral(header.name) + ": " + headerLiteral(header.value) + ",\n";
    if (parts.hasPlaceholder())
        headers += "    " + headerLiteral(parts.credential->header) + ": " + headerLiteral(parts.credential->prefix) + " + process.env.TOKEN,\n";
    else if (parts.credential)
        headers += "    " + headerLiteral(parts.credential->header) + ": " + headerLiteral(parts.credentialValue()) + ",\n";
    return fetchBefore(parts) + "const response = await fetch(" + headerLiteral(parts.url) + ", {\n  method: " + headerLiteral(parts.method) + ",\n"
        + (headers.isEmpty() ? QByteArray() : "  headers: {\n" + headers + "  },\n") + fetchBody(parts)
        + "  redirect: \"manual\",\n});\nconsole.log(response.status, await response.text());\n";
}

QByteArray pythonSnippet(const SnippetParts &parts)
{
    QByteArray headers;
    for (const net::Header &header : parts.headers)
        headers += "        " + headerLiteral(header.name) + ": " + headerLiteral(header.value) + ",\n";
    if (parts.hasPlaceholder())
        headers +=
            "        " + headerLiteral(parts.credential->header) + ": " + headerLiteral(parts.credential->prefix) + " + os.environ[\"TOKEN\"],\n";
    else if (parts.credential)
        headers += "        " + headerLiteral(parts.credential->header) + ": " + headerLiteral(parts.credentialValue()) + ",\n";
    return QByteArray(parts.hasPlaceholder() ? "import os\n\n" : "") + "import requests\n\nresponse = requests.request(\n    "
        + headerLiteral(parts.method) + ",\n    " + headerLiteral(parts.url) + ",\n"
        + (headers.isEmpty() ? QByteArray() : "    headers={\n" + headers + "    },\n") + pythonBody(parts)
        + "    allow_redirects=False,\n)\nprint(response.status_code)\nprint(response.text)\n";
}

} // namespace keyturn::console
