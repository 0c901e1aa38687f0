// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

class QDebug;

namespace keyturn::core {

/// Bytes that must not leak: a password, a token, a key. Immutable, shared between copies, wiped when the last copy goes.
/// There is one door, reveal(); streams print `<secret>`; comparison takes the same time whatever the bytes are.
class Secret
{
public:
    Secret() = default;
    /// Copies @p bytes; the caller's own copy is the caller's to wipe.
    explicit Secret(QByteArrayView bytes);
    /// Copies @p bytes and wipes the source where nobody else shares it.
    [[nodiscard]] static Secret take(QByteArray &&bytes);
    /// UTF-8 of @p text.
    [[nodiscard]] static Secret fromText(const QString &text);

    [[nodiscard]] bool isEmpty() const noexcept { return size() == 0; }
    [[nodiscard]] qsizetype size() const noexcept;

    /// Valid as long as any copy of this Secret lives. Not NUL-terminated.
    [[nodiscard]] QByteArrayView reveal() const noexcept;

    friend bool operator==(const Secret &a, const Secret &b) noexcept;

private:
    struct Bytes;
    std::shared_ptr<const Bytes> m_bytes;
};

/// Overwrites @p size bytes at @p data in a way that the optimiser keeps.
void wipe(void *data, qsizetype size) noexcept;
/// Wipes @p bytes where nobody else shares them, and empties it in any case.
void wipe(QByteArray &bytes) noexcept;

QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace keyturn::core
