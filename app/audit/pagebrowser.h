// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/htmlform.h"
#include "audit/site.h"

namespace keyturn::audit {

/// Where a browser stands.
struct Page {
    QUrl url;
    Answer answer;
    QUrl leftFor; ///< Where the answer sends the browser that is none of its places; empty: this is a page.
    QString obstacle; ///< Why it goes no further, as a sentence; empty: it arrived.
};

/// A person's browser without script on a provider's pages: keeps cookies, follows redirects, fills in the forms by which one signs in and consents.
/// It goes to its places alone: an address elsewhere is seen, and not asked.
class PageBrowser
{
public:
    /// @p places are whose origins it may go to, beside the hosts that the target names. @p site must outlive it.
    PageBrowser(Site &site, const QList<QUrl> &places) : m_site(site), m_places(places) { }

    /// Redirects to @p address, with whatever query, are seen and not followed; empty: all are.
    void stopAt(const QUrl &address) { m_stop = address; }
    /// Follows redirects until a page, or until one leads to elsewhere.
    [[nodiscard]] Page open(const QUrl &url);
    /// open(), and then the forms that stand in the way, as @p person, until it is sent elsewhere.
    [[nodiscard]] Page walk(const QUrl &url, const Person &person);
    /// Every address that it was sent to, by redirects, in order.
    [[nodiscard]] const QList<QUrl> &passed() const { return m_passed; }

private:
    struct Cookie {
        QString host;
        QString path;
        QByteArray name;
        QByteArray value;
    };
    [[nodiscard]] Page send(net::HttpRequest request);
    [[nodiscard]] Page submit(const Page &page, const HtmlForm &form, const Person &person);
    [[nodiscard]] bool isPlace(const QUrl &url) const;
    void keepCookies(const Answer &answer, const QUrl &url);
    void addCookies(net::HttpRequest &request) const;

    Site &m_site;
    QList<QUrl> m_places;
    QUrl m_stop;
    QList<Cookie> m_cookies;
    QList<QUrl> m_passed;
};

} // namespace keyturn::audit
