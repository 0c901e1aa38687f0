// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/sentences.h"

#include "ui/common/plaintext.h"
#include "ui/common/times.h"
#include "words/filled.h"
#include "words/stepwords.h"
#include "words/tokenwords.h"

#include <QCoreApplication>

namespace keyturn::ui::common {

namespace {

constexpr const char *context = "keyturn::ui::common::Sentences";

struct Entry {
    const char *code;
    const char *text; ///< %1: the backend's name, %2: the detail, %3: the code, %4: the time that is left, %5: what was under way.
};

// clang-format off
constexpr Entry entries[] = {
    {"invalid_credentials", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not know this e-mail and password together. Check both and try again.")},
    {"email_taken", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 already has an account with this e-mail. Sign in to it instead.")},
    {"validation_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 did not accept what was entered. The fields say why.")},
    {"access_denied", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Access was refused on %1's page, so nobody was signed in. Start again to allow it.")},
    {"browser_timeout", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Nobody came back from the browser in time, so nobody was signed in. Start again when you are ready.")},
    {"connection_refused", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not answer. Your account stays as it is; try again when %1 is back.")},
    {"host_not_found", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The address of %1 was not found. Your account stays as it is; check the network and try again.")},
    {"timeout", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 did not answer in time. Your account stays as it is; try again in a moment.")},
    {"server_error", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 has a fault of its own just now. Your account stays as it is; try again later.")},
    {"tls_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The connection to %1 could not be trusted, so nothing was sent. Check this computer's clock and network.")},
    {"backend_not_started", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The demo backend does not run yet. Start it and try again.")},
    {"backend_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The program keyturn-backend was not found beside this one. Install it to use the demo.")},
    {"backend_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The demo backend did not start: %2")},
    {"backend_timeout", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The demo backend was started but did not become ready in time. Try again.")},
    {"keychain_absent", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "There is no keychain here to keep the sign-in safe, so nothing was stored. Choose where it shall be kept.")},
    {"keychain_locked", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The keychain is locked. Your account stays as it is; unlock the keychain and try again.")},
    {"secret_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The keychain does not hand out this account's tokens: it is locked, or another one is in use. Unlock it and try again, or sign in again.")},
    {"keychain_timeout", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The keychain does not answer. Your account stays as it is; restart the keychain service and try again.")},
    {"keychain_write_lost", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The keychain did not keep what was written to it. The last good state stays; check the keychain and try again.")},
    {"keychain_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The keychain reported a fault. Your account stays as it is; check the keychain and try again.")},
    {"secret_broken", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "What the keychain holds for this account cannot be read, so it was not used. Sign in again to replace it.")},
    {"secret_misplaced", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The keychain's entry for this account belongs to another one, so it was not used. Sign in again to replace it.")},
    {"vault_broken", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The encrypted file cannot be read, and was left as it is. Restore it from a backup, or move it away and start again.")},
    {"vault_newer", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The encrypted file was written by a newer Keyturn, and was left as it is. Update this one.")},
    {"proxy_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The proxy on the way to %1 refused. Your account stays as it is; check the proxy settings and try again.")},
    {"backend_silent", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The demo backend runs but does not answer. Quit it and try again.")},
    {"id_token_acr", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 signed you in, but not in the way that was asked for, so nothing was stored. Choose the stronger way there.")},
    {"id_token_auth_time", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 took an older sign-in for a new one, which was not what was asked for, so nothing was stored. Sign out there first, then start again.")},
    {"expired_token", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The code has run out, and nobody was signed in. Get a new one.")},
    {"verb_unsupported", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 offers programs no way to do this.")},
    {"passphrase_wrong", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This passphrase does not open the file. Nothing was changed; try again.")},
    {"accounts_broken", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The list of accounts cannot be read, and was left as it is. Repair or move the file away, then start again. (%2)")},
    {"trace_newer", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The trace was written by a newer Keyturn, so nothing is kept for now. It was left as it is; update this one.")},
    {"trace_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The trace could not be read or written (%2). No sign-in depends on it; free some space or fix the permissions.")},
    {"har_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This is no HTTP Archive that could be read: %2. Export it again from the program that recorded it, as HAR.")},
    {"har_too_large", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This recording is larger than Keyturn opens: %2. Export a part of it, and open that.")},
    {"history_newer", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The history was written by a newer Keyturn, so nothing is recorded for now. It was left as it is; update this one.")},
    {"history_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The history could not be read or written (%2). No sign-in depends on it; free some space or fix the permissions.")},
    {"export_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The file could not be written (%2). What was there before still stands.")},
    {"accounts_newer", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The list of accounts was written by a newer Keyturn, and was left as it is. Update this one.")},
    {"lock_timeout", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Another Keyturn is busy with this account. Nothing was changed; try again in a moment.")},
    {"disk_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "A file could not be written. What was there before still stands; free some space or fix the permissions, then try again. (%2)")},
    {"file_not_ours", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "One of Keyturn's files is a link or belongs to another user, so it was not touched. (%2)")},
    {"dir_not_writable", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "One of Keyturn's folders cannot be written to. Fix its permissions, then try again. (%2)")},
    {"dir_not_owned", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "One of Keyturn's folders belongs to somebody else, so it was not used. (%2)")},
    {"account_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This account is not here any more. Another Keyturn may have signed it out.")},
    {"profile_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The backend's profile is not here any more. Add it again to use this account.")},
    {"profile_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The backend's profile cannot be used: %2")},
    {"client_id_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 must know which program asks, and no client id was given.\nRegister a native (public) client at %1, with the redirect address http://127.0.0.1/callback, any port.\nThen give its id under “Backends and providers” (Ctrl+B), “Client id…”.")},
    {"userinfo_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Nobody says where %1 is asked who signed in, so nothing was begun. Put that address into the profile, as “userinfo” under “endpoints”.")},
    {"client_secret_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 wants this client's secret as well, so nobody was signed in. It stands beside the client id there; give both under “Backends and providers” (Ctrl+B), “Client id…”.")},
    {"incorrect_client_credentials", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not know this program by the client id and secret that it was given, so nobody was signed in. Look at them under “Backends and providers” (Ctrl+B), “Client id…”; without a secret, sign in with a code.")},
    {"unauthorized_client", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 knows this program's client, but does not let it sign in this way, so nobody was signed in. Allow it where the client is registered.")},
    {"device_flow_disabled", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not let this program's client sign in with a code, so nobody was signed in. Turn the device flow on where the client is registered.")},
    {"provider_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 no longer offers this way to sign in. Choose another one.")},
    {"method_unsupported", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 cannot be signed in to this way. Choose another one.")},
    {"sessions_unsupported", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not show its sessions to programs. Its own page does.")},
    {"session_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 has no such session any more. There is nothing left to end.")},
    {"still_listed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 accepted this but still lists the session. Try again, or change your password there.")},
    {"current_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Which of the sessions is this one cannot be told, and it would be ended with the others, so none was. The profile may say where it is marked (%2).")},
    {"sessions_truncated", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1's list of sessions does not come to an end (%2), so nothing of it is shown.")},
    {"step_refused", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 turned Keyturn away while it was %5 (%2), so nothing came of it. Most likely the profile says a wrong place or way for that.")},
    {"not_found", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not know this any more. Nothing was changed.")},
    {"insufficient_user_authentication", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 wants you to prove again that it is you before it does this. Nothing was changed.")},
    {"step_up_refused", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 is not content with how you have just proved who you are, so nothing was changed. Your sign-in is kept.")},
    {"not_renewable", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not let this sign-in be renewed; it serves until its end. Nothing was changed.")},
    {"other_identity", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Somebody else signed in (%2) than this account belongs to. Nothing was replaced; sign in as the same person, or add the other one as a new account.")},
    {"browser_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "No browser was found. Copy the link and open it yourself.")},
    {"browser_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The browser could not be started. Copy the link and open it yourself.")},
    {"profile_changed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The profile of this account now names another backend than the one that its tokens are from, so nothing was sent. (%2)")},
    {"address_not_ours", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "That is not this sign-in's answer. Copy the whole address of the page that the browser ended on.")},
    {"callback_port_taken", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Another program uses the port of this computer where the browser's answer is to come. Close that program, and try again.")},
    {"loopback_unavailable", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This computer did not let Keyturn listen for the browser's answer. Check its firewall and try again.")},
    {"email_unverified", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 lets in nobody whose e-mail address the identity provider has not verified, so nothing was stored. Verify it there first.")},
    {"email_not_verified", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 wants this e-mail confirmed before anybody signs in with it, and has sent a message there. Confirm it, then sign in.")},
    {"second_factor_required", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The password is right, but %1 wants a code as well.")},
    {"code_malformed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "That cannot be a code of %1's. Nothing was sent.")},
    {"invalid_code", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not take this code. It may have run out or been used already; try the next one.")},
    {"code_expired", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This code has run out. Have %1 send a new one.")},
    {"challenge_expired", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 has waited too long for the code, so nobody was signed in. Sign in again from the password.")},
    {"settings_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The settings file cannot be used, and was left as it is. Repair or remove it, then start again. (%2)")},
    {"proxy_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This is no address of a proxy (%2), so nothing was changed. Write it like http://proxy.example:3128.")},
    {"ca_file_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The file with the certificate authority cannot be read, so it is not trusted. Choose it again under “Preferences”, “Network”. (%2)")},
    {"ca_file_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The file with the certificate authority cannot be used (%2), so it is not trusted. Choose another one under “Preferences”, “Network”.")},
    {"secret_copy_differs", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "What was written to the new place did not come back the same, so all sign-ins stay where they are.")},
    {"sign_in_open", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "A sign-in is open in another window. Nothing was moved; finish or close it, then try again.")},
    {"autostart_unreadable", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "What starts Keyturn when you log in cannot be read, and was left as it is. Repair or remove it. (%2)")},
    {"method_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This is no method that a request can have here (%2), so nothing was sent. Write one such as GET or POST.")},
    {"url_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This is no address that could be asked, so nothing was sent. Write a path such as /v1/me, or one that begins with https://.")},
    {"url_scheme_refused", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Only http and https addresses can be asked, so nothing was sent. Write one that begins with https://.")},
    {"base_url_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1's profile names no address that a path could belong to. Write the whole address, with https://.")},
    {"header_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "One of the headers cannot be sent as it is written (%2), so nothing was sent. Correct it.")},
    {"header_framing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The connection sets this header by itself (%2), so nothing was sent. Take it out.")},
    {"body_file_unreadable", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "A file that belongs to the request cannot be read (%2), so nothing was sent. Choose it again.")},
    {"body_blank", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Secrets of this request were not kept, so nothing was sent. Fill them in first.")},
    {"answer_missing",
     QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences",
                       "%1 did not answer, and may have done what the request asks all the same. Look before you send it again.")},
    {"answer_broke_off", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The answer of %1 broke off: %2. Send the request again for all of it.")},
    {"url_other_server", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This path names another server, so nothing was sent. Begin it with one slash, or write the whole address with https://.")},
    {"shots_too_large", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This body is too large to be sent many times at once, so nothing was sent. Send it alone.")},
    {"shots_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "So many cannot be sent at once (%2). Choose from 2 to 1,000.")},
    {"token_bound", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This account's token serves only together with a key of this computer, so a copy of it would be of no use. Copy it without the token.")},
    {"refresh_token_absent", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not let this sign-in be renewed, so its token was not let run out. Send without that.")},
    {"snippet_impossible", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This request cannot be written that way (%2). Choose another language.")},
    {"curl_absent", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This is no curl command: %2. Copy all of it, with the word curl.")},
    {"curl_quote_open", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command is not whole: %2. Copy it again to its end.")},
    {"curl_option_incomplete", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command is not whole: %2. Copy it again to its end.")},
    {"curl_url_missing", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command cannot be taken over: %2. Add where it goes.")},
    {"curl_expansion", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command cannot be taken over: %2, which only a shell would fill in. Put the value there.")},
    {"curl_mixed_body", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command cannot be taken over: %2. Leave one kind of body.")},
    {"curl_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command cannot be taken over: %2. Correct it, and import it again.")},
    {"curl_too_large", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This curl command cannot be taken over: %2. Send the body from a file instead.")},
    {"requests_newer", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The list of requests was written by a newer Keyturn, and was left as it is. Update this one.")},
    {"requests_failed", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The list of requests could not be read or written (%2). What is sent is not touched by it; free some space or fix the permissions.")},
    {"name_invalid", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This cannot be a name: it is empty, too long, or holds characters that are not seen. Choose another one.")},
    {"saved_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "No request has this name any more. Another Keyturn may have removed it.")},
    {"openapi_absent", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "No OpenAPI document was found there. Look up in %1's documentation where it is.")},
    {"openapi_too_many", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This OpenAPI document lists more than can be offered (%2). Give the address of a part of it.")},
    {"secret_store_unknown", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "The settings name a place for secrets that Keyturn does not know. Choose keychain, file or session.")},
};

/// How one registers a client at the providers that come with the program, by the name of the client id.
constexpr Entry registrations[] = {
    {"google", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 must know which program asks, and no client id was given.\nAt console.cloud.google.com, under “APIs and services” and “Credentials”, make an OAuth client id of the type “Desktop app”.\nThen give its id and secret, which Google wants of desktop programs too, under “Backends and providers” (Ctrl+B), “Client id…”.")},
    {"github", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 must know which program asks, and no client id was given.\nAt github.com, under “Settings” and “Developer settings”, make an OAuth app with the callback http://127.0.0.1/callback and the device flow on.\nThen give its id under “Backends and providers” (Ctrl+B), “Client id…”.")},
};

constexpr Entry causes[] = {
    {"reuse_detected", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 ended this sign-in because its key was used twice. If that was not you, sign in again and look through your sessions.")},
    {"refresh_expired", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This sign-in has run out because it was not used for a while. Sign in again to go on.")},
    {"no_refresh_token", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This sign-in has run out, and %1 does not let it be renewed. Sign in again to go on.")},
    {"session_revoked", QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This session was ended from another place. Sign in again to go on.")},
};
// clang-format on

QString byKind(const core::Error &error)
{
    const auto text = [](const char *source) { return QCoreApplication::translate(context, source); };
    switch (error.kind) {
    case core::ErrorKind::Offline:
        return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 could not be reached. Your account stays as it is; try again later."));
    case core::ErrorKind::Cancelled:
        return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "Stopped before it was done. Nothing was changed."));
    case core::ErrorKind::Rejected:
        return text(error.detail.isEmpty() ? QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 refused this (%3). Nothing was changed.")
                                           : QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 refused this: “%2”. Nothing was changed."));
    case core::ErrorKind::RateLimited:
        return text(
            QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 asks for fewer attempts. Nothing was changed; wait a little and try again."));
    case core::ErrorKind::SignInAgain:
        return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences",
                                      "%1 has ended this sign-in. The account stays in your list; sign in again to use it."));
    case core::ErrorKind::BadReply:
        if (!words::stepWords(error.step).isEmpty())
            return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences",
                                          "%1 answered in a way that Keyturn does not trust while it was %5, so nothing of it was used (%3)."));
        return text(
            QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 answered in a way that Keyturn does not trust, so nothing of it was used (%3)."));
    case core::ErrorKind::Storage:
        return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "It could not be stored safely, so what was there before still stands."));
    case core::ErrorKind::Configuration:
        return error.detail.isEmpty() ? text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This cannot work as it is set up."))
                                      : text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "This cannot work as it is set up: %2"));
    }
    return {};
}

/// RFC 6749 §5.2: who asks is not accepted. The provider's own words are for developers, but often tell alone which half of the registration is
/// amiss.
QString refusedClient(const core::Error &error)
{
    if (error.code != QLatin1String("invalid_client"))
        return {};
    const auto text = [](const char *source) { return QCoreApplication::translate(context, source); };
    return error.detail.isEmpty() ? text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences",
                                                           "%1 does not accept the client id of this program, or its secret. Put them right under "
                                                           "“Backends and providers”."))
                                  : text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences",
                                                           "%1 does not accept the client id of this program, or its secret. Put them right under "
                                                           "“Backends and providers”. What it says: %2"));
}

/// Where the backend has said for how long it wants to be left alone.
QString withTime(const core::Error &error)
{
    if (!error.retryAfter || *error.retryAfter <= std::chrono::seconds(0))
        return {};
    const auto text = [](const char *source) { return QCoreApplication::translate(context, source); };
    if (error.kind == core::ErrorKind::RateLimited)
        return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 asks for fewer attempts. Nothing was changed; try again in %4."));
    if (error.code == QLatin1String("server_error"))
        return text(QT_TRANSLATE_NOOP("keyturn::ui::common::Sentences", "%1 does not serve just now. Your account stays as it is; try again in %4."));
    return {};
}

QString filled(const QString &pattern, const QString &backend, const core::Error &error)
{
    const QString name = backend.isEmpty() ? QCoreApplication::translate(context, "The backend") : oneLine(backend, 80);
    const QString left = Times::left(error.retryAfter.value_or(std::chrono::seconds(0)));
    return words::filled(pattern, {name, oneLine(error.detail, 300), oneLine(error.code, 60), left, words::stepWords(error.step)});
}

} // namespace

bool wasStopped(const core::Error &error)
{
    static const QStringList stops{QStringLiteral("cancelled"), QStringLiteral("interrupted"), QStringLiteral("stopped"),
                                   QStringLiteral("abandoned")};
    return error.kind == core::ErrorKind::Cancelled && stops.contains(error.code);
}

core::Error unmetStepUp()
{
    return {core::ErrorKind::Rejected, QStringLiteral("step_up_refused"), {}};
}

QString sentenceFor(const core::Error &error, const QString &backend)
{
    for (const QString &pattern : {withTime(error), refusedClient(error)}) {
        if (!pattern.isEmpty())
            return filled(pattern, backend, error);
    }
    for (const Entry &entry : registrations) {
        if (error.code == QLatin1String("client_id_missing") && error.detail == QLatin1String(entry.code))
            return filled(QCoreApplication::translate(context, entry.text), backend, error);
    }
    for (const Entry &entry : entries) {
        if (error.code == QLatin1String(entry.code))
            return filled(QCoreApplication::translate(context, entry.text), backend, error);
    }
    if (error.kind == core::ErrorKind::SignInAgain)
        return signInAgainSentence(error.code, backend);
    if (const QString trouble = words::tokenTrouble(error.code); !trouble.isEmpty())
        return filled(trouble, backend, error);
    return filled(byKind(error), backend, error);
}

QString signInAgainSentence(const QString &cause, const QString &backend)
{
    const core::Error error{core::ErrorKind::SignInAgain, cause, {}};
    for (const Entry &entry : causes) {
        if (cause == QLatin1String(entry.code))
            return filled(QCoreApplication::translate(context, entry.text), backend, error);
    }
    return filled(byKind(error), backend, error);
}

} // namespace keyturn::ui::common
