// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/profiles/profilesport.h"

namespace keyturn::ui::profiles {

/// What went wrong with a profile, or on the way to one, and what to do; plain text. @p where is the address or backend that was asked.
[[nodiscard]] QString sentenceFor(const core::Error &error, const QString &where = {});

/// "Line 3, column 5 · /id: expected …".
[[nodiscard]] QString sentenceFor(const composition::ProfileProblem &problem);

/// "Built in", "Administrator", "Own".
[[nodiscard]] QString originWord(storage::ProfileOrigin origin);
/// "It came with the program." and its kin, with what it hides.
[[nodiscard]] QString originSentence(const storage::StoredProfile &stored);
/// "Password, Google", for people.
[[nodiscard]] QString waysText(const model::BackendProfile &profile);
/// The base URL, or the issuers.
[[nodiscard]] QString addressText(const model::BackendProfile &profile);
/// Who uses it: "nobody yet", one or two names, or how many more.
[[nodiscard]] QString usersText(const QStringList &users);
[[nodiscard]] bool lacksClient(const model::BackendProfile &profile);

/// A question before something is done all the same; empty where @p error is none that consent helps.
struct Question {
    QString title;
    QString consequence;
    QString verb;
    [[nodiscard]] bool isEmpty() const { return title.isEmpty(); }
};
[[nodiscard]] Question questionFor(const core::Error &error, const QString &profile);

/// What came of a step of a check, for this window; may be empty.
[[nodiscard]] QString remarkOn(const composition::CheckStep &step, const QString &backend);

/// How one gets a client id at a provider: three lines, and the page where it is done.
struct ClientHelp {
    QStringList lines;
    QUrl page; ///< Empty where none is known that is safe to open.
};
[[nodiscard]] ClientHelp helpFor(const ClientPlace &place);

} // namespace keyturn::ui::profiles
