// Asks a registrar: sends one REGISTER after another until an answer is no challenge (RFC 3261 10.2, 22).
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

// A question to a registrar, with what its events say.
struct RegisterQuestion {
  const DeviceSettings& settings;
  Endpoint to;
  // How the device is reached, and how the request travels unless it is too large for UDP.
  Transport transport = Transport::kUdp;
  // Also the URI of the digest.
  std::string_view request_uri;
  std::uint32_t attempt = 1;
  // 0 removes the binding.
  std::uint32_t expires_seconds = 0;
  Moment limit = kNever;
  Moment begin{};
};

// The final response, or the reason why there is none, or why the challenge in the response was not answered.
struct RegisterReply {
  std::optional<sip::Message> response;
  std::string reason;
  // The contact of the last request.
  std::string contact;
  // Whether a quirk makes the device stop asking.
  bool gives_up = false;
};

// Keeps the Call-ID, the CSeq and the challenges of one boot's registrations.
class RegistrarClient {
 public:
  // Both must outlive the client.
  RegistrarClient(const DeviceConfig& config, SipUserAgent& user_agent) : config_(config), user_agent_(user_agent) {}

  Host& host() const { return user_agent_.host(); }
  const DeviceConfig& config() const { return config_; }
  SipUserAgent& user_agent() const { return user_agent_; }

  // Asks, and answers challenges. What `question` refers to must stay valid until the task ends. Records
  // registration.request, registration.challenged and address.learned.
  Task<RegisterReply> ask(RegisterQuestion question);
  // Forgets the challenges, because new settings have other realms or another password.
  void forget_challenges();

  // Whether a registrar may have a binding from this boot.
  bool may_be_bound() const { return may_be_bound_; }
  void set_unbound();
  // The question that removes a binding, to the call agent that granted it, or to the one asked last if none did. Call
  // it only if may_be_bound(). Writes the Request-URI into `request_uri`, to which the question refers, as to
  // `settings`.
  RegisterQuestion removal(const DeviceSettings& settings, std::string& request_uri, Moment limit) const;
  // Whether the device is no longer reached at `contact`.
  bool contact_is_outdated(const RegisterQuestion& question, std::string_view contact) const;

 private:
  struct Draft;

  // Sends one request and returns its final response.
  Task<Result<sip::Message, IoError>> exchange(const RegisterQuestion& question, std::string& contact);
  // The same over TCP, for a request that is too large for a datagram (RFC 3261 18.1.1).
  DIALTONE_OUT_OF_LINE Task<Result<sip::Message, IoError>> exchange_large(const RegisterQuestion& question,
                                                                          const Draft& draft, Moment limit);
  // The reason why the challenge cannot be answered; empty if it can.
  DIALTONE_OUT_OF_LINE std::optional<std::string> take_challenge(const RegisterQuestion& question,
                                                                 const sip::Message& response, RegisterReply& reply);
  DIALTONE_OUT_OF_LINE void take_success(const RegisterQuestion& question, const sip::Message& response,
                                         const std::string& contact);
  DIALTONE_OUT_OF_LINE void learn_address(const RegisterQuestion& question, const sip::Message& response);
  DIALTONE_OUT_OF_LINE Draft draft(const RegisterQuestion& question);
  DIALTONE_OUT_OF_LINE std::string write(const RegisterQuestion& question, const Draft& draft, Transport transport);
  // The credentials for the registrar's challenge, or for a proxy's.
  std::string answer_to(DigestSession& session, const RegisterQuestion& question);
  // The value of Authorization; empty: none.
  std::string authorization(const RegisterQuestion& question);
  // Takes the topmost challenge of `fields`, and keeps that of the realm before (a quirk).
  Result<void> take_challenge_beside(std::span<const std::string_view> fields);
  std::string contact_for(const RegisterQuestion& question) const;
  // The Call-ID of this boot, or the one of all boots (a quirk).
  std::string call_id() const;
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }
  sip::Timers timers() const;

  // Makes the question's target the call agent.
  DIALTONE_OUT_OF_LINE void set_call_agent(const RegisterQuestion& question);

  // State that few devices need; apart, so that a hundred thousand others do not pay for it.
  struct Rare {
    std::optional<DigestSession> proxy_digest;
    // The challenge of another realm before the present one, for a device that answers both (a quirk).
    std::optional<DigestSession> digest_before;
    // The Request-URI for the call agent, if a redirection named one; otherwise empty.
    std::string request_uri;
    // The contact bound last, if contacts can change.
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
  // Whether the call agent has granted a binding that has not ended.
  bool is_granted_ = false;
};

}  // namespace dialtone
