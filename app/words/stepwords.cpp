// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/stepwords.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

struct Entry {
    const char *step;
    const char *text;
};

// clang-format off
constexpr Entry entries[] = {
    {"sign-in", QT_TRANSLATE_NOOP("Step", "signing in")},
    {"second factor", QT_TRANSLATE_NOOP("Step", "sending the code")},
    {"register", QT_TRANSLATE_NOOP("Step", "registering")},
    {"identity", QT_TRANSLATE_NOOP("Step", "asking who signed in")},
    {"userinfo", QT_TRANSLATE_NOOP("Step", "asking who signed in")},
    {"emails", QT_TRANSLATE_NOOP("Step", "asking for the e-mail address")},
    {"csrf token", QT_TRANSLATE_NOOP("Step", "fetching the CSRF token")},
    {"refresh", QT_TRANSLATE_NOOP("Step", "renewing the sign-in")},
    {"sign-out", QT_TRANSLATE_NOOP("Step", "signing out")},
    {"handoff", QT_TRANSLATE_NOOP("Step", "taking over the sign-in from the browser")},
    {"sessions", QT_TRANSLATE_NOOP("Step", "listing the sessions")},
    {"revoke session", QT_TRANSLATE_NOOP("Step", "ending a session")},
    {"revoke other sessions", QT_TRANSLATE_NOOP("Step", "ending the other sessions")},
    {"password change", QT_TRANSLATE_NOOP("Step", "changing the password")},
    {"password reset", QT_TRANSLATE_NOOP("Step", "resetting the password")},
    {"e-mail verification", QT_TRANSLATE_NOOP("Step", "confirming the e-mail address")},
    {"discovery", QT_TRANSLATE_NOOP("Step", "reading the provider's metadata")},
    {"jwks", QT_TRANSLATE_NOOP("Step", "reading the provider's keys")},
    {"token", QT_TRANSLATE_NOOP("Step", "asking for tokens")},
    {"pushed request", QT_TRANSLATE_NOOP("Step", "announcing the sign-in to the provider")},
    {"device authorization", QT_TRANSLATE_NOOP("Step", "asking for a device code")},
    {"revocation", QT_TRANSLATE_NOOP("Step", "giving back the tokens")},
    {"check", QT_TRANSLATE_NOOP("Step", "checking the profile")},
    {"doctor", QT_TRANSLATE_NOOP("Step", "looking at this computer")},
    {"request", QT_TRANSLATE_NOOP("Step", "sending the request")},
    {"openapi", QT_TRANSLATE_NOOP("Step", "looking for the document of its interface")},
    {"picture", QT_TRANSLATE_NOOP("Step", "fetching the picture")},
    {"health", QT_TRANSLATE_NOOP("Step", "asking whether the backend runs")},
};
// clang-format on

} // namespace

bool isSigningIn(const QString &step)
{
    static const QStringList before{
        QStringLiteral("sign-in"), QStringLiteral("second factor"), QStringLiteral("register"),       QStringLiteral("identity"),
        QStringLiteral("handoff"), QStringLiteral("emails"),        QStringLiteral("pushed request"), QStringLiteral("device authorization")};
    return before.contains(step);
}

QString stepWords(const QString &step)
{
    for (const Entry &entry : entries) {
        if (step == QLatin1String(entry.step))
            return QCoreApplication::translate("Step", entry.text);
    }
    return {};
}

} // namespace keyturn::words
