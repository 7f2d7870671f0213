// What a run reports when an impossible state stops the process (an assertion, an abort): which run it was, how far it
// had come, and the command that repeats the run. The events recorded until then are in the run's log.
#pragma once

#include <functional>
#include <string>

#include "scenarios/sites/event_log.h"
#include "world/world.h"

namespace dialtone {

// From its construction to its destruction, reports an abort.
class LastWords {
 public:
  // Registers `say` as the function to call when the process aborts; an empty function unregisters it.
  using AtAbort = std::function<void(std::function<void()> say)>;

  // `repeat` is the command that repeats the run; empty if unknown. `world` and `log` must outlive this object. If
  // `at_abort` is empty, nothing is reported.
  LastWords(std::uint64_t seed, const std::string& repeat, const World& world, EventLog& log, AtAbort at_abort);
  ~LastWords();
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;

  // Returns `the run with seed 7 was stopped at 12.5s by an impossible state; it is repeated by: dialtone run ...`.
  std::string text() const;
  // Prints the text to standard error, and flushes all events to the log's file.
  void say() const;

 private:
  std::uint64_t seed_;
  std::string repeat_;
  const World& world_;
  EventLog& log_;
  AtAbort at_abort_;
};

}  // namespace dialtone
