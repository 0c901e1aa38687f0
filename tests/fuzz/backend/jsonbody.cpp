// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/passwordhasher.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// The bodies of the API, and what becomes of the fields in them.
class JsonBodyTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const backend::JsonBody body = backend::jsonBody({"POST", "/", {}, {{"Content-Type", "application/json"}}, input, {}});
        if (body.refusal) {
            expect(body.refusal->status == 400, "A body that is no JSON object is a 400.");
            expect(body.members.isEmpty(), "What is refused has no members.");
            return;
        }
        const backend::CheckedCredentials person = backend::checkRegistration(body.members);
        expect(backend::validationAnswer(person.problems).body.size() < 4096, "An answer does not grow with the request.");
        if (person.problems.isEmpty())
            checkPerson(person.credentials);
        const backend::CheckedCredentials signIn = backend::checkSignIn(body.members);
        expect(signIn.credentials.email.size() <= 3 * 508, "A sign-in's address has a bound.");
        QList<core::FieldError> problems;
        for (const QString &name : body.members.keys())
            problems.append({name.left(64), QStringLiteral("x")});
        expect(backend::validationAnswer(problems).body.size() < 16 * 1024, "An answer does not grow with the number of members.");
    }

private:
    static void checkPerson(const backend::Credentials &person)
    {
        expect(backend::normalisedEmail(person.email) == person.email, "An address is normalised once and for all.");
        expect(!person.email.contains(QChar(0)) && person.email.toUtf8().size() <= 254, "An address is what a database takes.");
        expect(person.password.size() <= backend::maxPasswordBytes && !person.password.reveal().contains('\0'),
               "A password is what bcrypt takes whole.");
        expect(!person.name.isEmpty() && person.name.size() <= 100 && !person.name.contains(QChar(0)), "A name has 1 to 100 characters.");
    }
};

} // namespace

std::unique_ptr<Target> jsonBodyTarget()
{
    return std::make_unique<JsonBodyTarget>();
}

} // namespace keyturn::fuzz
