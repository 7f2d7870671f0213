// One request and its outcome, as the record and the audit tell of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "prov_server/audit/audit.h"
#include "subscribers/subscriber.h"
#include "values/ip_address.h"
#include "wire/provisioning/provision_request.h"
#include "world/host.h"

namespace dialtone {

struct Exchange {
  explicit Exchange(const IpAddress& address) : client(address), peer(to_text(address)) {}
  // From now on the record tells of the document too, which outlives the exchange.
  void carries(const provisioning::ProvisionRequest& request) {
    document = &request;
    mac_address = to_text(request.mac_address);
  }

  IpAddress client;
  // The client, and the document's MAC address, as events have them.
  std::string peer;
  std::string mac_address{};
  // Null where none could be read.
  const provisioning::ProvisionRequest* document = nullptr;
  // Of the credentials that came.
  ProvisionAuthentication scheme = ProvisionAuthentication::kNone;
};

struct Outcome {
  enum class Kind : std::uint8_t { kAccepted, kChallenged, kRefused, kLimited, kLocked };

  Kind kind{};
  int status = 200;
  // Why; for the operator, never for the caller. Of settings that were given: empty, or the password that the quirk
  // writes-a-password-into-an-event tells.
  std::string_view reason = {};
  // Of the settings that were given.
  std::optional<std::uint64_t> settings_revision = std::nullopt;
};

// Records `provision.request`; only with a document.
void record_request(Host& host, const Exchange& exchange);

// Records the outcome, and notes it in the audit unless that is null.
void conclude(Host& host, Audit* audit, const Exchange& exchange, const Outcome& outcome);

}  // namespace dialtone
