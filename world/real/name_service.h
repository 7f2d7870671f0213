// Looks names up with the system, on a thread of its own, because getaddrinfo blocks.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "values/result.h"
#include "world/host.h"
#include "world/io_error.h"
#include "world/real/reactor.h"
#include "world/wait.h"

namespace dialtone {

class NameService {
 public:
  // A look-up in progress, owned by its callers, and by the service until it is answered.
  struct Question {
    std::string name;
    std::optional<Result<Addresses, IoError>> answer;  // set by the loop's thread
    Signal answered;
  };

  explicit NameService(Reactor& reactor) : shared_(std::make_shared<Shared>(reactor)) {}
  // Abandons look-ups in progress, which the system's name servers may delay by half a minute.
  ~NameService();
  NameService(const NameService&) = delete;
  NameService& operator=(const NameService&) = delete;

  // Callers for a name that is being looked up share one question.
  std::shared_ptr<Question> ask(std::string name);
  // Call on the loop's thread after each poll: hands finished answers to the waiting callers.
  void deliver();

 private:
  struct Work {
    std::shared_ptr<Question> question;  // used on the loop's thread only
    std::string name;
    std::optional<Result<Addresses, IoError>> answer;
  };

  // The state that both threads access. The look-up thread keeps it alive while it runs.
  struct Shared {
    explicit Shared(Reactor& loop) : reactor(&loop) {}

    std::mutex mutex;
    std::condition_variable wanted;
    std::deque<Work> questions;
    std::vector<Work> answers;
    Reactor* reactor;  // null after the service was destroyed
    bool is_looking_up = false;
  };

  static void answer_questions(Shared& shared);

  std::map<std::string, std::weak_ptr<Question>> under_way_;  // look-ups in progress; the loop's thread only
  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace dialtone
