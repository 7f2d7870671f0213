#include "prov_server/exchange.h"

#include <string>

namespace dialtone {
namespace {

constexpr std::size_t kReasonRoom = 40;

void record_outcome(Host& host, const Exchange& exchange, const Outcome& outcome) {
  const std::string& peer = exchange.peer;
  if (exchange.document == nullptr) {
    host.record(outcome.event, {{"peer", peer}, {"status", outcome.status}, {"reason", outcome.reason}});
    return;
  }
  const std::string& serial_number = exchange.document->serial_number;
  const std::string& mac_address = exchange.mac_address;
  if (outcome.settings_revision) {
    host.record(outcome.event, {{"serial_number", serial_number},
                                {"mac_address", mac_address},
                                {"peer", peer},
                                {"settings_revision", *outcome.settings_revision}});
    return;
  }
  host.record(outcome.event, {{"serial_number", serial_number},
                              {"mac_address", mac_address},
                              {"peer", peer},
                              {"status", outcome.status},
                              {"reason", outcome.reason}});
}

}  // namespace

void record_request(Host& host, const Exchange& exchange) {
  const provisioning::ProvisionRequest& document = *exchange.document;
  host.record("provision.request", {{"serial_number", document.serial_number},
                                    {"mac_address", exchange.mac_address},
                                    {"customer_number", document.customer_number},
                                    {"peer", exchange.peer},
                                    {"ip_address", to_text(document.ip_address)}});
}

void conclude(Host& host, Audit* audit, const Exchange& exchange, const Outcome& outcome) {
  record_outcome(host, exchange, outcome);
  if (audit == nullptr) return;
  AuditEntry entry{.time = host.wall_clock(),
                   .client = exchange.client,
                   .serial_number = {},
                   .mac_address = {},
                   .customer_number = {},
                   .outcome = outcome.event.substr(outcome.event.find('.') + 1),
                   .status = outcome.status,
                   .reason = {},
                   .scheme = to_text(exchange.scheme)};
  // As much room for every reason that a refusal has.
  if (!outcome.reason.empty()) entry.reason.reserve(kReasonRoom);
  entry.reason = outcome.reason;
  if (exchange.document != nullptr) {
    entry.serial_number = exchange.document->serial_number;
    entry.mac_address = exchange.document->mac_address;
    entry.customer_number = exchange.document->customer_number;
  }
  audit->note(std::move(entry));
}

}  // namespace dialtone
