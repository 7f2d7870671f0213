#include "tests/device_sim/scripted_servers.h"

#include <array>

#include "wire/digest/credentials.h"
#include "wire/http/parser.h"
#include "wire/sip/contact.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/stream_reader.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/writer.h"

namespace dialtone {

// --- provisioning ---

std::string ScriptedProvisioning::ok(const provisioning::ProvisionResponse& document) {
  return status(200, {{"Content-Type", "application/xml; charset=utf-8"}},
                provisioning::write_provision_response(document));
}

std::string ScriptedProvisioning::status(int status, const std::map<std::string, std::string>& headers,
                                         std::string body) {
  http::Response response{.status = status, .reason = {}, .headers = {}, .body = std::move(body)};
  for (const auto& [name, value] : headers) response.headers.add(name, value);
  return http::write_response(response);
}

Task<void> ScriptedProvisioning::run(Host& host) {
  auto listener = host.listen({host.address(), 80});
  for (;;) {
    auto stream = co_await (*listener)->accept(kNever);
    if (stream) host.spawn("connection", serve(host, *std::move(stream)));
  }
}

Task<void> ScriptedProvisioning::serve(Host& host, std::unique_ptr<Stream> stream) {
  const int connection = ++connections;
  std::array<char, 2048> buffer{};
  for (bool is_kept = true; is_kept;) {
    http::RequestParser parser;
    while (parser.state() == http::ParseState::kNeedMore) {
      const auto got = co_await stream->read(buffer, host.now() + patience);
      if (!got || *got == 0) co_return;
      parser.feed({buffer.data(), *got});
    }
    requests.push_back({host.now(), parser.take(), connection});
    const Request request = requests.back();
    const std::optional<std::string> answer = script(request.message);
    if (!answer) break;
    if (delay > Duration::zero()) co_await host.sleep(delay);
    const auto written = co_await stream->write(*answer, kNever);
    if (!written) co_return;
    is_kept = keeps && keeps(request);
    if (!is_kept) stream->shutdown_write();
  }
  for (;;) {
    const auto got = co_await stream->read(buffer, kNever);
    if (!got || *got == 0) co_return;
  }
}

// --- registrar ---

sip::Message ScriptedRegistrar::response(const Request& request, int status) {
  return sip::response_to(request.message, status, "tag", request.from);
}

std::vector<Duration> ScriptedRegistrar::times() const {
  std::vector<Duration> all;
  for (const Request& request : requests) all.push_back(request.time - requests.front().time);
  return all;
}

Task<void> ScriptedRegistrar::run(Host& host) {
  const std::unique_ptr<UdpSocket> socket = *host.open_udp({host.address(), 5060});
  socket_ = socket.get();
  if (speaks_tcp) host.spawn("TCP", accept_all(host));
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket_->receive(kNever);
    Result<sip::Message> message = sip::parse_message(std::move(datagram->bytes));
    if (!message) continue;
    const std::string answer = take(host, datagram->from, Transport::kUdp, *std::move(message));
    if (!answer.empty()) send(datagram->from, answer);
  }
}

Task<void> ScriptedRegistrar::accept_all(Host& host) {
  const auto listener = host.listen({host.address(), 5060});
  for (;;) {
    auto stream = co_await (*listener)->accept(kNever);
    if (!stream) continue;
    connections.push_back(host.now());
    host.spawn("connection", serve(host, *std::move(stream)));
  }
}

Task<void> ScriptedRegistrar::serve(Host& host, std::unique_ptr<Stream> stream) {
  stream_ = stream.get();
  static_cast<void>((co_await stream->write(flood, kNever)).ok());
  sip::StreamReader reader;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto got = co_await stream->read(buffer, kNever);
    if (!got || *got == 0) co_return;
    reader.feed({buffer.data(), *got});
    for (auto state = reader.next(); state != sip::StreamReader::State::kNeedMore; state = reader.next()) {
      std::string answer = "\r\n";
      if (state == sip::StreamReader::State::kPing) {
        pings.push_back(host.now());
        if (!answers_pings) answer.clear();
      } else {
        answer = take(host, stream->remote(), Transport::kTcp, *reader.take());
      }
      static_cast<void>((co_await stream->write(answer, kNever)).ok());
    }
  }
}

std::string ScriptedRegistrar::take(Host& host, const Endpoint& from, Transport transport, sip::Message message) {
  if (!message.is_request()) {
    responses.push_back(std::move(message));
    return {};
  }
  const bool right = authorized(message);
  requests.push_back({host.now(), from, std::move(message), right, transport});
  std::optional<sip::Message> answer = usual_answer(requests.back());
  if (script) answer = script(requests.back(), *std::move(answer));
  return answer ? sip::write(*answer) : std::string();
}

bool ScriptedRegistrar::authorized(const sip::Message& request) const {
  const auto header = request.first(sip::HeaderName::kAuthorization);
  if (!header) return false;
  const Result<digest::Credentials> credentials = digest::parse_credentials(*header);
  if (!credentials || !credentials->algorithm) return false;
  const auto secret = digest::ha1(*credentials->algorithm, {credentials->username, password}, credentials->realm);
  return digest::verify(*credentials, secret.text(), "REGISTER");
}

sip::Message ScriptedRegistrar::usual_answer(const Request& request) {
  if (!request.authorized) {
    sip::Message answer = response(request, 401);
    digest::Challenge challenge;
    challenge.realm = "voip.example.net";
    challenge.nonce = "nonce-" + std::to_string(++nonces_);
    answer.add(sip::HeaderName::kWwwAuthenticate, to_text(challenge));
    return answer;
  }
  sip::Message answer = response(request, 200);
  const auto asked = *sip::number_of(request.message, sip::HeaderName::kExpires);
  const auto seconds =
      granted ? static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(*granted).count()) : asked;
  if (asked > 0) {
    answer.add(sip::HeaderName::kContact,
               std::string(*request.message.first(sip::HeaderName::kContact)) + ";expires=" + std::to_string(seconds));
  }
  return answer;
}

}  // namespace dialtone
