// Provisioning servers that challenge, redirect and keep connections.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/device_sim/device_story.h"
#include "tests/heard.h"
#include "wire/digest/algorithm.h"
#include "wire/digest/credentials.h"

namespace dialtone {

// Knows one account, `ata42` with `p4ssword`, and challenges all other requests with nonce-1, nonce-2 and so on.
class HttpGuard {
 public:
  digest::Algorithm algorithm = digest::Algorithm::kMd5;
  // Sent instead of the guard's own challenge, each as a separate header.
  std::vector<std::string> challenges;
  bool offers_qop = true;
  // How many times a nonce is accepted with right credentials.
  int uses_of_nonce = 1000;
  bool says_stale = false;
  // The accepted credentials in order.
  Heard<digest::Credentials> seen;

  // Returns nullopt to accept the request, otherwise the 401.
  std::optional<std::string> judge(const http::Request& request);
  std::string challenge() const;

 private:
  bool is_right(const http::Request& request);

  int nonces_ = 0;
  int uses_ = 0;
};

class HttpServerStory : public DeviceStory {
 protected:
  static constexpr std::string_view kPassword = "p4ssword";

  // Makes the device use this scheme from now on.
  void use(HttpAuthentication scheme);
  // Makes the server demand credentials, and keep connections.
  void guard();
  // Adds another server with that name, whose answers are those of `server`.
  void add_server(const std::string& name, const IpAddress& address, ScriptedProvisioning& server);
  // Long enough for one attempt, too short for two.
  void run_one_attempt() { run_for(kBootTime + 4s); }
  std::string only_reason(std::string_view event) const;
  // Returns the Authorization of a request; empty if it has none.
  static std::string authorization(const ScriptedProvisioning::Request& request);

  HttpGuard guard_;
  ProvisioningCredentials credentials_;
};

}  // namespace dialtone
