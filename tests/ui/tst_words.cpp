// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/accounts/statewords.h"
#include "ui/common/avatar.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/times.h"
#include "ui/common/tone.h"

#include <QGuiApplication>
#include <QScopeGuard>
#include <QTest>

namespace keyturn::ui::tests {

using namespace keyturn::ui::common;

namespace {
QPalette paletteOf(bool dark)
{
    QPalette palette;
    palette.setColor(QPalette::Window, dark ? QColor(35, 38, 41) : QColor(243, 244, 246));
    palette.setColor(QPalette::Base, dark ? QColor(27, 30, 32) : QColor(255, 255, 255));
    palette.setColor(QPalette::Text, dark ? Qt::white : QColor(29, 32, 36));
    palette.setColor(QPalette::WindowText, dark ? Qt::white : QColor(29, 32, 36));
    palette.setColor(QPalette::Highlight, dark ? QColor(61, 142, 255) : QColor(255, 200, 40)); // a yellow one is the hard case
    return palette;
}
} // namespace

/// What is said, and that it can be read.
class TstWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyToneIsReadableOnEveryGround_data();
    void everyToneIsReadableOnEveryGround();
    void everyAvatarIsReadable();
    void theSamePersonHasTheSameColour();
    void aTimeIsSaidRelatively_data();
    void aTimeIsSaidRelatively();
    void aTimeThatIsNotKnownIsNotSaid();
    void outsideTextStandsOnOneLine_data();
    void outsideTextStandsOnOneLine();
    void aNameTurnsNothingRoundBesideIt();
    void initialsAreTheFirstAndTheLast_data();
    void initialsAreTheFirstAndTheLast();
    void anErrorNamesTheBackend();
    void whatIsFilledInIsNotFilledInAgain();
    void everyKindHasASentence();
    void noCodeStandsInASentence_data();
    void noCodeStandsInASentence();
    void theTimeThatIsAskedForIsSaid_data();
    void theTimeThatIsAskedForIsSaid();
    void whoRefusesTheProgramIsQuoted();
    void theBackendsOwnWordsAreSaid();
    void aRefusalSaysItsCause();
    void everyStateHasAWordAndAnIcon();
};

void TstWords::everyToneIsReadableOnEveryGround_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("tone");
    for (const bool dark : {false, true}) {
        for (const Tone tone : {Tone::Normal, Tone::Muted, Tone::Accent, Tone::Warning})
            QTest::addRow("%s %d", dark ? "dark" : "light", int(tone)) << dark << int(tone);
    }
}

void TstWords::everyToneIsReadableOnEveryGround()
{
    QFETCH(bool, dark);
    QFETCH(int, tone);
    const QPalette palette = paletteOf(dark);
    QCOMPARE(isDark(palette), dark);
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base}) {
        const QColor plain = palette.color(role);
        for (const QColor &ground : {plain, chosenColour(palette, plain), hoverColour(palette, plain)})
            QVERIFY(contrast(toneColour(palette, static_cast<Tone>(tone), ground), ground) >= 4.5);
    }
}

void TstWords::everyAvatarIsReadable()
{
    for (const bool dark : {false, true}) {
        for (int i = 0; i < 500; ++i) {
            const AvatarColours colours = avatarColours(QString::number(i), paletteOf(dark));
            QVERIFY2(contrast(colours.disc, colours.text) >= 4.5, qPrintable(QString::number(i)));
        }
    }
}

void TstWords::theSamePersonHasTheSameColour()
{
    const QPalette palette = paletteOf(false);
    QCOMPARE(avatarColours(QStringLiteral("a"), palette).disc, avatarColours(QStringLiteral("a"), palette).disc);
    QVERIFY(avatarColours(QStringLiteral("a"), palette).disc != avatarColours(QStringLiteral("b"), palette).disc);
}

void TstWords::aTimeIsSaidRelatively_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::addColumn<QString>("said");
    QTest::newRow("now") << qint64(0) << QStringLiteral("just now");
    QTest::newRow("44 s ago") << qint64(-44) << QStringLiteral("just now");
    QTest::newRow("45 s ago") << qint64(-45) << QStringLiteral("1 min ago");
    QTest::newRow("59 min ago") << qint64(-59 * 60) << QStringLiteral("59 min ago");
    QTest::newRow("23 h ago") << qint64(-23 * 3600) << QStringLiteral("23 h ago");
    QTest::newRow("yesterday") << qint64(-30 * 3600) << QStringLiteral("yesterday");
    QTest::newRow("3 days ago") << qint64(-3 * 86400) << QStringLiteral("3 days ago");
    QTest::newRow("tomorrow") << qint64(30 * 3600) << QStringLiteral("tomorrow");
    QTest::newRow("6 days ahead") << qint64(6 * 86400 + 5) << QStringLiteral("in 6 days");
    QTest::newRow("7 days, just granted") << qint64(7 * 86400 - 5) << QStringLiteral("in 7 days");
    QTest::newRow("an hour but a moment") << qint64(3595) << QStringLiteral("in 1 h");
}

void TstWords::aTimeIsSaidRelatively()
{
    QFETCH(qint64, ahead);
    const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05Z"), Qt::ISODate);
    QTEST(Times::relative(now.addSecs(ahead), now), "said");
}

void TstWords::aTimeThatIsNotKnownIsNotSaid()
{
    QCOMPARE(Times::relative({}, QDateTime::currentDateTimeUtc()), QString());
    QCOMPARE(Times::exact({}), QString());
}

void TstWords::outsideTextStandsOnOneLine_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("shown");
    QTest::newRow("lines") << QStringLiteral("Ada\r\n\tLovelace") << QStringLiteral("Ada Lovelace");
    QTest::newRow("override") << QStringLiteral("user\u202Egnp.exe") << QStringLiteral("usergnp.exe");
    QTest::newRow("zero") << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b") << QStringLiteral("a b");
    QTest::newRow("long") << QString(10'000, u'x') << QString(199, u'x') + u'…';
    QTest::newRow("markup stays text") << QStringLiteral("<b>x</b>") << QStringLiteral("<b>x</b>");
}

void TstWords::outsideTextStandsOnOneLine()
{
    QFETCH(QString, given);
    QTEST(oneLine(given), "shown");
}

void TstWords::aNameTurnsNothingRoundBesideIt()
{
    const QString plain = QStringLiteral("Laptop (work)");
    const QString hebrew = QStringLiteral("מחשב");
    QCOMPARE(isolated(plain), plain);
    QCOMPARE(isolated(hebrew), QChar(0x2068) + hebrew + QChar(0x2069));
    QCOMPARE(isolated({}), QString());
    const auto back = qScopeGuard([] { QGuiApplication::setLayoutDirection(Qt::LeftToRight); });
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    QCOMPARE(isolated(plain), QChar(0x2068) + plain + QChar(0x2069));
}

void TstWords::initialsAreTheFirstAndTheLast_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initials");
    QTest::newRow("two names") << QStringLiteral("Ada Lovelace") << QStringLiteral("AL");
    QTest::newRow("three names") << QStringLiteral("Ada King Lovelace") << QStringLiteral("AL");
    QTest::newRow("e-mail") << QStringLiteral("ada@example.com") << QStringLiteral("A");
    QTest::newRow("punctuation") << QStringLiteral("(ada)") << QStringLiteral("A");
    QTest::newRow("nothing") << QString() << QStringLiteral("?");
    QTest::newRow("outside the basic plane") << QStringLiteral("𐐀da") << QStringLiteral("𐐀");
}

void TstWords::initialsAreTheFirstAndTheLast()
{
    QFETCH(QString, name);
    QTEST(initialsOf(name), "initials");
}

void TstWords::anErrorNamesTheBackend()
{
    const core::Error error{core::ErrorKind::Rejected, QStringLiteral("invalid_credentials"), {}};
    QVERIFY(sentenceFor(error, QStringLiteral("Acme")).startsWith(QLatin1String("Acme does not know")));
}

void TstWords::whatIsFilledInIsNotFilledInAgain()
{
    const core::Error error{core::ErrorKind::Configuration, QStringLiteral("backend_failed"), QStringLiteral("%1 %2")};
    QVERIFY(sentenceFor(error, QStringLiteral("Acme")).endsWith(QLatin1String("%1 %2")));
}

void TstWords::theBackendsOwnWordsAreSaid()
{
    core::Error error{core::ErrorKind::Rejected, QStringLiteral("odd_code"), QStringLiteral("suspended\nuntil Monday")};
    QCOMPARE(sentenceFor(error, QStringLiteral("Example")), QStringLiteral("Example refused this: “suspended until Monday”. Nothing was changed."));
    error = {core::ErrorKind::BadReply, QStringLiteral("odd_code"), {}};
    error.step = QStringLiteral("identity");
    QVERIFY(sentenceFor(error, QStringLiteral("Example")).contains(QStringLiteral("while it was asking who signed in")));
}

void TstWords::everyKindHasASentence()
{
    using core::ErrorKind;
    for (const ErrorKind kind : {ErrorKind::Offline, ErrorKind::Cancelled, ErrorKind::Rejected, ErrorKind::RateLimited, ErrorKind::SignInAgain,
                                 ErrorKind::BadReply, ErrorKind::Storage, ErrorKind::Configuration}) {
        const QString sentence = sentenceFor({kind, QStringLiteral("never_heard_of"), {}}, QStringLiteral("Acme"));
        QVERIFY(sentence.size() > 20);
        QVERIFY(!sentence.contains(u'%'));
    }
}

void TstWords::noCodeStandsInASentence_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *code, core::ErrorKind kind) { QTest::newRow(code) << int(kind) << QString::fromLatin1(code); };
    for (const char *code : {"secret_broken", "secret_misplaced", "vault_broken", "vault_newer", "never_heard_of"})
        row(code, core::ErrorKind::Storage);
    for (const char *code : {"verb_unsupported", "backend_silent", "some_setting"})
        row(code, core::ErrorKind::Configuration);
    for (const char *code : {"proxy_failed", "connection_refused"})
        row(code, core::ErrorKind::Offline);
    for (const char *code : {"access_denied", "browser_timeout", "expired_token"})
        row(code, core::ErrorKind::Cancelled);
    for (const char *code : {"id_token_acr", "id_token_auth_time", "invalid_client"})
        row(code, core::ErrorKind::Rejected);
    row("rate_limited", core::ErrorKind::RateLimited);
}

void TstWords::noCodeStandsInASentence()
{
    QFETCH(const int, kind);
    QFETCH(const QString, code);
    const QString sentence = sentenceFor({static_cast<core::ErrorKind>(kind), code, {}}, QStringLiteral("Acme"));
    QVERIFY2(!sentence.contains(u'_') && !sentence.contains(u'('), qPrintable(sentence));
    QVERIFY(sentence.endsWith(u'.'));
}

void TstWords::theTimeThatIsAskedForIsSaid_data() // FAULTS 42
{
    QTest::addColumn<core::Error>("error");
    QTest::addColumn<QString>("said");
    using core::ErrorKind;
    using std::chrono::seconds;
    const QString limited = QStringLiteral("rate_limited");
    const QString down = QStringLiteral("server_error");
    QTest::newRow("429") << core::Error{ErrorKind::RateLimited, limited, {}, seconds(12)}
                         << QStringLiteral("Acme asks for fewer attempts. Nothing was changed; try again in 12 s.");
    QTest::newRow("429 for long") << core::Error{ErrorKind::RateLimited, limited, {}, seconds(1800)}
                                  << QStringLiteral("Acme asks for fewer attempts. Nothing was changed; try again in 30 min.");
    QTest::newRow("429 without a time") << core::Error{ErrorKind::RateLimited, limited, {}}
                                        << QStringLiteral("Acme asks for fewer attempts. Nothing was changed; wait a little and try again.");
    QTest::newRow("429, none left") << core::Error{ErrorKind::RateLimited, limited, {}, seconds(0)}
                                    << QStringLiteral("Acme asks for fewer attempts. Nothing was changed; wait a little and try again.");
    QTest::newRow("503") << core::Error{ErrorKind::Offline, down, {}, seconds(40)}
                         << QStringLiteral("Acme does not serve just now. Your account stays as it is; try again in 40 s.");
    QTest::newRow("503 without a time") << core::Error{ErrorKind::Offline, down, {}}
                                        << QStringLiteral("Acme has a fault of its own just now. Your account stays as it is; try again later.");
}

void TstWords::theTimeThatIsAskedForIsSaid()
{
    QFETCH(const core::Error, error);
    QTEST(sentenceFor(error, QStringLiteral("Acme")), "said");
}

void TstWords::whoRefusesTheProgramIsQuoted()
{
    const core::Error refused{core::ErrorKind::Rejected, QStringLiteral("invalid_client"), QStringLiteral("client_secret\n<b>is missing</b>")};
    QVERIFY(sentenceFor(refused, QStringLiteral("Acme")).endsWith(QLatin1String("What it says: client_secret <b>is missing</b>")));
}

void TstWords::aRefusalSaysItsCause()
{
    QVERIFY(signInAgainSentence(QStringLiteral("reuse_detected"), QStringLiteral("Acme")).contains(QLatin1String("used twice")));
    QVERIFY(signInAgainSentence(QStringLiteral("invalid_grant"), QStringLiteral("Acme")).contains(QLatin1String("Acme has ended")));
}

void TstWords::everyStateHasAWordAndAnIcon()
{
    using accounts::StateWords;
    using keyturn::accounts::AccountState;
    for (const AccountState state :
         {AccountState::Ready, AccountState::ExpiresSoon, AccountState::Offline, AccountState::SignInAgain, AccountState::KeychainLocked}) {
        QVERIFY(!StateWords::word(state).isEmpty());
        QVERIFY(!StateWords::iconName(state).isEmpty());
    }
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstWords;
KEYTURN_TEST(TstWords)
#include "tst_words.moc"
