// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "backend/instant.h"

#include <QList>

#include <optional>

namespace keyturn::backend {

/// A place in a list that is ordered by time and, where times are the same, by id: behind this item.
struct PagePosition {
    Instant at;
    QString id;

    /// As it stands in an address: `<milliseconds>-<id>`. What it is made of is our business; clients give it back as it came.
    [[nodiscard]] QString text() const;
    [[nodiscard]] static std::optional<PagePosition> parse(const QString &text);
    bool operator==(const PagePosition &) const = default;
};

/// Which part of a list is asked for.
struct Page {
    std::optional<PagePosition> after; ///< Nothing: from the beginning.
    int limit = 0; ///< >= 1
};

/// Part of a list, and where the rest begins; nothing where there is none.
template <class T> struct Paged {
    QList<T> items;
    std::optional<PagePosition> next;

    /// @p items are one more than @p limit where there is a rest. @p positionOf gives an item's own.
    template <class F> static Paged of(QList<T> items, int limit, F positionOf)
    {
        if (items.size() <= limit)
            return {std::move(items), std::nullopt};
        items.resize(limit);
        std::optional<PagePosition> next = positionOf(items.last());
        return {std::move(items), std::move(next)};
    }
};

/// The page that `?after=&limit=` asks for, or 400.
struct CheckedPage {
    Page page;
    std::optional<Response> refusal;
};
/// @p most is the greatest limit, and the one where none is given.
[[nodiscard]] CheckedPage pageOf(const QByteArray &query, int most);

} // namespace keyturn::backend
