// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "support/temporaryhome.h"
#include "ui/application/coresignin.h"

#include <QTest>

namespace keyturn::ui::tests {

using application::CoreHost;
using application::CoreSignIn;
using keyturn::tests::TemporaryHome;

/// The port over the real object graph.
class TstCoreSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFlowOutlivesWhatAnotherWindowChooses();
};

void TstCoreSignIn::aFlowOutlivesWhatAnotherWindowChooses()
{
    const TemporaryHome home;
    composition::Options options;
    options.paths = home.paths();
    options.secretStore = QStringLiteral("session");
    CoreHost host(std::move(options));
    QVERIFY(host.build().ok());
    CoreSignIn one(host);
    CoreSignIn other(host);
    keyturn::accounts::PasswordSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("demo"));
    std::unique_ptr<keyturn::accounts::SignInFlow> flow = one.withPassword(request);
    const std::weak_ptr<const composition::Keyturn> graph = host.hold();
    const auto chosen = other.chooseSecretPlace(signin::SecretPlace::SessionOnly, {});
    QTRY_VERIFY(chosen.isFinished());
    QVERIFY(chosen.result().ok());
    for (int turn = 0; turn < 10; ++turn)
        QCoreApplication::processEvents();
    QVERIFY(!graph.expired()); // it stands on that
    QVERIFY(host.hold() != graph.lock());
    flow->start();
    flow->cancel();
    flow.reset();
    QTRY_VERIFY(graph.expired()); // and it goes with it
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstCoreSignIn;
KEYTURN_TEST(TstCoreSignIn)
#include "tst_coresignin.moc"
