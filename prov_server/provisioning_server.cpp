#include "prov_server/provisioning_server.h"

#include <utility>
#include <variant>

#include "prov_server/answers.h"
#include "prov_server/carried_document.h"
#include "prov_server/settings.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {
namespace {

HttpServerOptions http_options(const ProvisioningServerOptions& options) {
  HttpServerOptions http = options.http;
  http.listen = options.listen;
  http.limits.body_bytes = options.most_document_bytes;
  return http;
}

}  // namespace

struct ProvisioningServer::Caller {
  std::string serial_number;
  std::string mac_address;
  std::string peer;
};

ProvisioningServer::ProvisioningServer(ProvisioningServerOptions options, SubscriberStore& store, ServerScript* script)
    : options_(std::move(options)), store_(store), http_(http_options(options_), *this, script) {}

Task<Result<void>> ProvisioningServer::run(Host& host) { return http_.run(host); }

http::Response ProvisioningServer::answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) {
  host.record("provision.refused",
              {{"peer", to_text(peer.address)}, {"status", fault.status}, {"reason", fault.reason}});
  http::Response response = fault_response(fault.status, fault.reason);
  if (fault.status == 405) response.headers.add("Allow", "GET, POST");
  return response;
}

Task<http::Response> ProvisioningServer::answer(Host& host, const Endpoint& peer, const http::Request& request) {
  co_await host.work(options_.request_cost);
  const Result<std::string, http::ParseFault> bytes =
      carried_document(request, options_.path, options_.most_document_bytes);
  if (!bytes) co_return answer_fault(host, peer, bytes.error());
  provisioning::DocumentLimits limits;
  limits.document_bytes = options_.most_document_bytes;
  const Result<provisioning::ProvisionRequest> document = provisioning::parse_provision_request(*bytes, limits);
  if (!document) co_return answer_fault(host, peer, {400, document.error().reason});
  const Caller caller{document->serial_number, to_text(document->mac_address), to_text(peer.address)};
  host.record("provision.request", {{"serial_number", caller.serial_number},
                                    {"mac_address", caller.mac_address},
                                    {"customer_number", document->customer_number},
                                    {"peer", caller.peer},
                                    {"ip_address", to_text(document->ip_address)}});
  co_return co_await answer_document(host, caller, *document);
}

Task<http::Response> ProvisioningServer::answer_document(Host& host, const Caller& caller,
                                                         const provisioning::ProvisionRequest& document) {
  const Identity identity{document.serial_number, document.mac_address, document.customer_number};
  const Result<IdentityMatch, StoreFault> found = co_await find(host, identity);
  if (!found) co_return answer_without_store(host, caller, found.error());
  if (const Subscriber* subscriber = std::get_if<Subscriber>(&*found)) {
    co_return answer_subscriber(host, caller, document, *subscriber);
  }
  const IdentityMismatch mismatch = std::get<IdentityMismatch>(*found);
  if (mismatch == IdentityMismatch::kConflict) {
    host.record("identity.conflict",
                {{"serial_number", caller.serial_number}, {"mac_address", caller.mac_address}, {"peer", caller.peer}});
  }
  co_return refuse(host, caller, to_text(mismatch));
}

Task<Result<IdentityMatch, StoreFault>> ProvisioningServer::find(Host& host, const Identity& identity) {
  for (const Duration pause : options_.store_pauses) {
    Result<IdentityMatch, StoreFault> found = store_.find_by_identity(identity);
    const bool locked = !found && found.error() == StoreFault::kLocked;
    if (!locked) co_return found;
    co_await host.sleep(pause);
  }
  co_return store_.find_by_identity(identity);
}

http::Response ProvisioningServer::answer_subscriber(Host& host, const Caller& caller,
                                                     const provisioning::ProvisionRequest& document,
                                                     const Subscriber& subscriber) {
  // Credentials are not read yet: whoever must have them has none.
  if (subscriber.provision_authentication != ProvisionAuthentication::kNone) {
    return refuse(host, caller, "the subscriber must authenticate");
  }
  host.record("provision.accepted", {{"serial_number", caller.serial_number},
                                     {"mac_address", caller.mac_address},
                                     {"peer", caller.peer},
                                     {"settings_revision", subscriber.settings_revision}});
  return xml_response(200, provisioning::write_provision_response(settings_for(subscriber, document)));
}

http::Response ProvisioningServer::refuse(Host& host, const Caller& caller, std::string_view reason) {
  host.record("provision.refused", {{"serial_number", caller.serial_number},
                                    {"mac_address", caller.mac_address},
                                    {"peer", caller.peer},
                                    {"status", 403},
                                    {"reason", reason}});
  return refusal_response();
}

http::Response ProvisioningServer::answer_without_store(Host& host, const Caller& caller, StoreFault fault) {
  host.record("provision.refused",
              {{"serial_number", caller.serial_number},
               {"mac_address", caller.mac_address},
               {"peer", caller.peer},
               {"status", 503},
               {"reason", fault == StoreFault::kLocked ? "the database is locked" : "the database is unusable"}});
  http::Response response = fault_response(503, "the service is unavailable, try again later");
  response.headers.add("Retry-After", std::to_string(options_.retry_after.count()));
  return response;
}

}  // namespace dialtone
