// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/account.h"

#include <QJsonObject>
#include <QList>

/// The account file's JSON: `{"format":"keyturn-accounts","version":1,"accounts":[…]}`. Times are ISO 8601 in UTC with milliseconds; what is not
/// known is left out.
namespace keyturn::storage {

inline constexpr int accountFileVersion = 1;

/// The accounts beside the JSON they came from, so that members which this version does not know survive a change.
struct AccountRecords {
    struct Record {
        model::Account account;
        QJsonObject json;
    };
    QJsonObject root;
    QList<Record> records;

    [[nodiscard]] Record *find(const model::AccountId &id);
    [[nodiscard]] QList<model::Account> accounts() const;
    void put(const model::Account &account); ///< Adds or replaces by id.
    /// Puts it in front of @p before; at the end where that is unknown or empty. False where @p id is unknown.
    bool move(const model::AccountId &id, const model::AccountId &before);
    bool remove(const model::AccountId &id); ///< False where there is none.
};

/// Errors are Storage: `accounts_broken` (the detail says where), `accounts_newer`.
[[nodiscard]] core::Result<AccountRecords> parseAccountRecords(QByteArrayView json);
[[nodiscard]] QByteArray serialise(const AccountRecords &records);

/// Longest account file that is read, in bytes: more than 10,000 accounts.
inline constexpr qsizetype maxAccountFileBytes = 16 * 1024 * 1024;

} // namespace keyturn::storage
