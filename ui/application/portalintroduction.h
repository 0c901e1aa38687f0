// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::ui::application {

/// Lets the desktop's portal find out which program this is, as long as it may: it looks at /proc/PID/root of whoever asks it something, refuses
/// those of which it may not (core::forbidDumps()), and remembers the answer for as long as the connection lives. Qt asks it for the colour scheme,
/// for where a window's buttons are and, on some desktops, for file dialogs. Waits a second at most; nothing where there is no portal.
void introduceToPortal();

} // namespace keyturn::ui::application
