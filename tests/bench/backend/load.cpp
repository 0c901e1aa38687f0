// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// Asks an auth backend the same thing over and over, on a few kept connections, each of which waits for its answer before it asks again; prints one
// line of JSON: requests, failures, seconds, perSecond, and the median, 99th percentile and maximum of an answer's time in microseconds. The client
// is one thread and does as little as it can, because it takes its time from the same two cores.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <boost/asio.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

struct Answer {
    int status = 0;
    std::string text; ///< Header and body.
};

struct Person {
    std::string accessToken;
    std::string refreshToken;
};

std::string between(std::string_view text, std::string_view before, char end)
{
    const auto at = text.find(before);
    if (at == std::string_view::npos)
        return {};
    const auto first = at + before.size();
    return std::string(text.substr(first, text.find(end, first) - first));
}

/// How many bytes the answer that starts @p bytes has; nothing before its header is whole.
std::optional<std::size_t> lengthOf(std::string_view bytes)
{
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto header = bytes.substr(0, end);
    for (const auto *name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
        const std::string length = between(header, name, '\r');
        if (!length.empty())
            return end + 4 + std::stoul(length);
    }
    return end + 4; // 204
}

int statusOf(std::string_view answer)
{
    return answer.size() > 12 ? std::stoi(std::string(answer.substr(9, 3))) : 0;
}

std::string request(const char *method, const char *path, const std::string &headers, const std::string &body = {})
{
    std::string text = std::string(method) + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: load/1.0\r\n" + headers;
    if (!body.empty())
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

std::string credentials(const std::string &email)
{
    return R"({"email":")" + email + R"(","password":"correct horse battery","name":"Load"})";
}

/// One request on a connection of its own; for what comes before the measurement.
Answer ask(const tcp::endpoint &server, const std::string &sent)
{
    asio::io_context context;
    tcp::socket socket(context);
    socket.connect(server);
    asio::write(socket, asio::buffer(sent));
    Answer answer;
    for (auto length = lengthOf(answer.text); !length || answer.text.size() < *length; length = lengthOf(answer.text)) {
        char bytes[4096];
        answer.text.append(bytes, socket.read_some(asio::buffer(bytes)));
    }
    answer.status = statusOf(answer.text);
    return answer;
}

Person personIn(const Answer &answer)
{
    if (answer.status != 200 && answer.status != 201)
        throw std::runtime_error("no sign-in: " + answer.text);
    return {between(answer.text, R"("accessToken":")", '"'), between(answer.text, "refreshToken=", ';')};
}

enum class What { Profile, Refresh, SignIn };

struct Tally {
    std::vector<std::uint32_t> microseconds;
    int failures = 0;
};

/// One connection that goes on until the time is over.
class Asker : public std::enable_shared_from_this<Asker>
{
public:
    Asker(asio::io_context &context, What what, std::string email, Person person, SteadyClock::time_point end, Tally &tally)
        : m_socket(context), m_what(what), m_email(std::move(email)), m_person(std::move(person)), m_end(end), m_tally(tally)
    { }

    void start(const tcp::endpoint &server)
    {
        m_socket.connect(server);
        m_socket.set_option(tcp::no_delay(true));
        askNext();
    }

private:
    std::string next() const
    {
        switch (m_what) {
        case What::Profile:
            return request("GET", "/api/profile", "Authorization: Bearer " + m_person.accessToken + "\r\n");
        case What::Refresh:
            return request("POST", "/api/auth/refresh", "Cookie: refreshToken=" + m_person.refreshToken + "\r\nContent-Length: 0\r\n");
        case What::SignIn:
            return request("POST", "/api/auth/login", {}, credentials(m_email));
        }
        return {};
    }

    void askNext()
    {
        if (SteadyClock::now() >= m_end)
            return;
        m_sent = next();
        m_received.clear();
        m_began = SteadyClock::now();
        asio::async_write(m_socket, asio::buffer(m_sent), [self = shared_from_this()](const boost::system::error_code &error, std::size_t) {
            if (error)
                self->fail();
            else
                self->read();
        });
    }

    void read()
    {
        m_socket.async_read_some(asio::buffer(m_bytes), [self = shared_from_this()](const boost::system::error_code &error, std::size_t count) {
            if (error) {
                self->fail();
                return;
            }
            self->m_received.append(self->m_bytes.data(), count);
            const auto length = lengthOf(self->m_received);
            if (length && self->m_received.size() >= *length)
                self->answered();
            else
                self->read();
        });
    }

    void answered()
    {
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - m_began);
        m_tally.microseconds.push_back(static_cast<std::uint32_t>(took.count()));
        if (statusOf(m_received) != 200)
            ++m_tally.failures;
        else if (m_what == What::Refresh)
            m_person.refreshToken = between(m_received, "refreshToken=", ';');
        askNext();
    }

    void fail() { ++m_tally.failures; }

    tcp::socket m_socket;
    What m_what;
    std::string m_email;
    Person m_person;
    SteadyClock::time_point m_end;
    Tally &m_tally;
    std::string m_sent;
    std::string m_received;
    std::array<char, 8192> m_bytes{};
    SteadyClock::time_point m_began;
};

QJsonObject figures(Tally &tally, double seconds)
{
    auto &times = tally.microseconds;
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) {
        return times.empty() ? 0 : static_cast<int>(times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))]);
    };
    return {{QStringLiteral("requests"), static_cast<qint64>(times.size())},
            {QStringLiteral("failures"), tally.failures},
            {QStringLiteral("seconds"), seconds},
            {QStringLiteral("perSecond"), static_cast<double>(times.size()) / seconds},
            {QStringLiteral("median"), at(0.5)},
            {QStringLiteral("p99"), at(0.99)},
            {QStringLiteral("maximum"), at(1)}};
}

/// A session of one person for each connection; the first one registers.
std::vector<Person> signedIn(const tcp::endpoint &server, const std::string &email, int count)
{
    std::vector<Person> people;
    people.push_back(personIn(ask(server, request("POST", "/api/auth/register", {}, credentials(email)))));
    while (static_cast<int>(people.size()) < count)
        people.push_back(personIn(ask(server, request("POST", "/api/auth/login", {}, credentials(email)))));
    return people;
}

int run(const QCommandLineParser &options, What what)
{
    const int connections = options.value(QStringLiteral("connections")).toInt();
    const int seconds = options.value(QStringLiteral("seconds")).toInt();
    const tcp::endpoint server(asio::ip::make_address("127.0.0.1"), options.value(QStringLiteral("port")).toUShort());
    const std::string email = "load" + std::to_string(SteadyClock::now().time_since_epoch().count()) + "@example.com";
    // Only a refresh needs a session of its own for each connection.
    std::vector<Person> people = signedIn(server, email, what == What::Refresh ? connections : 1);
    people.resize(static_cast<std::size_t>(connections), people.front());

    asio::io_context context(1);
    Tally tally;
    const auto began = SteadyClock::now();
    for (const Person &person : people)
        std::make_shared<Asker>(context, what, email, person, began + std::chrono::seconds(seconds), tally)->start(server);
    context.run();
    const double took = std::chrono::duration<double>(SteadyClock::now() - began).count();
    std::puts(QJsonDocument(figures(tally, took)).toJson(QJsonDocument::Compact).constData());
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOptions({{QStringLiteral("port"), QStringLiteral("The backend's, on loopback."), QStringLiteral("N")},
                        {QStringLiteral("connections"), QStringLiteral("How many at once."), QStringLiteral("N"), QStringLiteral("16")},
                        {QStringLiteral("seconds"), QStringLiteral("How long."), QStringLiteral("S"), QStringLiteral("10")}});
    options.addPositionalArgument(QStringLiteral("what"), QStringLiteral("profile, refresh or sign-in"));
    options.process(application);
    const QStringList kinds{QStringLiteral("profile"), QStringLiteral("refresh"), QStringLiteral("sign-in")};
    const auto kind = kinds.indexOf(options.positionalArguments().value(0));
    if (kind < 0)
        options.showHelp(2);
    try {
        return run(options, static_cast<What>(kind));
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "bench_backendload: %s\n", problem.what());
        return 1;
    }
}
