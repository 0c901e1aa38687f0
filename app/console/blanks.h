// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/draft.h"

namespace keyturn::console {

/// A value that was a secret and was left out.
struct Blank {
    enum class Place { Address, Header, Field, Body };
    Place place = Place::Body;
    QString name; ///< Of the header or field; empty for address and body.
    bool operator==(const Blank &) const = default;
};

/// @p draft without its secrets: values of headers, members of JSON and forms, parameters of the address read `<secret #1a2b3c4d>` (net::Redaction);
/// a body that is neither JSON nor a form, of which nobody can tell what is secret in it, reads `<12 bytes of text/plain>`. What holds none stays as
/// it was written, to the letter.
[[nodiscard]] Draft withoutSecrets(const Draft &draft);
/// Whether a header of this name never goes out, since the account's own credentials stand in its place (Authorization, Cookie).
[[nodiscard]] bool isCredential(const QByteArray &name);
/// What must be filled in before @p draft can be sent again.
[[nodiscard]] QList<Blank> blanksOf(const Draft &draft);
[[nodiscard]] inline bool hasBlanks(const Draft &draft)
{
    return !blanksOf(draft).isEmpty();
}

} // namespace keyturn::console
