// One request and its outcome, for events and audit.
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
  // Notes that the request carries this document, which must outlive the exchange.
  void carries(const provisioning::ProvisionRequest& request) {
    document = &request;
    mac_address = to_text(request.mac_address);
  }

  IpAddress client;
  // The client, and the document's MAC address, as text for events.
  std::string peer;
  std::string mac_address{};
  // Null if no document could be read.
  const provisioning::ProvisionRequest* document = nullptr;
  // The scheme of the request's credentials.
  ProvisionAuthentication scheme = ProvisionAuthentication::kNone;
};

struct Outcome {
  enum class Kind : std::uint8_t { kAccepted, kChallenged, kRefused, kLimited, kLocked };

  Kind kind{};
  int status = 200;
  // For a refusal, the reason: for the operator and never for the client. For an accepted request empty, or the
  // password if the quirk writes-a-password-into-an-event is set.
  std::string_view reason = {};
  // The revision of the settings that were sent.
  std::optional<std::uint64_t> settings_revision = std::nullopt;
};

// Records `provision.request`; requires a document.
void record_request(Host& host, const Exchange& exchange);

// Records the outcome and notes it in the audit, which may be null.
void conclude(Host& host, Audit* audit, const Exchange& exchange, const Outcome& outcome);

}  // namespace dialtone
