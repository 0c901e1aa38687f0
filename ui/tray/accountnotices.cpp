// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tray/accountnotices.h"

#include "ui/accounts/accountsport.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"

namespace keyturn::ui::tray {

using keyturn::accounts::AccountState;
using model::AccountId;

namespace {

constexpr std::chrono::seconds together{2};
constexpr std::chrono::minutes window{10};
constexpr qsizetype mostAtOnce = 3;
constexpr qsizetype mostInWindow = 6;
constexpr qsizetype longestName = 60;

const QString many = QStringLiteral("many");
const QString manySessions = QStringLiteral("many-sessions");
const QString signInPrefix = QStringLiteral("sign-in/");
const QString sessionsPrefix = QStringLiteral("sessions/");
const QString press = QStringLiteral("default");

QString causeOf(const accounts::AccountsPort &port, const model::Account &account)
{
    if (const auto *needed = std::get_if<model::SignInNeeded>(&account.standing))
        return needed->cause;
    const std::optional<core::Error> error = port.lastError(account.id);
    return error ? error->code : QString();
}

std::optional<model::Account> accountOf(const accounts::AccountsPort &port, const AccountId &id)
{
    for (const model::Account &account : port.accounts()) {
        if (account.id == id)
            return account;
    }
    return std::nullopt;
}

} // namespace

AccountNotices::AccountNotices(accounts::AccountsPort &port, Notifier &notifier, std::function<bool(Topic)> wanted,
                               std::function<bool(const AccountId &, Topic)> seen, QObject *parent)
    : QObject(parent), m_port(port), m_notifier(notifier), m_wanted(std::move(wanted)), m_seen(std::move(seen))
{
    // What was so before the program started is no news.
    for (const model::Account &account : m_port.accounts()) {
        if (m_port.state(account.id) == AccountState::SignInAgain)
            m_needing.insert(account.id);
    }
    connect(&m_port, &accounts::AccountsPort::changed, this, &AccountNotices::lookAt);
    connect(&m_port, &accounts::AccountsPort::removed, this, &AccountNotices::takeBack);
    connect(&m_port, &accounts::AccountsPort::reset, this, &AccountNotices::lookAtAll);
    connect(&m_notifier, &Notifier::chosen, this, &AccountNotices::chosen);
}

void AccountNotices::lookAtAll()
{
    QSet<AccountId> known;
    for (const model::Account &account : m_port.accounts()) {
        known.insert(account.id);
        lookAt(account.id);
    }
    for (const AccountId &id : QSet<AccountId>(m_needing)) {
        if (!known.contains(id))
            takeBack(id);
    }
}

void AccountNotices::lookAt(const AccountId &id)
{
    if (m_port.state(id) != AccountState::SignInAgain)
        return takeBack(id);
    if (m_needing.contains(id))
        return;
    m_needing.insert(id);
    gather(id);
}

void AccountNotices::gather(const AccountId &id)
{
    m_gathered += id;
    if (!std::exchange(m_waiting, true))
        m_port.clock().callAfter(together, this, [this] { flush(); });
}

void AccountNotices::flush()
{
    m_waiting = false;
    QList<AccountId> ids = std::exchange(m_gathered, {});
    ids.removeIf([this](const AccountId &id) { return !m_needing.contains(id) || m_seen(id, Topic::SignInNeeded); });
    if (ids.isEmpty() || !m_wanted(Topic::SignInNeeded))
        return;
    if (ids.size() > mostAtOnce || toldLately() + ids.size() > mostInWindow) {
        m_summed.unite(QSet<AccountId>(ids.begin(), ids.end()));
        tellOfMany();
        return;
    }
    for (const AccountId &id : std::as_const(ids))
        tell(id);
}

qsizetype AccountNotices::toldLately()
{
    const auto now = m_port.clock().monotonic();
    m_told.removeIf([now](std::chrono::milliseconds at) { return now - at > window; });
    return m_told.size();
}

void AccountNotices::tell(const AccountId &id)
{
    const std::optional<model::Account> account = accountOf(m_port, id);
    if (!account)
        return;
    const QString name = common::oneLine(accounts::titleOf(*account), longestName);
    const QString backend = common::oneLine(m_port.backendName(*account), longestName);
    m_told += m_port.clock().monotonic();
    m_notifier.show({signInPrefix + id.toString(),
                     tr("%1 was signed out of %2").arg(name, backend),
                     common::signInAgainSentence(causeOf(m_port, *account), backend),
                     {{press, tr("Show")}, {QStringLiteral("sign-in"), tr("Sign in again")}, {QStringLiteral("why"), tr("Show why")}}});
}

void AccountNotices::tellOfMany()
{
    m_notifier.show({many,
                     tr("%1 accounts were signed out").arg(m_summed.size()),
                     tr("The window shows which, and why."),
                     {{press, tr("Show")}, {QStringLiteral("window"), tr("Show them")}}});
}

void AccountNotices::takeBack(const AccountId &id)
{
    if (!m_needing.remove(id))
        return;
    m_gathered.removeAll(id);
    m_notifier.close(signInPrefix + id.toString());
    if (m_summed.remove(id) && m_summed.isEmpty())
        m_notifier.close(many);
}

void AccountNotices::noteSeen(const AccountId &id, Topic topic)
{
    m_notifier.close((topic == Topic::NewSessions ? sessionsPrefix : signInPrefix) + id.toString());
}

void AccountNotices::notifyNewSessions(const AccountId &id, int count, const QString &what)
{
    const std::optional<model::Account> account = accountOf(m_port, id);
    if (count <= 0 || !account || !m_wanted(Topic::NewSessions) || m_seen(id, Topic::NewSessions))
        return;
    if (toldLately() >= mostInWindow) {
        // As one, which the next ones only replace: after weeks away every account may have some.
        m_notifier.show({manySessions,
                         tr("New sessions of several accounts"),
                         tr("The window shows them, at each account."),
                         {{press, tr("Show")}, {QStringLiteral("window"), tr("Show them")}}});
        return;
    }
    m_told += m_port.clock().monotonic();
    const QString name = common::oneLine(accounts::titleOf(*account), longestName);
    const QString backend = common::oneLine(m_port.backendName(*account), longestName);
    const QString title =
        count == 1 ? tr("New session of %1 at %2").arg(name, backend) : tr("%3 new sessions of %1 at %2").arg(name, backend, QString::number(count));
    m_notifier.show({sessionsPrefix + id.toString(),
                     title,
                     what.isEmpty() ? tr("If that was not you, end it and change the password.") : common::oneLine(what),
                     {{press, tr("Show")}, {QStringLiteral("sessions"), tr("Show sessions")}}});
}

void AccountNotices::chosen(const QString &key, const QString &action)
{
    if (key == many || key == manySessions)
        Q_EMIT windowRequested();
    else if (key.startsWith(sessionsPrefix))
        Q_EMIT sessionsRequested(AccountId(key.mid(sessionsPrefix.size())));
    else if (key.startsWith(signInPrefix) && action == QLatin1String("sign-in"))
        Q_EMIT signInRequested(AccountId(key.mid(signInPrefix.size())));
    else if (key.startsWith(signInPrefix))
        Q_EMIT activityRequested(AccountId(key.mid(signInPrefix.size())));
}

} // namespace keyturn::ui::tray
