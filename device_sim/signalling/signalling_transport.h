// The transports of SIP messages.
#pragma once

#include <string_view>

#include "values/transport.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {

using SignallingTransport = Transport;

// Returns the word of a Via: `UDP`.
constexpr std::string_view to_text(SignallingTransport transport) {
  return transport == SignallingTransport::kUdp ? "UDP" : "TCP";
}

constexpr SignallingTransport signalling_transport_of(provisioning::CallAgentTransport transport) {
  return transport == provisioning::CallAgentTransport::kTcp ? SignallingTransport::kTcp : SignallingTransport::kUdp;
}

}  // namespace dialtone
