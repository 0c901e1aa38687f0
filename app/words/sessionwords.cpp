// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/sessionwords.h"

#include "history/knownsession.h"
#include "words/filled.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

struct Entry {
    const char *code;
    const char *text;
};

/// Ours, keyturn-backend's, and what other backends say most.
constexpr Entry causes[] = {
    {history::endcause::signedOutHere, QT_TRANSLATE_NOOP("Sessions", "Signed out from this computer")},
    {history::endcause::endedElsewhere, QT_TRANSLATE_NOOP("Sessions", "Ended elsewhere")},
    {history::endcause::expired, QT_TRANSLATE_NOOP("Sessions", "Expired")},
    {"signed_out", QT_TRANSLATE_NOOP("Sessions", "Signed out there")},
    {"revoked", QT_TRANSLATE_NOOP("Sessions", "Ended from another session")},
    {"reuse_detected", QT_TRANSLATE_NOOP("Sessions", "Ended because its token was used twice")},
    {"claimed", QT_TRANSLATE_NOOP("Sessions", "Ended when the e-mail address was confirmed by its owner")},
    {"replaced", QT_TRANSLATE_NOOP("Sessions", "Ended by a new sign-in in the same browser")},
    {"disabled", QT_TRANSLATE_NOOP("Sessions", "Ended because an administrator disabled the account")},
    {"password_changed", QT_TRANSLATE_NOOP("Sessions", "Ended because the password was changed")},
};

constexpr Entry storageErrors[] = {
    {"sessions_not_remembered",
     QT_TRANSLATE_NOOP("Sessions",
                       "Nothing is remembered of sessions, because the history is switched off in the preferences. Switch it on there to see "
                       "names, new sessions and ended ones.")},
    {"sessionbook_newer",
     QT_TRANSLATE_NOOP("Sessions",
                       "What is remembered of the sessions was written by a newer Keyturn and was left as it is. Update this "
                       "one to see names, new sessions and ended ones.")},
    {"file_not_ours",
     QT_TRANSLATE_NOOP("Sessions", "The file in which sessions are remembered is a link or belongs to another user, so it was not touched (%1).")},
    {"",
     QT_TRANSLATE_NOOP("Sessions",
                       "Nothing could be remembered of these sessions (%1). The list itself is right; free some space or fix the "
                       "permissions to see names, new sessions and ended ones.")},
};

constexpr qsizetype maxCode = 60;

/// One line, without anything that moves the cursor or turns the text around.
QString clean(const QString &text, qsizetype longest)
{
    QString line;
    for (const char32_t character : text.left(4 * longest).toUcs4())
        line += QChar::isPrint(character) && QChar::category(character) != QChar::Other_PrivateUse ? QString::fromUcs4(&character, 1)
                                                                                                   : QStringLiteral(" ");
    line = line.simplified();
    if (line.size() <= longest)
        return line;
    line.truncate(longest - 1);
    if (line.back().isHighSurrogate())
        line.chop(1);
    return line.trimmed() + u'…';
}

} // namespace

QString endedWords(const QString &cause)
{
    for (const Entry &entry : causes) {
        if (cause == QLatin1String(entry.code))
            return QCoreApplication::translate("Sessions", entry.text);
    }
    const QString code = clean(cause, maxCode);
    return code.isEmpty() ? QCoreApplication::translate("Sessions", "Ended") : filled(QCoreApplication::translate("Sessions", "Ended: %1"), {code});
}

QString notKeptWords(const core::Error &error)
{
    constexpr qsizetype maxDetail = 200;
    for (const Entry &entry : storageErrors) {
        if (entry.code[0] == 0 || error.code == QLatin1String(entry.code))
            return filled(QCoreApplication::translate("Sessions", entry.text),
                          {clean(error.detail.isEmpty() ? error.code : error.detail, maxDetail)});
    }
    return {};
}

} // namespace keyturn::words
