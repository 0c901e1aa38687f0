// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/sentences.h"

#include "cli/humantime.h"
#include "cli/table.h"
#include "words/filled.h"
#include "words/labwords.h"
#include "words/stepwords.h"
#include "words/tokenwords.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Sentences", text);
}

struct Entry {
    const char *code;
    const char *text; ///< %1: the backend's name, %2: the detail, %4: what was under way.
};

/// By code; %1 is the backend's name and %2 the detail.
constexpr Entry entries[] = {
    {"usage", "%2"},
    {"output_failed",
     QT_TRANSLATE_NOOP("Sentences",
                       "What was asked for could not be written out: the disk is full, or standard output is closed. Nothing else was lost.")},
    {"invalid_credentials",
     QT_TRANSLATE_NOOP("Sentences", "%1 does not know this e-mail and password together. Nothing was changed; check both and try again.")},
    {"email_taken", QT_TRANSLATE_NOOP("Sentences", "%1 already has an account with this e-mail. Sign in to it instead.")},
    {"password_rules", QT_TRANSLATE_NOOP("Sentences", "%1 wants it otherwise, so nothing was sent. What is missing:")},
    {"email_not_verified",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 wants this e-mail confirmed before anybody signs in with it, and has sent a code there. Confirm it with: keyturn-cli "
                       "verify-email")},
    {"code_required",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "The password is right, but %1 wants a code as well, and there is nobody here to ask for it. Nothing was stored; give the code "
         "by --code-stdin or --code-fd.")},
    {"second_factor_required", QT_TRANSLATE_NOOP("Sentences", "The password is right, but %1 wants a code as well.")},
    {"code_malformed", QT_TRANSLATE_NOOP("Sentences", "That cannot be a code of %1's. Nothing was sent.")},
    {"invalid_code", QT_TRANSLATE_NOOP("Sentences", "%1 does not take this code. It may have run out or been used already; try the next one.")},
    {"code_expired", QT_TRANSLATE_NOOP("Sentences", "This code has run out. Have %1 send a new one.")},
    {"challenge_expired",
     QT_TRANSLATE_NOOP("Sentences", "%1 has waited too long for the code. Nothing was stored; sign in again from the password.")},
    {"validation_failed", QT_TRANSLATE_NOOP("Sentences", "%1 did not accept what was entered:")},
    {"access_denied",
     QT_TRANSLATE_NOOP("Sentences", "Access was refused on %1's page, so nobody was signed in and nothing was stored. Start again to allow it.")},
    {"email_unverified",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "%1 lets in nobody whose e-mail address the identity provider has not verified, so nothing was stored. Verify it there first.")},
    {"browser_timeout",
     QT_TRANSLATE_NOOP("Sentences", "Nobody came back from the browser in time, so nothing was stored. Start again, or give a longer --timeout.")},
    {"expired_token", QT_TRANSLATE_NOOP("Sentences", "Nobody entered the code in time, so nothing was stored. Start again to get a new one.")},
    {"id_token_acr",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 signed you in, but not in the way that was asked for, so nothing was stored. Choose the stronger way there.")},
    {"id_token_auth_time",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "%1 took an older sign-in for a new one, which was not what was asked for, so nothing was stored. Try again with --prompt login.")},
    {"insufficient_user_authentication",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 wants you to prove again, or better, who you are before it does this. Send it with --step-up, or sign in with: "
                       "keyturn-cli %2")},
    {"step_up_refused",
     QT_TRANSLATE_NOOP("Sentences", "%1 is not content with how you have just proved who you are, so nothing more was tried. Your sign-in is kept.")},
    {"interrupted", QT_TRANSLATE_NOOP("Sentences", "Stopped. Nothing was changed.")},
    {"answer_missing",
     QT_TRANSLATE_NOOP("Sentences", "%1 did not answer, and may have done what the request asks all the same. Look before you send it again.")},
    {"answer_broke_off", QT_TRANSLATE_NOOP("Sentences", "The answer of %1 broke off: %2. Send the request again for all of it.")},
    {"interrupted_underway", QT_TRANSLATE_NOOP("Sentences", "Stopped. What was under way may be done all the same: %1 was asked already.")},
    {"connection_refused",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 does not answer: it is not running or not reachable. The account stays as it is; try again when %1 is back.")},
    {"host_not_found",
     QT_TRANSLATE_NOOP("Sentences", "The address of %1 was not found: the network is down or the address is wrong. The account stays as it is.")},
    {"timeout", QT_TRANSLATE_NOOP("Sentences", "%1 did not answer in time. The account stays as it is; try again later.")},
    {"server_error", QT_TRANSLATE_NOOP("Sentences", "%1 has a fault of its own just now. The account stays as it is; try again later.")},
    {"tls_failed",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "The secure connection to %1 could not be trusted, so nothing was sent (%2). Check the clock, the certificate and the network.")},
    {"backend_not_started", QT_TRANSLATE_NOOP("Sentences", "The demo backend has not been started. Start it with: keyturn-cli backend start")},
    {"backend_missing", QT_TRANSLATE_NOOP("Sentences", "The program keyturn-backend was not found beside this one. Install or build it.")},
    {"backend_failed", QT_TRANSLATE_NOOP("Sentences", "The backend did not start: %2")},
    {"backend_timeout",
     QT_TRANSLATE_NOOP("Sentences", "The backend was started but did not become ready in time. Look into its log in the state folder.")},
    {"keychain_absent",
     QT_TRANSLATE_NOOP("Sentences",
                       "There is no keychain here to keep the sign-in safe, so nothing was stored. Start one (gnome-keyring, KWallet), or choose for "
                       "yourself: --secret-store file (a file under a passphrase) or --secret-store session (until this command ends).")},
    {"keychain_locked", QT_TRANSLATE_NOOP("Sentences", "The keychain is locked. The account stays as it is; unlock the keychain and try again.")},
    {"secret_missing",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "The keychain does not hand out this account's tokens: it is locked, another keychain is in use, or the entry was removed. Unlock "
         "it and try again, or sign in again.")},
    {"keychain_timeout",
     QT_TRANSLATE_NOOP("Sentences", "The keychain does not answer. The account stays as it is; restart the keychain service and try again.")},
    {"keychain_write_lost",
     QT_TRANSLATE_NOOP("Sentences",
                       "The keychain did not keep what was written to it. The last good state stays; check the keychain and try again.")},
    {"keychain_failed", QT_TRANSLATE_NOOP("Sentences", "The keychain reported a fault (%2). The account stays as it is.")},
    {"secret_broken",
     QT_TRANSLATE_NOOP("Sentences",
                       "What the keychain holds for this account cannot be read (%2), so it was not used. Sign in again to replace it.")},
    {"secret_misplaced",
     QT_TRANSLATE_NOOP("Sentences",
                       "The keychain's entry for this account belongs to another one (%2), so it was not used. Sign in again to replace it.")},
    {"vault_broken",
     QT_TRANSLATE_NOOP("Sentences", "The secrets file cannot be read (%2). It was left as it is; restore it from a backup or move it away.")},
    {"vault_newer", QT_TRANSLATE_NOOP("Sentences", "The secrets file was written by a newer Keyturn. It was left as it is; update this one.")},
    {"proxy_failed",
     QT_TRANSLATE_NOOP("Sentences", "The proxy on the way to %1 refused (%2). The account stays as it is; check the proxy settings.")},
    {"backend_silent",
     QT_TRANSLATE_NOOP("Sentences", "The backend's process runs (%2) but does not answer. Stop it with `keyturn-cli backend stop`, then start it.")},
    {"passphrase_wrong", QT_TRANSLATE_NOOP("Sentences", "This passphrase does not open the secrets file. Nothing was changed.")},
    {"accounts_broken",
     QT_TRANSLATE_NOOP("Sentences", "The list of accounts on disk cannot be read (%2). It was left as it is; repair it or move it away.")},
    {"accounts_newer", QT_TRANSLATE_NOOP("Sentences", "The list of accounts was written by a newer Keyturn. It was left as it is; update this one.")},
    {"lock_timeout", QT_TRANSLATE_NOOP("Sentences", "Another Keyturn is busy with this account. Nothing was changed; try again in a moment.")},
    {"disk_failed",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "A file could not be read or written (%2). What was there before still stands; free space or fix the permissions, then try again.")},
    {"move_note_broken",
     QT_TRANSLATE_NOOP("Sentences",
                       "What a move of secrets left behind is noted in %2, which cannot be read. Look whether sign-ins still lie where they were "
                       "before, then delete that file.")},
    {"file_not_ours", QT_TRANSLATE_NOOP("Sentences", "A file of Keyturn's is a link or belongs to another user (%2), so it was not touched.")},
    {"dir_not_writable", QT_TRANSLATE_NOOP("Sentences", "A folder of Keyturn's cannot be written to: %2.")},
    {"dir_not_owned", QT_TRANSLATE_NOOP("Sentences", "A folder of Keyturn's cannot be used: %2.")},
    {"har_invalid",
     QT_TRANSLATE_NOOP("Sentences", "This is no HTTP Archive that could be read: %2. Export it again from the program that recorded it, as HAR.")},
    {"har_too_large", QT_TRANSLATE_NOOP("Sentences", "This recording is larger than Keyturn opens: %2. Export a part of it, and open that.")},
    {"trace_newer",
     QT_TRANSLATE_NOOP("Sentences",
                       "The trace was written by a newer Keyturn, so nothing is kept for now. It was left as it is (%2); update this one.")},
    {"trace_failed",
     QT_TRANSLATE_NOOP("Sentences", "The trace could not be read or written (%2). Nothing else was touched; see whether the disk is full.")},
    {"history_newer",
     QT_TRANSLATE_NOOP("Sentences",
                       "The history was written by a newer Keyturn, so nothing is recorded for now. It was left as it is (%2); update this one.")},
    {"history_failed",
     QT_TRANSLATE_NOOP("Sentences", "The history could not be read or written (%2). No sign-in depends on it; free space or fix the permissions.")},
    {"sessionbook_newer",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "What is remembered of sessions was written by a newer Keyturn, so nothing was changed. It was left as it is (%2); update this one.")},
    {"sessionbook_failed",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "What is remembered of sessions could not be read or written (%2). No sign-in depends on it; free space or fix the permissions.")},
    {"export_failed", QT_TRANSLATE_NOOP("Sentences", "The file could not be written (%2). What was there before still stands.")},
    {"account_unknown", QT_TRANSLATE_NOOP("Sentences", "There is no such account. `keyturn-cli accounts` lists those there are.")},
    {"account_ambiguous", QT_TRANSLATE_NOOP("Sentences", "More than one account fits that: %2. Say more of it, or use its id.")},
    {"profile_unknown", QT_TRANSLATE_NOOP("Sentences", "There is no such profile. `keyturn-cli profiles` lists those there are.")},
    {"profile_invalid", QT_TRANSLATE_NOOP("Sentences", "The profile cannot be used: %2.")},
    {"profile_not_text", QT_TRANSLATE_NOOP("Sentences", "This is no text in UTF-8, and so no profile: %2.")},
    {"profile_not_own", QT_TRANSLATE_NOOP("Sentences", "This profile came with the program or the system and cannot be removed.")},
    {"profile_would_change",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "Accounts use a profile of this id (%2), and their tokens would go where the new one says. Give it another id, or say --force.")},
    {"profile_changed",
     QT_TRANSLATE_NOOP("Sentences",
                       "The profile of this account now names another backend than the one that its tokens are from (%2), so nothing was sent. Put "
                       "the profile right, or sign in anew.")},
    {"profile_in_use",
     QT_TRANSLATE_NOOP("Sentences",
                       "Accounts use this profile (%2), and without it they cannot be renewed or signed out. Sign them out first, or say --force.")},
    {"client_id_missing",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 must know who asks, and nobody has said a client id here.\n"
                       "Register a native (public) client at %1, with the redirect address http://127.0.0.1/callback, any port.\n"
                       "Then say its id with `keyturn-cli profiles client %2 --client-id ID`.")},
    {"client_locked", QT_TRANSLATE_NOOP("Sentences", "The administrator has said this client id (%2), so it cannot be changed here.")},
    {"client_secret_missing",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 wants this client's secret as well, and nobody has said it here, so nobody was signed in. It stands beside the client id "
                       "there; say it with: keyturn-cli profiles client NAME --client-id ID --client-secret-stdin")},
    {"incorrect_client_credentials",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 does not know this program by the client id and secret that it was given, so nobody was signed in. A client without a "
                       "secret may have to sign in with --method device. `keyturn-cli profiles client` shows what was given.")},
    {"invalid_client",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 does not know this program by the client id and secret that it was given, so nobody was signed in. `keyturn-cli profiles "
                       "client` shows what was given.")},
    {"unauthorized_client",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 knows this client, but does not let it sign in this way, so nobody was signed in. Try another --method, or allow it where "
                       "the client is registered.")},
    {"device_flow_disabled",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "%1 does not let this client sign in with a code on another device, so nobody was signed in. Turn the device flow on where the "
         "client is registered.")},
    {"url_invalid", QT_TRANSLATE_NOOP("Sentences", "This address cannot be asked: %2.")},
    {"discovery_missing",
     QT_TRANSLATE_NOOP("Sentences",
                       "Nothing there tells of OpenID Connect or OAuth 2: %2. Give the issuer's address as the provider's documentation has it.")},
    {"discovery_issuer",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "The metadata of %1 speaks for another issuer (%2), so nothing of it was used. If that is the one you mean, give its address.")},
    {"discovery_no_s256",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "%1 does not say that it supports PKCE with S256, without which a sign-in can be stolen, so it is not used. Ask whoever runs it "
         "to offer it.")},
    {"discovery_insecure", QT_TRANSLATE_NOOP("Sentences", "%1 names an address over which a sign-in could be read along (%2), so it is not used.")},
    {"discovery_invalid", QT_TRANSLATE_NOOP("Sentences", "The metadata of %1 cannot be used (%2), so nothing of it was.")},
    {"userinfo_missing",
     QT_TRANSLATE_NOOP("Sentences",
                       "Nobody says where %1 is asked who signed in, neither its metadata nor the profile, so nothing was begun. Put that address "
                       "into the profile: \"endpoints\": {\"userinfo\": \"…\"}.")},
    {"provider_unknown", QT_TRANSLATE_NOOP("Sentences", "This profile has no such provider (%2).")},
    {"method_unsupported", QT_TRANSLATE_NOOP("Sentences", "%1 cannot be signed in to this way (%2).")},
    {"sessions_unsupported", QT_TRANSLATE_NOOP("Sentences", "%1 offers no list of sessions to programs. Its own website shows them.")},
    {"session_unknown", QT_TRANSLATE_NOOP("Sentences", "%1 has no such session of this account, so it ended none by that id.")},
    {"session_not_listed",
     QT_TRANSLATE_NOOP("Sentences", "%1 lists no such session of this account, so nothing was named. Take an id as it is listed.")},
    {"sessions_not_remembered",
     QT_TRANSLATE_NOOP("Sentences", "Nothing is remembered of sessions, because the history is switched off in the preferences.")},
    {"session_not_kept",
     QT_TRANSLATE_NOOP("Sentences", "This session is none of those that this computer remembers, so it was not named. List them first.")},
    {"session_not_found", QT_TRANSLATE_NOOP("Sentences", "%1 has no such session of this account, so it ended none by that id.")},
    {"current_unknown",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "Which of the sessions at %1 is this one cannot be told, and it would be ended with the others, so none was. Say in the profile "
         "where it is marked (%2), or end the others by their ids.")},
    {"sessions_truncated", QT_TRANSLATE_NOOP("Sentences", "%1's list of sessions does not come to an end (%2), so nothing of it is shown.")},
    {"step_refused",
     QT_TRANSLATE_NOOP("Sentences",
                       "%1 turned Keyturn away while it was %4 (%2), so nothing came of it. Most likely the profile says a wrong place or way for "
                       "that; `keyturn-cli profiles validate FILE` shows which.")},
    {"not_found", QT_TRANSLATE_NOOP("Sentences", "%1 does not know this any more. Nothing was changed.")},
    {"saved_unknown", QT_TRANSLATE_NOOP("Sentences", "No request is kept under this name. `keyturn-cli request --history` lists those that are.")},
    {"openapi_absent",
     QT_TRANSLATE_NOOP("Sentences", "There is no OpenAPI document that could be read (%2). Name its file or address with --openapi.")},
    {"openapi_too_many", QT_TRANSLATE_NOOP("Sentences", "The OpenAPI document cannot be read: %2.")},
    {"other_identity", QT_TRANSLATE_NOOP("Sentences", "Somebody else signed in than was expected (%2). Nothing was kept and nothing replaced.")},
    {"reuse_detected",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "%1 ended this sign-in because its refresh token was used twice. If that was not you, sign in again and end the other sessions.")},
    {"not_renewable",
     QT_TRANSLATE_NOOP(
         "Sentences",
         "%1 gave no refresh token, so the access token serves until its end and cannot be renewed before. The account stays as it is.")},
    {"no_refresh_token", QT_TRANSLATE_NOOP("Sentences", "%1's sign-in has run out and cannot be renewed. Sign in again.")},
    {"browser_missing",
     QT_TRANSLATE_NOOP("Sentences", "No browser was found to open (%2). Name one with --browser, or use --print-url and open the address yourself.")},
    {"browser_failed",
     QT_TRANSLATE_NOOP("Sentences",
                       "The browser could not be started (%2). Name another with --browser, or use --print-url and open the address yourself.")},
    {"address_not_ours",
     QT_TRANSLATE_NOOP("Sentences",
                       "That is not this sign-in's answer. Copy the whole address of the page that the browser ended on, and paste it again.")},
    {"callback_port_taken",
     QT_TRANSLATE_NOOP("Sentences",
                       "Another program uses port %2 of this computer, where the browser's answer is to come. Close that program, and try again.")},
    {"loopback_unavailable", QT_TRANSLATE_NOOP("Sentences", "No port could be opened on this machine for the browser's answer (%2).")},
    {"settings_invalid", QT_TRANSLATE_NOOP("Sentences", "The settings file cannot be used: %2.")},
    {"proxy_invalid", QT_TRANSLATE_NOOP("Sentences", "The settings name no address of a proxy (%2): write it like http://proxy.example:3128.")},
    {"secret_store_unknown", QT_TRANSLATE_NOOP("Sentences", "There is no such secret store: choose keychain, file or session.")},
    {"origin_refused", QT_TRANSLATE_NOOP("Sentences", "This address is not one of %1's, so the account's token was not sent there.")},
};

/// The same where there is no account yet that could stay as it is.
constexpr Entry signingIn[] = {
    {"connection_refused",
     QT_TRANSLATE_NOOP("Sentences", "%1 does not answer: it is not running or not reachable. Nobody was signed in; try again when %1 is back.")},
    {"host_not_found",
     QT_TRANSLATE_NOOP("Sentences", "The address of %1 was not found: the network is down or the address is wrong. Nobody was signed in.")},
    {"timeout", QT_TRANSLATE_NOOP("Sentences", "%1 did not answer in time while Keyturn was %4. Nobody was signed in; try again later.")},
    {"connection_closed", QT_TRANSLATE_NOOP("Sentences", "%1 closed the connection while Keyturn was %4. Nobody was signed in; try again later.")},
    {"server_error",
     QT_TRANSLATE_NOOP("Sentences", "%1 has a fault of its own just now (%2, while Keyturn was %4). Nobody was signed in; try again later.")},
    {"proxy_failed", QT_TRANSLATE_NOOP("Sentences", "The proxy on the way to %1 refused (%2). Nobody was signed in; check the proxy settings.")},
};

QString byKind(const core::Error &error)
{
    const bool knowsStep = !words::stepWords(error.step).isEmpty();
    switch (error.kind) {
    case core::ErrorKind::Offline:
        return tr("%1 could not be reached (%3). The account stays as it is; try again later.");
    case core::ErrorKind::Cancelled:
        return tr("Stopped before it was done. Nothing was changed.");
    case core::ErrorKind::Rejected:
        if (!error.detail.isEmpty())
            return knowsStep ? tr("%1 refused this (%4): “%2”. Nothing was changed.") : tr("%1 refused this: “%2”. Nothing was changed.");
        return knowsStep ? tr("%1 refused this (%4: %3). Nothing was changed.") : tr("%1 refused this (%3). Nothing was changed.");
    case core::ErrorKind::RateLimited:
        return tr("%1 asks for fewer attempts. Nothing was changed; wait a while and try again.");
    case core::ErrorKind::SignInAgain:
        return tr("%1 has ended this sign-in (%3). The account is still listed; sign in again to use it.");
    case core::ErrorKind::BadReply:
        if (error.detail.isEmpty())
            return knowsStep ? tr("%1 answered in a way that Keyturn does not trust while it was %4 (%3). Nothing of it was used.")
                             : tr("%1 answered in a way that Keyturn does not trust (%3). Nothing of it was used.");
        return knowsStep ? tr("%1 answered in a way that Keyturn does not trust while it was %4 (%3: %2). Nothing of it was used.")
                         : tr("%1 answered in a way that Keyturn does not trust (%3: %2). Nothing of it was used.");
    case core::ErrorKind::Storage:
        return tr("Something could not be stored safely (%3: %2). What was there before still stands.");
    case core::ErrorKind::Configuration:
        return tr("This cannot work as it is set up (%3: %2).");
    }
    return {};
}

/// How one registers a client at the providers that come with the program, by the name of the client id.
QString registrationHelp(const QString &client)
{
    if (client == QLatin1String("google"))
        return tr("%1 must know which program asks, and nobody has said a client id here.\n"
                  "At https://console.cloud.google.com/apis/credentials make an OAuth client id of the type “Desktop app”.\n"
                  "Then say both, for Google wants the secret too: keyturn-cli profiles client google --client-id ID --client-secret-stdin");
    if (client == QLatin1String("github"))
        return tr("%1 must know which program asks, and nobody has said a client id here.\n"
                  "At https://github.com/settings/developers make an OAuth app: callback http://127.0.0.1/callback, device flow on.\n"
                  "Then say its id with `keyturn-cli profiles client github --client-id ID`.");
    return {};
}

QString textFor(const core::Error &error)
{
    if (error.code == QLatin1String("verb_unsupported"))
        return error.detail.isEmpty() ? tr("%1 offers programs no way to do this.") : tr("%1 does this on a page of its own: %2");
    if (const QString help = registrationHelp(error.detail); error.code == QLatin1String("client_id_missing") && !help.isEmpty())
        return help;
    if (error.kind == core::ErrorKind::RateLimited && error.retryAfter)
        return tr("%1 asks for fewer attempts. Nothing was changed; try again in %2.").replace(QLatin1String("%2"), spanOfTime(*error.retryAfter));
    if (error.kind == core::ErrorKind::Offline && error.retryAfter && error.code == QLatin1String("server_error"))
        return tr("%1 has a fault of its own just now. The account stays as it is; try again in %2.")
            .replace(QLatin1String("%2"), spanOfTime(*error.retryAfter));
    for (const Entry &entry : signingIn) {
        if (words::isSigningIn(error.step) && error.code == QLatin1String(entry.code))
            return tr(entry.text);
    }
    for (const Entry &entry : entries) {
        if (error.code == QLatin1String(entry.code))
            return tr(entry.text);
    }
    const QString refused = words::labTrouble(error.code);
    const QString trouble = refused.isEmpty() ? words::tokenTrouble(error.code) : refused;
    return trouble.isEmpty() ? byKind(error) : trouble;
}

} // namespace

QString sentenceFor(const core::Error &error, const QString &backend)
{
    QString sentence = words::filled(
        textFor(error),
        {printable(backend.isEmpty() ? tr("The backend") : backend), printable(error.detail), printable(error.code), words::stepWords(error.step)});
    for (const core::FieldError &field : error.fields)
        sentence += QLatin1String("\n  ") + printable(field.field) + QLatin1String(": ") + printable(field.message);
    return sentence;
}

} // namespace keyturn::cli
