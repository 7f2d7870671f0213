// A REGISTER request (RFC 3261 10.2), and the names that it carries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/settings.h"
#include "values/endpoint.h"

namespace dialtone {

// `sip:line100042@voip.example.net`; what a user part may not hold as it is stands escaped.
std::string address_of_record(const DeviceSettings& settings);
// `sip:voip.example.net`: the Request-URI, and the URI of the digest.
std::string registrar_uri(const DeviceSettings& settings);
// `sip:line100042@10.0.0.42:5060`.
std::string contact_uri(const DeviceSettings& settings, const Endpoint& local);

struct RegisterRequest {
  const DeviceSettings& settings;
  Endpoint local;
  std::string_view branch;
  std::string_view from_tag;
  std::string_view call_id;
  std::uint32_t cseq = 0;
  // 0 takes the binding away.
  std::uint32_t expires_seconds = 0;
  std::string_view user_agent;
  // The header's value; empty: none.
  std::string_view authorization;
};

// Its bytes, with an empty rport in the Via (RFC 3581).
std::string write_register(const RegisterRequest& request);

}  // namespace dialtone
