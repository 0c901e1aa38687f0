// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/gitcredential.h"

#include "cli/exitstatus.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::cli {

namespace {

constexpr qsizetype maxLineBytes = 8 * 1024;
constexpr qsizetype maxLines = 1000;

QString tr(const char *text)
{
    return QCoreApplication::translate("GitCredential", text);
}

bool speaksOf(const QStringList &challenges, QLatin1String scheme)
{
    return std::any_of(challenges.begin(), challenges.end(),
                       [scheme](const QString &challenge) { return challenge.section(u' ', 0, 0).compare(scheme, Qt::CaseInsensitive) == 0; });
}

/// An empty value takes back what a list held before it.
void add(QStringList &list, const QString &value)
{
    if (value.isEmpty())
        list.clear();
    else
        list.append(value);
}

void take(GitCredential &credential, QStringList &capabilities, QByteArrayView key, const QByteArray &value)
{
    const QString text = QString::fromUtf8(value);
    if (key == "protocol")
        credential.protocol = text;
    else if (key == "host")
        credential.host = text;
    else if (key == "path")
        credential.path = text;
    else if (key == "username")
        credential.username = text;
    else if (key == "password" || key == "credential")
        credential.secret = core::Secret(value);
    else if (key == "capability[]")
        add(capabilities, text);
    else if (key == "wwwauth[]")
        add(credential.challenges, text);
}

} // namespace

QUrl GitCredential::url() const
{
    const QUrl url(protocol + QLatin1String("://") + host + u'/' + path, QUrl::StrictMode);
    // Neither may bring in a part of the address that is not its own.
    const bool whole = url.scheme() == protocol && !host.isEmpty() && url.authority(QUrl::FullyEncoded).compare(host, Qt::CaseInsensitive) == 0
        && url.userInfo().isEmpty();
    return whole ? url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment) : QUrl();
}

bool GitCredential::wantsBearer() const
{
    const bool passwordsAlone = speaksOf(challenges, QLatin1String("Basic")) && !speaksOf(challenges, QLatin1String("Bearer"));
    return takesSchemes && !passwordsAlone;
}

core::Result<GitCredential> readGitCredential(const QByteArray &input)
{
    GitCredential credential;
    QStringList capabilities;
    if (input.contains('\0'))
        return usageError(tr("Git's question cannot be read: it holds a NUL byte."));
    const QList<QByteArray> lines = input.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray &line = lines.at(i);
        if (line.isEmpty())
            break;
        const qsizetype equals = line.indexOf('=');
        if (equals < 1 || line.size() > maxLineBytes || i >= maxLines)
            return usageError(tr("Git's question cannot be read: line %1 is not KEY=VALUE, or there is too much of it.").arg(i + 1));
        take(credential, capabilities, QByteArrayView(line).first(equals), line.mid(equals + 1));
    }
    credential.takesSchemes = capabilities.contains(QLatin1String("authtype"));
    return credential;
}

bool fitsGitLine(QByteArrayView bytes)
{
    return std::none_of(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
}

QByteArray gitCredentialAnswer(const GitCredential &asked, const QString &username, const core::Secret &token, const QDateTime &expiresAt)
{
    const QByteArray secret = token.reveal().toByteArray();
    QByteArray lines;
    if (asked.wantsBearer())
        lines = "capability[]=authtype\nauthtype=Bearer\ncredential=" + secret + "\nephemeral=1\n";
    else
        lines = "username=" + username.toUtf8() + "\npassword=" + secret + '\n';
    if (expiresAt.isValid())
        lines += "password_expiry_utc=" + QByteArray::number(expiresAt.toSecsSinceEpoch()) + '\n';
    return lines;
}

} // namespace keyturn::cli
