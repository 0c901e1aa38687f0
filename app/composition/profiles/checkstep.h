// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <functional>

namespace keyturn::composition {

/// What was tried of a profile against the live backend, and what came of it. Sentences for people are made of `what` and `code` elsewhere.
struct CheckStep {
    enum class Outcome { Works, Fails, CannotTell };
    QString what; ///< Stable: `address`, `keys`, `sign_in_refuses`, `refresh` …
    Outcome outcome = Outcome::Works;
    QString place; ///< JSON Pointer into the profile: what to change.
    QString code; ///< Why it is not more than it is: an error's code, or one of ours (`no_such_path`, `answers_anybody` …); may be empty.
    QString detail; ///< For developers; redacted.
    core::ErrorKind kind = core::ErrorKind::BadReply; ///< Of the error that it came of; else as it stands here.

    /// As an error, for whom has no words of its own for `code`.
    [[nodiscard]] core::Error error() const { return {kind, code, detail}; }

    [[nodiscard]] static CheckStep works(const QString &what, const QString &place, const QString &detail = {}, const QString &code = {})
    {
        return {what, Outcome::Works, place, code, detail};
    }
    [[nodiscard]] static CheckStep fails(const QString &what, const QString &place, const QString &code, const QString &detail = {})
    {
        return {what, Outcome::Fails, place, code, detail};
    }
    [[nodiscard]] static CheckStep unclear(const QString &what, const QString &place, const QString &code, const QString &detail = {})
    {
        return {what, Outcome::CannotTell, place, code, detail};
    }
    /// For an error that stands in the way: one that says nothing of the profile leaves the question open.
    [[nodiscard]] static CheckStep of(const QString &what, const QString &place, const core::Error &error)
    {
        const bool open = error.kind == core::ErrorKind::RateLimited || error.kind == core::ErrorKind::Cancelled;
        return {what, open ? Outcome::CannotTell : Outcome::Fails, place, error.code, error.detail, error.kind};
    }
};

/// One question to the backend, and the steps that its answer settles.
using Probe = std::function<core::Async<QList<CheckStep>>()>;

} // namespace keyturn::composition

Q_DECLARE_METATYPE(keyturn::composition::CheckStep)
