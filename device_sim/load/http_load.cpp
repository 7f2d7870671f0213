#include "device_sim/load/http_load.h"

#include <string_view>
#include <utility>
#include <vector>

#include "device_sim/model/device_config.h"
#include "device_sim/provisioning/provisioning_request.h"
#include "protocol/digest/digest_session.h"
#include "protocol/http/client.h"
#include "values/hex.h"
#include "wire/http/basic_credentials.h"
#include "wire/http/url.h"

namespace dialtone {
namespace {

constexpr Purpose kLoadClientNonce("load.client_nonce");

std::vector<std::string_view> http_challenges_in(const http::Response& response) {
  std::vector<std::string_view> values;
  for (const http::Header& header : response.headers) {
    if (http::equal_names(header.name, "WWW-Authenticate")) values.emplace_back(header.value);
  }
  return values;
}

http::Request load_request_as(const Host& host, const LoadConfig& config, const Subscriber& claimed,
                              const http::HttpUrl& url) {
  DeviceConfig device;
  device.serial_number = claimed.serial_number;
  device.mac_address = claimed.mac_address;
  device.customer_number = claimed.customer_number;
  device.provisioning_url = config.provisioning_url;
  device.profile = config.profile;
  return provisioning_request(device, host.address(), std::nullopt, url);
}

Task<Result<void>> connect_anew(Host& host, HttpClient& client, const http::HttpUrl& url, Duration deadline,
                                Duration name_deadline) {
  const Result<Addresses, IoError> found = co_await host.resolve(url.host, host.now() + name_deadline);
  if (!found) co_return Failure{"the name of the server: " + std::string(to_text(found.error()))};
  co_return co_await client.open(host, url, *found, deadline);
}

}  // namespace

Task<LoadOutcome> ask_for_settings(Host& host, const LoadConfig& config, const Subscriber& claimed,
                                   std::string secret) {
  const Result<http::HttpUrl> url = http::parse_http_url(config.provisioning_url);
  if (!url) co_return LoadOutcome{.failure = "the provisioning URL: " + url.error().reason};
  const bool by_basic = claimed.provision_authentication == ProvisionAuthentication::kBasic && !secret.empty();
  const bool by_digest = claimed.provision_authentication == ProvisionAuthentication::kDigest && !secret.empty();
  HttpClient client({.keeps_connection = true});
  DigestSession session;
  std::string authorization;
  if (by_basic) authorization = http::to_text(http::BasicCredentials{claimed.provision_username, secret});
  for (;;) {
    const bool is_kept = client.is_kept_for(*url);
    if (!is_kept) {
      const Result<void> opened =
          co_await connect_anew(host, client, *url, config.profile->connect_deadline, config.profile->name_deadline);
      if (!opened) co_return LoadOutcome{.failure = opened.error().reason};
    }
    http::Request request = load_request_as(host, config, claimed, *url);
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
    const Result<http::Response, ExchangeError> answer =
        co_await client.ask(http::write_request(request), host.now() + config.profile->answer_deadline);
    // The server has closed the connection after its previous answer: ask on a new one.
    if (!answer && is_kept && answer.error().is_unanswered) continue;
    if (!answer) co_return LoadOutcome{.failure = answer.error().reason};
    const LoadOutcome outcome{.status = answer->status, .authorized = !authorization.empty()};
    if (answer->status != 401 || !by_digest || outcome.authorized) co_return outcome;
    if (!session.take_challenge(http_challenges_in(*answer))) co_return outcome;
    authorization = session.authorization({claimed.provision_username, secret}, request.method, request.target,
                                          hex_text(host.chance(kLoadClientNonce).bits()));
    if (authorization.empty()) co_return outcome;
  }
}

}  // namespace dialtone
