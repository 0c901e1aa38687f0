// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/application.h"
#include "cli/translation.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("keyturn-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KEYTURN_VERSION));
    keyturn::cli::installTranslation();
    keyturn::cli::Application cli(QCoreApplication::arguments());
    QObject::connect(&cli, &keyturn::cli::Application::finished, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    cli.start();
    return QCoreApplication::exec();
}
