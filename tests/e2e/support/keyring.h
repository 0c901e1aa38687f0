// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::e2e {

/// Locks the session's keyring, as a desktop does when the person asks for it. False where it stayed open.
[[nodiscard]] bool lockKeyring();
/// Opens it again without the dialog that a person would see, by gnome-keyring's interface for that; the password is the one of
/// tests/support/desktop-session.
[[nodiscard]] bool unlockKeyring();

} // namespace keyturn::e2e
