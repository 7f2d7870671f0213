// The service behind a SIP server: Server carries the messages, and a Service makes the answers.
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
  // Until then the request's connection is kept even if idle; nullopt: as long as any other.
  std::optional<Moment> keep_until{};
};

class Service {
 public:
  virtual ~Service() = default;

  // Looks at a request before it is served: the status of a plain answer, or 0 for answer() to be asked.
  // `is_malformed`: only parts of the request could be read.
  virtual int judge(const Message& request, bool is_malformed) const = 0;
  // An answer of that status, with the headers that belong to it and nothing more. `source` is where the request came
  // from.
  virtual Message plain_answer(const Message& request, int status, std::string_view to_tag,
                               const Endpoint& source) const = 0;
  // The answer to a request that judge() has let pass; `to_tag` is the tag of its To. `request` must outlive the task.
  virtual Task<ServiceAnswer> answer(const Message& request, std::string to_tag, Flow flow) = 0;
};

}  // namespace dialtone::sip
