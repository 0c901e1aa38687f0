// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/backendprofile.h"

#include <QList>
#include <QString>

#include <optional>

/// A profile as the text that a person writes: where in it something stands, and how one value of it is exchanged without touching the rest.
namespace keyturn::composition {

/// A part of a text, in UTF-16 units as QString counts.
struct TextSpan {
    qsizetype start = 0;
    qsizetype length = 0;
    bool operator==(const TextSpan &) const = default;
};

/// One thing that keeps a text from being a profile.
struct ProfileProblem {
    enum class Kind { Profile, Syntax, TooLarge };
    Kind kind = Kind::Profile;
    QString pointer; ///< JSON Pointer, as the profile's reader names it; empty where the text is no JSON.
    QString expected; ///< For developers, in English: what stands there in a profile.
    TextSpan span; ///< What to mark; where a member is missing, what it is missing from.
    int line = 1; ///< Of `span`, both from 1.
    int column = 1;
    bool operator==(const ProfileProblem &) const = default;
};

/// Either a profile or at least one problem.
struct ProfileReading {
    std::optional<model::BackendProfile> profile;
    QList<ProfileProblem> problems;
};

/// Reads @p text as model::readProfile() does, and finds the places of what is wrong.
[[nodiscard]] ProfileReading readProfileText(const QString &text, const QUrl &embeddedBase = {});

/// Where the value at @p pointer stands in @p text; nullopt where there is none, or the text is no JSON.
[[nodiscard]] std::optional<TextSpan> spanOf(const QString &text, const QString &pointer);

/// The text in quotes at @p pointer; nullopt where there is none, or it is something else.
[[nodiscard]] std::optional<QString> textAt(const QString &text, const QString &pointer);

/// @p value as it is written in JSON, with its quotes.
[[nodiscard]] QString quoted(const QString &value);

/// @p text with @p value in the place of the text at @p pointer; unchanged where there is none.
[[nodiscard]] QString withText(const QString &text, const QString &pointer, const QString &value);

} // namespace keyturn::composition
