// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/draft.h"

#include <QFile>

#include <vector>

namespace keyturn::console {

/// A body of multipart/form-data (RFC 7578), whose files are read as they are needed and never as a whole. It can be read again from its start.
class MultipartBody final : public QIODevice
{
    Q_OBJECT
public:
    MultipartBody();

    /// Configuration `body_file_unreadable`.
    [[nodiscard]] core::Result<void> add(const FormField &field);
    /// After the last field; it can be read from then on.
    void finish();
    [[nodiscard]] const QByteArray &boundary() const { return m_boundary; }

    [[nodiscard]] bool isSequential() const override { return false; }
    [[nodiscard]] qint64 size() const override;
    bool seek(qint64 position) override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    /// Bytes, or a file.
    struct Piece {
        qint64 start = 0;
        qint64 size = 0;
        QByteArray bytes;
        std::unique_ptr<QFile> file;
    };
    void append(const QByteArray &bytes);
    qint64 readFrom(Piece &piece, qint64 offset, char *data, qint64 maxSize);

    QByteArray m_boundary;
    std::vector<Piece> m_pieces;
    qint64 m_at = 0;
};

} // namespace keyturn::console
