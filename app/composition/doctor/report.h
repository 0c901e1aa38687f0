// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

/// What `keyturn-cli doctor` and the window's page find out about this computer. Sentences are made of it in cli/ and ui/, by Check and Code.
namespace keyturn::composition::doctor {

/// Mildest first.
enum class Outcome {
    Skipped, ///< Could not be looked at, and that is no fault of this computer's.
    Ok,
    Warning, ///< Keyturn works, but not as well or as safely as it should.
    Problem, ///< Something that Keyturn needs does not work.
};

/// In the order in which they are shown.
enum class Check {
    Keychain,
    LoopbackIPv4,
    LoopbackIPv6,
    Browser,
    Clock,
    Proxy,
    ConfigFolder,
    DataFolder,
    StateFolder,
    CacheFolder,
    Files,
    Accounts,
    Profiles,
    Versions,
};
constexpr int checkCount = static_cast<int>(Check::Versions) + 1;

/// Stable, for scripts: `keychain`, `loopback-ipv4` …
[[nodiscard]] QString idOf(Check check);

/// What was found; in brackets the values that come with it. Both faces have a sentence for each, in this order.
enum class Code {
    Abandoned, ///< Stopped before it knew.

    KeychainWorks,
    VaultWorks,
    MemoryWorks,
    KeychainLocked,
    KeychainAbsent,
    KeychainFrozen,
    KeychainForgets,
    KeychainFails, ///< [code, detail]
    KeychainKeeps, ///< The trial entry could not be removed [its name]
    VaultPassphrase,

    LoopbackWorks, ///< [address]
    LoopbackAbsent, ///< [address]
    LoopbackClosed, ///< Nothing may listen there [address, detail]
    LoopbackSilent, ///< No answer comes through [address, code]
    LoopbackForeign, ///< Something stands between [address]

    BrowserFromSetting, ///< [program]
    BrowserFromEnvironment, ///< [program]
    BrowserFromDesktop, ///< [program]
    BrowserPassedOver, ///< Named before the one that would be used, and not there [program]
    BrowserUnreadable, ///< A command that cannot be taken apart.
    BrowserMissing, ///< [program]
    DesktopBrowser, ///< [desktop entry]
    DesktopBrowserMissing, ///< [desktop entry]
    DesktopBrowserNone,
    DisplayMissing,

    ClockRight, ///< [host, how far off at most]
    ClockAhead, ///< [host, by how much]
    ClockBehind, ///< [host, by how much]
    ClockUnreachable, ///< [host]
    ClockUndated, ///< [host]
    ClockUntrusted, ///< TLS failed [host]
    ClockAsleep, ///< The embedded backend does not run [profile]
    ClockNobody,

    ProxyNone,
    ProxyUsed, ///< [kind, host and port]
    ProxyUsedWithPassword, ///< [kind, host and port]
    ProxyRefuses, ///< Nobody listens there [kind, host and port]
    ProxyUnknown, ///< Its name leads nowhere [kind, host and port]
    ProxySilent, ///< No connection within the time [kind, host and port]
    LoopbackBypasses,
    LoopbackCaught, ///< The system's settings send loopback, and so perhaps the browser, through one [kind, host and port]

    FolderSound, ///< [path, free space]
    FolderToCome, ///< [path]
    FolderNotMakeable, ///< [path, the folder that refuses]
    FolderLink, ///< [path]
    FolderNone, ///< Not a folder [path]
    FolderForeign, ///< [path]
    FolderReadable, ///< By others [path, mode]
    FolderWritable, ///< By others [path, mode]
    FolderLocked, ///< Not writable by us [path]
    DiskLow, ///< [free space]
    DiskFull, ///< [free space]

    FilesSound, ///< [how many]
    FileLink, ///< [path]
    FileForeign, ///< [path]
    FileReadable, ///< By others [path, mode]
    FileWritable, ///< By others [path, mode]
    FilesMore, ///< [how many]
    SettingsUnusable, ///< [path, detail]

    AccountsNone,
    AccountsRead, ///< [how many]
    AccountsBroken, ///< [path, detail]
    AccountsNewer, ///< [path]
    AccountsUnreadable, ///< [path, detail]

    ProfilesRead, ///< [how many]
    ProfileBroken, ///< [path, detail]

    Versions, ///< [Keyturn, Qt, QtKeychain, system]
    Desktop, ///< [name and kind]
    DesktopUnknown,
    WithinWsl,
    WithinFlatpak,
};
constexpr int codeCount = static_cast<int>(Code::WithinFlatpak) + 1;

struct Fact {
    Code code;
    Outcome outcome = Outcome::Ok;
    QStringList values = {}; ///< Measures in notation ("2 min 5 s"), never words; untrusted text.
    bool operator==(const Fact &) const = default;
};
using Facts = QList<Fact>;

struct Finding {
    Check check;
    Facts facts; ///< Never empty.
    [[nodiscard]] Outcome outcome() const; ///< The gravest.
    bool operator==(const Finding &) const = default;
};

struct Report {
    QList<Finding> findings; ///< One a check, in Check's order.
    [[nodiscard]] Outcome outcome() const; ///< The gravest.
};

} // namespace keyturn::composition::doctor
