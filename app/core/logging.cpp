// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/logging.h"

namespace keyturn::core {
Q_LOGGING_CATEGORY(lcNet, "keyturn.net", QtWarningMsg)
Q_LOGGING_CATEGORY(lcJose, "keyturn.jose", QtWarningMsg)
Q_LOGGING_CATEGORY(lcStorage, "keyturn.storage", QtWarningMsg)
Q_LOGGING_CATEGORY(lcOAuth, "keyturn.oauth", QtWarningMsg)
Q_LOGGING_CATEGORY(lcBackendApi, "keyturn.backendapi", QtWarningMsg)
Q_LOGGING_CATEGORY(lcTokens, "keyturn.tokens", QtWarningMsg)
Q_LOGGING_CATEGORY(lcHistory, "keyturn.history", QtWarningMsg)
Q_LOGGING_CATEGORY(lcAccounts, "keyturn.accounts", QtWarningMsg)
Q_LOGGING_CATEGORY(lcBackend, "keyturn.backend", QtWarningMsg)
Q_LOGGING_CATEGORY(lcUi, "keyturn.ui", QtWarningMsg)
} // namespace keyturn::core
