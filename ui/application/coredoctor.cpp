// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coredoctor.h"

#include "composition/doctor/doctor.h"

namespace keyturn::ui::application {

CoreDoctor::CoreDoctor(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
}

core::Async<composition::doctor::Report> CoreDoctor::examine()
{
    return m_host.core().doctor().examine();
}

} // namespace keyturn::ui::application
