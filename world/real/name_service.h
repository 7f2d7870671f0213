// The system's names, asked on a thread beside the loop, because getaddrinfo waits.
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
  // A question under way. Whoever asks holds it; the service holds it too until it is answered.
  struct Question {
    std::string name;
    std::optional<Result<Addresses, IoError>> answer;  // set on the loop's thread
    Signal answered;
  };

  explicit NameService(Reactor& reactor) : shared_(std::make_shared<Shared>(reactor)) {}
  // Leaves a look-up that is under way to itself: it may take the system's name servers half a minute.
  ~NameService();
  NameService(const NameService&) = delete;
  NameService& operator=(const NameService&) = delete;

  // Who asks for a name that is being looked up already shares its question.
  std::shared_ptr<Question> ask(std::string name);
  // On the loop's thread, after each poll: hands out what has been answered.
  void deliver();

 private:
  struct Work {
    std::shared_ptr<Question> question;  // the loop's thread only
    std::string name;
    std::optional<Result<Addresses, IoError>> answer;
  };

  // What both threads see. The one that asks holds it as long as it runs.
  struct Shared {
    explicit Shared(Reactor& loop) : reactor(&loop) {}

    std::mutex mutex;
    std::condition_variable wanted;
    std::deque<Work> questions;
    std::vector<Work> answers;
    Reactor* reactor;  // null when the service is gone
    bool is_looking_up = false;
  };

  static void answer_questions(Shared& shared);

  std::map<std::string, std::weak_ptr<Question>> under_way_;  // the loop's thread only
  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace dialtone
