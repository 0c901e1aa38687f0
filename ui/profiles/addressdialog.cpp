// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/addressdialog.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/questiondialog.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/profiles/profilewords.h"
#include "ui/signin/formfield.h"
#include "words/findings.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace keyturn::ui::profiles {

using common::grid;
using common::TextLabel;
using common::Tone;
using composition::Consent;
using composition::DiscoveredProfile;
using signin::FormField;

AddressDialog::AddressDialog(ProfilesPort &port, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_address(new FormField(tr("A&ddress of the provider"), new QLineEdit, this)),
      m_look(new QPushButton(tr("&Look"), this)),
      m_spinner(new common::Spinner(18, this)),
      m_notice(new common::Notice(this)),
      m_scroll(new QScrollArea(this)),
      m_rows(nullptr),
      m_fields(new QWidget(this)),
      m_name(new FormField(tr("&Name"), new QLineEdit, m_fields)),
      m_client(new FormField(tr("Client &id"), new QLineEdit, m_fields)),
      m_edit(new QPushButton(tr("&Edit first…"), this)),
      m_cancel(new QPushButton(tr("&Cancel"), this)),
      m_add(new QPushButton(tr("&Add"), this))
{
    setWindowTitle(tr("Add by address"));
    setModal(true);
    setMinimumSize(480, 360);
    resize(560, 520);
    m_address->line().setPlaceholderText(QStringLiteral("https://id.example.com"));
    m_address->line().setMaxLength(2048);
    m_address->setHint(tr("Keyturn asks there for what OpenID Connect and OAuth 2 tell of themselves."));
    m_name->line().setMaxLength(200);
    m_client->line().setMaxLength(1024);
    m_client->line().setPlaceholderText(tr("May be said later"));
    buildLayout();
    connect(m_look, &QPushButton::clicked, this, [this] {
        if (m_spinner->isRunning())
            stop();
        else
            look();
    });
    connect(&m_address->line(), &QLineEdit::textEdited, this, &AddressDialog::forget);
    connect(m_edit, &QPushButton::clicked, this, [this] {
        Q_EMIT editRequested(profileText());
        accept();
    });
    connect(m_cancel, &QPushButton::clicked, this, &AddressDialog::reject);
    connect(m_add, &QPushButton::clicked, this, [this] { add(Consent::NotAsked); });
    forget();
    m_address->line().setFocus(Qt::OtherFocusReason);
}

AddressDialog::~AddressDialog()
{
    m_stopSource.request_stop();
}

void AddressDialog::buildLayout()
{
    auto *ask = new QHBoxLayout;
    ask->setSpacing(grid);
    ask->addWidget(m_address, 1);
    auto *beside = new QVBoxLayout; // level with the line, whatever stands below it
    beside->setSpacing(grid / 2);
    beside->addSpacing(fontMetrics().height() + grid / 2);
    beside->addWidget(m_look);
    ask->addLayout(beside);
    ask->setAlignment(beside, Qt::AlignTop);
    auto *content = new QWidget;
    m_rows = new QGridLayout(content);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(3 * grid);
    m_rows->setVerticalSpacing(grid / 2);
    m_rows->setColumnStretch(1, 1);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("What was found"));
    auto *fields = new QHBoxLayout(m_fields);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(2 * grid);
    fields->addWidget(m_name);
    fields->addWidget(m_client);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(m_edit);
    buttons->addStretch();
    buttons->addWidget(m_spinner);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_add);
    for (QPushButton *button : {m_look, m_edit, m_cancel, m_add})
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(2 * grid);
    layout->addLayout(ask);
    layout->addWidget(m_notice);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_fields);
    layout->addStretch(); // for what is below the line while nothing is found
    layout->addLayout(buttons);
}

void AddressDialog::setRunning(bool running)
{
    m_look->setText(running ? tr("&Stop") : tr("&Look"));
    if (running)
        m_spinner->startNow();
    else
        m_spinner->stop();
}

/// What was found belongs to the address that was asked.
void AddressDialog::forget()
{
    stop();
    m_found.reset();
    m_notice->clear();
    m_scroll->hide();
    m_fields->hide();
    m_edit->setEnabled(false);
    m_add->setEnabled(false);
    m_look->setEnabled(!m_address->line().text().trimmed().isEmpty());
    m_look->setDefault(true);
}

void AddressDialog::stop()
{
    ++m_attempt;
    m_stopSource.request_stop();
    setRunning(false);
}

void AddressDialog::look()
{
    forget();
    const QString address = m_address->line().text().trimmed();
    if (address.isEmpty())
        return;
    setRunning(true);
    m_stopSource = std::stop_source();
    core::whenDone(m_port.discover(address, m_stopSource.get_token()), this,
                   [this, address, attempt = m_attempt](const core::Result<DiscoveredProfile> &found) {
                       if (attempt != m_attempt)
                           return;
                       setRunning(false);
                       if (found.ok())
                           showFound(*found);
                       else
                           m_notice->say(sentenceFor(found.error(), address));
                   });
}

void AddressDialog::showFound(const DiscoveredProfile &found)
{
    m_found = found;
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QList<QStringList> rows{{tr("Found at"), found.document.source.toString()}, {tr("Issuer"), found.document.metadata.issuer}};
    rows += words::findings(found.document);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const int row = static_cast<int>(i);
        auto *what = (new TextLabel(rows.at(i).at(0), m_rows->parentWidget()))->withTone(Tone::Muted);
        auto *how = (new TextLabel(common::oneLine(rows.at(i).at(1), 300), m_rows->parentWidget()))->wrapping();
        how->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_rows->addWidget(what, row, 0, Qt::AlignTop);
        m_rows->addWidget(how, row, 1, Qt::AlignTop);
    }
    m_rows->setRowStretch(static_cast<int>(rows.size()), 1);
    QStringList known;
    for (const ListedProfile &one : m_port.profiles()) {
        for (const model::IdentityProvider &provider : one.stored.profile.providers) {
            if (provider.issuer == found.document.metadata.issuer)
                known += common::oneLine(one.stored.profile.name, 60);
        }
    }
    const QStringList toFill = found.toFillIn.filter(QStringLiteral("userinfo"));
    if (!toFill.isEmpty())
        m_notice->say(tr("It does not tell where to ask who is signed in. Choose “Edit first…” and fill in %1.").arg(toFill.first()));
    else if (!known.isEmpty())
        m_notice->say(tr("%1 has this issuer already.").arg(known.join(QLatin1String(", "))), Tone::Muted);
    m_name->line().setText(common::oneLine(found.profile.value(QLatin1String("name")).toString(), 200));
    m_client->line().clear();
    m_scroll->show();
    m_fields->show();
    m_edit->setEnabled(true);
    m_add->setEnabled(toFill.isEmpty());
    (toFill.isEmpty() ? m_add : m_edit)->setDefault(true);
    m_name->line().setFocus(Qt::OtherFocusReason);
}

QString AddressDialog::profileText() const
{
    const QList<ListedProfile> listed = m_port.profiles();
    const QString base = m_found->profile.value(QLatin1String("id")).toString();
    const auto isTaken = [&listed](const QString &id) {
        return std::any_of(listed.begin(), listed.end(), [&id](const ListedProfile &one) { return one.stored.profile.id.toString() == id; });
    };
    QString id = base;
    for (int number = 2; isTaken(id); ++number)
        id = QStringLiteral("%1-%2").arg(base.left(60)).arg(number);
    const composition::ProfileWish wish{id, m_name->line().text().trimmed(), m_client->line().text().trimmed(), {}};
    return QString::fromUtf8(composition::profileFrom(m_found->document, wish).json());
}

void AddressDialog::add(Consent consent)
{
    const core::Result<storage::AddedProfile> added = m_port.keep(profileText(), consent);
    if (added.ok()) {
        Q_EMIT saved(*added);
        accept();
        return;
    }
    const Question question = questionFor(added.error(), m_name->line().text());
    if (question.isEmpty() || consent == Consent::Given) {
        m_notice->say(sentenceFor(added.error()));
        return;
    }
    auto *dialog = new common::QuestionDialog(question.title, question.consequence, question.verb, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] { add(Consent::Given); });
    dialog->open();
}

void AddressDialog::reject()
{
    stop();
    QDialog::reject();
}

} // namespace keyturn::ui::profiles
