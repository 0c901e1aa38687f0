// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/profilewords.h"

#include "model/profilereader.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "words/checkwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::ui::profiles {

using common::oneLine;
using composition::ProfileProblem;

namespace {

constexpr const char *context = "keyturn::ui::profiles::ProfileWords";

QString tr(const char *text)
{
    return QCoreApplication::translate(context, text);
}

struct Entry {
    const char *code;
    const char *text; ///< %1: what was asked, %2: the detail.
};

// clang-format off
constexpr Entry entries[] = {
    {"url_invalid", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This address cannot be asked: %2. Give it as https://host, with a path where the provider has one.")},
    {"discovery_missing", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "Nothing there tells of OpenID Connect or OAuth 2 (%2). Give the issuer's address as the provider's documentation has it.")},
    {"discovery_issuer", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "What %1 tells speaks for another issuer (%2), so nothing of it was used. If that is the one you mean, give its address.")},
    {"discovery_no_s256", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "%1 does not say that it supports PKCE with S256, without which a sign-in can be stolen, so it is not used. Ask whoever runs it to offer it.")},
    {"discovery_insecure", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "%1 names an address over which a sign-in could be read along (%2), so it is not used.")},
    {"discovery_invalid", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "What %1 tells cannot be used (%2), so nothing of it was.")},
    {"connection_refused", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "Nothing answers at %1. Check host and port, or try again when it runs.")},
    {"host_not_found", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "The host of %1 was not found. Check its name and the network.")},
    {"timeout", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "%1 did not answer in time. Try again in a moment.")},
    {"server_error", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "%1 has a fault of its own just now. Try again later.")},
    {"tls_failed", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "The connection to %1 could not be trusted, so nothing was asked. Check its certificate and this computer's clock.")},
    {"profile_unreadable", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This file cannot be read (%2).")},
    {"profile_not_text", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This file is no text, and so no profile (%2).")},
    {"profile_invalid", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This is not yet a profile that can be used. %2")},
    {"profile_unknown", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This profile is not here any more. Another Keyturn may have removed it.")},
    {"profile_not_own", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This profile came with the program or from the administrator, so it stays.")},
    {"profile_in_use", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "Accounts use this profile (%2). Sign them out first.")},
    {"profile_would_change", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "Accounts use a profile of this id (%2), and what they hold would be sent elsewhere. Give it another id.")},
    {"client_locked", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "Your administrator has set this client id (%2), so it cannot be changed here.")},
    {"settings_invalid", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "This cannot be kept in the settings (%2). Check that both were copied as a whole, and nothing else with them.")},
    {"disk_failed", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "The file could not be written, and what was there before still stands (%2). Free some space or choose another folder.")},
    {"browser_missing", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "No browser was found. Open the page yourself; its address stands in the first line.")},
    {"browser_failed", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "The browser could not be started. Open the page yourself; its address stands in the first line.")},
};

/// What Qt and core/json.h say of a text that is no JSON, in words of what is to be done.
constexpr Entry syntax[] = {
    {"unterminated object", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "a name in quotes, a comma or the closing } is missing")},
    {"object is missing after a comma", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "behind a comma another member must follow; take out the comma or add one")},
    {"unterminated array", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "a comma or the closing ] is missing")},
    {"missing value separator", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "a comma or a closing bracket is missing")},
    {"missing name separator", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "a colon is missing between a name and its value")},
    {"illegal value", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "this is no value; texts stand in quotes")},
    {"illegal number", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "this is no number")},
    {"unterminated string", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "the closing quote of a text is missing")},
    {"invalid escape sequence", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "what stands behind a backslash here means nothing")},
    {"garbage at the end of the document", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "something stands behind the closing }")},
    {"unbalanced bracket", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "this bracket closes nothing")},
    {"a member stands twice", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "this name stands there twice")},
    {"the root is not an object", QT_TRANSLATE_NOOP("keyturn::ui::profiles::ProfileWords", "a profile begins with {")},
};
// clang-format on

QString syntaxText(const QString &expected)
{
    for (const Entry &entry : syntax) {
        if (expected == QLatin1String(entry.code))
            return tr(entry.text);
    }
    return oneLine(expected, 200);
}

/// One pass, so that what is filled in is never itself a place to fill.
QString filled(const QString &pattern, const QString &first, const QString &second)
{
    QString sentence;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar next = pattern.at(i) == u'%' && i + 1 < pattern.size() ? pattern.at(i + 1) : QChar();
        if (next == u'1' || next == u'2') {
            sentence += next == u'1' ? first : second;
            ++i;
        } else {
            sentence += pattern.at(i);
        }
    }
    return sentence;
}

QString places(const QStringList &names)
{
    return names.size() > 1 ? tr("%1 and %2").arg(QStringList(names.first(names.size() - 1)).join(QLatin1String(", ")), names.last())
                            : names.value(0);
}

} // namespace

QString sentenceFor(const core::Error &error, const QString &where)
{
    const QString asked = where.isEmpty() ? tr("The backend") : oneLine(where, 120);
    for (const Entry &entry : entries) {
        if (error.code == QLatin1String(entry.code))
            return filled(tr(entry.text), asked, oneLine(error.detail, 300));
    }
    return common::sentenceFor(error, where);
}

QString sentenceFor(const ProfileProblem &problem)
{
    const QString place = tr("Line %1, column %2").arg(problem.line).arg(problem.column);
    switch (problem.kind) {
    case ProfileProblem::Kind::TooLarge:
        return tr("This is longer than a profile may be (%1 kB). Take out what does not belong to it.").arg(model::maxProfileBytes / 1024);
    case ProfileProblem::Kind::Syntax:
        return filled(tr("%1: this is not JSON yet (%2)."), place, syntaxText(problem.expected));
    case ProfileProblem::Kind::Profile:
        break;
    }
    return problem.pointer.startsWith(u'/') ? QStringLiteral("%1 · %2: %3").arg(place, oneLine(problem.pointer, 120), oneLine(problem.expected, 300))
                                            : oneLine(problem.expected, 300);
}

QString originWord(storage::ProfileOrigin origin)
{
    switch (origin) {
    case storage::ProfileOrigin::BuiltIn:
        return tr("Built in");
    case storage::ProfileOrigin::System:
        return tr("From the administrator");
    case storage::ProfileOrigin::Own:
        return tr("Your own");
    }
    return {};
}

QString originSentence(const storage::StoredProfile &stored)
{
    if (stored.origin == storage::ProfileOrigin::BuiltIn)
        return tr("Came with the program");
    const QString whose = stored.origin == storage::ProfileOrigin::Own ? tr("Your own: %1") : tr("Administrator: %1");
    const QString path = filled(whose, oneLine(stored.path, 300), {});
    return stored.hidesBuiltIn ? path + u'\n' + tr("It goes before the one that came with the program.") : path;
}

QString waysText(const model::BackendProfile &profile)
{
    QStringList ways;
    if (profile.password)
        ways += tr("E-mail and password");
    for (const model::IdentityProvider &provider : profile.providers)
        ways += provider.isUnsafe() ? filled(tr("%1 (unsafe: the token comes in an address)"), oneLine(provider.name, 60), {})
                                    : oneLine(provider.name, 60);
    return ways.join(QLatin1String(", "));
}

QString addressText(const model::BackendProfile &profile)
{
    if (profile.embedded && profile.baseUrl.isEmpty())
        return tr("On this computer, once it runs");
    if (!profile.baseUrl.isEmpty())
        return oneLine(profile.baseUrl.toString());
    QStringList issuers;
    for (const model::IdentityProvider &provider : profile.providers)
        issuers += oneLine(provider.issuer);
    issuers.removeDuplicates();
    return issuers.join(u'\n');
}

QString usersText(const QStringList &users)
{
    if (users.isEmpty())
        return tr("None yet");
    QStringList shown;
    for (const QString &user : users.first(qMin(users.size(), qsizetype(3))))
        shown += oneLine(user, 60);
    return users.size() > 3 ? tr("%1 and %2 more").arg(shown.join(QLatin1String(", "))).arg(users.size() - 3) : places(shown);
}

bool lacksClient(const model::BackendProfile &profile)
{
    return std::any_of(profile.providers.begin(), profile.providers.end(),
                       [](const model::IdentityProvider &provider) { return !provider.missingClient().isEmpty(); });
}

Question questionFor(const core::Error &error, const QString &profile)
{
    const QString users = oneLine(error.detail, 200);
    if (error.code == QLatin1String("profile_would_change"))
        return {
            filled(tr("Let %1 point elsewhere?"), oneLine(profile, 60), {}),
            filled(tr("%2 signed in by the profile of this id. What is kept for that would be sent to the addresses that stand in it now. Go on only "
                      "if the same people run them; else give the profile another id."),
                   {}, users),
            tr("&Change it")};
    if (error.code == QLatin1String("profile_in_use"))
        return {filled(tr("Go on without this way to sign in?"), {}, {}),
                filled(tr("%2 signed in by it. Without it that can be neither renewed nor ended from here; sign out first if you can."), {}, users),
                tr("&Go on")};
    return {};
}

QString remarkOn(const composition::CheckStep &step, const QString &backend)
{
    composition::CheckStep shown = step;
    shown.detail = oneLine(step.detail, 300);
    if (step.code == QLatin1String("client_id_missing"))
        return tr("Nobody has said one. Say it under “Client id…” in the list of profiles, or write it out there.");
    if (const QString remark = words::checkRemark(shown); !remark.isEmpty())
        return remark;
    return step.outcome == composition::CheckStep::Outcome::Works ? QString() : sentenceFor(step.error(), backend);
}

ClientHelp helpFor(const ClientPlace &place)
{
    const QUrl issuer(place.provider.issuer);
    const QString host = issuer.host();
    const QString redirect = place.provider.redirectUri.isEmpty() ? QLatin1String("http://127.0.0.1") + place.provider.callbackPath
                                                                  : place.provider.redirectUri.toString();
    if (host == QLatin1String("accounts.google.com"))
        return {{tr("Open console.cloud.google.com/apis/credentials, and choose a project or make one."),
                 tr("Choose “Create credentials”, “OAuth client ID”, and there the type “Desktop app”."),
                 tr("Copy client ID and client secret from there to here. For a desktop app it need not be kept secret.")},
                QUrl(QStringLiteral("https://console.cloud.google.com/apis/credentials"))};
    if (host == QLatin1String("github.com"))
        return {{tr("Open github.com/settings/developers, and choose “New OAuth app”."),
                 filled(tr("Give it the callback %1, and tick “Enable Device Flow”."), redirect, {}),
                 tr("Copy the client ID to here; for sign-in in the browser make a client secret there too.")},
                QUrl(QStringLiteral("https://github.com/settings/developers"))};
    const QString name = oneLine(place.provider.name, 60);
    return {{filled(tr("Go to the pages that %1 has for developers (%2)."), name, oneLine(host, 80)),
             filled(tr("Register a native, public client there, with the redirect address %1, any port."), redirect, {}),
             tr("Copy its client id to here; a client secret only where you were given one.")},
            issuer.scheme() == QLatin1String("https") ? issuer : QUrl()};
}

} // namespace keyturn::ui::profiles
