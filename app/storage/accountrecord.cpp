// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/accountrecord.h"

#include "core/json.h"
#include "model/pictureaddress.h"
#include "storage/storageerror.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace keyturn::storage {

namespace {

constexpr double maxExactInteger = 9007199254740991.0; // 2^53 - 1: a JSON number beyond it is not exact

core::Error broken(const QString &place, const QString &expected)
{
    return storageError("accounts_broken", QStringLiteral("%1: %2").arg(place, expected));
}

/// Takes values out of one record; the first wrong one is kept as `problem`.
class RecordReader
{
public:
    RecordReader(const QJsonObject &object, QString place) : m_object(object), m_place(std::move(place)) { }

    [[nodiscard]] QString text(const char *name, bool required = false)
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        if ((required && value.toString().isEmpty()) || (!value.isUndefined() && !value.isString()))
            note(name, QStringLiteral("expected a text"));
        return value.toString();
    }
    [[nodiscard]] QDateTime time(const char *name)
    {
        const QString written = text(name);
        if (written.isEmpty())
            return {};
        const QDateTime read = QDateTime::fromString(written, Qt::ISODateWithMs);
        if (!read.isValid())
            note(name, QStringLiteral("expected an ISO 8601 time"));
        return read.toUTC();
    }
    [[nodiscard]] quint64 count(const char *name)
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < 0 || number > maxExactInteger || std::floor(number) != number) {
            note(name, QStringLiteral("expected a whole number, 0 or more"));
            return 0;
        }
        return static_cast<quint64>(number);
    }
    /// Nullopt where it is absent.
    [[nodiscard]] std::optional<int> degrees(const char *name)
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        if (value.isUndefined())
            return std::nullopt;
        const int number = value.toInt(-1);
        if (number < 0 || number > 359)
            note(name, QStringLiteral("expected a whole number, 0 to 359"));
        return number;
    }
    [[nodiscard]] QStringList texts(const char *name)
    {
        QStringList found;
        const QJsonArray array = m_object.value(QLatin1String(name)).toArray();
        for (const QJsonValue &one : array)
            found.append(one.toString());
        return found;
    }
    [[nodiscard]] RecordReader child(const char *name)
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        if (!value.isObject())
            note(name, QStringLiteral("expected an object"));
        return {value.toObject(), m_place + u'/' + QLatin1String(name)};
    }
    void note(const char *name, const QString &expected)
    {
        if (!m_problem)
            m_problem = broken(m_place + u'/' + QLatin1String(name), expected);
    }
    void adopt(const RecordReader &other)
    {
        if (!m_problem)
            m_problem = other.m_problem;
    }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; }

private:
    QJsonObject m_object;
    QString m_place;
    std::optional<core::Error> m_problem;
};

std::optional<model::SignInMethod> methodOf(const QString &word)
{
    for (const model::SignInMethod method : {model::SignInMethod::Password, model::SignInMethod::Browser, model::SignInMethod::Device}) {
        if (word == wordOf(method))
            return method;
    }
    return std::nullopt;
}

model::Standing readStanding(RecordReader &record)
{
    RecordReader reader = record.child("standing");
    const QString state = reader.text("state", true);
    model::Standing standing = model::SignedIn{};
    if (state == QLatin1String("signInNeeded"))
        standing = model::SignInNeeded{reader.text("cause"), reader.time("since")};
    else if (state != QLatin1String("signedIn"))
        reader.note("state", QStringLiteral("expected signedIn or signInNeeded"));
    record.adopt(reader);
    return standing;
}

core::Result<model::Account> readAccount(const QJsonValue &value, const QString &place)
{
    if (!value.isObject())
        return broken(place, QStringLiteral("expected an object"));
    RecordReader reader(value.toObject(), place);
    model::Account account;
    account.id = model::AccountId(reader.text("id", true));
    account.profile = model::ProfileId(reader.text("profile", true));
    account.provider = model::ProviderId(reader.text("provider"));
    const QString method = reader.text("method", true);
    if (const std::optional<model::SignInMethod> known = methodOf(method))
        account.method = *known;
    else
        reader.note("method", QStringLiteral("expected password, browser or device"));
    account.handoff = model::ProviderId(reader.text("handoff"));
    RecordReader identity = reader.child("identity");
    account.identity = {identity.text("issuer"), identity.text("subject"), identity.text("name"), identity.text("email"),
                        model::pictureAddress(identity.text("picture"))};
    reader.adopt(identity);
    account.label = reader.text("label");
    account.hue = reader.degrees("hue");
    account.scopes = reader.texts("scopes");
    account.withheldScopes = reader.texts("withheldScopes");
    account.askedScopes = reader.texts("askedScopes");
    account.origins = reader.texts("origins");
    account.addedAt = reader.time("addedAt");
    account.lastUsedAt = reader.time("lastUsedAt");
    account.accessExpiresAt = reader.time("accessExpiresAt");
    account.standing = readStanding(reader);
    account.generation = reader.count("generation");
    if (reader.problem())
        return *reader.problem();
    return account;
}

void setText(QJsonObject &object, const char *name, const QString &text)
{
    if (text.isEmpty())
        object.remove(QLatin1String(name));
    else
        object.insert(QLatin1String(name), text);
}

void setTexts(QJsonObject &object, const char *name, const QStringList &texts)
{
    if (texts.isEmpty())
        object.remove(QLatin1String(name));
    else
        object.insert(QLatin1String(name), QJsonArray::fromStringList(texts));
}

void setTime(QJsonObject &object, const char *name, const QDateTime &time)
{
    setText(object, name, time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString());
}

QJsonObject writeStanding(const model::Standing &standing)
{
    QJsonObject json;
    if (const auto *needed = std::get_if<model::SignInNeeded>(&standing)) {
        setText(json, "state", QStringLiteral("signInNeeded"));
        setText(json, "cause", needed->cause);
        setTime(json, "since", needed->since);
    } else {
        setText(json, "state", QStringLiteral("signedIn"));
    }
    return json;
}

QJsonObject writeAccount(const model::Account &account, QJsonObject json)
{
    setText(json, "id", account.id.toString());
    setText(json, "profile", account.profile.toString());
    setText(json, "provider", account.provider.toString());
    setText(json, "method", wordOf(account.method));
    setText(json, "handoff", account.handoff.toString());
    QJsonObject identity = json.value(QLatin1String("identity")).toObject();
    setText(identity, "issuer", account.identity.issuer);
    setText(identity, "subject", account.identity.subject);
    setText(identity, "name", account.identity.name);
    setText(identity, "email", account.identity.email);
    setText(identity, "picture", account.identity.picture.toString(QUrl::FullyEncoded));
    json.insert(QLatin1String("identity"), identity);
    setText(json, "label", account.label);
    if (account.hue)
        json.insert(QLatin1String("hue"), *account.hue);
    else
        json.remove(QLatin1String("hue"));
    json.insert(QLatin1String("scopes"), QJsonArray::fromStringList(account.scopes));
    setTexts(json, "withheldScopes", account.withheldScopes);
    setTexts(json, "askedScopes", account.askedScopes);
    setTexts(json, "origins", account.origins);
    setTime(json, "addedAt", account.addedAt);
    setTime(json, "lastUsedAt", account.lastUsedAt);
    setTime(json, "accessExpiresAt", account.accessExpiresAt);
    json.insert(QLatin1String("standing"), writeStanding(account.standing));
    json.insert(QLatin1String("generation"), static_cast<double>(account.generation));
    return json;
}

} // namespace

AccountRecords::Record *AccountRecords::find(const model::AccountId &id)
{
    const auto found = std::find_if(records.begin(), records.end(), [&](const Record &one) { return one.account.id == id; });
    return found == records.end() ? nullptr : &*found;
}

QList<model::Account> AccountRecords::accounts() const
{
    QList<model::Account> found;
    found.reserve(records.size());
    for (const Record &one : records)
        found.append(one.account);
    return found;
}

void AccountRecords::put(const model::Account &account)
{
    if (Record *record = find(account.id))
        record->account = account;
    else
        records.append({account, {}});
}

bool AccountRecords::move(const model::AccountId &id, const model::AccountId &before)
{
    const auto at = [this](const model::AccountId &wanted) {
        return std::find_if(records.begin(), records.end(), [&](const Record &one) { return one.account.id == wanted; });
    };
    const auto found = at(id);
    if (found == records.end())
        return false;
    if (id == before)
        return true;
    const Record moved = *found;
    records.erase(found);
    records.insert(at(before), moved);
    return true;
}

bool AccountRecords::remove(const model::AccountId &id)
{
    return records.removeIf([&](const Record &one) { return one.account.id == id; }) > 0;
}

core::Result<AccountRecords> parseAccountRecords(QByteArrayView json)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(json, maxAccountFileBytes);
    if (!root.ok())
        return broken(QStringLiteral("(the whole file)"), root.error().detail);
    // The version is looked at first: a newer one may have changed anything else (FAULTS 73, 98).
    const double version = root->value(QLatin1String("version")).toDouble();
    if (version > accountFileVersion)
        return storageError("accounts_newer", QStringLiteral("version %1, this program knows %2").arg(version).arg(accountFileVersion));
    if (root->value(QLatin1String("format")).toString() != QLatin1String("keyturn-accounts") || version != accountFileVersion)
        return broken(QStringLiteral("/format"), QStringLiteral("expected keyturn-accounts, version %1").arg(accountFileVersion));
    const QJsonValue list = root->value(QLatin1String("accounts"));
    if (!list.isArray())
        return broken(QStringLiteral("/accounts"), QStringLiteral("expected a list"));
    AccountRecords records{*root, {}};
    QSet<model::AccountId> seen;
    const QJsonArray array = list.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString place = QStringLiteral("/accounts/%1").arg(i);
        core::Result<model::Account> account = readAccount(array.at(i), place);
        if (!account.ok())
            return account.error();
        if (seen.contains(account->id))
            return broken(place + QLatin1String("/id"), QStringLiteral("stands twice"));
        seen.insert(account->id);
        records.records.append({std::move(account).value(), array.at(i).toObject()});
    }
    return records;
}

QByteArray serialise(const AccountRecords &records)
{
    QJsonArray list;
    for (const AccountRecords::Record &one : records.records)
        list.append(writeAccount(one.account, one.json));
    QJsonObject root = records.root;
    root.insert(QLatin1String("format"), QStringLiteral("keyturn-accounts"));
    root.insert(QLatin1String("version"), accountFileVersion);
    root.insert(QLatin1String("accounts"), list);
    return QJsonDocument(root).toJson();
}

} // namespace keyturn::storage
