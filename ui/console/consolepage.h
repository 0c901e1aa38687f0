// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/console/consoleport.h"

#include <QWidget>

class QComboBox;
class QMenu;
class QPushButton;

namespace keyturn::ui::common {
class LeafBar;
class Notice;
class TextLabel;
} // namespace keyturn::ui::common

namespace keyturn::ui::console {

class AddressLine;
class AnswerSide;
class RequestSide;
class TwoSides;

/// The request console: any request, sent as the account that is shown, and all that comes back. What was written stays while accounts change, so
/// that the same is sent as another one; answers do not, since they are of one.
class ConsolePage final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit ConsolePage(ConsolePort &port, QWidget *parent = nullptr);
    ~ConsolePage() override;

    void setAccount(const model::AccountId &id);
    [[nodiscard]] Draft draft() const;
    /// Puts @p draft into all fields; what has to be filled in first is said.
    void setDraft(const Draft &draft);
    /// Sends what is written, or stops what is under way.
    void sendOrStop();
    void focusAddress();
    /// Into the line that searches the answer's body; false where there is no answer.
    bool focusSearch();
    /// Takes over a curl command; what of it was left out, and what is wrong with it, is said.
    void importCurl(const QString &commandLine);

private:
    void buildLine();
    void buildMenu();
    void buildCopyMenu(QMenu &menu, TokenIn token);
    void buildLayout();
    void send();
    void stop();
    void setRunning(bool running);
    void take(const core::Result<Answer> &answer);
    void sayDestination();
    void askForEndpoints(const QString &document);
    void choose(const Endpoint &endpoint);
    void useExample();
    [[nodiscard]] bool isFilledIn();
    void copyAs(Language language, TokenIn token);
    void putIntoClipboard(Language language, TokenIn token);
    void askForDocument();
    void askForCurl();
    void askForName();
    void openRequests();
    void openVolley();

    ConsolePort &m_port;
    model::AccountId m_id;
    quint64 m_run = 0; ///< Rises with each request: only the last one's answer counts.
    quint64 m_asked = 0; ///< The same of endpoints.
    bool m_endpointsWanted = true; ///< Of the account, and not asked for yet.
    bool m_isRunning = false;
    bool m_filling = false;
    bool m_tokenAgreed = false; ///< The person knows that a copied token is one.
    std::stop_source m_stop;
    Endpoint m_offered; ///< Whose example the notice offers.
    QString m_answerer; ///< Who is asked, by name.
    QComboBox *m_method;
    AddressLine *m_address;
    QPushButton *m_send;
    common::TextLabel *m_destination;
    common::Notice *m_notice;
    common::LeafBar *m_sideBar;
    QPushButton *m_requests;
    QPushButton *m_more;
    RequestSide *m_request;
    AnswerSide *m_answer;
    TwoSides *m_sides;
};

} // namespace keyturn::ui::console
