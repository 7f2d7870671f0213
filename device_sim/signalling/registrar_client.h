// Asks a registrar: sends one REGISTER after another until an answer is not a challenge (RFC 3261 10.2, 22).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "device_sim/model/device_config.h"
#include "device_sim/model/settings.h"
#include "device_sim/signalling/sip_exchange.h"
#include "device_sim/signalling/sip_user_agent.h"
#include "protocol/digest/digest_session.h"
#include "values/out_of_line.h"
#include "world/host.h"

namespace dialtone {

// A question to a registrar, and what the events about it contain.
struct RegisterQuestion {
  const DeviceSettings& settings;
  Endpoint to;
  // The transport by which the device is to be reached. The request uses it too, unless it is too large for UDP.
  Transport transport = Transport::kUdp;
  // The Request-URI, which is also the URI of the digest.
  std::string_view request_uri;
  std::uint32_t attempt = 1;
  // 0 removes the binding.
  std::uint32_t expires_seconds = 0;
  Moment limit = kNever;
  Moment begin{};
};

// The final response; or the reason why there is none, or why its challenge was not answered.
struct RegisterReply {
  std::optional<sip::Message> response;
  std::string reason;
  // The contact of the last request.
  std::string contact;
  // True if a quirk makes the device stop asking.
  bool gives_up = false;
};

// Keeps the Call-ID, the CSeq and the challenges of one boot's registrations.
class RegistrarClient {
 public:
  // Both arguments must outlive the client.
  RegistrarClient(const DeviceConfig& config, SipUserAgent& user_agent) : config_(config), user_agent_(user_agent) {}

  Host& host() const { return user_agent_.host(); }
  const DeviceConfig& config() const { return config_; }
  SipUserAgent& user_agent() const { return user_agent_; }

  // Sends the REGISTER, and answers challenges. What `question` refers to must stay valid until the task ends. Records
  // registration.request, registration.challenged and address.learned.
  Task<RegisterReply> ask(RegisterQuestion question);
  // Forgets the challenges, because new settings have other realms or another password.
  void forget_challenges();

  // Returns true if a registrar may have a binding from this boot.
  bool may_be_bound() const { return may_be_bound_; }
  void set_unbound();
  // Returns the question that removes a binding: to the call agent that granted it or, if none did, the one asked last.
  // Call only if may_be_bound(). The question refers to `settings` and to `request_uri`, into which the function
  // writes.
  RegisterQuestion removal(const DeviceSettings& settings, std::string& request_uri, Moment limit) const;
  // Returns true if the device is no longer reached at `contact`.
  bool contact_is_outdated(const RegisterQuestion& question, std::string_view contact) const;

 private:
  struct Draft;

  // Sends one request and returns its final response.
  Task<Result<sip::Message, IoError>> exchange(const RegisterQuestion& question, std::string& contact);
  // As exchange(), but over TCP, for a request that is too large for a datagram (RFC 3261 18.1.1).
  DIALTONE_OUT_OF_LINE Task<Result<sip::Message, IoError>> exchange_large(const RegisterQuestion& question,
                                                                          const Draft& draft, Moment limit);
  // Takes the response's challenge. Returns the reason if it cannot be answered, otherwise nullopt.
  DIALTONE_OUT_OF_LINE std::optional<std::string> take_challenge(const RegisterQuestion& question,
                                                                 const sip::Message& response, RegisterReply& reply);
  DIALTONE_OUT_OF_LINE void take_success(const RegisterQuestion& question, const sip::Message& response,
                                         const std::string& contact);
  DIALTONE_OUT_OF_LINE void learn_address(const RegisterQuestion& question, const sip::Message& response);
  DIALTONE_OUT_OF_LINE Draft draft(const RegisterQuestion& question);
  DIALTONE_OUT_OF_LINE std::string write(const RegisterQuestion& question, const Draft& draft, Transport transport);
  // Returns the credentials for the challenge of `session`, which is the registrar's or a proxy's.
  std::string answer_to(DigestSession& session, const RegisterQuestion& question);
  // Returns the value of Authorization; empty: no such header.
  std::string authorization(const RegisterQuestion& question);
  // Takes the first challenge of `fields`, and keeps that of the previous realm as well (a quirk).
  Result<void> take_challenge_beside(std::span<const std::string_view> fields);
  std::string contact_for(const RegisterQuestion& question) const;
  // Returns the Call-ID of this boot, or the one of all boots (a quirk).
  std::string call_id() const;
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }
  sip::Timers timers() const;

  // Makes the question's target the call agent to use.
  DIALTONE_OUT_OF_LINE void set_call_agent(const RegisterQuestion& question);

  // State that few devices need; allocated separately, to keep the others small.
  struct Rare {
    std::optional<DigestSession> proxy_digest;
    // The previous challenge of another realm, for a device that answers both (a quirk).
    std::optional<DigestSession> digest_before;
    // The Request-URI for the call agent, if a redirection named one; otherwise empty.
    std::string request_uri;
    // The contact that was bound last, if contacts can change.
    std::optional<std::string> bound_contact;
    // The device's address as the registrar saw it, if that differs from its own.
    std::optional<Endpoint> seen_address;
  };
  Rare& rare() {
    if (rare_ == nullptr) rare_ = std::make_unique<Rare>();
    return *rare_;
  }
  bool has_proxy_digest() const { return rare_ != nullptr && rare_->proxy_digest; }
  bool has_bound_contact() const { return rare_ != nullptr && rare_->bound_contact; }
  bool has_seen_address() const { return rare_ != nullptr && rare_->seen_address; }
  void forget_bound_contact() {
    if (rare_ != nullptr) rare_->bound_contact.reset();
  }

  const DeviceConfig& config_;
  SipUserAgent& user_agent_;
  DigestSession digest_;
  std::unique_ptr<Rare> rare_;
  std::uint32_t cseq_ = 0;
  // The transport of the last request to the call agent.
  Transport transport_ = Transport::kUdp;
  bool may_be_bound_ = false;
  // True if the call agent has granted a binding that has not ended.
  bool is_granted_ = false;
};

}  // namespace dialtone
