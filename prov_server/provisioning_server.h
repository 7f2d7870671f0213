// The provisioning server: it gives a device that identifies itself, and proves that where it must, the settings of its
// subscriber, in XML over HTTP.
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
  // What one request of an address stands for (request_limiter.h); nothing: there is no limit.
  std::optional<Duration> limit_interval = std::nullopt;
  // From where X-Forwarded-For is believed.
  std::vector<Cidr> trusted_proxies = {};
  // Realm, digest algorithms, the nonces' lifetime, and who is locked out.
  DeviceAuthenticatorOptions authentication = {};
  // What a request costs one of the host's cores, in virtual time: as the benchmark measured it.
  Duration request_cost{};
  // How long a locked store is waited for before each new try; behind the last one the answer is 503.
  std::vector<Duration> store_pauses = {std::chrono::milliseconds(20), std::chrono::milliseconds(40),
                                        std::chrono::milliseconds(80), std::chrono::milliseconds(160)};
  // What Retry-After says then.
  std::chrono::seconds retry_after{5};
  // How often, as requests come, it is looked whether the store is still there.
  Duration store_refresh = std::chrono::seconds(1);
  // What it does wrong.
  ProvisioningQuirks quirks = {};
  // The listeners, the limits but for the document's, and the deadlines of every wait.
  HttpServerOptions http = {};
};

class ProvisioningServer : private HttpHandler {
 public:
  // The store, and the script and the audit where there are any, outlive the server.
  ProvisioningServer(ProvisioningServerOptions options, SubscriberStore& store, HttpScript* script = nullptr,
                     Audit* audit = nullptr);

  // As HttpServer::run. Records `provision.request` for each document that can be read, and for each answer
  // `provision.accepted`, `provision.challenged`, `provision.refused`, `provision.limited` or `provision.locked` with
  // its status and the reason, which the caller never gets; and, a little later, `identity.conflict`. Each answer is
  // noted in the audit.
  Task<Result<void>> run(Host& host);

  // How many passwords have been tried: with the store's questions, the work that the answers took.
  std::uint64_t passwords_tried() const { return authenticator_ ? authenticator_->passwords_tried() : 0; }

 private:
  // A document, or why there is none.
  using Asked = Result<provisioning::ProvisionRequest, http::ParseFault>;
  using Judgement = DeviceAuthenticator::Judgement;

  Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) override;
  http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) override;

  Asked read_document(const http::Request& request, const http::RequestTarget& target) const;
  // Whatever the document and the credentials are, up to the outcome the same questions are asked of the store.
  Task<http::Response> decide(Host& host, const Exchange& exchange, const PresentedCredentials& credentials,
                              const Asked& asked);
  Task<Result<Judgement, StoreFault>> judge(Host& host, const IpAddress& client,
                                            const PresentedCredentials& credentials, const IdentityMatch& match);
  // For who is not served, and has no valid credentials.
  Task<http::Response> turn_away(Host& host, const Exchange& exchange, const Asked& asked, Judgement judgement,
                                 std::optional<IdentityMismatch> mismatch);
  // Puts a question to the store that was locked, after each pause, until it is not.
  template <typename Question>
  auto ask_again(Host& host, Question question) -> Task<decltype(question())>;

  // Whether who is served gets his settings without a proof, with credentials of that scheme.
  bool needs_no_proof(const Subscriber& served, const PresentedCredentials& credentials,
                      const Judgement& judgement) const;
  http::Response fault(Host& host, const Exchange& exchange, const http::ParseFault& fault);
  http::Response accept(Host& host, const Exchange& exchange, const Subscriber& subscriber);
  // `mismatch`: none where the credentials are another's.
  http::Response refuse(Host& host, const Exchange& exchange, std::optional<IdentityMismatch> mismatch);
  http::Response limit(Host& host, const Exchange& exchange, Duration wait);
  http::Response lock_out(Host& host, const Exchange& exchange, const Judgement& judgement);
  http::Response unavailable(Host& host, const Exchange& exchange, StoreFault fault);

  ProvisioningServerOptions options_;
  SubscriberStore& store_;
  Audit* audit_;
  HttpServer http_;
  // Made when the host is known, whose chance makes their secrets.
  std::optional<DeviceAuthenticator> authenticator_;
  std::optional<IdentityConflicts> conflicts_;
  std::optional<RequestLimiter> limiter_;
  ErringSettings erring_settings_;
  // What a server that errs tells of its nonces; else empty.
  std::string told_secret_;
  Moment refreshed_at_ = Moment::min();
};

}  // namespace dialtone
