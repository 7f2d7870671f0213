// The provisioning server: gives a device that identifies itself, and authenticates if its subscriber requires that,
// the subscriber's settings in XML over HTTP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/http/script.h"
#include "protocol/http/server.h"
#include "prov_server/audit/audit.h"
#include "prov_server/audit/identity_conflicts.h"
#include "prov_server/device_authenticator.h"
#include "prov_server/erring_settings.h"
#include "prov_server/exchange.h"
#include "prov_server/provisioning_quirks.h"
#include "prov_server/request_limiter.h"
#include "subscribers/subscriber_store.h"
#include "values/endpoint.h"
#include "values/ip_address.h"
#include "values/result.h"
#include "values/time.h"
#include "wire/http/url.h"
#include "wire/provisioning/provision_request.h"
#include "world/host.h"

namespace dialtone {

struct ProvisioningServerOptions {
  std::vector<Endpoint> listen;
  std::string path = "/provision";
  std::size_t most_document_bytes = 64 * 1024;
  // The mean time between the permitted requests of one address (request_limiter.h); nullopt: no limit.
  std::optional<Duration> limit_interval = std::nullopt;
  // The addresses from which X-Forwarded-For is believed.
  std::vector<Cidr> trusted_proxies = {};
  // The realm, the digest algorithms, the lifetime of nonces, and the lockout.
  DeviceAuthenticatorOptions authentication = {};
  // How long a request occupies one of the host's cores, in virtual time; measured by the benchmark.
  Duration request_cost{};
  // The pauses between attempts to read a locked store; after the last one the answer is 503.
  std::vector<Duration> store_pauses = {std::chrono::milliseconds(20), std::chrono::milliseconds(40),
                                        std::chrono::milliseconds(80), std::chrono::milliseconds(160)};
  // The Retry-After header of that 503.
  std::chrono::seconds retry_after{5};
  // The least time between two checks, at a request, whether the path still names the open database.
  Duration store_refresh = std::chrono::seconds(1);
  // The errors that the server makes on purpose.
  ProvisioningQuirks quirks = {};
  // The limits and deadlines of HTTP; the document has its own limits.
  HttpServerOptions http = {};
};

class ProvisioningServer : private HttpHandler {
 public:
  // `store` must outlive the server, as must `script` and `audit`, which may be null.
  ProvisioningServer(ProvisioningServerOptions options, SubscriberStore& store, HttpScript* script = nullptr,
                     Audit* audit = nullptr);

  // As HttpServer::run. Records `provision.request` for each readable document, and for each answer
  // `provision.accepted`, `provision.challenged`, `provision.refused`, `provision.limited` or `provision.locked` with
  // its status and the reason, which the client never learns; and, a little later, `identity.conflict`. Notes each
  // answer in the audit.
  Task<Result<void>> run(Host& host);

  // Returns how many passwords have been tried: together with the number of the store's look-ups, a measure of an
  // answer's work.
  std::uint64_t passwords_tried() const { return authenticator_ ? authenticator_->passwords_tried() : 0; }

 private:
  // A document, or why there is none.
  using Asked = Result<provisioning::ProvisionRequest, http::ParseFault>;
  using Judgement = DeviceAuthenticator::Judgement;

  Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) override;
  http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) override;

  Asked read_document(const http::Request& request, const http::RequestTarget& target) const;
  // Makes the same look-ups in the store for every document and all credentials, up to the outcome.
  Task<http::Response> decide(Host& host, const Exchange& exchange, const PresentedCredentials& credentials,
                              const Asked& asked);
  Task<Result<Judgement, StoreFault>> judge(Host& host, const IpAddress& client,
                                            const PresentedCredentials& credentials, const IdentityMatch& match);
  // Answers a request that is not served and has no valid credentials.
  Task<http::Response> turn_away(Host& host, const Exchange& exchange, const Asked& asked, Judgement judgement,
                                 std::optional<IdentityMismatch> mismatch);
  // Repeats a look-up after each pause while the store is locked.
  template <typename Question>
  auto ask_again(Host& host, Question question) -> Task<decltype(question())>;

  // Returns true if the served subscriber needs no authentication, given the scheme of the credentials.
  bool needs_no_proof(const Subscriber& served, const PresentedCredentials& credentials,
                      const Judgement& judgement) const;
  http::Response fault(Host& host, const Exchange& exchange, const http::ParseFault& fault);
  http::Response accept(Host& host, const Exchange& exchange, const Subscriber& subscriber);
  // `mismatch` is nullopt if the identity matched but the credentials are another subscriber's.
  http::Response refuse(Host& host, const Exchange& exchange, std::optional<IdentityMismatch> mismatch);
  http::Response limit(Host& host, const Exchange& exchange, Duration wait);
  http::Response lock_out(Host& host, const Exchange& exchange, const Judgement& judgement);
  http::Response unavailable(Host& host, const Exchange& exchange, StoreFault fault);

  ProvisioningServerOptions options_;
  SubscriberStore& store_;
  Audit* audit_;
  HttpServer http_;
  // Created when the host is known, because the host's chance makes the secrets.
  std::optional<DeviceAuthenticator> authenticator_;
  std::optional<IdentityConflicts> conflicts_;
  std::optional<RequestLimiter> limiter_;
  ErringSettings erring_settings_;
  // The nonces' secret, if a quirk reveals it; else empty.
  std::string told_secret_;
  Moment refreshed_at_ = Moment::min();
};

}  // namespace dialtone
