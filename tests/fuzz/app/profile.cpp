// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilereader.h"
#include "targets.h"

#include <QDir>

namespace keyturn::fuzz {

namespace {

/// Profiles that people write and hand on.
class ProfileTarget final : public Target
{
public:
    [[nodiscard]] QList<QByteArray> seeds() const override
    {
        QList<QByteArray> profiles;
        const QDir ours(QStringLiteral(KEYTURN_PROFILES));
        for (const QString &name :
             {QStringLiteral("demo.json"), QStringLiteral("github.json"), QStringLiteral("google.json"), QStringLiteral("seed.json")})
            profiles.append(contents(ours.filePath(name)));
        return profiles;
    }
    void read(const QByteArray &input) override
    {
        const core::Result<model::BackendProfile> profile = model::readProfile(input, QUrl(QStringLiteral("http://127.0.0.1:4711")));
        if (!profile.ok()) {
            expect(!profile.error().detail.isEmpty(), "Whoever wrote a bad profile is told what is wrong.");
            return;
        }
        expect(input.size() <= model::maxProfileBytes, "A profile has a limit.");
        expect(!profile->id.toString().isEmpty() && !profile->name.isEmpty(), "A profile has an id and a name.");
        const QUrl &base = profile->baseUrl;
        expect(base.isEmpty() || base.scheme() == QLatin1String("https") || base.scheme() == QLatin1String("http"), "A backend is asked by HTTP.");
        expect(base.userInfo().isEmpty(), "No address carries a password.");
    }
};

} // namespace

std::unique_ptr<Target> profileTarget()
{
    return std::make_unique<ProfileTarget>();
}

} // namespace keyturn::fuzz
