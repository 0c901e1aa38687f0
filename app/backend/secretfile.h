// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

namespace keyturn::backend {

/// A file that holds a secret, or may do so: what is in it, and who else than its owner may come at it. It is looked at through the descriptor that
/// is read by, so that what was checked is what was read; a link counts as the file it leads to.
///
/// Others may read it in two places that something more than its mode keeps: below /run/secrets, where container engines put secrets with mode 444 in
/// a root of their own, and its group in systemd's $CREDENTIALS_DIRECTORY, where the mask of an access control list for the service's user looks like
/// a group's right. To write is for the owner alone, wherever it is.
class SecretFile
{
public:
    enum class Readers {
        Owner,
        OwnerAndGroup, ///< For keys as packages install them: root:ssl-cert, mode 640.
    };

    /// The whole file. Configuration `usage` with a sentence that begins with its name: it cannot be read, or has more than @p most bytes, of which
    /// none are read then.
    [[nodiscard]] static core::Result<SecretFile> open(const QString &path, qsizetype most, Readers readers = Readers::Owner);
    /// The same, and nobody else may come at it.
    [[nodiscard]] static core::Result<core::Secret> read(const QString &path, qsizetype most, Readers readers = Readers::Owner);

    [[nodiscard]] const core::Secret &content() const { return m_content; }
    /// Configuration `usage` where others may come at it, with a sentence that says how to end that.
    [[nodiscard]] core::Result<void> isOurs() const;

private:
    SecretFile(QString path, core::Secret content, Readers readers, bool exposed)
        : m_path(std::move(path)), m_content(std::move(content)), m_readers(readers), m_exposed(exposed)
    { }

    QString m_path;
    core::Secret m_content;
    Readers m_readers;
    bool m_exposed;
};

/// What a text editor and `echo` leave at the end of a line is no part of it.
[[nodiscard]] QString firstLineOf(const core::Secret &content);

} // namespace keyturn::backend
