// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeprofiles.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/profiles/addressdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/profilewords.h"
#include "ui/signin/formfield.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using composition::ClientOrigin;
using core::ErrorKind;
using profiles::AddressDialog;
using profiles::ClientDialog;

/// "Add by address…" and "Client id…".
class TstAddProfile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatWasFoundIsShownBeforeItIsKept();
    void anIdThatIsTakenIsNotTaken();
    void anErrorIsASentence_data();
    void anErrorIsASentence();
    void lookingCanBeStopped();
    void anotherAddressForgetsWhatWasFound();
    void closingStops();
    void itCanBeEditedFirst();
    void theHelpHasThreeLinesForEachProvider_data();
    void theHelpHasThreeLinesForEachProvider();
    void aClientIdIsKeptAndUsed();
    void googlesSecretIsAskedFor();
    void anEmptyOneIsAskedForOrTakenBack();
    void whatThePolicySaysIsLocked();
    void aClientThatIsNotLentIsSaid();
    void everyControlHasAName();

private:
    [[nodiscard]] static composition::DiscoveredProfile found()
    {
        oauth::DiscoveryDocument document;
        document.source = QUrl(QStringLiteral("https://id.new.example/.well-known/openid-configuration"));
        document.metadata.issuer = QStringLiteral("https://id.new.example");
        document.metadata.endpoints.authorization = QUrl(QStringLiteral("https://id.new.example/a"));
        document.openIdConnect = true;
        return composition::profileFrom(document, {});
    }
    void look(const QString &address = QStringLiteral("id.new.example"))
    {
        fieldOf(*m_address, QStringLiteral("Address of the provider"))->line().clear();
        QTest::keyClicks(&fieldOf(*m_address, QStringLiteral("Address of the provider"))->line(), address);
        QTest::keyClick(m_address.get(), Qt::Key_Return);
    }
    void openClient()
    {
        const model::ProfileId id(QStringLiteral("acme"));
        m_client = std::make_unique<ClientDialog>(*m_port, id, m_port->clients(id).first());
        m_client->show();
        m_client->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_client.get()));
    }

    std::unique_ptr<FakeProfiles> m_port;
    std::unique_ptr<AddressDialog> m_address;
    std::unique_ptr<ClientDialog> m_client;
};

void TstAddProfile::init()
{
    m_address.reset();
    m_client.reset();
    m_port = std::make_unique<FakeProfiles>();
    m_address = std::make_unique<AddressDialog>(*m_port);
    m_address->show();
}

void TstAddProfile::whatWasFoundIsShownBeforeItIsKept()
{
    QSignalSpy saved(m_address.get(), &AddressDialog::saved);
    QVERIFY(!buttonOf(*m_address, QStringLiteral("Look"))->isEnabled());
    look();
    QCOMPARE(m_port->asked, QStringList{QStringLiteral("id.new.example")});
    QVERIFY(!buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    m_port->discovery.finish(found());
    QTRY_VERIFY(buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    QVERIFY(says(*m_address, QStringLiteral("https://id.new.example/.well-known/openid-configuration")));
    QVERIFY(says(*m_address, QStringLiteral("PKCE with S256")));
    QVERIFY(m_port->consents.isEmpty());
    fieldOf(*m_address, QStringLiteral("Name"))->line().setText(QStringLiteral("New one"));
    fieldOf(*m_address, QStringLiteral("Client id"))->line().setText(QStringLiteral(" desktop "));
    QTest::keyClick(m_address.get(), Qt::Key_Return);
    QCOMPARE(saved.size(), 1);
    const model::BackendProfile kept = *m_port->read(m_port->kept.at(QStringLiteral("id.new.example")).text).profile;
    QCOMPARE(kept.name, QStringLiteral("New one"));
    QCOMPARE(kept.providers.first().clientId, QStringLiteral("desktop"));
}

void TstAddProfile::anIdThatIsTakenIsNotTaken()
{
    m_port->put(acmeText(QStringLiteral("id.new.example")), storage::ProfileOrigin::Own);
    look();
    m_port->discovery.finish(found());
    QTRY_VERIFY(buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    buttonOf(*m_address, QStringLiteral("Add"))->click();
    QVERIFY(m_port->kept.contains(QStringLiteral("id.new.example-2")));
    QCOMPARE(m_port->kept.at(QStringLiteral("id.new.example")).text, acmeText(QStringLiteral("id.new.example")));
}

void TstAddProfile::anErrorIsASentence_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("HTML") << int(ErrorKind::BadReply) << "discovery_missing"
                          << "Nothing there tells of OpenID Connect or OAuth 2";
    QTest::newRow("another issuer") << int(ErrorKind::BadReply) << "discovery_issuer"
                                    << "speaks for another issuer";
    QTest::newRow("no PKCE") << int(ErrorKind::BadReply) << "discovery_no_s256"
                             << "PKCE with S256";
    QTest::newRow("nobody") << int(ErrorKind::Offline) << "connection_refused"
                            << "Nothing answers at id.new.example.";
    QTest::newRow("no address") << int(ErrorKind::Configuration) << "url_invalid"
                                << "This address cannot be asked";
    QTest::newRow("too large") << int(ErrorKind::BadReply) << "body_too_large"
                               << "does not trust";
}

void TstAddProfile::anErrorIsASentence()
{
    QFETCH(const int, kind);
    QFETCH(const QString, code);
    QFETCH(const QString, sentence);
    look();
    m_port->discovery.finish(core::Error{ErrorKind(kind), code, QStringLiteral("<html>\u202e%1")});
    QTRY_VERIFY(says(*m_address, sentence));
    QVERIFY(!buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    QVERIFY(!says(*m_address, QStringLiteral("\u202e")));
    QVERIFY(buttonOf(*m_address, QStringLiteral("Look"))->isEnabled());
}

void TstAddProfile::lookingCanBeStopped()
{
    look();
    buttonOf(*m_address, QStringLiteral("Stop"))->click();
    QVERIFY(m_port->stop.stop_requested());
    m_port->discovery.finish(found());
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    QVERIFY(!buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    QVERIFY(buttonOf(*m_address, QStringLiteral("Look"))->isEnabled());
}

void TstAddProfile::anotherAddressForgetsWhatWasFound()
{
    look();
    m_port->discovery.finish(found());
    QTRY_VERIFY(buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    QTest::keyClicks(&fieldOf(*m_address, QStringLiteral("Address of the provider"))->line(), QStringLiteral("x"));
    QVERIFY(!buttonOf(*m_address, QStringLiteral("Add"))->isEnabled());
    QVERIFY(!says(*m_address, QStringLiteral("PKCE")));
}

void TstAddProfile::closingStops()
{
    look();
    m_address->reject();
    QVERIFY(m_port->stop.stop_requested());
    m_address.reset();
    m_port->discovery.finish(found());
    QCoreApplication::processEvents(); // nobody is there to be told, and nothing happens
    QVERIFY(m_port->consents.isEmpty());
}

void TstAddProfile::itCanBeEditedFirst()
{
    QSignalSpy edit(m_address.get(), &AddressDialog::editRequested);
    look();
    m_port->discovery.finish(found());
    QTRY_VERIFY(buttonOf(*m_address, QStringLiteral("Edit first…"))->isEnabled());
    buttonOf(*m_address, QStringLiteral("Edit first…"))->click();
    QCOMPARE(edit.size(), 1);
    QVERIFY(m_port->read(edit.first().first().toString()).profile.has_value());
    QVERIFY(m_port->consents.isEmpty());
}

void TstAddProfile::theHelpHasThreeLinesForEachProvider_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("page");
    QTest::newRow("Google") << "https://accounts.google.com"
                            << "Desktop app"
                            << "https://console.cloud.google.com/apis/credentials";
    QTest::newRow("GitHub") << "https://github.com"
                            << "http://127.0.0.1/callback"
                            << "https://github.com/settings/developers";
    QTest::newRow("another") << "https://id.acme.example"
                             << "http://127.0.0.1/callback"
                             << "https://id.acme.example";
    QTest::newRow("not by TLS") << "http://127.0.0.1:8080"
                                << "native, public client"
                                << "";
    QTest::newRow("one that looks like Google") << "https://accounts.google.com.evil.example"
                                                << "native, public client"
                                                << "https://accounts.google.com.evil.example";
}

void TstAddProfile::theHelpHasThreeLinesForEachProvider()
{
    QFETCH(const QString, issuer);
    QFETCH(const QString, words);
    QFETCH(const QString, page);
    profiles::ClientPlace place;
    place.provider.name = QStringLiteral("Provider");
    place.provider.issuer = issuer;
    const profiles::ClientHelp help = profiles::helpFor(place);
    QCOMPARE(help.lines.size(), 3);
    QVERIFY(help.lines.join(u' ').contains(words));
    QVERIFY(!help.lines.join(u' ').contains(u'%'));
    QCOMPARE(help.page.toString(), page);
}

void TstAddProfile::aClientIdIsKeptAndUsed()
{
    openClient();
    buttonOf(*m_client, QStringLiteral("Open the page"))->click();
    QCOMPARE(m_port->opened, QList<QUrl>{QUrl(QStringLiteral("https://id.acme.example"))});
    fieldOf(*m_client, QStringLiteral("Client id"))->line().setText(QStringLiteral("not an id"));
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QVERIFY(says(*m_client, QStringLiteral("This cannot be kept in the settings")));
    QVERIFY(m_client->isVisible());
    fieldOf(*m_client, QStringLiteral("Client id"))->line().setText(QStringLiteral(" desktop\t"));
    fieldOf(*m_client, QStringLiteral("Client secret, if there is one"))->line().setText(QStringLiteral("public"));
    QTest::keyClick(m_client.get(), Qt::Key_Return);
    QCOMPARE(m_client->result(), int(QDialog::Accepted));
    QCOMPARE(m_port->known.value(QStringLiteral("acme")).registration,
             (storage::ClientRegistration{QStringLiteral("desktop"), QStringLiteral("public")}));
    QVERIFY(!m_port->clients(model::ProfileId(QStringLiteral("acme"))).first().isMissing());
}

void TstAddProfile::googlesSecretIsAskedFor()
{
    m_port->put(acmeText().replace(QStringLiteral("{client:acme}"), QStringLiteral("{client:google}")), storage::ProfileOrigin::Own);
    openClient();
    QCOMPARE(fieldOf(*m_client, QStringLiteral("Client secret, if there is one")), nullptr);
    auto *secret = fieldOf(*m_client, QStringLiteral("Client secret"));
    fieldOf(*m_client, QStringLiteral("Client id"))->line().setText(QStringLiteral("desktop"));
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QVERIFY(secret->error().startsWith(QLatin1String("Acme gives its desktop programs a secret")));
    QVERIFY(secret->line().hasFocus());
    QVERIFY(m_port->known.isEmpty());
    QTest::keyClicks(&secret->line(), QStringLiteral("public"));
    QCOMPARE(secret->error(), QString());
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QCOMPARE(m_port->known.value(QStringLiteral("google")).registration,
             (storage::ClientRegistration{QStringLiteral("desktop"), QStringLiteral("public")}));
    // Taking the id back needs none.
    openClient();
    fieldOf(*m_client, QStringLiteral("Client id"))->line().clear();
    fieldOf(*m_client, QStringLiteral("Client secret"))->line().clear();
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QVERIFY(m_port->known.isEmpty());
}

void TstAddProfile::anEmptyOneIsAskedForOrTakenBack()
{
    openClient();
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QCOMPARE(fieldOf(*m_client, QStringLiteral("Client id"))->error(), QStringLiteral("Paste the client id here."));
    m_port->known.insert(QStringLiteral("acme"), {{QStringLiteral("x"), {}}, ClientOrigin::Own, {}});
    openClient();
    QCOMPARE(fieldOf(*m_client, QStringLiteral("Client id"))->line().text(), QStringLiteral("x"));
    fieldOf(*m_client, QStringLiteral("Client id"))->line().clear();
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QVERIFY(m_port->known.isEmpty());
    QVERIFY(!m_client->isVisible());
}

void TstAddProfile::whatThePolicySaysIsLocked()
{
    m_port->known.insert(QStringLiteral("acme"),
                         {{QStringLiteral("theirs"), {}}, ClientOrigin::Policy, QStringLiteral("/etc/xdg/keyturn/policy.json")});
    openClient();
    QVERIFY(fieldOf(*m_client, QStringLiteral("Client id"))->line().isReadOnly());
    QVERIFY(!buttonOf(*m_client, QStringLiteral("Save"))->isEnabled());
    QVERIFY(says(*m_client, QStringLiteral("Your administrator has set it in /etc/xdg/keyturn/policy.json")));
}

void TstAddProfile::aClientThatIsNotLentIsSaid()
{
    m_port->lendsClients = false;
    openClient();
    fieldOf(*m_client, QStringLiteral("Client id"))->line().setText(QStringLiteral("desktop"));
    buttonOf(*m_client, QStringLiteral("Save"))->click();
    QVERIFY(m_client->isVisible());
    QVERIFY(says(*m_client, QStringLiteral("It is kept, but this profile sends what comes back to another host")));
}

void TstAddProfile::everyControlHasAName()
{
    QCOMPARE(namelessIn(*m_address), QString());
    openClient();
    QCOMPARE(namelessIn(*m_client), QString());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAddProfile;
KEYTURN_TEST(TstAddProfile)
#include "tst_addprofile.moc"
