// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/accountrecord.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// The file of accounts, after whatever has happened to it.
class AccountsTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const core::Result<storage::AccountRecords> records = storage::parseAccountRecords(input);
        if (!records.ok()) {
            expect(records.error().kind == core::ErrorKind::Storage, "A file that cannot be read is a matter of storage.");
            return;
        }
        const QByteArray written = storage::serialise(*records);
        const core::Result<storage::AccountRecords> again = storage::parseAccountRecords(written);
        expect(again.ok(), "What is written can be read.");
        expect(again->accounts() == records->accounts(), "No account is lost by writing.");
        expect(storage::serialise(*again) == written, "What is written again is the same.");
    }
};

} // namespace

std::unique_ptr<Target> accountsTarget()
{
    return std::make_unique<AccountsTarget>();
}

} // namespace keyturn::fuzz
