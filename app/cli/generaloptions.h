// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCommandLineParser>

namespace keyturn::cli {

inline const QString storeOption = QStringLiteral("secret-store");
inline const QString passphraseOption = QStringLiteral("passphrase-fd");

/// Those that every command has.
void addGeneralOptions(QCommandLineParser &parser);

} // namespace keyturn::cli
