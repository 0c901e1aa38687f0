// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::ui::accounts {
class AccountsPort;
}
namespace keyturn::ui::activity {
class ActivityPort;
}
namespace keyturn::ui::audit {
class AuditPort;
}
namespace keyturn::ui::console {
class ConsolePort;
}
namespace keyturn::ui::developer {
class DeveloperTools;
}
namespace keyturn::ui::doctor {
class DoctorPort;
}
namespace keyturn::ui::lab {
class LabPort;
}
namespace keyturn::ui::profiles {
class ProfilesPort;
}
namespace keyturn::ui::sessions {
class SessionsPort;
}
namespace keyturn::ui::signin {
class SignInPort;
}
namespace keyturn::ui::tokens {
class TokensPort;
}
namespace keyturn::ui::trace {
class TracePort;
}

namespace keyturn::ui::mainwindow {

/// What a window stands on.
struct Ports {
    accounts::AccountsPort &accounts;
    sessions::SessionsPort &sessions;
    signin::SignInPort &signIn;
    doctor::DoctorPort &doctor;
    profiles::ProfilesPort &profiles;
    activity::ActivityPort &activity;
    const developer::DeveloperTools *developer = nullptr; ///< Null: all is shown.
    /// The pages for developers; null: there is none of that kind.
    tokens::TokensPort *tokens = nullptr;
    trace::TracePort *trace = nullptr;
    lab::LabPort *lab = nullptr;
    audit::AuditPort *audit = nullptr;
    console::ConsolePort *console = nullptr;
};

} // namespace keyturn::ui::mainwindow
