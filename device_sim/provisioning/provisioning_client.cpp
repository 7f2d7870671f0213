#include "device_sim/provisioning/provisioning_client.h"

#include <cassert>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "device_sim/model/device_events.h"
#include "device_sim/provisioning/bare_host.h"
#include "device_sim/provisioning/http_retry_after.h"
#include "device_sim/provisioning/name_lookup.h"
#include "device_sim/provisioning/provisioning_request.h"
#include "protocol/http/client.h"
#include "values/hex.h"
#include "values/out_of_line.h"
#include "wire/http/basic_credentials.h"
#include "wire/http/url.h"

namespace dialtone {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

HttpClientOptions client_options(const DeviceProfile& profile) {
  return {.keeps_connection = profile.keeps_http_connection,
          .fills_up_cut_bodies = profile.quirks.has(Quirk::kAppliesHalfADocument)};
}

bool is_same_origin(const http::HttpUrl& left, const http::HttpUrl& right) {
  return left.scheme == right.scheme && left.host == right.host && left.port == right.port;
}

// One attempt, and its events. Functions that record events are not inlined, because the events' fields would enlarge
// coroutine frames.
class Attempt {
 public:
  Attempt(Host& host, const DeviceConfig& config, ProvisioningDigest& digest,
          std::optional<std::uint64_t> held_revision, http::HttpUrl url)
      : host_(host),
        config_(config),
        digest_(digest),
        held_revision_(held_revision),
        origin_(std::move(url)),
        url_(origin_),
        redirects_left_(config.profile->most_redirects),
        client_(client_options(*config.profile)) {}

  // Finds the server's addresses; records a failure.
  Task<Result<void>> find_server();
  // Sends the request to the present URL. The error is the reason that provision.failed reports.
  Task<Result<http::Response>> ask();
  // Handles an answer: returns true to ask again, or fails with the reason to stop.
  Result<bool> wants_more(const http::Response& answer);

  DIALTONE_OUT_OF_LINE void begin(std::uint32_t number);
  DIALTONE_OUT_OF_LINE ProvisioningOutcome conclude(const http::Response& answer);
  // `answer` is the answer that could not be used, if there was one.
  DIALTONE_OUT_OF_LINE ProvisioningFault fail(std::string_view reason, const http::Response* answer = nullptr) const;

 private:
  static constexpr int kMostChallenges = 2;

  DIALTONE_OUT_OF_LINE std::string request_bytes();
  std::string authorization(const http::Request& request);
  Result<bool> follow(const http::Response& redirect);
  Result<void> take_challenge(const http::Response& unauthorized);
  DIALTONE_OUT_OF_LINE bool answers_challenge(const http::Response& unauthorized);
  ProvisioningFault refuse(const http::Response& answer, std::string_view reason);
  Duration duration() const { return host_.now() - begin_; }
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }

  Host& host_;
  const DeviceConfig& config_;
  ProvisioningDigest& digest_;
  std::optional<std::uint64_t> held_revision_;
  // The configured URL, and the URL of the present request.
  http::HttpUrl origin_;
  http::HttpUrl url_;
  int redirects_left_;
  int challenges_left_ = kMostChallenges;
  Addresses addresses_;
  std::string resolved_host_;
  HttpClient client_;
  Moment begin_;
  // The reason why a 401 ended the attempt.
  std::string unauthorized_because_;
};

// --- asking ---

Task<Result<void>> Attempt::find_server() {
  Result<Addresses, IoError> found = co_await look_up(host_, url_.host, host_.now() + config_.profile->name_deadline);
  if (!found) co_return Failure{"the name of a redirect: " + std::string(to_text(found.error()))};
  addresses_ = *std::move(found);
  resolved_host_ = url_.host;
  co_return Result<void>();
}

Task<Result<http::Response>> Attempt::ask() {
  const DeviceProfile& profile = *config_.profile;
  for (;;) {
    const bool is_kept = client_.is_kept_for(url_);
    if (!is_kept) {
      if (resolved_host_ != url_.host) {
        const Result<void> found = co_await find_server();
        if (!found) co_return found.error();
      }
      const Result<void> opened = co_await client_.open(host_, url_, addresses_, profile.connect_deadline);
      if (!opened) co_return opened.error();
    }
    const Moment deadline = has(Quirk::kHangsWithoutADeadline) ? kNever : host_.now() + profile.answer_deadline;
    Result<http::Response, ExchangeError> answer = co_await client_.ask(request_bytes(), deadline);
    if (answer) co_return *std::move(answer);
    const bool asks_again = is_kept && answer.error().is_unanswered && !has(Quirk::kNoRetryOnAClosedConnection);
    if (!asks_again) co_return Failure{answer.error().reason};
  }
}

std::string Attempt::request_bytes() {
  http::Request request = provisioning_request(config_, host_.address(), held_revision_, url_);
  const std::string credentials = authorization(request);
  if (!credentials.empty()) request.headers.add("Authorization", credentials);
  return http::write_request(request);
}

std::string Attempt::authorization(const http::Request& request) {
  const ProvisioningCredentials* credentials = config_.provisioning_credentials;
  if (credentials == nullptr || !is_same_origin(url_, origin_)) return {};
  switch (credentials->scheme) {
    case HttpAuthentication::kNone: return {};
    case HttpAuthentication::kBasic:
      return http::to_text(http::BasicCredentials{credentials->username, credentials->password});
    case HttpAuthentication::kDigest:
      return digest_.session.authorization({credentials->username, credentials->password}, request.method,
                                           request.target, hex_text(digest_.client_nonce));
  }
}

// --- handling answers ---

Result<bool> Attempt::wants_more(const http::Response& answer) {
  if (is_redirect(answer.status)) return follow(answer);
  return answer.status == 401 && answers_challenge(answer);
}

Result<bool> Attempt::follow(const http::Response& redirect) {
  if (redirects_left_ == 0) return Failure{"too many redirects"};
  const std::string* location = redirect.headers.find("Location");
  if (location == nullptr) return Failure{"a redirect without Location"};
  Result<http::HttpUrl> target = http::resolve_reference(url_, *location);
  if (!target) return Failure{"the Location of a redirect: " + target.error().reason};
  if (target->scheme != url_.scheme) return Failure{"a redirect to another scheme"};
  assert(redirects_left_ > 0);
  --redirects_left_;
  url_ = *std::move(target);
  return true;
}

Result<void> Attempt::take_challenge(const http::Response& unauthorized) {
  constexpr Purpose kClientNonce("http.client_nonce");
  std::vector<std::string_view> fields;
  for (const http::Header& header : unauthorized.headers) {
    if (http::equal_names(header.name, "WWW-Authenticate")) fields.emplace_back(header.value);
  }
  Result<void> taken = digest_.session.take_challenge(fields);
  if (taken) digest_.client_nonce = host_.chance(kClientNonce).bits();
  return taken;
}

bool Attempt::answers_challenge(const http::Response& unauthorized) {
  const ProvisioningCredentials* credentials = config_.provisioning_credentials;
  if (credentials == nullptr || credentials->scheme == HttpAuthentication::kNone) {
    unauthorized_because_ = "credentials are wanted, and this device has none";
  } else if (!is_same_origin(url_, origin_)) {
    unauthorized_because_ = "credentials are wanted by a server that they are not for";
  } else if (credentials->scheme == HttpAuthentication::kBasic) {
    unauthorized_because_ = "the credentials were not accepted";
  } else if (const Result<void> taken = take_challenge(unauthorized); !taken) {
    unauthorized_because_ = taken.error().reason;
  } else if (challenges_left_ == 0) {
    unauthorized_because_ = "a new nonce after each answer";
  } else {
    assert(challenges_left_ > 0);
    --challenges_left_;
    host_.record(device_events::ProvisionChallenged{
        .algorithm = digest_.session.algorithm(), .stale = digest_.session.stale(), .duration = duration()});
    return true;
  }
  digest_.session.forget();
  return false;
}

// --- events ---

void Attempt::begin(std::uint32_t number) {
  begin_ = host_.now();
  const std::string_view url = config_.provisioning_url;
  // The query is left out, because it may contain secrets.
  host_.record(device_events::ProvisionRequest{.url = url.substr(0, url.find('?')), .attempt = number});
}

ProvisioningOutcome Attempt::conclude(const http::Response& answer) {
  assert((answer.status == 401) == !unauthorized_because_.empty());
  if (answer.status == 401) return refuse(answer, unauthorized_because_);
  const std::string* info = answer.headers.find("Authentication-Info");
  if (info != nullptr && is_same_origin(url_, origin_)) digest_.session.take_next_nonce(*info);
  Result<ProvisionedSettings, AnswerFault> taken = judge_answer(config_, held_revision_, answer);
  if (taken) {
    host_.record(device_events::ProvisionAccepted{.revision = taken->settings.revision,
                                                  .serial_number = taken->serial_number,
                                                  .duration = duration(),
                                                  .partial = taken->is_partial ? std::optional(true) : std::nullopt});
    return *std::move(taken);
  }
  const AnswerFault& fault = taken.error();
  if (fault.kind == AnswerFault::Kind::kRefused) return refuse(answer, fault.reason);
  if (fault.kind == AnswerFault::Kind::kUnusable) return fail(fault.reason, &answer);
  host_.record(device_events::SettingsRejected{.reason = fault.reason, .duration = duration()});
  return ProvisioningFault{};
}

ProvisioningFault Attempt::refuse(const http::Response& answer, std::string_view reason) {
  const int status = answer.status;
  const std::optional<Duration> asked =
      retry_after_of(answer, host_.wall_clock(), config_.profile->longest_retry_after);
  host_.record(device_events::ProvisionRefused{
      .status = status, .reason = reason, .duration = duration(), .retry_after = asked});
  return {.refused = status == 200 || status == 401 || status == 403,
          .retry_after = has(Quirk::kIgnoresRetryAfter) ? std::nullopt : asked,
          .gives_up = status == 503 && asked && has(Quirk::kGivesUpAfterRetryAfter)};
}

ProvisioningFault Attempt::fail(std::string_view reason, const http::Response* answer) const {
  host_.record(device_events::ProvisionFailed{.reason = reason, .duration = duration()});
  ProvisioningFault fault;
  if (answer != nullptr && has(Quirk::kStoresAnyBody)) fault.page = answer->body;
  return fault;
}

ProvisioningFault bad_url(Host& host, const std::string& reason) {
  host.record(device_events::ProvisionFailed{.reason = reason, .duration = Duration::zero()});
  return {};
}

}  // namespace

Task<ProvisioningOutcome> fetch_settings(Host& host, const DeviceConfig& config, ProvisioningDigest& digest,
                                         std::optional<std::uint64_t> held_revision, std::uint32_t attempt_number) {
  const bool is_bare = is_bare_host(config.provisioning_url);
  if (is_bare && config.profile->quirks.has(Quirk::kTakesABareHostForTftp)) {
    co_return co_await ask_bare_host_by_tftp(host, config, attempt_number);
  }
  Result<http::HttpUrl> url = is_bare ? http::parse_http_url(bare_host_by_http(config.provisioning_url))
                                      : http::parse_http_url(config.provisioning_url);
  if (!url) co_return bad_url(host, "the provisioning URL: " + url.error().reason);
  if (url->scheme != "http") co_return bad_url(host, "the provisioning URL: https is not supported");
  Attempt attempt(host, config, digest, held_revision, *std::move(url));
  if (!co_await attempt.find_server()) {
    co_return ProvisioningFault{.gives_up = config.profile->quirks.has(Quirk::kAsksNamesOnce)};
  }
  attempt.begin(attempt_number);
  for (;;) {
    const Result<http::Response> answer = co_await attempt.ask();
    if (!answer) co_return attempt.fail(answer.error().reason);
    const Result<bool> more = attempt.wants_more(*answer);
    if (!more) co_return attempt.fail(more.error().reason, &*answer);
    if (!*more) co_return attempt.conclude(*answer);
  }
}

}  // namespace dialtone
