// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/secret.h"

#include <QDebug>

#include <algorithm>
#include <vector>

namespace keyturn::core {

void wipe(void *data, qsizetype size) noexcept
{
    // Through a volatile pointer: a plain memset before free is a dead store that the optimiser removes.
    auto *bytes = static_cast<volatile char *>(data);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = 0;
}

void wipe(QByteArray &bytes) noexcept
{
    if (bytes.isDetached() && bytes.capacity() > 0)
        wipe(bytes.data(), bytes.size());
    bytes.clear();
}

struct Secret::Bytes {
    explicit Bytes(QByteArrayView view) : data(view.begin(), view.end()) { }
    Bytes(const Bytes &) = delete;
    Bytes &operator=(const Bytes &) = delete;
    ~Bytes() { wipe(data.data(), static_cast<qsizetype>(data.size())); }
    std::vector<char> data; // sized once, so no reallocation leaves a copy behind
};

Secret::Secret(QByteArrayView bytes) : m_bytes(bytes.isEmpty() ? nullptr : std::make_shared<const Bytes>(bytes)) { }

Secret Secret::take(QByteArray &&bytes)
{
    Secret secret{QByteArrayView(bytes)};
    wipe(bytes);
    return secret;
}

Secret Secret::fromText(const QString &text)
{
    return take(text.toUtf8());
}

qsizetype Secret::size() const noexcept
{
    return m_bytes ? static_cast<qsizetype>(m_bytes->data.size()) : 0;
}

QByteArrayView Secret::reveal() const noexcept
{
    return m_bytes ? QByteArrayView(m_bytes->data.data(), size()) : QByteArrayView();
}

bool operator==(const Secret &a, const Secret &b) noexcept
{
    const QByteArrayView left = a.reveal();
    const QByteArrayView right = b.reveal();
    if (left.size() != right.size())
        return false; // a length is not the secret
    unsigned char difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference = static_cast<unsigned char>(difference | (static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i])));
    return difference == 0;
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << (secret.isEmpty() ? "<no secret>" : "<secret>");
    return debug;
}

} // namespace keyturn::core
