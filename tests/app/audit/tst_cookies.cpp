// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/cookies.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::audit {

class TstCookies : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void attributesAreReadAsBrowsersDo_data();
    void attributesAreReadAsBrowsersDo();
    void whatIsTakenBackIsNotGiven_data();
    void whatIsTakenBackIsNotGiven();
    void namesTellWhatProfilesDoNot_data();
    void namesTellWhatProfilesDoNot();
    void aPathReachesWhatIsBelowIt_data();
    void aPathReachesWhatIsBelowIt();
};

namespace {

Answer answerThatSets(const QByteArray &field)
{
    Answer answer;
    answer.status = 200;
    answer.response.headers = {{"Set-Cookie", field}};
    return answer;
}

} // namespace

void TstCookies::attributesAreReadAsBrowsersDo_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<GivenCookie>("cookie");
    const auto row = [](const char *name, const char *field, const GivenCookie &cookie) { QTest::newRow(name) << QByteArray(field) << cookie; };
    row("bare", "a=1", {"a", false, false, {}, {}, {}});
    row("all", "a=1; Path=/api; Domain=example.com; Secure; HttpOnly; SameSite=Strict", {"a", true, true, "strict", "/api", "example.com"});
    row("in any case", "a=1;secure;HTTPONLY;samesite=LAX;PATH=/", {"a", true, true, "lax", "/", {}});
    row("without spaces", "a=1;Path=/x;Secure", {"a", true, false, {}, "/x", {}});
    row("a dot before the domain", "a=1; Domain=.Example.com", {"a", false, false, {}, {}, "example.com"});
    row("a path that is none", "a=1; Path=api", {"a", false, false, {}, {}, {}});
    row("the last one counts", "a=1; SameSite=None; SameSite=Strict", {"a", false, false, "strict", {}, {}});
    row("a value that looks like an attribute", "a=Secure; Path=/", {"a", false, false, {}, "/", {}});
    row("a value with equals signs", "a=b=c==; HttpOnly", {"a", false, true, {}, {}, {}});
}

void TstCookies::attributesAreReadAsBrowsersDo()
{
    QFETCH(QByteArray, field);
    QFETCH(GivenCookie, cookie);
    QCOMPARE(givenCookies(answerThatSets(field)), QList<GivenCookie>{cookie});
}

void TstCookies::whatIsTakenBackIsNotGiven_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("empty") << QByteArray("a=; Path=/");
    QTest::newRow("no age left") << QByteArray("a=1; Max-Age=0");
    QTest::newRow("below zero") << QByteArray("a=1; Max-Age=-1");
    QTest::newRow("no name") << QByteArray("=1");
    QTest::newRow("nothing") << QByteArray();
}

void TstCookies::whatIsTakenBackIsNotGiven()
{
    QFETCH(QByteArray, field);
    QVERIFY(givenCookies(answerThatSets(field)).isEmpty());
}

void TstCookies::namesTellWhatProfilesDoNot_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isSession");
    for (const char *name : {"connect.sid", "JSESSIONID", "laravel_session", "refreshToken", "__Host-auth", "of-the-profile"})
        QTest::newRow(name) << QByteArray(name) << true;
    for (const char *name : {"XSRF-TOKEN", "csrftoken", "theme", "_ga"})
        QTest::newRow(name) << QByteArray(name) << false;
}

void TstCookies::namesTellWhatProfilesDoNot()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isSession);
    model::BackendProfile profile;
    profile.access.cookie = "of-the-profile";
    QCOMPARE(isSessionCookie(profile, name), isSession);
}

void TstCookies::aPathReachesWhatIsBelowIt_data()
{
    QTest::addColumn<QByteArray>("cookiePath");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("reaches");
    const auto row = [](const char *cookiePath, const char *path, bool reaches) {
        QTest::addRow("%s to %s", cookiePath, path) << QByteArray(cookiePath) << QByteArray(path) << reaches;
    };
    row("/", "/api", true);
    row("/api", "/api", true);
    row("/api", "/api/profile", true);
    row("/api/", "/api/profile", true);
    row("/api", "/apis", false);
    row("/api/auth", "/api/profile", false);
    row("/api/auth", "/api", false);
}

void TstCookies::aPathReachesWhatIsBelowIt()
{
    QFETCH(QByteArray, cookiePath);
    QFETCH(QByteArray, path);
    QFETCH(bool, reaches);
    QCOMPARE(pathMatches(cookiePath, path), reaches);
}

} // namespace keyturn::audit

using keyturn::audit::TstCookies;
KEYTURN_TEST(TstCookies)
#include "tst_cookies.moc"
