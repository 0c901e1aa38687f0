// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QHash>
#include <QString>

namespace keyturn::core {

/// Where one value stands in a JSON text, in bytes; each end is the byte behind it.
struct JsonPlace {
    qsizetype nameStart = -1; ///< The quote before the member's name; -1 for an array's item and for the root.
    qsizetype nameEnd = -1;
    qsizetype start = 0;
    qsizetype end = 0;
    bool isContainer = false; ///< An object or an array.
    bool operator==(const JsonPlace &) const = default;
};

/// The place of every value of @p text by its pointer (RFC 6901). @p text is one that parseJson() took, and so no deeper than that allows; of any
/// other the places up to where it goes wrong are told.
[[nodiscard]] QHash<QString, JsonPlace> jsonPlaces(QByteArrayView text);

} // namespace keyturn::core
