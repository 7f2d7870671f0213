// A REGISTER request (RFC 3261 10.2), and the URIs in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/model/settings.h"
#include "values/endpoint.h"
#include "values/transport.h"

namespace dialtone {

// Returns `sip:line100042@voip.example.net`; characters that a user part must not contain are escaped.
std::string address_of_record(const DeviceSettings& settings);
// Returns `sip:voip.example.net`: the Request-URI, and the URI of the digest.
std::string registrar_uri(const DeviceSettings& settings);
// Returns `sip:line100042@10.0.0.42:5060`, with `;transport=tcp` if the device is reached over TCP.
std::string contact_uri(const DeviceSettings& settings, const Endpoint& reached_at, Transport transport);

struct RegisterRequest {
  const DeviceSettings& settings;
  std::string_view request_uri;
  // The transport of the request, and the address that it is sent from.
  Transport transport = Transport::kUdp;
  Endpoint local;
  std::string_view contact;
  // True if `*` replaces all contacts (RFC 3261 10.2.2); only with expires_seconds = 0.
  bool removes_all = false;
  // An earlier contact of the device, to be removed; empty: none.
  std::string_view stale_contact;
  std::string_view branch;
  std::string_view from_tag;
  std::string_view call_id;
  std::uint32_t cseq = 0;
  // 0 removes the binding.
  std::uint32_t expires_seconds = 0;
  std::string_view user_agent;
  // The values of these headers; empty: no such header.
  std::string_view authorization;
  std::string_view proxy_authorization;
};

// Returns the bytes of the request, with an empty rport in the Via (RFC 3581).
std::string write_register(const RegisterRequest& request);

}  // namespace dialtone
