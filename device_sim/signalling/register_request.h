// A REGISTER request (RFC 3261 10.2), and the names that it carries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/model/settings.h"
#include "device_sim/signalling/signalling_transport.h"
#include "values/endpoint.h"

namespace dialtone {

// `sip:line100042@voip.example.net`; what a user part may not hold as it is stands escaped.
std::string address_of_record(const DeviceSettings& settings);
// `sip:voip.example.net`: the Request-URI, and the URI of the digest.
std::string registrar_uri(const DeviceSettings& settings);
// `sip:line100042@10.0.0.42:5060`, and `;transport=tcp` where it is not to be reached over UDP.
std::string contact_uri(const DeviceSettings& settings, const Endpoint& reached_at, SignallingTransport transport);

struct RegisterRequest {
  const DeviceSettings& settings;
  std::string_view request_uri;
  // What carries it, and from where.
  SignallingTransport transport = SignallingTransport::kUdp;
  Endpoint local;
  std::string_view contact;
  // A contact of the same device that is to go; empty: none.
  std::string_view stale_contact;
  std::string_view branch;
  std::string_view from_tag;
  std::string_view call_id;
  std::uint32_t cseq = 0;
  // 0 takes the binding away.
  std::uint32_t expires_seconds = 0;
  std::string_view user_agent;
  // The headers' values; empty: none.
  std::string_view authorization;
  std::string_view proxy_authorization;
};

// Its bytes, with an empty rport in the Via (RFC 3581).
std::string write_register(const RegisterRequest& request);

}  // namespace dialtone
