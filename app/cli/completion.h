// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace keyturn::cli {

/// A word that may stand where the cursor is.
struct Candidate {
    QString word;
    QString description; ///< One line; may be empty.
    bool operator==(const Candidate &) const = default;
};

struct Candidates {
    QList<Candidate> words;
    bool files = false; ///< The name of a file may stand there as well.
};

/// What the shell offers at the end of @p words, the last of which is the one at the cursor, maybe empty. From the commands' own usage and parsers,
/// from the accounts and from the profiles; asks nobody over the network.
[[nodiscard]] Candidates candidatesFor(const QStringList &words, composition::Keyturn &core);

} // namespace keyturn::cli
