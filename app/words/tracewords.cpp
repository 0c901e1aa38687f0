// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/tracewords.h"

#include <QCoreApplication>
#include <QSet>

namespace keyturn::words {

namespace {

struct Entry {
    const char *purpose;
    const char *text;
};

// clang-format off
constexpr Entry entries[] = {
    {"discovery", QT_TRANSLATE_NOOP("Trace", "Keyturn reads where the provider's endpoints are and what it can do.")},
    {"jwks", QT_TRANSLATE_NOOP("Trace", "Keyturn reads the public keys that tokens are verified with.")},
    {"pushed request", QT_TRANSLATE_NOOP("Trace", "The authorization request goes to the provider directly, so that the browser carries a reference to it alone.")},
    {"browser", QT_TRANSLATE_NOOP("Trace", "The browser is sent to the provider's page, with state and code challenge.")},
    {"callback", QT_TRANSLATE_NOOP("Trace", "The browser comes back to Keyturn's listener with the answer.")},
    {"state", QT_TRANSLATE_NOOP("Trace", "The answer is compared with the request: state, issuer, and that it came once.")},
    {"last page", QT_TRANSLATE_NOOP("Trace", "The browser fetches the page that says that it can be closed; its address holds no code.")},
    {"device authorization", QT_TRANSLATE_NOOP("Trace", "Keyturn asks for a code that the person enters on another device.")},
    {"token", QT_TRANSLATE_NOOP("Trace", "What Keyturn holds, a code or a refresh token, is exchanged for tokens.")},
    {"userinfo", QT_TRANSLATE_NOOP("Trace", "Keyturn asks the provider who signed in.")},
    {"emails", QT_TRANSLATE_NOOP("Trace", "Keyturn asks for the e-mail address, which is not in the profile.")},
    {"revocation", QT_TRANSLATE_NOOP("Trace", "The tokens are given back, so that nobody can use them any more.")},
    {"handoff", QT_TRANSLATE_NOOP("Trace", "The backend's one-time code is exchanged for tokens, with the verifier that proves who asked.")},
    {"sign-in", QT_TRANSLATE_NOOP("Trace", "Name and password are exchanged for tokens or a session.")},
    {"second factor", QT_TRANSLATE_NOOP("Trace", "The second factor's code finishes the sign-in.")},
    {"register", QT_TRANSLATE_NOOP("Trace", "A new account is made at the backend.")},
    {"identity", QT_TRANSLATE_NOOP("Trace", "Keyturn asks the backend who signed in.")},
    {"csrf token", QT_TRANSLATE_NOOP("Trace", "The token against forged requests is fetched, which the next request carries.")},
    {"refresh", QT_TRANSLATE_NOOP("Trace", "The refresh token is exchanged for a new access token.")},
    {"sign-out", QT_TRANSLATE_NOOP("Trace", "The session is ended at the backend.")},
    {"sessions", QT_TRANSLATE_NOOP("Trace", "The account's sessions are listed.")},
    {"revoke session", QT_TRANSLATE_NOOP("Trace", "One session is ended.")},
    {"revoke other sessions", QT_TRANSLATE_NOOP("Trace", "All sessions but this one are ended.")},
    {"password change", QT_TRANSLATE_NOOP("Trace", "The password is changed.")},
    {"password reset", QT_TRANSLATE_NOOP("Trace", "A forgotten password is replaced.")},
    {"e-mail verification", QT_TRANSLATE_NOOP("Trace", "The e-mail address is confirmed.")},
    {"request", QT_TRANSLATE_NOOP("Trace", "A request that was made as the account, with its access token.")},
    {"request elsewhere", QT_TRANSLATE_NOOP("Trace", "A request to somebody who does not get the account's token: it went without.")},
    {"openapi", QT_TRANSLATE_NOOP("Trace", "Keyturn looks for the document that says what the backend can be asked.")},
    {"picture", QT_TRANSLATE_NOOP("Trace", "The account's picture is fetched.")},
    {"check", QT_TRANSLATE_NOOP("Trace", "A profile is tried out.")},
    {"doctor", QT_TRANSLATE_NOOP("Trace", "Keyturn looks whether this computer's network and clock are right.")},
    {"health", QT_TRANSLATE_NOOP("Trace", "Keyturn asks whether the demo backend runs.")},
    {"faults", QT_TRANSLATE_NOOP("Trace", "The test server is asked what it does wrong on demand, or is told to.")},
};
// clang-format on

QString translated(const char *text)
{
    return QCoreApplication::translate("Trace", text);
}

} // namespace

QString purposeSentence(const QString &purpose)
{
    for (const Entry &entry : entries) {
        if (purpose == QLatin1String(entry.purpose))
            return translated(entry.text);
    }
    return {};
}

QString entrySentence(const net::Exchange &entry)
{
    if (entry.kind == net::EntryKind::Callback && entry.method == "PASTE")
        return translated(QT_TRANSLATE_NOOP("Trace", "The person brings the address that the browser ended on."));
    const QString sentence = purposeSentence(entry.purpose);
    if (!sentence.isEmpty() && entry.kind != net::EntryKind::Foreign)
        return sentence;
    return entry.purpose.isEmpty() ? translated(QT_TRANSLATE_NOOP("Trace", "An exchange of a recording; what it is for is not known."))
        : sentence.isEmpty()       ? entry.purpose
                                   : translated(QT_TRANSLATE_NOOP("Trace", "By its shape: %1")).arg(sentence);
}

namespace {

/// Empty where there are several, or none.
QString onlyHostOf(trace::Party party, const QList<net::Exchange> &all)
{
    QSet<QString> hosts;
    for (const net::Exchange &entry : all) {
        if (trace::stepOf(entry).to == party)
            hosts.insert(entry.url.host());
    }
    return hosts.size() == 1 ? *hosts.begin() : QString();
}

} // namespace

QString partyName(trace::Party party, const QList<net::Exchange> &exchanges)
{
    if (party == trace::Party::App)
        return translated(QT_TRANSLATE_NOOP("Trace", "Keyturn"));
    if (party == trace::Party::Browser)
        return translated(QT_TRANSLATE_NOOP("Trace", "Browser"));
    const bool isProvider = party == trace::Party::Provider;
    const QString host = onlyHostOf(party, exchanges);
    if (host.isEmpty())
        return isProvider ? translated(QT_TRANSLATE_NOOP("Trace", "Provider")) : translated(QT_TRANSLATE_NOOP("Trace", "Backend"));
    if (host != onlyHostOf(isProvider ? trace::Party::Backend : trace::Party::Provider, exchanges))
        return host;
    return (isProvider ? translated(QT_TRANSLATE_NOOP("Trace", "Provider at %1")) : translated(QT_TRANSLATE_NOOP("Trace", "Backend at %1")))
        .arg(host);
}

QString outcomeWords(const net::Exchange &entry)
{
    if (entry.kind == net::EntryKind::Checked && !entry.failure.isEmpty())
        return translated(QT_TRANSLATE_NOOP("Trace", "refused (%1)")).arg(entry.failure);
    if (entry.kind == net::EntryKind::Checked)
        return translated(QT_TRANSLATE_NOOP("Trace", "it is the awaited one"));
    if (!entry.failure.isEmpty())
        return translated(QT_TRANSLATE_NOOP("Trace", "no answer (%1)")).arg(entry.failure);
    return entry.status > 0 ? QString::number(entry.status) : QString();
}

} // namespace keyturn::words
