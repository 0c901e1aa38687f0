// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/devicepage.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/signin/copybutton.h"
#include "ui/signin/pacedbutton.h"
#include "ui/signin/qrview.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace keyturn::ui::signin {

using common::Countdown;
using common::grid;
using Step = keyturn::accounts::SignInFlow::Step;

namespace {

constexpr int qrSide = 176;
constexpr int widestCode = 216; // beside the QR code in the dialog at its smallest

/// As it is to be read aloud: character by character.
QString spelled(const QString &code)
{
    QStringList characters;
    for (const QChar c : code)
        characters += c == u'-' ? DevicePage::tr("dash") : c.isSpace() ? DevicePage::tr("blank") : QString(c);
    return characters.join(QStringLiteral(", "));
}

/// The largest of a few sizes in which @p code stays on one line.
QFont codeFont(const QString &code, const QFont &base)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setWeight(QFont::DemiBold);
    for (const double factor : {2.2, 1.8, 1.45, 1.2, 1.0}) {
        font.setPointSizeF(base.pointSizeF() * factor);
        if (QFontMetrics(font).horizontalAdvance(code) <= widestCode)
            break;
    }
    return font;
}

common::TextLabel *heading(const QString &words, QWidget *parent)
{
    return (new common::TextLabel(words, parent))->withTone(common::Tone::Muted);
}

} // namespace

DevicePage::DevicePage(core::Clock &clock, QWidget *parent)
    : Page(parent),
      m_clock(clock),
      m_countdown(clock),
      m_pace(clock),
      m_panel(new QWidget(this)),
      m_qr(new QrView(qrSide, m_panel)),
      m_address(new QLineEdit(m_panel)),
      m_copyAddress(new CopyButton(clock, tr("Copy the address"), m_panel)),
      m_code(new QLabel(m_panel)),
      m_copyCode(new CopyButton(clock, tr("Copy the code"), m_panel)),
      m_words(new common::TextLabel({}, this)),
      m_left(new common::TextLabel({}, this))
{
    buildCode();
    m_words->wrapping();
    m_left->withTone(common::Tone::Muted)->wrapping();
    content().addWidget(m_panel);
    content().addSpacing(grid);
    content().addWidget(m_words);
    content().addWidget(m_left);
    content().addStretch();
    m_browser = addAside(tr("&Use the browser instead"));
    m_cancel = addButton(tr("&Cancel"));
    m_open = addButton(tr("&Open the page"));
    auto *again = addButton(tr("&Get a new code"));
    m_again = new PacedButton(again);
    m_again->setVerb(again->text(), tr("A new code in %1"), m_pace);
    connect(m_browser, &QPushButton::clicked, this, &DevicePage::browserRequested);
    connect(m_cancel, &QPushButton::clicked, this, &DevicePage::cancelRequested);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(m_toOpen); });
    connect(again, &QPushButton::clicked, this, &DevicePage::newCodeRequested);
    connect(&m_countdown, &Countdown::left, this,
            [this](std::chrono::seconds seconds) { m_left->setText(tr("The code serves for another %1.").arg(common::Times::left(seconds))); });
    connect(&m_countdown, &Countdown::over, this, [this] { offerNewCode(tr("This code has run out, and nobody was signed in.")); });
    order({m_address, m_copyAddress, m_code, m_copyCode, m_open, again, m_cancel, m_browser});
}

void DevicePage::buildCode()
{
    m_address->setReadOnly(true);
    m_address->setFrame(false);
    m_address->setTextMargins(-2, 0, 0, 0); // the line begins where the words above it do
    m_address->setAccessibleName(tr("The address to open"));
    QPalette flat = m_address->palette();
    flat.setColor(QPalette::Base, Qt::transparent);
    m_address->setPalette(flat);
    m_code->setTextFormat(Qt::PlainText);
    m_code->setAccessibleName(tr("The code"));
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_code->setFocusPolicy(Qt::StrongFocus);
    auto *address = new QHBoxLayout;
    address->addWidget(m_address, 1);
    address->addWidget(m_copyAddress);
    auto *code = new QHBoxLayout;
    code->addWidget(m_code);
    code->addWidget(m_copyCode);
    code->addStretch();
    auto *steps = new QVBoxLayout;
    steps->setSpacing(grid / 2);
    steps->addStretch();
    steps->addWidget(heading(tr("Scan this, or open"), m_panel));
    steps->addLayout(address);
    steps->addSpacing(2 * grid);
    steps->addWidget(heading(tr("and enter or compare this code"), m_panel));
    steps->addLayout(code);
    steps->addStretch();
    auto *row = new QHBoxLayout(m_panel);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * grid);
    row->addWidget(m_qr, 0, Qt::AlignVCenter);
    row->addLayout(steps, 1);
}

void DevicePage::begin(const QString &provider, const QString &below, bool browserToo)
{
    m_provider = provider;
    setTitle(tr("Sign in with %1 by a code").arg(provider), below);
    notice().clear();
    m_countdown.stop();
    m_pace.stop();
    m_browser->setVisible(browserToo);
    m_hasCode = false;
    showCode(false);
    setStep(Step::Preparing);
}

void DevicePage::showCode(bool there)
{
    m_panel->setVisible(there);
    m_left->setVisible(there);
    m_open->setVisible(there);
    m_again->button().hide();
    setDefaultButton(there ? m_open : nullptr);
    if (!there) {
        m_code->clear();
        m_address->clear();
        m_copyCode->setContents({});
        m_copyAddress->setContents({});
        m_left->setText({});
    }
}

void DevicePage::say(const QString &words)
{
    m_words->setText(words);
    spinner().setAccessibleName(words);
}

void DevicePage::setStep(Step step)
{
    spinner().startNow();
    switch (step) {
    case Step::Preparing:
    case Step::AskingBackend:
        say(tr("Asking %1 for a code …").arg(m_provider));
        return;
    case Step::WaitingForCode: // other pages'
    case Step::WaitingForBrowser:
    case Step::WaitingForDevice:
        say(tr("Waiting for you to sign in there.\nThis goes on by itself when you are done."));
        return;
    case Step::ExchangingCode:
    case Step::VerifyingIdentity:
    case Step::Confirming: // another page's question
    case Step::Storing:
        break;
    }
    m_countdown.stop();
    showCode(false);
    say(step == Step::Storing ? tr("Keeping the sign-in safe …") : tr("Checking who signed in …"));
}

void DevicePage::setCode(const QString &code, const QUrl &address, const QUrl &addressWithCode, const QDateTime &expiresAt)
{
    m_hasCode = true;
    m_toOpen = addressWithCode.isEmpty() ? address : addressWithCode;
    const QString shown = common::oneLine(code, 60);
    m_code->setFont(codeFont(shown, font()));
    m_code->setText(shown);
    m_code->setAccessibleName(tr("The code: %1").arg(spelled(shown)));
    m_copyCode->setContents(shown);
    m_address->setText(address.toString(QUrl::FullyEncoded));
    m_address->setToolTip(m_address->text());
    m_address->setCursorPosition(0);
    // An address goes from left to right, but stands where the words above it do.
    m_address->setAlignment((layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    m_copyAddress->setContents(m_address->text());
    m_qr->setAddress(m_toOpen.toEncoded());
    m_qr->setAccessibleName(tr("QR code of the address %1").arg(m_address->text()));
    showCode(true);
    claimDefault();
    m_countdown.start(std::chrono::seconds(m_clock.now().secsTo(expiresAt)));
    m_open->setFocus(Qt::OtherFocusReason);
}

void DevicePage::offerNewCode(const QString &words)
{
    spinner().stop();
    m_countdown.stop();
    showCode(false);
    say(words);
    m_again->allow(true);
    m_again->button().show();
    setDefaultButton(&m_again->button());
    claimDefault();
    m_again->button().setFocus(Qt::OtherFocusReason);
}

void DevicePage::showError(const core::Error &error)
{
    const bool expired = error.code == QLatin1String("expired_token");
    offerNewCode(expired ? tr("This code has run out, and nobody was signed in.") : tr("Nobody was signed in."));
    if (!expired && !common::wasStopped(error))
        sayFailure(error, m_provider, m_pace);
    if (m_again->isWaiting())
        m_cancel->setFocus(Qt::OtherFocusReason);
}

void DevicePage::enter()
{
    QPushButton *first = m_hasCode ? m_open : m_cancel;
    first->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
