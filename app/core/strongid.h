// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QString>

namespace keyturn::core {

/// A string that names one kind of thing; two kinds cannot be mixed up. `struct AccountTag; using AccountId = StrongId<AccountTag>;`
template <class Tag> class StrongId
{
public:
    StrongId() = default;
    explicit StrongId(QString value) : m_value(std::move(value)) { }
    [[nodiscard]] const QString &toString() const noexcept { return m_value; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_value.isEmpty(); }
    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend bool operator<(const StrongId &a, const StrongId &b) noexcept { return a.m_value < b.m_value; }
    friend size_t qHash(const StrongId &id, size_t seed = 0) noexcept { return ::qHash(id.m_value, seed); }

private:
    QString m_value;
};

} // namespace keyturn::core
