// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "scenes.h"

#include "ui/lab/labpage.h"

#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace keyturn::ui::tests {

void Scenes::openLab(QWidget &window, const QString &name)
{
    auto *page = window.findChild<lab::LabPage *>();
    if (!page || !name.contains(QLatin1String("lab")))
        return;
    if (name.contains(QLatin1String("faults"))) {
        using keyturn::lab::FaultKind;
        m_lab.offered = keyturn::lab::FaultList{
            {{QStringLiteral("1"), QStringLiteral("unavailable=3"), QStringLiteral("POST"), QStringLiteral("/api/auth/refresh"), 2},
             {QStringLiteral("2"), QStringLiteral("latency"), {}, {}, {}}},
            {FaultKind{QStringLiteral("latency"), QStringLiteral("milliseconds"),
                       QStringLiteral("The answer goes out so many milliseconds later (default 1000, at most 60000).")},
             FaultKind{QStringLiteral("drop-after"), {}, QStringLiteral("All was done, and the connection is closed without an answer.")}}};
    }
    choosePage(window, QStringLiteral("Lab"));
    if (name.contains(QLatin1String("clock")))
        m_lab.setAhead(std::chrono::minutes(10));
    if (name.contains(QLatin1String("over"))) {
        for (auto *button : page->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String("Spoil"))
                button->click();
        }
        m_lab.running.back().finish(FakeLab::reuse());
    }
    SignInBench::settle();
    auto *scroll = page->findChild<QScrollArea *>();
    if (name.contains(QLatin1String("faults")))
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
}

} // namespace keyturn::ui::tests
