// A load: a rogue phone, a scanner of identities, a guesser of passwords. Sends requests at its rate, however they are
// answered: it has no back-off and follows no Retry-After. Each exchange is a request and, after a challenge, a second
// one with credentials.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "device_sim/load/load_config.h"
#include "protocol/strand_group.h"
#include "world/host.h"

namespace dialtone {

// How an exchange ended.
struct LoadOutcome {
  // Of the last answer; 0 if none came.
  int status = 0;
  // Whether the last request had credentials.
  bool authorized = false;
  // Why no answer came; empty if one did.
  std::string failure{};
};

class SipLoad;

class Load {
 public:
  // Both must outlive the load.
  Load(Host& host, const LoadConfig& config);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Begins exchanges until the power button is pressed. Records load.sent, and for each exchange load.answered or
  // load.failed; once a second load.unsent, if exchanges were not begun.
  Task<void> run();

 private:
  // Begins an exchange, unless too many are in flight.
  void begin();
  Task<void> exchange(std::uint64_t number);
  Task<LoadOutcome> ask(const LoadIdentity& identity);
  void tell(std::uint64_t number, const LoadOutcome& outcome, Duration duration);
  void tell_unsent();
  // The password for an exchange.
  std::string secret_for(const LoadIdentity& identity);

  Host& host_;
  const LoadConfig& config_;
  std::unique_ptr<SipLoad> sip_;
  std::uint64_t begun_ = 0;
  std::uint32_t in_flight_ = 0;
  std::uint64_t unsent_ = 0;
  Moment unsent_since_{};
  StrandGroup exchanges_;
};

// Runs a load from power-on until the power button is pressed.
Task<void> run_load(Host& host, const LoadConfig& config);

}  // namespace dialtone
