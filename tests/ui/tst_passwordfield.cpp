// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/signin/passwordfield.h"

#include <QAction>
#include <QKeyEvent>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using signin::PasswordField;

class TstPasswordField : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itIsRevealedOnDemandAndNoLonger();
    void capsLockIsReadFromTheLetters_data();
    void capsLockIsReadFromTheLetters();
};

void TstPasswordField::itIsRevealedOnDemandAndNoLonger()
{
    PasswordField field;
    field.show();
    field.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&field));
    field.setFocus();
    QTest::keyClicks(&field, QStringLiteral("secret"));
    QVERIFY(!field.isRevealed());
    QVERIFY(field.displayText() != QStringLiteral("secret"));
    const QAction *reveal = field.actions().first();
    QCOMPARE(reveal->text(), QStringLiteral("Show the password"));
    QTest::keyClick(&field, Qt::Key_V, Qt::AltModifier);
    QCOMPARE(field.displayText(), QStringLiteral("secret"));
    QCOMPARE(reveal->text(), QStringLiteral("Hide the password"));
    QVERIFY(field.take() == core::Secret::fromText(QStringLiteral("secret")));
    QVERIFY(!field.isRevealed()); // the next one is not shown unasked
}

void TstPasswordField::capsLockIsReadFromTheLetters_data()
{
    QTest::addColumn<QString>("letter");
    QTest::addColumn<bool>("shift");
    QTest::addColumn<QString>("said"); // on, off, nothing
    QTest::newRow("a") << QStringLiteral("a") << false << QStringLiteral("off");
    QTest::newRow("A by Shift") << QStringLiteral("A") << true << QStringLiteral("off");
    QTest::newRow("A without Shift") << QStringLiteral("A") << false << QStringLiteral("on");
    QTest::newRow("a with Shift") << QStringLiteral("a") << true << QStringLiteral("on");
    QTest::newRow("a digit") << QStringLiteral("1") << false << QStringLiteral("nothing");
    QTest::newRow("a letter that has no case") << QString::fromUtf8("א") << false << QStringLiteral("nothing");
}

void TstPasswordField::capsLockIsReadFromTheLetters()
{
    QFETCH(const QString, letter);
    QFETCH(const bool, shift);
    PasswordField field;
    QSignalSpy seen(&field, &PasswordField::capsLockSeen);
    QKeyEvent press(QEvent::KeyPress, Qt::Key_unknown, shift ? Qt::ShiftModifier : Qt::NoModifier, letter);
    QCoreApplication::sendEvent(&field, &press);
    const QString said = seen.isEmpty() ? QStringLiteral("nothing") : seen.first().first().toBool() ? QStringLiteral("on") : QStringLiteral("off");
    QTEST(said, "said");
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstPasswordField;
KEYTURN_TEST(TstPasswordField)
#include "tst_passwordfield.moc"
