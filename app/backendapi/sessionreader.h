// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/backendprofile.h"
#include "model/session.h"

#include <QByteArrayView>
#include <QList>

namespace keyturn::backendapi {

struct SessionsPage {
    QList<model::Session> sessions;
    qsizetype items = 0; ///< That came, before any that came already is left out.
    QString cursor; ///< Of the next page, or its address; empty at the end, and where the list is not paged so.
};

/// One answer of a sessions interface. BadReply `reply_not_json`, `sessions_invalid`.
[[nodiscard]] core::Result<SessionsPage> readSessionsPage(QByteArrayView json, const model::SessionsInterface &interface, qsizetype maxBytes);

} // namespace keyturn::backendapi
