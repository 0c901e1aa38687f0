// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/doctorwords.h"

#include "words/filled.h"

#include <QCoreApplication>

#include <iterator>

namespace keyturn::words {

namespace {

using namespace composition::doctor;

QString tr(const char *text)
{
    return QCoreApplication::translate("Doctor", text);
}

constexpr const char *titles[] = {
    QT_TRANSLATE_NOOP("Doctor", "Keychain"),        QT_TRANSLATE_NOOP("Doctor", "Loopback, IPv4"), QT_TRANSLATE_NOOP("Doctor", "Loopback, IPv6"),
    QT_TRANSLATE_NOOP("Doctor", "Browser"),         QT_TRANSLATE_NOOP("Doctor", "Clock"),          QT_TRANSLATE_NOOP("Doctor", "Proxy"),
    QT_TRANSLATE_NOOP("Doctor", "Settings folder"), QT_TRANSLATE_NOOP("Doctor", "Data folder"),    QT_TRANSLATE_NOOP("Doctor", "State folder"),
    QT_TRANSLATE_NOOP("Doctor", "Cache folder"),    QT_TRANSLATE_NOOP("Doctor", "Files"),          QT_TRANSLATE_NOOP("Doctor", "Accounts"),
    QT_TRANSLATE_NOOP("Doctor", "Profiles"),        QT_TRANSLATE_NOOP("Doctor", "Versions"),
};
static_assert(std::size(titles) == checkCount);

struct Words {
    Code code;
    const char *found; ///< %1, %2 …: the fact's values.
    const char *remedy = nullptr;
    const char *remedyByCommand = nullptr; ///< Where who works at a command line is better served by another one.
};

// clang-format off
constexpr Words words[] = {
    {Code::Abandoned, QT_TRANSLATE_NOOP("Doctor", "Stopped before it was known.")},

    {Code::KeychainWorks, QT_TRANSLATE_NOOP("Doctor", "The system's keychain kept 3 kB, gave them back and removed them.")},
    {Code::VaultWorks, QT_TRANSLATE_NOOP("Doctor", "The file under your passphrase kept 3 kB, gave them back and removed them.")},
    {Code::MemoryWorks, QT_TRANSLATE_NOOP("Doctor", "Sign-ins are kept in memory, as you chose: they end when Keyturn is closed.")},
    {Code::KeychainLocked, QT_TRANSLATE_NOOP("Doctor", "The keychain is locked."),
     QT_TRANSLATE_NOOP("Doctor", "Unlock it (it usually opens when you log in to the desktop), then look again.")},
    {Code::KeychainAbsent, QT_TRANSLATE_NOOP("Doctor", "There is no keychain here: no session bus, or no keychain service on it."),
     QT_TRANSLATE_NOOP("Doctor", "Start gnome-keyring or KWallet. Without one, Keyturn asks you where to keep a sign-in when you add an account."),
     QT_TRANSLATE_NOOP("Doctor", "Start gnome-keyring or KWallet, or choose for yourself: --secret-store file (a file under a passphrase) or --secret-store session (until the command ends).")},
    {Code::KeychainFrozen, QT_TRANSLATE_NOOP("Doctor", "The keychain does not answer."),
     QT_TRANSLATE_NOOP("Doctor", "Look for a window of it that waits for a password, or restart the keychain service.")},
    {Code::KeychainForgets, QT_TRANSLATE_NOOP("Doctor", "The keychain said that it kept 3 kB, and did not give back the same."),
     QT_TRANSLATE_NOOP("Doctor", "Check that one keychain service alone runs, then look again."),
     QT_TRANSLATE_NOOP("Doctor", "Check that one keychain service alone runs, or keep sign-ins elsewhere: --secret-store file.")},
    {Code::KeychainFails, QT_TRANSLATE_NOOP("Doctor", "The place for secrets reported a fault (%1: %2)."),
     QT_TRANSLATE_NOOP("Doctor", "Restart the keychain service; where the fault is a file's, free some space and fix its permissions.")},
    {Code::KeychainKeeps, QT_TRANSLATE_NOOP("Doctor", "The keychain works, but did not remove the trial entry %1: a sign-out would leave secrets behind."),
     QT_TRANSLATE_NOOP("Doctor", "Remove that entry of Keyturn's in the keychain's own program, and check that the keychain is not locked.")},
    {Code::VaultPassphrase, QT_TRANSLATE_NOOP("Doctor", "This passphrase does not open the secrets file."),
     QT_TRANSLATE_NOOP("Doctor", "Try again with the right one.")},

    {Code::LoopbackWorks, QT_TRANSLATE_NOOP("Doctor", "%1 can be listened on and answers, through no proxy.")},
    {Code::LoopbackAbsent, QT_TRANSLATE_NOOP("Doctor", "This computer has no %1."),
     QT_TRANSLATE_NOOP("Doctor", "One loopback address is enough. Where both are missing, bring up the loopback interface."),
     QT_TRANSLATE_NOOP("Doctor", "One loopback address is enough. Where both are missing, bring up the loopback interface (ip link set lo up).")},
    {Code::LoopbackClosed, QT_TRANSLATE_NOOP("Doctor", "Nothing may listen on %1 (%2), so the browser's answer cannot come back there."),
     QT_TRANSLATE_NOOP("Doctor", "Check what keeps programs from listening: a sandbox, a security module, a firewall.")},
    {Code::LoopbackSilent, QT_TRANSLATE_NOOP("Doctor", "Keyturn listens on %1, but no answer comes through (%2)."),
     QT_TRANSLATE_NOOP("Doctor", "Let the firewall pass connections on the loopback interface.")},
    {Code::LoopbackForeign, QT_TRANSLATE_NOOP("Doctor", "What is sent to %1 goes through other hands, a proxy's or a filter's."),
     QT_TRANSLATE_NOOP("Doctor", "Exempt loopback addresses in that program.")},

    {Code::BrowserFromSetting, QT_TRANSLATE_NOOP("Doctor", "The setting opens %1.")},
    {Code::BrowserFromEnvironment, QT_TRANSLATE_NOOP("Doctor", "BROWSER opens %1.")},
    {Code::BrowserFromDesktop, QT_TRANSLATE_NOOP("Doctor", "The desktop's own opener is used: %1.")},
    {Code::BrowserPassedOver, QT_TRANSLATE_NOOP("Doctor", "%1 was named first, and is not there."),
     QT_TRANSLATE_NOOP("Doctor", "Correct BROWSER.")},
    {Code::BrowserUnreadable, QT_TRANSLATE_NOOP("Doctor", "A browser command cannot be read: it is empty or leaves a quote open."),
     QT_TRANSLATE_NOOP("Doctor", "Correct BROWSER or the setting.")},
    {Code::BrowserMissing, QT_TRANSLATE_NOOP("Doctor", "%1 was not found."),
     QT_TRANSLATE_NOOP("Doctor", "Install it (xdg-open comes with xdg-utils), or copy the link when you sign in and open it yourself."),
     QT_TRANSLATE_NOOP("Doctor", "Install it (xdg-open comes with xdg-utils), name another in BROWSER, or sign in with --print-url.")},
    {Code::DesktopBrowser, QT_TRANSLATE_NOOP("Doctor", "It shows web pages with %1.")},
    {Code::DesktopBrowserMissing, QT_TRANSLATE_NOOP("Doctor", "It would show web pages with %1, which is not installed."),
     QT_TRANSLATE_NOOP("Doctor", "Choose another browser in the desktop's settings."),
     QT_TRANSLATE_NOOP("Doctor", "Choose a browser in the desktop's settings, or: xdg-settings set default-web-browser NAME.desktop")},
    {Code::DesktopBrowserNone, QT_TRANSLATE_NOOP("Doctor", "No browser is chosen for web pages; what opens is left to chance."),
     QT_TRANSLATE_NOOP("Doctor", "Choose one in the desktop's settings."),
     QT_TRANSLATE_NOOP("Doctor", "Choose one in the desktop's settings, or: xdg-settings set default-web-browser NAME.desktop")},
    {Code::DisplayMissing, QT_TRANSLATE_NOOP("Doctor", "There is no display here on which a browser could show itself."),
     QT_TRANSLATE_NOOP("Doctor", "Copy the link when you sign in, and open it where there is a browser."),
     QT_TRANSLATE_NOOP("Doctor", "Sign in with --print-url and open the address elsewhere, or use a text browser in BROWSER.")},

    {Code::ClockRight, QT_TRANSLATE_NOOP("Doctor", "It agrees with %1 to within %2.")},
    {Code::ClockAhead, QT_TRANSLATE_NOOP("Doctor", "It is ahead of %1 by %2, so tokens seem to run out too early."),
     QT_TRANSLATE_NOOP("Doctor", "Let the clock be set by the network, in the desktop's settings for date and time."),
     QT_TRANSLATE_NOOP("Doctor", "Set the clock by the network: timedatectl set-ntp true")},
    {Code::ClockBehind, QT_TRANSLATE_NOOP("Doctor", "It is behind %1 by %2, so tokens seem not to be valid yet."),
     QT_TRANSLATE_NOOP("Doctor", "Let the clock be set by the network, in the desktop's settings for date and time."),
     QT_TRANSLATE_NOOP("Doctor", "Set the clock by the network: timedatectl set-ntp true")},
    {Code::ClockUnreachable, QT_TRANSLATE_NOOP("Doctor", "%1 was not reached.")},
    {Code::ClockUndated, QT_TRANSLATE_NOOP("Doctor", "%1 does not tell the time.")},
    {Code::ClockUntrusted, QT_TRANSLATE_NOOP("Doctor", "The secure connection to %1 could not be trusted, as happens when the clock is far off."),
     QT_TRANSLATE_NOOP("Doctor", "Compare the date with another clock; where it is right, check the network and the system's certificates.")},
    {Code::ClockAsleep, QT_TRANSLATE_NOOP("Doctor", "%1 is not running.")},
    {Code::ClockNobody, QT_TRANSLATE_NOOP("Doctor", "No profile names a backend to compare it with.")},

    {Code::ProxyNone, QT_TRANSLATE_NOOP("Doctor", "Connections go straight out.")},
    {Code::ProxyUsed, QT_TRANSLATE_NOOP("Doctor", "Connections go out through the %1 proxy at %2.")},
    {Code::ProxyUsedWithPassword, QT_TRANSLATE_NOOP("Doctor", "Connections go out through the %1 proxy at %2, with a name or password that is not shown.")},
    {Code::ProxyRefuses, QT_TRANSLATE_NOOP("Doctor", "Connections are to go out through the %1 proxy at %2, which refuses them, so no backend is reached."),
     QT_TRANSLATE_NOOP("Doctor", "Start that proxy, or choose another way under Preferences, Network."),
     QT_TRANSLATE_NOOP("Doctor", "Start that proxy, or name another way: in `proxy` of settings.json, or in HTTPS_PROXY where that says \"system\".")},
    {Code::ProxyUnknown, QT_TRANSLATE_NOOP("Doctor", "Connections are to go out through the %1 proxy at %2, a name that was not found, so no backend is reached."),
     QT_TRANSLATE_NOOP("Doctor", "Connect to the network that it is in, or choose another way under Preferences, Network."),
     QT_TRANSLATE_NOOP("Doctor", "Connect to the network that it is in, or name another way: in `proxy` of settings.json, or in HTTPS_PROXY where that says \"system\".")},
    {Code::ProxySilent, QT_TRANSLATE_NOOP("Doctor", "Connections are to go out through the %1 proxy at %2, which does not answer, so no backend is reached."),
     QT_TRANSLATE_NOOP("Doctor", "Connect to the network that it is in, or choose another way under Preferences, Network."),
     QT_TRANSLATE_NOOP("Doctor", "Connect to the network that it is in, or name another way: in `proxy` of settings.json, or in HTTPS_PROXY where that says \"system\".")},
    {Code::LoopbackBypasses, QT_TRANSLATE_NOOP("Doctor", "Loopback goes through no proxy, Keyturn's own and the system's settings alike.")},
    {Code::LoopbackCaught, QT_TRANSLATE_NOOP("Doctor", "Keyturn goes to loopback addresses directly, but the system's settings send them through the %1 proxy at %2. A browser that heeds them cannot bring its answer."),
     QT_TRANSLATE_NOOP("Doctor", "Exempt localhost, 127.0.0.1 and ::1 from the proxy (no_proxy).")},

    {Code::FolderSound, QT_TRANSLATE_NOOP("Doctor", "%1 is yours alone; %2 free.")},
    {Code::FolderToCome, QT_TRANSLATE_NOOP("Doctor", "%1 is not there yet, and can be made when it is needed.")},
    {Code::FolderNotMakeable, QT_TRANSLATE_NOOP("Doctor", "%1 is not there and cannot be made, because %2 cannot be written to."),
     QT_TRANSLATE_NOOP("Doctor", "Make it yourself, or fix the permissions of the folder above.")},
    {Code::FolderLink, QT_TRANSLATE_NOOP("Doctor", "%1 is a link, which Keyturn does not follow."),
     QT_TRANSLATE_NOOP("Doctor", "Put a real folder there, or point KEYTURN_HOME or the XDG variable to where it shall be.")},
    {Code::FolderNone, QT_TRANSLATE_NOOP("Doctor", "%1 is not a folder."),
     QT_TRANSLATE_NOOP("Doctor", "Move it away.")},
    {Code::FolderForeign, QT_TRANSLATE_NOOP("Doctor", "%1 belongs to another user."),
     QT_TRANSLATE_NOOP("Doctor", "Give it to yourself (chown); it may stem from a start with sudo.")},
    {Code::FolderReadable, QT_TRANSLATE_NOOP("Doctor", "Other users can look into %1 (mode %2)."),
     QT_TRANSLATE_NOOP("Doctor", "chmod 700 the folder; Keyturn does so too when it next writes there.")},
    {Code::FolderWritable, QT_TRANSLATE_NOOP("Doctor", "Other users can write to %1 (mode %2)."),
     QT_TRANSLATE_NOOP("Doctor", "chmod 700 the folder, and look through what lies in it.")},
    {Code::FolderLocked, QT_TRANSLATE_NOOP("Doctor", "%1 cannot be written to."),
     QT_TRANSLATE_NOOP("Doctor", "chmod 700 the folder, or make its disk writable.")},
    {Code::DiskLow, QT_TRANSLATE_NOOP("Doctor", "Only %1 are free there."),
     QT_TRANSLATE_NOOP("Doctor", "Free some space.")},
    {Code::DiskFull, QT_TRANSLATE_NOOP("Doctor", "The disk is full (%1 free), so no sign-in can be stored."),
     QT_TRANSLATE_NOOP("Doctor", "Free some space.")},

    {Code::FilesSound, QT_TRANSLATE_NOOP("Doctor", "All files are yours alone to read (files looked at: %1).")},
    {Code::FileLink, QT_TRANSLATE_NOOP("Doctor", "%1 is a link, which Keyturn does not follow."),
     QT_TRANSLATE_NOOP("Doctor", "Put a real file there, or remove the link.")},
    {Code::FileForeign, QT_TRANSLATE_NOOP("Doctor", "%1 belongs to another user."),
     QT_TRANSLATE_NOOP("Doctor", "Give the files to yourself (chown); they may stem from a start with sudo.")},
    {Code::FileReadable, QT_TRANSLATE_NOOP("Doctor", "Other users can read %1 (mode %2)."),
     QT_TRANSLATE_NOOP("Doctor", "chmod 600 the files that were named; look through those that others could change.")},
    {Code::FileWritable, QT_TRANSLATE_NOOP("Doctor", "Other users can change %1 (mode %2)."),
     QT_TRANSLATE_NOOP("Doctor", "chmod 600 the files that were named; look through those that others could change.")},
    {Code::FilesMore, QT_TRANSLATE_NOOP("Doctor", "More such files: %1.")},
    {Code::SettingsUnusable, QT_TRANSLATE_NOOP("Doctor", "The settings cannot be used, so nothing but this check starts: %2 (%1)"),
     QT_TRANSLATE_NOOP("Doctor", "Repair the file, or move it away: everything in it has a default.")},

    {Code::AccountsNone, QT_TRANSLATE_NOOP("Doctor", "Nobody has signed in yet.")},
    {Code::AccountsRead, QT_TRANSLATE_NOOP("Doctor", "The list of accounts can be read (accounts: %1).")},
    {Code::AccountsBroken, QT_TRANSLATE_NOOP("Doctor", "%1 cannot be read, and was left as it is: %2"),
     QT_TRANSLATE_NOOP("Doctor", "Repair it, restore it from a backup, or move it away and sign in again.")},
    {Code::AccountsNewer, QT_TRANSLATE_NOOP("Doctor", "%1 was written by a newer Keyturn."),
     QT_TRANSLATE_NOOP("Doctor", "Update this one.")},
    {Code::AccountsUnreadable, QT_TRANSLATE_NOOP("Doctor", "%1 cannot be used (%2)."),
     QT_TRANSLATE_NOOP("Doctor", "It has to be a plain file of yours that you may read.")},

    {Code::ProfilesRead, QT_TRANSLATE_NOOP("Doctor", "Profiles that can be used: %1.")},
    {Code::ProfileBroken, QT_TRANSLATE_NOOP("Doctor", "%1 cannot be used: %2"),
     QT_TRANSLATE_NOOP("Doctor", "Correct or remove that file; the other profiles are not affected.")},

    {Code::Versions, QT_TRANSLATE_NOOP("Doctor", "Keyturn %1, Qt %2, QtKeychain %3, %4.")},
    {Code::Desktop, QT_TRANSLATE_NOOP("Doctor", "Desktop: %1.")},
    {Code::DesktopUnknown, QT_TRANSLATE_NOOP("Doctor", "No desktop session.")},
    {Code::WithinWsl, QT_TRANSLATE_NOOP("Doctor", "Within WSL.")},
    {Code::WithinFlatpak, QT_TRANSLATE_NOOP("Doctor", "Within Flatpak.")},
};
// clang-format on

consteval bool isComplete()
{
    int next = 0;
    for (const Words &entry : words) {
        if (static_cast<int>(entry.code) != next++)
            return false;
    }
    return next == codeCount;
}
static_assert(isComplete(), "one entry a code, in Code's order");

const Words &wordsOf(const Fact &fact)
{
    return words[static_cast<std::size_t>(fact.code)];
}

} // namespace

QString titleOf(Check check)
{
    return tr(titles[static_cast<std::size_t>(check)]);
}

QString foundSentence(const Finding &finding, const Cleaner &clean)
{
    QStringList sentences;
    for (const Fact &fact : finding.facts) {
        QStringList values;
        for (const QString &value : fact.values)
            values += clean(value);
        sentences += filled(tr(wordsOf(fact).found), values);
    }
    return sentences.join(u' ');
}

QString remedySentence(const Finding &finding, Surface surface)
{
    QStringList sentences;
    for (const Fact &fact : finding.facts) {
        const Words &said = wordsOf(fact);
        const char *remedy = surface == Surface::CommandLine && said.remedyByCommand ? said.remedyByCommand : said.remedy;
        if (remedy && fact.outcome > Outcome::Ok && !sentences.contains(tr(remedy)))
            sentences += tr(remedy);
    }
    return sentences.join(u' ');
}

} // namespace keyturn::words
