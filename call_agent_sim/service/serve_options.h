// The options of `call_agent_sim serve`.
#pragma once

#include <string>
#include <vector>

#include "call_agent_sim/service/call_agent.h"
#include "values/command_line.h"
#include "values/result.h"

namespace dialtone {

struct CallAgentServeOptions {
  std::string database;
  // A file, or `-` for standard output; empty: no events are written.
  std::string events;
  // The folder for the file agent.keep_bindings.
  std::string bindings_folder;
  CallAgentOptions agent;
};

// Parses the arguments after `serve`. Without --sip: listens on 127.0.0.1:5060.
Result<CallAgentServeOptions> parse_call_agent_options(const std::vector<std::string>& arguments,
                                                       const Environment& environment);

}  // namespace dialtone
