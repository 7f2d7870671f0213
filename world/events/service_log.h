// The output of a party that runs as its own process: which sockets are ready, and its events.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <utility>

#include "world/events/record.h"

namespace dialtone {

class ServiceLog : public Recorder {
 public:
  // `ready` gets `listening PROTOCOL HOST:PORT` for each server.started event; `events`, unless null, gets each event
  // as a line of JSON (event_line.h). Both are flushed after each line, and must outlive the log.
  ServiceLog(std::ostream& ready, std::ostream* events) : ready_(ready), events_(events) {}

  void record(const RecordedEvent& event) override;
  // Sets a function to call if writing to `ready` fails: a program that waits for the line would otherwise wait for
  // ever.
  void on_lost(std::function<void()> lost) { lost_ = std::move(lost); }

 private:
  std::ostream& ready_;
  std::ostream* events_;
  std::string line_;
  std::function<void()> lost_;
};

}  // namespace dialtone
