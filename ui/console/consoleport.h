// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/requestconsole.h"
#include "core/clock.h"

#include <QObject>

namespace keyturn::ui::console {

using composition::CountedVolley;
using keyturn::console::Answer;
using keyturn::console::BodyKind;
using keyturn::console::Draft;
using keyturn::console::Endpoint;
using keyturn::console::Language;
using keyturn::console::PastRequest;
using keyturn::console::SavedRequest;
using Begin = composition::RequestConsole::Begin;
using TokenIn = composition::RequestConsole::Token;

/// Where a draft would go.
struct Destination {
    QUrl url;
    bool withToken = false; ///< Whether it is one of the account's own, that its token goes to.
};

/// The request console as the window sees it. application/ answers it from composition::RequestConsole, whose errors these are.
class ConsolePort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    [[nodiscard]] virtual QString accountName(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual QString backendName(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual core::Result<Destination> destinationOf(const model::AccountId &id, const Draft &draft) const = 0;

    [[nodiscard]] virtual core::Async<Answer> send(const model::AccountId &id, const Draft &draft, std::stop_token stop,
                                                   keyturn::console::Sender::Progress progress) = 0;
    [[nodiscard]] virtual core::Async<CountedVolley> fire(const model::AccountId &id, const Draft &draft, int count, Begin begin,
                                                          std::stop_token stop, keyturn::console::Sender::Landed landed) = 0;
    /// Of the profile.
    [[nodiscard]] virtual QList<Endpoint> knownEndpoints(const model::AccountId &id) const = 0;
    /// Those and the ones that the backend publishes; @p document: where, or empty.
    [[nodiscard]] virtual core::Async<QList<Endpoint>> endpoints(const model::AccountId &id, const QString &document) = 0;
    [[nodiscard]] virtual core::Async<core::Secret> snippet(const model::AccountId &id, const Draft &draft, Language language, TokenIn token) = 0;

    [[nodiscard]] virtual core::Async<QList<PastRequest>> past(const model::AccountId &id) = 0;
    [[nodiscard]] virtual core::Async<void> forget(const model::AccountId &id) = 0;
    [[nodiscard]] virtual core::Async<QList<SavedRequest>> saved() = 0;
    [[nodiscard]] virtual core::Async<void> save(const QString &name, const Draft &draft) = 0;
    [[nodiscard]] virtual core::Async<void> removeSaved(const QString &name) = 0;

Q_SIGNALS:
    void requestsChanged(); ///< What past() or saved() answers is another now.
};

} // namespace keyturn::ui::console
