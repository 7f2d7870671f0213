// The provisioning server: it gives a device that identifies itself the settings of its subscriber, in XML over HTTP.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "prov_server/http_server.h"
#include "prov_server/server_script.h"
#include "subscribers/subscriber_store.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"
#include "wire/provisioning/provision_request.h"
#include "world/host.h"

namespace dialtone {

struct ProvisioningServerOptions {
  std::vector<Endpoint> listen;
  std::string path = "/provision";
  std::size_t most_document_bytes = 64 * 1024;
  // What a request costs one of the host's cores, in virtual time: as the benchmark measured it.
  Duration request_cost{};
  // How long a locked store is waited for before each new try; behind the last one the answer is 503.
  std::vector<Duration> store_pauses = {std::chrono::milliseconds(20), std::chrono::milliseconds(40),
                                        std::chrono::milliseconds(80), std::chrono::milliseconds(160)};
  // What Retry-After says then.
  std::chrono::seconds retry_after{5};
  // The listeners, the limits but for the document's, and the deadlines of every wait.
  HttpServerOptions http;
};

class ProvisioningServer : private HttpHandler {
 public:
  // The store, and the script where there is one, outlive the server.
  ProvisioningServer(ProvisioningServerOptions options, SubscriberStore& store, ServerScript* script = nullptr);

  // As HttpServer::run. Records `provision.request` for each document that can be read, and for each answer
  // `provision.accepted` or `provision.refused` with its status and the reason, which the caller never gets; and
  // `identity.conflict`.
  Task<Result<void>> run(Host& host);

 private:
  // Who asks, for the record.
  struct Caller;

  Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) override;
  http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) override;

  Task<http::Response> answer_document(Host& host, const Caller& caller,
                                       const provisioning::ProvisionRequest& document);
  // Waits for a store that is locked, as the options say.
  Task<Result<IdentityMatch, StoreFault>> find(Host& host, const Identity& identity);
  http::Response answer_subscriber(Host& host, const Caller& caller, const provisioning::ProvisionRequest& document,
                                   const Subscriber& subscriber);
  http::Response refuse(Host& host, const Caller& caller, std::string_view reason);
  http::Response answer_without_store(Host& host, const Caller& caller, StoreFault fault);

  ProvisioningServerOptions options_;
  SubscriberStore& store_;
  HttpServer http_;
};

}  // namespace dialtone
