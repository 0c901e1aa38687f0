// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/htmlform.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::audit {

namespace {

QString only(const QString &inside)
{
    return QStringLiteral("<form method=post>") + inside + QStringLiteral("</form>");
}

const QString tokenField = QStringLiteral("<input type='hidden' name=csrf value='a&amp;b&#61;&quot;c&quot;'>");
const QString twoForms = QStringLiteral("<FORM METHOD=\"POST\" ACTION=\"/in?a=1&amp;b=2\"></FORM><form action=/search><input name=q></form>");
const QString buttons =
    QStringLiteral("<button name=d value=deny id=no>No,\n<b>thanks</b></button><input type=submit name=go value=Go><button type=button>x</button>");

} // namespace

/// Forms, as pages for signing in have them.
class TstHtmlForm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFormHasItsActionAndMethod()
    {
        const QList<HtmlForm> forms = formsOf(twoForms);
        QCOMPARE(forms.size(), 2);
        QCOMPARE(forms.at(0).action, QStringLiteral("/in?a=1&b=2"));
        QVERIFY(forms.at(0).isPost);
        QCOMPARE(forms.at(1).action, QStringLiteral("/search"));
        QVERIFY(!forms.at(1).isPost);
    }

    void entitiesAreReadOnce()
    {
        QCOMPARE(formsOf(only(tokenField)).constFirst().fields.constFirst().value, QStringLiteral("a&b=\"c\""));
        const HtmlForm form = formsOf(only(QStringLiteral("<input name=a value=\"&amp;lt;\">"))).constFirst();
        QCOMPARE(form.fields.constFirst().value, QStringLiteral("&lt;"));
    }

    void boxesThatAreNotTickedAreNotSent()
    {
        const QString boxes = QStringLiteral("<input type=checkbox name=a value=1><input type=checkbox name=b value=1 checked>"
                                             "<input type=radio name=c value=1>");
        const HtmlForm form = formsOf(only(boxes)).constFirst();
        QCOMPARE(form.fields.size(), 1);
        QCOMPARE(form.fields.constFirst().name, QStringLiteral("b"));
    }

    void buttonsAreNoFields()
    {
        const HtmlForm form = formsOf(only(buttons)).constFirst();
        QVERIFY(form.fields.isEmpty());
        QCOMPARE(form.buttons.size(), 2);
        QCOMPARE(form.buttons.at(0).words, QStringLiteral("no deny No, thanks"));
        QCOMPARE(form.buttons.at(1).value, QStringLiteral("Go"));
    }

    void aPasswordIsAskedFor()
    {
        QVERIFY(formsOf(only(QStringLiteral("<input TYPE=Password name=p>"))).constFirst().asksForPassword());
        QVERIFY(!formsOf(only(QStringLiteral("<input name=password>"))).constFirst().asksForPassword());
    }

    void strangePagesHaveFewerForms_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<int>("forms");
        QTest::newRow("nothing") << QString() << 0;
        QTest::newRow("no form") << QStringLiteral("<p>form</p>") << 0;
        QTest::newRow("never closed") << QStringLiteral("<form><input name=a") << 1;
        QTest::newRow("one in another") << QStringLiteral("<form><form></form></form>") << 1;
        QTest::newRow("very many") << QStringLiteral("<form></form>").repeated(5000) << 16;
        QTest::newRow("very many fields") << only(QStringLiteral("<input name=a>").repeated(20'000)) << 1;
        QTest::newRow("quotes without an end") << QStringLiteral("<form action=\"").repeated(2000) << 0;
        QTest::newRow("huge numbers") << only(QStringLiteral("<input value='&#xffffff;&#9999999;&#0;'>")) << 1;
        QTest::newRow("brackets alone") << QString(100'000, u'<') << 0;
    }

    void strangePagesHaveFewerForms()
    {
        QFETCH(QString, html);
        QTEST(static_cast<int>(formsOf(html).size()), "forms");
    }
};

} // namespace keyturn::audit

using keyturn::audit::TstHtmlForm;
KEYTURN_TEST(TstHtmlForm)
#include "tst_htmlform.moc"
