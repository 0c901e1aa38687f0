// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QDateTime>
#include <QUrl>

/// What git and a credential helper say to each other (git-credential(1), INPUT/OUTPUT FORMAT).
namespace keyturn::cli {

/// Longest question that is read, in bytes.
inline constexpr qsizetype maxGitCredentialBytes = 64 * 1024;

/// What git asks or tells. Attributes that are not here are not looked at.
struct GitCredential {
    QString protocol;
    QString host; ///< With the port, where there is one.
    QString path; ///< Without the slash at its beginning; git tells it with credential.useHttpPath alone.
    QString username; ///< May be empty.
    core::Secret secret; ///< The password, or with an authentication scheme the credential; empty where neither was told.
    QStringList challenges; ///< The server's WWW-Authenticate headers, as far as git tells them (from 2.41 on).
    bool takesSchemes = false; ///< It understands `authtype` (git 2.46).

    /// Of the server, with the path; invalid where protocol and host make none.
    [[nodiscard]] QUrl url() const;
    /// Whether the token goes as bearer: git can, and the server does not say that it takes passwords alone.
    [[nodiscard]] bool wantsBearer() const;
};

/// Reads `key=value` lines up to the empty one. Configuration `usage` where that is no question of git's: a line without "=", a NUL byte, a line of
/// more than 8 kB, or more than 1,000 lines.
[[nodiscard]] core::Result<GitCredential> readGitCredential(const QByteArray &input);

/// Whether @p bytes can stand in a line of it, and are no further lines.
[[nodiscard]] bool fitsGitLine(QByteArrayView bytes);

/// The lines that answer @p asked with @p token: as the password of @p username or, where wantsBearer(), as bearer. @p expiresAt may be invalid. It
/// holds the token in the clear: whoever asked is who it goes to.
[[nodiscard]] QByteArray gitCredentialAnswer(const GitCredential &asked, const QString &username, const core::Secret &token,
                                             const QDateTime &expiresAt);

} // namespace keyturn::cli
