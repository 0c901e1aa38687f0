// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakedoctor.h"
#include "support/registry.h"
#include "ui/doctor/doctordialog.h"
#include "ui/doctor/doctorwords.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTest>

namespace keyturn::ui::tests {

using namespace composition::doctor;
using doctor::DoctorDialog;

/// "Check this computer".
class TstDoctorDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void itLooksAtOnceAndDoesNotBlock();
    void eachCheckHasAWordAndAnIcon_data();
    void eachCheckHasAWordAndAnIcon();
    void whatIsAmissStandsOnTop();
    void theReportIsCopiedAsPlainText();
    void itLooksAgain();
    void anInterruptedLookIsSaid();
    void itMayBeClosedWhileItLooks();
    void theIconsFollowThePalette();
    void hostileValuesStayOnTheirLine();

private:
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *one : m_dialog->findChildren<QPushButton *>()) {
            if (one->text().remove(u'&') == text)
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] QStringList texts() const
    {
        QStringList texts;
        for (const QLabel *label : m_dialog->findChildren<QLabel *>())
            texts += label->pixmap().isNull() ? label->text() : QString();
        texts.removeAll(QString());
        return texts;
    }
    void answer(const Report &report)
    {
        m_doctor->answer.finish(report);
        QTRY_VERIFY(button(QStringLiteral("Look again"))->isEnabled());
    }

    std::unique_ptr<FakeDoctor> m_doctor;
    std::unique_ptr<DoctorDialog> m_dialog;
};

void TstDoctorDialog::init()
{
    m_dialog.reset();
    m_doctor = std::make_unique<FakeDoctor>();
    m_dialog = std::make_unique<DoctorDialog>(*m_doctor);
    m_dialog->show();
}

void TstDoctorDialog::itLooksAtOnceAndDoesNotBlock()
{
    QCOMPARE(m_doctor->looks, 1);
    QVERIFY(texts().first().startsWith(QStringLiteral("Looking at this computer")));
    QVERIFY(!button(QStringLiteral("Look again"))->isEnabled());
    QVERIFY(!button(QStringLiteral("Copy report"))->isEnabled());
    QVERIFY(button(QStringLiteral("Close"))->isEnabled());
}

void TstDoctorDialog::eachCheckHasAWordAndAnIcon_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("summary");
    QTest::newRow("ok") << int(Outcome::Ok) << "In order"
                        << "This computer has what signing in needs";
    QTest::newRow("warning") << int(Outcome::Warning) << "Warning"
                             << "Signing in works here, but something could be better";
    QTest::newRow("problem") << int(Outcome::Problem) << "Problem"
                             << "Something that signing in needs does not work here";
    QTest::newRow("skipped") << int(Outcome::Skipped) << "Skipped"
                             << "This computer has what signing in needs";
}

void TstDoctorDialog::eachCheckHasAWordAndAnIcon()
{
    QFETCH(const int, outcome);
    QFETCH(const QString, word);
    QFETCH(const QString, summary);
    answer({{{Check::Clock, {{Code::ClockAhead, Outcome(outcome), {QStringLiteral("id.example"), QStringLiteral("2 min 5 s")}}}}}});
    QCOMPARE(texts().first(), summary);
    QVERIFY(texts().contains(QStringLiteral("Clock")));
    QVERIFY(texts().contains(word));
    QVERIFY(!texts().filter(QStringLiteral("ahead of id.example by 2 min 5 s")).isEmpty());
    const bool isAmiss = Outcome(outcome) > Outcome::Ok;
    QCOMPARE(!texts().filter(QStringLiteral("set by the network")).isEmpty(), isAmiss);
    const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
    const auto isIcon = [&word](const QLabel *label) { return !label->pixmap().isNull() && label->accessibleName() == word; };
    QVERIFY(std::any_of(labels.begin(), labels.end(), isIcon));
}

void TstDoctorDialog::whatIsAmissStandsOnTop()
{
    answer({{{Check::Clock, {{Code::ClockNobody, Outcome::Skipped}}},
             {Check::Proxy, {{Code::ProxyNone}}},
             {Check::Files, {{Code::FilesMore, Outcome::Warning}}},
             {Check::Accounts, {{Code::AccountsNewer, Outcome::Problem}}}}});
    QStringList titles = texts();
    titles.removeIf([](const QString &text) {
        return !QStringList{QStringLiteral("Clock"), QStringLiteral("Proxy"), QStringLiteral("Files"), QStringLiteral("Accounts")}.contains(text);
    });
    QCOMPARE(titles.join(u' '), QStringLiteral("Accounts Files Clock Proxy"));
}

void TstDoctorDialog::theReportIsCopiedAsPlainText()
{
    answer({{{Check::Keychain, {{Code::KeychainLocked, Outcome::Problem}}}, {Check::Proxy, {{Code::ProxyNone}}}}});
    QTest::mouseClick(button(QStringLiteral("Copy report")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("Something that signing in needs does not work here\n\nProblem – Keychain: The keychain is locked.\n"
                            "    → Unlock it (it usually opens when you log in to the desktop), then look again.\n"
                            "In order – Proxy: Connections go straight out.\n"));
    QVERIFY(button(QStringLiteral("Copied")));
}

void TstDoctorDialog::itLooksAgain()
{
    answer({{{Check::Keychain, {{Code::KeychainLocked, Outcome::Problem}}}}});
    QTest::mouseClick(button(QStringLiteral("Look again")), Qt::LeftButton);
    QCOMPARE(m_doctor->looks, 2);
    QVERIFY(!button(QStringLiteral("Copy report"))->isEnabled());
    answer({{{Check::Keychain, {{Code::KeychainWorks}}}}});
    QVERIFY(texts().filter(QStringLiteral("locked")).isEmpty());
    QCOMPARE(texts().count(QStringLiteral("Keychain")), 1);
}

void TstDoctorDialog::anInterruptedLookIsSaid()
{
    m_doctor->answer = {}; // the core was exchanged, and its doctor went with it
    QTRY_VERIFY(button(QStringLiteral("Look again"))->isEnabled());
    QCOMPARE(texts().first(), QStringLiteral("Stopped before it was done"));
    QVERIFY(!button(QStringLiteral("Copy report"))->isEnabled());
}

void TstDoctorDialog::itMayBeClosedWhileItLooks()
{
    m_dialog.reset();
    m_doctor->answer.finish(Report{{{Check::Proxy, {{Code::ProxyNone}}}}});
    QCoreApplication::processEvents(); // nobody is there to be told, and nothing happens
    QCOMPARE(m_doctor->looks, 1);
}

void TstDoctorDialog::theIconsFollowThePalette()
{
    answer({{{Check::Proxy, {{Code::ProxyNone}}}}});
    const auto picture = [this] {
        for (const QLabel *label : m_dialog->findChildren<QLabel *>()) {
            if (!label->pixmap().isNull())
                return label->pixmap().toImage();
        }
        return QImage();
    };
    const QImage before = picture();
    QPalette dark = m_dialog->palette();
    for (const QPalette::ColorRole role : {QPalette::Base, QPalette::Window})
        dark.setColor(role, Qt::black);
    dark.setColor(QPalette::Highlight, Qt::yellow);
    m_dialog->setPalette(dark);
    QVERIFY(!picture().isNull());
    QVERIFY(picture() != before);
}

void TstDoctorDialog::hostileValuesStayOnTheirLine()
{
    const Finding finding{Check::Profiles, {{Code::ProfileBroken, Outcome::Problem, {QStringLiteral("<b>%2</b>\n\u202eIn order – Files"), {}}}}};
    const QString text = doctor::plainText(Report{{finding}});
    QCOMPARE(text.count(QLatin1Char('\n')), 4);
    QVERIFY(!text.contains(QChar(0x202e)));
    answer({{finding}});
    for (const QLabel *label : m_dialog->findChildren<QLabel *>())
        QCOMPARE(label->textFormat() == Qt::PlainText || label->text().isEmpty(), true);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstDoctorDialog;
KEYTURN_TEST(TstDoctorDialog)
#include "tst_doctordialog.moc"
