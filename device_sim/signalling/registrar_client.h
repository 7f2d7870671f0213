// Asking a registrar: one REGISTER after another until an answer comes that is no challenge (RFC 3261 10.2, 22).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/model/device_config.h"
#include "device_sim/model/settings.h"
#include "device_sim/signalling/sip_exchange.h"
#include "device_sim/signalling/sip_user_agent.h"
#include "protocol/digest/digest_session.h"
#include "world/host.h"

namespace dialtone {

// What a registrar is asked, and how that is told.
struct RegisterQuestion {
  const DeviceSettings& settings;
  Endpoint to;
  // How the device is to be reached, and how the request travels unless it is too large for that.
  SignallingTransport transport = SignallingTransport::kUdp;
  // Also that of the digest.
  std::string_view request_uri;
  std::uint32_t attempt = 1;
  // 0 takes the binding away.
  std::uint32_t expires_seconds = 0;
  Moment limit = kNever;
  Moment begin{};
};

// The final response, or why there is none; with a challenge that was not answered, why.
struct RegisterReply {
  std::optional<sip::Message> response;
  std::string reason;
  // What was asked for in the last request.
  std::string contact;
  // The device has the quirk to ask no more.
  bool gives_up = false;
};

// One for a boot: the Call-ID, the CSeq and the challenges of its registrations.
//
// [[gnu::noinline]] keeps what plain functions have on their stack out of the frames of the coroutines that call them.
class RegistrarClient {
 public:
  // All three must outlive it.
  RegistrarClient(const DeviceConfig& config, SipUserAgent& user_agent) : config_(config), user_agent_(user_agent) {}

  Host& host() const { return user_agent_.host(); }
  const DeviceConfig& config() const { return config_; }
  SipUserAgent& user_agent() const { return user_agent_; }

  // Asks, and answers challenges. What `question` refers to must stay until it returns. Records registration.request
  // and .challenged, and address.learned.
  Task<RegisterReply> ask(RegisterQuestion question);
  // Begins with new settings: other realms, another password.
  void forget_challenges();

  // Whether a registrar may have a binding of this boot's.
  bool may_be_bound() const { return may_be_bound_; }
  void set_unbound();
  // What takes the binding away, where there may be one: to the call agent that granted it, or as long as none has, to
  // the one that was asked last. `request_uri` is where the question's own lies; both must stay as long as that.
  RegisterQuestion removal(const DeviceSettings& settings, std::string& request_uri, Moment limit) const;
  // Whether `contact` is no longer where the device is to be reached.
  bool contact_is_outdated(const RegisterQuestion& question, std::string_view contact) const;

 private:
  struct Draft;

  // One request and its final response.
  Task<Result<sip::Message, IoError>> exchange(const RegisterQuestion& question, std::string& contact);
  // Over TCP what is too large for a datagram (RFC 3261 18.1.1).
  [[gnu::noinline]] Task<Result<sip::Message, IoError>> exchange_large(const RegisterQuestion& question,
                                                                       const Draft& draft, Moment limit);
  // Why the challenge cannot be answered; nothing: it can.
  [[gnu::noinline]] std::optional<std::string> take_challenge(const RegisterQuestion& question,
                                                              const sip::Message& response, RegisterReply& reply);
  [[gnu::noinline]] void take_success(const RegisterQuestion& question, const sip::Message& response,
                                      const std::string& contact);
  [[gnu::noinline]] void learn_address(const RegisterQuestion& question, const sip::Message& response);
  [[gnu::noinline]] Draft draft(const RegisterQuestion& question);
  [[gnu::noinline]] std::string write(const RegisterQuestion& question, const Draft& draft,
                                      SignallingTransport transport);
  // The credentials of a request for a challenge of the registrar's, or of a proxy's.
  std::string answer_to(DigestSession& session, const RegisterQuestion& question);
  std::string contact_for(const RegisterQuestion& question) const;
  // The one of this boot; or that of all boots.
  std::string call_id() const;
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }
  sip::Timers timers() const;

  // Takes the one that was asked, or that has granted, for the call agent.
  [[gnu::noinline]] void set_call_agent(const RegisterQuestion& question);

  // What few devices need; a hundred thousand others do not pay for it.
  struct Rare {
    std::optional<DigestSession> proxy_digest;
    // The call agent's own, where a redirection named one.
    std::string request_uri;
    // Where the Contact changes: what was bound last.
    std::optional<std::string> bound_contact;
    // As the registrar saw it, where that is not the device's own.
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
  // How the call agent was asked.
  SignallingTransport transport_ = SignallingTransport::kUdp;
  bool may_be_bound_ = false;
  // Whether the call agent is one that has granted what is not over.
  bool is_granted_ = false;
};

}  // namespace dialtone
