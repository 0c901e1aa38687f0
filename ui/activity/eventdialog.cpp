// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/eventdialog.h"

#include "ui/activity/eventwords.h"
#include "ui/common/plaintext.h"
#include "ui/developer/developertools.h"

namespace keyturn::ui::activity {

namespace {

QString factsOf(const history::Event &event, bool forDevelopers)
{
    QStringList lines;
    const auto add = [&lines](const QString &line, const QString &value) {
        if (!value.isEmpty())
            lines += line.arg(common::oneLine(value, 1000));
    };
    add(EventDialog::tr("When: %1"), EventWords::exactTimes(event));
    add(EventDialog::tr("Account: %1"), event.subject.name);
    add(EventDialog::tr("At: %1"), event.subject.backend);
    if (forDevelopers) {
        add(EventDialog::tr("Event: %1"), history::wordOf(event.kind));
        add(EventDialog::tr("Code: %1"), event.cause);
        add(EventDialog::tr("Detail: %1"), event.detail);
    }
    add(EventDialog::tr("Noticed by: %1"), EventWords::program(event));
    if (!forDevelopers)
        return lines.join(u'\n');
    if (!event.trace.requests.isEmpty())
        lines += {QString(), EventDialog::tr("Requests:")};
    for (const QString &request : event.trace.requests)
        lines += common::oneLine(request, 1000);
    return lines.join(u'\n');
}

} // namespace

EventDialog::EventDialog(const history::Event &event, QWidget *parent)
    : FactsDialog({tr("What happened"), EventWords::sentence(event), {}, factsOf(event, true), tr("All that is known")}, parent), m_event(event)
{ }

void EventDialog::follow(const developer::DeveloperTools &tools)
{
    tools.follow(this, [this](bool shown) { setFacts(factsOf(m_event, shown)); });
}

} // namespace keyturn::ui::activity
