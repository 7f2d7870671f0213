#include "device_sim/provisioning_client.h"

#include <charconv>
#include <string>
#include <utility>
#include <variant>

#include "device_sim/http_exchange.h"
#include "device_sim/name_lookup.h"
#include "device_sim/provisioning_request.h"
#include "wire/http/url.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {
namespace {

using Outcome = Result<DeviceSettings, ProvisioningFault>;

// One attempt, and how it is told.
struct Attempt {
  Host& host;
  const DeviceConfig& config;
  std::optional<std::uint64_t> held_revision;
  Moment begin;

  Duration duration() const { return host.now() - begin; }

  // Not inline: fields would become a part of a coroutine's frame.
  [[gnu::noinline]] void tell_request(std::uint32_t number) const {
    host.record("provision.request", {{"url", config.provisioning_url}, {"attempt", number}});
  }
  [[gnu::noinline]] ProvisioningFault fail(std::string_view reason) const {
    host.record("provision.failed", {{"reason", reason}, {"duration", duration()}});
    return {};
  }
  ProvisioningFault reject(std::string_view reason) const {
    host.record("settings.rejected", {{"reason", reason}, {"duration", duration()}});
    return {};
  }
};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// In seconds; a date is not understood, because a device's clock may be wrong.
std::optional<Duration> retry_after_of(const http::Response& response, Duration longest) {
  const std::string* value = response.headers.find("Retry-After");
  if (value == nullptr) return std::nullopt;
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
  if (error == std::errc::result_out_of_range) return longest;
  if (error != std::errc() || end != value->data() + value->size()) return std::nullopt;
  return std::min<Duration>(std::chrono::seconds(seconds), longest);
}

// Where the answer sends the device, or why it does not follow.
Result<http::HttpUrl> redirected(const http::HttpUrl& url, const http::Response& response, int left) {
  if (left == 0) return Failure{"too many redirects"};
  const std::string* location = response.headers.find("Location");
  if (location == nullptr) return Failure{"a redirect without Location"};
  Result<http::HttpUrl> target = http::resolve_reference(url, *location);
  if (target && target->scheme != url.scheme) return Failure{"a redirect to another scheme"};
  return target;
}

// Whose settings these are, if not the device's own.
std::optional<std::string_view> foreign_part(const DeviceConfig& config,
                                             const provisioning::ProvisionResponse& response) {
  if (response.serial_number != config.serial_number) return "the answer is for another serial-number";
  if (response.mac_address != config.mac_address) return "the answer is for another mac-address";
  if (response.customer_number != config.customer_number) return "the answer is for another customer-number";
  return std::nullopt;
}

Outcome judge_document(const Attempt& attempt, std::string_view document) {
  Result<provisioning::ProvisionAnswer> answer = provisioning::parse_provision_response(document);
  if (!answer) return attempt.fail(answer.error().reason);
  auto* response = std::get_if<provisioning::ProvisionResponse>(&*answer);
  if (response == nullptr) {
    attempt.host.record("provision.refused", {{"status", 200}, {"duration", attempt.duration()}});
    return ProvisioningFault{.refused = true};
  }
  if (const auto foreign = foreign_part(attempt.config, *response)) return attempt.reject(*foreign);
  if (attempt.held_revision && response->settings_revision < *attempt.held_revision) {
    return attempt.reject("settings-revision " + std::to_string(response->settings_revision) + " is older than " +
                          std::to_string(*attempt.held_revision));
  }
  attempt.host.record("provision.accepted",
                      {{"revision", response->settings_revision}, {"duration", attempt.duration()}});
  return settings_of(std::move(*response));
}

[[gnu::noinline]] Outcome judge(const Attempt& attempt, const http::Response& response) {
  if (response.status == 200) return judge_document(attempt, response.body);
  attempt.host.record("provision.refused", {{"status", response.status}, {"duration", attempt.duration()}});
  return ProvisioningFault{.refused = response.status == 401 || response.status == 403,
                           .retry_after = retry_after_of(response, attempt.config.profile->longest_retry_after)};
}

Task<Result<http::Response>> ask(const Attempt& attempt, const http::HttpUrl& url, const Addresses& addresses) {
  const DeviceProfile& profile = *attempt.config.profile;
  Host& host = attempt.host;
  Result<std::unique_ptr<Stream>> stream = co_await connect_to_any(host, addresses, url.port, profile.connect_deadline);
  if (!stream) co_return stream.error();
  co_return co_await exchange(**stream,
                              provisioning_request(attempt.config, host.address(), attempt.held_revision, url),
                              host.now() + profile.answer_deadline);
}

}  // namespace

Task<Outcome> fetch_settings(Host& host, const DeviceConfig& config, std::optional<std::uint64_t> held_revision,
                             std::uint32_t attempt_number) {
  Attempt attempt{host, config, held_revision, host.now()};
  const DeviceProfile& profile = *config.profile;
  Result<http::HttpUrl> url = http::parse_http_url(config.provisioning_url);
  if (!url) co_return attempt.fail("the provisioning URL: " + url.error().reason);
  if (url->scheme != "http") co_return attempt.fail("the provisioning URL: https is not supported");
  for (int redirects_left = profile.most_redirects;; --redirects_left) {
    const Result<Addresses, IoError> addresses = co_await look_up(host, url->host, host.now() + profile.name_deadline);
    if (!addresses && redirects_left == profile.most_redirects) co_return ProvisioningFault{};
    if (!addresses) co_return attempt.fail("the name of a redirect: " + std::string(to_text(addresses.error())));
    if (redirects_left == profile.most_redirects) {
      attempt.begin = host.now();
      attempt.tell_request(attempt_number);
    }
    const Result<http::Response> response = co_await ask(attempt, *url, *addresses);
    if (!response) co_return attempt.fail(response.error().reason);
    if (!is_redirect(response->status)) co_return judge(attempt, *response);
    url = redirected(*url, *response, redirects_left);
    if (!url) co_return attempt.fail(url.error().reason);
  }
}

}  // namespace dialtone
