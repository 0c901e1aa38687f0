// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace keyturn::backend {

/// SIGTERM, SIGINT and SIGHUP as signals in the event loop: a handler may do next to nothing, so it writes one byte to a pipe. One in a program.
class TerminationSignal : public QObject
{
    Q_OBJECT
public:
    explicit TerminationSignal(QObject *parent = nullptr);

Q_SIGNALS:
    void received(); ///< SIGTERM or SIGINT, once.
    void hangUp(); ///< SIGHUP: files are to be read anew.
};

} // namespace keyturn::backend
