// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/corepreferences.h"

#include "composition/movenote.h"
#include "composition/networkchoice.h"
#include "composition/secretmove.h"
#include "composition/sessionoverview.h"
#include "console/requeststore.h"
#include "history/eventstore.h"
#include "trace/tracestore.h"
#include "ui/application/translation.h"

namespace keyturn::ui::application {

using preferences::Choices;
using preferences::MoveOutcome;
using preferences::SecretPlace;

namespace {

QString wordOf(SecretPlace place)
{
    switch (place) {
    case SecretPlace::Keychain:
        return QStringLiteral("keychain");
    case SecretPlace::EncryptedFile:
        return QStringLiteral("file");
    case SecretPlace::SessionOnly:
        break;
    }
    return QStringLiteral("session");
}

SecretPlace placeOf(const QString &word)
{
    return word == wordOf(SecretPlace::EncryptedFile) ? SecretPlace::EncryptedFile
        : word == wordOf(SecretPlace::SessionOnly)    ? SecretPlace::SessionOnly
                                                      : SecretPlace::Keychain;
}

Choices choicesOf(const auto &settings)
{
    Choices choices;
    choices.language = settings.language;
    choices.keepInTray = settings.keepInTray;
    choices.browser = settings.browser;
    choices.renewAhead = settings.renewAhead;
    choices.proxy = settings.proxy;
    choices.caFile = settings.caFile;
    choices.notifyNewSessions = settings.notifyNewSessions;
    choices.notifySignInNeeded = settings.notifySignInNeeded;
    choices.watchSessions = settings.watchSessions;
    choices.pictures = settings.pictures;
    choices.keepHistory = settings.keepHistory;
    choices.developerTools = settings.developerTools;
    return choices;
}

void write(const Choices &choices, auto &settings)
{
    settings.language = choices.language;
    settings.keepInTray = choices.keepInTray;
    settings.browser = choices.browser;
    settings.renewAhead = choices.renewAhead;
    settings.proxy = choices.proxy;
    settings.caFile = choices.caFile;
    settings.notifyNewSessions = choices.notifyNewSessions;
    settings.notifySignInNeeded = choices.notifySignInNeeded;
    settings.watchSessions = choices.watchSessions;
    settings.pictures = choices.pictures;
    settings.keepHistory = choices.keepHistory;
    settings.developerTools = choices.developerTools;
}

} // namespace

/// What a move holds on to until it is done.
struct CorePreferences::Move {
    SecretPlace place = SecretPlace::Keychain;
    QString fromPlace;
    composition::Options options;
    std::unique_ptr<composition::Keyturn> next;
    std::shared_ptr<const composition::Keyturn> from; ///< Until the end, whatever takes its place.
    std::shared_ptr<composition::Keyturn> before; ///< From the exchange on.
    std::shared_ptr<composition::OpenMoveNote> note;
};

CorePreferences::CorePreferences(CoreHost &host, Autostart autostart, std::function<bool()> hasTray, std::function<bool()> isSigningIn,
                                 QObject *parent)
    : m_host(host), m_autostart(std::move(autostart)), m_hasTray(std::move(hasTray)), m_isSigningIn(std::move(isSigningIn))
{
    setParent(parent);
}

core::Result<Choices> CorePreferences::choices() const
{
    const auto settings = m_host.core().settings().load();
    return settings.ok() ? core::Result<Choices>(choicesOf(*settings)) : settings.error();
}

core::Result<void> CorePreferences::change(const std::function<void(Choices &)> &step)
{
    const core::Result<Choices> before = choices();
    if (!before.ok())
        return before.error();
    Choices wanted = *before;
    step(wanted);
    if (wanted.proxy != before->proxy) {
        if (const core::Result<void> sound = composition::checkProxySetting(wanted.proxy); !sound.ok())
            return sound;
    }
    if (wanted.caFile != before->caFile) {
        if (const core::Result<QStringList> names = composition::authoritiesIn(wanted.caFile); !names.ok())
            return names.error();
    }
    if (const core::Result<void> stored = m_host.core().settings().change([&wanted](auto &settings) { write(wanted, settings); }); !stored.ok())
        return stored;
    if (const auto settings = m_host.core().settings().load(); settings.ok()) {
        // A file that has gone meanwhile was not what was changed here, unless it was: then it was looked at above.
        if (!m_host.core().apply(*settings).ok())
            qWarning("Not all settings are in force.");
    }
    Q_EMIT changed();
    return {};
}

QStringList CorePreferences::languages() const
{
    return languagesIn(translationFolders());
}

QList<composition::browsers::InstalledBrowser> CorePreferences::browsers() const
{
    return composition::browsers::installedBrowsers(composition::browsers::standardPlaces());
}

core::Result<preferences::LoginStart> CorePreferences::loginStart() const
{
    const core::Result<AutostartState> state = m_autostart.state();
    return state.ok() ? core::Result<preferences::LoginStart>({state->starts, state->hidden}) : state.error();
}

core::Result<void> CorePreferences::setLoginStart(const preferences::LoginStart &start)
{
    return m_autostart.set({start.starts, start.hidden});
}

core::Result<QStringList> CorePreferences::authoritiesIn(const QString &path) const
{
    return composition::authoritiesIn(path);
}

core::Result<preferences::SecretFacts> CorePreferences::secretFacts() const
{
    const core::Result<QString> used = m_host.secretStore();
    if (!used.ok())
        return used.error();
    const auto settings = m_host.core().settings().load();
    if (!settings.ok())
        return settings.error();
    return preferences::SecretFacts{placeOf(*used), *used != settings->secretStore, m_host.core().accounts().accounts().size()};
}

core::Async<MoveOutcome> CorePreferences::moveSecrets(SecretPlace place, core::Secret passphrase)
{
    if (m_isSigningIn() || m_moving)
        return core::ready<MoveOutcome>(core::Error{core::ErrorKind::Configuration, QStringLiteral("sign_in_open"), {}});
    if (const auto settings = m_host.core().settings().load(); !settings.ok())
        return core::ready<MoveOutcome>(settings.error());
    const core::Result<QString> used = m_host.secretStore();
    if (!used.ok())
        return core::ready<MoveOutcome>(used.error());
    const auto move = std::make_shared<Move>();
    move->place = place;
    move->fromPlace = used.value();
    move->options = m_host.options();
    move->options.secretStore = wordOf(place);
    move->options.passphrase = std::move(passphrase);
    core::Result<std::unique_ptr<composition::Keyturn>> built = composition::Keyturn::build(move->options);
    if (!built.ok())
        return core::ready<MoveOutcome>(built.error());
    move->next = std::move(built).value();
    m_moving.emplace();
    const core::Promise<MoveOutcome> outcome;
    // Only this shows that the new place works, and that the passphrase is the one of a file that is there already.
    core::whenDone(core::chain(move->next->secrets().probe(), this, [this, move] { return copyTo(move); }), this,
                   [this, outcome](const core::Result<MoveOutcome> &moved) {
                       const core::Promise<void> over = *m_moving;
                       m_moving.reset();
                       outcome.finish(moved);
                       over.finish({});
                   });
    return outcome.future();
}

core::Async<void> CorePreferences::settle()
{
    return m_moving ? m_moving->future() : core::ready<void>({});
}

core::Async<MoveOutcome> CorePreferences::copyTo(const std::shared_ptr<Move> &move)
{
    core::Result<std::shared_ptr<composition::OpenMoveNote>> note =
        composition::OpenMoveNote::begin(m_host.core().paths(), move->fromPlace, wordOf(move->place));
    if (!note.ok())
        return core::ready<MoveOutcome>(note.error());
    move->note = std::move(note).value();
    composition::Keyturn &from = m_host.core();
    move->from = m_host.hold();
    const auto noteSlot = [move](const storage::SecretKey &key) { return move->note->add(key); };
    const core::Promise<MoveOutcome> promise;
    core::whenDone(composition::copySecrets(from.records(), from.tokens(), from.secrets(), move->next->secrets(), noteSlot, this), this,
                   [this, move, promise](const core::Result<composition::CopiedSecrets> &copied) {
                       const core::Result<void> switched = copied.ok() ? switchOver(move) : copied.error();
                       const core::Async<MoveOutcome> ended = switched.ok() ? finish(move, *copied) : giveUp(move, switched.error());
                       core::whenDone(ended, this, [promise](const core::Result<MoveOutcome> &outcome) { promise.finish(outcome); });
                   });
    return promise.future();
}

/// From here on the new place serves. Whatever ends the program now, the note tells what to remove.
core::Result<void> CorePreferences::switchOver(const std::shared_ptr<Move> &move)
{
    if (const core::Result<void> sealed = move->note->seal(); !sealed.ok())
        return sealed;
    const QString store = wordOf(move->place);
    return m_host.core().settings().change([&store](auto &settings) { settings.secretStore = store; });
}

core::Async<QStringList> CorePreferences::removeCopies(const std::shared_ptr<Move> &move, const QString &setting)
{
    const auto open = [move](const QString &) {
        composition::Keyturn &of = move->before ? *move->before : *move->next;
        return std::shared_ptr<storage::SecretStore>(std::shared_ptr<void>(), &of.secrets()); // the move holds them
    };
    return composition::finishMove(move->note->path(), {setting, {}, open, {}}, this);
}

core::Async<MoveOutcome> CorePreferences::giveUp(const std::shared_ptr<Move> &move, const core::Error &why)
{
    const core::Promise<MoveOutcome> promise;
    core::whenDone(removeCopies(move, move->fromPlace), this, [promise, move, why](const core::Result<QStringList> &) { promise.finish(why); });
    return promise.future();
}

core::Async<MoveOutcome> CorePreferences::finish(const std::shared_ptr<Move> &move, const composition::CopiedSecrets &copied)
{
    // The setting decides from now on, also in the programs that share it; an option for this start alone has been answered by the choice.
    m_host.options() = move->options;
    move->before = m_host.exchange(std::move(move->next));
    const core::Promise<MoveOutcome> promise;
    core::whenDone(move->before->moveRevocations(m_host.core().secrets()), this, [this, move, copied, promise](const core::Result<int> &stayed) {
        const bool allWent = stayed.ok() && *stayed == 0;
        core::whenDone(removeCopies(move, wordOf(move->place)), this, [this, move, copied, promise, allWent](const core::Result<QStringList> &left) {
            const bool removed = left.ok() && left->isEmpty();
            // Only a file that everything has come from: another one may be all that somebody has.
            const bool wasFile = move->before->secrets().kind() == storage::SecretStoreKind::EncryptedFile;
            if (removed && allWent && wasFile && move->place != SecretPlace::EncryptedFile)
                composition::setSecretFileAside(m_host.core().paths());
            Q_EMIT secretsMoved();
            Q_EMIT changed();
            promise.finish(MoveOutcome{copied.without, !removed});
        });
    });
    return promise.future();
}

core::Async<void> CorePreferences::clearHistory()
{
    const core::Async<void> forgotten =
        core::chain(m_host.core().history().clearAll(), this, [this] { return m_host.core().sessionOverview().forgetAll(); });
    return core::chain(core::chain(forgotten, this, [this] { return m_host.core().trace().clear({}); }), this,
                       [this] { return m_host.core().requests().forget({}); });
}

} // namespace keyturn::ui::application
