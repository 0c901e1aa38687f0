// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/generaloptions.h"

#include "cli/application.h"

namespace keyturn::cli {

void addGeneralOptions(QCommandLineParser &parser)
{
    const auto tr = [](const char *text) { return Application::tr(text); };
    parser.addOptions({{{QStringLiteral("h"), QStringLiteral("help")}, tr("Shows this help.")},
                       {QStringLiteral("version"), tr("Shows the version.")},
                       {QStringLiteral("json"), tr("One JSON document on standard output.")},
                       {storeOption, tr("keychain, file or session; the default is the setting."), QStringLiteral("store")},
                       {passphraseOption, tr("Reads the passphrase of --secret-store file from a file descriptor."), QStringLiteral("number")}});
}

} // namespace keyturn::cli
