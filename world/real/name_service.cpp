#include "world/real/name_service.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace dialtone {
namespace {

IpAddress address_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return IpAddress::v4(ntohl(v4.sin_addr.s_addr));
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(v6.sin6_addr.s6_addr, bytes.size(), bytes.begin());
  return IpAddress::v6(bytes);
}

Result<Addresses, IoError> look_up(const std::string& name) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int status = getaddrinfo(name.c_str(), nullptr, &hints, &found);
  if (status == EAI_NONAME || status == EAI_NODATA) return IoError::kNoSuchName;
  if (status != 0) return IoError::kNameServer;
  Addresses addresses;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET || each->ai_family == AF_INET6) addresses.push_back(address_of(*each->ai_addr));
  }
  freeaddrinfo(found);
  if (addresses.empty()) return IoError::kNoSuchName;
  return addresses;
}

}  // namespace

NameService::~NameService() {
  std::deque<Work> questions;
  std::vector<Work> answers;
  bool is_looking_up = false;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->reactor = nullptr;
    questions.swap(shared_->questions);
    answers.swap(shared_->answers);
    is_looking_up = shared_->is_looking_up;
  }
  if (!thread_.joinable()) return;
  shared_->wanted.notify_one();
  if (is_looking_up) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

std::shared_ptr<NameService::Question> NameService::ask(std::string name) {
  std::weak_ptr<Question>& under_way = under_way_[name];
  if (std::shared_ptr<Question> asked = under_way.lock()) return asked;
  auto question = std::make_shared<Question>();
  question->name = name;
  under_way = question;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->questions.push_back({question, std::move(name), std::nullopt});
  }
  if (!thread_.joinable()) thread_ = std::thread([shared = shared_] { answer_questions(*shared); });
  shared_->wanted.notify_one();
  return question;
}

void NameService::answer_questions(Shared& shared) {
  std::unique_lock lock(shared.mutex);
  for (;;) {
    shared.wanted.wait(lock, [&shared] { return shared.reactor == nullptr || !shared.questions.empty(); });
    if (shared.reactor == nullptr) return;
    Work work = std::move(shared.questions.front());
    shared.questions.pop_front();
    shared.is_looking_up = true;
    lock.unlock();
    work.answer = look_up(work.name);
    lock.lock();
    shared.is_looking_up = false;
    if (shared.reactor == nullptr) return;
    shared.answers.push_back(std::move(work));
    shared.reactor->wake();
  }
}

void NameService::deliver() {
  std::vector<Work> answers;
  {
    const std::lock_guard lock(shared_->mutex);
    answers.swap(shared_->answers);
  }
  for (Work& work : answers) {
    assert(!work.question->answer && work.answer && "a question is answered once");
    under_way_.erase(work.name);
    work.question->answer = std::move(work.answer);
    work.question->answered.notify();
  }
}

}  // namespace dialtone
