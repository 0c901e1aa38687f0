// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/multipart.h"

#include <QFileInfo>
#include <QMimeDatabase>
#include <QUuid>

#include <algorithm>
#include <cstring>

namespace keyturn::console {

namespace {

/// As browsers write it (HTML, "multipart form data").
QByteArray quoted(const QString &text)
{
    return text.toUtf8().replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22");
}

} // namespace

// Random, so that no file can hold it.
MultipartBody::MultipartBody() : m_boundary("keyturn-" + QUuid::createUuid().toByteArray(QUuid::Id128)) { }

void MultipartBody::append(const QByteArray &bytes)
{
    m_pieces.push_back({size(), bytes.size(), bytes, nullptr});
}

core::Result<void> MultipartBody::add(const FormField &field)
{
    QByteArray head = "--" + m_boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(field.name) + '"';
    if (!field.isFile) {
        append(head + "\r\n\r\n" + field.value.toUtf8() + "\r\n");
        return {};
    }
    auto file = std::make_unique<QFile>(field.value);
    if (!file->open(QIODevice::ReadOnly) || file->isSequential())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("body_file_unreadable"),
                           field.value + QStringLiteral(": ") + (file->isOpen() ? QStringLiteral("no file") : file->errorString())};
    head += "; filename=\"" + quoted(QFileInfo(field.value).fileName())
        + "\"\r\nContent-Type: " + QMimeDatabase().mimeTypeForFile(field.value, QMimeDatabase::MatchExtension).name().toLatin1() + "\r\n\r\n";
    append(head);
    const qint64 bytes = file->size();
    m_pieces.push_back({size(), bytes, {}, std::move(file)});
    append("\r\n");
    return {};
}

void MultipartBody::finish()
{
    append("--" + m_boundary + "--\r\n");
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 MultipartBody::size() const
{
    return m_pieces.empty() ? 0 : m_pieces.back().start + m_pieces.back().size;
}

bool MultipartBody::seek(qint64 position)
{
    if (position < 0 || position > size() || !QIODevice::seek(position))
        return false;
    m_at = position;
    return true;
}

qint64 MultipartBody::readFrom(Piece &piece, qint64 offset, char *data, qint64 maxSize)
{
    const qint64 count = std::min(maxSize, piece.size - offset);
    if (!piece.file) {
        std::memcpy(data, piece.bytes.constData() + offset, size_t(count));
        return count;
    }
    return piece.file->seek(offset) ? piece.file->read(data, count) : -1;
}

qint64 MultipartBody::readData(char *data, qint64 maxSize)
{
    qint64 read = 0; // as much as is asked for: less would be the end
    while (read < maxSize && m_at < size()) {
        const auto piece = std::find_if(m_pieces.begin(), m_pieces.end(), [this](const Piece &one) { return m_at < one.start + one.size; });
        const qint64 count = readFrom(*piece, m_at - piece->start, data + read, maxSize - read);
        if (count <= 0) // a file has become shorter meanwhile: what was announced cannot be sent any more, and the connection ends
            return -1;
        read += count;
        m_at += count;
    }
    return read == 0 && maxSize > 0 ? -1 : read;
}

} // namespace keyturn::console
