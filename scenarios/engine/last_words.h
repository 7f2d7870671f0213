// What a run says where an impossible state stops the process (an assertion, an abort): which run it was, how far it
// had come, and how it is repeated. What it has recorded by then is in its log.
#pragma once

#include <functional>
#include <string>

#include "scenarios/sites/event_log.h"
#include "world/world.h"

namespace dialtone {

// From its making to its end.
class LastWords {
 public:
  // Has `say` called where the process is aborted; empty: nothing is called any more.
  using AtAbort = std::function<void(std::function<void()> say)>;

  // `repeat`: the command that repeats the run; empty: none is known. The world and the log outlive it. `at_abort` may
  // be empty: then nobody has them said.
  LastWords(std::uint64_t seed, const std::string& repeat, const World& world, EventLog& log, AtAbort at_abort);
  ~LastWords();
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;

  // `the run with seed 7 was stopped at 12.5s by an impossible state; it is repeated by: dialtone run ...`.
  std::string text() const;
  // Prints it to standard error, and hands all events to the log's file.
  void say() const;

 private:
  std::uint64_t seed_;
  std::string repeat_;
  const World& world_;
  EventLog& log_;
  AtAbort at_abort_;
};

}  // namespace dialtone
