// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace keyturn::cli {

/// Ctrl+C and SIGTERM as a Qt signal, so that flows are cancelled in the event loop and not within a signal handler.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

    /// Becomes readable at the first signal; for those who must wait for input outside the event loop. -1 where there is none.
    [[nodiscard]] static int descriptor();

Q_SIGNALS:
    void requested();
};

} // namespace keyturn::cli
