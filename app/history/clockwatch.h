// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"

#include <QObject>

namespace keyturn::history {

class Recorder;

/// Compares our clock with that of whoever answers, at every answer: a clock that is off is why tokens seem to be over, and the person looks
/// elsewhere.
class ClockWatch : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive it.
    ClockWatch(const net::ExchangeLog &log, Recorder &recorder, QObject *parent = nullptr);

private:
    void look(const net::Exchange &exchange);
    Recorder &m_recorder;
};

} // namespace keyturn::history
