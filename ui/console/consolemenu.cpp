// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// What the console's page offers beside sending.
#include "console/curl.h"
#include "ui/common/namedialog.h"
#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"
#include "ui/common/secretclipboard.h"
#include "ui/common/sentences.h"
#include "ui/console/addressline.h"
#include "ui/console/consolepage.h"
#include "ui/console/consolewords.h"
#include "ui/console/curldialog.h"
#include "ui/console/requestsdialog.h"
#include "ui/console/volleydialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPushButton>

namespace keyturn::ui::console {

using common::Tone;
using keyturn::console::Imported;

namespace {
constexpr int longestAddress = 2000;
} // namespace

void ConsolePage::buildMenu()
{
    auto *menu = new QMenu(m_more);
    auto *copy = menu->addMenu(tr("&Copy as"));
    buildCopyMenu(*copy, TokenIn::Placeholder);
    copy->addSeparator();
    buildCopyMenu(*copy->addMenu(tr("With the account's &token")), TokenIn::Included);
    menu->addAction(tr("&Import curl…"), this, &ConsolePage::askForCurl);
    menu->addAction(tr("&Save under a name…"), this, &ConsolePage::askForName);
    menu->addSeparator();
    menu->addAction(tr("&Fire in parallel…"), this, &ConsolePage::openVolley);
    menu->addAction(tr("&Read an OpenAPI document…"), this, &ConsolePage::askForDocument);
    menu->addAction(tr("&New request"), this, [this] {
        setDraft({});
        m_address->setFocus(Qt::OtherFocusReason);
    });
    m_more->setMenu(menu);
    for (QPushButton *button : {m_requests, m_more})
        button->setAutoDefault(false);
    m_more->setToolTip(tr("Copy as a program, import curl, save, fire many at once"));
    connect(m_requests, &QPushButton::clicked, this, &ConsolePage::openRequests);
}

void ConsolePage::buildCopyMenu(QMenu &menu, TokenIn token)
{
    const std::pair<QString, Language> languages[] = {{QStringLiteral("&curl"), Language::Curl},
                                                      {QStringLiteral("&HTTPie"), Language::Httpie},
                                                      {QStringLiteral("&fetch (JavaScript)"), Language::Fetch},
                                                      {QStringLiteral("&Python (requests)"), Language::Python}};
    for (const auto &[name, language] : languages)
        menu.addAction(name, this, [this, language = language, token] { copyAs(language, token); });
}

void ConsolePage::copyAs(Language language, TokenIn token)
{
    if (token == TokenIn::Placeholder || m_tokenAgreed)
        return putIntoClipboard(language, token);
    auto *question = new common::QuestionDialog(
        tr("Copy the token as well?"),
        tr("Whoever gets to see it can act as the account until it runs out. Paste it nowhere that is kept or shared; other programs may read the "
           "clipboard."),
        tr("&Copy with token"), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this, language, token] {
        m_tokenAgreed = true;
        putIntoClipboard(language, token);
    });
    question->open();
}

void ConsolePage::putIntoClipboard(Language language, TokenIn token)
{
    core::whenDone(m_port.snippet(m_id, draft(), language, token), this, [this, token](const core::Result<core::Secret> &snippet) {
        if (!snippet.ok()) {
            m_notice->say(common::sentenceFor(snippet.error(), m_port.backendName(m_id)));
            return;
        }
        if (token == TokenIn::Included) {
            common::copySecret(*snippet);
            m_notice->say(tr("Copied, with the token in it. The clipboard is emptied in a minute."), Tone::Normal);
            return;
        }
        QGuiApplication::clipboard()->setText(QString::fromUtf8(snippet->reveal()));
        m_notice->say(tr("Copied. A placeholder stands for the token, and other secrets are left out."), Tone::Normal);
    });
}

void ConsolePage::importCurl(const QString &commandLine)
{
    const core::Result<Imported> read = keyturn::console::readCurl(commandLine);
    if (!read.ok()) {
        m_notice->say(common::sentenceFor(read.error(), {}));
        return;
    }
    setDraft(read->draft);
    if (const QStringList notes = ConsoleWords::notes(read->notes); !notes.isEmpty())
        m_notice->say(notes.join(u'\n'), Tone::Normal);
}

void ConsolePage::askForCurl()
{
    auto *dialog = new CurlDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CurlDialog::given, this, &ConsolePage::importCurl);
    dialog->open();
}

void ConsolePage::askForName()
{
    common::NameDialog::Words words;
    words.title = tr("Save the request");
    words.verb = tr("&Save");
    words.question = tr("&Name of the request:");
    words.accessible = tr("Name of the request");
    words.name = ConsoleWords::request(draft());
    words.hint = tr("One of the same name is replaced. Secrets are not saved with it: they are to be filled in again.");
    auto *dialog = new common::NameDialog(words, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &common::NameDialog::nameGiven, this, [this, dialog](const QString &name) {
        core::whenDone(m_port.save(name, draft()), dialog, [this, dialog, name](const core::Result<void> &saved) {
            if (!saved.ok())
                return dialog->fail(common::sentenceFor(saved.error(), {}));
            m_notice->say(tr("Saved. It is found under “Past and saved”."), Tone::Normal);
            dialog->accept();
        });
    });
    dialog->open();
}

void ConsolePage::askForDocument()
{
    common::NameDialog::Words words;
    words.title = tr("Read an OpenAPI document");
    words.verb = tr("&Read");
    words.question = tr("&Where it is:");
    words.accessible = tr("Path or address of the document");
    words.otherwise = QStringLiteral("/openapi.json");
    words.most = longestAddress;
    words.hint = tr("A path of the backend, or a whole address. What it lists is offered while an address is written.");
    auto *dialog = new common::NameDialog(words, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &common::NameDialog::nameGiven, this, [this, dialog](const QString &where) {
        askForEndpoints(where.isEmpty() ? QStringLiteral("/openapi.json") : where);
        dialog->accept();
    });
    dialog->open();
}

void ConsolePage::openRequests()
{
    auto *dialog = new RequestsDialog(m_port, m_id, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RequestsDialog::chosen, this, &ConsolePage::setDraft);
    dialog->open();
}

void ConsolePage::openVolley()
{
    if (!isFilledIn())
        return;
    auto *dialog = new VolleyDialog(m_port, m_id, draft(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace keyturn::ui::console
