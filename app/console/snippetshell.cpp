// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/snippetparts.h"

#include <algorithm>
#include <cstring>

/// Snippets for a POSIX shell (IEEE Std 1003.1, §2.2).
namespace keyturn::console {

namespace {

/// Within single quotes everything is what it is, a line's end and `!` too; a single quote stands outside of them.
QByteArray quoted(QByteArray text)
{
    return '\'' + text.replace('\'', "'\\''") + '\'';
}

/// In double quotes, so that the shell puts in the variable.
QByteArray withVariable(QByteArray before)
{
    for (const char *special : {"\\", "\"", "$", "`"})
        before.replace(special, QByteArray("\\") + special);
    return '"' + before + "$TOKEN\"";
}

core::Error impossible(const char *what)
{
    return {core::ErrorKind::Configuration, QStringLiteral("snippet_impossible"), QString::fromLatin1(what)};
}

core::Result<QByteArray> joined(const QByteArrayList &words)
{
    const QByteArray text = words.join(" \\\n  ") + '\n';
    if (text.contains('\0'))
        return impossible("a shell's word cannot hold a zero byte");
    return text;
}

/// HTTPie splits an item at its first separator that no backslash stands before; behind it, a separator that would become part of it has one too.
QByteArray escapedItem(const QByteArray &name, const char *separator, const QByteArray &value)
{
    QByteArray item;
    for (const char c : name) {
        if (std::strchr(":;=@", c))
            item += '\\';
        item += c;
    }
    item += separator;
    if (!value.isEmpty() && std::strchr(":;=@", value.front()))
        item += '\\';
    return item + value;
}

/// A backslash that HTTPie would take for its own.
bool isAmbiguousItem(const QByteArray &name, const QByteArray &value)
{
    for (qsizetype i = value.indexOf('\\'); i >= 0; i = value.indexOf('\\', i + 1)) {
        if (i + 1 < value.size() && std::strchr(":;=@", value[i + 1]) && value[i + 1] != '\0')
            return true;
    }
    return name.contains('\\');
}

QByteArray curlFileName(const QString &path)
{
    // curl reads quotes of its own here, so that a semicolon is no end.
    return "@\"" + path.toUtf8().replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

core::Result<void> addCurlBody(QByteArrayList &words, const SnippetParts &parts)
{
    switch (parts.draft.kind) {
    case BodyKind::None:
        break;
    case BodyKind::Text:
    case BodyKind::Form:
        words += "--data-raw " + quoted(parts.bytes());
        break;
    case BodyKind::File:
        words += "--data-binary " + quoted('@' + parts.draft.file.toUtf8());
        break;
    case BodyKind::Multipart:
        for (const FormField &field : parts.draft.fields) {
            if (field.name.contains(u'='))
                return impossible("curl takes no field whose name has an equals sign in it");
            const QByteArray name = field.name.toUtf8() + '=';
            words += field.isFile ? "--form " + quoted(name + curlFileName(field.value)) : "--form-string " + quoted(name + field.value.toUtf8());
        }
        break;
    }
    return {};
}

} // namespace

core::Result<QByteArray> curlSnippet(const SnippetParts &parts)
{
    const bool hasBody = parts.draft.kind != BodyKind::None;
    QByteArray first = "curl";
    if (parts.method == "HEAD" && !hasBody)
        first += " --head";
    else if (parts.method != (hasBody ? "POST" : "GET"))
        first += " --request " + quoted(parts.method);
    if (std::any_of(parts.url.begin(), parts.url.end(), [](char c) { return std::strchr("[]{}", c) != nullptr; }))
        first += " --globoff"; // brackets are many addresses to curl otherwise
    QByteArrayList words{first + ' ' + quoted(parts.url)};
    for (const net::Header &header : parts.headers)
        words += "--header " + quoted(header.value.isEmpty() ? header.name + ';' : header.name + ": " + header.value);
    if (parts.hasPlaceholder())
        words += "--header " + withVariable(parts.credential->header + ": " + parts.credential->prefix);
    else if (parts.credential)
        words += "--header " + quoted(parts.credential->header + ": " + parts.credentialValue());
    if (const core::Result<void> added = addCurlBody(words, parts); !added.ok())
        return added.error();
    return joined(words);
}

core::Result<QByteArray> httpieSnippet(const SnippetParts &parts)
{
    if (parts.draft.kind == BodyKind::Multipart) {
        for (const FormField &field : parts.draft.fields) {
            if (isAmbiguousItem(field.name.toUtf8(), field.value.toUtf8()))
                return impossible("HTTPie reads a backslash in a field's name, or before a separator in its value, as its own");
        }
    }
    QByteArrayList items;
    for (const net::Header &header : parts.headers)
        items += quoted(header.value.isEmpty() ? header.name + ';' : escapedItem(header.name, ":", header.value));
    if (parts.hasPlaceholder())
        items += withVariable(parts.credential->header + ':' + parts.credential->prefix);
    else if (parts.credential)
        items += quoted(escapedItem(parts.credential->header, ":", parts.credentialValue()));
    QByteArrayList words{"http --ignore-stdin"};
    switch (parts.draft.kind) {
    case BodyKind::None:
        break;
    case BodyKind::Text:
    case BodyKind::Form:
        words += "--raw=" + quoted(parts.bytes());
        break;
    case BodyKind::File:
        items += quoted('@' + parts.draft.file.toUtf8());
        break;
    case BodyKind::Multipart:
        words.last() += " --multipart";
        for (const FormField &field : parts.draft.fields)
            items += quoted(escapedItem(field.name.toUtf8(), field.isFile ? "@" : "=", field.value.toUtf8()));
        break;
    }
    const QByteArray target = quoted(parts.method) + ' ' + quoted(parts.url);
    if (words.size() == 1)
        words.last() += ' ' + target;
    else
        words += target;
    if (!items.isEmpty())
        words.last() += " --"; // a name that begins with a dash is no option
    words += items;
    return joined(words);
}

} // namespace keyturn::console
