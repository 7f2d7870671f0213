#include "tests/device_sim/scripted_servers.h"

#include <array>

#include "wire/digest/credentials.h"
#include "wire/http/parser.h"
#include "wire/sip/contact.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
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
  http::RequestParser parser;
  std::array<char, 2048> buffer{};
  while (parser.state() == http::ParseState::kNeedMore) {
    const auto got = co_await stream->read(buffer, kNever);
    if (!got || *got == 0) co_return;
    parser.feed({buffer.data(), *got});
  }
  requests.push_back({host.now(), parser.take()});
  const std::optional<std::string> answer = script(requests.back().message);
  if (answer) {
    const auto written = co_await stream->write(*answer, kNever);
    if (!written) co_return;
    stream->shutdown_write();
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
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket_->receive(kNever);
    Result<sip::Message> message = sip::parse_message(std::move(datagram->bytes));
    if (!message) continue;
    if (!message->is_request()) {
      responses.push_back(*std::move(message));
      continue;
    }
    const bool right = authorized(*message);
    requests.push_back({host.now(), datagram->from, *std::move(message), right});
    std::optional<sip::Message> answer = usual_answer(requests.back());
    if (script) answer = script(requests.back(), *std::move(answer));
    if (answer) send(datagram->from, sip::write(*answer));
  }
}

bool ScriptedRegistrar::authorized(const sip::Message& request) const {
  const auto header = request.first(sip::HeaderName::kAuthorization);
  if (!header) return false;
  const Result<digest::Credentials> credentials = digest::parse_credentials(*header);
  if (!credentials) return false;
  const auto secret = digest::ha1(digest::Algorithm::kMd5, {credentials->username, password}, credentials->realm);
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
