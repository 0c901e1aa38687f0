// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QObject>

namespace keyturn::cli {

/// Lines of standard input, as they come, while something else is waited for.
class LineReader : public QObject
{
    Q_OBJECT
public:
    explicit LineReader(QObject *parent = nullptr);

    /// Whether a person sits at standard input.
    [[nodiscard]] static bool isInteractive();

Q_SIGNALS:
    /// Without its end of line, not empty, at most 16 kB: of a longer one nothing is told but this. The end of input is the end of lines, no more.
    void line(const QString &text);
    void tooLong();

private:
    void read();

    QByteArray m_begun;
    bool m_skipping = false; ///< The rest of a line that was too long.
};

} // namespace keyturn::cli
