// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"
#include "inspection/difference.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::inspection {

class TstDifference : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatARefreshChangedIsTold();
    void theSameTokenHasNone();
    void whatCannotBeReadTellsNothing();
};

void TstDifference::whatARefreshChangedIsTold()
{
    const core::Result<Token> before =
        readToken(compact(R"({"alg":"RS256","kid":"old"})", R"({"sub":"a","exp":1796040000,"scope":"a b","n":1,"jti":"1","roles":["x"]})"));
    const core::Result<Token> after =
        readToken(compact(R"({"alg":"RS256","kid":"new"})", R"({"sub":"a","exp":1796040900,"scope":"a","n":1.0,"jti":"2","amr":["pwd"]})"));
    QStringList told;
    for (const Change &change : difference(*before, *after)) {
        const char *signs[] = {"+", "-", "~"};
        told.append(QLatin1String(signs[int(change.kind)]) + (change.part == Change::Part::Header ? QStringLiteral("h.") : QString()) + change.name
                    + u' ' + change.before + u'>' + change.after);
    }
    QCOMPARE(told.join(QStringLiteral("; ")),
             QStringLiteral("~h.kid old>new; ~exp 1796040000>1796040900; ~scope a b>a; ~n 1>1.0; ~jti 1>2; +amr >[\"pwd\"]; -roles [\"x\"]>"));
    const Change expiry = difference(*before, *after).at(1);
    QCOMPARE(expiry.timeBefore.secsTo(expiry.timeAfter), 900);
    QVERIFY(!difference(*before, *after).at(2).timeAfter.isValid());
}

void TstDifference::theSameTokenHasNone()
{
    const core::Result<Token> token = readToken(compact(R"({"alg":"RS256"})", json(goodClaims())));
    QVERIFY(difference(*token, *token).isEmpty());
}

void TstDifference::whatCannotBeReadTellsNothing()
{
    const core::Result<Token> opaque = readToken(core::Secret(QByteArrayView("gho_16C7e42F292c6912E7710c838347Ae178B4a")));
    const core::Result<Token> other = readToken(core::Secret(QByteArrayView("gho_AAAAAAAAAAAAA12E7710c838347Ae178B4a9")));
    QVERIFY(difference(*opaque, *other).isEmpty());
}

} // namespace keyturn::inspection

using keyturn::inspection::TstDifference;
KEYTURN_TEST(TstDifference)
#include "tst_difference.moc"
