// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/bodydocument.h"
#include "console/endpoints.h"
#include "console/requeststore.h"
#include "console/sender.h"
#include "console/snippet.h"
#include "model/account.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace keyturn::composition {

class Keyturn;

/// A volley, and what it cost.
struct CountedVolley {
    console::Volley volley;
    int refreshes = 0; ///< That this process made meanwhile, for the account: one, where single flight holds and the token had run out.
};

/// The request console over an account's manager, for window and command line.
class RequestConsole final : public QObject
{
    Q_OBJECT
public:
    /// @p core must outlive it.
    explicit RequestConsole(Keyturn &core, QObject *parent = nullptr);

    /// What paths are below of; empty where the account's profile has none, or is gone.
    [[nodiscard]] QUrl baseOf(const model::AccountId &id) const;
    /// Whether a request to @p url goes out with the account's token.
    [[nodiscard]] bool carriesToken(const model::AccountId &id, const QUrl &url) const;
    [[nodiscard]] console::RequestStore &store();

    /// Sends @p draft as the account, and remembers it. Errors: Sender::send()'s; Configuration `account_unknown`.
    [[nodiscard]] core::Async<console::Answer> send(const model::AccountId &id, const console::Draft &draft, std::stop_token stop = {},
                                                    console::Sender::Progress progress = {});

    enum class Begin {
        AsItIs,
        Expired, ///< The account's access token is taken for run out first, so that all of them want a new one at once.
    };
    /// Sends it @p count times at once. Errors: Sender::fire()'s; Configuration `account_unknown`; with Begin::Expired
    /// those of lab::Lab::run() with Experiment::Expire, and Configuration `refresh_token_absent`.
    [[nodiscard]] core::Async<CountedVolley> fire(const model::AccountId &id, const console::Draft &draft, int count, Begin begin,
                                                  std::stop_token stop = {}, console::Sender::Landed landed = {});

    /// Those of the profile, at once.
    [[nodiscard]] QList<console::Endpoint> profileEndpoints(const model::AccountId &id) const;
    /// Those of the profile, and those of the backend's OpenAPI document, which is looked for where such are published; @p document, an address or a
    /// path below the base, is asked instead where it is given. Asked once for each profile and run, unless @p document is given. That the backend
    /// has none is no error where none was named. Errors: readOpenApi()'s, HttpClient's; Rejected `openapi_absent`.
    [[nodiscard]] core::Async<QList<console::Endpoint>> endpoints(const model::AccountId &id, const QString &document = {});

    enum class Token { Placeholder, Included };
    /// @p draft as a program. With Token::Included the account's access token stands in it, renewed where it has run out, and so do the draft's own
    /// secrets. Errors: console::snippet()'s; TokenManager::tokens()'s; Configuration
    /// `account_unknown`, `token_bound` (RFC 9449: it serves only with a key).
    [[nodiscard]] core::Async<core::Secret> snippet(const model::AccountId &id, const console::Draft &draft, console::Language language, Token token);

private:
    [[nodiscard]] std::optional<model::BackendProfile> profileOf(const model::AccountId &id) const;
    [[nodiscard]] core::Async<void> expire(const model::AccountId &id);
    [[nodiscard]] core::Async<QList<console::Endpoint>> fetch(const QUrl &url);
    /// Asks at @p paths, one after the other; nothing where there is none.
    [[nodiscard]] core::Async<QList<console::Endpoint>> search(const QUrl &base, const QStringList &paths);

    Keyturn &m_core;
    console::Sender m_sender;
    QHash<QString, QList<console::Endpoint>> m_published; ///< By profile.
};

} // namespace keyturn::composition
