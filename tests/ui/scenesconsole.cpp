// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "scenes.h"
#include "ui/console/answerside.h"
#include "ui/console/consolepage.h"
#include "ui/console/volleydialog.h"

#include <QDialog>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>

namespace keyturn::ui::tests {

namespace {

const QByteArray profileBody = R"({"id":7,"name":"Ada Lovelace","email":"ada@example.com","roles":["admin","author"],"verified":true,)"
                               R"("access_token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl","score":98.6,"manager":null,)"
                               R"("address":{"street":"St James's Square","city":"London","lines":["12","second floor"]}})";

console::Draft blankDraft()
{
    console::Draft draft = FakeConsole::draft("POST", "/v1/hooks");
    draft.headers = {{"Accept", "application/json"}, {"X-Api-Key", "<secret #1a2b3c4d>"}};
    draft.kind = console::BodyKind::Text;
    draft.contentType = "application/json";
    draft.text = "{\n  \"url\": \"https://hooks.acme.example\",\n  \"secret\": \"<secret #0a0b0c0d>\",\n  \"events\": [\"order.placed\"]\n}";
    return draft;
}

void chooseTab(QWidget &root, const QString &title)
{
    for (auto *bar : root.findChildren<QTabBar *>()) {
        for (int tab = 0; tab < bar->count(); ++tab) {
            if (bar->tabText(tab).remove(u'&') == title)
                bar->setCurrentIndex(tab);
        }
    }
}

QWidget *dialogOver(QWidget &root)
{
    for (auto *dialog : root.findChildren<QDialog *>()) {
        if (!dialog->isVisible())
            continue;
        dialog->setAttribute(Qt::WA_DeleteOnClose, false); // who looks at the scene looks at it when it is closed, too
        return dialog;
    }
    return nullptr;
}

void trigger(const QWidget &page, const QString &text)
{
    for (auto *action : page.findChildren<QAction *>()) {
        if (action->text().remove(u'&') == text)
            action->trigger();
    }
}

} // namespace

QStringList Scenes::consoleNames()
{
    QStringList names;
    for (const char *name : {"developer console", "developer console with a body", "developer console with blanks", "developer console answered",
                             "developer console timing", "developer console failed", "developer console side by side", "developer console requests",
                             "developer console curl", "developer console volley"})
        names += QString::fromLatin1(name);
    return names;
}

QWidget *Scenes::fillConsole(QWidget &window, const QString &name)
{
    if (!name.startsWith(QLatin1String("developer console")))
        return nullptr;
    choosePage(window, QStringLiteral("Console"));
    auto *page = window.findChild<console::ConsolePage *>();
    const QString which = name.mid(int(qstrlen("developer console ")));
    if (which == QLatin1String("with a body") || which == QLatin1String("with blanks"))
        page->setDraft(blankDraft());
    if (which == QLatin1String("with blanks"))
        page->sendOrStop();
    if (which == QLatin1String("curl"))
        trigger(*page, QStringLiteral("Import curl…"));
    m_console.pastOnes = {m_console.sentBefore("GET", "/v1/me", 200, 2), m_console.sentBefore("POST", "/v1/orders", 422, 7),
                          m_console.sentBefore("DELETE", "/v1/orders/118", 204, 95)};
    if (which == QLatin1String("requests"))
        buttonOf(*page, QStringLiteral("Past and saved…"))->click();
    if (which == QLatin1String("side by side"))
        window.resize(1280, 760);
    page->focusAddress();
    if (which == QLatin1String("answered") || which == QLatin1String("timing") || which == QLatin1String("failed")
        || which == QLatin1String("side by side")) {
        page->setDraft(FakeConsole::draft("GET", "/v1/me"));
        page->sendOrStop();
        if (m_console.answers.empty()) // nobody is signed in
            return nullptr;
        console::Answer answer = m_console.answer(200, profileBody);
        if (which == QLatin1String("failed")) {
            answer = {};
            answer.timing.total = std::chrono::milliseconds(2040);
            answer.failure = core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}};
        }
        m_console.answers.back().finish(answer);
        SignInBench::settle();
        if (which == QLatin1String("timing"))
            chooseTab(*page, QStringLiteral("Timing"));
    }
    if (which == QLatin1String("volley")) {
        page->setDraft(FakeConsole::draft("GET", "/v1/me"));
        trigger(*page, QStringLiteral("Fire in parallel…"));
        buttonOf(*dialogOver(*page), QStringLiteral("Fire"))->click();
        m_console.volleys.back().finish(FakeConsole::volley(20));
        SignInBench::settle();
    }
    return dialogOver(window);
}

} // namespace keyturn::ui::tests
