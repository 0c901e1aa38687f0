// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace keyturn::accounts {

/// A picture as it is kept, or that there was none.
struct KeptPicture {
    QDateTime checkedAt; ///< UTC; when it was asked for last, whatever came of it.
    bool failed = false; ///< Then.
    QByteArray etag; ///< Empty: the server told none.
    QByteArray bytes; ///< Encoded; empty: there is none.
};

/// Files of pictures, one an account and address, private, named by digests; where they grow too many the longest unchecked go first. It is a cache:
/// what cannot be written is not kept, what cannot be read is not there.
class PictureCache
{
public:
    /// @p most: bytes of all files together.
    explicit PictureCache(QString directory, qint64 most = 64 * 1024 * 1024) : m_directory(std::move(directory)), m_most(most) { }

    [[nodiscard]] std::optional<KeptPicture> find(const model::Account &account) const;
    /// In place of all others of the account.
    void keep(const model::Account &account, const KeptPicture &picture) const;
    void remove(const model::AccountId &id) const;
    void removeAll() const;

private:
    [[nodiscard]] QString path(const model::Account &account) const;
    void removeOthers(const model::AccountId &id, const QString &but) const;
    void shrink() const;

    QString m_directory;
    qint64 m_most;
};

} // namespace keyturn::accounts
