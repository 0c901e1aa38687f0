// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/portalintroduction.h"

namespace keyturn::ui::application {

void introduceToPortal() { }

} // namespace keyturn::ui::application
