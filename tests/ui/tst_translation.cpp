// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakepreferences.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/application/translation.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/preferences/preferencesdialog.h"
#include "windowbench.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLocale>
#include <QPointer>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::ui::tests {

using application::languagesIn;
using application::Showing;
using application::Translation;
using application::Windows;
using mainwindow::Leaf;
using mainwindow::MainWindow;
using model::AccountId;

/// The language changes while the program runs. The texts are those of tests/fixtures.
class TstTranslation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_before = QLocale(); }
    void cleanup() { QLocale::setDefault(m_before); }
    void thereAreThoseWhoseTextsAreThere();
    void whatIsShownFromThenOnIsInIt();
    void aLanguageWithoutTextsIsEnglish();
    void theWindowsAreMadeAnewWhereTheyWere();
    void aWindowWithAnOpenQuestionStays();

private:
    [[nodiscard]] static QStringList folders() { return {QStringLiteral(":/keyturn/translations"), QStringLiteral(KEYTURN_TEST_TRANSLATIONS)}; }
    [[nodiscard]] static bool hasAction(const MainWindow &window, const QString &text)
    {
        const QList<QAction *> actions = window.actions();
        return std::any_of(actions.begin(), actions.end(), [&text](const QAction *action) { return action->text() == text; });
    }
    QLocale m_before;
};

void TstTranslation::thereAreThoseWhoseTextsAreThere()
{
    QCOMPARE(languagesIn(folders()), QStringList{QStringLiteral("de")});
    QCOMPARE(languagesIn(folders().first(1)), QStringList()); // English is always there, and is no choice by itself
    QTemporaryDir more;
    for (const char *name : {"keyturn_pt_BR.qm", "keyturn_en.qm", "other_fr.qm"}) {
        QFile file(more.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(languagesIn({more.path()}), QStringList{QStringLiteral("pt_BR")});
}

void TstTranslation::whatIsShownFromThenOnIsInIt()
{
    FakePreferences port;
    port.known = {QStringLiteral("de")};
    const auto firstChoice = [&port] {
        preferences::PreferencesDialog dialog(port);
        return dialog.findChild<QStackedWidget *>()->widget(0)->findChild<QComboBox *>()->itemText(0); // of the first page
    };
    QCOMPARE(firstChoice(), QStringLiteral("As this computer"));
    {
        Translation translation(folders());
        translation.use(QStringLiteral("de"));
        QCOMPARE(firstChoice(), QStringLiteral("Wie dieser Computer"));
        QCOMPARE(QLocale().language(), QLocale::German);
        translation.use(QStringLiteral("en"));
        QCOMPARE(firstChoice(), QStringLiteral("As this computer"));
        QCOMPARE(QLocale().language(), QLocale::English);
        translation.use(QStringLiteral("de"));
    }
    QCOMPARE(firstChoice(), QStringLiteral("As this computer"));
}

void TstTranslation::aLanguageWithoutTextsIsEnglish()
{
    Translation translation(folders());
    translation.use(QStringLiteral("xx"));
    QCOMPARE(translation.language(), QStringLiteral("xx"));
    QCOMPARE(QCoreApplication::translate("keyturn::ui::preferences::GeneralPage", "General"), QStringLiteral("General"));
}

void TstTranslation::theWindowsAreMadeAnewWhereTheyWere()
{
    WindowBench bench;
    const std::unique_ptr<Windows> windows = bench.windows();
    windows->restore({}, Showing::Normal);
    windows->active().showAccount(AccountId(QStringLiteral("b")), Leaf::Activity);
    windows->active().resize(700, 500);
    windows->openNew(AccountId(QStringLiteral("a")), Leaf::Sessions);
    const QList<QPointer<MainWindow>> before{windows->all().first(), windows->all().last()};
    QVERIFY(hasAction(*before.first(), QStringLiteral("&Quit")));
    Translation translation(folders());
    translation.use(QStringLiteral("de"));
    windows->renew();
    const QList<MainWindow *> all = windows->all();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.first()->account(), AccountId(QStringLiteral("b")));
    QCOMPARE(all.first()->leaf(), Leaf::Activity);
    QCOMPARE(all.first()->size(), QSize(700, 500));
    QCOMPARE(all.last()->account(), AccountId(QStringLiteral("a")));
    QCOMPARE(all.last()->leaf(), Leaf::Sessions);
    for (const MainWindow *window : all)
        QVERIFY(window->isVisible() && hasAction(*window, QStringLiteral("&Beenden")));
    QTRY_VERIFY(!before.first() && !before.last());
    windows->openNew({}, Leaf::Overview); // they are wired
    Q_EMIT windows->active().newWindowRequested({});
    QCOMPARE(windows->all().size(), 4);
}

void TstTranslation::aWindowWithAnOpenQuestionStays()
{
    WindowBench bench;
    const std::unique_ptr<Windows> windows = bench.windows();
    windows->restore({}, Showing::Normal);
    MainWindow *asking = &windows->active();
    windows->openNew({}, Leaf::Overview);
    asking->dialogs().addAccount();
    QVERIFY(asking->dialogs().isAskingItself());
    Translation translation(folders());
    translation.use(QStringLiteral("de"));
    windows->renew();
    QVERIFY(windows->all().contains(asking) && asking->isVisible());
    QVERIFY(hasAction(*asking, QStringLiteral("&Quit")));
    const QList<MainWindow *> all = windows->all();
    QCOMPARE(std::count_if(all.begin(), all.end(), [](const MainWindow *window) { return hasAction(*window, QStringLiteral("&Beenden")); }), 1);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstTranslation;
KEYTURN_TEST(TstTranslation)
#include "tst_translation.moc"
