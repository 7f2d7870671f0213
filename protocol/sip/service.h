// The service of a SIP server: Server receives and sends the messages, and a Service makes the answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/sip/flow.h"
#include "values/time.h"
#include "wire/sip/message.h"
#include "world/task.h"

namespace dialtone::sip {

struct ServiceAnswer {
  Message message;
  // The request's connection is kept until this moment even if idle; nullopt: as long as any other connection.
  std::optional<Moment> keep_until{};
};

class Service {
 public:
  virtual ~Service() = default;

  // Checks a request before it is served. Returns the status of an answer to refuse it with, or 0 to have answer()
  // called. `is_malformed`: only parts of the request could be read.
  virtual int judge(const Message& request, bool is_malformed) const = 0;
  // Returns an answer of that status, with the required headers only. `source` is the address that the request came
  // from.
  virtual Message plain_answer(const Message& request, int status, std::string_view to_tag,
                               const Endpoint& source) const = 0;
  // Returns the answer to a request for which judge() returned 0; `to_tag` is the tag for its To header. `request` must
  // outlive the task.
  virtual Task<ServiceAnswer> answer(const Message& request, std::string to_tag, Flow flow) = 0;
};

}  // namespace dialtone::sip
