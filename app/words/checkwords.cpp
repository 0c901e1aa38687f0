// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/checkwords.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

using composition::CheckStep;

struct Entry {
    const char *key;
    const char *text; ///< %2: the detail.
};

// clang-format off
constexpr Entry titles[] = {
    {"document", QT_TRANSLATE_NOOP("ProfileCheck", "the document is a profile")},
    {"address", QT_TRANSLATE_NOOP("ProfileCheck", "the address answers")},
    {"csrf", QT_TRANSLATE_NOOP("ProfileCheck", "the CSRF token is found")},
    {"sign_in_refuses", QT_TRANSLATE_NOOP("ProfileCheck", "sign-in refuses somebody unknown")},
    {"registration", QT_TRANSLATE_NOOP("ProfileCheck", "registration is there")},
    {"refresh_refuses", QT_TRANSLATE_NOOP("ProfileCheck", "a made-up refresh token is refused for good")},
    {"identity_closed", QT_TRANSLATE_NOOP("ProfileCheck", "“who am I” asks for a token")},
    {"sessions_closed", QT_TRANSLATE_NOOP("ProfileCheck", "the list of sessions asks for a token")},
    {"revoke", QT_TRANSLATE_NOOP("ProfileCheck", "a session can be ended")},
    {"revoke_others", QT_TRANSLATE_NOOP("ProfileCheck", "ending the other sessions is there")},
    {"sign_out", QT_TRANSLATE_NOOP("ProfileCheck", "sign-out is there")},
    {"client_id", QT_TRANSLATE_NOOP("ProfileCheck", "a client id is given")},
    {"discovery", QT_TRANSLATE_NOOP("ProfileCheck", "the provider's metadata is found and safe")},
    {"keys", QT_TRANSLATE_NOOP("ProfileCheck", "the provider's keys can be read")},
    {"authorization", QT_TRANSLATE_NOOP("ProfileCheck", "the sign-in page answers this client")},
    {"pushed", QT_TRANSLATE_NOOP("ProfileCheck", "pushed requests are taken")},
    {"token", QT_TRANSLATE_NOOP("ProfileCheck", "the token endpoint answers")},
    {"userinfo", QT_TRANSLATE_NOOP("ProfileCheck", "userinfo asks for a token")},
    {"emails", QT_TRANSLATE_NOOP("ProfileCheck", "the list of e-mails asks for a token")},
    {"revocation", QT_TRANSLATE_NOOP("ProfileCheck", "revocation answers")},
    {"handoff_start", QT_TRANSLATE_NOOP("ProfileCheck", "the backend sends the browser on to the provider")},
    {"handoff_refuses", QT_TRANSLATE_NOOP("ProfileCheck", "the backend hands nobody over to another address")},
    {"handoff_exchange", QT_TRANSLATE_NOOP("ProfileCheck", "a made-up hand-off code is refused")},
    {"handoff_unsafe", QT_TRANSLATE_NOOP("ProfileCheck", "this sign-in is unsafe")},
    {"sign_in", QT_TRANSLATE_NOOP("ProfileCheck", "sign-in with what was given")},
    {"access_token", QT_TRANSLATE_NOOP("ProfileCheck", "the access token is found")},
    {"refresh_token", QT_TRANSLATE_NOOP("ProfileCheck", "the refresh token is found")},
    {"lifetime", QT_TRANSLATE_NOOP("ProfileCheck", "the token's lifetime is found")},
    {"person", QT_TRANSLATE_NOOP("ProfileCheck", "the person is found")},
    {"identity", QT_TRANSLATE_NOOP("ProfileCheck", "“who am I” tells the same person")},
    {"sessions", QT_TRANSLATE_NOOP("ProfileCheck", "the sessions are read")},
    {"current_session", QT_TRANSLATE_NOOP("ProfileCheck", "this session is known among them")},
    {"session_field", QT_TRANSLATE_NOOP("ProfileCheck", "a field of the sessions is found")},
    {"refresh", QT_TRANSLATE_NOOP("ProfileCheck", "the tokens are renewed")},
    {"signed_out", QT_TRANSLATE_NOOP("ProfileCheck", "sign-out")},
};

constexpr Entry remarks[] = {
    {"no_such_path", QT_TRANSLATE_NOOP("ProfileCheck", "Nothing is there (%2). Correct the path, or the base address.")},
    {"no_such_method", QT_TRANSLATE_NOOP("ProfileCheck", "It is there, but not for this method (%2). Correct the method.")},
    {"server_error", QT_TRANSLATE_NOOP("ProfileCheck", "The backend has a fault of its own just now (%2). Try again later, or look into its log.")},
    {"redirects", QT_TRANSLATE_NOOP("ProfileCheck", "It sends the asker elsewhere (%2) instead of refusing. Programs are served at another path, most likely.")},
    {"answers_anybody", QT_TRANSLATE_NOOP("ProfileCheck", "It answers without a token too (%2), so that it could not be told from one that does not ask for any.")},
    {"status_unclear", QT_TRANSLATE_NOOP("ProfileCheck", "The answer (%2) says nothing definite. Compare with the backend's documentation.")},
    {"only_by_doing", QT_TRANSLATE_NOOP("ProfileCheck", "Only using it would tell, and that would change something.")},
    {"rate_limited", QT_TRANSLATE_NOOP("ProfileCheck", "The backend asks for fewer attempts. Wait a while and try again.")},
    {"refusal_unmapped", QT_TRANSLATE_NOOP("ProfileCheck", "It refuses, but nobody would learn why. Say where its answer tells the code and the message.")},
    {"refusal_unclear", QT_TRANSLATE_NOOP("ProfileCheck", "It refuses without saying that the token is bad for good (%2), so Keyturn would go on trying. Name the status there, or where the code is under /errors.")},
    {"lets_anybody_in", QT_TRANSLATE_NOOP("ProfileCheck", "Somebody who does not exist was let in. If it refuses with a good status, say there how that is told.")},
    {"request_refused", QT_TRANSLATE_NOOP("ProfileCheck", "The provider refuses the request of a sign-in (%2). Check callbackPath or redirectUri, scopes and authorizationParameters.")},
    {"client_refused", QT_TRANSLATE_NOOP("ProfileCheck", "The provider does not take this client id, or not with a redirect address at http://127.0.0.1 with any port and a path below callbackPath (%2). Register a native client with that; or where it compares the whole address, write that as redirectUri.")},
    {"handoff_refused", QT_TRANSLATE_NOOP("ProfileCheck", "The backend refuses the request of a sign-in (%2). Compare its route with resources/profiles/HANDOFF.md.")},
    {"redirects_anywhere", QT_TRANSLATE_NOOP("ProfileCheck", "It goes on although the address to return to is not of this computer (%2), so anybody could have a code sent to them. Check redirect_uri before anything else.")},
    {"token_in_address", QT_TRANSLATE_NOOP("ProfileCheck", "UNSAFE: the access token comes in the browser's address, where its history and other programs may read it, and no refresh token comes with it. Ask for a one-time code instead (resources/profiles/HANDOFF.md).")},
    {"no_keys", QT_TRANSLATE_NOOP("ProfileCheck", "The provider shows no keys, so that no ID token could be believed. Ask whoever runs it.")},
    {"refresh_token_missing", QT_TRANSLATE_NOOP("ProfileCheck", "There was none. Correct its place; of a cookie the name must be exact.")},
    {"token_missing", QT_TRANSLATE_NOOP("ProfileCheck", "There was none (%2). Correct its place.")},
    {"lifetime_unknown", QT_TRANSLATE_NOOP("ProfileCheck", "The answer tells none, so Keyturn renews when the backend refuses the token. Say where it stands if it is told.")},
    {"lifetime_invalid", QT_TRANSLATE_NOOP("ProfileCheck", "What stands there is no lifetime in this unit. Correct pointer or unit.")},
    {"lifetime_over", QT_TRANSLATE_NOOP("ProfileCheck", "It is over already (%2). Correct the unit, or this computer's clock.")},
    {"identity_missing", QT_TRANSLATE_NOOP("ProfileCheck", "The answer does not tell who that is. Correct the pointer to the subject.")},
    {"identity_differs", QT_TRANSLATE_NOOP("ProfileCheck", "It tells another subject (%2) than the sign-in. Both must point to the same id of the person.")},
    {"no_sessions", QT_TRANSLATE_NOOP("ProfileCheck", "The list is empty although somebody is signed in. Correct the pointer to the items.")},
    {"current_unmarked", QT_TRANSLATE_NOOP("ProfileCheck", "None of them is marked as the one that asks. Say where it is marked, or the pointer /sessions/currentId.")},
    {"field_empty", QT_TRANSLATE_NOOP("ProfileCheck", "%2 hits nothing in any of them. Correct it, or leave it out.")},
    {"no_second_sign_in", QT_TRANSLATE_NOOP("ProfileCheck", "A second sign-in, whose session would have been ended, was refused (%2). Try again later.")},
    {"second_unseen", QT_TRANSLATE_NOOP("ProfileCheck", "A second sign-in does not show in the list as one more session (%2 are new), so none was ended to try it.")},
    {"still_listed", QT_TRANSLATE_NOOP("ProfileCheck", "The backend took the request, but the session is still listed. Correct the request, or the place of the id.")},
    {"no_sign_out", QT_TRANSLATE_NOOP("ProfileCheck", "The profile has none, so the session of this check lasts until it runs out by itself.")},
    {"rotated", QT_TRANSLATE_NOOP("ProfileCheck", "A new refresh token comes each time.")},
    {"not_rotated", QT_TRANSLATE_NOOP("ProfileCheck", "The refresh token stays the same.")},
    {"connection_refused", QT_TRANSLATE_NOOP("ProfileCheck", "Nothing answers there. Start the backend, or correct host and port.")},
    {"host_not_found", QT_TRANSLATE_NOOP("ProfileCheck", "This host was not found. Correct its name, or look at the network.")},
    {"timeout", QT_TRANSLATE_NOOP("ProfileCheck", "It did not answer in time. Try again later.")},
    {"tls_failed", QT_TRANSLATE_NOOP("ProfileCheck", "The secure connection could not be trusted (%2). Give the backend's own authority as caCertificates, or check its certificate and the clock.")},
    {"invalid_credentials", QT_TRANSLATE_NOOP("ProfileCheck", "The backend does not know this name and password together. Check both.")},
    {"not_found", QT_TRANSLATE_NOOP("ProfileCheck", "Nothing is there (%2). Correct the path, or the base address.")},
    {"step_refused", QT_TRANSLATE_NOOP("ProfileCheck", "The backend turns this away (%2). Correct the path, or the base address.")},
    {"second_factor_required", QT_TRANSLATE_NOOP("ProfileCheck", "The password is right, and a code is wanted as well, which this check does not have. Check with somebody who has no second factor.")},
    {"client_id_missing", QT_TRANSLATE_NOOP("ProfileCheck", "Nobody has said one. Write it out there, or say it: keyturn-cli profiles client %2 --client-id ID, or Ctrl+B in the window.")},
    {"client_secret_missing", QT_TRANSLATE_NOOP("ProfileCheck", "It is given without its secret, which this provider wants of desktop programs too. Say both: keyturn-cli profiles client NAME --client-id ID --client-secret-stdin, or Ctrl+B in the window.")},
    {"csrf_missing", QT_TRANSLATE_NOOP("ProfileCheck", "There was no CSRF token (%2). Correct its place.")},
};
// clang-format on

template <std::size_t Size> QString textOf(const Entry (&entries)[Size], const QString &key)
{
    for (const Entry &entry : entries) {
        if (key == QLatin1String(entry.key))
            return QCoreApplication::translate("ProfileCheck", entry.text);
    }
    return {};
}

} // namespace

QString checkTitle(const CheckStep &step)
{
    const QString title = textOf(titles, step.what);
    return title.isEmpty() ? step.what : title;
}

QString checkRemark(const CheckStep &step)
{
    return textOf(remarks, step.code).replace(QLatin1String("%2"), step.detail);
}

QString outcomeWord(CheckStep::Outcome outcome)
{
    switch (outcome) {
    case CheckStep::Outcome::Works:
        return QCoreApplication::translate("ProfileCheck", "works");
    case CheckStep::Outcome::Fails:
        return QCoreApplication::translate("ProfileCheck", "fails");
    case CheckStep::Outcome::CannotTell:
        return QCoreApplication::translate("ProfileCheck", "cannot tell");
    }
    return {};
}

} // namespace keyturn::words
