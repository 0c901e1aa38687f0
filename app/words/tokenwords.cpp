// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/tokenwords.h"

#include "words/filled.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

using inspection::CannotVerify;
using inspection::Change;
using inspection::KeyFit;
using inspection::Severity;

struct Entry {
    const char *key;
    const char *text;
};

QString text(const char *source)
{
    return QCoreApplication::translate("Token", source);
}

// clang-format off
/// %1 … are the finding's values, %8 its time and %9 its span.
constexpr Entry findings[] = {
    {"alg_none", QT_TRANSLATE_NOOP("Token", "It is not signed (alg “%1”): anybody can write such a token. Refuse it.")},
    {"alg_missing", QT_TRANSLATE_NOOP("Token", "It does not say by which algorithm it is signed, so nobody can check it.")},
    {"alg_weak", QT_TRANSLATE_NOOP("Token", "Its algorithm, %1, rests on a broken hash or a code that is too short. Sign with another one.")},
    {"alg_unknown", QT_TRANSLATE_NOOP("Token", "Its algorithm, “%1”, is none that is registered for signatures.")},
    {"alg_symmetric", QT_TRANSLATE_NOOP("Token", "It is signed with a shared secret (%1): whoever can check it can also make one.")},
    {"alg_padding", QT_TRANSLATE_NOOP("Token", "Its key is wrapped by %1, whose padding can be used to decrypt it. Use RSA-OAEP or ECDH-ES.")},
    {"signature_missing", QT_TRANSLATE_NOOP("Token", "It says that it is signed by %1, and the signature is missing. Refuse it.")},
    {"hmac_weak_secret", QT_TRANSLATE_NOOP("Token", "Its secret is “%1”, which is on every list: anybody can make such a token. Exchange the secret now.")},
    {"hmac_short_secret", QT_TRANSLATE_NOOP("Token", "The secret has %1 bits, and %3 wants at least %2: a shorter one can be found by trying.")},
    {"rsa_short_key", QT_TRANSLATE_NOOP("Token", "The RSA key has %1 bits. Below 2048 it can be factored; make a longer one.")},
    {"kid_missing", QT_TRANSLATE_NOOP("Token", "It does not name its key (kid), so keys can not be changed without trying all of them.")},
    {"kid_odd", QT_TRANSLATE_NOOP("Token", "The name of its key (kid) looks like a path, a query or an address: “%1”. A server must never use it as one.")},
    {"kid_other", QT_TRANSLATE_NOOP("Token", "It names the key “%2”, and “%1” is the one that signed it: a strict reader does not find that.")},
    {"header_key_address", QT_TRANSLATE_NOOP("Token", "It says itself where its key is (%1: %2). Whoever believes that lets the sender choose the key.")},
    {"header_key", QT_TRANSLATE_NOOP("Token", "It brings its key along (%1). Whoever believes that lets the sender choose the key.")},
    {"typ_missing", QT_TRANSLATE_NOOP("Token", "It does not say what kind of token it is (typ), so one kind may pass for another.")},
    {"typ_odd", QT_TRANSLATE_NOOP("Token", "Its type, “%1”, is none of a JWT.")},
    {"typ_generic", QT_TRANSLATE_NOOP("Token", "As an access token it should say so: typ at+jwt instead of %1.")},
    {"typ_other", QT_TRANSLATE_NOOP("Token", "It says that it is another kind of token (typ %1). Refuse it.")},
    {"crit_broken", QT_TRANSLATE_NOOP("Token", "Its crit is empty, or names what the header does not have. Refuse it.")},
    {"crit_unknown", QT_TRANSLATE_NOOP("Token", "It must not be believed by who does not know what crit names: %1. Keyturn does not.")},
    {"no_claims", QT_TRANSLATE_NOOP("Token", "What is signed is no JSON object: it is a JWS, and no JWT.")},
    {"several_signatures", QT_TRANSLATE_NOOP("Token", "It has %1 signatures. The first one is looked at.")},
    {"compressed", QT_TRANSLATE_NOOP("Token", "It is compressed before it is encrypted: its length tells of what is in it.")},
    {"time_milliseconds", QT_TRANSLATE_NOOP("Token", "Its %1 is in milliseconds, and must be in seconds: readers take it for a time thousands of years away. Meant was %8.")},
    {"time_invalid", QT_TRANSLATE_NOOP("Token", "Its %1 is no time: “%2”. It must be a number of seconds since 1970.")},
    {"exp_missing", QT_TRANSLATE_NOOP("Token", "It never runs out: exp is missing. Who steals it has it for good.")},
    {"exp_past", QT_TRANSLATE_NOOP("Token", "It ran out %8.")},
    {"nbf_future", QT_TRANSLATE_NOOP("Token", "It is not valid yet, but %8. If that is wrong, compare the clocks.")},
    {"iat_future", QT_TRANSLATE_NOOP("Token", "It says that it was issued %8: one of the clocks is wrong.")},
    {"life_none", QT_TRANSLATE_NOOP("Token", "It runs out before it was issued: it was never valid.")},
    {"life_long", QT_TRANSLATE_NOOP("Token", "It lives for %9. A stolen token serves as long; 15 min is usual, with a refresh token beside it.")},
    {"iss_other", QT_TRANSLATE_NOOP("Token", "It comes from “%1”, and “%2” was expected. Refuse it.")},
    {"aud_other", QT_TRANSLATE_NOOP("Token", "It is meant for “%1”, and not for “%2”. Refuse it.")},
    {"iss_absent", QT_TRANSLATE_NOOP("Token", "It does not say who issued it (iss), and “%2” was expected. Refuse it.")},
    {"aud_absent", QT_TRANSLATE_NOOP("Token", "It does not say whom it is meant for (aud), and “%2” was expected. Refuse it.")},
    {"claim_missing", QT_TRANSLATE_NOOP("Token", "It has no %1.")},
    {"secret_claims", QT_TRANSLATE_NOOP("Token", "It holds what looks secret, and anybody who sees the token can read it: %1. Take it out, and exchange it.")},
    {"personal_claims", QT_TRANSLATE_NOOP("Token", "It tells of the person to every server and log that it passes: %1.")},
    {"password_hash", QT_TRANSLATE_NOOP("Token", "This is the hash of a password, and no token. Whoever has it can try passwords against it.")},
    {"uuid_of_time", QT_TRANSLATE_NOOP("Token", "It is a UUID that is made of the time: at most %1 bits of it are random. It must not serve as a token.")},
    {"opaque_short", QT_TRANSLATE_NOOP("Token", "At most about %1 bits of it are random, and 128 are asked for: it might be found by trying.")},
    {"large", QT_TRANSLATE_NOOP("Token", "It has %1 bytes. As a cookie it is too large, and servers that limit headers to 8 kB are near.")},
};

/// %2 is the detail.
constexpr Entry troubles[] = {
    {"token_empty", QT_TRANSLATE_NOOP("Token", "There is no token in this. Paste one, with or without “Authorization: Bearer” before it.")},
    {"token_too_large", QT_TRANSLATE_NOOP("Token", "This is larger than 1 MB (%2), so it was not read. No token is that large; look what was copied.")},
    {"token_binary", QT_TRANSLATE_NOOP("Token", "This is not text, so it is no token. Look what was copied.")},
    {"token_spaces", QT_TRANSLATE_NOOP("Token", "This has blanks in it, which no token has. Paste the token alone.")},
    {"token_truncated", QT_TRANSLATE_NOOP("Token", "This is the beginning of a token; its end is missing (%2). Copy all of it.")},
    {"token_parts", QT_TRANSLATE_NOOP("Token", "This begins like a JSON Web Token but has %2 parts; a signed one has three, an encrypted one five.")},
    {"token_base64", QT_TRANSLATE_NOOP("Token", "This is built like a JSON Web Token, but a part of it is no base64url (%2): a sign is wrong, or padding was added.")},
    {"token_json", QT_TRANSLATE_NOOP("Token", "This is built like a JSON Web Token, but a part of it is no JSON object (%2). Something was altered in it.")},
    {"token_duplicate_member", QT_TRANSLATE_NOOP("Token", "This token names “%2” twice. Readers take one or the other, so it must be refused.")},
    {"token_not_serialized", QT_TRANSLATE_NOOP("Token", "This is JSON, but neither a signed nor an encrypted token. Paste the token alone, without what stands around it.")},
    {"token_key", QT_TRANSLATE_NOOP("Token", "This is a key or a certificate, and no token. If it is a private key, it should not be pasted anywhere.")},
    {"id_token_absent", QT_TRANSLATE_NOOP("Token", "This account has no ID token: its backend gives none. Look at its access token.")},
    {"key_unreadable", QT_TRANSLATE_NOOP("Token", "The key can not be read. A public key or a certificate in PEM is wanted, or a JSON Web Key Set.")},
    {"key_file_unreadable", QT_TRANSLATE_NOOP("Token", "The file cannot be read: %2.")},
    {"key_private", QT_TRANSLATE_NOOP("Token", "This is a private key, which nobody needs who only checks a signature. Give the public one: openssl pkey -in KEY -pubout")},
    {"key_kind_unknown", QT_TRANSLATE_NOOP("Token", "The key is of a kind (%2) that signs no tokens. RSA, EC on P-256, P-384 or P-521, and Ed25519 do.")},
    {"keys_too_many", QT_TRANSLATE_NOOP("Token", "The key set holds %2 keys, more than the 500 that are looked at. Give the one key instead.")},
    {"keys_invalid", QT_TRANSLATE_NOOP("Token", "What is there is no JSON Web Key Set (%2). Look at the address, or give the key in a file.")},
    {"keys_insecure", QT_TRANSLATE_NOOP("Token", "Keys that come over plain HTTP (%2) may be anybody's, so they prove nothing. Use https.")},
    {"keys_absent", QT_TRANSLATE_NOOP("Token", "%2 does not say where its keys are. Give their address, or a key in a file.")},
};
// clang-format on

template <std::size_t Size> QString textOf(const Entry (&entries)[Size], const QString &key)
{
    for (const Entry &entry : entries) {
        if (key == QLatin1String(entry.key))
            return text(entry.text);
    }
    return {};
}

QString algorithmWords(const inspection::Members &header, const Voice &voice)
{
    const QString algorithm = header.textOf(QStringLiteral("alg"));
    return algorithm.isEmpty() ? text(QT_TRANSLATE_NOOP("Token", "no algorithm")) : voice.untrusted(algorithm);
}

QString signedTitle(const inspection::SignedToken &token, const Voice &voice)
{
    const QString algorithm = algorithmWords(token.header, voice);
    if (!token.claims)
        return text(QT_TRANSLATE_NOOP("Token", "Signed text (JWS), %1")).arg(algorithm);
    switch (inspection::useOf(token)) {
    case inspection::Use::Access:
        return text(QT_TRANSLATE_NOOP("Token", "Access token (JWT), %1")).arg(algorithm);
    case inspection::Use::Id:
        return text(QT_TRANSLATE_NOOP("Token", "ID token (JWT), %1")).arg(algorithm);
    case inspection::Use::Logout:
        return text(QT_TRANSLATE_NOOP("Token", "Logout token (JWT), %1")).arg(algorithm);
    case inspection::Use::Proof:
        return text(QT_TRANSLATE_NOOP("Token", "DPoP proof (JWT), %1")).arg(algorithm);
    case inspection::Use::Unknown:
        break;
    }
    return text(QT_TRANSLATE_NOOP("Token", "Signed token (JWT), %1")).arg(algorithm);
}

constexpr Entry shapes[] = {
    {"github_personal", QT_TRANSLATE_NOOP("Token", "personal access token")},
    {"github_oauth", QT_TRANSLATE_NOOP("Token", "OAuth access token")},
    {"github_app_user", QT_TRANSLATE_NOOP("Token", "access token of an app for a user")},
    {"github_app_installation", QT_TRANSLATE_NOOP("Token", "access token of an app's installation")},
    {"github_refresh", QT_TRANSLATE_NOOP("Token", "refresh token")},
    {"gitlab_personal", QT_TRANSLATE_NOOP("Token", "personal access token")},
    {"google_access", QT_TRANSLATE_NOOP("Token", "access token")},
    {"google_refresh", QT_TRANSLATE_NOOP("Token", "refresh token")},
    {"google_code", QT_TRANSLATE_NOOP("Token", "authorization code")},
    {"google_client_secret", QT_TRANSLATE_NOOP("Token", "client secret")},
    {"google_api_key", QT_TRANSLATE_NOOP("Token", "API key")},
    {"facebook_access", QT_TRANSLATE_NOOP("Token", "access token")},
    {"uuid", QT_TRANSLATE_NOOP("Token", "random UUID")},
    {"uuid_of_time", QT_TRANSLATE_NOOP("Token", "UUID made of the time")},
    {"paseto", QT_TRANSLATE_NOOP("Token", "PASETO")},
    {"bcrypt", QT_TRANSLATE_NOOP("Token", "hash of a password (bcrypt)")},
    {"argon2", QT_TRANSLATE_NOOP("Token", "hash of a password (Argon2)")},
    {"saml", QT_TRANSLATE_NOOP("Token", "SAML assertion")},
    {"connect_cookie", QT_TRANSLATE_NOOP("Token", "signed session cookie of Express")},
};

QString opaqueTitle(const inspection::OpaqueToken &token)
{
    const QString shape = textOf(shapes, token.shape);
    if (!token.issuer.isEmpty())
        return shape.isEmpty() ? text(QT_TRANSLATE_NOOP("Token", "Opaque token of %1")).arg(token.issuer)
                               : text(QT_TRANSLATE_NOOP("Token", "Opaque token: %1, %2")).arg(token.issuer, shape);
    return shape.isEmpty() ? text(QT_TRANSLATE_NOOP("Token", "Opaque token")) : text(QT_TRANSLATE_NOOP("Token", "Opaque token: %1")).arg(shape);
}

QString alphabetWords(inspection::Alphabet alphabet)
{
    switch (alphabet) {
    case inspection::Alphabet::Digits:
        return text(QT_TRANSLATE_NOOP("Token", "digits"));
    case inspection::Alphabet::Hexadecimal:
        return text(QT_TRANSLATE_NOOP("Token", "hexadecimal digits"));
    case inspection::Alphabet::Alphanumeric:
        return text(QT_TRANSLATE_NOOP("Token", "letters and digits"));
    case inspection::Alphabet::Base64Url:
        return text(QT_TRANSLATE_NOOP("Token", "signs of base64url"));
    case inspection::Alphabet::Base64:
        return text(QT_TRANSLATE_NOOP("Token", "signs of base64"));
    case inspection::Alphabet::Printable:
        break;
    }
    return text(QT_TRANSLATE_NOOP("Token", "printable signs"));
}

QString keyName(const inspection::KeyLook &key, const Voice &voice)
{
    return key.id.isEmpty() ? key.kind : text(QT_TRANSLATE_NOOP("Token", "“%1” (%2)")).arg(voice.untrusted(key.id), key.kind);
}

QString keyNames(const QList<inspection::KeyLook> &keys, const Voice &voice)
{
    constexpr qsizetype most = 5;
    QStringList names;
    for (const inspection::KeyLook &key : keys.first(std::min(keys.size(), most))) {
        const QString why = keyFitWords(key.fit);
        names.append(why.isEmpty() ? keyName(key, voice) : text(QT_TRANSLATE_NOOP("Token", "%1 %2")).arg(keyName(key, voice), why));
    }
    if (keys.size() > most)
        names.append(text(QT_TRANSLATE_NOOP("Token", "and %1 more")).arg(keys.size() - most));
    return names.join(QStringLiteral("; "));
}

QString cannotWords(const CannotVerify &verdict, const Voice &voice)
{
    switch (verdict.why) {
    case CannotVerify::Why::Encrypted:
        return text(QT_TRANSLATE_NOOP("Token", "It is encrypted: only whom it is meant for can read and check it."));
    case CannotVerify::Why::Opaque:
        return text(QT_TRANSLATE_NOOP("Token", "It is opaque: only its issuer can say whether it is good."));
    case CannotVerify::Why::Unsigned:
        return text(QT_TRANSLATE_NOOP("Token", "It has no signature that could be checked."));
    case CannotVerify::Why::UnknownAlgorithm:
        return text(QT_TRANSLATE_NOOP("Token", "Keyturn does not check signatures by %1.")).arg(voice.untrusted(verdict.algorithm));
    case CannotVerify::Why::NoKeys:
        return text(QT_TRANSLATE_NOOP("Token", "The key set is empty, so nothing can be checked."));
    case CannotVerify::Why::SecretForPublicKey:
        return text(QT_TRANSLATE_NOOP("Token", "%1 is checked by a public key, not by a secret. Give the key or the key set."))
            .arg(verdict.algorithm);
    case CannotVerify::Why::PublicKeyForSecret:
        return text(QT_TRANSLATE_NOOP("Token", "%1 is checked by a shared secret, never by a public key. Give the secret.")).arg(verdict.algorithm);
    case CannotVerify::Why::Extension:
        return text(QT_TRANSLATE_NOOP("Token", "It has extensions that must be understood (crit), so its signature says nothing here."));
    }
    return {};
}

} // namespace

QString tokenTitle(const inspection::Token &token, const Voice &voice)
{
    if (const auto *jws = std::get_if<inspection::SignedToken>(&token.content))
        return signedTitle(*jws, voice);
    if (const auto *jwe = std::get_if<inspection::EncryptedToken>(&token.content))
        return text(QT_TRANSLATE_NOOP("Token", "Encrypted token (JWE), %1")).arg(algorithmWords(jwe->header, voice));
    return opaqueTitle(std::get<inspection::OpaqueToken>(token.content));
}

QString opaqueSentence(const inspection::OpaqueToken &token)
{
    return text(QT_TRANSLATE_NOOP("Token", "%1 %2, of which at most about %3 bits are random. What it stands for, its issuer alone knows."))
        .arg(token.length)
        .arg(alphabetWords(token.alphabet))
        .arg(qRound(token.bits));
}

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::High:
        return text(QT_TRANSLATE_NOOP("Token", "high"));
    case Severity::Medium:
        return text(QT_TRANSLATE_NOOP("Token", "medium"));
    case Severity::Low:
        return text(QT_TRANSLATE_NOOP("Token", "low"));
    case Severity::Info:
        break;
    }
    return text(QT_TRANSLATE_NOOP("Token", "note"));
}

QString findingSentence(const inspection::Finding &finding, const Voice &voice)
{
    QStringList values;
    for (const QString &value : finding.values)
        values.append(voice.untrusted(value));
    while (values.size() < 7)
        values.append(QString());
    values.append(finding.at.isValid() ? voice.time(finding.at) : QString());
    values.append(finding.span ? voice.span(*finding.span) : QString());
    return filled(textOf(findings, finding.id), values);
}

QString verificationSentence(const inspection::Verification &verification, const Voice &voice)
{
    if (const auto *verified = std::get_if<inspection::Verified>(&verification))
        return text(QT_TRANSLATE_NOOP("Token", "The signature holds, by the key %1.")).arg(keyName(verified->key, voice));
    if (const auto *wrong = std::get_if<inspection::SignatureWrong>(&verification))
        return text(QT_TRANSLATE_NOOP("Token", "The signature is wrong. Tried: %1.")).arg(keyNames(wrong->tried, voice));
    if (const auto *none = std::get_if<inspection::NoKeyFits>(&verification))
        return text(QT_TRANSLATE_NOOP("Token", "No key fits: %1.")).arg(keyNames(none->seen, voice));
    if (const auto *cannot = std::get_if<CannotVerify>(&verification))
        return cannotWords(*cannot, voice);
    return text(QT_TRANSLATE_NOOP("Token", "The signature was not checked."));
}

QString keyFitWords(KeyFit fit)
{
    switch (fit) {
    case KeyFit::OtherId:
        return text(QT_TRANSLATE_NOOP("Token", "has another id"));
    case KeyFit::OtherKind:
        return text(QT_TRANSLATE_NOOP("Token", "is of another kind"));
    case KeyFit::OtherAlgorithm:
        return text(QT_TRANSLATE_NOOP("Token", "is for another algorithm"));
    case KeyFit::NotForSigning:
        return text(QT_TRANSLATE_NOOP("Token", "is not for signatures"));
    case KeyFit::Fits:
        break;
    }
    return {};
}

QString changeSentence(const Change &change, const Voice &voice)
{
    const auto shown = [&voice](const QString &value, const QDateTime &time) { return time.isValid() ? voice.time(time) : voice.untrusted(value); };
    const QString name = voice.untrusted(change.name);
    const QString before = shown(change.before, change.timeBefore);
    const QString after = shown(change.after, change.timeAfter);
    if (change.kind == Change::Kind::Added)
        return filled(text(QT_TRANSLATE_NOOP("Token", "%1 is new: %2")), {name, after});
    if (change.kind == Change::Kind::Removed)
        return filled(text(QT_TRANSLATE_NOOP("Token", "%1 is gone; it was %2")), {name, before});
    if (!change.timeBefore.isValid() || !change.timeAfter.isValid())
        return filled(text(QT_TRANSLATE_NOOP("Token", "%1 was %2, and is %3")), {name, before, after});
    const std::chrono::seconds step(change.timeBefore.secsTo(change.timeAfter));
    return step.count() >= 0 ? filled(text(QT_TRANSLATE_NOOP("Token", "%1 is %2 later: %3")), {name, voice.span(step), after})
                             : filled(text(QT_TRANSLATE_NOOP("Token", "%1 is %2 earlier: %3")), {name, voice.span(-step), after});
}

QString tokenTrouble(const QString &code)
{
    return textOf(troubles, code);
}

} // namespace keyturn::words
