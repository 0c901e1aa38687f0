// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::backend {

/// The list of one's sessions, whole and in pages.
class TstSessionPages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
        QJsonObject form{{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                         {QStringLiteral("password"), QStringLiteral("correct horse")},
                         {QStringLiteral("name"), QStringLiteral("Ada")}};
        m_bearer = bearerOf(m_http->postJson("/api/auth/register", form));
        for (int i = 0; i < 4; ++i)
            QCOMPARE(m_http->postJson("/api/auth/login", form).status, 200);
    }

    void pagesHoldEachSessionOnce()
    {
        const QStringList all = ids(m_http->get("/api/sessions", m_bearer));
        QCOMPARE(all.size(), 5);
        QStringList seen;
        QByteArray after;
        int pages = 0;
        do {
            const Answer page = m_http->get("/api/sessions?limit=2" + (after.isEmpty() ? QByteArray() : "&after=" + after), m_bearer);
            QCOMPARE(page.status, 200);
            QVERIFY(ids(page).size() <= 2);
            seen += ids(page);
            after = page.json().value(QStringLiteral("next")).toString().toLatin1();
            // Who signs in meanwhile comes before what was seen and shifts nothing.
            if (++pages == 1)
                QCOMPARE(m_http
                             ->postJson("/api/auth/login",
                                        {{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                         {QStringLiteral("password"), QStringLiteral("correct horse")}})
                             .status,
                         200);
        } while (!after.isEmpty());
        QCOMPARE(pages, 3);
        QCOMPARE(QSet<QString>(seen.begin(), seen.end()), QSet<QString>(all.begin(), all.end()));
        QCOMPARE(seen.size(), all.size());
    }

    void oneOfThemIsTheCurrentOne()
    {
        int current = 0;
        for (const QJsonValue &session : m_http->get("/api/sessions?limit=1000", m_bearer).json().value(QStringLiteral("sessions")).toArray())
            current += session.toObject().value(QStringLiteral("current")).toBool() ? 1 : 0;
        QCOMPARE(current, 1);
    }

    void aBrokenPageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        for (const char *query : {"?limit=0", "?limit=1001", "?limit=1e2", "?after=x", "?after=99999999999999999999-a", "?others=true", "?limit"})
            QTest::addRow("%s", query) << QByteArray(query);
    }

    void aBrokenPageIsRefused()
    {
        QFETCH(QByteArray, query);
        const Answer refused = m_http->get("/api/sessions" + query, m_bearer);
        QCOMPARE(refused.status, 400);
        QVERIFY(!refused.code().isEmpty());
    }

private:
    [[nodiscard]] static SentHeaders bearerOf(const Answer &answer)
    {
        return {{"Authorization", "Bearer " + answer.json().value(QStringLiteral("accessToken")).toString().toLatin1()}};
    }
    [[nodiscard]] static QStringList ids(const Answer &answer)
    {
        QStringList ids;
        for (const QJsonValue &session : answer.json().value(QStringLiteral("sessions")).toArray())
            ids.append(session.toObject().value(QStringLiteral("id")).toString());
        return ids;
    }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    SentHeaders m_bearer;
};

} // namespace keyturn::backend

using keyturn::backend::TstSessionPages;
KEYTURN_TEST(TstSessionPages)
#include "tst_sessionpages.moc"
