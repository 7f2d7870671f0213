#include "prov_server/exchange.h"

#include <cassert>
#include <cstdlib>
#include <string>

#include "prov_server/audit/provisioning_events.h"

namespace dialtone {
namespace {

constexpr std::size_t kReasonRoom = 40;

const DeclaredEvent& event_of(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::kAccepted: return provisioning_events::Accepted::kEvent;
    case Outcome::Kind::kChallenged: return provisioning_events::Challenged::kEvent;
    case Outcome::Kind::kRefused: return provisioning_events::Refused::kEvent;
    case Outcome::Kind::kLimited: return provisioning_events::Limited::kEvent;
    case Outcome::Kind::kLocked: return provisioning_events::Locked::kEvent;
  }
  std::abort();
}

void record_acceptance(Host& host, const Exchange& exchange, const Outcome& outcome) {
  assert(exchange.document != nullptr && outcome.settings_revision);
  host.record(
      provisioning_events::Accepted{.serial_number = exchange.document->serial_number,
                                    .mac_address = exchange.mac_address,
                                    .peer = exchange.peer,
                                    .settings_revision = *outcome.settings_revision,
                                    .reason = outcome.reason.empty() ? std::nullopt : std::optional(outcome.reason)});
}

// Records an answer without settings, which may come before a document was read.
template <typename Denial>
void record_denial(Host& host, const Exchange& exchange, const Outcome& outcome) {
  std::optional<std::string_view> serial_number;
  std::optional<std::string_view> mac_address;
  if (exchange.document != nullptr) {
    serial_number = exchange.document->serial_number;
    mac_address = exchange.mac_address;
  }
  host.record(Denial{.serial_number = serial_number,
                     .mac_address = mac_address,
                     .peer = exchange.peer,
                     .status = outcome.status,
                     .reason = outcome.reason});
}

void record_outcome(Host& host, const Exchange& exchange, const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kAccepted: return record_acceptance(host, exchange, outcome);
    case Outcome::Kind::kChallenged: return record_denial<provisioning_events::Challenged>(host, exchange, outcome);
    case Outcome::Kind::kRefused: return record_denial<provisioning_events::Refused>(host, exchange, outcome);
    case Outcome::Kind::kLocked: return record_denial<provisioning_events::Locked>(host, exchange, outcome);
    case Outcome::Kind::kLimited:
      assert(exchange.document == nullptr && "whoever asks too often is not listened to");
      host.record(
          provisioning_events::Limited{.peer = exchange.peer, .status = outcome.status, .reason = outcome.reason});
      return;
  }
  std::abort();
}

}  // namespace

void record_request(Host& host, const Exchange& exchange) {
  assert(exchange.document != nullptr);
  const provisioning::ProvisionRequest& document = *exchange.document;
  host.record(provisioning_events::Request{.serial_number = document.serial_number,
                                           .mac_address = exchange.mac_address,
                                           .customer_number = document.customer_number,
                                           .peer = exchange.peer,
                                           .ip_address = to_text(document.ip_address)});
}

void conclude(Host& host, Audit* audit, const Exchange& exchange, const Outcome& outcome) {
  assert((outcome.kind == Outcome::Kind::kAccepted) == (outcome.status == 200));
  assert(outcome.settings_revision.has_value() == (outcome.status == 200));
  record_outcome(host, exchange, outcome);
  if (audit == nullptr) return;
  const std::string_view event = event_of(outcome.kind).name;
  AuditEntry entry{.time = host.wall_clock(),
                   .client = exchange.client,
                   .serial_number = {},
                   .mac_address = {},
                   .customer_number = {},
                   .outcome = event.substr(event.find('.') + 1),
                   .status = outcome.status,
                   .reason = {},
                   .scheme = to_text(exchange.scheme)};
  // Reserves the same room for every reason of a refusal, so that the allocations are the same.
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
