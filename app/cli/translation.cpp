// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/translation.h"

#include <QCoreApplication>
#include <QTranslator>

namespace keyturn::cli {

void installTranslation()
{
    auto *translator = new QTranslator(QCoreApplication::instance());
    if (!translator->load(QStringLiteral(":/keyturn/translations/keyturn_en.qm")))
        qFatal("the English texts are not in the program");
    QCoreApplication::installTranslator(translator);
}

} // namespace keyturn::cli
