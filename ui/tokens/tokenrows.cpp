// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tokens/tokenrows.h"

#include "ui/common/plaintext.h"
#include "ui/common/times.h"
#include "words/tokenwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::ui::tokens {

using common::Times;
using common::Tone;

namespace {

constexpr qsizetype longestText = 300;
constexpr qsizetype mostMembers = 200;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::tokens::TokenRows)
};

words::Voice voiceAt(const QDateTime &now)
{
    return {[now](const QDateTime &time) { return Times::relative(time, now); }, [](std::chrono::seconds span) { return Times::left(span); },
            [](const QString &text) { return common::oneLine(text); }};
}

Tone toneOf(inspection::Severity severity)
{
    switch (severity) {
    case inspection::Severity::High:
        return Tone::Warning;
    case inspection::Severity::Medium:
        return Tone::Normal;
    case inspection::Severity::Low:
    case inspection::Severity::Info:
        break;
    }
    return Tone::Muted;
}

/// The first row of a section has its heading.
void append(QList<TokenRow> &rows, QList<TokenRow> section, const QString &heading)
{
    if (!section.isEmpty())
        section.first().heading = heading;
    rows += section;
}

QList<TokenRow> findingRows(const Looked &looked)
{
    QList<TokenRow> rows;
    for (const inspection::Finding &finding : looked.findings)
        rows.append({{},
                     words::severityWord(finding.severity),
                     words::findingSentence(finding, voiceAt(looked.now)),
                     finding.reference,
                     toneOf(finding.severity)});
    if (rows.isEmpty())
        rows.append({{}, {}, Words::tr("Nothing was found."), {}, Tone::Muted});
    return rows;
}

QList<TokenRow> memberRows(const inspection::Members &members, const QDateTime &now, bool areClaims)
{
    QList<TokenRow> rows;
    for (const inspection::Member &member : members.list.first(std::min(members.list.size(), mostMembers))) {
        const QDateTime time = areClaims ? inspection::timeOfClaim(member) : QDateTime();
        const QString note = time.isValid() ? Words::tr("%1, %2").arg(Times::relative(time, now), Times::exact(time)) : QString();
        rows.append({{}, common::oneLine(member.name, 60), common::oneLine(member.text, longestText), note, Tone::Muted});
    }
    if (members.list.size() > mostMembers)
        rows.append({{}, {}, Words::tr("And %1 more, which are not shown.").arg(members.list.size() - mostMembers), {}, Tone::Muted});
    return rows;
}

QList<TokenRow> changeRows(const Looked &looked)
{
    QList<TokenRow> rows;
    for (const inspection::Change &change : *looked.changes)
        rows.append({{}, common::oneLine(change.name, 60), words::changeSentence(change, voiceAt(looked.now)), {}, Tone::Muted});
    if (rows.isEmpty())
        rows.append({{}, {}, Words::tr("Both say the same, or nothing that can be read."), {}, Tone::Muted});
    return rows;
}

} // namespace

QList<TokenRow> rowsOf(const Looked &looked)
{
    QList<TokenRow> rows;
    if (looked.changes)
        append(rows, changeRows(looked), Words::tr("Since the token before"));
    append(rows, findingRows(looked), Words::tr("Findings"));
    if (const auto *jws = std::get_if<inspection::SignedToken>(&looked.token.content)) {
        if (jws->claims)
            append(rows, memberRows(*jws->claims, looked.now, true), Words::tr("Claims"));
        append(rows, memberRows(jws->header, looked.now, false), Words::tr("Header"));
    } else if (const auto *jwe = std::get_if<inspection::EncryptedToken>(&looked.token.content)) {
        append(rows, memberRows(jwe->header, looked.now, false), Words::tr("Header"));
    } else {
        const QString sentence = words::opaqueSentence(std::get<inspection::OpaqueToken>(looked.token.content));
        append(rows, {{{}, {}, sentence, {}, Tone::Muted}}, Words::tr("What it looks like"));
    }
    return rows;
}

QString titleOf(const inspection::Token &token)
{
    return words::tokenTitle(token, voiceAt({}));
}

QString signatureSentence(const inspection::Verification &verification)
{
    return words::verificationSentence(verification, voiceAt({}));
}

QDateTime expiryOf(const inspection::Token &token)
{
    const auto *jws = std::get_if<inspection::SignedToken>(&token.content);
    if (!jws || !jws->claims)
        return {};
    const QList<inspection::Member> &claims = jws->claims->list;
    const auto found = std::find_if(claims.begin(), claims.end(), [](const auto &member) { return member.name == QLatin1String("exp"); });
    return found == claims.end() ? QDateTime() : inspection::timeOfClaim(*found);
}

} // namespace keyturn::ui::tokens
