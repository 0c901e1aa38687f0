// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/secret.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace keyturn::console {

/// Where something that was looked for stands in a BodyDocument.
struct Match {
    qsizetype line = 0;
    int column = 0; ///< In UTF-16 units, as QString counts.
    int length = 0; ///< The same; it may reach into the next line where that is a continuation.
    bool operator==(const Match &) const = default;
};

/// An answer's body as lines to show, made once, in a thread of its own. Copies share it; it may be read from any thread. Memory is taken for one
/// text and one number for each line.
class BodyDocument
{
public:
    enum class Kind {
        Empty,
        Json, ///< Indented by two spaces; its members stay in their order and its numbers as they were written.
        BrokenJson, ///< Said to be JSON and none: as it came, see brokenAt().
        Text,
        Binary, ///< Sixteen bytes a line: offset, bytes in hexadecimal, what of it is ASCII.
    };
    enum class Secrets { Redacted, Shown };
    static constexpr int longestLine = 4096; ///< Characters; what is longer is shown as several lines.
    static constexpr qsizetype mostMatches = 100'000;

    BodyDocument();

    /// Makes one of @p body, of @p contentType (with its charset; UTF-8 where it tells none and the bytes are such). JSON is known by its type, or by
    /// how it begins. Where secrets are redacted, each reads as net::Redaction has it. Never fails but with Cancelled, which
    /// is the answer too when the program ends.
    [[nodiscard]] static core::Async<BodyDocument> make(core::Secret body, QByteArray contentType, Secrets secrets = Secrets::Redacted,
                                                        std::stop_token stop = {});

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] qsizetype lineCount() const;
    /// Precondition: 0 <= @p number < lineCount(). Costs as much as the line is long.
    [[nodiscard]] QString line(qsizetype number) const;
    /// Whether the line goes on from the one before it, which was too long.
    [[nodiscard]] bool isContinuation(qsizetype number) const;
    /// Binary whose secrets were to be redacted, and may be somewhere in it: none of it is shown, there is no line. Whoever wants to see it makes
    /// another one with Secrets::Shown.
    [[nodiscard]] bool isWithheld() const;
    /// BrokenJson: the first byte that cannot stand there.
    [[nodiscard]] std::optional<qsizetype> brokenAt() const;
    /// How many values were taken out as secrets.
    [[nodiscard]] qsizetype redactedCount() const;
    /// Everything, lines joined as they came; as large as the body.
    [[nodiscard]] core::Secret text() const;

    /// Where @p text stands, in order, at most mostMatches of them; looked for in a thread of its own. Cancelled when @p stop asks for it.
    [[nodiscard]] core::Async<QList<Match>> search(const QString &text, Qt::CaseSensitivity caseSensitive, std::stop_token stop = {}) const;

private:
    struct Content;
    std::shared_ptr<const Content> m_content;
};

} // namespace keyturn::console
