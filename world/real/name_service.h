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

  explicit NameService(Reactor& reactor) : reactor_(reactor) {}
  // Waits for the look-up that is under way.
  ~NameService();
  NameService(const NameService&) = delete;
  NameService& operator=(const NameService&) = delete;

  // Who asks for a name that is being looked up already shares its question.
  std::shared_ptr<Question> ask(std::string name);
  // On the loop's thread, after each poll: hands out what has been answered.
  void deliver();

 private:
  struct Work {
    std::shared_ptr<Question> question;
    std::string name;
    std::optional<Result<Addresses, IoError>> answer;
  };

  void answer_questions();

  Reactor& reactor_;
  std::map<std::string, std::weak_ptr<Question>> under_way_;  // the loop's thread only
  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<Work> questions_;
  std::vector<Work> answers_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace dialtone
