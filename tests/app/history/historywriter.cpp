// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/eventstore.h"

#include <QCoreApplication>

/// historywriter FILE ACCOUNT COUNT: records so many events, each written on its own, and ends.
int main(int argc, char *argv[])
{
    using namespace keyturn;
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    core::SystemClock clock;
    history::EventStore store(clock, arguments.value(1));
    int failures = 0;
    QObject::connect(&store, &history::EventStore::notRecorded, &application, [&failures] { ++failures; });
    for (int i = 0; i < arguments.value(3).toInt(); ++i) {
        history::Event event;
        event.subject = {model::AccountId(arguments.value(2)), arguments.value(2), QStringLiteral("Example")};
        event.kind = history::EventKind::Renewed;
        event.cause = QString::number(i);
        store.append(event);
        store.page({}, std::nullopt, 1).waitForFinished(); // writes it, too
        QCoreApplication::processEvents();
    }
    return failures == 0 ? 0 : 1;
}
