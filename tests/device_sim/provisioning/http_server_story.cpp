#include "tests/device_sim/provisioning/http_server_story.h"

#include "wire/http/basic_credentials.h"

namespace dialtone {

// --- guard ---

std::string HttpGuard::challenge() const {
  digest::Challenge challenge;
  challenge.realm = "provisioning";
  challenge.nonce = "nonce-" + std::to_string(nonces_);
  challenge.opaque = "opaque";
  challenge.algorithm = algorithm;
  challenge.offers_auth = offers_qop;
  challenge.stale = says_stale;
  return to_text(challenge);
}

std::optional<std::string> HttpGuard::judge(const http::Request& request) {
  if (is_right(request)) return std::nullopt;
  ++nonces_;
  uses_ = 0;
  http::Response answer{.status = 401, .reason = {}, .headers = {}, .body = "no"};
  for (const std::string& each : challenges) answer.headers.add("WWW-Authenticate", each);
  if (challenges.empty()) answer.headers.add("WWW-Authenticate", challenge());
  return http::write_response(answer);
}

bool HttpGuard::is_right(const http::Request& request) {
  const std::string* header = request.headers.find("Authorization");
  if (header == nullptr) return false;
  const Result<digest::Credentials> credentials = digest::parse_credentials(*header);
  if (!credentials) return false;
  seen.push_back(*credentials);
  if (credentials->uri != request.target || credentials->username != "ata42") return false;
  const auto secret = digest::ha1(*credentials->algorithm, {"ata42", "p4ssword"}, credentials->realm);
  if (!digest::verify(*credentials, secret.text(), request.method)) return false;
  const bool is_current = !challenges.empty() || credentials->nonce == "nonce-" + std::to_string(nonces_);
  return is_current && ++uses_ <= uses_of_nonce;
}

// --- story ---

void HttpServerStory::use(HttpAuthentication scheme) {
  credentials_ = {.scheme = scheme, .username = "ata42", .password = std::string(kPassword)};
  config_.provisioning_credentials = &credentials_;
}

void HttpServerStory::guard() {
  provisioning_.keeps = [](const auto&) { return true; };
  provisioning_.script = [this](const http::Request& request) {
    const std::optional<std::string> refusal = guard_.judge(request);
    return refusal ? *refusal : ScriptedProvisioning::ok(settings());
  };
}

void HttpServerStory::add_server(const std::string& name, const IpAddress& address, ScriptedProvisioning& server) {
  HostConfig config;
  config.name = name;
  config.addresses = {address};
  config.main = [&server](Host& host) { return server.run(host); };
  world_.set_name(name, {address});
  world_.power_on(world_.add_host(std::move(config)));
}

std::string HttpServerStory::only_reason(std::string_view event) const {
  const auto found = events_.named(event);
  return found.size() == 1 ? found[0].text("reason") : std::to_string(found.size()) + " events";
}

std::string HttpServerStory::authorization(const ScriptedProvisioning::Request& request) {
  const std::string* header = request.message.headers.find("Authorization");
  return header == nullptr ? std::string() : *header;
}

}  // namespace dialtone
