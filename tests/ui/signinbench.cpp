// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"

#include "ui/common/notice.h"
#include "ui/signin/formfield.h"
#include "ui/signin/page.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTest>

namespace keyturn::ui::tests {

using Step = keyturn::accounts::SignInFlow::Step;

SignInBench::SignInBench()
{
    model::BackendProfile profile = demoProfile();
    model::IdentityProvider tv;
    tv.id = model::ProviderId(QStringLiteral("tv"));
    tv.name = QStringLiteral("Telly");
    tv.kind = model::ProviderKind::OAuth2;
    tv.endpoints.deviceAuthorization = QUrl(QStringLiteral("https://telly.example/device"));
    profile.providers += tv;
    port.list = {profile};
    m_dialog = std::make_unique<signin::SignInDialog>(port);
    m_dialog->startNew(model::ProfileId(QStringLiteral("demo")));
    m_dialog->show();
    m_dialog->activateWindow();
    (void)QTest::qWaitForWindowActive(m_dialog.get());
}

void SignInBench::makeGoogleUnsafe()
{
    model::IdentityProvider &google = port.list.first().providers.first();
    google.kind = model::ProviderKind::Backend;
    google.handoff = model::Handoff{};
    google.handoff->tokenParameter = QStringLiteral("token");
    m_dialog->startNew(model::ProfileId(QStringLiteral("demo")));
}

QAbstractButton *SignInBench::button(const QString &text) const
{
    for (auto *one : m_dialog->currentPage()->findChildren<QAbstractButton *>()) {
        const QString name = one->text().isEmpty() ? one->accessibleName() : one->text().remove(u'&');
        if (name == text && one->isVisible())
            return one;
    }
    return nullptr;
}

signin::FormField *SignInBench::field(const QString &name) const
{
    for (auto *one : m_dialog->currentPage()->findChildren<signin::FormField *>()) {
        if (one->line().accessibleName() == name && one->isVisible())
            return one;
    }
    return nullptr;
}

void SignInBench::type(const QString &name, const QString &text) const
{
    signin::FormField *found = field(name);
    QVERIFY2(found, qPrintable(name));
    found->line().clear();
    QTest::keyClicks(&found->line(), text);
}

QString SignInBench::notice() const
{
    return qobject_cast<signin::Page *>(m_dialog->currentPage())->notice().sentence();
}

QStringList SignInBench::visibleTexts() const
{
    QStringList texts;
    for (const QLabel *label : m_dialog->currentPage()->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts += label->text();
    }
    return texts;
}

void SignInBench::openBrowser(bool offersCode)
{
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Down);
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Return);
    settle();
    port.flow->offersCode = offersCode;
    const QString url = QStringLiteral("https://accounts.example/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A40123%2Fcallback%2Fx&state=s");
    Q_EMIT port.flow->authorizationUrlReady(QUrl(url));
    Q_EMIT port.flow->stepChanged(Step::WaitingForBrowser);
}

void SignInBench::openDevice()
{
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_End);
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Return);
    settle();
}

void SignInBench::giveCode(std::chrono::seconds life)
{
    Q_EMIT port.flow->stepChanged(Step::WaitingForDevice);
    Q_EMIT port.flow->userCode(QStringLiteral("BDWP-HQPK"), QUrl(QStringLiteral("https://telly.example/activate")),
                               QUrl(QStringLiteral("https://telly.example/activate?code=BDWP-HQPK")), clock.now().addSecs(life.count()));
}

void SignInBench::settle()
{
    for (int turn = 0; turn < 6; ++turn)
        QCoreApplication::processEvents();
}

} // namespace keyturn::ui::tests
