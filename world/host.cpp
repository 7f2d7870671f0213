#include "world/host.h"

#include <algorithm>

namespace dialtone {

Host::Host(std::string name, Loop& loop, std::uint64_t seed, WallTime wall_base)
    : name_(std::move(name)), loop_(loop), order_key_(hash_text(name_)), wall_base_(wall_base), chance_(seed, name_) {}

Host::~Host() = default;

void Host::schedule(Event& event, Moment at, EventClass order) {
  loop_.queue().schedule(event, std::max(at, now()), order, order_key_, sequence_++);
}

Task<Result<std::unique_ptr<Stream>, IoError>> Host::connect(Endpoint remote, Moment deadline) {
  Result<std::unique_ptr<Connecting>, IoError> connecting = start_connect(remote);
  if (!connecting) co_return connecting.error();
  co_return co_await (*connecting)->finish(deadline);
}

}  // namespace dialtone
