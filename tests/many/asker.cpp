// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "many/asker.h"

#include <QCryptographicHash>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace keyturn::many {

void Asker::ask(bool refused, const QUrl &use)
{
    QMetaObject::invokeMethod(this, [this, refused, use] {
        const core::Secret mine = m_token;
        QMetaObject::invokeMethod(&m_tokens, [this, refused, use, mine] {
            // Refused without a token would be a renewal whatever the clock says.
            const core::Async<model::TokenSet> answer = refused && !mine.isEmpty() ? m_tokens.refresh(m_account, mine) : m_tokens.tokens(m_account);
            core::whenDone(answer, &m_tokens, [this, use](const core::Result<model::TokenSet> &tokens) {
                QMetaObject::invokeMethod(this, [this, use, tokens] { take(tokens, use); });
            });
        });
    });
}

void Asker::take(const core::Result<model::TokenSet> &tokens, const QUrl &use)
{
    if (!tokens.ok()) {
        Q_EMIT answered({}, tokens.error().code.toUtf8() + ' ' + tokens.error().detail.toUtf8());
        return;
    }
    m_token = tokens->accessToken;
    const QByteArray digest = QCryptographicHash::hash(m_token.reveal(), QCryptographicHash::Sha256).toHex().left(16);
    if (use.isEmpty())
        Q_EMIT answered(digest, {});
    else
        show(digest, use);
}

void Asker::show(const QByteArray &digest, const QUrl &use)
{
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        m_network->setProxy(QNetworkProxy::NoProxy);
    }
    QNetworkRequest request(use);
    request.setRawHeader("Authorization", "Bearer " + m_token.reveal().toByteArray());
    QNetworkReply *reply = m_network->get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply, digest] {
        reply->deleteLater();
        const QByteArray trouble = reply->error() == QNetworkReply::NoError ? QByteArray() : "the backend: " + reply->errorString().toUtf8();
        Q_EMIT answered(digest, trouble);
    });
}

} // namespace keyturn::many
