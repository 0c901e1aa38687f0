// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/networkpage.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace keyturn::ui::preferences {

using common::grid;
using common::TextLabel;

namespace {
constexpr qsizetype mostNames = 3;
}

NetworkPage::NetworkPage(PreferencesPort &port, QWidget *parent)
    : PreferencesPage(port, tr("Network"), parent),
      m_address(new QLineEdit(this)),
      m_authority((new TextLabel({}, this))->withTone(common::Tone::Muted)->wrapping()),
      m_choose(new QPushButton(tr("&Choose a file…"), this)),
      m_forget(new QPushButton(tr("T&rust it no more"), this))
{
    addWords(tr("What is chosen here is in force at once, for all that Keyturn sends; the browser has settings of its own."));
    buildProxy();
    buildAuthority();
    QWidget *before = m_system;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_none, m_own, m_address, m_choose, m_forget}) {
        setTabOrder(before, widget);
        before = widget;
    }
    reload();
}

void NetworkPage::buildProxy()
{
    addHeading(tr("Proxy"));
    m_system = addOption(tr("As the &system has it"), {});
    m_none = addOption(tr("&None"), tr("Straight to each backend."));
    m_own = addOption(tr("&This one"), {});
    m_address->setAccessibleName(tr("Address of the proxy"));
    m_address->setPlaceholderText(QStringLiteral("http://proxy.example:3128"));
    QHBoxLayout *row = addIndented();
    row->addWidget(m_address, 1);
    addIndented()->addWidget((new TextLabel(tr("http:// or socks5://, with its port. Press Enter to store it. A password is not kept here."), this))
                                 ->withTone(common::Tone::Muted)
                                 ->wrapping(),
                             1);
    connect(m_system, &QRadioButton::clicked, this, [this] { store([](Choices &choices) { choices.proxy = QStringLiteral("system"); }); });
    connect(m_none, &QRadioButton::clicked, this, [this] { store([](Choices &choices) { choices.proxy = QStringLiteral("none"); }); });
    connect(m_own, &QRadioButton::clicked, this, [this] {
        m_address->setEnabled(true);
        m_address->setFocus(Qt::OtherFocusReason);
        if (!m_address->text().isEmpty())
            storeAddress();
    });
    connect(m_address, &QLineEdit::editingFinished, this, &NetworkPage::storeAddress);
}

void NetworkPage::buildAuthority()
{
    content().addSpacing(grid);
    addHeading(tr("Certificate authority"));
    addWords(tr("Where a company or a school looks into encrypted connections, or runs backends of its own, its authority is to be trusted as well."))
        ->withTone(common::Tone::Muted);
    content().addWidget(m_authority);
    auto *row = new QHBoxLayout;
    row->setSpacing(grid);
    row->addWidget(m_choose);
    row->addWidget(m_forget);
    row->addStretch();
    content().addLayout(row);
    for (QPushButton *button : {m_choose, m_forget})
        button->setAutoDefault(false);
    connect(m_choose, &QPushButton::clicked, this, &NetworkPage::askForFile);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        store([](Choices &choices) { choices.caFile.clear(); });
        reload();
    });
}

void NetworkPage::showChoices(const Choices &choices)
{
    const bool system = choices.proxy.isEmpty() || choices.proxy == QLatin1String("system");
    const bool none = choices.proxy == QLatin1String("none");
    m_system->setChecked(system);
    m_none->setChecked(none);
    m_own->setChecked(!system && !none);
    if (m_own->isChecked())
        m_address->setText(choices.proxy);
    m_address->setEnabled(m_own->isChecked());
    m_forget->setEnabled(!choices.caFile.isEmpty());
    if (choices.caFile.isEmpty()) {
        m_authority->setText(tr("Only those that this computer trusts."));
        return;
    }
    const core::Result<QStringList> names = port().authoritiesIn(choices.caFile);
    if (!names.ok()) {
        m_authority->setText(common::sentenceFor(names.error(), {}));
        return;
    }
    QStringList shown = names->first(std::min(names->size(), mostNames));
    for (QString &name : shown)
        name = common::oneLine(name, 60);
    const QString list = names->size() > mostNames ? tr("%1 and %2 more").arg(shown.join(QStringLiteral(", "))).arg(names->size() - mostNames)
                                                   : shown.join(QStringLiteral(", "));
    m_authority->setText(tr("Also %1, from %2").arg(list, common::oneLine(choices.caFile, 120)));
}

void NetworkPage::storeAddress()
{
    if (!m_own->isChecked() || isShowing())
        return;
    const QString address = m_address->text().trimmed();
    if (address.isEmpty())
        return;
    notice().clear();
    // What is wrong stays in the field, to be put right.
    if (const core::Result<void> stored = port().change([&address](Choices &choices) { choices.proxy = address; }); !stored.ok())
        say(stored.error());
}

void NetworkPage::askForFile()
{
    auto *dialog = new QFileDialog(this, tr("Certificate authority"), {}, tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &NetworkPage::takeFile);
    dialog->open();
}

void NetworkPage::takeFile(const QString &path)
{
    if (store([&path](Choices &choices) { choices.caFile = path; }))
        reload();
}

} // namespace keyturn::ui::preferences
