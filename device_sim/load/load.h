// A load: a rogue phone, a scanner of identities, or a guesser of passwords. Sends requests at its rate, whatever the
// answers: it does not back off and ignores Retry-After. Each exchange is a request and, after a challenge, a second
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
  // The status of the last answer; 0 if there was none.
  int status = 0;
  // True if the last request had credentials.
  bool authorized = false;
  // Why there was no answer; empty if there was one.
  std::string failure{};
};

class SipLoad;

class Load {
 public:
  // Both arguments must outlive the load.
  Load(Host& host, const LoadConfig& config);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Begins exchanges until the power button is pressed. Records load.sent, and for each exchange load.answered or
  // load.failed; records load.unsent, at most once a second, if exchanges were skipped.
  Task<void> run();

 private:
  // Begins an exchange; skips it if too many are in flight.
  void begin();
  Task<void> exchange(std::uint64_t number);
  Task<LoadOutcome> ask(const LoadIdentity& identity);
  void tell(std::uint64_t number, const LoadOutcome& outcome, Duration duration);
  void tell_unsent();
  // Returns the password for an exchange.
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
