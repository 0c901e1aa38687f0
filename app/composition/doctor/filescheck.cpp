// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/filescheck.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace keyturn::composition::doctor {

namespace {

constexpr qint64 megabyte = 1024 * 1024;
constexpr qint64 lowSpace = 50 * megabyte;
constexpr qint64 noSpace = megabyte;
constexpr int maxFiles = 5000;
constexpr qsizetype maxShown = 5;

#ifdef Q_OS_UNIX
constexpr auto othersRead = QFileDevice::ReadGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::ExeOther;
constexpr auto othersWrite = QFileDevice::WriteGroup | QFileDevice::WriteOther;
#else
// The folders below the user's profile carry its access list; the bits that Qt makes of it say nothing.
constexpr QFileDevice::Permissions othersRead;
constexpr QFileDevice::Permissions othersWrite;
#endif

bool isForeign(const QFileInfo &info)
{
#ifdef Q_OS_UNIX
    return info.ownerId() != ::geteuid();
#else
    Q_UNUSED(info)
    return false;
#endif
}

/// As chmod(1) writes it.
QString modeOf(const QFileInfo &info)
{
    const QFileDevice::Permissions permissions = info.permissions();
    const auto digit = [permissions](QFileDevice::Permission read, QFileDevice::Permission write, QFileDevice::Permission execute) {
        return (permissions.testFlag(read) ? 4 : 0) + (permissions.testFlag(write) ? 2 : 0) + (permissions.testFlag(execute) ? 1 : 0);
    };
    return QStringLiteral("0%1%2%3")
        .arg(digit(QFileDevice::ReadOwner, QFileDevice::WriteOwner, QFileDevice::ExeOwner))
        .arg(digit(QFileDevice::ReadGroup, QFileDevice::WriteGroup, QFileDevice::ExeGroup))
        .arg(digit(QFileDevice::ReadOther, QFileDevice::WriteOther, QFileDevice::ExeOther));
}

QString sizeNotation(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

/// The nearest folder above that is there is the one that must let us make the rest.
Fact missingFolder(const QString &folder)
{
    QString above = QFileInfo(folder).path();
    while (!QFileInfo::exists(above) && QFileInfo(above).path() != above)
        above = QFileInfo(above).path();
    const QFileInfo info(above);
    if (info.isDir() && info.isWritable())
        return {Code::FolderToCome, Outcome::Ok, {folder}};
    return {Code::FolderNotMakeable, Outcome::Problem, {folder, above}};
}

/// What makes one file less than private; nullopt where nothing does.
std::optional<Fact> flawOf(const QFileInfo &info)
{
    const QString path = info.filePath();
    if (info.isSymLink())
        return Fact{Code::FileLink, Outcome::Problem, {path}};
    if (isForeign(info))
        return Fact{Code::FileForeign, Outcome::Problem, {path}};
    if ((info.permissions() & othersWrite) != 0)
        return Fact{Code::FileWritable, Outcome::Problem, {path, modeOf(info)}};
    if ((info.permissions() & othersRead) != 0)
        return Fact{Code::FileReadable, Outcome::Warning, {path, modeOf(info)}};
    return std::nullopt;
}

/// A folder below one of ours that others may look into shows them nothing: they do not come that far.
std::optional<Fact> flawOfFolder(const QFileInfo &info)
{
    if (isForeign(info))
        return Fact{Code::FolderForeign, Outcome::Problem, {info.filePath()}};
    if ((info.permissions() & othersWrite) != 0)
        return Fact{Code::FolderWritable, Outcome::Problem, {info.filePath(), modeOf(info)}};
    return std::nullopt;
}

} // namespace

std::optional<Fact> spaceFact(qint64 bytesFree)
{
    if (bytesFree < noSpace)
        return Fact{Code::DiskFull, Outcome::Problem, {sizeNotation(bytesFree)}};
    if (bytesFree < lowSpace)
        return Fact{Code::DiskLow, Outcome::Warning, {sizeNotation(bytesFree)}};
    return std::nullopt;
}

Facts checkFolder(const QString &folder)
{
    const QFileInfo info(folder);
    if (info.isSymLink())
        return {{Code::FolderLink, Outcome::Problem, {folder}}};
    if (!info.exists())
        return {missingFolder(folder)};
    if (!info.isDir())
        return {{Code::FolderNone, Outcome::Problem, {folder}}};
    if (isForeign(info))
        return {{Code::FolderForeign, Outcome::Problem, {folder}}};
    Facts facts;
    if ((info.permissions() & othersWrite) != 0)
        facts.append({Code::FolderWritable, Outcome::Problem, {folder, modeOf(info)}});
    else if ((info.permissions() & othersRead) != 0)
        facts.append({Code::FolderReadable, Outcome::Warning, {folder, modeOf(info)}});
    if (!info.isWritable())
        facts.append({Code::FolderLocked, Outcome::Problem, {folder}});
    const qint64 bytesFree = QStorageInfo(folder).bytesAvailable();
    if (const std::optional<Fact> space = bytesFree < 0 ? std::nullopt : spaceFact(bytesFree))
        facts.append(*space);
    if (facts.isEmpty())
        facts.append({Code::FolderSound, Outcome::Ok, {folder, sizeNotation(bytesFree)}});
    return facts;
}

Facts checkFiles(const core::Paths &paths)
{
    Facts flaws;
    int seen = 0;
    for (const QString &folder : {paths.config, paths.data, paths.state}) {
        // A link to a folder is told by checkFolder(); what lies behind it is not ours to judge.
        if (QFileInfo(folder).isSymLink())
            continue;
        QDirIterator files(folder, QDir::Files | QDir::Dirs | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (files.hasNext() && seen < maxFiles) {
            files.next();
            const QFileInfo info = files.fileInfo();
            const bool isFolder = info.isDir() && !info.isSymLink();
            if (!info.isFile() && !info.isSymLink() && !isFolder)
                continue; // a socket has no contents
            seen += isFolder ? 0 : 1;
            if (const std::optional<Fact> flaw = isFolder ? flawOfFolder(info) : flawOf(info))
                flaws.append(*flaw);
        }
    }
    if (flaws.isEmpty())
        return {{Code::FilesSound, Outcome::Ok, {QString::number(seen)}}};
    std::stable_sort(flaws.begin(), flaws.end(), [](const Fact &a, const Fact &b) { return a.outcome > b.outcome; });
    const qsizetype more = flaws.size() - maxShown;
    if (more > 0) {
        flaws.resize(maxShown);
        flaws.append({Code::FilesMore, Outcome::Warning, {QString::number(more)}});
    }
    return flaws;
}

DiskLook lookAtDisk(const core::Paths &paths)
{
    return {checkFolder(paths.config), checkFolder(paths.data), checkFolder(paths.state), checkFolder(paths.cache), checkFiles(paths)};
}

Facts checkAccounts(const storage::AccountStore &records, const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return {{Code::AccountsNone}};
    const core::Result<QList<model::Account>> accounts = records.load();
    if (accounts.ok())
        return {{Code::AccountsRead, Outcome::Ok, {QString::number(accounts->size())}}};
    if (accounts.error().code == QLatin1String("accounts_broken"))
        return {{Code::AccountsBroken, Outcome::Problem, {path, accounts.error().detail}}};
    if (accounts.error().code == QLatin1String("accounts_newer"))
        return {{Code::AccountsNewer, Outcome::Problem, {path}}};
    return {{Code::AccountsUnreadable, Outcome::Problem, {path, accounts.error().detail}}};
}

Facts checkProfiles(const storage::ProfileStore &profiles)
{
    Facts facts{{Code::ProfilesRead, Outcome::Ok, {QString::number(profiles.profiles().size())}}};
    for (const storage::BrokenProfile &broken : profiles.broken())
        facts.append({Code::ProfileBroken, Outcome::Problem, {broken.path, broken.error.detail}});
    return facts;
}

} // namespace keyturn::composition::doctor
